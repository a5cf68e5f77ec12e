//! Rows of a table into payroll lines or hiring records, or Problems that name the cell.
//!
//! A [`LineReader`] reads a stretch of rows at a time. Where each row stands for itself several readers
//! work side by side; forms with two rows a worker and sheets with merged cells are read in order.
//! What needs to know the rows before (a second table, a repeated line) is only reported here as an
//! [`Event`] and decided by whoever puts the stretches back in order.

mod cell;
mod figures;
mod finish;
mod hiring;
mod merged;
mod pair;
mod row;
mod slots;
mod spelling;
mod words;
mod worker;

use super::batch::{RawRow, RowBatch};
use super::limits::Limits;
use super::table::{RowShape, TableMap};
use super::value::text::trimmed;
use crate::domain::hiring::{Record, RecordKind};
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::PayrollLine;
use crate::domain::place::SheetId;
use crate::domain::problem::{NotChecked, Problem};
use crate::domain::quantity::Hours;
use crate::domain::run::WhyNotUsed;
use hiring::HiringRow;
use merged::Merged;
use row::RowBuffer;
use slots::Slot;

/// Something about a row that is decided later, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A row that is not a line, and why.
    NotUsed(WhyNotUsed),
    /// A record with another number of fields than the heading.
    Irregular(u32),
    /// A row that could be the heading of a second table.
    MaybeHeading,
    /// A hidden row; it is read like any other.
    Hidden,
}

/// A note about a cell, kept small: there may be one per cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// Code of the note.
    pub code: &'static str,
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u16,
}

/// What a stretch of rows gave.
#[derive(Debug, Default)]
pub struct LineBatch {
    /// Lines, in order of their rows.
    pub lines: Vec<PayrollLine>,
    /// Records of hiring files, in order of their rows.
    pub records: Vec<Record>,
    /// Problems with the row they stand in.
    pub problems: Vec<(u32, Problem)>,
    /// Notes on cells.
    pub notes: Vec<Note>,
    /// Totals rows and the hours they state.
    pub totals: Vec<(u32, Hours)>,
    /// Rows to be decided on later.
    pub events: Vec<(u32, Event)>,
    /// Rows below the heading, blank ones included.
    pub rows_read: u64,
    /// The last row read.
    pub last_row: u32,
}

impl LineBatch {
    /// Empties it and keeps the buffers.
    pub fn clear(&mut self) {
        self.lines.clear();
        self.records.clear();
        self.problems.clear();
        self.notes.clear();
        self.totals.clear();
        self.events.clear();
        self.rows_read = 0;
        self.last_row = 0;
    }
}

/// Reads the rows of one table.
#[derive(Debug)]
pub struct LineReader<'a> {
    map: &'a TableMap,
    sheet: SheetId,
    sheet_name: &'a str,
    limits: &'a Limits,
    slots: Vec<Slot>,
    /// Text in a delimited file is the only form a number can have; in a sheet it deserves a note.
    delimited: bool,
    buffer: Box<RowBuffer>,
    /// Readings of the row that only hiring files have.
    hiring: HiringRow,
    merged: Merged,
    /// The upper row of a two-row line, waiting for the lower.
    upper: Option<Box<RowBuffer>>,
    /// A buffer for the row being finished, so that none is copied.
    spare: Option<Box<RowBuffer>>,
    banner: Banner,
    memo: Memo,
}

/// Readings above the table, as symbols of this reader's table of names.
#[derive(Debug, Default)]
struct Banner {
    project: Sym,
    contractor: Sym,
    payroll_number: Sym,
    ready: bool,
}

/// What the cell above in the same column was read as: columns repeat themselves.
#[derive(Debug, Default)]
struct Memo {
    date_text: Vec<u8>,
    date: Option<chrono::NaiveDate>,
    /// Every text met, as it stands in the file, and the name it was kept as.
    spellings: spelling::Spellings,
    races: Vec<Option<crate::domain::payroll::Fact>>,
    last_worker: Sym,
    /// By worker: who came next, last time.
    followed_by: Vec<Sym>,
}

