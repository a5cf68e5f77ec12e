//! # What it checks
//!
//! Hours over forty in a worker's week are overtime, paid at one and a half times the basic rate.
//! All lines of a worker, contractor and week count together. Straight-time hours over forty are
//! missing the premium: half the basic rate for each such hour. Where lines differ in rate it is half the
//! weighted average of the week (29 CFR 778.115), or half the rate of the work done in those hours where
//! the rule goes by the rate in effect (29 CFR 778.419). A stated overtime rate below one and a half times
//! the base rate owes the difference.
//!
//! Where the law counts days, hours over eight a day and the first eight of the seventh day in a row of
//! the workweek are overtime too, and hours over twelve a day, or over eight on that seventh day, are paid
//! twice the rate. An hour is counted once: what is overtime by the day is not counted again by the week.
//!
//! # Why
//!
//! An hour over forty paid as straight time is half an hour's pay lost.
//!
//! # Cannot tell when
//!
//! - a line of the week gives no hours, or the week ending is not given: the contractor knows it;
//! - the base rate of the week is not given: the hours are known to be short, not the dollars;
//! - the law counts days and only weekly totals are given: what is past the weekly number is still owed;
//! - hours on other jobs take the week over forty: the overtime may have been paid there.
//!
//! # How to fix
//!
//! Pay the premium and show proof, or correct the hours: hours over forty belong in the overtime columns.

use super::by_firm::{Firms, open};
use super::context::Context;
use super::readings::step;
use super::standing::{Reach, reach, weigh};
use super::week_ledger::{LineId, WeekLedger};
use super::{LineFinding, Owes, RunningCheck, RunningResult};
use crate::domain::field::{Field, HourKind};
use crate::domain::finding::{Exposure, Finding, Missing};
use crate::domain::money::to_cents;
use crate::domain::names::Names;
use crate::domain::outcome::{Outcome, Seen};
use crate::domain::payroll::PayrollLine;
use crate::domain::place::CellRange;
use crate::domain::quantity::{Exact, Hours, Money, Rate};
use crate::domain::run::Counts;
use crate::domain::week::days_of;
use crate::rules::applies::Applies;
use crate::rules::asks::Overtime as Rule;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is remembered of a line that may matter at the end.
struct Kept {
    cells: Vec<CellRange>,
    /// Days on which hours past the weekly number were worked.
    days: Vec<NaiveDate>,
    /// Stated overtime rate below the multiple: stated, due, hours.
    low: Option<(Rate, Exact, Hours)>,
}

/// The check.
pub struct Overtime {
    ctx: Context,
    rule: Rule,
    firms: Option<Firms>,
    kept: BTreeMap<LineId, Kept>,
    any_low: bool,
}

impl Overtime {
    /// Over the figures of a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { firms: Firms::of(&ctx), ctx, rule, kept: BTreeMap::new(), any_low: false }
    }

    /// The multiple of a rate for some hours.
    fn at_multiple(&self, rate: Rate, hours: Hours) -> Exact {
        (rate * hours).times_ratio(i128::from(self.rule.multiple_millionths), 1_000_000)
    }

    fn days_over(&self, line: &PayrollLine) -> Vec<NaiveDate> {
        let Some(last) = line.week_ending else { return Vec::new() };
        let mut worked = Hours::ZERO;
        let mut days = Vec::new();
        for (day, date) in days_of(last).into_iter().enumerate() {
            let hours = if line.straight.any() { line.straight.on(day) } else { line.unsplit.on(day) };
            worked += hours;
            if worked > self.rule.weekly_over && hours > Hours::ZERO {
                days.push(date);
            }
        }
        days
    }
}

