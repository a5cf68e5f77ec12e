//! Cells that hold hours, rates and dollars.

use super::row::{RowBuffer, kind_index};
use super::slots::{MoneySlot, RateSlot, Slot};
use super::{LineBatch, LineReader, Note};
use crate::domain::problem::NotChecked;
use crate::domain::quantity::{Given, Hours, MICROS, Money, Rate};
use crate::intake::batch::{CellKind, NumberFormat, RawCell};
use crate::intake::limits::Profile;
use crate::intake::value::digits;
use crate::intake::value::number::{self, Millionths};

/// What a number cell came to.
pub(super) enum Number {
    Absent,
    Of { micros: i64, exact: bool },
    Bad(&'static str),
}

/// The largest hours in one cell, the largest dollars per hour, the largest dollars in one cell.
const MOST_HOURS: i64 = 10_000 * MICROS;
const MOST_RATE: i64 = 100_000 * MICROS;
const MOST_MONEY: i64 = 10_000_000 * MICROS;

/// The largest hours of one day.
const DAY: i64 = 24 * MICROS;

impl LineReader<'_> {
    /// Reads what nearly every cell of hours, rates and dollars holds: a few plain digits within bounds.
    /// Returns false, and has read nothing, where the cell must be looked at with care.
    #[inline]
    pub(super) fn usual_figure(&mut self, slot: Slot, cell: &RawCell, text: &[u8]) -> bool {
        let plain = self.delimited || (cell.kind == CellKind::Number && cell.format == NumberFormat::Plain && !cell.external);
        if !plain {
            return false;
        }
        let Some(micros) = digits::short(text, cell.start as usize, cell.len as usize) else { return false };
        match slot {
            Slot::Weekday(kind, day) if micros <= DAY => {
                self.buffer.weekdays[kind_index(kind)][usize::from(day)] = Given::of(Hours::from_micros(micros));
                self.buffer.any_weekday = true;
            }
            Slot::Rate(which) if micros <= MOST_RATE => keep_rate(&mut self.buffer, which, Rate::from_micros(micros)),
            Slot::Money(which) if micros <= MOST_MONEY && micros % 10_000 == 0 => {
                keep_money(&mut self.buffer, which, Money::from_micros(micros));
            }
            _ => return false,
        }
        true
    }

    /// The number in a cell; fast for plain digits.
    pub(super) fn number(&mut self, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) -> Number {
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

    pub(super) fn hours(&mut self, cell: &RawCell, text: &str, row: u32, most: i64, out: &mut LineBatch) -> Option<Hours> {
        let upload = self.limits.profile == Profile::Upload;
        let expected = if most == 24 { "hours from 0 to 24" } else { "hours of one week" };
        let code = match self.number(cell, text, row, out) {
            Number::Absent => return None,
            Number::Of { .. } if cell.format == NumberFormat::Time => "hours.time_format",
            Number::Of { .. } if cell.format == NumberFormat::Date => "cell.type",
            Number::Of { micros, .. } if micros.abs() > MOST_HOURS => "hours.out_of_range",
            Number::Of { micros, .. } if micros < 0 && upload => "hours.negative",
            Number::Of { micros, .. } if most == 24 && micros > DAY && upload => "hours.over_24",
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

    pub(super) fn rate(&mut self, which: RateSlot, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) {
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
                keep_rate(&mut self.buffer, which, Rate::from_micros(micros));
                return;
            }
            Number::Bad(code) => code,
        };
        self.hold(code, cell, text, row, "dollars per hour with a decimal point", NotChecked::Row, out);
    }

    pub(super) fn money(&mut self, which: MoneySlot, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) {
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
}

fn keep_rate(buffer: &mut RowBuffer, which: RateSlot, rate: Rate) {
    let line = &mut buffer.line;
    let target = match which {
        RateSlot::Base => &mut line.base_rate,
        RateSlot::Overtime => &mut line.overtime_rate,
        RateSlot::Double => &mut line.double_rate,
        RateSlot::FringePlan => &mut line.fringe_plan,
        RateSlot::FringeCash => &mut line.fringe_cash,
    };
    // Several plan columns (health, pension, …) add up.
    *target = Given::of(target.known().filter(|_| which == RateSlot::FringePlan).unwrap_or_default() + rate);
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
