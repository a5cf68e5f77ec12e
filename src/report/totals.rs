//! The run's own counts, added up for the last lines of a report.

use crate::domain::run::{Counts, Run, WhyNotUsed};

/// How often each answer was given, over all checks.
pub fn answers(run: &Run) -> Counts {
    let mut sum = Counts::default();
    for check in &run.counts {
        sum += check.counts;
    }
    sum
}

/// Rows of all tables together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Read.
    pub read: u64,
    /// Used.
    pub used: u64,
    /// Of another project.
    pub outside: u64,
    /// Held, because a Problem names one of their cells.
    pub held: u64,
    /// Not used for any other reason.
    pub set_aside: u64,
}

/// The row ledger over all tables.
pub fn rows(run: &Run) -> Rows {
    let mut sum = Rows::default();
    for sheet in &run.sheets {
        sum.read += sheet.rows_read;
        sum.used += sheet.rows_used;
        sum.outside += sheet.rows_outside;
        for row in &sheet.not_used {
            match row.why {
                WhyNotUsed::Problem => sum.held += 1,
                WhyNotUsed::OutsideProject => {}
                _ => sum.set_aside += 1,
            }
        }
    }
    sum
}