impl RunningCheck for Overtime {
    fn take(&mut self, line: &PayrollLine, id: LineId, _names: &Names) {
        let over = line.straight_hours().is_some_and(|h| h > self.rule.weekly_over);
        let mut low = None;
        if let (Some(base), Some(stated)) = (line.base_rate.known(), line.overtime_rate.known()) {
            let hours = line.overtime_hours();
            let due = self.at_multiple(base, Hours::whole(1));
            if hours > Hours::ZERO && stated * Hours::whole(1) < due {
                low = Some((stated, due, hours));
            }
        }
        if !over && low.is_none() {
            return;
        }
        let mut cells = self.ctx.columns.hour_cells(line, HourKind::Straight);
        if cells.is_empty() {
            cells = self.ctx.columns.hour_cells(line, HourKind::Unsplit);
        }
        cells.extend(self.ctx.columns.cells(line, &[Field::BaseRate, Field::OvertimeRate]));
        self.any_low |= low.is_some();
        let days = if over { self.days_over(line) } else { Vec::new() };
        self.kept.insert(id, Kept { cells, days, low });
    }

    fn may_speak_of(&self, id: LineId) -> bool {
        self.kept.contains_key(&id)
    }

    fn finish(mut self: Box<Self>, ledger: &WeekLedger, names: &Names) -> RunningResult {
        let mut counts = Counts::default();
        let mut findings = Vec::new();
        let mut reached = None;
        let mut firms = self.firms.take();
        for last in ledger.weeks() {
            let firm = firms.as_mut().map(|f| f.reach(ledger.entry(last).contractor, names));
            if matches!(firm, Some(Applies::No { .. })) {
                counts.count(Outcome::NotApplicable);
                continue;
            }
            if self.plainly_met(ledger, last, &mut reached) {
                counts.met += 1;
                continue;
            }
            let answer = self.week(ledger, last);
            match (answer, firm) {
                (Answer::Quiet(outcome), _) => counts.count(outcome),
                (Answer::Said(said), firm) => {
                    let said = match firm {
                        Some(Applies::CannotTell { missing }) => open(*said, missing),
                        _ => *said,
                    };
                    counts.count(said.finding.outcome);
                    findings.push((Some(last), said));
                }
            }
        }
        RunningResult { findings, counts }
    }
}

enum Answer {
    Quiet(Outcome),
    Said(Box<LineFinding>),
}

/// One worker's week, summed over its lines.
#[derive(Default)]
struct Week {
    straight: Hours,
    premium: Hours,
    /// All hours, overtime included, and their pay at the base rates.
    hours: Hours,
    pay: Exact,
    /// The one base rate, where all lines with straight time share it.
    rate: Option<Rate>,
    rates_differ: bool,
    rate_absent: bool,
    hours_absent: bool,
    all_jobs: Option<Hours>,
}

impl Overtime {
    /// The usual week, told at a glance: one line, forty hours or fewer, nothing else to look at.
    fn plainly_met(&self, ledger: &WeekLedger, last: LineId, reached: &mut Option<(u16, Reach)>) -> bool {
        let entry = ledger.entry(last);
        if self.ctx.list_all
            || ledger.week_of(last) != last
            || entry.worker.is_none()
            || entry.week_number() == 0
            || entry.all_jobs.is_known()
            || entry.straight.known().is_none_or(|h| h > self.rule.weekly_over)
            || (self.any_low && self.kept.contains_key(&last))
        {
            return false;
        }
        let number = entry.week_number();
        let reach = match *reached {
            Some((known, reach)) if known == number => reach,
            _ => reach(&self.ctx, entry.week_ending()),
        };
        *reached = Some((number, reach));
        reach != Reach::Outside
    }

    fn sum(&self, ledger: &WeekLedger, last: LineId) -> Week {
        let mut week = Week::default();
        for id in ledger.lines_of_week(last) {
            let e = ledger.entry(id);
            week.premium += e.premium;
            if let Some(all) = e.all_jobs.known() {
                week.all_jobs = Some(week.all_jobs.map_or(all, |a| a.max(all)));
            }
            let Some(straight) = e.straight.known() else {
                week.hours_absent = true;
                continue;
            };
            week.straight += straight;
            let hours = straight + e.premium;
            match e.base_rate.known().filter(|_| !hours.is_zero()) {
                Some(rate) => {
                    week.hours += hours;
                    week.pay += rate * hours;
                    week.rates_differ |= week.rate.is_some_and(|r| r != rate);
                    week.rate = Some(rate);
                }
                None => week.rate_absent |= !straight.is_zero(),
            }
        }
        week
    }

