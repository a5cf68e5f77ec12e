//! # What it checks
//!
//! No line of a payroll repeats an earlier one reading by reading, for the same worker, contractor and
//! week. A repeated line is set aside: its hours and pay count once, in this run, in every check.
//!
//! # Why
//!
//! A line pasted twice doubles hours, pay and every share computed from them.
//!
//! # Cannot tell when
//!
//! Never. Two lines that differ in one reading are two lines.
//!
//! # How to fix
//!
//! Delete the repeated line. If the worker did have two equal lines (for example two shifts), join them
//! into one or tell them apart by classification.

use super::context::{Context, subject_of};
use super::readings::step;
use super::standing::weigh;
use super::week_ledger::{Entry, LineId, WeekLedger};
use super::{LineFinding, Owes, RunningCheck, RunningResult};
use crate::domain::field::Field;
use crate::domain::finding::Finding;
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::place::{CellRange, RowRef};
use crate::domain::quantity::Exact;

/// Counts the lines that repeat none; those that do are told by [`repeated`].
#[derive(Default)]
pub struct LineRepeated {
    kept: u64,
}

impl RunningCheck for LineRepeated {
    fn take(&mut self, _line: &PayrollLine, _id: LineId, _names: &Names) {
        self.kept += 1;
    }
    fn finish(self: Box<Self>, _ledger: &WeekLedger, _names: &Names) -> RunningResult {
        let mut result = RunningResult::default();
        result.counts.met = self.kept;
        result
    }
}

/// The finding of a line that repeats an earlier one.
pub fn repeated(ctx: &Context, line: &PayrollLine, first: &Entry) -> Finding {
    let earlier = first.at.row;
    let title = if first.at.sheet == line.at.sheet {
        format!("This line repeats row {earlier}; it is set aside and counts once")
    } else {
        format!("This line repeats row {earlier} of another sheet; it is set aside and counts once")
    };
    let mut finding = ctx.finding(Outcome::NotMet, subject_of(line), line.week_ending, title);
    let (first_cells, cells) = (row_cells(ctx, first.at), row_cells(ctx, line.at));
    finding.steps.push(step("first line", "", earlier, first_cells.clone()));
    finding.steps.push(step("the same line again", "", line.at.row, cells.clone()));
    finding.cells = cells;
    finding.cells.extend(first_cells);
    finding.fix = format!("Delete row {}, or change what should differ from row {earlier}.", line.at.row).into();
    weigh(ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }).finding
}

/// The cell that names the worker, else the first cell that was read.
fn row_cells(ctx: &Context, at: RowRef) -> Vec<CellRange> {
    let names = [Field::WorkerId, Field::WorkerName, Field::LastName, Field::Contractor];
    let known = names.iter().find_map(|f| ctx.columns.column(at, *f));
    let first = || ctx.columns.0.get(usize::from(at.sheet.0))?.fields.iter().position(Option::is_some).map(|c| c as u16);
    known.or_else(first).map(|column| CellRange::cell(at.sheet, column, at.row)).into_iter().collect()
}
