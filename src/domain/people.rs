//! What is known about workers beside the payroll. Each fact has its own dates and evidence.

use super::attribute::Attribute;
use super::payroll::{Fact, Gender, PayrollLine};
use super::vocabulary;
use super::week::days_of;
use chrono::NaiveDate;
use std::ops::Range;

/// A kind of fact about a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKind {
    /// ZIP code of residence.
    ResidenceZip,
    /// Resident of the awarding city, verified.
    Resident,
    /// Self-identified race or ethnicity.
    Race,
    /// Self-identified gender.
    Gender,
    /// Registered in an apprenticeship programme.
    ApprenticeRegistration,
    /// Period (step) of the apprenticeship programme the apprentice is in, counted from 1.
    ApprenticePeriod,
    /// Holds a certificate (for example of residence preference).
    Certificate,
    /// Another yes-or-no fact.
    Attribute(Attribute),
}

impl FactKind {
    /// The kind of fact that settles an attribute.
    pub const fn of(attribute: Attribute) -> Self {
        match attribute {
            Attribute::Resident => Self::Resident,
            Attribute::PersonOfColor => Self::Race,
            Attribute::Woman => Self::Gender,
            Attribute::ApprenticeRegistered => Self::ApprenticeRegistration,
            other => Self::Attribute(other),
        }
    }
}

/// One dated fact: true from its first to its last day, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedFact {
    /// Identifying number as the payroll gives it.
    pub worker: String,
    /// What it is about.
    pub kind: FactKind,
    /// The value, as the city's list has it.
    pub value: String,
    /// First day it holds; `None` is since ever.
    pub from: Option<NaiveDate>,
    /// Last day it holds; `None` is until told otherwise.
    pub until: Option<NaiveDate>,
    /// What proves it.
    pub evidence: String,
}

/// Dated facts about a project's workers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Sorted by worker, kind and first day.
    pub facts: Vec<DatedFact>,
}

impl People {
    /// Where the facts about a worker stand among all.
    pub fn range_about(&self, worker: &str) -> Range<usize> {
        let before = |other: &DatedFact| other.worker.as_str() < worker;
        let up_to = |other: &DatedFact| other.worker.as_str() <= worker;
        self.facts.partition_point(before)..self.facts.partition_point(up_to)
    }

    /// The facts about a worker.
    pub fn about(&self, worker: &str) -> &[DatedFact] {
        self.facts.get(self.range_about(worker)).unwrap_or_default()
    }

    /// The fact of a kind that holds for a worker on a day.
    pub fn on(&self, worker: &str, kind: FactKind, day: NaiveDate) -> Option<&DatedFact> {
        held(self.about(worker), kind, Some(day))
    }
}

/// The fact of a kind that holds on a day, among the facts about one worker; the last one, where several do.
pub fn held(facts: &[DatedFact], kind: FactKind, day: Option<NaiveDate>) -> Option<&DatedFact> {
    let day = day?;
    let holds = |f: &&DatedFact| f.kind == kind && f.from.is_none_or(|d| d <= day) && f.until.is_none_or(|d| d >= day);
    facts.iter().rfind(holds)
}

/// The gender of a line's worker on a day: the word of a fact that holds then goes before that of the payroll.
pub fn gender_on(line: &PayrollLine, facts: &[DatedFact], day: Option<NaiveDate>) -> Gender {
    held(facts, FactKind::Gender, day).map_or(line.gender, |f| vocabulary::gender(&f.value).unwrap_or_default())
}

/// What is known of a line's worker on a day: the word of a fact that holds then goes before that of the payroll.
pub fn known_on(line: &PayrollLine, attribute: Attribute, facts: &[DatedFact], day: Option<NaiveDate>) -> Fact {
    held(facts, FactKind::of(attribute), day).map_or_else(|| line.stated(attribute), |f| read(attribute, &f.value))
}

/// What is known of a line's worker throughout the week: what differs from day to day is not known.
pub fn known_throughout(line: &PayrollLine, attribute: Attribute, facts: &[DatedFact]) -> Fact {
    let Some(ending) = line.week_ending.filter(|_| !facts.is_empty()) else { return line.stated(attribute) };
    let [first, others @ ..] = days_of(ending).map(|day| known_on(line, attribute, facts, Some(day)));
    if others.iter().all(|fact| *fact == first) { first } else { Fact::Unknown }
}

