//! A policy as loaded from its file: when it applies, what its status is, and the checks it asks for.
//! The figures of each check are in [`super::asks`].

use super::asks::CheckRule;
use super::consequence::Consequence;
use crate::domain::citation::Citation;
use crate::domain::outcome::{Force, Seen, Severity, Status};
use crate::domain::project::{Funding, Milestone, WorkKind};
use crate::domain::quantity::Money;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Path in `rules/` without its ending.
    pub id: String,
    /// `sha256:…` of the file's text.
    pub digest: String,
    /// From an agency's own folder.
    pub overlay: bool,
    /// Title.
    pub title: String,
    /// What it asks, in one or two sentences.
    pub summary: String,
    /// Where it holds.
    pub place: Place,
    /// Legal status by date, in order; the first is the earliest.
    pub status: Vec<StatusSpan>,
    /// Conditions on project and contract; all must hold.
    pub applies: Vec<Condition>,
    /// Keys of the citations the conditions rest on.
    pub applies_citations: Vec<String>,
    /// Value and size are tested for each contract and subcontract by itself. Otherwise the prime
    /// contract is tested, and what binds it binds every tier.
    pub each_contract: bool,
    /// What it asks for.
    pub clauses: Vec<Clause>,
    /// Citations by key.
    pub citations: BTreeMap<String, Citation>,
    /// How and when each citation was seen, by the same keys.
    pub sources: BTreeMap<String, Source>,
    /// Every number of the file, with what stands beside it, in file order.
    pub figures: Vec<Figure>,
    /// What is not settled, and the reading taken.
    pub open_questions: Vec<OpenQuestion>,
    /// Sources that disagree, and the reading taken.
    pub conflicts: Vec<Conflict>,
    /// The day a person last held the file against its sources.
    pub reviewed_on: NaiveDate,
}

/// How and when the page of a citation was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// An official text, or a secondary one.
    pub seen: Seen,
    /// The day a person or a stored copy saw it.
    pub seen_on: NaiveDate,
}

/// One number of a policy file. Checks read their own typed figures; this is the same number with its
/// provenance, for lint, explanation and reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Clause it belongs to; `None` for a condition of the whole policy.
    pub clause: Option<String>,
    /// Its key in the file: `rate`, `weekly_over`, `target woman`, `value_over`.
    pub name: String,
    /// As written, in plain digits.
    pub value: String,
    /// Unit, in words.
    pub unit: &'static str,
    /// First day; `None` where it holds as long as its clause.
    pub from: Option<NaiveDate>,
    /// Last day; `None` as above.
    pub until: Option<NaiveDate>,
    /// Key of its citation.
    pub citation: String,
    /// How it was seen; `None` for a figure chosen by the reading taken, with the reason in `note`.
    pub seen: Option<Seen>,
    /// A word on it.
    pub note: Option<String>,
    /// Line of the file, from 1.
    pub line: u32,
}

/// Days for which a figure exists in law and is not in the file because no source of it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotHeld {
    /// First day; `None` is all days before.
    pub from: Option<NaiveDate>,
    /// Last day; `None` is from then on.
    pub until: Option<NaiveDate>,
    /// Why.
    pub why: String,
}

/// Where a policy holds. Empty is the whole country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// State, two letters.
    pub state: Option<String>,
    /// City.
    pub city: Option<String>,
}

/// A legal status and the days it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusSpan {
    /// The status.
    pub status: Status,
    /// First day; `None` is since ever.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// Key of its citation.
    pub citation: String,
    /// A word on it.
    pub note: Option<String>,
}

/// A condition on project or contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The awarding authority is one of these.
    Owner(Vec<String>),
    /// What is bought is one of these.
    Kind(Vec<WorkKind>),
    /// Public project.
    Public(bool),
    /// At least one of these pays.
    FundingAny(Vec<Funding>),
    /// Value of the contract (of the project, where no contract is given) is at least this.
    ValueAtLeast(Money),
    /// Value is more than this.
    ValueOver(Money),
    /// Floor area is more than this, in square feet.
    FloorAreaOver(u32),
    /// Full-time equivalent employees of the firm are at least this.
    EmployeesAtLeast(u32),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// All of these hold.
    All(Vec<Condition>),
}

/// The day that selects the version of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateBasis {
    /// The day the work was done.
    WorkDate,
    /// A dated event of the project.
    Milestone(Milestone),
}

/// One check a policy asks for, in one version.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Short name within the policy, for example `standards-2017`.
    pub id: String,
    /// How strongly it binds.
    pub force: Force,
    /// What the agency wants done.
    pub severity: Severity,
    /// The day that selects this version.
    pub basis: DateBasis,
    /// First day of this version.
    pub from: Option<NaiveDate>,
    /// Last day of this version.
    pub until: Option<NaiveDate>,
    /// Conditions of this version beside those of the policy; all must hold.
    pub applies: Vec<Condition>,
    /// Keys of its citations.
    pub citations: Vec<String>,
    /// Days whose figure is not in the file, said openly.
    pub not_held: Vec<NotHeld>,
    /// Why the severity differs from the usual one for the force.
    pub severity_reason: Option<String>,
    /// What may follow when it is not kept.
    pub consequences: Vec<Consequence>,
    /// The check and its figures.
    pub check: CheckRule,
}

/// What is not settled, and the reading taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The question.
    pub question: String,
    /// The reading taken.
    pub reading: String,
}

/// Sources that disagree, and the reading taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What each says, with keys of their citations.
    pub says: Vec<(String, String)>,
    /// The reading taken.
    pub reading: String,
}

impl Clause {
    /// Why the clause holds no figure on a day, where the file says so.
    pub fn why_not_held(&self, day: NaiveDate) -> Option<&str> {
        let holds = |n: &&NotHeld| n.from.is_none_or(|f| f <= day) && n.until.is_none_or(|u| day <= u);
        self.not_held.iter().find(holds).map(|n| n.why.as_str())
    }
}

impl Policy {
    /// Legal status on a day, with its span; `None` before the first.
    pub fn status_on(&self, day: NaiveDate) -> Option<&StatusSpan> {
        self.status.iter().rev().find(|s| s.from.is_none_or(|f| f <= day) && s.until.is_none_or(|u| day <= u))
    }

    /// The citations of some keys, those that exist.
    pub fn cited(&self, keys: &[String]) -> Vec<Citation> {
        keys.iter().filter_map(|k| self.citations.get(k).cloned()).collect()
    }
}
