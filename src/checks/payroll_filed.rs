//! # What it checks
//!
//! Each weekly payroll is filed within the days the rule gives after the pay date. The last day is the pay
//! date plus that many calendar days; filing on that day is in time. The pay date is the payroll's own
//! column, or the pay date of that week in the project file; the filing day is a `payroll-filed` event. It is
//! asked of weeks in which work was done: a week without work is for `week-missing`.
//!
//! # Why
//!
//! A payroll that comes weeks later can no longer be compared with who was on the site.
//!
//! # Cannot tell when
//!
//! - the pay date is not given: it is not guessed from the week ending;
//! - the filing day is not on file: the city holds it;
//! - lines of one payroll give different pay dates and the answer depends on which is the regular one.
//!
//! What every payroll lacks alike is said once.
//!
//! # How to fix
//!
//! Add the filing days to the project file as `[[event]] what = "payroll-filed"`, and the pay date to the
//! payroll. A payroll that was late stays late; note why.

use super::context::Context;
use super::events_on_file::{bare_number, same_firm, shown};
use super::exposure::{Missed, expose};
use super::gap::said_once;
use super::readings::step;
use super::standing::{Reach, hold_back, reach};
use super::week_ledger::{LineId, WeekLedger};
use super::weeks_on_file::{PayrollWeek, WeeksOnFile};
use super::{LineFinding, RunningCheck, RunningResult};
use crate::domain::event::{Event, EventKind};
use crate::domain::field::Field;
use crate::domain::finding::{Missing, Subject};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::rules::asks::PayrollFiled as Rule;
use crate::rules::consequence::When;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// The check.
pub struct PayrollFiled {
    ctx: Context,
    rule: Rule,
    weeks: WeeksOnFile,
}

impl PayrollFiled {
    /// With the days of a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { ctx, rule, weeks: WeeksOnFile::default() }
    }
}

impl RunningCheck for PayrollFiled {
    fn take(&mut self, line: &PayrollLine, _id: LineId, _names: &Names) {
        self.weeks.take(line);
    }

    fn finish(self: Box<Self>, ledger: &WeekLedger, names: &Names) -> RunningResult {
        let Self { ctx, rule, weeks } = *self;
        let undated = weeks.undated;
        let weeks = weeks.sorted(ledger, names);
        let (filings, paydays) = (Filings::of(&ctx, EventKind::PayrollFiled), Filings::of(&ctx, EventKind::Payday));
        let none_filed = filings.is_empty();
        let none_paid = weeks.iter().all(|w| w.paid_on().is_empty()) && paydays.is_empty();
        let mut result = RunningResult::default();
        let (mut no_filing, mut no_pay_date) = (0_u64, 0_u64);
        for week in &weeks {
            if reach(&ctx, Some(week.ending)) == Reach::Outside {
                result.counts.not_applicable += 1;
                continue;
            }
            let firm = names.text(week.contractor);
            let (paid, filed) = (pay_dates(&paydays, week, firm), filings.of_week(week, firm, names));
            let said_with_others = (filed.is_some() || none_filed) && (!paid.is_empty() || none_paid);
            if (filed.is_none() || paid.is_empty()) && said_with_others {
                result.counts.cannot_tell += 1;
                no_filing += u64::from(filed.is_none());
                no_pay_date += u64::from(paid.is_empty());
                continue;
            }
            let found = Week { ctx: &ctx, rule: &rule, week, firm }.answer(&paid, filed);
            let found = hold_back(&ctx, found);
            result.counts.count(found.finding.outcome);
            if ctx.list_all || matches!(found.finding.outcome, Outcome::NotMet | Outcome::CannotTell) {
                result.findings.push((None, found));
            }
        }
        let whole = [
            (no_filing, "weekly payroll", "the day each payroll was filed", "the city"),
            (no_pay_date, "weekly payroll", "the pay date of each week", "the contractor"),
            (undated, "line", "the last day of the work week", "the contractor"),
        ];
        for (count, what, fact, holder) in whole.into_iter().filter(|(count, ..)| *count > 0) {
            let hangs_on = format!("{count} {what}{}", if count == 1 { "" } else { "s" });
            let title = format!("The filing of {hangs_on} cannot be checked: {fact} is not on file");
            let missing = Missing { fact: fact.to_owned(), hangs_on, holder };
            let finding = said_once(&ctx, title, missing, format!("Give {fact}."));
            result.findings.push((None, hold_back(&ctx, LineFinding::unpaid(finding))));
        }
        result
    }
}

/// The days wages of a week were paid.
fn pay_dates(paydays: &Filings<'_>, week: &PayrollWeek, firm: &str) -> Vec<NaiveDate> {
    let mut days = week.paid_on().to_vec();
    if days.is_empty() {
        let paid = paydays.by_week.get(&week.ending).into_iter().flatten();
        days.extend(paid.filter(|e| e.contractor.as_deref().is_none_or(|c| same_firm(c, firm))).map(|e| e.on));
    }
    days.sort_unstable();
    days.dedup();
    days
}

