//! Cells corrected by a person, laid over a file while it is read. The file itself is never touched.
//!
//! A correction says what stands in a cell as if it had been typed there. Every reader's rows pass through here
//! unchanged but for those cells, so a corrected file is read and checked like any other.

use super::batch::{CellKind, NumberFormat, RawCell, RowBatch};
use super::book::{Book, Chunk, RowStream, SheetExtras, SheetInfo};
use super::container::refusal;
use super::limits::Limits;
use crate::domain::place::{CellRange, SheetId, a1};
use crate::domain::problem::{Problem, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A cell corrected by a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// Sheet name.
    pub sheet: String,
    /// Row of the sheet or line of the text, from 1.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
    /// What stands there now; nothing empties the cell.
    pub text: String,
}

/// The corrected cells of a sheet, by row and column.
type Cells = BTreeMap<u32, BTreeMap<u16, String>>;

/// The book with corrections laid over it. Of several for one cell the last counts.
///
/// # Errors
/// A Problem that refuses the file: a sheet that is not there or is hidden, a text no cell can hold. That a cell is
/// not there shows only when its sheet was read to the end, and refuses the file then.
pub fn over(book: Box<dyn Book>, corrections: &[Correction], limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    if corrections.is_empty() {
        return Ok(book);
    }
    let mut sheets: BTreeMap<String, Cells> = BTreeMap::new();
    for correction in corrections {
        let shows = book.sheets().iter().any(|s| s.name == correction.sheet && !s.hidden);
        if !shows {
            return Err(no_cell(&correction.sheet, correction.row, correction.column, "there is no such sheet to be seen"));
        }
        if correction.text.chars().any(char::is_control) || correction.text.chars().count() > limits.cell_chars {
            let site = Site::Named { sheet: correction.sheet.clone(), a1: address(correction.row, correction.column) };
            return Err(refusal("correction.not_a_cell_text", site, "", "a short text on one line"));
        }
        let cells = sheets.entry(correction.sheet.clone()).or_default();
        cells.entry(correction.row).or_default().insert(correction.column, correction.text.clone());
    }
    Ok(Box::new(CorrectedBook { book, sheets: sheets.into_iter().map(|(name, cells)| (name, Arc::new(cells))).collect() }))
}

/// A correction of a cell that is not there.
pub fn no_cell(sheet: &str, row: u32, column: u16, why: &str) -> Box<Problem> {
    let site = Site::Named { sheet: sheet.to_owned(), a1: address(row, column) };
    refusal("correction.no_cell", site, why, "a cell of a row that holds something")
}

fn address(row: u32, column: u16) -> String {
    a1(CellRange::cell(SheetId(0), column, row))
}

struct CorrectedBook {
    book: Box<dyn Book>,
    sheets: BTreeMap<String, Arc<Cells>>,
}

impl Book for CorrectedBook {
    fn kind(&self) -> &str {
        self.book.kind()
    }
    fn sheets(&self) -> &[SheetInfo] {
        self.book.sheets()
    }
    fn rows(&self, sheet: usize) -> Result<Box<dyn RowStream>, Box<Problem>> {
        let rows = self.book.rows(sheet)?;
        let Some(info) = self.book.sheets().get(sheet) else { return Ok(rows) };
        let Some(cells) = self.sheets.get(&info.name) else { return Ok(rows) };
        let open = cells.iter().flat_map(|(row, of_row)| of_row.keys().map(|column| (*row, *column))).collect();
        Ok(Box::new(CorrectedStream { rows, sheet: info.name.clone(), cells: Arc::clone(cells), open, width: 0 }))
    }
    fn notes(&self) -> &[Problem] {
        self.book.notes()
    }
    fn sha256(&self) -> Option<&str> {
        self.book.sha256()
    }
}

struct CorrectedStream {
    rows: Box<dyn RowStream>,
    sheet: String,
    cells: Arc<Cells>,
    /// Corrections whose cell has not come yet.
    open: BTreeSet<(u32, u16)>,
    /// Columns of the widest row so far.
    width: u32,
}

