//! Whether dates show that a wage determination is the one a contract is locked to.

use super::governing::series;
use crate::domain::project::{Milestone, Project};
use crate::domain::wage_determination::WageDetermination;
use crate::rules::asks::{DeterminationStale, LockedBy};
use chrono::{Days, NaiveDate};

/// A modification of a series, held by the project file or only listed in a later text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Publication {
    /// The day it was published.
    pub on: NaiveDate,
    /// Number of the decision.
    pub id: String,
    /// Modification number.
    pub modification: u32,
}

/// What the dates show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing against it.
    Current,
    /// A later modification governed.
    Superseded(Publication),
    /// It was published after the contract was executed, and binds work from before.
    TooLate(NaiveDate),
    /// It had run out, last day given.
    RanOut(NaiveDate),
    /// A fact is missing; the modification it is about, where it is about one.
    Missing(&'static str, Option<Publication>),
}

/// Every modification of a determination's series whose day is known, in order of days.
pub fn publications(all: &[WageDetermination], of: &WageDetermination) -> Vec<Publication> {
    let own = series(all, of);
    let mut found: Vec<Publication> = Vec::new();
    for d in all.iter().filter(|d| series(all, d) == own) {
        found.extend(d.published_on.map(|on| Publication { on, id: d.id.clone(), modification: d.modification }));
        let listed = d.text.iter().flat_map(|t| &t.modifications);
        found.extend(listed.map(|m| Publication { on: m.published_on, id: d.id.clone(), modification: m.number }));
    }
    found.sort();
    found.dedup();
    found
}

/// Holds a determination that binds work on the days `from` to `until` against the project's dates. `None`
/// where its own day of publication is not known.
pub fn shown(rule: &DeterminationStale, project: &Project, of: &WageDetermination, (from, until): (NaiveDate, NaiveDate)) -> Option<Shown> {
    let published = of.published_on?;
    let later: Vec<Publication> = publications(&project.wage_determinations, of).into_iter().filter(|p| p.on > published).collect();
    Some(match rule.locked_by {
        LockedBy::WorkDate => later.into_iter().rfind(|p| p.on <= until).map_or(Shown::Current, Shown::Superseded),
        LockedBy::Solicited => locked(rule, &Dates::of(project), (published, of.for_project), from, &later),
    })
}

/// The dates of a contract.
struct Dates {
    solicited: Option<NaiveDate>,
    opened: Option<NaiveDate>,
    executed: Option<NaiveDate>,
}

impl Dates {
    fn of(project: &Project) -> Self {
        let milestone = |m| project.milestones.get(&m).copied();
        Self { solicited: milestone(Milestone::Solicited), opened: project.bids_opened_on, executed: milestone(Milestone::Executed) }
    }

    /// Bids were opened on this day or later.
    fn opened_not_before(&self) -> Option<NaiveDate> {
        self.opened.or(self.solicited)
    }
}

const OPENED: &str = "the day bids were opened (`bids_opened_on`)";
const EXECUTED: &str = "the day the contract was executed (`executed_on`)";
const NOTICE: &str = "whether there was time before bid opening to tell bidders of the modification";
const EXTENDED: &str = "whether the time from bid opening to award was extended";
const CHANGED: &str = "whether an option was exercised or work added after the contract was executed";
const PROLONGED: &str = "whether the determination was extended between bid opening and award";

fn after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

