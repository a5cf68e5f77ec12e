//! What is known about workers beside the payroll. Each fact has its own dates and evidence.

use super::attribute::Attribute;
use chrono::NaiveDate;

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
    /// The fact of a kind that holds for a worker on a day.
    pub fn on(&self, worker: &str, kind: FactKind, day: NaiveDate) -> Option<&DatedFact> {
        let start = self.facts.partition_point(|f| (f.worker.as_str(), f.kind) < (worker, kind));
        self.facts[start..]
            .iter()
            .take_while(|f| f.worker == worker && f.kind == kind)
            .filter(|f| f.from.is_none_or(|d| d <= day) && f.until.is_none_or(|d| d >= day))
            .last()
    }
}
