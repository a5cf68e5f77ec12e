//! The Run for a person, in the manner of a good compiler: the place, what stands there, the
//! arithmetic, the law, and what to do. The summary stands last, where the eye ends.

mod columns;
mod determination;
mod finding;
mod group;
mod paper;
mod problem;
mod quoted;
mod reading;
mod shares;
mod summary;

use super::Options;
use crate::domain::run::Run;
use paper::Paper;
use std::io::{self, Write};

/// Findings printed in full unless all are asked for.
const FULL_FINDINGS: usize = 50;
/// Groups of Problems printed unless all are asked for.
const PROBLEM_GROUPS: usize = 50;
/// Rows of one table of shares, and of all of them together, unless all are asked for.
const TABLE_ROWS: (usize, usize) = (24, 60);

/// Writes the Run as text.
///
/// # Errors
/// Only those of `out`.
pub fn write(run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let paper = &mut Paper::new(out, options.color);
    reading::write(run, options, paper)?;
    problem::write(run, options, paper)?;
    if !options.reading_only {
        let parts = group::sort(run, options.all);
        shares::write(run, options, &parts.tables, paper)?;
        finding::write(run, options, &parts.blocks, paper)?;
    }
    summary::write(run, options, paper)
}

/// Every finding of a run as the block that [`write()`] prints for it, in the order of the run.
///
/// # Errors
/// None that can arise: the blocks are written to memory.
pub fn finding_blocks(run: &Run) -> io::Result<Vec<String>> {
    finding::blocks(run)
}

#[cfg(test)]
mod tests;
