//! # What it checks
//!
//! The hourly wage paid is at least the floor on each day worked. The floor is looked up by the day of the
//! work, for a floor changes on a date and a week does not. The wage paid is the base rate.
//!
//! # Why
//!
//! A city that buys a service promises its workers a wage they can live on.
//!
//! # Cannot tell when
//!
//! - no figure of the floor is held for a day worked: last year's is never used; the city holds it;
//! - only weekly totals are given and the floor changed within the week: the hours of each day settle it;
//! - the rate, the hours or the week ending is not given: the contractor knows it.
//!
//! # How to fix
//!
//! Pay the difference and show proof, or correct the rate or the hours.

use super::context::{Context, subject_of};
use super::readings::{hour_cells, said, step};
use super::{LineCheck, LineFinding, LineWorker, Owes, Verdict};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing};
use crate::domain::money::to_cents;
use crate::domain::names::Names;
use crate::domain::outcome::{Outcome, Seen};
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::{Exact, Hours, Rate};
use crate::domain::week::days_of;
use crate::rules::schedule::Schedule;
use chrono::NaiveDate;

/// The check.
pub struct WageFloor {
    /// The clause.
    pub ctx: Context,
    /// Floor by work date.
    pub rates: Schedule<Rate>,
}

impl LineCheck for WageFloor {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(Worker { check: self })
    }
}

struct Worker<'c> {
    check: &'c WageFloor,
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, _names: &Names) -> Verdict {
        self.check.answer(line)
    }
}

impl WageFloor {
    /// The floor on a day: only what was seen in an official text decides.
    fn floor(&self, day: NaiveDate) -> Option<Rate> {
        self.rates.on(day).filter(|d| d.seen == Seen::Official).map(|d| d.value)
    }

    fn answer(&self, line: &PayrollLine) -> Verdict {
        let (Some(paid), Some(last), Some(hours)) = (line.base_rate.known(), line.week_ending, line.hours()) else {
            let fact = if line.week_ending.is_none() {
                "the week ending"
            } else if line.base_rate.is_known() {
                "the hours"
            } else {
                "the base rate"
            };
            let mut finding = self.finding(line, Outcome::CannotTell, format!("The wage floor cannot be checked without {fact}"));
            finding.missing.push(Missing { fact: fact.to_owned(), hangs_on: String::new(), holder: "the contractor" });
            return tell(finding, Exact::ZERO);
        };
        let days = days_of(last);
        if line.has_days() { self.by_day(line, paid, &days) } else { self.by_week(line, paid, hours, &days) }
    }

    fn by_day(&self, line: &PayrollLine, paid: Rate, days: &[NaiveDate; 7]) -> Verdict {
        let mut owed = Exact::ZERO;
        let mut steps = Vec::new();
        let mut open = Vec::new();
        let mut highest = None;
        for (at, day) in days.iter().enumerate() {
            let hours = line.hours_on(at).unwrap_or(Hours::ZERO);
            if hours <= Hours::ZERO {
                continue;
            }
            match self.floor(*day) {
                None => open.push((*day, hours)),
                Some(floor) if paid < floor => {
                    let short = floor - paid;
                    owed += short * hours;
                    highest = highest.max(Some(floor));
                    steps.push(step(format!("{day}"), format!("({floor} - {paid}) × {hours}"), short * hours, Vec::new()));
                }
                Some(_) => {}
            }
        }
        if owed > Exact::ZERO {
            let mut finding = self.finding(line, Outcome::NotMet, "Paid less an hour than the wage floor".to_owned());
            finding.expected = highest.map(|f: Rate| f.to_string());
            finding.difference = highest.map(|f| (paid - f).to_string());
            finding.read = Some(paid.to_string());
            finding.unit = "dollars per hour";
            steps.push(step("owed", "", to_cents(owed), Vec::new()));
            finding.steps = steps;
            finding.missing = open.iter().map(|(day, hours)| not_held(*day, *hours)).collect();
            finding.fix = "Pay the difference and show proof, or correct the rate.".into();
            return tell(finding, owed);
        }
        if let Some((day, hours)) = open.first() {
            let mut finding = self.finding(line, Outcome::CannotTell, format!("Rate not held: no wage floor is on file for {day}"));
            finding.missing.push(not_held(*day, *hours));
            finding.read = Some(paid.to_string());
            finding.fix = "The city must add the rate of that day to the rules.".into();
            return tell(finding, Exact::ZERO);
        }
        self.met(line)
    }

