//! The rows of one sheet of an OpenDocument spreadsheet as a stream, repeated rows and cells written out.

use super::cell::{self, OdsCell, repeats};
use super::outline::SHEET_DEPTH;
use crate::domain::problem::{Problem, Site};
use crate::intake::book::{Chunk, RowStream, SheetExtras};
use crate::intake::container::refusal;
use crate::intake::gather::{GRID_COLUMNS, GRID_ROWS, Put, Rows};
use crate::intake::limits::Limits;
use crate::intake::xlsx::tokens::{Event, Tokens};

/// A row, or a run of cells, repeated beyond this many cells is a trap.
const REPEATED_MOST: u64 = 4_000_000;

/// A stream over one sheet.
pub(super) struct OdsRows {
    tokens: Tokens,
    extras: SheetExtras,
    rows: Rows,
    cell_most: usize,
    /// The row last read, and how often it is still to be handed on.
    cells: Vec<(u16, u32, OdsCell)>,
    left: u32,
    row: u32,
    hidden: bool,
    ended: bool,
}

impl OdsRows {
    /// Passes over the sheets before this one.
    pub(super) fn open(mut tokens: Tokens, sheet: usize, name: &str, extras: SheetExtras, limits: &Limits) -> Result<Self, Box<Problem>> {
        let mut before = sheet;
        loop {
            match tokens.next()? {
                Event::Start if tokens.depth() == SHEET_DEPTH && tokens.full_name() == b"table:table" => {
                    if before == 0 {
                        break;
                    }
                    before -= 1;
                    tokens.skip_element()?;
                }
                Event::Done => return Err(super::no_such_sheet(sheet)),
                _ => {}
            }
        }
        let rows = Rows::new(name, limits);
        let cell_most = limits.cell_chars;
        Ok(Self { tokens, extras, rows, cell_most, cells: Vec::new(), left: 0, row: 0, hidden: false, ended: false })
    }

    fn read_batch(&mut self) -> Result<Option<Chunk>, Box<Problem>> {
        while !self.rows.is_full() {
            if self.left > 0 {
                self.hand_on()?;
            } else if self.ended || !self.read_row()? {
                self.ended = true;
                break;
            }
        }
        Ok(self.rows.take()?.map(Chunk::Rows))
    }

    /// Reads to the end of the next row; `false` at the end of the sheet.
    fn read_row(&mut self) -> Result<bool, Box<Problem>> {
        loop {
            match self.tokens.next()? {
                Event::Start => match self.tokens.full_name() {
                    b"table:table-row" => break,
                    b"table:table-rows" | b"table:table-header-rows" | b"table:table-row-group" => {}
                    _ => self.tokens.skip_element()?,
                },
                Event::End if self.tokens.depth() < SHEET_DEPTH => return Ok(false),
                Event::Done => return Err(self.tokens.malformed()),
                _ => {}
            }
        }
        let times = repeats(&self.tokens, b"table:number-rows-repeated")?;
        self.hidden = matches!(self.tokens.attribute(b"table:visibility"), Some(b"collapse" | b"filter"));
        self.read_cells()?;
        let each = self.cells.iter().map(|(_, times, _)| u64::from(*times)).sum::<u64>();
        if each.saturating_mul(u64::from(times)) > REPEATED_MOST {
            let most = format!("a row repeated to at most {REPEATED_MOST} cells");
            return Err(refusal("sheet.cell_limit", Site::Sheet(self.rows.sheet().to_owned()), "", most));
        }
        if self.cells.is_empty() {
            self.row = self.row.saturating_add(times);
        } else {
            self.left = times;
        }
        Ok(true)
    }

    fn read_cells(&mut self) -> Result<(), Box<Problem>> {
        self.cells.clear();
        let mut column = 0_u32;
        loop {
            match self.tokens.next()? {
                Event::Start => {
                    if !matches!(self.tokens.full_name(), b"table:table-cell" | b"table:covered-table-cell") {
                        return Err(self.tokens.malformed());
                    }
                    let times = repeats(&self.tokens, b"table:number-columns-repeated")?;
                    let cell = cell::read(&mut self.tokens, self.cell_most)?;
                    let next = column.saturating_add(times);
                    if let Some(cell) = cell {
                        let inside = next <= u32::from(GRID_COLUMNS) && self.row < GRID_ROWS;
                        let first = u16::try_from(column).ok().filter(|_| inside);
                        let first = first.ok_or_else(|| self.tokens.refuse("sheet.extent", "cells of the grid"))?;
                        self.cells.push((first, times, cell));
                    }
                    column = next;
                }
                Event::End => return Ok(()),
                Event::Text if self.tokens.is_blank() => {}
                Event::Text | Event::Done => return Err(self.tokens.malformed()),
            }
        }
    }

    /// Puts the row last read into the batch once.
    fn hand_on(&mut self) -> Result<(), Box<Problem>> {
        self.left -= 1;
        self.row += 1;
        self.rows.begin(Some(self.row), self.hidden)?;
        for (first, times, cell) in &self.cells {
            for column in (*first..).take(*times as usize) {
                let OdsCell { kind, format, formula, external, ref text } = *cell;
                self.rows.put(Put { column, kind, format, formula, external }, text.as_bytes())?;
            }
        }
        Ok(())
    }
}

impl RowStream for OdsRows {
    fn extras(&self) -> &SheetExtras {
        &self.extras
    }
    fn next(&mut self) -> Result<Option<Chunk>, Box<Problem>> {
        if self.ended && self.left == 0 {
            return Ok(None);
        }
        let batch = self.read_batch();
        if batch.is_err() {
            (self.ended, self.left) = (true, 0);
        }
        batch
    }
    fn take_notes(&mut self) -> Vec<Problem> {
        Vec::new()
    }
    fn sha256(&mut self) -> Option<String> {
        None
    }
}
