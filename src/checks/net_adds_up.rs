//! # What it checks
//!
//! Net pay is gross pay less deductions, to the cent. Deductions are taken from pay for all work of the
//! week, so gross pay for all work counts; where the file has no column for it, gross pay for this
//! project counts.
//!
//! # Why
//!
//! A deduction that is not shown is money the worker did not get. Net pay that does not add up is often
//! its only trace.
//!
//! # Cannot tell when
//!
//! Gross pay, deductions or net pay are not given. A deduction not given is not zero.
//!
//! # How to fix
//!
//! Compare the line with the pay stub, and correct gross pay, deductions or net pay. Show every
//! deduction.

use super::context::{Context, subject_of};
use super::gap::{self, Gap, LinesByGap};
use super::readings::{Readings, all_cells, said, step};
use super::{LineCheck, LineWorker, Verdict};
use crate::domain::field::Field;
use crate::domain::finding::Finding;
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::place::a1;
use crate::domain::quantity::Money;

const CANNOT: &str = "Net pay cannot be checked";

/// The check.
pub struct NetAddsUp {
    /// The clause.
    pub ctx: Context,
    /// A difference up to this is not reported.
    pub tolerance: Money,
}

impl LineCheck for NetAddsUp {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        let all_work = self.ctx.columns.0.iter().map(|sheet| sheet.fields.contains(&Some(Field::GrossAll))).collect();
        Box::new(Worker { check: self, readings: Readings::new(&self.ctx, CANNOT), all_work })
    }
    fn once(&self, lines: &LinesByGap) -> Vec<Finding> {
        gap::missing_columns(&self.ctx, CANNOT, lines)
    }
}

struct Worker<'c> {
    check: &'c NetAddsUp,
    readings: Readings<'c>,
    /// By sheet: a column holds gross pay for all work.
    all_work: Vec<bool>,
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, _names: &Names) -> Verdict {
        let Some(net) = line.net.known() else { return self.readings.absent(line, Gap::Net) };
        let Some(deductions) = line.deductions.known() else { return self.readings.absent(line, Gap::Deductions) };
        let all_work = line.gross_all.is_known() || self.all_work.get(usize::from(line.at.sheet.0)).copied().unwrap_or(false);
        let (gross, field) = if all_work { (line.gross_all, Field::GrossAll) } else { (line.gross_project, Field::GrossProject) };
        let Some(gross) = gross.known() else { return self.readings.absent(line, if all_work { Gap::GrossAll } else { Gap::Gross }) };
        let difference = net - (gross - deductions);
        let kept = difference.micros().abs() <= self.check.tolerance.micros();
        if kept && !self.check.ctx.list_all {
            return Verdict::Quiet(Outcome::Met);
        }
        let (outcome, title) = match (kept, difference.is_negative()) {
            (true, _) => (Outcome::Met, "Net pay is gross pay less deductions".to_owned()),
            (_, true) => (Outcome::NotMet, format!("Net pay is ${} less than gross pay less deductions", Money::ZERO - difference)),
            (_, false) => (Outcome::NotMet, format!("Net pay is ${difference} more than gross pay less deductions")),
        };
        let ctx = &self.check.ctx;
        let mut finding = ctx.finding(outcome, subject_of(line), line.week_ending, title);
        let (gross_cells, net_cells) = (all_cells(ctx, line, field), all_cells(ctx, line, Field::Net));
        let mut deduction_cells = all_cells(ctx, line, Field::Deductions);
        if deduction_cells.is_empty() {
            deduction_cells = all_cells(ctx, line, Field::DeductionPart);
        }
        finding.cells = [&net_cells, &gross_cells, &deduction_cells].into_iter().flatten().copied().collect();
        let due = gross - deductions;
        let label = if all_work { "gross pay, all work, less deductions" } else { "gross pay, this project, less deductions" };
        finding.steps.push(step(label, format!("{gross} - {deductions}"), due, [gross_cells, deduction_cells].concat()));
        if !kept {
            let at = net_cells.first().map_or_else(|| "net pay".to_owned(), |&cell| a1(cell));
            finding.fix = format!("Correct {at}, or gross pay or deductions, and show every deduction.").into();
        }
        finding.steps.push(step("net pay", "", net, net_cells));
        finding.read = Some(net.to_string());
        finding.expected = Some(due.to_string());
        finding.difference = Some(difference.to_string());
        finding.unit = "dollars";
        said(finding)
    }
}
