//! A payroll for one week: rows of other weeks are named and left out, never dropped unsaid.

use super::tables::{note, refuse};
use crate::domain::columns::RunColumns;
use crate::domain::field::Field;
use crate::domain::payroll::PayrollLine;
use crate::domain::place::{RowRef, SheetId};
use crate::domain::problem::{NotChecked, Problem, Site};
use crate::domain::run::Run;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Rows named in one Problem; of more, only how many.
const NAMED: usize = 12;

/// The week a payroll is for, and the rows of other weeks met so far.
pub(super) struct WeekWatch {
    week: NaiveDate,
    others: BTreeMap<(SheetId, NaiveDate), Vec<RowRef>>,
}

impl WeekWatch {
    pub(super) fn of(week: NaiveDate) -> Self {
        Self { week, others: BTreeMap::new() }
    }

    /// True for a line of another week, which is remembered.
    pub(super) fn leaves_out(&mut self, line: &PayrollLine) -> bool {
        match line.week_ending {
            Some(week) if week != self.week => {
                self.others.entry((line.at.sheet, week)).or_default().push(line.at);
                true
            }
            _ => false,
        }
    }

    /// Says which rows were left out, and that nothing is left where that is so: no line, and none that is held and
    /// could become one.
    pub(super) fn say(self, any_line: bool, run: &mut Run, columns: &RunColumns) {
        for ((_, week), rows) in &self.others {
            run.problems.push(self.left_out(*week, rows, run, columns));
        }
        if !any_line && !run.problems.iter().any(|p| p.not_checked == NotChecked::Row && p.code != "week.other") {
            let mut none = *refuse("week.none", Site::File, String::new(), format!("a line of the week ending {}", self.week));
            none.kind = "";
            run.problems.push(none);
        }
    }

    fn left_out(&self, week: NaiveDate, rows: &[RowRef], run: &Run, columns: &RunColumns) -> Problem {
        let first = rows.first().copied().unwrap_or_default();
        let site = match columns.cell_at(first, Field::WeekEnding) {
            Some(cell) => Site::Cells(cell),
            None => {
                let sheet = run.sheets.get(usize::from(first.sheet.0)).map(|s| s.sheet.clone()).unwrap_or_default();
                Site::Named { sheet, a1: format!("{}:{}", first.row, first.row) }
            }
        };
        let mut words = if rows.len() == 1 { "Row ".to_owned() } else { "Rows ".to_owned() };
        for (at, row) in rows.iter().take(NAMED).enumerate() {
            let _ = write!(words, "{}{}", if at == 0 { "" } else { ", " }, row.row);
        }
        if rows.len() > NAMED {
            let _ = write!(words, " and {} more", rows.len() - NAMED);
        }
        let (says, these) = if rows.len() == 1 { ("says", "this row") } else { ("say", "these rows") };
        let mut problem = note("week.other", site, week.to_string());
        problem.kind = "date";
        problem.expected = format!("the week ending {}", self.week).into();
        problem.fix = format!(
            "{words} {says} {week}. This payroll is for the week ending {}. Move {these} to the payroll of the week ending {week}.",
            self.week
        );
        problem.not_checked = NotChecked::Row;
        problem
    }
}
