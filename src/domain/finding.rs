//! A Finding is what the machine saw. It is not yet a violation: a person decides.

use super::citation::Citation;
use super::names::Sym;
use super::outcome::{Force, Outcome, Severity, Status};
use super::payroll::Level;
use super::place::CellRange;
use super::quantity::Money;
use chrono::NaiveDate;
use std::borrow::Cow;

/// Who or what a finding is about. Names are symbols of the run's table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Project.
    pub project: Sym,
    /// Contractor.
    pub contractor: Sym,
    /// Worker.
    pub worker: Sym,
    /// Trade, or the classification where the check is about one.
    pub trade: Sym,
    /// Level.
    pub level: Option<Level>,
    /// Group of a share: `resident`, `person-of-color`, `woman`.
    pub group: Option<&'static str>,
    /// Week.
    pub week_ending: Option<NaiveDate>,
    /// Day.
    pub day: Option<NaiveDate>,
}

/// One line of the arithmetic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What the figure is, in words.
    pub label: Cow<'static, str>,
    /// How it comes about, for example `58.00 + 33.50`; empty for a figure read from a cell.
    pub expression: String,
    /// The figure in plain digits.
    pub value: String,
    /// Where it was read.
    pub cells: Vec<CellRange>,
}

/// A fact that is missing, how much hangs on it, and who holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The smallest fact that would settle it: `residency of 24.00 hours`.
    pub fact: String,
    /// Hours or dollars that hang on it, with the unit; empty if not a quantity.
    pub hangs_on: String,
    /// Who holds it: `the contractor`, `the city`, …
    pub holder: &'static str,
}

/// What a sanction could come to. Never a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// Dollars.
    pub amount: Money,
    /// True where the law says the sanction shall follow; false where it may.
    pub shall: bool,
    /// How it comes about, in words, with the law.
    pub why: String,
}

/// What a check saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Index of the policy in the run's list.
    pub rule: u16,
    /// Name of the check.
    pub check: &'static str,
    /// The answer.
    pub outcome: Outcome,
    /// How strongly the rule binds.
    pub force: Force,
    /// Legal status of the rule on the day that counts.
    pub status: Status,
    /// What the agency wants done about it.
    pub severity: Severity,
    /// Who or what.
    pub subject: Subject,
    /// One sentence.
    pub title: Cow<'static, str>,
    /// What was found, in plain digits.
    pub read: Option<String>,
    /// Both ends, where unknowns leave an interval.
    pub interval: Option<(String, String)>,
    /// What the rule asks, in plain digits.
    pub expected: Option<String>,
    /// Found less asked, in `unit`; negative is short.
    pub difference: Option<String>,
    /// Unit of `difference`.
    pub unit: &'static str,
    /// Money a requirement in force leaves unpaid.
    pub owed: Option<Money>,
    /// What a sanction could come to.
    pub exposure: Option<Exposure>,
    /// What is missing, where it cannot be told.
    pub missing: Vec<Missing>,
    /// The arithmetic.
    pub steps: Vec<Step>,
    /// The cells it rests on.
    pub cells: Vec<CellRange>,
    /// One action that mends or settles it.
    pub fix: Cow<'static, str>,
    /// Where it stands in the law.
    pub citations: Vec<Citation>,
    /// First day of the version of the rule that was used.
    pub rule_from: Option<NaiveDate>,
}
