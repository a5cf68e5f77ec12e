//! # What it checks
//!
//! Firm by firm, every week between the first payroll and the last has a payroll or a report of no work, and
//! the payroll numbers run on without a gap. After the final payroll none is due. Weeks and numbers that are
//! missing are each named: a week and its number are one item, not two.
//!
//! # Why
//!
//! What is not filed cannot be checked. A missing week is the easiest place to hide hours.
//!
//! # Cannot tell when
//!
//! - the rule does not ask for a report of no work: a week without a payroll may be a week without work;
//! - a number is missing between two payrolls of weeks that follow each other;
//! - numbers do not follow the weeks, or one number stands on two weeks;
//! - payrolls follow the one marked final.
//!
//! # How to fix
//!
//! File the payrolls of the weeks named, or report that no work was done in them (`[[event]] what =
//! "no-work-reported"`). Number payrolls one after the other, weeks without work included.

use super::context::Context;
use super::events_on_file::{FirmEvents, bare_number, shown};
use super::exposure::{Missed, expose};
use super::readings::step;
use super::standing::{Reach, hold_back, reach};
use super::week_ledger::{LineId, WeekLedger};
use super::weeks_on_file::{PayrollWeek, WeeksOnFile};
use super::{LineFinding, RunningCheck, RunningResult};
use crate::domain::event::{Event, EventKind};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::rules::asks::WeekMissing as Rule;
use crate::rules::consequence::When;
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// Longer numbers are dates or numbers of a firm's own, which do not run on from week to week.
const LARGEST_NUMBER: u64 = 9_999;
/// Numbers that skip more than this do not run on from week to week either.
const MOST_SKIPPED: u64 = 200;

/// The check.
pub struct WeekMissing {
    ctx: Context,
    rule: Rule,
    weeks: WeeksOnFile,
}

impl WeekMissing {
    /// Under a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { ctx, rule, weeks: WeeksOnFile::default() }
    }
}

impl RunningCheck for WeekMissing {
    fn take(&mut self, line: &PayrollLine, _id: LineId, _names: &Names) {
        self.weeks.take(line);
    }

    fn finish(self: Box<Self>, ledger: &WeekLedger, names: &Names) -> RunningResult {
        let Self { ctx, rule, weeks } = *self;
        let weeks = weeks.sorted(ledger, names);
        let project = std::sync::Arc::clone(&ctx.project);
        let events = FirmEvents::of(&project);
        let mut result = RunningResult::default();
        for firm in weeks.chunk_by(|a, b| (a.project, a.contractor) == (b.project, b.contractor)) {
            let reached: Vec<&PayrollWeek> = firm.iter().filter(|w| reach(&ctx, Some(w.ending)) != Reach::Outside).collect();
            let (Some(first), Some(last)) = (reached.first(), reached.last()) else {
                result.counts.not_applicable += 1;
                continue;
            };
            let name = names.text(first.contractor);
            let firm = Firm { ctx: &ctx, events: &events, rule, weeks: &reached, name, names, last: last.ending };
            for finding in firm.findings() {
                let found = hold_back(&ctx, LineFinding::unpaid(finding));
                result.counts.count(found.finding.outcome);
                if ctx.list_all || matches!(found.finding.outcome, Outcome::NotMet | Outcome::CannotTell) {
                    result.findings.push((None, found));
                }
            }
        }
        result
    }
}

/// What is not on file for a firm.
#[derive(Default)]
pub struct NotOnFile {
    /// Weeks without a payroll or a report of no work.
    pub weeks: Vec<NaiveDate>,
    /// Payroll numbers that no week without a payroll explains: `12`, or `one of 9 to 13`.
    pub numbers: Vec<String>,
}

impl NotOnFile {
    /// How many payrolls are missing.
    pub fn items(&self) -> usize {
        self.weeks.len() + self.numbers.len()
    }
}

/// Every firm's payrolls that are not on file, for a checklist.
pub fn not_on_file(ctx: &Context, weeks: &[PayrollWeek], names: &Names) -> Vec<(String, NotOnFile)> {
    let events = FirmEvents::of(&ctx.project);
    let firms = weeks.chunk_by(|a, b| (a.project, a.contractor) == (b.project, b.contractor));
    firms
        .filter_map(|firm| {
            let weeks: Vec<&PayrollWeek> = firm.iter().collect();
            let (first, last) = (weeks.first()?, weeks.last()?);
            let name = names.text(first.contractor);
            let rule = Rule { no_work_report: true };
            let firm = Firm { ctx, events: &events, rule, weeks: &weeks, name, names, last: last.ending };
            Some((name.to_owned(), firm.not_on_file()))
        })
        .collect()
}

struct Firm<'c> {
    ctx: &'c Context,
    events: &'c FirmEvents<'c>,
    rule: Rule,
    weeks: &'c [&'c PayrollWeek],
    name: &'c str,
    names: &'c Names,
    last: NaiveDate,
}

