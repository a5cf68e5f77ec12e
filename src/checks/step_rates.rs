//! What an apprentice's programme asks in a week: part of the journeyworker's published base, period by period.

use super::apprentice_facts::periods;
use super::determined_rates::{Asked, ClassRates, DeterminedRates};
use super::rate_shortfall::Paid;
use super::shortfall_report::{Period, Why};
use crate::domain::apprenticeship::{ApprenticeFringe, Apprenticeship};
use crate::domain::names::Names;
use crate::domain::payroll::PayrollLine;
use crate::domain::project::Project;
use crate::domain::quantity::{MICROS, Rate};
use crate::domain::share::Share;
use crate::domain::wage_determination::classification_key;
use chrono::{Days, NaiveDate};

/// The programmes of a project that have steps.
pub struct StepRates {
    /// By [`classification_key`] of their trade.
    programs: Vec<(String, Apprenticeship)>,
}

/// What is asked from a day of the week on, and why that is not one figure.
pub struct StepStage {
    from: NaiveDate,
    why: Option<Why>,
    note: String,
    rates: Vec<Asked>,
}

impl StepRates {
    /// Of a project.
    pub fn of(project: &Project) -> Self {
        let programs = project.apprenticeships.iter().filter(|p| !p.steps.is_empty());
        Self { programs: programs.map(|p| (classification_key(&p.trade), p.clone())).collect() }
    }

    /// The programme of a line's trade.
    pub fn program(&self, line: &PayrollLine, names: &Names) -> Option<&Apprenticeship> {
        if self.programs.is_empty() {
            return None;
        }
        let keys = [line.classification, line.trade].map(|name| classification_key(names.text(name)));
        let found = keys.iter().filter(|k| !k.is_empty()).find_map(|key| self.programs.iter().find(|(k, _)| k == key));
        found.map(|(_, program)| program)
    }
}

/// What a programme asks of a line in the week ending on a day; `None` if the classification is not published.
pub fn step_stages(
    program: &Apprenticeship,
    rates: &DeterminedRates,
    project: &Project,
    (line, names): (&PayrollLine, &Names),
    ending: NaiveDate,
) -> Option<Vec<StepStage>> {
    let first = ending.checked_sub_days(Days::new(6)).unwrap_or(ending);
    let name = if line.classification.is_none() { line.trade } else { line.classification };
    let class = rates.find(names.text(name)).and_then(|i| rates.class(i))?;
    let stages = stages(class.rates.over(first, ending), first, &periods(&project.people, names.text(line.worker), line));
    let stages = stages.into_iter().map(|(from, journey, period)| {
        let (rates, why) = asked(journey, program, period);
        StepStage { from, why, note: label(program, period), rates }
    });
    Some(stages.collect())
}

impl StepStage {
    /// The stretch of the week ending on a day, ready to be held against pay.
    pub fn period(&self, ending: NaiveDate) -> Period<'_> {
        Period::among((self.from, ending), self.rates.iter().collect(), self.why, self.note.clone())
    }
}

/// What pays toward a step: where the programme pays fringe its own way, fringe is neither asked for here nor
/// counted.
pub fn toward_step(program: &Apprenticeship, mut paid: Paid) -> Paid {
    if program.fringe == Some(ApprenticeFringe::ByProgram) {
        (paid.plan, paid.cash) = (Some(Rate::ZERO), Some(Rate::ZERO));
    }
    paid
}

type Stage<'r> = (NaiveDate, &'r [Asked], Option<usize>);

/// The stretches of a week in which neither the published rate nor the apprentice's period changes.
fn stages<'r>(rates: &'r [(NaiveDate, ClassRates)], first: NaiveDate, periods: &[Option<usize>; 7]) -> Vec<Stage<'r>> {
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