/// The value of a fact, as an attribute is read from it.
fn read(attribute: Attribute, value: &str) -> Fact {
    match attribute {
        Attribute::PersonOfColor => vocabulary::person_of_color(value).unwrap_or(Fact::Unknown),
        Attribute::Woman => vocabulary::gender(value).map_or(Fact::Unknown, Gender::is_woman),
        _ => vocabulary::yes_no(value).unwrap_or(Fact::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn fact(worker: &str, kind: FactKind, value: &str, from: Option<&str>, until: Option<&str>) -> DatedFact {
        let (from, until) = (from.map(day), until.map(day));
        DatedFact { worker: worker.to_owned(), kind, value: value.to_owned(), from, until, evidence: String::new() }
    }

    fn line() -> PayrollLine {
        let week_ending = Some(day("2025-03-15"));
        PayrollLine { week_ending, resident: Fact::No, gender: Gender::Man, ..PayrollLine::default() }
    }

    #[test]
    fn facts_about_one_worker_stand_together() {
        let facts = ["A", "W1", "W1", "W10"].map(|w| fact(w, FactKind::Resident, "Y", None, None)).to_vec();
        let people = People { facts };
        assert_eq!(["A", "W1", "W10", "W2", ""].map(|w| people.about(w).len()), [1, 2, 1, 0, 0]);
        assert_eq!(people.range_about("W1"), 1..3);
    }

    #[test]
    fn the_list_goes_before_the_payroll_on_the_days_it_speaks_of() {
        let throughout = |facts: &[DatedFact]| known_throughout(&line(), Attribute::Resident, facts);
        let resident = |value: &str, from: Option<&str>, until: Option<&str>| [fact("W1", FactKind::Resident, value, from, until)];
        assert_eq!(throughout(&[]), Fact::No);
        // From the first day of the week, Sunday 9 March, and from before it.
        assert_eq!(throughout(&resident("Y", Some("2025-03-09"), None)), Fact::Yes);
        assert_eq!(throughout(&resident("Y", None, Some("2025-03-15"))), Fact::Yes);
        // From Wednesday, or until Wednesday: two days that differ.
        assert_eq!(throughout(&resident("Y", Some("2025-03-12"), None)), Fact::Unknown);
        assert_eq!(throughout(&resident("Y", None, Some("2025-03-12"))), Fact::Unknown);
        // From Wednesday the list says what the payroll says anyway.
        assert_eq!(throughout(&resident("N", Some("2025-03-12"), None)), Fact::No);
        // It speaks of other weeks, or says that it is not known.
        assert_eq!(throughout(&resident("Y", Some("2025-03-16"), None)), Fact::No);
        assert_eq!(throughout(&resident("Y", None, Some("2025-03-08"))), Fact::No);
        assert_eq!(throughout(&resident("unknown", None, None)), Fact::Unknown);
        // One residence follows another without a gap.
        let [first] = resident("Y", None, Some("2025-03-11"));
        let [second] = resident("Y", Some("2025-03-12"), None);
        assert_eq!(throughout(&[first, second]), Fact::Yes);
    }

    #[test]
    fn each_attribute_has_its_own_kind_of_fact() {
        let facts = [fact("W1", FactKind::Race, "White", None, None), fact("W1", FactKind::Gender, "woman", None, None)];
        let known = |attribute| known_throughout(&line(), attribute, &facts);
        assert_eq!([Attribute::PersonOfColor, Attribute::Woman, Attribute::Resident].map(known), [Fact::No, Fact::Yes, Fact::No]);
        assert_eq!(gender_on(&line(), &facts, Some(day("2025-03-10"))), Gender::Woman);
        // Without a week there is no day a dated fact could hold on.
        let undated = PayrollLine { week_ending: None, ..line() };
        assert_eq!(known_throughout(&undated, Attribute::Woman, &facts), Fact::No);
    }
}
