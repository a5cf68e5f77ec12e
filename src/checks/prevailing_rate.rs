//! # What it checks
//!
//! The base rate and the fringe benefits of a payroll line, together, are at least the base rate and
//! fringe benefits that the project's wage determination publishes for the work classification and the
//! level, on the days worked. Where the rule says so, an apprentice who is not registered is held to the
//! journeyworker's rate, and one whose registration is not known may be. Fringe may be paid to plans, in cash, or both.
//!
//! What is short is owed for every hour. In overtime the premium is due on the basic rate: where the
//! base rate is short, an overtime hour owes half as much again of it, and a double-time hour as much
//! again. Spellings that differ only in letter case, spaces or hyphens are the same classification.
//!
//! # Why
//!
//! On public work no firm may win by paying less than the wage determination. The rate is published
//! before the bids, so that every bidder counts with the same wages.
//!
//! # Cannot tell when
//!
//! - the project has no wage determination for the days worked, or it does not publish the
//!   classification: the city holds both;
//! - fringe to plans or in cash is not given and what is given does not reach the rate: fringe not
//!   given is not zero;
//! - the level is not given and the rate depends on it, or an apprentice's rate is not published and the
//!   project file gives no programme of the trade whose step it follows from (`[[apprenticeship]]`);
//! - two areas or two wage determinations publish different rates for the classification, or its rates hold
//!   only in areas and the project file does not say where the work is (`county`, and `area` for a town or
//!   zone of it);
//! - the wage determination was read from its text, and a line that touches the rate was not understood: the
//!   finding names the line;
//! - the payroll gives a part of a name that several classifications share (`Group 1`);
//! - the rate changes within the week and the file gives only weekly hours. If the least that can be
//!   owed is more than nothing, the answer is *not met* and that least amount is owed.
//!
//! What a determination asks beside the amounts and not in cents (paid holidays of a footnote, additions for
//! some work) is not counted; `classification-known` says so once for each classification.
//!
//! A line with no hours is not checked: nothing is due on it.
//!
//! # How to fix
//!
//! Pay what is owed and keep the proof, or correct the rate, the fringe, the classification or the
//! level if one of them was entered wrong. If the classification is missing from the wage
//! determination, ask the city to add it before the work is done.

use super::apprentice_facts::registered;
use super::apprentice_registered::unregistered_once;
use super::context::{Context, subject_of};
use super::determined_rates::{Asked, ClassRates, DeterminedRates};
use super::gap::{self, Gap, LinesByGap, lines, said_once};
use super::rate_shortfall::Paid;
use super::readings::Readings;
use super::shortfall_report::{Period, Report};
use super::step_rates::{StepRates, step_stages, toward_step};
use super::{LineCheck, LineWorker, Verdict};
use crate::domain::finding::{Finding, Missing};
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Fact, Level, PayrollLine};
use crate::domain::week::span_of;
use crate::rules::asks::{PrevailingRate as Rule, Unregistered};
use chrono::NaiveDate;
use hashbrown::HashMap;

const CANNOT: &str = "Pay cannot be held against the wage determination";

/// The check.
pub struct PrevailingRate {
    ctx: Context,
    rule: Rule,
    rates: DeterminedRates,
    /// What programmes ask of apprentices whose rate is not published.
    steps: StepRates,
}

impl PrevailingRate {
    /// Settles the project's rates.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        let (rates, steps) = (DeterminedRates::of(&ctx.project), StepRates::of(&ctx.project));
        Self { ctx, rule, rates, steps }
    }
}

impl LineCheck for PrevailingRate {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(Worker { check: self, readings: Readings::new(&self.ctx, CANNOT), known: HashMap::default() })
    }

    fn once(&self, counts: &LinesByGap) -> Vec<Finding> {
        let mut findings = gap::missing_columns(&self.ctx, CANNOT, counts);
        let undetermined = counts.of(Gap::Determination);
        if undetermined > 0 {
            findings.push(said_once(
                &self.ctx,
                format!("{CANNOT} on {}: the project file has none for the days worked", lines(undetermined)),
                Missing { fact: "the wage determination of the days worked".to_owned(), hangs_on: lines(undetermined), holder: "the city" },
                "Add the wage determination to the project file.".to_owned(),
            ));
        }
        findings.extend(unregistered_once(&self.ctx, CANNOT, counts));
        let unlisted = counts.of(Gap::Unlisted);
        if unlisted > 0 {
            findings.push(said_once(
                &self.ctx,
                format!("{CANNOT} on {}: it has no rate for their classification; classification-known names each", lines(unlisted)),
                Missing { fact: "a published rate for the classification".to_owned(), hangs_on: lines(unlisted), holder: "the city" },
                "Correct the classification, or ask the city for its rate.".to_owned(),
            ));
        }
        findings
    }
}

struct Worker<'c> {
    check: &'c PrevailingRate,
    readings: Readings<'c>,
    /// What is asked under a name in a week: the same for all its lines.
    known: HashMap<(Sym, Option<NaiveDate>), Asks<'c>, foldhash::fast::FixedState>,
}

/// What a wage determination asks under a name in a week.
#[derive(Clone, Copy)]
enum Asks<'c> {
    /// Nothing to hold pay against.
    Lacking(Gap),
    /// These rates, stretch by stretch.
    Rates(&'c [(NaiveDate, ClassRates)]),
    /// It depends on the week, which is not given.
    Week,
}

