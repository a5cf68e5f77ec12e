//! Whether a policy applies to a project: yes, no and why, or not to be told and which facts are missing.
//!
//! A fact the project file does not give is unknown. It is never taken for no: a project without a
//! stated floor area may well be large enough.

use super::condition_words::words;
pub use super::facts::MissingFact;
use super::facts::{self, Contracts, PerContract, same};
use super::policy::{Clause, Condition, Place, Policy};
use super::words::{class_word, funding_word, kind_word};
use crate::domain::project::{FirmClass, Project};

/// The answer for one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applies {
    /// Place and conditions hold.
    Yes,
    /// One does not hold.
    No {
        /// Which, in a clause that follows "because".
        why: String,
    },
    /// No condition is known not to hold, and at least one is not known to hold.
    CannotTell {
        /// What the project file must say to settle it.
        missing: Vec<MissingFact>,
    },
    /// No project was given, so nothing could be tested.
    Assumed,
}

/// Whether a policy applies to a project. Without a project nothing is tested: `Assumed`, or `Yes` for a
/// policy that binds everywhere and always.
pub fn applies(policy: &Policy, project: Option<&Project>) -> Applies {
    let Some(project) = project else {
        return if binds_everything(policy) { Applies::Yes } else { Applies::Assumed };
    };
    let place = std::iter::once(in_place(&policy.place, project));
    if !policy.each_contract || project.contracts.is_empty() {
        let whose = if policy.each_contract { Contracts::Any } else { Contracts::Prime };
        return answer(all(place.chain(policy.applies.iter().map(|c| holds(c, project, whose)))));
    }
    // What is asked of a contract and its firm must hold for one and the same firm.
    let (firm, general): (Vec<&Condition>, Vec<&Condition>) = policy.applies.iter().partition(|c| c.is_of_firm(true));
    let of = |name: &str| all(firm.iter().map(|c| holds(c, project, Contracts::Of(name))));
    let firms = any(project.contracts.iter().map(|c| of(&c.contractor)));
    let general = general.into_iter().map(|c| holds(c, project, Contracts::Any));
    answer(all(place.chain(general).chain(std::iter::once(firms))))
}

/// Whether a policy applies to one firm on a project. It differs from [`applies`] only where value and
/// size are tested for each contract by itself ([`Policy::each_contract`]).
pub fn applies_to_firm(policy: &Policy, project: &Project, contractor: &str) -> Applies {
    if !policy.each_contract || project.contracts.is_empty() {
        return applies(policy, Some(project));
    }
    let whose = Contracts::Of(contractor);
    answer(all(std::iter::once(in_place(&policy.place, project)).chain(policy.applies.iter().map(|c| holds(c, project, whose)))))
}

/// Whether a clause reaches one firm: the policy's conditions where they are tested for each contract,
/// and those of the clause that are about the firm. What else must hold is settled before a run.
pub fn clause_applies_to_firm(policy: &Policy, clause: &Clause, project: &Project, firm: &str) -> Applies {
    let whose = Contracts::Of(firm);
    let own = clause.firm_conditions(policy.each_contract);
    // Where no contract is listed the project's own value stands for every firm.
    let each = policy.each_contract && !project.contracts.is_empty();
    let mut general = if each { all(policy.applies.iter().map(|c| holds(c, project, whose))) } else { Answer::Yes };
    // A policy asked for by name whose conditions are open is taken to apply, and a remark says so.
    if matches!(general, Answer::Unknown(_)) && matches!(applies(policy, Some(project)), Applies::CannotTell { .. }) {
        general = Answer::Yes;
    }
    let settled = settled(policy, clause, project);
    answer(all([general, settled].into_iter().chain(own.map(|c| holds(c, project, whose)))))
}

/// The clause's conditions on the project. Without a project file they are taken as fulfilled.
fn settled(policy: &Policy, clause: &Clause, project: &Project) -> Answer {
    let whose = if policy.each_contract { Contracts::Any } else { Contracts::Prime };
    let known = !project.id.is_empty();
    let general = clause.applies.iter().filter(|c| known && !c.is_of_firm(policy.each_contract));
    all(general.map(|c| holds(c, project, whose)))
}

/// Whether two names mean one firm: letter case and spacing do not make another.
pub fn same_firm(a: &str, b: &str) -> bool {
    same(a, b)
}

/// True if some firm may be reached and another not, or if it is open whether any is.
pub fn differs_by_firm(policy: &Policy, clause: &Clause, project: &Project) -> bool {
    (policy.each_contract && !project.contracts.is_empty())
        || clause.firm_conditions(policy.each_contract).next().is_some()
        || matches!(settled(policy, clause, project), Answer::Unknown(_))
}

