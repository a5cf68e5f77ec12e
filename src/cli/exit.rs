//! Exit codes. A green 0 is never given over unread rows.

pub use super::args::FailOn;
use crate::domain::outcome::{Force, Outcome};
use crate::domain::problem_codes::Weight;
use crate::domain::run::Run;
use crate::report::{is_breach, totals};

/// Everything was read and checked, nothing at or above `--fail-on`.
pub const CLEAN: u8 = 0;
/// A finding is at or above `--fail-on`.
pub const FOUND: u8 = 1;
/// Wrong usage, or a project or rule file that does not load.
pub const USAGE: u8 = 2;
/// The file could not be read at all, or nothing could be checked.
pub const UNREAD: u8 = 3;
/// No such finding, but some rows or checks were left unchecked.
pub const INCOMPLETE: u8 = 4;
/// What was verified does not hold.
pub const MISMATCH: u8 = 5;
/// Our own fault.
pub const FAULT: u8 = 70;

/// The code of a check.
pub fn of_check(run: &Run, fail_on: FailOn, allow_incomplete: bool) -> u8 {
    let answers = totals::answers(run);
    let nothing = answers == Default::default() && run.findings.is_empty();
    if refused(run) || (nothing && !held(run)) {
        UNREAD
    } else if fails(run, fail_on) {
        FOUND
    } else if !allow_incomplete && (held(run) || answers.cannot_tell > 0) {
        INCOMPLETE
    } else {
        CLEAN
    }
}

/// The code of a reading, where nothing is checked.
pub fn of_read(run: &Run, allow_incomplete: bool) -> u8 {
    let nothing = run.sheets.is_empty() && run.inputs.iter().all(|i| i.determination.is_none());
    if refused(run) || nothing {
        UNREAD
    } else if held(run) && !allow_incomplete {
        INCOMPLETE
    } else {
        CLEAN
    }
}

/// The code where the output is SARIF: its readers take anything but 0 for a tool that broke.
pub fn for_sarif(code: u8) -> u8 {
    if matches!(code, FOUND | INCOMPLETE) { CLEAN } else { code }
}

fn refused(run: &Run) -> bool {
    run.problems.iter().any(|p| p.weight() == Weight::Refuse)
}

/// True where a row or cell is held until it is mended.
fn held(run: &Run) -> bool {
    run.problems.iter().any(|p| p.weight() == Weight::Hold) || totals::rows(run).held > 0
}

fn fails(run: &Run, fail_on: FailOn) -> bool {
    match fail_on {
        FailOn::Never => false,
        FailOn::NotMet => run.findings.iter().any(is_breach),
        FailOn::CannotTell => run.findings.iter().any(|f| {
            let binds = f.status.can_be_broken() && matches!(f.force, Force::Requirement | Force::Goal);
            is_breach(f) || (f.outcome == Outcome::CannotTell && binds)
        }),
    }
}

#[cfg(test)]
mod tests;
