//! # What it checks
//!
//! An apprentice's base rate is at least the part of the journeyworker's that the programme gives for the
//! apprentice's period: the wage determination's basic rate times the step. Where the programme pays fringe
//! in full, base and fringe are compared together; where fringe follows the programme, the base alone is.
//! A step that does not come out even is rounded up to the millionth of a dollar, never down.
//!
//! # Why
//!
//! Wage determinations rarely publish apprentices' rates: they follow from the programme, step by step.
//!
//! # Cannot tell when
//!
//! - the period the apprentice is in is not on file: the lowest and the highest step are both shown;
//! - the project file gives no programme with steps for the trade, or does not say how it pays fringe;
//! - the wage determination does not publish the journeyworker's rate.
//!
//! # How to fix
//!
//! Add `apprentice-period` facts to the list of people and `[[apprenticeship]]` to the project file, or pay
//! what the step asks.

use super::context::{Context, subject_of};
use super::determined_rates::DeterminedRates;
use super::gap::{self, Gap, LinesByGap, lines, said_once};
use super::rate_shortfall::Paid;
use super::readings::Readings;
use super::shortfall_report::{Period, Report};
use super::step_rates::{StepRates, step_stages, toward_step};
use super::{LineCheck, LineWorker, Verdict};
use crate::domain::finding::{Finding, Missing};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Level, PayrollLine};
use crate::domain::week::span_of;

const CANNOT: &str = "Apprentices' steps cannot be checked";

/// The check.
pub struct ApprenticeStep {
    ctx: Context,
    rates: DeterminedRates,
    steps: StepRates,
}

impl ApprenticeStep {
    /// Settles the project's rates and programmes.
    pub fn new(ctx: Context) -> Self {
        Self { rates: DeterminedRates::of(&ctx.project), steps: StepRates::of(&ctx.project), ctx }
    }
}

impl LineCheck for ApprenticeStep {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(Worker { check: self, readings: Readings::new(&self.ctx, CANNOT) })
    }

    fn once(&self, counts: &LinesByGap) -> Vec<Finding> {
        let mut findings = gap::missing_columns(&self.ctx, CANNOT, counts);
        for (gap, what, holder) in [
            (Gap::Program, "an apprenticeship programme of the trade with its steps", "the contractor"),
            (Gap::Determination, "the wage determination of the days worked", "the city"),
            (Gap::Unlisted, "a published journeyworker's rate for the classification", "the city"),
        ] {
            let count = counts.of(gap);
            if count > 0 {
                let title = format!("{CANNOT} on {}: {what} is not on file", lines(count));
                let missing = Missing { fact: what.to_owned(), hangs_on: lines(count), holder };
                findings.push(said_once(&self.ctx, title, missing, format!("Add {what} to the project file.")));
            }
        }
        findings
    }
}

struct Worker<'c> {
    check: &'c ApprenticeStep,
    readings: Readings<'c>,
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict {
        match line.level {
            Some(Level::Journeyworker) => return Verdict::Quiet(Outcome::NotApplicable),
            None => return self.readings.absent(line, Gap::Level),
            Some(Level::Apprentice) => {}
        }
        let check = self.check;
        let Some(program) = check.steps.program(line, names) else { return Verdict::SaidOnce(Gap::Program) };
        let Some(ending) = line.week_ending else { return self.readings.absent(line, Gap::WeekEnding) };
        let Some(stages) = step_stages(program, &check.rates, &check.ctx.project, (line, names), ending) else {
            let any = check.rates.in_force.in_week(Some(span_of(ending))).iter().any(|(_, yes)| *yes);
            return Verdict::SaidOnce(if any { Gap::Unlisted } else { Gap::Determination });
        };
        let Some(paid) = Paid::of(line) else { return self.readings.absent(line, Gap::BaseRate) };
        let paid = toward_step(program, paid);
        let periods: Vec<Period<'_>> = stages.iter().map(|stage| stage.period(ending)).collect();
        let standard = "step of the apprenticeship programme";
        Report { ctx: &check.ctx, readings: &self.readings, line, paid, subject: subject_of(line), standard }.verdict(&periods)
    }
}
