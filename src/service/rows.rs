//! What is decided about rows once they are in order: second tables, totals rows, hidden rows.

use super::merge::Merge;
use super::pipeline::Stretch;
use super::tables::note;
use crate::checks::week_ledger::LineId;
use crate::domain::problem::Site;
use crate::domain::quantity::Hours;
use crate::domain::run::{NotUsed, Run, SheetReading, WhyNotUsed};
use crate::intake::lines::Event;

/// Hidden rows that are listed one by one.
const HIDDEN_LISTED: usize = 50_000;

/// Where the rows that the next totals row speaks of begin.
#[derive(Default)]
pub(super) struct TotalsWatch {
    /// First ledger line of the table, and of the rows since the last totals row.
    pub(super) first: usize,
    pub(super) since: usize,
    /// Rows that were set aside (held, repeated) up to the last totals row.
    pub(super) aside_since: usize,
}

impl Merge<'_> {
    /// A totals row is not read as a line; its hours are held against the rows above it, all of them or
    /// those since the last totals row. Where some of them were set aside there is nothing to compare.
    pub(super) fn hold_against_rows(&mut self, row: u32, stated: Hours, run: &mut Run) {
        let sheet = &run.sheets[usize::from(self.table.sheet.0)];
        let aside = sheet
            .not_used
            .iter()
            .filter(|n| matches!(n.why, WhyNotUsed::Problem | WhyNotUsed::Repeated | WhyNotUsed::OutsideProject | WhyNotUsed::OtherWeek))
            .count();
        let watch = &mut self.table.totals;
        let sum = |from: usize| -> Hours {
            let entries = (from..self.ledger.len()).map(|i| self.ledger.entry(LineId(i as u32))).take_while(|e| e.at.row < row);
            entries.map(|e| e.straight.known().unwrap_or_default() + e.premium).sum()
        };
        let (all, part) = (sum(watch.first), sum(watch.since));
        let comparable = aside == watch.aside_since || aside == 0;
        watch.since = self.ledger.len();
        watch.aside_since = aside;
        if comparable && stated != all && stated != part {
            let site = Site::Named { sheet: sheet.sheet.clone(), a1: format!("{row}:{row}") };
            run.notes.push(note("totals.row_differs", site, format!("the totals row says {stated} hours, its rows add up to {part}")));
        }
    }

    /// Decides the events of a stretch. Returns the row a second table begins on.
    pub(super) fn rows_decided(&mut self, stretch: &Stretch, run: &mut Run) -> Option<u32> {
        let sheet = usize::from(self.table.sheet.0);
        let lines = &stretch.lines;
        let mut second_from = self.table.second_table.then_some(0);
        for (at, &(row, event)) in lines.events.iter().enumerate() {
            if second_from.is_none()
                && matches!(event, Event::MaybeHeading | Event::Irregular(_))
                && row > self.table.last_row.min(row)
                && self.blank_before(stretch, at, row)
            {
                second_from = Some(row);
                self.table.second_table = true;
                let name = &run.sheets[sheet].sheet;
                let site = Site::Named { sheet: name.clone(), a1: format!("{row}:{row}") };
                run.notes.push(note("csv.second_table", site, format!("a second table begins on row {row}")));
            }
            if second_from.is_some_and(|from| row >= from) {
                if event != Event::Hidden {
                    push_unused(&mut run.sheets[sheet], row, WhyNotUsed::SecondTable);
                }
                continue;
            }
            match event {
                Event::NotUsed(why) => push_unused(&mut run.sheets[sheet], row, why),
                Event::Irregular(_) => self.table.irregular.push(row),
                Event::Hidden => {
                    let name = &run.sheets[sheet].sheet;
                    let site = Site::Named { sheet: name.clone(), a1: format!("{row}:{row}") };
                    if run.notes.len() < HIDDEN_LISTED {
                        run.notes.push(note("sheet.hidden_row", site, format!("row {row} is hidden")));
                    }
                }
                Event::MaybeHeading => {}
            }
        }
        if let Some(from) = second_from {
            for line in lines.lines.iter().filter(|l| l.at.row >= from) {
                push_unused(&mut run.sheets[sheet], line.at.row, WhyNotUsed::SecondTable);
            }
            for record in lines.records.iter().filter(|r| r.at().row >= from) {
                push_unused(&mut run.sheets[sheet], record.at().row, WhyNotUsed::SecondTable);
            }
        }
        second_from
    }

    /// True if the row above is blank, or in a sheet not there at all.
    fn blank_before(&self, stretch: &Stretch, at: usize, row: u32) -> bool {
        let above = row.saturating_sub(1);
        let events = &stretch.lines.events[..at];
        if events.iter().rev().any(|(r, e)| *r == above && *e == Event::NotUsed(WhyNotUsed::BlankRow)) {
            return true;
        }
        if self.table.delimited {
            return false;
        }
        let used = stretch.lines.lines.binary_search_by_key(&above, |l| l.at.row).is_ok()
            || stretch.lines.records.binary_search_by_key(&above, |r| r.at().row).is_ok();
        !used && !events.iter().any(|(r, _)| *r == above) && self.table.last_row != above
    }
}

fn push_unused(sheet: &mut SheetReading, row: u32, why: WhyNotUsed) {
    sheet.not_used.push(NotUsed { row, why });
}
