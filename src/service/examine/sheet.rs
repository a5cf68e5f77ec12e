//! The sheet as a person sees it: its rows as they stand, corrections laid over them, and what each column holds.

use super::{CellText, ColumnSeen, Examination, RowSeen};
use crate::domain::field::Field;
use crate::domain::place::column_letters;
use crate::domain::problem::mask_long_numbers;
use crate::domain::run::ColumnUse;
use crate::intake::batch::{RawRow, RowBatch};
use crate::intake::layout;
use crate::intake::table::{LayoutName, TableMap, suggest};
use crate::service::files::{FileArg, ReadOptions};
use crate::service::tables::rows_of;
use std::collections::BTreeMap;

/// Characters of a cell that are shown.
const LONGEST: usize = 200;
/// First values shown of a column.
const FIRST: usize = 3;
/// Rows shown of a sheet whose columns are to be chosen.
const HEAD: usize = 40;

/// What stands in a cell, short and without numbers that name a person.
fn shown(text: &str) -> String {
    let text = mask_long_numbers(text.trim());
    if text.chars().count() <= LONGEST {
        return text;
    }
    let mut cut: String = text.chars().take(LONGEST - 1).collect();
    cut.push('…');
    cut
}

/// Walks the rows of one sheet until told to stop. What cannot be read any more was said when it was read first.
fn walk(file: &FileArg, options: &ReadOptions, sheet: &str, mut take: impl FnMut(&RowBatch, &RawRow) -> bool) {
    let Ok(book) = file.open(&options.limits) else { return };
    let Some(index) = book.sheets().iter().position(|s| s.name == sheet && !s.hidden) else { return };
    let Ok(mut rows) = book.rows(index) else { return };
    while let Ok(Some(chunk)) = rows.next() {
        let Ok(batch) = rows_of(chunk) else { return };
        for row in &batch.rows {
            if !take(&batch, row) {
                return;
            }
        }
    }
}

/// A column that holds a field somebody may look at.
fn is_shown(field: Option<Field>) -> bool {
    !matches!(field, None | Some(Field::Ignored | Field::HomeAddress | Field::Contact))
}

/// How many cells of a column hold something, hold nothing, and the first that do.
#[derive(Clone, Default)]
struct Tally {
    first: Vec<String>,
    filled: u64,
    blank: u64,
}

impl Tally {
    fn count(&mut self, text: Option<&str>) {
        match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => {
                self.filled += 1;
                if self.first.len() < FIRST {
                    self.first.push(shown(text));
                }
            }
            None => self.blank += 1,
        }
    }
}

/// The rows and columns of a file that was read.
pub(super) fn as_read(file: &FileArg, options: &ReadOptions, tables: &[(&str, &TableMap)], whole: &mut Examination) {
    let not_used: BTreeMap<(&str, u32), &str> = whole.rows.not_used.iter().map(|n| ((n.sheet.as_str(), n.row), n.why.as_str())).collect();
    let mut unreadable: BTreeMap<(&str, u16), u64> = BTreeMap::new();
    for problem in whole.problems.iter().filter(|p| p.blocks) {
        if let (Some(sheet), Some(column), Some(_)) = (&problem.sheet, problem.column, problem.row) {
            *unreadable.entry((sheet, column)).or_default() += 1;
        }
    }
    let (mut sheets, mut rows, mut columns) = (Vec::new(), Vec::new(), Vec::new());
    if let Ok(book) = file.open(&options.limits) {
        sheets.extend(book.sheets().iter().map(|s| s.name.clone()));
    }
    for &(name, map) in tables {
        let mut tallies = vec![Tally::default(); map.columns.len()];
        walk(file, options, name, |batch, raw| {
            if raw.row <= map.header_row {
                return true;
            }
            let why = not_used.get(&(name, raw.row)).copied();
            let cells = batch.cells_of(raw);
            // A row that is no line says nothing about what its columns hold.
            if !matches!(why, Some("blank-row" | "total-row" | "heading-row" | "note-row" | "blank-block" | "second-table")) {
                for (tally, column) in tallies.iter_mut().zip(&map.columns) {
                    tally.count(cells.iter().find(|c| c.column == column.column).map(|c| batch.text_of(c)));
                }
            }
            let used = cells.iter().filter(|c| is_shown(map.fields.get(usize::from(c.column)).copied().flatten()));
            let texts = used.map(|c| CellText { column: c.column, text: shown(batch.text_of(c)) });
            let texts: Vec<CellText> = texts.filter(|c| !c.text.is_empty()).collect();
            if !texts.is_empty() {
                rows.push(RowSeen { sheet: name.to_owned(), row: raw.row, cells: texts, why_not_used: why.map(str::to_owned) });
            }
            true
        });
        let count = |column: u16| unreadable.get(&(name, column)).copied().unwrap_or_default();
        columns.extend(map.columns.iter().zip(tallies).map(|(column, tally)| {
            // Values of a column nobody uses are not shown again.
            let tally = if column.field.is_some() { tally } else { Tally { first: Vec::new(), ..tally } };
            seen(name, map, column, tally, count(column.column))
        }));
    }
    (whole.sheets_seen, whole.sheet_rows, whole.columns) = (sheets, rows, columns);
}

/// The first rows of every sheet that shows, and the columns of the one that is to be chosen from.
pub(super) fn for_choosing(file: &FileArg, options: &ReadOptions, sheet: &str, map: &TableMap, whole: &mut Examination) {
    let Ok(book) = file.open(&options.limits) else { return };
    whole.sheets_seen = book.sheets().iter().map(|s| s.name.clone()).collect();
    for info in book.sheets().iter().filter(|s| !s.hidden) {
        let mut left = HEAD;
        walk(file, options, &info.name, |batch, raw| {
            let cells = batch.cells_of(raw).iter().map(|c| CellText { column: c.column, text: shown(batch.text_of(c)) });
            let cells: Vec<CellText> = cells.filter(|c| !c.text.is_empty()).collect();
            if !cells.is_empty() {
                whole.sheet_rows.push(RowSeen { sheet: info.name.clone(), row: raw.row, cells, why_not_used: None });
                left -= 1;
            }
            left > 0
        });
    }
    let mut tallies = vec![Tally::default(); map.columns.len()];
    walk(file, options, sheet, |batch, raw| {
        let cells = batch.cells_of(raw);
        if raw.row > map.header_row && !cells.is_empty() {
            for (tally, column) in tallies.iter_mut().zip(&map.columns) {
                tally.count(cells.iter().find(|c| c.column == column.column).map(|c| batch.text_of(c)));
            }
        }
        true
    });
    whole.columns = map.columns.iter().zip(tallies).map(|(column, tally)| seen(sheet, map, column, tally, 0)).collect();
    whole.input.sheet = Some(sheet.to_owned());
    whole.input.header_row = Some(map.header_row);
    whole.input.layout = Some(map.layout.word().to_owned());
}

fn seen(sheet: &str, map: &TableMap, column: &ColumnUse, tally: Tally, unreadable: u64) -> ColumnSeen {
    let spelled_as = if map.layout == LayoutName::Mapped { layout::flat_payroll::LAYOUT.name } else { map.layout };
    let proposed = if column.field.is_none() { suggest::field(spelled_as, &column.heading).map(Field::name) } else { None };
    ColumnSeen {
        sheet: sheet.to_owned(),
        column: column.column,
        letter: column_letters(column.column),
        heading: shown(&column.heading),
        field: column.field.clone(),
        how: column.how.to_owned(),
        proposed,
        first_values: tally.first,
        readable: tally.filled.saturating_sub(unreadable),
        blank: tally.blank,
        unreadable,
    }
}
