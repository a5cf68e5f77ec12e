//! Which version of each clause answers for a project.

use super::applies::{Applies, version_applies};
use super::policy::{Clause, DateBasis, Policy};
use crate::domain::project::{Milestone, Project};
use chrono::NaiveDate;

/// The versions of a policy that answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// Clauses that answer, in file order.
    pub chosen: Vec<ChosenClause>,
    /// Checks of the policy for which no version answers.
    pub none: Vec<NoVersion>,
}

/// A clause that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenClause {
    /// Index of the clause in the policy.
    pub clause: usize,
    /// The fact that is missing to choose for certain: `the day the project was approved`.
    pub unsure: Option<String>,
    /// The other versions that could be right, if unsure.
    pub alternatives: Vec<usize>,
}

/// A check without a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoVersion {
    /// Name of the check.
    pub check: &'static str,
    /// Why, in one sentence.
    pub why: String,
}

/// The first and last day of the work at hand.
pub type WorkDays = (NaiveDate, NaiveDate);

/// Chooses the versions. Clauses of the same check are versions of one another.
///
/// A clause selected by a project's milestone needs its day. Where the project file does not give it, the
/// version in force on the first day of the work is chosen, marked unsure, with every other version as
/// an alternative. A clause selected by the work date is chosen where its days meet those of the work;
/// dated figures inside it decide day by day.
pub fn versions(policy: &Policy, project: Option<&Project>, work: Option<WorkDays>) -> Versions {
    versions_assessed(policy, project, work, None)
}

/// [`versions`] where the day of the assessment is known though no project file is.
pub fn versions_assessed(policy: &Policy, project: Option<&Project>, work: Option<WorkDays>, assessed: Option<NaiveDate>) -> Versions {
    let mut result = Versions::default();
    let mut checks: Vec<&'static str> = Vec::new();
    for clause in &policy.clauses {
        if !checks.contains(&clause.check.name()) {
            checks.push(clause.check.name());
        }
    }
    for check in checks {
        let family: Vec<(usize, &Clause)> = policy.clauses.iter().enumerate().filter(|(_, c)| c.check.name() == check).collect();
        family_versions(policy, &family, project, (work, assessed), check, &mut result);
    }
    result.chosen.sort_by_key(|c| c.clause);
    result
}

fn family_versions(
    policy: &Policy,
    family: &[(usize, &Clause)],
    project: Option<&Project>,
    days: (Option<WorkDays>, Option<NaiveDate>),
    check: &'static str,
    result: &mut Versions,
) {
    let (mut chosen, mut whys) = (Vec::new(), Vec::new());
    for (index, clause) in family {
        let held = match version_applies(clause, policy.each_contract, project) {
            Applies::Yes | Applies::Assumed => Ok(None),
            Applies::CannotTell { missing } => Ok(Some(missing.iter().map(|m| m.fact).collect::<Vec<_>>().join(", "))),
            Applies::No { why } => Err(why),
        };
        match (in_time(clause, project, days), held) {
            (InTime::Yes, Ok(unsure)) => chosen.push(ChosenClause { clause: *index, unsure, alternatives: Vec::new() }),
            (InTime::Fallback(missing), Ok(more)) => {
                let unsure = Some(more.map_or(missing.to_owned(), |more| format!("{missing}, {more}")));
                let alternatives = others(policy, family, *index, project);
                chosen.push(ChosenClause { clause: *index, unsure, alternatives });
            }
            (InTime::Yes | InTime::Fallback(_), Err(why)) => whys.push(format!("the version {} does not apply, because {why}", clause.id)),
            (InTime::No(why), _) => whys.push(why),
        }
    }
    if chosen.is_empty() {
        let why = format!("No version of {} answers: {}.", check, whys.join("; "));
        result.none.push(NoVersion { check, why });
    }
    result.chosen.extend(chosen);
}

/// The other versions that could be right once the missing day is known.
fn others(policy: &Policy, family: &[(usize, &Clause)], index: usize, project: Option<&Project>) -> Vec<usize> {
    let firms = |c: &Clause| c.firm_conditions(policy.each_contract).cloned().collect::<Vec<_>>();
    let mine = policy.clauses.get(index).map(firms);
    // A version for another kind of firm is no other version for this one.
    let possible = |c: &Clause| !matches!(version_applies(c, policy.each_contract, project), Applies::No { .. }) && Some(firms(c)) == mine;
    family.iter().filter(|(i, c)| *i != index && possible(c)).map(|(i, _)| *i).collect()
}

enum InTime {
    Yes,
    /// Chosen by the first day of the work, for want of this fact.
    Fallback(&'static str),
    No(String),
}

fn in_time(clause: &Clause, project: Option<&Project>, (work, assessed): (Option<WorkDays>, Option<NaiveDate>)) -> InTime {
    let day_given = |milestone| match milestone {
        Milestone::Assessed if assessed.is_some() => assessed,
        _ => project.and_then(|p| p.milestones.get(&milestone).copied()),
    };
    let holds = |day: NaiveDate| clause.from.is_none_or(|f| f <= day) && clause.until.is_none_or(|u| day <= u);
    match clause.basis {
        DateBasis::WorkDate => {
            let meets = work.is_none_or(|(first, last)| clause.from.is_none_or(|f| f <= last) && clause.until.is_none_or(|u| first <= u));
            if meets { InTime::Yes } else { InTime::No(format!("{} holds {}", clause.id, days(clause))) }
        }
        DateBasis::Milestone(milestone) => match day_given(milestone) {
            // The only version there ever was needs no day.
            _ if clause.from.is_none() && clause.until.is_none() => InTime::Yes,
            Some(day) if holds(day) => InTime::Yes,
            Some(day) => InTime::No(format!("{} holds {}, and {} is {day}", clause.id, days(clause), day_of(milestone))),
            // With neither the day nor a day of work the last version stands in: it has no end.
            None if work.map_or(clause.until.is_none(), |(first, _)| holds(first)) => InTime::Fallback(day_of(milestone)),
            None => InTime::No(format!("{} holds {}, and {} is not known", clause.id, days(clause), day_of(milestone))),
        },
    }
}

fn days(clause: &Clause) -> String {
    match (clause.from, clause.until) {
        (None, None) => "on every day".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("until {until}"),
        (Some(from), Some(until)) => format!("from {from} until {until}"),
    }
}

/// The day of a milestone, in words.
pub fn day_of(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Advertised => "the day bids were advertised",
        Milestone::Solicited => "the day bids were solicited",
        Milestone::Executed => "the day the contract was signed",
        Milestone::Approved => "the day the project was approved",
        Milestone::Started => "the day work started",
        Milestone::Completed => "the day work was completed",
        Milestone::Assessed => "the day of the assessment",
    }
}
