//! Forms that give each worker two rows: overtime above straight time (until 2024), or beneath it.

use super::row::{LineMark, RowBuffer};
use super::{Event, LineBatch, LineReader};
use crate::domain::field::{Field, HourKind};
use crate::domain::names::Names;
use crate::domain::quantity::Given;
use crate::domain::run::WhyNotUsed;
use crate::intake::table::RowShape;

impl LineReader<'_> {
    /// Takes a row of a two-row form: the upper waits, the lower completes it.
    pub(super) fn finish_pair(&mut self, names: &mut Names, out: &mut LineBatch) {
        let row = std::mem::take(&mut self.buffer);
        let named = !row.id.is_none() || !row.ssn4.is_none() || row.name.iter().any(|n| !n.is_empty());
        match self.upper.take() {
            Some(mut upper) if !named => {
                self.join(&mut upper, *row);
                self.complete(&mut upper, names, out);
            }
            waiting => {
                if let Some(upper) = waiting {
                    self.alone(&upper, names, out);
                }
                if named {
                    self.upper = Some(row);
                } else if holds_figures(&row) {
                    self.at_field(
                        "row.second_line",
                        Field::WorkerName,
                        row.line.at.row,
                        "the worker's first line above it",
                        String::new(),
                        out,
                    );
                    out.events.push((row.line.at.row, Event::NotUsed(WhyNotUsed::Problem)));
                } else {
                    out.events.push((row.line.at.row, Event::NotUsed(WhyNotUsed::BlankBlock)));
                }
            }
        }
    }

    /// A worker with one row. Its mark says whether the hours are overtime; without a mark nobody can
    /// tell, so the row is held.
    pub(super) fn alone(&mut self, upper: &RowBuffer, names: &mut Names, out: &mut LineBatch) {
        let mut row = upper.clone();
        match row.mark {
            Some(LineMark::Straight) => {}
            Some(LineMark::Overtime) => to_overtime(&mut row),
            None if row.line.hours().is_none() => {}
            None => {
                self.at_field(
                    "row.second_line",
                    Field::WorkerName,
                    row.line.at.row,
                    "the worker's second line below it",
                    String::new(),
                    out,
                );
                row.held = true;
            }
        }
        self.complete(&mut row, names, out);
    }

    fn join(&self, upper: &mut RowBuffer, mut lower: RowBuffer) {
        let overtime_above = match (upper.mark, lower.mark) {
            (Some(mark), _) => mark == LineMark::Overtime,
            (None, Some(mark)) => mark == LineMark::Straight,
            (None, None) => self.map.shape == RowShape::OvertimeAboveStraight,
        };
        let (first, second) = (upper.line.at.row, lower.line.at.row);
        upper.held |= lower.held;
        let (straight, overtime) = if overtime_above { (&mut lower, &mut *upper) } else { (&mut *upper, &mut lower) };
        to_overtime(overtime);
        let (a, b) = (straight.line, overtime.line);
        let line = &mut upper.line;
        line.at.row = first;
        line.at.second_row = second;
        line.digest = a.digest ^ b.digest.rotate_left(1);
        line.straight = a.straight;
        line.straight_week = a.straight_week;
        line.overtime = b.overtime;
        line.overtime_week = b.overtime_week;
        line.base_rate = a.base_rate;
        line.overtime_rate = b.overtime_rate;
        // What the form gives once stands on either line.
        line.total_week = either(a.total_week, b.total_week);
        line.fringe_plan = either(a.fringe_plan, b.fringe_plan);
        line.fringe_cash = either(a.fringe_cash, b.fringe_cash);
        line.gross_project = either(a.gross_project, b.gross_project);
        line.gross_all = either(a.gross_all, b.gross_all);
        line.deductions = either(a.deductions, b.deductions);
        line.net = either(a.net, b.net);
        for (mine, other) in upper.weekdays.iter_mut().flatten().zip(lower.weekdays.iter().flatten()) {
            *mine = either(*mine, *other);
        }
        upper.any_weekday |= lower.any_weekday;
        let sums = [lower.fringe_plan_week, lower.fringe_cash_week, lower.deduction_parts];
        for (mine, other) in [&mut upper.fringe_plan_week, &mut upper.fringe_cash_week, &mut upper.deduction_parts].into_iter().zip(sums) {
            *mine = match (*mine, other) {
                (Some(x), Some(y)) => Some(x + y),
                (x, y) => x.or(y),
            };
        }
    }
}

fn either<U: crate::domain::quantity::Unit>(a: Given<U>, b: Given<U>) -> Given<U> {
    if a.is_known() { a } else { b }
}

fn holds_figures(row: &RowBuffer) -> bool {
    row.line.hours().is_some_and(|h| !h.is_zero()) || row.line.gross_project.is_known()
}

/// On the overtime row the shared columns hold overtime hours and the overtime rate.
fn to_overtime(row: &mut RowBuffer) {
    let line = &mut row.line;
    let straight = super::row::kind_index(HourKind::Straight);
    row.weekdays[super::row::kind_index(HourKind::Overtime)] = row.weekdays[straight];
    row.weekdays[straight] = [Given::ABSENT; 7];
    if line.straight.any() || !line.overtime.any() {
        line.overtime = std::mem::take(&mut line.straight);
    }
    if line.straight_week.is_known() {
        line.overtime_week = std::mem::take(&mut line.straight_week);
    } else if line.total_week.is_known() {
        line.overtime_week = std::mem::take(&mut line.total_week);
    }
    if line.base_rate.is_known() {
        line.overtime_rate = std::mem::take(&mut line.base_rate);
    }
}