impl Firm<'_> {
    /// The last day of the week of the final payroll.
    fn final_week(&self) -> Option<NaiveDate> {
        let all = self.events.get(EventKind::FinalPayroll, self.name);
        let week = |e: &Event| {
            let numbered = e.payroll_number.as_deref().and_then(|n| {
                let found = self.weeks.iter().find(|w| w.numbers().iter().any(|s| bare_number(self.names.text(*s)) == bare_number(n)));
                found.map(|w| w.ending)
            });
            // A final payroll that names neither week nor number ends what was worked by its day.
            e.week_ending.or(numbered).or_else(|| self.weeks.iter().rev().map(|w| w.ending).find(|w| *w <= e.on))
        };
        all.filter_map(week).max()
    }

    fn not_on_file(&self) -> NotOnFile {
        let end = self.final_week().map_or(self.last, |f| f.min(self.last));
        let idle: Vec<&Event> = self.events.get(EventKind::NoWorkReported, self.name).collect();
        let reported = |week: NaiveDate| {
            let first = week.checked_sub_days(Days::new(6)).unwrap_or(week);
            idle.iter().any(|e| match (e.week_ending, e.until) {
                (Some(ending), _) => ending == week,
                (None, Some(until)) => e.on <= first && week <= until,
                (None, None) => false,
            })
        };
        let on_file: BTreeSet<u64> = self.numbers_of_events().into_iter().collect();
        let mut missing = NotOnFile::default();
        for pair in self.weeks.windows(2) {
            let [earlier, later] = pair else { continue };
            let weeks: Vec<NaiveDate> = weeks_between(earlier.ending, later.ending).into_iter().filter(|w| *w <= end).collect();
            let between = weeks.len();
            missing.weeks.extend(weeks.into_iter().filter(|w| !reported(*w)));
            let (Some(before), Some(after)) = (self.number(earlier), self.number(later)) else { continue };
            if later.ending > end || after <= before || after - before > MOST_SKIPPED {
                continue;
            }
            let skipped: Vec<u64> = (before + 1..after).filter(|n| !on_file.contains(n)).collect();
            // Payrolls of weeks that are missing have numbers too: they are one item.
            let surplus = skipped.len().saturating_sub(between);
            if between == 0 {
                missing.numbers.extend(skipped.iter().map(u64::to_string));
            } else {
                missing.numbers.extend((0..surplus).map(|_| format!("one of {} to {}", before + 1, after - 1)));
            }
        }
        missing
    }

    fn number(&self, week: &PayrollWeek) -> Option<u64> {
        let numbers: Vec<u64> = week.numbers().iter().filter_map(|n| bare_number(self.names.text(*n)).parse().ok()).collect();
        numbers.iter().copied().filter(|n| *n <= LARGEST_NUMBER).max()
    }

    fn numbers_of_events(&self) -> Vec<u64> {
        let kinds = [EventKind::PayrollFiled, EventKind::NoWorkReported, EventKind::FinalPayroll];
        let events = kinds.iter().flat_map(|k| self.events.get(*k, self.name));
        events.filter_map(|e| bare_number(e.payroll_number.as_deref()?).parse().ok()).collect()
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = vec![self.gaps()];
        findings.extend(self.out_of_order());
        findings.extend(self.after_the_final());
        findings
    }

    fn finding(&self, outcome: Outcome, title: String) -> Finding {
        let week = self.weeks.first();
        let (project, contractor) = week.map(|w| (w.project, w.contractor)).unwrap_or_default();
        let subject = Subject { project, contractor, week_ending: Some(self.last), ..Subject::default() };
        let mut finding = self.ctx.finding(outcome, subject, Some(self.last), title);
        finding.unit = "payrolls";
        finding
    }

    fn gaps(&self) -> Finding {
        let missing = self.not_on_file();
        let items = missing.items();
        let outcome = match (items, missing.weeks.is_empty(), self.rule.no_work_report) {
            (0, ..) => Outcome::Met,
            (_, false, true) => Outcome::NotMet,
            _ => Outcome::CannotTell,
        };
        let title = match items {
            0 => "Every week has a payroll or a report of no work".to_owned(),
            1 => "1 payroll is not on file".to_owned(),
            n => format!("{n} payrolls are not on file"),
        };
        let mut finding = self.finding(outcome, title);
        let first = self.weeks.first().map_or(self.last, |w| w.ending);
        finding.read = Some(self.weeks.len().to_string());
        finding.steps.push(step("weeks on file", format!("{first} to {}", self.last), self.weeks.len(), self.cells(self.weeks.first())));
        for event in self.events.get(EventKind::NoWorkReported, self.name) {
            let week = event.week_ending.map_or(String::new(), |w| format!(", week ending {w}"));
            finding.steps.push(step(format!("no work reported{week}"), "", shown(event), Vec::new()));
        }
        finding.steps.extend(missing.weeks.iter().map(|w| step("neither payroll nor report of no work, week ending", "", w, Vec::new())));
        finding.steps.extend(missing.numbers.iter().map(|n| step("no payroll of this number", "", n, Vec::new())));
        finding.missing.extend(missing.weeks.iter().map(|w| Missing {
            fact: format!("the payroll of the week ending {w}, or a report of no work"),
            hangs_on: "1 payroll".to_owned(),
            holder: "the contractor",
        }));
        finding.missing.extend(missing.numbers.iter().map(|n| Missing {
            fact: format!("payroll number {n}"),
            hangs_on: "1 payroll".to_owned(),
            holder: "the contractor",
        }));
        if items > 0 {
            finding.expected = Some((self.weeks.len() + items).to_string());
            finding.difference = Some(format!("-{items}"));
            finding.cells = self.cells(self.weeks.first());
            finding.fix = "File the payrolls named, or report that no work was done in those weeks.".into();
        }
        if outcome == Outcome::NotMet {
            let missed = Missed { when: When::EvidenceMissing, violations: items as u64, contractor: self.name, ..Missed::default() };
            expose(self.ctx, &missed, &mut finding);
        }
        finding
    }

    fn cells(&self, week: Option<&&PayrollWeek>) -> Vec<crate::domain::place::CellRange> {
        week.map(|w| w.cells(&self.ctx.columns, |f| matches!(f, Field::PayrollNumber | Field::WeekEnding))).unwrap_or_default()
    }

    fn out_of_order(&self) -> Option<Finding> {
        let numbered: Vec<(&&PayrollWeek, u64)> = self.weeks.iter().filter_map(|w| Some((w, self.number(w)?))).collect();
        let odd: Vec<_> = numbered.windows(2).filter(|p| matches!(p, [(_, before), (_, after)] if after <= before)).collect();
        if odd.is_empty() {
            return None;
        }
        let mut finding = self.finding(Outcome::CannotTell, "Payroll numbers do not follow the weeks".to_owned());
        for pair in odd {
            let [(earlier, before), (later, after)] = pair else { continue };
            finding.steps.push(step(format!("week ending {}", earlier.ending), "", format!("payroll {before}"), self.cells(Some(earlier))));
            finding.steps.push(step(format!("week ending {}", later.ending), "", format!("payroll {after}"), self.cells(Some(later))));
            finding.cells.extend(self.cells(Some(later)));
        }
        finding.missing.push(Missing {
            fact: "the right payroll number of each week".to_owned(),
            hangs_on: String::new(),
            holder: "the contractor",
        });
        finding.fix = "Correct the payroll numbers, or the week endings.".into();
        Some(finding)
    }

    fn after_the_final(&self) -> Option<Finding> {
        let last = self.final_week()?;
        let after: Vec<&&PayrollWeek> = self.weeks.iter().filter(|w| w.ending > last).collect();
        if after.is_empty() {
            return None;
        }
        let count = after.len();
        let what = if count == 1 { "1 payroll follows".to_owned() } else { format!("{count} payrolls follow") };
        let mut finding = self.finding(Outcome::CannotTell, format!("{what} the one marked final"));
        finding.steps.push(step("final payroll, week ending", "", last, Vec::new()));
        for week in after {
            finding.steps.push(step("payroll of the week ending", "", week.ending, self.cells(Some(week))));
            finding.cells.extend(self.cells(Some(week)));
        }
        finding.missing.push(Missing { fact: "which payroll is the final one".to_owned(), hangs_on: what, holder: "the contractor" });
        finding.fix = "Mark the payroll of the last week of work as final.".into();
        Some(finding)
    }
}

/// The last days of the weeks between two weeks that have a payroll. Where the day a week ends on changed,
/// days that no payroll covers make a week of their own.
fn weeks_between(earlier: NaiveDate, later: NaiveDate) -> Vec<NaiveDate> {
    let end = later.checked_sub_days(Days::new(7)).unwrap_or(later);
    let weeks = (1..).map_while(|n| earlier.checked_add_days(Days::new(7 * n)));
    let mut all: Vec<NaiveDate> = weeks.take_while(|w| *w <= end).collect();
    if all.last().copied().unwrap_or(earlier) < end {
        all.push(end);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_between_two_weeks_are_each_named_once() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let between = |a, b| weeks_between(day(a), day(b)).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert!(between("2026-03-01", "2026-03-08").is_empty());
        assert_eq!(between("2026-03-01", "2026-03-22"), ["2026-03-08", "2026-03-15"]);
        // Weeks ended on Sundays and now end on Saturdays: the six days left over are one week.
        assert_eq!(between("2026-03-01", "2026-03-14"), ["2026-03-07"]);
        assert!(between("2026-03-01", "2026-03-07").is_empty());
    }
}
