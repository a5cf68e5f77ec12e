//! The sheet beside its Problems: which rows are shown, and which cells a Problem or a correction is about.

use crate::service::examine::{Examination, RowSeen};
use std::collections::BTreeSet;

/// Rows on a page.
pub const ON_A_PAGE: usize = 100;

/// Rows of the sheet that are shown.
#[derive(Clone, Debug, Default)]
pub struct Shown<'e> {
    /// The rows.
    pub rows: Vec<&'e RowSeen>,
    /// Rows there are.
    pub all: usize,
    /// Where the page after begins, if there is one.
    pub next: Option<usize>,
}

/// The rows a Problem or a note of a single row is about.
pub fn with_problems(examination: &Examination) -> Shown<'_> {
    let places = examination.problems.iter().filter_map(|p| Some((p.sheet.as_deref()?, p.row?)));
    let wanted: BTreeSet<(&str, u32)> = places.collect();
    let rows = examination.sheet_rows.iter().filter(|row| wanted.contains(&(row.sheet.as_str(), row.row))).take(ON_A_PAGE);
    Shown { rows: rows.collect(), all: examination.sheet_rows.len(), next: None }
}

/// A page of all rows.
pub fn page(examination: &Examination, from: usize) -> Shown<'_> {
    let all = examination.sheet_rows.len();
    let rows = examination.sheet_rows.iter().skip(from).take(ON_A_PAGE).collect();
    let next = from.saturating_add(ON_A_PAGE);
    Shown { rows, all, next: (next < all).then_some(next) }
}
