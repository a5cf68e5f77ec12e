//! Old Excel workbooks (.xls), through calamine behind a walk of every record.

use super::{StoredBook, StoredSheet, as_ref, biff, damaged, guarded, hidden_notes, put_value};
use crate::domain::problem::{Problem, Site};
use crate::intake::book::{Book, SheetExtras, SheetInfo};
use crate::intake::container::{ole, refusal};
use crate::intake::gather::Rows;
use crate::intake::limits::Limits;
use calamine::{Reader as _, SheetType, SheetVisible, Xls};
use std::io::Cursor;
use std::sync::Arc;

/// Opens an old workbook whose directory was read.
pub(crate) fn open(bytes: Arc<[u8]>, directory: &ole::Directory, sha256: String, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    if directory.has("_VBA_PROJECT_CUR") {
        return Err(refusal("book.macro", Site::File, "macros", "a workbook without macros (.xlsx)"));
    }
    let stream = directory.stream(&bytes, "Workbook").or_else(|| directory.stream(&bytes, "Book"));
    let walk = biff::walk(&stream.ok_or_else(|| damaged("no stream of records"))?)?;
    guarded(|| read(bytes, &walk, sha256, limits))
}

fn read(bytes: Arc<[u8]>, walk: &biff::BookWalk, sha256: String, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    let all = book.sheets_metadata().to_vec();
    if all.len() > limits.sheets || all.len() != walk.sheets.len() {
        return Err(refusal("book.sheets", Site::File, format!("{} sheets", all.len()), format!("at most {} sheets", limits.sheets)));
    }
    let (mut sheets, mut stored) = (Vec::new(), Vec::new());
    for (sheet, found) in all.iter().zip(&walk.sheets).filter(|(s, _)| s.typ == SheetType::WorkSheet) {
        let range = book.worksheet_range(&sheet.name).map_err(damaged)?;
        let mut rows = Rows::new(&sheet.name, limits);
        let mut batches = Vec::new();
        let (top, left) = range.start().unwrap_or_default();
        for (row, cells) in (top + 1..).zip(range.rows()) {
            rows.begin(Some(row), found.hidden_rows.contains(&row))?;
            for (column, value) in (left..).zip(cells) {
                let column = u16::try_from(column).map_err(damaged)?;
                put_value(&mut rows, column, &as_ref(value), found.formulas.contains(&(row, column)))?;
            }
            if rows.is_full() {
                batches.extend(rows.take()?);
            }
        }
        batches.extend(rows.take()?);
        let extras = SheetExtras {
            merges: found.merges.clone(),
            hidden_columns: found.hidden_columns.clone(),
            dates_from_1904: walk.dates_from_1904,
        };
        sheets.push(SheetInfo { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible });
        stored.push(Arc::new(StoredSheet { extras, batches }));
    }
    let notes = hidden_notes(&sheets);
    Ok(Box::new(StoredBook { kind: "old Excel workbook (.xls)", sheets, rows: stored, notes, sha256 }))
}