/// The filings, or the pay dates, of the project file, by week and by number.
struct Filings<'p> {
    by_week: BTreeMap<NaiveDate, Vec<&'p Event>>,
    by_number: BTreeMap<&'p str, Vec<&'p Event>>,
}

impl<'p> Filings<'p> {
    fn of(ctx: &'p Context, what: EventKind) -> Self {
        let mut filings = Self { by_week: BTreeMap::new(), by_number: BTreeMap::new() };
        for event in ctx.project.events.iter().filter(|e| e.what == what) {
            match (event.week_ending, &event.payroll_number) {
                (Some(week), _) => filings.by_week.entry(week).or_default().push(event),
                (None, Some(number)) => filings.by_number.entry(bare_number(number)).or_default().push(event),
                (None, None) => {}
            }
        }
        filings
    }

    fn is_empty(&self) -> bool {
        self.by_week.is_empty() && self.by_number.is_empty()
    }

    /// The first filing of a week's payroll.
    fn of_week(&self, week: &PayrollWeek, firm: &str, names: &Names) -> Option<&'p Event> {
        let numbers = week.numbers().iter().filter_map(|n| self.by_number.get(bare_number(names.text(*n))));
        let all = self.by_week.get(&week.ending).into_iter().chain(numbers).flatten();
        all.filter(|e| e.contractor.as_deref().is_none_or(|c| same_firm(c, firm))).min_by_key(|e| e.on).copied()
    }
}

struct Week<'c> {
    ctx: &'c Context,
    rule: &'c Rule,
    week: &'c PayrollWeek,
    firm: &'c str,
}

impl Week<'_> {
    fn answer(&self, paid: &[NaiveDate], filed: Option<&Event>) -> LineFinding {
        let within = self.rule.within_days;
        let due: Vec<NaiveDate> = paid.iter().filter_map(|day| day.checked_add_days(Days::new(u64::from(within)))).collect();
        let ends = due.first().zip(due.last());
        let outcome = match (filed, ends) {
            (Some(filed), Some((first, _))) if filed.on <= *first => Outcome::Met,
            (Some(filed), Some((_, last))) if filed.on > *last => Outcome::NotMet,
            _ => Outcome::CannotTell,
        };
        let ending = self.week.ending;
        let late = filed.zip(ends).map_or(0, |(filed, (_, last))| (filed.on - *last).num_days());
        let title = match outcome {
            Outcome::Met => format!("Payroll of the week ending {ending} filed in time"),
            Outcome::NotMet => format!("Payroll of the week ending {ending} filed {} late", days(late)),
            _ => format!("Whether the payroll of the week ending {ending} was filed in time cannot be told"),
        };
        let subject = Subject {
            project: self.week.project,
            contractor: self.week.contractor,
            week_ending: Some(ending),
            day: filed.map(|f| f.on),
            ..Subject::default()
        };
        let mut finding = self.ctx.finding(outcome, subject, Some(ending), title);
        finding.cells = self.week.cells(&self.ctx.columns, |f| f == Field::PaidOn);
        if finding.cells.is_empty() {
            finding.cells = self.week.cells(&self.ctx.columns, |f| f == Field::WeekEnding);
        }
        for (paid, due) in paid.iter().zip(&due) {
            finding.steps.push(step("pay date", "", paid, self.week.cells(&self.ctx.columns, |f| f == Field::PaidOn)));
            finding.steps.push(step("last day to file", format!("{paid} + {within} calendar days"), due, Vec::new()));
        }
        finding.steps.extend(filed.map(|filed| step("filed", "", shown(filed), Vec::new())));
        let missing = |fact: &str, holder| Missing { fact: fact.to_owned(), hangs_on: "1 weekly payroll".to_owned(), holder };
        if paid.is_empty() {
            finding.missing.push(missing("the pay date of the week", "the contractor"));
        }
        if filed.is_none() {
            finding.missing.push(missing("the day the payroll was filed", "the city"));
        }
        if let (Outcome::CannotTell, true, Some(_)) = (outcome, paid.len() > 1, filed) {
            finding.missing.push(missing("which of the pay dates is the regular one", "the contractor"));
        }
        if let (Some(filed), [paid]) = (filed, paid) {
            let taken = (filed.on - *paid).num_days();
            finding.read = Some(taken.to_string());
            finding.expected = Some(within.to_string());
            finding.difference = Some((taken - i64::from(within)).to_string());
            finding.unit = "calendar days";
        }
        finding.fix = match outcome {
            Outcome::NotMet => "File each payroll by its last day; note why this one was late.".into(),
            Outcome::CannotTell => "Give the missing day, and check the file again.".into(),
            _ => "".into(),
        };
        if outcome == Outcome::NotMet {
            finding.steps.push(step("days late", "", late, Vec::new()));
            let missed = Missed { when: When::Late, days: Some(late), violations: 1, contractor: self.firm, ..Missed::default() };
            expose(self.ctx, &missed, &mut finding);
        }
        LineFinding::unpaid(finding)
    }
}

/// `1 day`, `3 days`.
fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}
