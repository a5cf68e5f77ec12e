//! The rows of a sheet being gathered, whatever the format: order, limits, and the batch they go into.

use crate::domain::place::column_letters;
use crate::domain::problem::{Problem, Site};
use crate::intake::batch::{CellKind, NumberFormat, RawCell, RawRow, RowBatch};
use crate::intake::container::refusal;
use crate::intake::limits::Limits;
use std::borrow::Cow;

/// Rows of the grid of a spreadsheet.
pub(in crate::intake) const GRID_ROWS: u32 = 1_048_576;
/// Columns of the grid of a spreadsheet.
pub(in crate::intake) const GRID_COLUMNS: u16 = 16_384;

const BATCH_ROWS: usize = 256;
const BATCH_CELLS: usize = 16_384;
const BATCH_TEXT: usize = 1 << 20;
/// One row may not hold more text than this.
const ROW_TEXT: usize = 256 << 20;

/// One value on its way into the batch.
#[derive(Clone, Copy)]
pub(in crate::intake) struct Put {
    pub(in crate::intake) column: u16,
    pub(in crate::intake) kind: CellKind,
    pub(in crate::intake) format: NumberFormat,
    pub(in crate::intake) formula: bool,
    pub(in crate::intake) external: bool,
}

/// Rows being gathered.
pub(in crate::intake) struct Rows {
    sheet: String,
    limits: Limits,
    text: Vec<u8>,
    cells: Vec<RawCell>,
    rows: Vec<RawRow>,
    row: u32,
    digits: [u8; 8],
    digits_from: usize,
    hidden: bool,
    next_column: u16,
    row_has_values: bool,
    rows_with_values: u32,
    cells_in_all: u64,
    text_in_all: u64,
    /// Formulas whose saved value was taken.
    pub(in crate::intake) formulas: u64,
}

impl Rows {
    pub(in crate::intake) fn new(sheet: &str, limits: &Limits) -> Self {
        Self {
            sheet: sheet.to_owned(),
            limits: limits.clone(),
            text: Vec::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            row: 0,
            digits: [0; 8],
            digits_from: 8,
            hidden: false,
            next_column: 0,
            row_has_values: false,
            rows_with_values: 0,
            cells_in_all: 0,
            text_in_all: 0,
            formulas: 0,
        }
    }

    /// Begins a row. Without a number of its own it is the one after the row before it.
    pub(in crate::intake) fn begin(&mut self, row: Option<u32>, hidden: bool) -> Result<(), Box<Problem>> {
        let before = self.row;
        let row = row.unwrap_or(before + 1);
        if row <= before {
            let (code, expected) =
                if row == before { ("sheet.duplicate_cell", "each row once") } else { ("sheet.cell_order", "rows in ascending order") };
            return Err(self.at(code, format!("{row}:{row}"), "", expected));
        }
        if row > GRID_ROWS {
            return Err(self.outside(row.to_string().as_bytes()));
        }
        (self.row, self.hidden, self.next_column, self.row_has_values) = (row, hidden, 0, false);
        self.digits_from = self.digits.len();
        let mut left = row;
        while left > 0 && self.digits_from > 0 {
            self.digits_from -= 1;
            if let Some(place) = self.digits.get_mut(self.digits_from) {
                *place = b'0' + (left % 10) as u8;
            }
            left /= 10;
        }
        Ok(())
    }

    /// The row's number as digits.
    #[inline]
    pub(in crate::intake) fn digits(&self) -> &[u8] {
        self.digits.get(self.digits_from..).unwrap_or_default()
    }

    /// Number of the row.
    pub(in crate::intake) fn row(&self) -> u32 {
        self.row
    }

    /// Column after the last cell.
    pub(in crate::intake) fn next_column(&self) -> u16 {
        self.next_column
    }

    /// The column follows the last cell's.
    #[inline]
    pub(in crate::intake) fn comes_next(&self, column: u16) -> bool {
        column >= self.next_column
    }

    /// A cell stands at this column, with or without a value.
    #[inline]
    pub(in crate::intake) fn advance(&mut self, column: u16) {
        self.next_column = column + 1;
    }

    /// Why a cell at this column cannot follow.
    pub(in crate::intake) fn out_of_order(&self, column: u16) -> Box<Problem> {
        let first = self.rows.last().map_or(0, |r| r.first_cell as usize);
        let of_row = self.cells.get(first..).filter(|_| self.row_has_values).unwrap_or_default();
        let twice = column + 1 == self.next_column || of_row.iter().any(|c| c.column == column);
        let (code, expected) =
            if twice { ("sheet.duplicate_cell", "each cell once") } else { ("sheet.cell_order", "cells in ascending order") };
        self.at_cell(code, column, "", expected)
    }