impl<'c> Worker<'c> {
    fn asks(&mut self, name: Sym, ending: Option<NaiveDate>, names: &Names) -> Asks<'c> {
        let rates = &self.check.rates;
        *self.known.entry((name, ending)).or_insert_with(|| {
            let week = ending.map(span_of);
            let Some(class) = rates.find(names.text(name)).and_then(|i| rates.class(i)) else {
                let in_force = rates.in_force.in_week(week).iter().any(|(_, yes)| *yes);
                return Asks::Lacking(if in_force { Gap::Unlisted } else { Gap::Determination });
            };
            let stretches = class.rates.in_week(week);
            if week.is_none() && stretches.len() != 1 { Asks::Week } else { Asks::Rates(stretches) }
        })
    }

    /// Whether the worker is a registered apprentice, day by day; where the rule does not ask, the mark on
    /// the payroll stands.
    fn registered(&self, line: &PayrollLine, names: &Names) -> [Fact; 7] {
        let held_to = self.check.rule.unregistered;
        if line.level != Some(Level::Apprentice) || held_to == Unregistered::AsMarked {
            return [Fact::Yes; 7];
        }
        let known = registered(&self.check.ctx.project.people, names.text(line.worker), line);
        // Where only what is known counts against the mark, a day nothing is known of stays as it is marked.
        let marked = |fact: Fact| if fact == Fact::Unknown && held_to == Unregistered::JourneyRateIfKnown { Fact::Yes } else { fact };
        known.map(marked)
    }
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict {
        let name = if line.classification.is_none() { line.trade } else { line.classification };
        if name.is_none() {
            return self.readings.absent(line, Gap::Classification);
        }
        let asks = self.asks(name, line.week_ending, names);
        if let Asks::Lacking(gap) = asks {
            return Verdict::SaidOnce(gap);
        }
        let Some(paid) = Paid::of(line) else { return self.readings.absent(line, Gap::BaseRate) };
        let Asks::Rates(stretches) = asks else { return self.readings.absent(line, Gap::WeekEnding) };
        let total = paid.known_total();
        let registered = self.registered(line, names);
        let held = |rates| stages_reached(rates, line.level, &registered, |a| a.total() <= total);
        if !self.check.ctx.list_all && stretches.iter().all(|(_, rates)| held(rates)) {
            return Verdict::Quiet(Outcome::Met);
        }
        let standard = "wage determination";
        let check = self.check;
        let unpublished = |rates: &ClassRates| rates.is_certain() && rates.apprentice.is_empty();
        if let (Some(Level::Apprentice), Some(ending)) = (line.level, line.week_ending)
            && registered == [Fact::Yes; 7]
            && stretches.iter().all(|(_, rates)| unpublished(rates))
            && let Some(program) = check.steps.program(line, names)
            && let Some(stages) = step_stages(program, &check.rates, &check.ctx.project, (line, names), ending)
        {
            // Determinations rarely publish apprentices' rates; the programme's step says what is asked.
            let paid = toward_step(program, paid);
            let periods: Vec<Period<'_>> = stages.iter().map(|stage| stage.period(ending)).collect();
            return Report { ctx: &check.ctx, readings: &self.readings, line, paid, subject: subject_of(line), standard }.verdict(&periods);
        }
        let week = line.week_ending.map(span_of);
        let period = |(from, rates, registered)| Period::of(from, rates, line.level, week, &self.check.rates, registered);
        let periods: Vec<Period<'_>> = stages(stretches, week, &registered).into_iter().map(period).collect();
        let report = Report { ctx: &self.check.ctx, readings: &self.readings, line, paid, subject: subject_of(line), standard };
        report.verdict(&periods)
    }
}

/// The stretches of a week, parted further where registration begins or ends.
fn stages<'r>(
    stretches: &'r [(NaiveDate, ClassRates)],
    week: Option<(NaiveDate, NaiveDate)>,
    registered: &[Fact; 7],
) -> Vec<(NaiveDate, &'r ClassRates, Fact)> {
    let first_day = registered[0];
    let whole = || stretches.iter().map(|(from, rates)| (*from, rates, first_day)).collect();
    let Some((first, _)) = week.filter(|_| registered.iter().any(|r| *r != first_day)) else { return whole() };
    let mut stages: Vec<(NaiveDate, &ClassRates, Fact)> = Vec::new();
    for (day, fact) in first.iter_days().zip(registered) {
        let after = stretches.partition_point(|(from, _)| *from <= day);
        let Some((_, rates)) = stretches[..after].last() else { continue };
        if stages.last().is_none_or(|(_, held, known)| *held != rates || known != fact) {
            stages.push((day, rates, *fact));
        }
    }
    stages
}

/// True if pay reaches every rate that may be the right one on some day of the week.
fn stages_reached(rates: &ClassRates, level: Option<Level>, registered: &[Fact; 7], pays: impl Fn(&Asked) -> bool) -> bool {
    let all = |fact: Fact| registered.iter().all(|r| *r == fact);
    if all(Fact::Yes) {
        reached(rates, level, pays)
    } else if all(Fact::No) {
        reached(rates, Some(Level::Journeyworker), pays)
    } else {
        !rates.journeyworker.is_empty() && reached(rates, None, pays)
    }
}

/// True if pay reaches every rate that may be the right one.
fn reached(rates: &ClassRates, level: Option<Level>, pays: impl Fn(&Asked) -> bool) -> bool {
    if !rates.is_certain() {
        return false;
    }
    match level {
        Some(Level::Journeyworker) => !rates.journeyworker.is_empty() && rates.journeyworker.iter().all(pays),
        Some(Level::Apprentice) if !rates.apprentice.is_empty() => rates.apprentice.iter().all(pays),
        Some(Level::Apprentice) => !rates.journeyworker.is_empty() && rates.journeyworker.iter().all(pays),
        None => rates.is_listed() && rates.journeyworker.iter().chain(&rates.apprentice).all(pays),
    }
}
