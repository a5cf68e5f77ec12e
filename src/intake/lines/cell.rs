//! One cell into one reading of the row, or a Problem.

use super::hiring::HiringRow;
use super::row::{LineMark, kind_index};
use super::slots::{NamePart, Slot, TextSlot};
use super::{LineBatch, LineReader, Note};
use crate::domain::hiring::RecordKind;
use crate::domain::hiring_field::HiringField;
use crate::domain::names::Names;
use crate::domain::payroll::Fact;
use crate::domain::place::{CellRange, a1};
use crate::domain::problem::{NotChecked, Problem, Site, mask};
use crate::domain::quantity::Given;
use crate::domain::vocabulary;
use crate::intake::batch::{CellKind, RawCell, RawRow, RowBatch};
use crate::intake::value::number::{self, Millionths};
use crate::intake::value::{date, text as letters};
use std::borrow::Cow;

impl LineReader<'_> {
    pub(super) fn read_cells(&mut self, batch: &RowBatch, raw: &RawRow, names: &mut Names, out: &mut LineBatch) {
        self.buffer.clear();
        if self.map.records != RecordKind::Payroll {
            self.hiring = HiringRow::default();
        }
        self.buffer.line.at.sheet = self.sheet;
        self.buffer.line.at.row = raw.row;
        self.buffer.line.digest = digest(batch, raw);
        for cell in batch.cells_of(raw) {
            let slot = self.slots.get(usize::from(cell.column)).copied().unwrap_or(Slot::Unused);
            let figure = matches!(slot, Slot::Weekday(..) | Slot::Rate(_) | Slot::Money(_));
            if !figure || !self.usual_figure(slot, cell, batch.text.as_bytes()) {
                self.cell(slot, cell, batch.text_of(cell), raw.row, names, out);
            }
        }
        if self.merged.any() {
            for (column, kind, format, text) in self.merged.fill(raw.row, batch.cells_of(raw), batch) {
                let slot = self.slots.get(usize::from(column)).copied().unwrap_or(Slot::Unused);
                if Self::is_key(slot) {
                    let cell = RawCell { column, kind, format, ..RawCell::default() };
                    self.cell(slot, &cell, &text, raw.row, names, out);
                }
            }
        }
    }

    /// Keys are filled down through merged cells; money never is.
    fn is_key(slot: Slot) -> bool {
        matches!(
            slot,
            Slot::WeekEnding
                | Slot::Text(_)
                | Slot::Name(_)
                | Slot::WorkerId
                | Slot::Ssn
                | Slot::Zip
                | Slot::Tier
                | Slot::Level
                | Slot::Gender
                | Slot::Resident
                | Slot::PersonOfColor
                | Slot::Attribute(_)
                | Slot::Hiring(HiringField::JobOrder | HiringField::ReferredBy)
        )
    }

    fn cell(&mut self, slot: Slot, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) {
        match slot {
            Slot::Weekday(kind, day) => {
                if let Some(hours) = self.hours(cell, text, row, 24, out) {
                    self.buffer.weekdays[kind_index(kind)][usize::from(day)] = Given::of(hours);
                    self.buffer.any_weekday = true;
                }
            }
            Slot::NthDay(kind, day) => {
                if let Some(hours) = self.hours(cell, text, row, 24, out) {
                    let line = &mut self.buffer.line;
                    let days = [&mut line.straight, &mut line.overtime, &mut line.double, &mut line.unsplit];
                    days.into_iter().nth(kind_index(kind)).into_iter().for_each(|d| d.set(usize::from(day), hours));
                }
            }
            Slot::Week(kind) => {
                if let Some(hours) = self.hours(cell, text, row, 10_000, out) {
                    let line = &mut self.buffer.line;
                    let weeks = [&mut line.straight_week, &mut line.overtime_week, &mut line.double_week, &mut line.total_week];
                    weeks.into_iter().nth(kind_index(kind)).into_iter().for_each(|w| *w = Given::of(hours));
                }
            }
            Slot::AllJobs => self.buffer.line.all_jobs_week = self.hours(cell, text, row, 10_000, out).into(),
            Slot::Rate(which) => self.rate(which, cell, text, row, out),
            Slot::Money(which) => self.money(which, cell, text, row, out),
            Slot::WeekEnding => {
                self.buffer.week_filled |= !letters::trimmed(text).is_empty() || cell.kind != CellKind::Text;
                self.buffer.line.week_ending = self.date(cell, text, row, NotChecked::Row, out);
            }
            Slot::PaidOn => self.buffer.line.paid_on = self.date(cell, text, row, NotChecked::Cell, out),
            Slot::Text(which) => self.text(which, cell, text, row, names, out),
            Slot::Hiring(field) => self.hiring_cell(field, cell, text, row, names, out),
            Slot::Unused => _ = self.look_for_personal_data(cell, text, row, out),
            _ => self.about_worker(slot, cell, text, row, names, out),
        }
    }

    pub(super) fn date(
        &mut self,
        cell: &RawCell,
        text: &str,
        row: u32,
        lost: NotChecked,
        out: &mut LineBatch,
    ) -> Option<chrono::NaiveDate> {
        if cell.kind == CellKind::Text && self.memo.date.is_some() && self.memo.date_text == text.as_bytes() {
            if !self.delimited {
                out.notes.push(Note { code: "date.text", row, column: cell.column });
            }
            return self.memo.date;
        }
        let read = match cell.kind {
            CellKind::Text if text.trim().is_empty() => return None,
            CellKind::Text | CellKind::IsoDate => date::from_text(text),
            CellKind::Number => match number::marked(text).map(number::Figure::millionths) {
                Ok(Millionths::Exact(m) | Millionths::Nearest(m)) => date::from_serial(m, self.map.dates_from_1904),
                Ok(Millionths::OutOfRange) => Err(date::Fault::OutOfRange),
                Err(_) => Err(date::Fault::NotADate),
            },
            _ => Err(date::Fault::NotADate),
        };
        let code = match read {
            Ok(day) => {
                if cell.kind == CellKind::Text {
                    self.memo.date_text.clear();
                    self.memo.date_text.extend_from_slice(text.as_bytes());
                    self.memo.date = Some(day);
                    if !self.delimited {
                        out.notes.push(Note { code: "date.text", row, column: cell.column });
                    }
                }
                return Some(day);
            }
            Err(date::Fault::OutOfRange) => "date.out_of_range",
            Err(date::Fault::NotReal) => "date.not_real",
            Err(date::Fault::NotADate) if cell.kind == CellKind::FormulaWithoutValue => "cell.formula_no_value",
            Err(date::Fault::NotADate) if cell.kind == CellKind::Error => "cell.formula_error",
            Err(date::Fault::NotADate) => "date.not_a_date",
        };
        self.hold(code, cell, text, row, "a date such as 2025-03-15", lost, out);
        None
    }

    fn text(&mut self, which: TextSlot, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) {
        let sym = self.keep(cell, text, row, names, out);
        let line = &mut self.buffer.line;
        match which {
            TextSlot::PayrollNumber => line.payroll_number = sym,
            TextSlot::Project => line.project = sym,
            TextSlot::Contractor => line.contractor = sym,
            TextSlot::Subcontractor => self.buffer.subcontractor = sym,
            TextSlot::Classification => line.classification = sym,
            TextSlot::Trade => line.trade = sym,
            TextSlot::Race => line.race = sym,
            TextSlot::Ethnicity => self.buffer.ethnicity = sym,
            TextSlot::ApprenticeId => self.buffer.apprentice_id = !sym.is_none(),
        }
    }

    /// Records a Problem at a cell; the row is held where it cannot be checked without the cell.
    #[cold]
    #[expect(clippy::too_many_arguments, reason = "the five parts of a Problem and its place")]
    pub(super) fn hold(
        &mut self,
        code: &'static str,
        cell: &RawCell,
        text: &str,
        row: u32,
        expected: &'static str,
        lost: NotChecked,
        out: &mut LineBatch,
    ) {
        if lost != NotChecked::Cell {
            self.buffer.held = true;
        }
        let range = CellRange::cell(self.sheet, cell.column, row);
        let place = if self.sheet_name.is_empty() { a1(range) } else { format!("{}!{}", self.sheet_name, a1(range)) };
        let advice = crate::domain::problem_codes::find(code).map_or("", |c| c.fix);
        out.problems.push((
            row,
            Problem {
                code,
                site: Site::Cells(range),
                read: mask(text.chars().take(80).collect::<String>().as_str()),
                kind: kind_word(cell.kind),
                expected: Cow::Borrowed(expected),
                fix: format!("{place}: {advice}"),
                not_checked: lost,
            },
        ));
    }

    /// A yes-or-no cell.
    pub(super) fn yes_no(&mut self, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) -> Fact {
        vocabulary::yes_no(text).unwrap_or_else(|| {
            self.hold("yes-no-not-known", cell, text, row, "Y or N", NotChecked::Cell, out);
            Fact::Unknown
        })
    }

    /// A part of the worker's name, which on a payroll matters only where no number names the worker; a hiring
    /// record keeps both.
    pub(super) fn name_part(&mut self, part: NamePart, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) {
        if !text.is_ascii() || text.len() >= 11 {
            self.look_for_personal_data(cell, text, row, out);
        }
        if self.buffer.id.is_none() || self.map.records != RecordKind::Payroll {
            self.buffer.name[part as usize].push_str(&letters::tidy(text));
        }
    }

    /// Which of a worker's two lines a row is.
    pub(super) fn mark(&mut self, text: &str) {
        self.buffer.mark = match text.trim().to_ascii_uppercase().as_str() {
            "S" | "ST" | "S.T." | "REG" | "STRAIGHT" | "STRAIGHT TIME" => Some(LineMark::Straight),
            "O" | "OT" | "O.T." | "0" | "OVERTIME" => Some(LineMark::Overtime),
            _ => None,
        };
    }
}

