//! The sheet beside its Problems: which rows are shown, and which cells a Problem or a correction is about.

use crate::domain::place::column_letters;
use crate::service::examine::{Examination, RowSeen};
use std::collections::{BTreeMap, BTreeSet};

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

/// Cells listed of a comparison.
const LISTED: usize = 200;

/// The cells in which two files of a week differ: `Payroll F12: 8,5 → 8.5`. Rows stand by their number, so that a row
/// put in the middle shows as every row below it.
pub fn changes(before: &Examination, now: &Examination) -> Vec<String> {
    let cells = |examination: &Examination| -> BTreeMap<(String, u32, u16), String> {
        let rows = examination.sheet_rows.iter();
        rows.flat_map(|row| row.cells.iter().map(|cell| ((row.sheet.clone(), row.row, cell.column), cell.text.clone()))).collect()
    };
    let (then, new) = (cells(before), cells(now));
    let places: BTreeSet<&(String, u32, u16)> = then.keys().chain(new.keys()).collect();
    let shown = |text: Option<&String>| text.map_or("empty".to_owned(), Clone::clone);
    let differ = places.into_iter().filter(|place| then.get(place) != new.get(place));
    let said = differ.map(|place @ (sheet, row, column)| {
        format!("{sheet} {}{row}: {} → {}", column_letters(*column), shown(then.get(place)), shown(new.get(place)))
    });
    said.take(LISTED).collect()
}