fn locked(
    rule: &DeterminationStale,
    dates: &Dates,
    (published, for_project): (NaiveDate, bool),
    from: NaiveDate,
    later: &[Publication],
) -> Shown {
    if dates.opened_not_before().is_none() && dates.executed.is_none() {
        return Shown::Missing(OPENED, None);
    }
    if let Some(executed) = dates.executed.filter(|e| published > *e) {
        return if from < published { Shown::TooLate(executed) } else { Shown::Missing(CHANGED, None) };
    }
    // The latest modification that was out early enough governs for certain.
    let early = |p: &&Publication| dates.opened_not_before().is_some_and(|day| after(p.on, rule.before_bids) <= day);
    if let Some(governs) = later.iter().rfind(early) {
        return Shown::Superseded(governs.clone());
    }
    if for_project {
        let last = after(published, rule.project_holds);
        if dates.opened_not_before().is_some_and(|day| day > last) {
            return Shown::RanOut(last);
        }
        match dates.executed {
            None => return Shown::Missing(EXECUTED, None),
            Some(executed) if executed > last => return Shown::Missing(PROLONGED, None),
            Some(_) => {}
        }
    }
    let missing = later.iter().filter(|p| dates.executed.is_none_or(|e| p.on <= e)).find_map(|p| {
        let fact = match (dates.opened, dates.executed) {
            (None, _) => OPENED,
            (Some(opened), _) if p.on <= opened => NOTICE,
            (Some(_), None) => EXECUTED,
            (Some(opened), Some(executed)) if executed > after(opened, rule.award_within) => EXTENDED,
            _ => return None,
        };
        Some(Shown::Missing(fact, Some(p.clone())))
    });
    missing.unwrap_or(Shown::Current)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: DeterminationStale =
        DeterminationStale { locked_by: LockedBy::Solicited, before_bids: 10, award_within: 90, project_holds: 180 };

    fn day(text: &str) -> Option<NaiveDate> {
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    fn of(dates: (&str, &str, &str), later: &[&str], for_project: bool) -> Shown {
        let dates = Dates { solicited: day(dates.0), opened: day(dates.1), executed: day(dates.2) };
        let later: Vec<Publication> = later
            .iter()
            .zip(1..)
            .map(|(on, modification)| Publication { on: day(on).unwrap(), id: "Z".to_owned(), modification })
            .collect();
        locked(&RULE, &dates, (day("2024-01-05").unwrap(), for_project), day("2024-06-03").unwrap(), &later)
    }

    fn superseded_by(shown: Shown) -> u32 {
        if let Shown::Superseded(p) = shown { p.modification } else { panic!("{shown:?}") }
    }

    fn missing(shown: Shown) -> &'static str {
        if let Shown::Missing(fact, _) = shown { fact } else { panic!("{shown:?}") }
    }

    #[test]
    fn ten_days_before_bids_govern_and_nine_may() {
        assert_eq!(superseded_by(of(("", "2024-03-11", ""), &["2024-02-01", "2024-03-01"], false)), 2);
        assert_eq!(missing(of(("", "2024-03-10", "2024-04-01"), &["2024-03-01"], false)), NOTICE);
        // Bids are opened after they are solicited.
        assert_eq!(superseded_by(of(("2024-03-11", "", ""), &["2024-03-01"], false)), 1);
        assert_eq!(missing(of(("2024-03-10", "", ""), &["2024-03-01"], false)), OPENED);
    }

    #[test]
    fn after_bids_a_modification_counts_only_where_the_award_is_late() {
        assert_eq!(of(("", "2024-03-01", "2024-05-30"), &["2024-03-15"], false), Shown::Current);
        assert_eq!(missing(of(("", "2024-03-01", "2024-05-31"), &["2024-03-15"], false)), EXTENDED);
        assert_eq!(missing(of(("", "2024-03-01", ""), &["2024-03-15"], false)), EXECUTED);
        assert_eq!(of(("", "2024-03-01", "2024-04-01"), &["2024-04-02"], false), Shown::Current);
    }

    #[test]
    fn dates_that_are_not_given_are_asked_for() {
        assert_eq!(missing(of(("", "", ""), &[], false)), OPENED);
        assert_eq!(missing(of(("", "", "2024-05-01"), &["2024-02-01"], false)), OPENED);
        assert_eq!(of(("", "", "2024-05-01"), &[], false), Shown::Current);
    }

    #[test]
    fn a_determination_newer_than_the_contract_is_not_its_own() {
        let dates = |from: &str| {
            let dates = Dates { solicited: None, opened: day("2023-11-01"), executed: day("2024-01-04") };
            locked(&RULE, &dates, (day("2024-01-05").unwrap(), false), day(from).unwrap(), &[])
        };
        assert_eq!(dates("2024-01-01"), Shown::TooLate(day("2024-01-04").unwrap()));
        assert_eq!(missing(dates("2024-01-05")), CHANGED);
    }

    #[test]
    fn a_project_determination_runs_out_after_180_days() {
        // 180 days from 5 January 2024 end on 3 July 2024.
        assert_eq!(of(("", "2024-06-01", "2024-07-03"), &[], true), Shown::Current);
        assert_eq!(missing(of(("", "2024-06-01", "2024-07-04"), &[], true)), PROLONGED);
        assert_eq!(of(("", "2024-07-04", "2024-08-01"), &[], true), Shown::RanOut(day("2024-07-03").unwrap()));
        assert_eq!(of(("", "2024-07-04", "2024-08-01"), &[], false), Shown::Current);
    }
}
