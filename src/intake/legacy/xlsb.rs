//! Binary Excel workbooks (.xlsb), through calamine's reader of cells: no dense table is ever made.

use super::{StoredBook, StoredSheet, damaged, guarded, hidden_notes, put_value};
use crate::domain::problem::{Problem, Site};
use crate::intake::book::{Book, SheetExtras, SheetInfo};
use crate::intake::container::package::Package;
use crate::intake::container::refusal;
use crate::intake::gather::{GRID_COLUMNS, GRID_ROWS, Rows};
use crate::intake::limits::Limits;
use calamine::{Reader as _, SheetType, SheetVisible, Xlsb};
use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

type Binary = Xlsb<Cursor<Arc<[u8]>>>;

/// Opens a binary workbook whose package was checked.
pub(crate) fn open(package: &Arc<Package>, sha256: String, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    let bytes = Arc::clone(package.bytes());
    guarded(|| read(bytes, sha256, limits))
}

fn read(bytes: Arc<[u8]>, sha256: String, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    let mut book = Binary::new(Cursor::new(bytes)).map_err(damaged)?;
    let all = book.sheets_metadata().to_vec();
    if all.len() > limits.sheets {
        return Err(refusal("book.sheets", Site::File, format!("{} sheets", all.len()), format!("at most {} sheets", limits.sheets)));
    }
    let dates_from_1904 = book.has_1904_epoch();
    let (mut sheets, mut stored) = (Vec::new(), Vec::new());
    for sheet in all.iter().filter(|s| s.typ == SheetType::WorkSheet) {
        let formulas = formulas(&mut book, &sheet.name);
        let batches = cells(&mut book, &sheet.name, &formulas, limits)?;
        let extras = SheetExtras { dates_from_1904, ..SheetExtras::default() };
        sheets.push(SheetInfo { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible });
        stored.push(Arc::new(StoredSheet { extras, batches }));
    }
    let notes = hidden_notes(&sheets);
    Ok(Box::new(StoredBook { kind: "binary Excel workbook (.xlsb)", sheets, rows: stored, notes, sha256 }))
}

fn cells(
    book: &mut Binary,
    sheet: &str,
    formulas: &BTreeSet<(u32, u32)>,
    limits: &Limits,
) -> Result<Vec<crate::intake::batch::RowBatch>, Box<Problem>> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let (mut rows, mut batches) = (Rows::new(sheet, limits), Vec::new());
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let column = u16::try_from(column).ok().filter(|&c| c < GRID_COLUMNS && row < GRID_ROWS);
        let column = column.ok_or_else(|| refusal("sheet.extent", Site::Sheet(sheet.to_owned()), "", "cells of the grid"))?;
        if row + 1 != rows.row() {
            if rows.is_full() {
                batches.extend(rows.take()?);
            }
            rows.begin(Some(row + 1), false)?;
        }
        if !rows.comes_next(column) {
            return Err(rows.out_of_order(column));
        }
        rows.advance(column);
        put_value(&mut rows, column, cell.get_value(), formulas.contains(&cell.get_position()))?;
    }
    batches.extend(rows.take()?);
    Ok(batches)
}

/// Where formulas stand. A formula that cannot be decoded says nothing about the values, so it is passed over.
fn formulas(book: &mut Binary, sheet: &str) -> BTreeSet<(u32, u32)> {
    let mut found = BTreeSet::new();
    let mut look = || -> Option<()> {
        let mut reader = book.worksheet_cells_reader(sheet).ok()?;
        while let Some(cell) = reader.next_formula().ok()? {
            if !cell.get_value().is_empty() {
                found.insert(cell.get_position());
            }
        }
        Some(())
    };
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(&mut look));
    found
}