/// Whether the conditions of one version on the project hold, on top of those of its policy. Those on
/// each firm are tested firm by firm.
pub(super) fn version_applies(clause: &Clause, each_contract: bool, project: Option<&Project>) -> Applies {
    let mut conditions = clause.applies.iter().filter(|c| !c.is_of_firm(each_contract)).peekable();
    let Some(project) = project else {
        return if conditions.peek().is_none() { Applies::Yes } else { Applies::Assumed };
    };
    let whose = if each_contract { Contracts::Any } else { Contracts::Prime };
    answer(all(conditions.map(|c| holds(c, project, whose))))
}

/// True for a policy with no place and no conditions.
pub(super) fn binds_everything(policy: &Policy) -> bool {
    policy.place == Place::default() && policy.applies.is_empty()
}

enum Answer {
    Yes,
    No(String),
    Unknown(Vec<MissingFact>),
}

fn answer(answer: Answer) -> Applies {
    match answer {
        Answer::Yes => Applies::Yes,
        Answer::No(why) => Applies::No { why },
        Answer::Unknown(mut missing) => {
            missing.sort_unstable();
            missing.dedup();
            Applies::CannotTell { missing }
        }
    }
}

fn all(answers: impl Iterator<Item = Answer>) -> Answer {
    let mut missing = Vec::new();
    for answer in answers {
        match answer {
            Answer::No(why) => return Answer::No(why),
            Answer::Unknown(facts) => missing.extend(facts),
            Answer::Yes => {}
        }
    }
    if missing.is_empty() { Answer::Yes } else { Answer::Unknown(missing) }
}

fn any(answers: impl Iterator<Item = Answer>) -> Answer {
    let (mut missing, mut whys) = (Vec::new(), Vec::new());
    for answer in answers {
        match answer {
            Answer::Yes => return Answer::Yes,
            Answer::No(why) => whys.push(why),
            Answer::Unknown(facts) => missing.extend(facts),
        }
    }
    whys.dedup();
    if missing.is_empty() { Answer::No(whys.join(", and ")) } else { Answer::Unknown(missing) }
}

fn in_place(place: &Place, project: &Project) -> Answer {
    let part = |wanted: &Option<String>, given: &Option<String>, missing: MissingFact| match (wanted, given) {
        (None, _) => Answer::Yes,
        (Some(_), None) => Answer::Unknown(vec![missing]),
        (Some(wanted), Some(given)) if same(wanted, given) => Answer::Yes,
        (Some(wanted), Some(given)) => Answer::No(format!("it holds in {wanted} and the project is in {given}")),
    };
    let parts = [
        part(&place.state, &project.state, facts::STATE),
        part(&place.county, &project.county, facts::COUNTY),
        part(&place.city, &project.city, facts::CITY),
    ];
    all(parts.into_iter())
}

