//! One row's readings before they become a line, and what makes a row no line at all.

use super::slots::Slot;
use super::{Event, LineReader};
use crate::domain::field::HourKind;
use crate::domain::names::Sym;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::{Given, HourUnit, Money};
use crate::domain::run::WhyNotUsed;
use crate::intake::batch::{CellKind, RawRow, RowBatch};
use crate::intake::value::{date, number};

/// Which of a worker's two lines a row says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineMark {
    Straight,
    Overtime,
}

/// The readings of one row.
#[derive(Clone, Debug, Default)]
pub(super) struct RowBuffer {
    pub(super) line: PayrollLine,
    /// Hours by weekday, Sunday first, by kind.
    pub(super) weekdays: [[Given<HourUnit>; 7]; 4],
    pub(super) any_weekday: bool,
    pub(super) id: Sym,
    pub(super) ssn4: Sym,
    pub(super) name: [String; 4],
    pub(super) subcontractor: Sym,
    pub(super) ethnicity: Sym,
    pub(super) apprentice_id: bool,
    pub(super) fringe_plan_week: Option<Money>,
    pub(super) fringe_cash_week: Option<Money>,
    pub(super) deduction_parts: Option<Money>,
    pub(super) mark: Option<LineMark>,
    /// The row is held: a Problem names the cell.
    pub(super) held: bool,
    /// The week-ending cell was filled, readable or not.
    pub(super) week_filled: bool,
}

impl RowBuffer {
    /// Empties it where it stands: a fresh one would be built elsewhere and copied, once a row. Every field is named,
    /// so that none is forgotten.
    pub(super) fn clear(&mut self) {
        let Self {
            line,
            weekdays,
            any_weekday,
            id,
            ssn4,
            name,
            subcontractor,
            ethnicity,
            apprentice_id,
            fringe_plan_week,
            fringe_cash_week,
            deduction_parts,
            mark,
            held,
            week_filled,
        } = self;
        *line = PayrollLine::default();
        *weekdays = [[Given::ABSENT; 7]; 4];
        [*id, *ssn4, *subcontractor, *ethnicity] = [Sym::NONE; 4];
        name.iter_mut().for_each(String::clear);
        [*fringe_plan_week, *fringe_cash_week, *deduction_parts] = [None; 3];
        *mark = None;
        [*any_weekday, *apprentice_id, *held, *week_filled] = [false; 4];
    }
}

/// Index of a kind of hours.
pub(super) const fn kind_index(kind: HourKind) -> usize {
    match kind {
        HourKind::Straight => 0,
        HourKind::Overtime => 1,
        HourKind::Double => 2,
        HourKind::Unsplit => 3,
    }
}

/// `Total`, `Totals`, `TOTALS:`, `Grand total`, `Subtotal`, `Total hours`, … and nothing more: a firm called
/// "Total Renovations" is a firm.
pub(super) fn says_total(text: &str) -> bool {
    let folded: String = text.chars().filter(|c| c.is_alphabetic() || *c == ' ').collect::<String>().to_lowercase();
    let words: Vec<&str> = folded.split_whitespace().collect();
    const TAILS: &[&str] =
        &["hours", "for", "week", "the", "payroll", "all", "workers", "page", "this", "project", "gross", "net", "amount"];
    let mut rest = words.as_slice();
    if let Some(("grand" | "sub" | "report" | "page" | "weekly" | "column", tail)) = rest.split_first().map(|(a, b)| (*a, b)) {
        rest = tail;
    }
    match rest.split_first() {
        Some((&("total" | "totals" | "subtotal" | "subtotals" | "sum"), tail)) => tail.iter().all(|w| TAILS.contains(w)),
        _ => false,
    }
}

impl LineReader<'_> {
    /// Why a row is no line, judged before its cells are read: totals, repeated headings, notes.
    pub(super) fn not_a_line(&self, batch: &RowBatch, raw: &RawRow) -> Option<Event> {
        let cells = batch.cells_of(raw);
        let first = cells.first()?;
        let slot = |column: u16| self.slots.get(usize::from(column)).copied().unwrap_or(Slot::Unused);
        // The usual row: its first used cell is what its column promises.
        if let Some(b'0'..=b'9') = batch.text_of(first).as_bytes().first() {
            return None;
        }
        if self.plainly_a_line(batch, cells) {
            return None;
        }
        let mut texts = 0;
        let mut figures = 0;
        let mut key_cells = 0;
        let mut total_word = false;
        let mut same_as_heading = 0;
        for cell in cells {
            let text = batch.text_of(cell).trim();
            if text.is_empty() {
                continue;
            }
            let slot = slot(cell.column);
            let figure = cell.kind != CellKind::Text || number::written(text).is_ok() || date::from_text(text).is_ok();
            if figure {
                figures += 1
            } else {
                texts += 1
            }
            total_word |= !figure && says_total(text);
            if matches!(
                slot,
                Slot::WeekEnding
                    | Slot::WorkerId
                    | Slot::Ssn
                    | Slot::Text(super::slots::TextSlot::Classification | super::slots::TextSlot::Trade)
            ) && !says_total(text)
            {
                key_cells += 1;
            }
            if !figure && self.heading(cell.column).is_some_and(|h| h.eq_ignore_ascii_case(text)) {
                same_as_heading += 1;
            }
        }
        if same_as_heading >= 3 && figures == 0 {
            return Some(Event::NotUsed(WhyNotUsed::HeadingRow));
        }
        if total_word && key_cells == 0 {
            return Some(Event::NotUsed(WhyNotUsed::TotalRow));
        }
        let columns = self.slots.iter().filter(|s| **s != Slot::Unused).count();
        if figures == 0 && texts <= 2 && columns >= 5 && !self.delimited && self.map.shape == super::RowShape::One && key_cells == 0 {
            return Some(Event::NotUsed(WhyNotUsed::NoteRow));
        }
        (figures == 0 && texts >= 3 && texts + 1 >= columns.min(4)).then_some(Event::MaybeHeading)
    }

    /// A trade or classification that is no totals word, and hours that begin with a digit.
    fn plainly_a_line(&self, batch: &RowBatch, cells: &[crate::intake::batch::RawCell]) -> bool {
        let (mut keyed, mut hours) = (false, false);
        for cell in cells {
            let text = batch.text_of(cell);
            match self.slots.get(usize::from(cell.column)) {
                Some(Slot::Text(super::slots::TextSlot::Classification | super::slots::TextSlot::Trade)) => keyed |= !says_total(text),
                Some(Slot::Week(_) | Slot::Weekday(..) | Slot::NthDay(..)) => {
                    hours |= text.as_bytes().first().is_some_and(u8::is_ascii_digit)
                }
                _ => {}
            }
        }
        keyed && hours
    }

    fn heading(&self, column: u16) -> Option<&str> {
        self.map.columns.iter().find(|c| c.column == column).map(|c| c.heading.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::says_total;

    #[test]
    fn a_firm_called_total_is_a_firm() {
        for text in ["Total", "TOTALS", "Totals:", "Grand Total", "Subtotal", "Sub-total", "Total hours", "TOTALS FOR THE WEEK"] {
            assert!(says_total(text), "{text}");
        }
        for text in ["Total Renovations", "Total Wine & More", "TOTAL LINE REFRIGERATION INC", "Totally Tile", "Carpenter"] {
            assert!(!says_total(text), "{text}");
        }
    }
}
