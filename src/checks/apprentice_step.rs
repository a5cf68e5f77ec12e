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

use super::apprentice_facts::periods;
use super::context::{Context, subject_of};
use super::determined_rates::{Asked, DeterminedRates};
use super::gap::{self, Gap, LinesByGap, lines, said_once};
use super::rate_shortfall::Paid;
use super::readings::Readings;
use super::shortfall_report::{Period, Report, Why};
use super::{LineCheck, LineWorker, Verdict};
use crate::domain::apprenticeship::{ApprenticeFringe, Apprenticeship};
use crate::domain::finding::{Finding, Missing};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Level, PayrollLine};
use crate::domain::quantity::{MICROS, Rate};
use crate::domain::share::Share;
use crate::domain::wage_determination::classification_key;
use chrono::{Days, NaiveDate};

const CANNOT: &str = "Apprentices' steps cannot be checked";

/// The check.
pub struct ApprenticeStep {
    ctx: Context,
    rates: DeterminedRates,
    /// Programmes with steps, by [`classification_key`] of their trade.
    programs: Vec<(String, Apprenticeship)>,
}

impl ApprenticeStep {
    /// Settles the project's rates and programmes.
    pub fn new(ctx: Context) -> Self {
        let programs = ctx.project.apprenticeships.iter().filter(|p| !p.steps.is_empty());
        let programs = programs.map(|p| (classification_key(&p.trade), p.clone())).collect();
        Self { rates: DeterminedRates::of(&ctx.project), programs, ctx }
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
        let keys = [line.classification, line.trade].map(|name| classification_key(names.text(name)));
        let program = keys.iter().filter(|k| !k.is_empty()).find_map(|key| check.programs.iter().find(|(k, _)| k == key));
        let Some((_, program)) = program else { return Verdict::SaidOnce(Gap::Program) };
        let Some(ending) = line.week_ending else { return self.readings.absent(line, Gap::WeekEnding) };
        let first = ending.checked_sub_days(Days::new(6)).unwrap_or(ending);
        let name = if line.classification.is_none() { line.trade } else { line.classification };
        let class = check.rates.find(names.text(name)).and_then(|i| check.rates.class(i));
        let Some(class) = class else {
            let any = check.rates.in_force.over(first, ending).iter().any(|(_, yes)| *yes);
            return Verdict::SaidOnce(if any { Gap::Unlisted } else { Gap::Determination });
        };
        let Some(mut paid) = Paid::of(line) else { return self.readings.absent(line, Gap::BaseRate) };
        if program.fringe == Some(ApprenticeFringe::ByProgram) {
            // Fringe is neither asked for here nor counted.
            (paid.plan, paid.cash) = (Some(Rate::ZERO), Some(Rate::ZERO));
        }
        let stages = stages(class.rates.over(first, ending), first, &periods(&check.ctx.project.people, names.text(line.worker), line));
        let asked: Vec<(NaiveDate, Option<Why>, String, Vec<Asked>)> = stages
            .into_iter()
            .map(|(from, journey, period)| {
                let (rates, why) = asked(journey, program, period);
                (from, why, label(program, period), rates)
            })
            .collect();
        let periods: Vec<Period<'_>> = asked
            .iter()
            .map(|(from, why, note, rates)| Period::among((*from, ending), rates.iter().collect(), *why, note.clone()))
            .collect();
        let standard = "step of the apprenticeship programme";
        Report { ctx: &check.ctx, readings: &self.readings, line, paid, subject: subject_of(line), standard }.verdict(&periods)
    }
}

type Stage<'r> = (NaiveDate, &'r [Asked], Option<usize>);

/// The stretches of a week in which neither the published rate nor the apprentice's period changes.
fn stages<'r>(
    rates: &'r [(NaiveDate, super::determined_rates::ClassRates)],
    first: NaiveDate,
    periods: &[Option<usize>; 7],
) -> Vec<Stage<'r>> {
    let mut stages: Vec<Stage<'r>> = Vec::new();
    for (day, period) in first.iter_days().zip(periods) {
        let after = rates.partition_point(|(from, _)| *from <= day);
        let journey = rates[..after].last().map_or(&[][..], |(_, r)| r.journeyworker.as_slice());
        if stages.last().is_none_or(|(_, rates, at)| *rates != journey || at != period) {
            stages.push((day, journey, *period));
        }
    }
    stages
}

/// What the steps ask, and why that is not one figure.
fn asked(journey: &[Asked], program: &Apprenticeship, period: Option<usize>) -> (Vec<Asked>, Option<Why>) {
    let step = period.and_then(|n| program.steps.get(n - 1));
    let steps = step.map_or(program.steps.as_slice(), std::slice::from_ref);
    let mut rates = Vec::new();
    for (journey, step) in journey.iter().flat_map(|j| steps.iter().map(move |s| (j, *s))) {
        let base = part(journey.base, step);
        let fringes: &[Rate] = match program.fringe {
            Some(ApprenticeFringe::Full) => &[journey.fringe],
            Some(ApprenticeFringe::ByProgram) => &[Rate::ZERO],
            None => &[Rate::ZERO, journey.fringe],
        };
        rates.extend(fringes.iter().map(|fringe| Asked { base, fringe: *fringe, ..*journey }));
    }
    let why = match (step, program.fringe) {
        _ if journey.is_empty() => Some(Why::Unlisted),
        (None, _) => Some(Why::Step),
        (Some(_), None) => Some(Why::ApprenticeFringe),
        (Some(_), Some(_)) if rates.len() > 1 => Some(Why::SeveralRates),
        (Some(_), Some(_)) => None,
    };
    (rates, why)
}

/// A part of a rate, rounded up to the millionth.
fn part(rate: Rate, step: Share) -> Rate {
    let exact = step.of(rate.micros());
    let micros = exact.div_euclid(i128::from(MICROS)) + i128::from(exact.rem_euclid(i128::from(MICROS)) > 0);
    Rate::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}

fn label(program: &Apprenticeship, period: Option<usize>) -> String {
    match period.and_then(|n| Some((n, program.steps.get(n - 1)?))) {
        Some((n, step)) => format!(", {} % of the journeyworker's base in period {n} of {}", step.percent(), program.program),
        None => format!(", one of the periods of {}", program.program),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_never_rounded_down() {
        let third = Share::from_millionths(333_333).unwrap();
        assert_eq!(part(Rate::from_micros(1), third), Rate::from_micros(1));
        assert_eq!(part(Rate::from_micros(61_190_000), Share::from_millionths(550_000).unwrap()), Rate::from_micros(33_654_500));
    }
}
