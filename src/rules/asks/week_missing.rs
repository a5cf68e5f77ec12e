//! `week-missing`.

use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::words::Words;

/// Figures of `week-missing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekMissing {
    /// A week without work needs a report that says so. Where the law does not ask for one, a week without a
    /// payroll may be a week without work.
    pub no_work_report: bool,
}

/// Whether a week without work needs a report.
pub(in crate::rules) const NO_WORK_REPORT: Words<bool> = &[("required", true), ("not-stated", false)];

pub(super) fn read(_: Home<'_>, keys: &Keys<'_>) -> Option<WeekMissing> {
    let asked = keys.word("no_work_report", NO_WORK_REPORT);
    Some(WeekMissing { no_work_report: asked? })
}
