//! The sheet beside its Problems: which rows are shown, and which cells a Problem or a correction is about.

use crate::domain::place::column_letters;
use crate::service::examine::compare::versions;
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

/// Changes listed of a comparison.
const LISTED: usize = 200;

/// What differs between two files of a week, one line each: `L5 Tue ST, was row 4: 8,5 → 8.5`.
pub fn changes(before: &Examination, now: &Examination) -> Vec<String> {
    let changes = versions(before, now);
    let shown = |text: &str| if text.is_empty() { "empty".to_owned() } else { text.to_owned() };
    let cells = changes.cells.iter().map(|c| {
        let moved = if c.row_before == c.row { String::new() } else { format!(", row {} before", c.row_before) };
        format!("{}{} {}{moved}: {} → {}", column_letters(c.column), c.row, c.heading, shown(&c.before), shown(&c.after))
    });
    let added = changes.rows_added.iter().map(|row| format!("Row {} is new", row.row));
    let removed = changes.rows_removed.iter().map(|row| format!("Row {} of the file before is gone", row.row));
    let columns = changes.columns_added.iter().map(|heading| format!("Column {heading} is new"));
    let columns = columns.chain(changes.columns_removed.iter().map(|heading| format!("Column {heading} of the file before is gone")));
    cells.chain(added).chain(removed).chain(columns).take(LISTED).collect()
}