fn holds(condition: &Condition, project: &Project, whose: Contracts<'_>) -> Answer {
    match condition {
        Condition::Owner(owners) => known(
            project.owner.as_deref(),
            facts::OWNER,
            |o| owners.iter().any(|w| same(w, o)),
            |o| format!("the awarding authority is {o}"),
        ),
        Condition::Kind(kinds) => known(
            project.kind,
            facts::KIND,
            |k| kinds.contains(k),
            |k| format!("it is for {} and the project is {}", listed(kinds.iter().map(|k| kind_word(*k)), "or"), kind_word(*k)),
        ),
        Condition::Public(wanted) => {
            known(project.public, facts::PUBLIC, |p| p == wanted, |p| format!("the project is {}", if *p { "public" } else { "private" }))
        }
        Condition::FundingAny(wanted) => known(
            (!project.funding.is_empty()).then_some(&project.funding),
            facts::FUNDING,
            |f| wanted.iter().any(|w| f.contains(w)),
            |f| {
                let (asked, given) =
                    (listed(wanted.iter().map(|w| funding_word(*w)), "or"), listed(f.iter().map(|w| funding_word(*w)), "and"));
                format!("it needs {asked} money and the project has {given} money")
            },
        ),
        Condition::ValueAtLeast(least) => {
            figures(facts::values(project, whose), |v| v >= least, |v| format!("the value {v} is under {least}"))
        }
        Condition::ValueOver(floor) => {
            figures(facts::values(project, whose), |v| v > floor, |v| format!("the value {v} is not over {floor}"))
        }
        Condition::FloorAreaOver(floor) => known(
            project.floor_area_sq_ft,
            facts::AREA,
            |a| a > floor,
            |a| format!("the floor area of {a} square feet is not over {floor}"),
        ),
        Condition::EmployeesAtLeast(least) => {
            figures(facts::employees(project, whose), |n| n >= least, |n| format!("the firm's {n} employees are under {least}"))
        }
        Condition::ValueAtMost(most) => figures(facts::values(project, whose), |v| v <= most, |v| format!("the value {v} is over {most}")),
        Condition::FundingNone(barred) => known(
            (!project.funding.is_empty()).then_some(&project.funding),
            facts::FUNDING,
            |f| !barred.iter().any(|b| f.contains(b)),
            |f| format!("the project has {} money", listed(f.iter().filter(|w| barred.contains(w)).map(|w| funding_word(*w)), "and")),
        ),
        Condition::EmployeesAtMost(most) => {
            figures(facts::employees(project, whose), |n| n <= most, |n| format!("the firm's {n} employees are over {most}"))
        }
        Condition::EmployeesOver(floor) => {
            figures(facts::employees(project, whose), |n| n > floor, |n| format!("the firm's {n} employees are not over {floor}"))
        }
        Condition::Nonprofit(wanted) => figures(
            facts::nonprofit(project, whose),
            |is| is == wanted,
            |is| format!("the firm is {}a nonprofit one", if *is { "" } else { "not " }),
        ),
        Condition::Class(wanted) => any(facts::classes(project, whose).into_iter().map(|given| class(wanted, given))),
        Condition::HealthBenefits(wanted) => figures(
            facts::health_benefits(project, whose),
            |gives| gives == wanted,
            |gives| format!("the firm gives {}health benefits", if *gives { "" } else { "no " }),
        ),
        Condition::Union(wanted) => figures(
            facts::union(project, whose),
            |has| has == wanted,
            |has| format!("the firm has {} collective bargaining agreement", if *has { "a" } else { "no" }),
        ),
        Condition::TierAtLeast(least) => {
            figures(facts::tier(project, whose), |t| t >= least, |t| format!("the firm's tier {t} is above tier {least}"))
        }
        Condition::TierAtMost(most) => {
            figures(facts::tier(project, whose), |t| t <= most, |t| format!("the firm's tier {t} is below tier {most}"))
        }
        Condition::AssistanceAtLeast(least) => {
            known(project.assistance, facts::ASSISTANCE, |v| v >= least, |v| format!("the subsidy {v} is under {least}"))
        }
        Condition::AssistanceOver(floor) => {
            known(project.assistance, facts::ASSISTANCE, |v| v > floor, |v| format!("the subsidy {v} is not over {floor}"))
        }
        Condition::HudAssistanceOver(floor) => {
            known(project.hud_assistance, facts::HUD_ASSISTANCE, |v| v > floor, |v| format!("the HUD subsidy {v} is not over {floor}"))
        }
        Condition::RoomsAtLeast(least) => known(project.rooms, facts::ROOMS, |n| n >= least, |n| format!("{n} rooms are under {least}")),
        Condition::UnitsOver(floor) => {
            known(project.housing_units, facts::UNITS, |n| n > floor, |n| format!("{n} housing units are not over {floor}"))
        }
        Condition::Unless(exemption) => match all(exemption.iter().map(|c| holds(c, project, whose))) {
            Answer::Yes => {
                let each: Vec<String> = exemption.iter().map(|c| words(c, "the contract")).collect();
                Answer::No(format!("it is exempt: {}", each.join(", and ")))
            }
            Answer::No(_) => Answer::Yes,
            unknown @ Answer::Unknown(_) => unknown,
        },
        Condition::Any(ways) => any(ways.iter().map(|c| holds(c, project, whose))),
        Condition::All(parts) => all(parts.iter().map(|c| holds(c, project, whose))),
    }
}

/// A firm whose class is open between several passes only if all of them do.
fn class(wanted: &[FirmClass], given: Result<Vec<FirmClass>, MissingFact>) -> Answer {
    match given {
        Err(missing) => Answer::Unknown(vec![missing]),
        Ok(may_be) if may_be.iter().all(|c| wanted.contains(c)) => Answer::Yes,
        Ok(may_be) if may_be.iter().any(|c| wanted.contains(c)) => Answer::Unknown(vec![facts::CLASS]),
        Ok(may_be) => Answer::No(format!("the firm is {}", listed(may_be.iter().map(|c| class_word(*c)), "or"))),
    }
}

fn known<T>(given: Option<T>, missing: MissingFact, test: impl Fn(&T) -> bool, why: impl Fn(&T) -> String) -> Answer {
    match given {
        None => Answer::Unknown(vec![missing]),
        Some(value) if test(&value) => Answer::Yes,
        Some(value) => Answer::No(why(&value)),
    }
}

/// One figure per contract that counts; any that passes decides.
fn figures<T>(given: PerContract<T>, test: impl Fn(&T) -> bool, why: impl Fn(&T) -> String) -> Answer {
    any(given.into_iter().map(|figure| match figure {
        Ok(value) if test(&value) => Answer::Yes,
        Ok(value) => Answer::No(why(&value)),
        Err(missing) => Answer::Unknown(vec![missing]),
    }))
}

/// `city, federal or HUD`.
pub(super) fn listed<'w>(items: impl Iterator<Item = &'w str>, last: &str) -> String {
    let items: Vec<&str> = items.collect();
    match items.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => items.concat(),
    }
}
