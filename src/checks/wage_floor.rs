//! # What it checks
//!
//! The hourly wage paid is at least the floor on each day worked. The floor is looked up by the day of the
//! work, for a floor changes on a date and a week does not. Where the rule names other floors the highest of
//! all governs, each by its own dates. The wage paid is the base rate, and fringe paid in cash where the
//! rule counts it. A rule may give way where the wage determination asks for more, and may bind a worker
//! only from so many hours a week.
//!
//! # Why
//!
//! A city that buys a service promises its workers a wage they can live on.
//!
//! # Cannot tell when
//!
//! - no figure of the floor is held for a day worked: last year's is never used; the city holds it. If
//!   another floor that counts is held and the wage is under that, the answer is *not met*;
//! - the figure was seen in a secondary source only, and such figures are not accepted;
//! - only weekly totals are given and the floor changed within the week: the hours of each day settle it;
//! - the rate, the hours or the week ending is not given: the contractor knows it;
//! - the rule counts cash fringe, and what was paid is not given;
//! - the rule gives way to a higher wage determination, and the classification is not on it.
//!
//! # How to fix
//!
//! Pay the difference and show proof, or correct the rate or the hours.

use super::context::Context;
use super::determined_rates::DeterminedRates;
use super::exempt_if_higher::{Exempt, Higher};
use super::floor_report::{FloorReport, Worked};
use super::floors::{DayFloor, Floors};
use super::readings::said;
use super::{LineCheck, LineWorker, Verdict};
use crate::domain::finding::Missing;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::{Hours, Rate};
use crate::domain::week::days_of;
use crate::rules::asks::WageFloor as Rule;
use chrono::NaiveDate;

/// The check.
pub struct WageFloor {
    /// The clause.
    pub ctx: Context,
    rule: Rule,
    floors: Floors,
    /// Settled only where the floor gives way to them.
    determined: Option<DeterminedRates>,
}

impl WageFloor {
    /// Over the figures of a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        let floors = Floors::of(&ctx, &rule);
        let determined = rule.exempt_if_higher.then(|| DeterminedRates::of(&ctx.project));
        Self { ctx, rule, floors, determined }
    }
}

impl LineCheck for WageFloor {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(Worker {
            check: self,
            floors: self.floors.clone(),
            higher: self.determined.as_ref().map(|rates| Higher::new(rates, self.rule.counts_cash)),
            week: None,
        })
    }
}

/// The floors of one firm's week. Lines of one week stand together, so the last one is nearly always it.
struct Week {
    last: NaiveDate,
    firm: Sym,
    floors: [DayFloor; 7],
    highest: Rate,
    certain: bool,
}

struct Worker<'c> {
    check: &'c WageFloor,
    floors: Floors,
    higher: Option<Higher<'c>>,
    week: Option<Week>,
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict {
        let check = self.check;
        let (Some(base), Some(last), Some(hours)) = (line.base_rate.known(), line.week_ending, line.hours()) else {
            return absent(check, line);
        };
        if self.week.as_ref().is_none_or(|w| w.last != last || w.firm != line.contractor) {
            let floors = days_of(last).map(|day| self.floors.on(day, line.contractor, names));
            let highest = floors.iter().map(|f| f.known).max().unwrap_or_default();
            let certain = floors.iter().all(|f| f.certain);
            self.week = Some(Week { last, firm: line.contractor, floors, highest, certain });
        }
        let Some(week) = &self.week else { return Verdict::Quiet(Outcome::NotApplicable) };
        let cash = line.fringe_cash.known().filter(|_| check.rule.counts_cash);
        let paid = base + cash.unwrap_or(Rate::ZERO);
        if week.certain && paid >= week.highest && self.higher.is_none() && !check.ctx.list_all {
            return Verdict::Quiet(Outcome::Met);
        }
        if hours <= Hours::ZERO {
            return Verdict::Quiet(Outcome::Met);
        }
        let days = days_of(last);
        let mut worked: Vec<Worked> = Vec::with_capacity(7);
        for (at, day) in days.into_iter().enumerate() {
            let on_day = if line.has_days() { line.hours_on(at).unwrap_or(Hours::ZERO) } else { hours };
            if on_day <= Hours::ZERO {
                continue;
            }
            let floor = week.floors[at];
            let exempt = self.higher.as_mut().map_or(Exempt::No, |h| h.on(line, day, floor, names));
            worked.push(Worked { day, hours: on_day, floor, exempt });
        }
        let report = FloorReport {
            ctx: &check.ctx,
            line,
            paid,
            cash: cash.map(|cash| (base, cash)),
            cash_open: check.rule.counts_cash && cash.is_none(),
            by_day: line.has_days(),
            hours,
            floors: &mut self.floors,
            names,
        };
        report.verdict(&worked)
    }
}

fn absent(check: &WageFloor, line: &PayrollLine) -> Verdict {
    let fact = if line.week_ending.is_none() {
        "the week ending"
    } else if line.base_rate.is_known() {
        "the hours"
    } else {
        "the base rate"
    };
    let mut finding =
        super::floor_report::begin(&check.ctx, line, Outcome::CannotTell, format!("The wage floor cannot be checked without {fact}"));
    finding.missing.push(Missing { fact: fact.to_owned(), hangs_on: String::new(), holder: "the contractor" });
    said(finding)
}
