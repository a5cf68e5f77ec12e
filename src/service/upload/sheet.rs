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
    let (then, new) = (cells(before), cells(now));
    let places: BTreeSet<Cell> = then.keys().chain(new.keys()).copied().collect();
    let shown = |text: Option<&&str>| text.map_or("empty".to_owned(), |text| (*text).to_owned());
    let names = sheets(now);
    let differ = places.into_iter().filter(|place| then.get(place) != new.get(place));
    let said = differ.map(|place @ (sheet, row, column)| {
        let sheet = if names.len() > 1 { names.get(sheet).map(|name| format!("{name} ")).unwrap_or_default() } else { String::new() };
        format!("{sheet}{}{row}: {} → {}", column_letters(column), shown(then.get(&place)), shown(new.get(&place)))
    });
    said.take(LISTED).collect()
}

/// A cell by the place of its sheet, its row and its column: a text file's sheet is named as the file, and that may change.
type Cell = (usize, u32, u16);

fn cells(examination: &Examination) -> BTreeMap<Cell, &str> {
    let names = sheets(examination);
    let place = |sheet: &str| names.iter().position(|name| *name == sheet).unwrap_or(names.len());
    let rows = examination.sheet_rows.iter();
    rows.flat_map(|row| {
        let sheet = place(&row.sheet);
        row.cells.iter().map(move |cell| ((sheet, row.row, cell.column), cell.text.as_str()))
    })
    .collect()
}

/// The sheets of a reading in the order of their rows.
fn sheets(examination: &Examination) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for row in &examination.sheet_rows {
        if !names.contains(&row.sheet.as_str()) {
            names.push(&row.sheet);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::examine::CellText;

    fn of(sheet: &str, cells: &[(u32, u16, &str)]) -> Examination {
        let mut examination = Examination::default();
        for (row, column, text) in cells {
            let cells = vec![CellText { column: *column, text: (*text).to_owned() }];
            examination.sheet_rows.push(RowSeen { sheet: sheet.to_owned(), row: *row, cells, why_not_used: None });
        }
        examination
    }

    #[test]
    fn cells_that_differ_are_named_whatever_the_file_is_called() {
        let before = of("w", &[(2, 0, "W1"), (5, 11, "8,5"), (6, 1, "gone")]);
        let now = of("w2", &[(2, 0, "W1"), (5, 11, "8.5"), (7, 1, "new")]);
        assert_eq!(changes(&before, &now), ["L5: 8,5 → 8.5", "B6: gone → empty", "B7: empty → new"]);
    }
}