impl RowStream for CorrectedStream {
    fn extras(&self) -> &SheetExtras {
        self.rows.extras()
    }
    fn next(&mut self) -> Result<Option<Chunk>, Box<Problem>> {
        let batch = match self.rows.next()? {
            Some(Chunk::Rows(batch)) => batch,
            Some(Chunk::Text(block)) => {
                let mut batch = RowBatch::default();
                block.split(&mut batch)?;
                batch
            }
            None => {
                return match self.open.first() {
                    Some(&(row, column)) => Err(no_cell(&self.sheet, row, column, "nothing stands in its row or column")),
                    None => Ok(None),
                };
            }
        };
        Ok(Some(Chunk::Rows(self.corrected(&batch))))
    }
    fn reuse(&mut self, text: String) {
        self.rows.reuse(text);
    }
    fn take_notes(&mut self) -> Vec<Problem> {
        self.rows.take_notes()
    }
    fn sha256(&mut self) -> Option<String> {
        self.rows.sha256()
    }
}

impl CorrectedStream {
    /// The rows with what was corrected in its place: in text a row reaches as far as it has fields, in a sheet as far
    /// as the widest row so far. All of them are put together cell by cell, so that equal rows
    /// have equal digests whether or not they were corrected.
    fn corrected(&mut self, batch: &RowBatch) -> RowBatch {
        let mut out = RowBatch::default();
        for raw in &batch.rows {
            out.begin_row(raw.row, raw.hidden);
            if let Some(row) = out.rows.last_mut() {
                row.fields = raw.fields;
            }
            let cells = batch.cells_of(raw);
            self.width = self.width.max(cells.last().map_or(0, |c| u32::from(c.column) + 1));
            let reach = if raw.fields > 0 { raw.fields } else { self.width };
            let typed = self.cells.get(&raw.row).into_iter().flatten();
            let mut typed = typed.filter(|(column, _)| u32::from(**column) < reach).map(|(column, text)| (*column, text)).peekable();
            for cell in cells {
                while let Some((column, text)) = typed.next_if(|(column, _)| *column < cell.column) {
                    put(&mut out, column, text, None);
                    self.open.remove(&(raw.row, column));
                }
                match typed.next_if(|(column, _)| *column == cell.column) {
                    Some((column, text)) => {
                        put(&mut out, column, text, Some(cell));
                        self.open.remove(&(raw.row, column));
                    }
                    None => {
                        let kept = out.push(cell.column, cell.kind, batch.text_of(cell));
                        (kept.format, kept.formula, kept.external) = (cell.format, cell.formula, cell.external);
                    }
                }
            }
            for (column, text) in typed {
                put(&mut out, column, text, None);
                self.open.remove(&(raw.row, column));
            }
        }
        out
    }
}

/// Puts a typed text in its place. Plain figures are numbers where the cell held one, as in a spreadsheet; in text
/// every cell is text.
fn put(out: &mut RowBatch, column: u16, text: &str, before: Option<&RawCell>) {
    if text.is_empty() {
        return;
    }
    let numeric = before.is_some_and(|cell| cell.kind != CellKind::Text) && is_figure(text);
    let cell = out.push(column, if numeric { CellKind::Number } else { CellKind::Text }, text);
    if let (true, Some(before)) = (numeric && before.is_some_and(|b| b.kind == CellKind::Number), before) {
        cell.format = if before.format == NumberFormat::Disguise { NumberFormat::Plain } else { before.format };
    }
}

/// Digits with at most one point, and no zero before other digits: nothing else a spreadsheet could take for a number.
fn is_figure(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_figures_are_numbers() {
        for text in ["8", "8.5", "0.25", "0", "1200"] {
            assert!(is_figure(text), "{text}");
        }
        for text in ["02118", "8,5", "8.", ".5", "-8", "1e3", "3/15/2025", "8.5.1", ""] {
            assert!(!is_figure(text), "{text}");
        }
    }
}
