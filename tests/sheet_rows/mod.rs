//! Rows of a sheet, written down as text: what a reader would hand to the table search.
#![allow(dead_code)]

use plumbline::domain::problem::Problem;
use plumbline::intake::batch::{CellKind, NumberFormat, RowBatch};
use plumbline::intake::book::SheetExtras;
use plumbline::intake::limits::{Limits, Profile};
use plumbline::intake::table::{Found, LayoutName, TableMap, Wish, find};

/// One row a line, cells apart by `|`; an empty line is a row without cells. Numbers become number cells,
/// `@46032` a number formatted as a date.
pub fn sheet(text: &str) -> RowBatch {
    let mut batch = RowBatch::default();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        batch.begin_row(index as u32 + 1, false);
        for (column, cell) in line.split('|').enumerate() {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            if let Some(serial) = cell.strip_prefix('@') {
                batch.push(column as u16, CellKind::Number, serial).format = NumberFormat::Date;
            } else if cell.parse::<f64>().is_ok() {
                batch.push(column as u16, CellKind::Number, cell);
            } else {
                batch.push(column as u16, CellKind::Text, &cell.replace("\\n", "\n"));
            }
        }
    }
    batch
}

/// Delimited text without quotes: every cell is text, empty ones are left out.
pub fn delimited(text: &str) -> RowBatch {
    let mut batch = RowBatch::default();
    for (index, line) in text.lines().enumerate() {
        batch.begin_row(index as u32 + 1, false);
        let cells: Vec<&str> = line.split(',').collect();
        for (column, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
            batch.push(column as u16, CellKind::Text, cell);
        }
        if let Some(row) = batch.rows.last_mut() {
            row.fields = cells.len() as u32;
        }
    }
    batch
}

/// The search with no wishes.
pub fn found(batch: &RowBatch) -> Found {
    find(batch, &SheetExtras::default(), &Wish::default(), &Limits::of(Profile::Local))
}

/// The table of a batch that has one.
pub fn table(batch: &RowBatch) -> TableMap {
    match found(batch) {
        Found::Table(map) => *map,
        other => panic!("{other:?}"),
    }
}

/// The reason a batch cannot be used.
pub fn refused(batch: &RowBatch) -> Problem {
    match found(batch) {
        Found::Unusable(problem, _) => *problem,
        other => panic!("{other:?}"),
    }
}

/// The search with a layout asked for.
pub fn forced(batch: &RowBatch, layout: LayoutName) -> Found {
    find(batch, &SheetExtras::default(), &Wish { layout: Some(layout), mapping: None }, &Limits::of(Profile::Local))
}

/// The names of the fields by column, `-` where a column is not read.
pub fn fields(map: &TableMap) -> String {
    map.fields.iter().map(|f| f.map_or_else(|| "-".to_owned(), |f| f.name())).collect::<Vec<_>>().join(" ")
}

/// How the column with a heading was matched.
pub fn how(map: &TableMap, heading: &str) -> &'static str {
    map.columns.iter().find(|c| c.heading == heading).unwrap_or_else(|| panic!("no {heading}")).how
}
