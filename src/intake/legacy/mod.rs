//! Older spreadsheet formats, read for one's own files and never for an upload.
//!
//! - `.ods` is read here, by the same strict tokenizer as workbooks, as a stream with exact number text.
//! - `.xls` and `.xlsb` are read by calamine. Before it sees an `.xls`, every sector chain and every record
//!   is walked ([`biff`]): rings, cells written twice, and sheets so wide and long that its dense table would
//!   ask for gigabytes are refused. An `.xlsb` is read cell by cell behind the checks of the package.
//!
//! What remains: calamine reads numbers as binary fractions, so their text is the shortest that names the same
//! fraction, not the file's own; it may still panic on a damaged file (caught here) or ask for memory it
//! cannot have (not caught: such a request ends the process, which is why a server reads in a child process
//! and takes no older formats). Formulas that refer to other workbooks are not told apart; in `.xlsb`, hidden
//! rows and columns and merged cells are not known.

mod biff;
mod ods;
mod xls;
mod xlsb;

use super::batch::{CellKind, NumberFormat, RowBatch};
use super::book::{Book, Chunk, RowStream, SheetExtras, SheetInfo};
use super::container::{note, refusal};
use super::gather::{Put, Rows};
use crate::domain::problem::{Problem, Site};
use calamine::{Data, DataRef};
pub(crate) use ods::open as open_ods;
use std::sync::Arc;
pub(crate) use xls::open as open_xls;
pub(crate) use xlsb::open as open_xlsb;

/// A book whose rows were all read when it was opened.
struct StoredBook {
    kind: &'static str,
    sheets: Vec<SheetInfo>,
    rows: Vec<Arc<StoredSheet>>,
    notes: Vec<Problem>,
    sha256: String,
}

#[derive(Default)]
struct StoredSheet {
    extras: SheetExtras,
    batches: Vec<RowBatch>,
}

struct StoredStream {
    sheet: Arc<StoredSheet>,
    next: usize,
}

impl Book for StoredBook {
    fn kind(&self) -> &str {
        self.kind
    }
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }
    fn rows(&self, sheet: usize) -> Result<Box<dyn RowStream>, Box<Problem>> {
        match self.rows.get(sheet) {
            Some(sheet) => Ok(Box::new(StoredStream { sheet: Arc::clone(sheet), next: 0 })),
            None => Err(no_such_sheet(sheet)),
        }
    }
    fn notes(&self) -> &[Problem] {
        &self.notes
    }
    fn sha256(&self) -> Option<&str> {
        Some(&self.sha256)
    }
}

impl RowStream for StoredStream {
    fn extras(&self) -> &SheetExtras {
        &self.sheet.extras
    }
    fn next(&mut self) -> Result<Option<Chunk>, Box<Problem>> {
        let batch = self.sheet.batches.get(self.next).cloned();
        self.next += 1;
        Ok(batch.map(Chunk::Rows))
    }
    fn take_notes(&mut self) -> Vec<Problem> {
        Vec::new()
    }
    fn sha256(&mut self) -> Option<String> {
        None
    }
}

fn no_such_sheet(sheet: usize) -> Box<Problem> {
    refusal("book.malformed", Site::File, format!("sheet {}", sheet + 1), "a sheet of the workbook")
}

/// A note for each hidden sheet.
fn hidden_notes(sheets: &[SheetInfo]) -> Vec<Problem> {
    let hidden = sheets.iter().filter(|s| s.hidden);
    hidden.map(|s| note("book.hidden_sheet", Site::Sheet(s.name.clone()), "hidden", "a sheet that shows")).collect()
}

/// Runs a reader that may panic on a damaged file.
fn guarded<T>(read: impl FnOnce() -> Result<T, Box<Problem>>) -> Result<T, Box<Problem>> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged("")))
}

/// The reader of the older format could not go on.
fn damaged(why: impl ToString) -> Box<Problem> {
    refusal("book.malformed", Site::File, why.to_string(), "a workbook that can be read to its end")
}

/// One value as calamine gives it.
fn put_value(rows: &mut Rows, column: u16, value: &DataRef<'_>, formula: bool) -> Result<(), Box<Problem>> {
    let mut put = Put { column, kind: CellKind::Number, format: NumberFormat::Plain, formula, external: false };
    let text = match value {
        DataRef::Empty => return Ok(()),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(date) => {
            put.format = if date.is_duration() { NumberFormat::Time } else { NumberFormat::Date };
            date.as_f64().to_string()
        }
        DataRef::Bool(truth) => {
            put.kind = CellKind::Boolean;
            if *truth { "1".to_owned() } else { "0".to_owned() }
        }
        DataRef::Error(error) => {
            put.kind = CellKind::Error;
            error.to_string()
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            put.kind = CellKind::IsoDate;
            text.clone()
        }
        DataRef::String(text) => return put_text(rows, put, text),
        DataRef::SharedString(text) => return put_text(rows, put, text),
    };
    rows.put(put, text.as_bytes())
}

fn put_text(rows: &mut Rows, mut put: Put, text: &str) -> Result<(), Box<Problem>> {
    put.kind = CellKind::Text;
    if text.is_empty() { Ok(()) } else { rows.put(put, text.as_bytes()) }
}

/// The same value, seen as the other of calamine's two types.
fn as_ref(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}