/// The word for a kind of cell in output.
pub(super) fn kind_word(kind: CellKind) -> &'static str {
    match kind {
        CellKind::Text => "text",
        CellKind::Number => "number",
        CellKind::Boolean => "boolean",
        CellKind::Error => "error",
        CellKind::IsoDate => "date",
        CellKind::FormulaWithoutValue => "formula without a value",
        CellKind::UnknownType => "unknown type",
    }
}

/// A digest of a row's readings: equal for rows repeated letter by letter.
#[inline]
fn digest(batch: &RowBatch, raw: &RawRow) -> u128 {
    use xxhash_rust::xxh3::{Xxh3, xxh3_128_with_seed};
    let cells = batch.cells_of(raw);
    if let (true, Some(first), Some(last)) = (raw.in_one_piece, cells.first(), cells.last()) {
        let span = &batch.text.as_bytes()[first.start as usize..(last.start + last.len) as usize];
        return xxh3_128_with_seed(span, u64::from(first.column));
    }
    let mut hasher = Xxh3::new();
    for cell in cells {
        hasher.update(&cell.column.to_le_bytes());
        hasher.update(&[cell.kind as u8]);
        hasher.update(&cell.len.to_le_bytes());
        hasher.update(batch.text_of(cell).as_bytes());
    }
    hasher.digest128()
}
