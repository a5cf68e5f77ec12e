//! # What it checks
//!
//! Gross pay for this project is hours times rates: straight time at the base rate, overtime at the
//! stated overtime rate (one and a half times the base where none is stated), double time at the stated
//! rate (twice the base where none is stated), and fringe paid in cash for every hour. The sum is
//! rounded once, to the cent. Fringe paid to plans is never part of gross pay.
//!
//! # Why
//!
//! Hours, rates and pay on one line must tell one story. Where they do not, one of them was entered
//! wrong, or the worker was paid for other hours than those shown.
//!
//! # Cannot tell when
//!
//! - gross pay, the base rate or the hours are not given;
//! - fringe in cash is not given and gross pay is above hours times rates: cash in lieu of fringe may
//!   explain it;
//! - the file does not split straight time from overtime and gross pay is above straight pay: overtime
//!   may explain it.
//!
//! # How to fix
//!
//! Compare the line with the payroll record, and correct the hours, the rate or gross pay.

use super::context::{Context, subject_of};
use super::gap::{self, Gap, LinesByGap};
use super::rate_shortfall::Worked;
use super::readings::{Readings, all_cells, hour_cells, said, step};
use super::{LineCheck, LineWorker, Verdict};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing};
use crate::domain::money::to_cents;
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::place::a1;
use crate::domain::quantity::{Exact, Money, Rate};

const CANNOT: &str = "Gross pay cannot be checked";

/// The check.
pub struct GrossAddsUp {
    /// The clause.
    pub ctx: Context,
    /// A difference up to this is not reported.
    pub tolerance: Money,
}

impl LineCheck for GrossAddsUp {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(Worker { check: self, readings: Readings::new(&self.ctx, CANNOT) })
    }
    fn once(&self, lines: &LinesByGap) -> Vec<Finding> {
        gap::missing_columns(&self.ctx, CANNOT, lines)
    }
}

struct Worker<'c> {
    check: &'c GrossAddsUp,
    readings: Readings<'c>,
}

/// The parts of gross pay, unrounded.
struct Parts {
    worked: Worked,
    base: Rate,
    straight: Exact,
    overtime: Exact,
    double: Exact,
    cash: Exact,
}

impl Parts {
    fn of(line: &PayrollLine, worked: Worked, base: Rate) -> Self {
        Self {
            worked,
            base,
            straight: base * worked.straight,
            overtime: line.overtime_rate.known().map_or((base * worked.overtime).times_ratio(3, 2), |rate| rate * worked.overtime),
            double: line.double_rate.known().map_or((base * worked.double).times_ratio(2, 1), |rate| rate * worked.double),
            cash: line.fringe_cash.known().map_or(Exact::ZERO, |rate| rate * worked.all()),
        }
    }
    fn total(&self) -> Money {
        to_cents(self.straight + self.overtime + self.double + self.cash)
    }
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, _names: &Names) -> Verdict {
        let Some(gross) = line.gross_project.known() else { return self.readings.absent(line, Gap::Gross) };
        let Some(base) = line.base_rate.known() else { return self.readings.absent(line, Gap::BaseRate) };
        let Some(worked) = Worked::of(line) else { return self.readings.absent(line, Gap::Hours) };
        let parts = Parts::of(line, worked, base);
        let difference = gross - parts.total();
        if difference.micros().abs() <= self.check.tolerance.micros() {
            if !self.check.ctx.list_all {
                return Verdict::Quiet(Outcome::Met);
            }
            return said(self.finding(line, &parts, gross, Outcome::Met, "Gross pay is hours times rates".to_owned()));
        }
        if difference.is_negative() {
            let title = format!("Gross pay is ${} less than hours times rates", Money::ZERO - difference);
            return self.not_met(line, &parts, gross, title);
        }
        let gap = match () {
            () if is_unsplit(line) => Gap::HourSplit,
            () if !line.fringe_cash.is_known() => Gap::FringeCash,
            () => {
                let title = format!("Gross pay is ${difference} more than hours times rates");
                return self.not_met(line, &parts, gross, title);
            }
        };
        if self.readings.lacks_column(line, gap) {
            return Verdict::SaidOnce(gap);
        }
        let mut finding = self.finding(
            line,
            &parts,
            gross,
            Outcome::CannotTell,
            format!("Gross pay is ${difference} more than hours times rates; a fact is missing to tell why"),
        );
        let fact = gap.column().unwrap_or_default();
        finding.missing.push(Missing { fact: fact.to_owned(), hangs_on: format!("{difference} dollars"), holder: "the contractor" });
        finding.fix = format!("Give {fact}.").into();
        said(finding)
    }
}