    /// Only a weekly total: the answer must hold whichever days the hours fell on.
    fn by_week(&self, line: &PayrollLine, paid: Rate, hours: Hours, days: &[NaiveDate; 7]) -> Verdict {
        if hours <= Hours::ZERO {
            return self.met(line);
        }
        let floors: Vec<Option<Rate>> = days.iter().map(|d| self.floor(*d)).collect();
        if let Some(at) = floors.iter().position(Option::is_none) {
            let mut finding = self.finding(line, Outcome::CannotTell, format!("Rate not held: no wage floor is on file for {}", days[at]));
            finding.missing.push(not_held(days[at], hours));
            finding.read = Some(paid.to_string());
            finding.fix = "The city must add the rate of that day to the rules.".into();
            return tell(finding, Exact::ZERO);
        }
        let known = || floors.iter().flatten().copied();
        let (Some(low), Some(high)) = (known().min(), known().max()) else { return self.met(line) };
        if paid >= high {
            return self.met(line);
        }
        let most = (high - paid) * hours;
        let least = if paid < low { (low - paid) * hours } else { Exact::ZERO };
        let certain = least == most;
        let outcome = if paid < low { Outcome::NotMet } else { Outcome::CannotTell };
        let title = if certain {
            "Paid less an hour than the wage floor"
        } else {
            "The wage floor changed within the week, and only a weekly total is given"
        };
        let mut finding = self.finding(line, outcome, title.to_owned());
        finding.read = Some(paid.to_string());
        finding.expected = Some(high.to_string());
        finding.difference = Some((paid - high).to_string());
        finding.unit = "dollars per hour";
        if !certain {
            finding.interval = Some((to_cents(least).to_string(), to_cents(most).to_string()));
            let hangs_on = format!("${} to ${}", to_cents(least), to_cents(most));
            finding.missing.push(Missing { fact: "the hours of each day of the week".to_owned(), hangs_on, holder: "the contractor" });
            finding.fix = "Give the hours day by day.".into();
        } else {
            finding.fix = "Pay the difference and show proof, or correct the rate.".into();
        }
        finding.steps.push(step("at most", format!("({high} - {paid}) × {hours}"), most, Vec::new()));
        // Where both floors are above the rate paid, the lower one is certain to be owed.
        tell(finding, least)
    }

    fn finding(&self, line: &PayrollLine, outcome: Outcome, title: String) -> Finding {
        let mut finding = self.ctx.finding(outcome, subject_of(line), line.week_ending, title);
        finding.cells = self.ctx.columns.cells(line, &[Field::BaseRate]);
        finding.cells.extend(hour_cells(&self.ctx, line));
        finding
    }

    fn met(&self, line: &PayrollLine) -> Verdict {
        if self.ctx.list_all {
            return tell(self.finding(line, Outcome::Met, "Paid at least the wage floor".to_owned()), Exact::ZERO);
        }
        Verdict::Quiet(Outcome::Met)
    }
}

fn not_held(day: NaiveDate, hours: Hours) -> Missing {
    Missing { fact: format!("rate not held: the wage floor on {day}"), hangs_on: format!("{hours} hours"), holder: "the city" }
}

fn tell(finding: Finding, owed: Exact) -> Verdict {
    if owed.is_zero() {
        return said(finding);
    }
    Verdict::Said(Box::new(LineFinding { finding, owed, owes: Owes::Rate }))
}
