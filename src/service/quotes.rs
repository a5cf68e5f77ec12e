//! Which rows are quoted beside the Problems and findings about them: those a person is shown first,
//! so that the memory they take does not grow with the file.

use super::pipeline::Stretch;
use crate::domain::columns::RunColumns;
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::place::{CellRange, SheetId};
use crate::domain::problem::{Problem, Site, mask};
use crate::domain::problem_codes::Weight;
use crate::domain::quoted::{QuotedRow, may_be_quoted};
use crate::domain::run::Run;
use crate::intake::batch::RowBatch;
use crate::intake::table::TableMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rows quoted for one check and answer: as many findings as a person is shown in full.
const FOR_A_CHECK: u32 = 50;
/// Rows quoted for Problems.
const FOR_PROBLEMS: usize = 200;

/// What rows are quoted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// A check of single lines, by its answer (not met, or open).
    Line(u16, bool),
    /// A running check.
    Running(usize),
}

impl Asker {
    /// Its kind and its number in the kind.
    fn place(self) -> (usize, usize) {
        match self {
            Self::Line(check, false) => (0, usize::from(check)),
            Self::Line(check, true) => (1, usize::from(check)),
            Self::Running(index) => (2, index),
        }
    }
}

/// The rows quoted so far.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    /// The columns of every sheet.
    pub(super) columns: Arc<RunColumns>,
    /// How many rows each asker had, by its kind and number: asked at every line by every running check.
    asked: [Vec<u32>; 3],
    problems: BTreeMap<(&'static str, SheetId, u16), ()>,
    rows: BTreeMap<(SheetId, u32), QuotedRow>,
}

impl Quotes {
    /// True while more rows are quoted for an asker.
    pub(super) fn wanted(&self, asker: Asker) -> bool {
        let (kind, number) = asker.place();
        self.asked[kind].get(number).is_none_or(|n| *n < FOR_A_CHECK)
    }

    /// Quotes a line.
    pub(super) fn line(&mut self, asker: Asker, line: &PayrollLine, names: &Names) {
        if !self.wanted(asker) {
            return;
        }
        let (kind, number) = asker.place();
        let asked = &mut self.asked[kind];
        if asked.len() <= number {
            asked.resize(number + 1, 0);
        }
        asked[number] += 1;
        let key = (line.at.sheet, line.at.row);
        if self.rows.contains_key(&key) {
            return;
        }
        let columns = self.columns.0.get(usize::from(line.at.sheet.0));
        if let Some(quoted) = columns.and_then(|columns| QuotedRow::of(line, columns, names)) {
            self.rows.insert(key, quoted);
        }
    }

    /// Takes the row of a Problem, if it is the first of its kind in its column: alike ones are shown
    /// as one.
    pub(super) fn problem(&mut self, problem: &Problem, quoted: &[QuotedRow]) {
        let Some(cell) = cell_of(problem) else { return };
        if self.problems.len() >= FOR_PROBLEMS || self.problems.insert((problem.code, cell.sheet, cell.column), ()).is_some() {
            return;
        }
        if let Some(row) = quoted.iter().find(|q| q.row == cell.first_row) {
            self.rows.insert((row.sheet, row.row), row.clone());
        }
    }

    /// Hands the rows over to the run.
    pub(super) fn into_run(self, run: &mut Run) {
        run.quoted = self.rows.into_values().collect();
    }
}

/// The asker for an answer of a line check.
pub(super) fn asker(check: u16, outcome: Outcome) -> Asker {
    Asker::Line(check, outcome == Outcome::NotMet)
}

/// The one cell a held row's Problem names.
fn cell_of(problem: &Problem) -> Option<CellRange> {
    match problem.site {
        Site::Cells(range) if range.first_row == range.last_row && problem.weight() == Weight::Hold => Some(range),
        _ => None,
    }
}

/// Quotes the rows of a stretch that hold the first Problem of its kind in its column, as they stand in
/// the file.
pub(super) fn quote_problems(stretch: &mut Stretch, batch: &RowBatch, map: &TableMap) {
    let mut seen: BTreeMap<(&'static str, u16), ()> = BTreeMap::new();
    for (_, problem) in &stretch.lines.problems {
        let Some(cell) = cell_of(problem) else { continue };
        if seen.insert((problem.code, cell.column), ()).is_some() || stretch.quoted.iter().any(|q| q.row == cell.first_row) {
            continue;
        }
        let Ok(at) = batch.rows.binary_search_by_key(&cell.first_row, |r| r.row) else { continue };
        let cells = batch.cells_of(&batch.rows[at]);
        let text = |column: u16| {
            let cell = cells.iter().find(|c| c.column == column);
            cell.map_or_else(String::new, |c| mask(batch.text_of(c).trim()))
        };
        let columns = map.fields.iter().enumerate().filter(|(_, f)| f.is_some_and(may_be_quoted));
        let cells = columns.map(|(column, _)| (column as u16, text(column as u16))).collect();
        stretch.quoted.push(QuotedRow { sheet: cell.sheet, row: cell.first_row, cells });
    }
}