    /// Takes a value.
    #[inline]
    pub(in crate::intake) fn put(&mut self, put: Put, text: &[u8]) -> Result<(), Box<Problem>> {
        if !self.row_has_values {
            self.first_value(put.column)?;
        }
        if put.column >= self.limits.columns {
            let most = format!("columns up to {}", column_letters(self.limits.columns - 1));
            return Err(self.at_cell("sheet.extent", put.column, "", most));
        }
        self.cells_in_all += 1;
        if self.cells_in_all > self.limits.cells {
            return Err(self.at_cell("sheet.cell_limit", put.column, "", format!("at most {} cells", self.limits.cells)));
        }
        if text.len() > self.limits.cell_chars {
            self.check_length(put.column, text)?;
        }
        let (start, len) = (self.text.len() as u32, text.len() as u32);
        self.text.extend_from_slice(text);
        let Put { column, kind, format, formula, external } = put;
        self.cells.push(RawCell { start, len, column, kind, format, formula, external });
        if let Some(row) = self.rows.last_mut() {
            row.cells += 1;
        }
        Ok(())
    }

    /// The row is one with values: it counts, and it goes into the batch.
    fn first_value(&mut self, column: u16) -> Result<(), Box<Problem>> {
        self.row_has_values = true;
        self.rows_with_values += 1;
        let most = self.limits.rows;
        if self.row > most {
            // A sheet full of rows is too long; a lone cell far below a short table is a stray.
            let full = self.rows_with_values >= most / 2;
            let code = if full { "sheet.too_many_rows" } else { "sheet.extent" };
            return Err(self.at_cell(code, column, "", format!("at most {most} rows")));
        }
        let first_cell = self.cells.len() as u32;
        self.rows.push(RawRow { row: self.row, first_cell, hidden: self.hidden, ..RawRow::default() });
        Ok(())
    }

    fn check_length(&self, column: u16, text: &[u8]) -> Result<(), Box<Problem>> {
        let length = characters(text);
        if length > self.limits.cell_chars {
            let most = format!("at most {} characters", self.limits.cell_chars);
            return Err(self.at_cell("cell.text_too_long", column, format!("{length} characters"), most));
        }
        if self.text.len() > ROW_TEXT {
            return Err(self.at_cell("parse.resources", column, "", "less text in one row"));
        }
        Ok(())
    }

    /// The batch has enough.
    pub(in crate::intake) fn is_full(&self) -> bool {
        self.rows.len() >= BATCH_ROWS || self.cells.len() >= BATCH_CELLS || self.text.len() >= BATCH_TEXT
    }

    /// Hands the batch on; `None` if it holds nothing.
    pub(in crate::intake) fn take(&mut self) -> Result<Option<RowBatch>, Box<Problem>> {
        if self.rows.is_empty() {
            return Ok(None);
        }
        // A small file can point to one long text a million times.
        self.text_in_all += self.text.len() as u64;
        if self.text_in_all > self.limits.unpacked_bytes {
            let most = format!("at most {} bytes of text in one sheet", self.limits.unpacked_bytes);
            return Err(refusal("parse.resources", Site::Sheet(self.sheet.clone()), "", most));
        }
        let sizes = (self.text.len(), self.cells.len(), self.rows.len());
        let room = |size: usize| size + size / 8;
        let text = std::mem::replace(&mut self.text, Vec::with_capacity(room(sizes.0).min(2 * BATCH_TEXT)));
        let cells = std::mem::replace(&mut self.cells, Vec::with_capacity(room(sizes.1).min(2 * BATCH_CELLS)));
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(sizes.2));
        let text = String::from_utf8(text).map_err(|_| refusal("xml.encoding", Site::Sheet(self.sheet.clone()), "", "text in UTF-8"))?;
        Ok(Some(RowBatch { text, cells, rows }))
    }

    /// Some row has a value.
    pub(in crate::intake) fn any(&self) -> bool {
        self.rows_with_values > 0
    }

    /// Name of the sheet.
    pub(in crate::intake) fn sheet(&self) -> &str {
        &self.sheet
    }

    /// A Problem at a cell of this row.
    pub(in crate::intake) fn at_cell(
        &self,
        code: &'static str,
        column: u16,
        read: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
    ) -> Box<Problem> {
        self.at(code, format!("{}{}", column_letters(column), self.row), read, expected)
    }

    /// An address that is not one of the grid.
    pub(in crate::intake) fn outside(&self, address: &[u8]) -> Box<Problem> {
        let address = String::from_utf8_lossy(address.get(..address.len().min(24)).unwrap_or_default()).into_owned();
        let grid = format!("an address from A1 to {}{GRID_ROWS}", column_letters(GRID_COLUMNS - 1));
        self.at("sheet.extent", format!("{0}:{0}", self.row.max(1)), address, grid)
    }

    fn at(&self, code: &'static str, a1: String, read: impl Into<String>, expected: impl Into<Cow<'static, str>>) -> Box<Problem> {
        refusal(code, Site::Named { sheet: self.sheet.clone(), a1 }, read, expected)
    }
}

/// Characters of UTF-8 text: every byte but those that continue one.
pub(in crate::intake) fn characters(text: &[u8]) -> usize {
    text.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}