/// The line gives hours without saying which were overtime.
fn is_unsplit(line: &PayrollLine) -> bool {
    let split = line.straight.any() || line.overtime.any() || line.straight_week.is_known() || line.overtime_week.is_known();
    !split && line.hours().is_some()
}

impl Worker<'_> {
    fn not_met(&self, line: &PayrollLine, parts: &Parts, gross: Money, title: String) -> Verdict {
        let mut finding = self.finding(line, parts, gross, Outcome::NotMet, title);
        finding.fix = match all_cells(&self.check.ctx, line, Field::GrossProject).first() {
            Some(&cell) => format!("Correct {}, or the hours or the rate it comes from.", a1(cell)).into(),
            None => "Correct gross pay, or the hours or the rate it comes from.".into(),
        };
        said(finding)
    }

    fn finding(&self, line: &PayrollLine, parts: &Parts, gross: Money, outcome: Outcome, title: String) -> Finding {
        let ctx = &self.check.ctx;
        let mut finding = ctx.finding(outcome, subject_of(line), line.week_ending, title);
        let cells = |field| all_cells(ctx, line, field);
        let Parts { worked, base, .. } = *parts;
        let hours = hour_cells(ctx, line);
        let rate_cells = cells(Field::BaseRate);
        let both = |rate: &[_]| rate.iter().chain(&hours).copied().collect::<Vec<_>>();
        let steps = &mut finding.steps;
        steps.push(step("straight time", format!("{base} × {}", worked.straight), parts.straight, both(&rate_cells)));
        if !worked.overtime.is_zero() {
            let (each, at) = match line.overtime_rate.known() {
                Some(rate) => (rate.to_string(), cells(Field::OvertimeRate)),
                None => (format!("{base} × 1.5"), rate_cells.clone()),
            };
            steps.push(step("overtime", format!("{each} × {}", worked.overtime), parts.overtime, both(&at)));
        }
        if !worked.double.is_zero() {
            let (each, at) = match line.double_rate.known() {
                Some(rate) => (rate.to_string(), cells(Field::DoubleRate)),
                None => (format!("{base} × 2"), rate_cells.clone()),
            };
            steps.push(step("double time", format!("{each} × {}", worked.double), parts.double, both(&at)));
        }
        if let Some(cash) = line.fringe_cash.known().filter(|c| !c.is_zero()) {
            steps.push(step("fringe in cash", format!("{cash} × {}", worked.all()), parts.cash, both(&cells(Field::FringeCash))));
        }
        let total = parts.total();
        steps.push(step("hours times rates, to the cent", "", total, Vec::new()));
        steps.push(step("gross pay, this project", "", gross, cells(Field::GrossProject)));
        finding.read = Some(gross.to_string());
        finding.expected = Some(total.to_string());
        finding.difference = Some((gross - total).to_string());
        finding.unit = "dollars";
        finding.cells = cells(Field::GrossProject);
        for field in [Field::BaseRate, Field::OvertimeRate, Field::DoubleRate, Field::FringeCash] {
            finding.cells.extend(cells(field));
        }
        finding.cells.extend(hours);
        finding
    }
}
