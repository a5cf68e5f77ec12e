//! A policy as loaded from its file: when it applies, what its status is, and the checks it asks for.
//! The figures of each check are in [`super::asks`].

use super::asks::CheckRule;
use super::consequence::Consequence;
use super::groups::Groups;
use crate::domain::citation::Citation;
use crate::domain::outcome::{Force, Seen, Severity, Status};
use crate::domain::project::{FirmClass, Funding, Milestone, WorkKind};
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
    /// The text itself, as it was digested: what is signed under it can be checked again by it.
    pub text: std::sync::Arc<str>,
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
    /// Groups of people it counts, and the lists they rest on.
    pub groups: Groups,
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
    /// The day it became public, where that matters.
    pub published: Option<NaiveDate>,
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
    /// County.
    pub county: Option<String>,
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
    /// The day it became public, where that matters.
    pub published: Option<NaiveDate>,
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
    /// Value is this or less.
    ValueAtMost(Money),
    /// None of these pays.
    FundingNone(Vec<Funding>),
    /// Full-time equivalent employees of the firm are at least this.
    EmployeesAtLeast(u32),
    /// They are this or fewer.
    EmployeesAtMost(u32),
    /// They are more than this.
    EmployeesOver(u32),
    /// The firm is, or is not, a nonprofit one.
    Nonprofit(bool),
    /// The firm is of one of these classes.
    Class(Vec<FirmClass>),
    /// The firm gives, or does not give, health benefits as the law asks.
    HealthBenefits(bool),
    /// A collective bargaining agreement covers, or does not cover, the firm's workers.
    Union(bool),
    /// The firm's tier is this or further down: 0 is the prime.
    TierAtLeast(u32),
    /// The firm's tier is this or further up.
    TierAtMost(u32),
    /// Public subsidy is at least this.
    AssistanceAtLeast(Money),
    /// Public subsidy is more than this.
    AssistanceOver(Money),
    /// Subsidy by HUD is more than this.
    HudAssistanceOver(Money),
    /// Hotel rooms are at least this many.
    RoomsAtLeast(u32),
    /// Housing units are more than this.
    UnitsOver(u32),
    /// An exemption: it does not apply where all of these hold.
    Unless(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// All of these hold.
    All(Vec<Condition>),
}

impl Condition {
    /// True for a condition of a clause that is tested for each firm by itself: what a firm is, and its
    /// contract's value where the policy counts each contract.
    pub fn is_of_firm(&self, each_contract: bool) -> bool {
        match self {
            Self::EmployeesAtLeast(_)
            | Self::EmployeesAtMost(_)
            | Self::EmployeesOver(_)
            | Self::Nonprofit(_)
            | Self::Class(_)
            | Self::HealthBenefits(_)
            | Self::Union(_)
            | Self::TierAtLeast(_)
            | Self::TierAtMost(_) => true,
            Self::ValueAtLeast(_) | Self::ValueOver(_) | Self::ValueAtMost(_) => each_contract,
            Self::Any(inner) | Self::All(inner) | Self::Unless(inner) => inner.iter().any(|c| c.is_of_firm(each_contract)),
            _ => false,
        }
    }
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
    /// Those of its conditions that are tested for each firm by itself.
    pub fn firm_conditions(&self, each_contract: bool) -> impl Iterator<Item = &Condition> {
        self.applies.iter().filter(move |c| c.is_of_firm(each_contract))
    }

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
