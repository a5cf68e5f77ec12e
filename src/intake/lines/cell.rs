//! One cell into one reading of the row, or a Problem.

use super::row::{LineMark, RowBuffer, kind_index};
use super::slots::{MoneySlot, NamePart, RateSlot, Slot, TextSlot};
use super::{LineBatch, LineReader, Note};
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::Fact;
use crate::domain::place::{CellRange, a1};
use crate::domain::problem::{NotChecked, Problem, Site, mask};
use crate::domain::quantity::{Given, Hours, MICROS, Money, Rate};
use crate::domain::vocabulary;
use crate::intake::batch::{CellKind, NumberFormat, RawCell, RawRow, RowBatch};
use crate::intake::limits::Profile;
use crate::intake::value::number::{self, Millionths};
use crate::intake::value::{date, text as letters};
use std::borrow::Cow;

/// What a number cell came to.
enum Number {
    Absent,
    Of { micros: i64, exact: bool },
    Bad(&'static str),
}

/// The largest hours in one cell, the largest dollars per hour, the largest dollars in one cell.
const MOST_HOURS: i64 = 10_000 * MICROS;
const MOST_RATE: i64 = 100_000 * MICROS;
const MOST_MONEY: i64 = 10_000_000 * MICROS;

impl LineReader<'_> {
    pub(super) fn read_cells(&mut self, batch: &RowBatch, raw: &RawRow, names: &mut Names, out: &mut LineBatch) {
        self.buffer.clear();
        self.buffer.line.at.sheet = self.sheet;
        self.buffer.line.at.row = raw.row;
        self.buffer.line.digest = digest(batch, raw);
        for cell in batch.cells_of(raw) {
            let slot = self.slots.get(usize::from(cell.column)).copied().unwrap_or(Slot::Unused);
            self.cell(slot, cell, batch.text_of(cell), raw.row, names, out);
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
                    days.into_iter().nth(kind_index(kind)).into_iter().for_each(|d| d.0[usize::from(day)] = Given::of(hours));
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
                self.buffer.week_filled |= !text.trim().is_empty() || cell.kind != CellKind::Text;
                self.buffer.line.week_ending = self.date(cell, text, row, NotChecked::Row, out);
            }
            Slot::PaidOn => self.buffer.line.paid_on = self.date(cell, text, row, NotChecked::Cell, out),
            Slot::Text(which) => self.text(which, cell, text, row, names, out),
            Slot::Unused => _ = self.look_for_personal_data(cell, text, row, out),
            _ => self.about_worker(slot, cell, text, row, names, out),
        }
    }

    /// The number in a cell; fast for the plain digits that nearly every cell holds.
    #[inline]
    fn number(&mut self, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) -> Number {
        if matches!(cell.kind, CellKind::Text | CellKind::Number)
            && let Some(micros) = number::plain(text.as_bytes())
            && (self.delimited || (cell.kind == CellKind::Number && cell.format == NumberFormat::Plain && !cell.external))
        {
            return Number::Of { micros, exact: true };
        }
        self.careful_number(cell, text, row, out)
    }

    #[cold]
    fn careful_number(&mut self, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) -> Number {
        let note = |code: &'static str, out: &mut LineBatch| out.notes.push(Note { code, row, column: cell.column });
        let figure = match cell.kind {
            CellKind::Number => {
                number::marked(text).map_err(|f| if f == number::Fault::NotFinite { "cell.not_finite" } else { "cell.malformed_number" })
            }
            CellKind::Text => {
                let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
                // A dash, alone or after a dollar sign, is how accounting formats print nothing: no reading.
                if trimmed.is_empty() || matches!(trimmed.trim_start_matches('$').trim(), "-" | "–" | "—" | "") {
                    return Number::Absent;
                }
                number::written(text).map_err(|f| match f {
                    number::Fault::Ambiguous => "cell.ambiguous_number",
                    number::Fault::NotFinite => "cell.not_finite",
                    number::Fault::Malformed => "cell.malformed_number",
                })
            }
            CellKind::FormulaWithoutValue => Err("cell.formula_no_value"),
            CellKind::Error => Err("cell.formula_error"),
            CellKind::Boolean | CellKind::IsoDate | CellKind::UnknownType => Err("cell.type"),
        };
        let figure = match figure {
            Ok(figure) => figure,
            Err(code) => return Number::Bad(code),
        };
        if cell.kind == CellKind::Text && !self.delimited {
            note("cell.text_number", out);
        }
        if cell.external {
            note("book.external_link", out);
        }
        if cell.format == NumberFormat::Disguise {
            note("cell.display_differs", out);
        }
        match figure.millionths() {
            Millionths::Exact(micros) => Number::Of { micros, exact: true },
            Millionths::Nearest(micros) => Number::Of { micros, exact: false },
            Millionths::OutOfRange => Number::Bad("money.out_of_range"),
        }
    }

    fn hours(&mut self, cell: &RawCell, text: &str, row: u32, most: i64, out: &mut LineBatch) -> Option<Hours> {
        let upload = self.limits.profile == Profile::Upload;
        let expected = if most == 24 { "hours from 0 to 24" } else { "hours of one week" };
        let code = match self.number(cell, text, row, out) {
            Number::Absent => return None,
            Number::Of { .. } if cell.format == NumberFormat::Time => "hours.time_format",
            Number::Of { .. } if cell.format == NumberFormat::Date => "cell.type",
            Number::Of { micros, .. } if micros.abs() > MOST_HOURS => "hours.out_of_range",
            Number::Of { micros, .. } if micros < 0 && upload => "hours.negative",
            Number::Of { micros, .. } if most == 24 && micros > 24 * MICROS && upload => "hours.over_24",
            Number::Of { micros, exact } => {
                if !exact {
                    out.notes.push(Note { code: "hours.rounded", row, column: cell.column });
                }
                return Some(Hours::from_micros(micros));
            }
            Number::Bad("cell.ambiguous_number" | "cell.malformed_number") if cell.kind == CellKind::Text => "hours-not-a-number",
            Number::Bad("money.out_of_range") => "hours.out_of_range",
            Number::Bad(code) => code,
        };
        self.hold(code, cell, text, row, expected, NotChecked::Row, out);
        None
    }

    fn rate(&mut self, which: RateSlot, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) {
        if which == RateSlot::Base
            && let Some((rate, cash)) = self.two_amounts(cell, text)
        {
            out.notes.push(Note { code: "money.two_amounts", row, column: cell.column });
            self.buffer.line.base_rate = Given::of(Rate::from_micros(rate));
            self.buffer.line.fringe_cash = Given::of(Rate::from_micros(cash));
            return;
        }
        let code = match self.number(cell, text, row, out) {
            Number::Absent => return,
            Number::Of { .. } if matches!(cell.format, NumberFormat::Date | NumberFormat::Time) => "cell.type",
            Number::Of { micros, .. } if micros < 0 => "rate.negative",
            Number::Of { micros, .. } if micros > MOST_RATE => "money.out_of_range",
            Number::Of { exact: false, .. } => "rate.precision",
            Number::Of { micros, .. } => {
                let line = &mut self.buffer.line;
                let target = match which {
                    RateSlot::Base => &mut line.base_rate,
                    RateSlot::Overtime => &mut line.overtime_rate,
                    RateSlot::Double => &mut line.double_rate,
                    RateSlot::FringePlan => &mut line.fringe_plan,
                    RateSlot::FringeCash => &mut line.fringe_cash,
                };
                // Several plan columns (health, pension, …) add up.
                *target =
                    Given::of(target.known().filter(|_| which == RateSlot::FringePlan).unwrap_or_default() + Rate::from_micros(micros));
                return;
            }
            Number::Bad(code) => code,
        };
        self.hold(code, cell, text, row, "dollars per hour with a decimal point", NotChecked::Row, out);
    }

    fn money(&mut self, which: MoneySlot, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) {
        if which == MoneySlot::GrossProject
            && let Some((project, all)) = self.two_amounts(cell, text)
        {
            out.notes.push(Note { code: "money.two_amounts", row, column: cell.column });
            self.buffer.line.gross_project = Given::of(Money::from_micros(project));
            self.buffer.line.gross_all = Given::of(Money::from_micros(all));
            return;
        }
        let code = match self.number(cell, text, row, out) {
            Number::Absent => return,
            Number::Of { .. } if matches!(cell.format, NumberFormat::Date | NumberFormat::Time) => "cell.type",
            Number::Of { micros, .. } if micros.abs() > MOST_MONEY => "money.out_of_range",
            Number::Of { micros, .. } if micros < 0 => {
                if which == MoneySlot::Net {
                    "net.negative"
                } else {
                    "money.negative"
                }
            }
            Number::Of { micros, exact } if !exact || micros % 10_000 != 0 => "money.precision",
            Number::Of { micros, .. } => {
                keep_money(&mut self.buffer, which, Money::from_micros(micros));
                return;
            }
            Number::Bad(code) => code,
        };
        self.hold(code, cell, text, row, "dollars and cents", NotChecked::Cell, out);
    }

    /// `12.25/.40`, `63.00/120.00`: two amounts divided by a slash, as the old form's instructions have it.
    fn two_amounts(&self, cell: &RawCell, text: &str) -> Option<(i64, i64)> {
        if cell.kind != CellKind::Text || memchr::memchr(b'/', text.as_bytes()).is_none() {
            return None;
        }
        let (left, right) = text.split_once('/')?;
        let part = |t: &str| match number::written(t).ok()?.millionths() {
            Millionths::Exact(m) if (0..=MOST_MONEY).contains(&m) => Some(m),
            _ => None,
        };
        Some((part(left)?, part(right)?))
    }

    fn date(&mut self, cell: &RawCell, text: &str, row: u32, lost: NotChecked, out: &mut LineBatch) -> Option<chrono::NaiveDate> {
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

    /// Keeps a text as a name of this reader's table.
    #[inline]
    pub(super) fn keep(&mut self, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) -> Sym {
        if matches!(cell.kind, CellKind::Error | CellKind::FormulaWithoutValue) {
            let code = if cell.kind == CellKind::Error { "cell.formula_error" } else { "cell.formula_no_value" };
            self.hold(code, cell, text, row, "text", NotChecked::Row, out);
            return Sym::NONE;
        }
        if let Some((sym, true)) = self.memo.spellings.find_recent(text) {
            return sym;
        }
        self.kept_as(cell, text, row, names, out)
    }

    /// The name a text is kept as. A text met before is looked up as it stands in the file; a new one is tidied. What deserves a word gets it
    /// at every cell, so that the notes do not depend on which thread met the text first.
    fn kept_as(&mut self, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) -> Sym {
        let known = self.memo.spellings.find(text);
        if let Some((sym, true)) = known {
            return sym;
        }
        let plain = self.look_for_personal_data(cell, text, row, out);
        if let Some((sym, _)) = known {
            return sym;
        }
        let sym = names.intern(&letters::tidy(text));
        self.memo.spellings.keep(text, (sym, plain));
        sym
    }

    /// Full Social Security numbers wherever they stand, and letters that hide. True if there is nothing
    /// to say.
    pub(super) fn look_for_personal_data(&mut self, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) -> bool {
        let mut plain = true;
        if text.len() > self.limits.cell_chars && text.chars().count() > self.limits.cell_chars {
            plain = false;
            self.hold("cell.text_too_long", cell, "", row, "text of at most 32,767 characters", NotChecked::File, out);
        }
        if letters::holds_full_ssn(text) {
            plain = false;
            self.hold("pii.full_ssn", cell, "", row, "at most the last four digits", NotChecked::File, out);
        }
        if let Some(code) = letters::suspicious(text) {
            plain = false;
            out.notes.push(Note { code, row, column: cell.column });
        }
        plain
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

    /// A part of the worker's name.
    pub(super) fn name_part(&mut self, part: NamePart, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) {
        if !text.is_ascii() || text.len() >= 11 {
            self.look_for_personal_data(cell, text, row, out);
        }
        self.buffer.name[part as usize].push_str(&letters::tidy(text));
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

fn keep_money(buffer: &mut RowBuffer, which: MoneySlot, money: Money) {
    let add = |sum: &mut Option<Money>| *sum = Some(sum.unwrap_or_default() + money);
    match which {
        MoneySlot::GrossProject => buffer.line.gross_project = Given::of(money),
        MoneySlot::GrossAll => buffer.line.gross_all = Given::of(money),
        MoneySlot::Deductions => buffer.line.deductions = Given::of(money),
        MoneySlot::Net => buffer.line.net = Given::of(money),
        MoneySlot::DeductionPart => add(&mut buffer.deduction_parts),
        MoneySlot::FringePlanWeek => add(&mut buffer.fringe_plan_week),
        MoneySlot::FringeCashWeek => add(&mut buffer.fringe_cash_week),
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
