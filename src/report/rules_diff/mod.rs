//! What changes in the rules between two days, and which rows of a payroll change with it.

mod json;
mod text;

pub use json::write as json;
pub use text::write as text;

use crate::domain::outcome::Outcome;
use crate::domain::quantity::Money;
use crate::rules::diff::Change;
use chrono::NaiveDate;

/// What changes between two days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesDiff {
    /// The earlier day.
    pub from: NaiveDate,
    /// The later day.
    pub to: NaiveDate,
    /// How many policies were looked at.
    pub policies: usize,
    /// Every change, by policy and day.
    pub changes: Vec<Change>,
    /// Against a payroll: the answers that differ.
    pub rows: Option<RowChanges>,
}

/// The answers that differ, were every day of a payroll under the rules of the one day or the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowChanges {
    /// Names of the files.
    pub files: Vec<String>,
    /// Rows that were compared.
    pub rows_used: u64,
    /// Rows that could not be read or used, under either set of rules.
    pub rows_not_used: u64,
    /// Each differing answer.
    pub list: Vec<RowChange>,
    /// Back wages in total under the rules of the earlier day.
    pub owed_before: Money,
    /// Back wages in total under the rules of the later day.
    pub owed_after: Money,
}

/// One answer that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowChange {
    /// Path of the policy.
    pub rule: String,
    /// Check.
    pub check: &'static str,
    /// Who or what it is about, in words.
    pub subject: String,
    /// The cells it rests on: `payroll!F12`.
    pub cells: String,
    /// Answer under the rules of the earlier day; `None` where nothing was said.
    pub before: Option<Answer>,
    /// Answer under the rules of the later day.
    pub after: Option<Answer>,
}

/// An answer and what it owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The answer.
    pub outcome: Outcome,
    /// Dollars owed.
    pub owed: Option<Money>,
    /// One sentence.
    pub title: String,
}

impl RowChanges {
    /// Answers that become not met, and answers that cease to be.
    pub fn turned(&self) -> (usize, usize) {
        let not_met = |answer: &Option<Answer>| answer.as_ref().is_some_and(|a| a.outcome == Outcome::NotMet);
        let become_short = self.list.iter().filter(|c| not_met(&c.after) && !not_met(&c.before)).count();
        let cease = self.list.iter().filter(|c| not_met(&c.before) && !not_met(&c.after)).count();
        (become_short, cease)
    }
}