impl<'a> LineReader<'a> {
    /// A reader for a table.
    pub fn new(map: &'a TableMap, sheet: SheetId, sheet_name: &'a str, limits: &'a Limits) -> Self {
        let slots = slots::plan(map);
        Self {
            map,
            sheet,
            sheet_name,
            limits,
            delimited: map.header_fields > 0,
            buffer: Box::default(),
            hiring: HiringRow::default(),
            merged: Merged::new(map),
            upper: None,
            spare: None,
            banner: Banner::default(),
            memo: Memo::default(),
            slots,
        }
    }

    /// True if rows must be read in order by one reader.
    pub fn needs_order(map: &TableMap) -> bool {
        map.shape != RowShape::One || !map.merges.is_empty()
    }

    /// Reads a stretch of rows.
    pub fn read(&mut self, batch: &RowBatch, names: &mut Names, out: &mut LineBatch) {
        self.prepare_banner(names);
        for raw in &batch.rows {
            if raw.row <= self.map.header_row {
                continue;
            }
            out.rows_read += 1;
            out.last_row = raw.row;
            self.row(batch, raw, names, out);
        }
    }

    /// Hands on what is still waiting at the end of the table.
    pub fn end(&mut self, names: &mut Names, out: &mut LineBatch) {
        if let Some(upper) = self.upper.take() {
            self.alone(&upper, names, out);
        }
    }

    fn row(&mut self, batch: &RowBatch, raw: &RawRow, names: &mut Names, out: &mut LineBatch) {
        let cells = batch.cells_of(raw);
        if raw.hidden {
            out.events.push((raw.row, Event::Hidden));
        }
        if cells.iter().all(|c| trimmed(batch.text_of(c)).is_empty() && c.kind == super::batch::CellKind::Text) {
            out.events.push((raw.row, Event::NotUsed(WhyNotUsed::BlankRow)));
            return;
        }
        if self.delimited && raw.fields != self.map.header_fields && !self.only_blank_tail(batch, raw) {
            out.events.push((raw.row, Event::Irregular(raw.fields)));
            return;
        }
        if let Some(event) = self.not_a_line(batch, raw) {
            out.events.push((raw.row, event));
            if event == Event::NotUsed(WhyNotUsed::TotalRow) {
                self.read_total(batch, raw, names, out);
            }
            if event != Event::MaybeHeading {
                return;
            }
        }
        self.read_cells(batch, raw, names, out);
        match self.map.shape {
            _ if self.map.records != RecordKind::Payroll => self.finish_record(names, out),
            RowShape::One => self.finish_one(names, out),
            RowShape::OvertimeAboveStraight | RowShape::StraightAboveOvertime => self.finish_pair(names, out),
        }
    }

    /// The hours a totals row states, to be held against its rows. Whatever else stands in it is not read.
    fn read_total(&mut self, batch: &RowBatch, raw: &RawRow, names: &mut Names, out: &mut LineBatch) {
        let mut aside = LineBatch::default();
        self.read_cells(batch, raw, names, &mut aside);
        if self.buffer.any_weekday {
            finish::spread_weekdays(&mut self.buffer);
        }
        if aside.problems.iter().any(|(_, p)| p.not_checked == NotChecked::File) {
            out.problems.append(&mut aside.problems);
        } else if let Some(hours) = self.buffer.line.hours() {
            out.totals.push((raw.row, hours));
        }
    }

    /// Fields beyond the heading's that hold nothing do no harm; neither do missing ones that would.
    fn only_blank_tail(&self, batch: &RowBatch, raw: &RawRow) -> bool {
        raw.fields > self.map.header_fields
            && batch.cells_of(raw).iter().all(|c| u32::from(c.column) < self.map.header_fields || batch.text_of(c).trim().is_empty())
    }

    fn prepare_banner(&mut self, names: &mut Names) {
        if self.banner.ready {
            return;
        }
        let banner = &self.map.banner;
        let mut keep = |text: &Option<String>| text.as_deref().map_or(Sym::NONE, |t| names.intern(t));
        self.banner = Banner {
            project: keep(&banner.project),
            contractor: keep(&banner.contractor),
            payroll_number: keep(&banner.payroll_number),
            ready: true,
        };
    }
}
