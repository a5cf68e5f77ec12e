//! One Run, many writers. Nothing here is recomputed: what a writer shows, the Run holds.
//!
//! Each writer is one function over a [`Run`]; the same Run gives the same bytes, whatever the time
//! zone, the language or the number of threads.

pub mod csv;
pub mod identity;
pub mod json;
pub mod place;
pub mod policy_page;
pub mod quoted;
pub mod rules_diff;
pub mod sarif;
pub mod text;
pub mod totals;

#[cfg(test)]
mod sample;

use crate::domain::finding::Finding;
use crate::domain::outcome::{Force, Outcome};
use crate::domain::run::Run;
use std::io::{self, Write};

/// What is shown of a Run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Only what was understood: no rules and no findings.
    pub reading_only: bool,
    /// Every finding, met ones too, however many.
    pub all: bool,
    /// Colours, for a person at a terminal.
    pub color: bool,
}

/// The forms in which a Run can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For a person.
    #[default]
    Text,
    /// For a program: every figure a decimal string.
    Json,
    /// For code-review tools.
    Sarif,
    /// One finding a row, for a spreadsheet.
    Csv,
}

/// Writes a Run in a format.
///
/// # Errors
/// Only those of `out`.
pub fn write(format: Format, run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Text => text::write(run, options, out),
        Format::Json => json::write(run, options, out),
        Format::Sarif => sarif::write(run, options, out),
        Format::Csv => csv::write(run, options, out),
    }
}

/// True for a finding that *not met* or *cannot tell* makes worth a person's time.
fn is_open(finding: &Finding) -> bool {
    matches!(finding.outcome, Outcome::NotMet | Outcome::CannotTell)
}

/// True where a promise that binds, as a requirement or as a goal, was not kept.
pub fn is_breach(finding: &Finding) -> bool {
    finding.outcome == Outcome::NotMet && finding.status.can_be_broken() && matches!(finding.force, Force::Requirement | Force::Goal)
}
