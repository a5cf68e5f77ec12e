//! # What it checks
//!
//! The base rate and the fringe benefits of a payroll line, together, are at least the base rate and
//! fringe benefits that the project's wage determination publishes for the work classification and the
//! level, on the days worked. Fringe may be paid to plans, in cash, or both.
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
//! - the level is not given and the rate depends on it, or an apprentice's rate is not published: it
//!   then follows from the step in the apprenticeship programme;
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

use super::context::{Context, subject_of};
use super::determined_rates::{Asked, ClassRates, DeterminedRates};
use super::gap::{self, Gap, LinesByGap, lines, said_once};
use super::rate_shortfall::Paid;
use super::readings::Readings;
use super::shortfall_report::{Period, Report};
use super::{LineCheck, LineWorker, Verdict};
use crate::domain::finding::{Finding, Missing};
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Level, PayrollLine};
use chrono::{Days, NaiveDate};
use hashbrown::HashMap;

const CANNOT: &str = "Pay cannot be held against the wage determination";

/// The check.
pub struct PrevailingRate {
    ctx: Context,
    rates: DeterminedRates,
}

impl PrevailingRate {
    /// Settles the project's rates.
    pub fn new(ctx: Context) -> Self {
        let rates = DeterminedRates::of(&ctx.project);
        Self { ctx, rates }
    }
}

impl LineCheck for PrevailingRate {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(Worker { check: self, readings: Readings::new(&self.ctx, CANNOT), classes: HashMap::default() })
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
    classes: HashMap<Sym, Option<u32>, foldhash::fast::FixedState>,
}

impl<'c> Worker<'c> {
    fn class(&mut self, name: Sym, names: &Names) -> Option<usize> {
        let check = self.check;
        let found = *self.classes.entry(name).or_insert_with(|| check.rates.find(names.text(name)).map(|i| i as u32));
        found.map(|i| i as usize)
    }

    /// The stretches of the line's week with their rates; `None` if the week is needed and not given.
    fn stretches(&self, line: &PayrollLine, class: usize) -> Option<&'c [(NaiveDate, ClassRates)]> {
        let rates = &self.check.rates.class(class)?.rates;
        match line.week_ending {
            Some(last) => Some(rates.over(last.checked_sub_days(Days::new(6)).unwrap_or(last), last)),
            None => Some(rates.all()).filter(|all| all.len() == 1),
        }
    }
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict {
        let name = if line.classification.is_none() { line.trade } else { line.classification };
        if name.is_none() {
            return self.readings.absent(line, Gap::Classification);
        }
        let Some(class) = self.class(name, names) else {
            let gap = if in_force(&self.check.rates, line.week_ending) { Gap::Unlisted } else { Gap::Determination };
            return Verdict::SaidOnce(gap);
        };
        let Some(paid) = Paid::of(line) else { return self.readings.absent(line, Gap::BaseRate) };
        let Some(stretches) = self.stretches(line, class) else { return self.readings.absent(line, Gap::WeekEnding) };
        let total = paid.known_total();
        if !self.check.ctx.list_all && stretches.iter().all(|(_, rates)| reached(rates, line.level, |a| a.total() <= total)) {
            return Verdict::Quiet(Outcome::Met);
        }
        let week = line.week_ending.map(|last| (last.checked_sub_days(Days::new(6)).unwrap_or(last), last));
        let periods: Vec<Period<'_>> =
            stretches.iter().map(|(from, rates)| Period::of(*from, rates, line.level, week, &self.check.rates)).collect();
        let report = Report { ctx: &self.check.ctx, readings: &self.readings, line, paid, subject: subject_of(line) };
        report.verdict(&periods)
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

fn in_force(rates: &DeterminedRates, week_ending: Option<NaiveDate>) -> bool {
    match week_ending {
        Some(last) => rates.in_force.over(last.checked_sub_days(Days::new(6)).unwrap_or(last), last).iter().any(|(_, yes)| *yes),
        None => rates.in_force.all().iter().any(|(_, yes)| *yes),
    }
}