    fn week(&self, ledger: &WeekLedger, last: LineId) -> Answer {
        let entry = ledger.entry(last);
        let ending = entry.week_ending();
        if reach(&self.ctx, ending) == Reach::Outside {
            return Answer::Quiet(Outcome::NotApplicable);
        }
        // Rows of several workers together say nothing of one worker's week.
        if entry.worker.is_none() {
            return Answer::Quiet(Outcome::NotApplicable);
        }
        if ending.is_none() {
            return self.lacking(ledger, last, "the week ending", "Overtime is counted by the week, and the week ending is not given");
        }
        let week = self.sum(ledger, last);
        let over = self.rule.weekly_over;
        if week.straight > over {
            return self.short(ledger, last, &week);
        }
        let low: Vec<LineId> = ledger.lines_of_week(last).filter(|id| self.kept.get(id).is_some_and(|k| k.low.is_some())).collect();
        if !low.is_empty() {
            return self.low_rate(ledger, last, &low);
        }
        if week.hours_absent {
            return self.lacking(ledger, last, "the hours of every line of the week", "A line of the worker's week gives no hours");
        }
        if let Some(all) = week.all_jobs
            && all > over
            && all - over > week.premium
        {
            let missing = all - over - week.premium;
            let title = format!("{all} hours on all jobs, and {missing} of them over {over} are not overtime here");
            return self.lacking(ledger, last, &format!("whether the other job paid {missing} hours of overtime"), &title);
        }
        if self.ctx.list_all {
            let title = format!("Overtime is paid for every hour over {over}");
            let finding = self.finding(ledger, last, Outcome::Met, title);
            return Answer::Said(Box::new(weigh(&self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing })));
        }
        Answer::Quiet(Outcome::Met)
    }

    fn finding(&self, ledger: &WeekLedger, last: LineId, outcome: Outcome, title: String) -> Finding {
        let entry = ledger.entry(last);
        let mut finding = self.ctx.finding(outcome, entry.subject(), entry.week_ending(), title);
        let mut ids: Vec<LineId> = ledger.lines_of_week(last).collect();
        ids.reverse();
        for id in &ids {
            match self.kept.get(id) {
                Some(kept) => finding.cells.extend(&kept.cells),
                None => {
                    let at = ledger.entry(*id).at;
                    let column = [HourKind::Straight, HourKind::Unsplit].into_iter().find_map(|kind| {
                        let named = Field::WeekHours(kind);
                        self.ctx.columns.column(at, named).or_else(|| self.ctx.columns.first_day_column(at, kind))
                    });
                    finding.cells.extend(column.map(|c| CellRange::cell(at.sheet, c, at.row)));
                }
            }
        }
        finding
    }

    fn lacking(&self, ledger: &WeekLedger, last: LineId, fact: &str, title: &str) -> Answer {
        let mut finding = self.finding(ledger, last, Outcome::CannotTell, title.to_owned());
        finding.missing.push(Missing { fact: fact.to_owned(), hangs_on: String::new(), holder: "the contractor" });
        finding.fix = "Give it, and check the file again.".into();
        Answer::Said(Box::new(weigh(&self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing })))
    }

    fn short(&self, ledger: &WeekLedger, last: LineId, week: &Week) -> Answer {
        let over = self.rule.weekly_over;
        let missing = week.straight - over;
        let title = format!("{missing} hours over {over} are paid as straight time");
        let mut finding = self.finding(ledger, last, Outcome::NotMet, title);
        finding.read = Some(week.straight.to_string());
        finding.expected = Some(over.to_string());
        finding.difference = Some((Hours::ZERO - missing).to_string());
        finding.unit = "hours";
        finding.steps.push(step(
            "straight time past the weekly number",
            format!("{} - {over}", week.straight),
            missing,
            finding.cells.clone(),
        ));
        let extra = i128::from(self.rule.multiple_millionths) - 1_000_000;
        let mut owed = Exact::ZERO;
        if week.rate_absent || week.hours_absent || week.rate.is_none() {
            finding.missing.push(Missing {
                fact: "the base rate of every line of the week".to_owned(),
                hangs_on: format!("the premium of {missing} hours"),
                holder: "the contractor",
            });
        } else if week.rates_differ {
            // Weighted average: pay of the week without premiums over its hours.
            let picos = week.pay.picos() * i128::from(missing.micros()) * extra / (i128::from(week.hours.micros()) * 1_000_000);
            owed = Exact::from_picos(picos);
            finding.steps.push(step("pay of the week at its base rates", "", week.pay, Vec::new()));
            let words = format!("{} / {} × {missing} × {}", week.pay, week.hours, ratio(extra));
            finding.steps.push(step("premium at the weighted average rate", words, to_cents(owed), Vec::new()));
        } else if let Some(rate) = week.rate {
            owed = (rate * missing).times_ratio(extra, 1_000_000);
            finding.steps.push(step("premium", format!("{rate} × {} × {missing}", ratio(extra)), owed, Vec::new()));
        }
        finding.exposure = self.damages(ledger, last);
        finding.fix = "Pay the premium and show proof, or correct the hours.".into();
        Answer::Said(Box::new(weigh(&self.ctx, LineFinding { finding, owed, owes: Owes::Premium })))
    }

    fn low_rate(&self, ledger: &WeekLedger, last: LineId, low: &[LineId]) -> Answer {
        let mut finding =
            self.finding(ledger, last, Outcome::NotMet, "The overtime rate is below the multiple of the base rate".to_owned());
        let mut owed = Exact::ZERO;
        for (stated, due, hours) in low.iter().filter_map(|id| self.kept.get(id)?.low) {
            let short = Exact::from_picos((due.picos() - (stated * Hours::whole(1)).picos()) * i128::from(hours.micros()) / 1_000_000);
            finding.read = Some(stated.to_string());
            finding.expected = Some(due.to_string());
            finding.unit = "dollars per hour";
            finding.difference = Some(((stated * Hours::whole(1)) - due).to_string());
            finding.steps.push(step("overtime short", format!("({due} - {stated}) × {hours}"), short, finding.cells.clone()));
            owed += short;
        }
        finding.fix = "Pay the difference and show proof, or correct the overtime rate.".into();
        Answer::Said(Box::new(weigh(&self.ctx, LineFinding { finding, owed, owes: Owes::Premium })))
    }

    /// Liquidated damages: what the agency may charge for each day of such hours. Never part of `owed`.
    fn damages(&self, ledger: &WeekLedger, last: LineId) -> Option<Exposure> {
        let days: Vec<NaiveDate> = ledger.lines_of_week(last).filter_map(|id| self.kept.get(&id)).flat_map(|k| k.days.clone()).collect();
        let mut amount = Money::ZERO;
        let (mut counted, mut secondary, mut rate) = (0, false, None);
        for day in &days {
            let held = self.rule.damages_per_day.on(*day)?;
            amount += held.value;
            secondary |= held.seen == Seen::Secondary;
            rate = Some(held.value);
            counted += 1;
        }
        let rate = rate?;
        let mark = if secondary { ", a figure seen in a secondary source only" } else { "" };
        let unit = if counted == 1 { "day" } else { "days" };
        Some(Exposure { amount, shall: false, why: format!("liquidated damages: {counted} {unit} × {rate}{mark}") })
    }
}

fn ratio(millionths: i128) -> String {
    crate::domain::quantity::plain(millionths, 6)
}
