//! Overtime where the law counts days as well as weeks, or pays each overtime hour at the rate of the work
//! done in it. Its page is that of [`super::overtime`].

use super::by_firm::{Firms, open};
use super::context::Context;
use super::overtime_due::{AtRate, Due, at_rates_in_effect};
use super::readings::{hour_cells, step};
use super::standing::{Reach, reach, weigh};
use super::week_ledger::{LineId, WeekLedger};
use super::{LineFinding, Owes, RunningCheck, RunningResult};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::money::to_cents;
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::{Exact, Hours, Rate, plain};
use crate::domain::week::days_of;
use crate::rules::applies::Applies;
use crate::rules::asks::{Overtime as Rule, RateBasis};

/// What is kept of every line.
struct Kept {
    id: LineId,
    base: Option<Rate>,
    hours: Option<Hours>,
    overtime: Hours,
    double: Hours,
    overtime_rate: Option<Rate>,
    double_rate: Option<Rate>,
    /// Hours of each day, where given.
    days: Option<[Hours; 7]>,
}

/// The check.
pub struct OvertimeByDay {
    ctx: Context,
    rule: Rule,
    firms: Option<Firms>,
    lines: Vec<Kept>,
}

impl OvertimeByDay {
    /// Over the figures of a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { firms: Firms::of(&ctx), ctx, rule, lines: Vec::new() }
    }
}

impl RunningCheck for OvertimeByDay {
    fn take(&mut self, line: &PayrollLine, id: LineId, _names: &Names) {
        let days = line.has_days().then(|| std::array::from_fn(|day| line.hours_on(day).unwrap_or_default()));
        self.lines.push(Kept {
            id,
            base: line.base_rate.known(),
            hours: line.hours(),
            overtime: line.overtime_hours(),
            double: line.double_hours(),
            overtime_rate: line.overtime_rate.known(),
            double_rate: line.double_rate.known(),
            days,
        });
    }

    fn finish(mut self: Box<Self>, ledger: &WeekLedger, names: &Names) -> RunningResult {
        let mut result = RunningResult::default();
        let mut without_days = 0;
        let mut firms = self.firms.take();
        for last in ledger.weeks() {
            let entry = ledger.entry(last);
            let reached = firms.as_mut().map(|f| f.reach(entry.contractor, names));
            let standing = reach(&self.ctx, entry.week_ending());
            if entry.worker.is_none() || standing == Reach::Outside || matches!(reached, Some(Applies::No { .. })) {
                result.counts.count(Outcome::NotApplicable);
                continue;
            }
            let said = match self.week(ledger, last) {
                Answer::Quiet(outcome) => {
                    let outcome = if standing == Reach::NotInForce { Outcome::NotApplicable } else { outcome };
                    without_days += u64::from(outcome == Outcome::CannotTell);
                    result.counts.count(outcome);
                    continue;
                }
                Answer::Said(said) => weigh(&self.ctx, *said),
            };
            let said = match reached {
                Some(Applies::CannotTell { missing }) => open(said, missing),
                _ => said,
            };
            result.counts.count(said.finding.outcome);
            result.findings.push((Some(last), said));
        }
        if without_days > 0 {
            let title = format!("Overtime by the day cannot be checked for {without_days} weeks: only weekly totals are given");
            let mut finding = self.ctx.finding(Outcome::CannotTell, Subject::default(), None, title);
            finding.missing.push(missing("the hours of each day", format!("{without_days} weeks")));
            finding.fix = "Give the hours day by day.".into();
            result.findings.push((None, weigh(&self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing })));
        }
        result
    }
}

enum Answer {
    Quiet(Outcome),
    Said(Box<LineFinding>),
}

fn missing(fact: &str, hangs_on: String) -> Missing {
    Missing { fact: fact.to_owned(), hangs_on, holder: "the contractor" }
}

/// What a week lacks.
struct Shortage {
    due: Due,
    /// Hours that lack the multiple.
    lack: Hours,
    /// Hours that lack what is between the multiple and twice the rate.
    twice: Hours,
    /// Stated rates under what is due: stated, due, hours.
    low: Vec<(Rate, Exact, Hours)>,
    /// Weekly totals only, so there may be more.
    days_open: bool,
}

/// One worker's week over all its lines.
struct Week<'w> {
    lines: Vec<&'w Kept>,
    days: [Hours; 7],
    total: Hours,
    overtime: Hours,
    double: Hours,
    by_day: bool,
}

impl OvertimeByDay {
    fn week(&self, ledger: &WeekLedger, last: LineId) -> Answer {
        let mut lines: Vec<&Kept> = Vec::new();
        let mut all_jobs: Option<Hours> = None;
        for id in ledger.lines_of_week(last) {
            all_jobs = all_jobs.max(ledger.entry(id).all_jobs.known());
            lines.extend(self.lines.binary_search_by_key(&id, |k| k.id).ok().and_then(|at| self.lines.get(at)));
        }
        lines.reverse();
        if ledger.entry(last).week_ending().is_none() {
            return self.lacking(ledger, last, "the week ending", "Overtime is counted by the week, and the week ending is not given");
        }
        let mut week = Week {
            by_day: lines.iter().all(|l| l.days.is_some() || l.hours.is_some_and(Hours::is_zero)),
            days: [Hours::ZERO; 7],
            total: lines.iter().filter_map(|l| l.hours).sum(),
            overtime: lines.iter().map(|l| l.overtime).sum(),
            double: lines.iter().map(|l| l.double).sum(),
            lines,
        };
        for line in &week.lines {
            for (sum, hours) in week.days.iter_mut().zip(line.days.unwrap_or_default()) {
                *sum += hours;
            }
        }
        let short_day = self.rule.daily_over.is_none_or(|over| week.total <= over) && !self.rule.seventh_day;
        let due = if week.by_day { Due::of(&self.rule, &week.days) } else { self.weekly_alone(&week) };
        let lack = (due.premium() - week.overtime - week.double).max(Hours::ZERO);
        let lack_twice = (due.twice() - week.double).max(Hours::ZERO);
        let low: Vec<(Rate, Exact, Hours)> = week.lines.iter().flat_map(|l| self.low(l)).collect();
        if lack > Hours::ZERO || lack_twice > Hours::ZERO || !low.is_empty() {
            let days_open = !week.by_day && !short_day && self.counts_days();
            return self.short(ledger, last, &week, &Shortage { due, lack, twice: lack_twice, low, days_open });
        }
        if week.lines.iter().any(|l| l.hours.is_none()) {
            return self.lacking(ledger, last, "the hours of every line of the week", "A line of the worker's week gives no hours");
        }
        let over = self.rule.weekly_over;
        let premium = week.overtime + week.double;
        if let Some(all) = all_jobs.filter(|all| *all > over && *all - over > premium && *all > week.total) {
            let title = format!("{all} hours on all jobs, and {} of them over {over} are not overtime here", all - over - premium);
            return self.lacking(ledger, last, &format!("whether the other job paid {} hours of overtime", all - over - premium), &title);
        }
        if !week.by_day && !short_day && self.counts_days() {
            return Answer::Quiet(Outcome::CannotTell);
        }
        if self.ctx.list_all {
            let finding = self.begin(ledger, last, Outcome::Met, "Overtime and double time are paid for every hour due".to_owned());
            return Answer::Said(Box::new(LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }));
        }
        Answer::Quiet(Outcome::Met)
    }

    fn counts_days(&self) -> bool {
        self.rule.daily_over.is_some() || self.rule.double_daily_over.is_some()
    }

    /// Only weekly totals: at least what is past the weekly number is due. Put on the first day.
    fn weekly_alone(&self, week: &Week<'_>) -> Due {
        let mut due = Due { weekly: (week.total - self.rule.weekly_over).max(Hours::ZERO), ..Due::default() };
        due.overtime[0] = due.weekly;
        due
    }

    /// Stated overtime and double-time rates under what is due on the line's own base rate.
    fn low(&self, line: &Kept) -> Vec<(Rate, Exact, Hours)> {
        let Some(base) = line.base else { return Vec::new() };
        let one = Hours::whole(1);
        let kinds =
            [(line.overtime_rate, line.overtime, i128::from(self.rule.multiple_millionths)), (line.double_rate, line.double, 2_000_000)];
        let low = kinds.into_iter().filter_map(|(stated, hours, times)| {
            let due = (base * one).times_ratio(times, 1_000_000);
            let stated = stated?;
            (hours > Hours::ZERO && stated * one < due).then_some((stated, due, hours))
        });
        low.collect()
    }

    /// Premium for hours of each day: at least, at most, and how it comes about. `None` if a rate is missing.
    fn premium(&self, week: &Week<'_>, wanted: &[Hours; 7], hours: Hours, share: i128) -> Option<(Exact, Exact, String)> {
        let worked = week.lines.iter().filter(|l| l.hours.is_some_and(|h| h > Hours::ZERO));
        let rates: Vec<Rate> = worked.clone().map(|l| l.base).collect::<Option<_>>()?;
        let first = *rates.first()?;
        let part = plain(share, 6);
        if rates.iter().all(|r| *r == first) {
            let owed = (first * hours).times_ratio(share, 1_000_000);
            return Some((owed, owed, format!("{first} × {part} × {hours}")));
        }
        if self.rule.rate_basis == RateBasis::InEffect {
            let at = worked.flat_map(|l| {
                let rate = l.base.unwrap_or_default();
                let whole = [l.hours.unwrap_or_default(), Hours::ZERO, Hours::ZERO, Hours::ZERO, Hours::ZERO, Hours::ZERO, Hours::ZERO];
                let days = if week.by_day { l.days.unwrap_or_default() } else { whole };
                days.into_iter().enumerate().map(move |(day, hours)| AtRate { day, rate, hours })
            });
            let at: Vec<AtRate> = at.filter(|w| w.hours > Hours::ZERO).collect();
            let (least, most) = at_rates_in_effect(&at, wanted, hours);
            let words = format!("{least} at the rates in effect × {part}");
            return Some((least.times_ratio(share, 1_000_000), most.times_ratio(share, 1_000_000), words));
        }
        let pay: Exact = worked.map(|l| l.base.unwrap_or_default() * l.hours.unwrap_or_default()).sum();
        let picos = pay.picos() * i128::from(hours.micros()) * share / (i128::from(week.total.micros()) * 1_000_000);
        let owed = Exact::from_picos(picos);
        Some((owed, owed, format!("{pay} / {} × {part} × {hours}", week.total)))
    }

    fn short(&self, ledger: &WeekLedger, last: LineId, week: &Week<'_>, shortage: &Shortage) -> Answer {
        let Shortage { due, lack, twice: lack_twice, low, days_open } = shortage;
        let (lack, lack_twice) = (*lack, *lack_twice);
        let title = match (lack > Hours::ZERO, lack_twice > Hours::ZERO) {
            (true, true) => format!("{lack} hours of overtime are paid as straight time, {lack_twice} of them due twice the rate"),
            (true, false) => format!("{lack} hours of overtime are paid as straight time"),
            (false, true) => format!("{lack_twice} hours due twice the rate are paid less"),
            (false, false) => "The overtime rate is below the multiple of the base rate".to_owned(),
        };
        let mut finding = self.begin(ledger, last, Outcome::NotMet, title);
        let figures = if lack > Hours::ZERO { (week.overtime + week.double, due.premium()) } else { (week.double, due.twice()) };
        if lack > Hours::ZERO || lack_twice > Hours::ZERO {
            finding.read = Some(figures.0.to_string());
            finding.expected = Some(figures.1.to_string());
            finding.difference = Some((figures.0 - figures.1).to_string());
            finding.unit = "hours";
        }
        self.days_due(ledger, last, week, due, &mut finding);
        let extra = i128::from(self.rule.multiple_millionths) - 1_000_000;
        let (mut least, mut most, mut known) = (Exact::ZERO, Exact::ZERO, true);
        let all: [Hours; 7] = std::array::from_fn(|day| due.overtime[day] + due.double[day]);
        for (label, wanted, hours, share) in
            [("premium", &all, lack, extra), ("further premium of double time", &due.double, lack_twice, 1_000_000 - extra)]
        {
            if hours.is_zero() {
                continue;
            }
            match self.premium(week, wanted, hours, share) {
                Some((low, high, words)) => {
                    finding.steps.push(step(label, words, low, Vec::new()));
                    least += low;
                    most += high;
                }
                None => known = false,
            }
        }
        for (stated, due, hours) in low {
            let short = Exact::from_picos((due.picos() - (*stated * Hours::whole(1)).picos()) * i128::from(hours.micros()) / 1_000_000);
            finding.steps.push(step("stated rate short", format!("({due} - {stated}) × {hours}"), short, Vec::new()));
            least += short;
            most += short;
        }
        if !known {
            finding.missing.push(missing("the base rate of every line of the week", format!("the premium of {lack} hours")));
        }
        if most != least {
            finding.interval = Some((to_cents(least).to_string(), to_cents(most).to_string()));
            let hangs_on = format!("${}", to_cents(Exact::from_picos(most.picos() - least.picos())));
            finding.missing.push(missing("which of the day's work came last", hangs_on));
        }
        if *days_open {
            finding.missing.push(missing("the hours of each day", "further overtime".to_owned()));
        }
        finding.steps.push(step("owed", "", to_cents(least), Vec::new()));
        finding.fix = "Pay the premium and show proof, or correct the hours.".into();
        Answer::Said(Box::new(LineFinding { finding, owed: least, owes: Owes::Premium }))
    }

    fn days_due(&self, ledger: &WeekLedger, last: LineId, week: &Week<'_>, due: &Due, finding: &mut Finding) {
        let Some(ending) = ledger.entry(last).week_ending().filter(|_| week.by_day) else {
            finding.steps.push(step("hours of the week", "", week.total, Vec::new()));
            return;
        };
        let multiple = plain(i128::from(self.rule.multiple_millionths), 6);
        for (at, day) in days_of(ending).into_iter().enumerate() {
            let (overtime, double) = (due.overtime[at], due.double[at]);
            if overtime.is_zero() && double.is_zero() {
                continue;
            }
            let seventh = if due.seventh && at == 6 { ", the seventh day in a row" } else { "" };
            let mut value = format!("{overtime} at {multiple}");
            if !double.is_zero() {
                value = format!("{value}, {double} at 2.00");
            }
            finding.steps.push(step(format!("{day}: {} hours{seventh}", week.days[at]), "", value, Vec::new()));
        }
        if !due.weekly.is_zero() {
            finding.steps.push(step(format!("of them past {} in the week", self.rule.weekly_over), "", due.weekly, Vec::new()));
        }
        finding.steps.push(step(
            "paid as overtime, as double time",
            format!("{} + {}", week.overtime, week.double),
            week.overtime + week.double,
            Vec::new(),
        ));
    }

    fn begin(&self, ledger: &WeekLedger, last: LineId, outcome: Outcome, title: String) -> Finding {
        let entry = ledger.entry(last);
        let mut finding = self.ctx.finding(outcome, entry.subject(), entry.week_ending(), title);
        let mut ids: Vec<LineId> = ledger.lines_of_week(last).collect();
        ids.reverse();
        for id in ids {
            // Where the cells of a line stand depends on its place and its week alone.
            let line = PayrollLine { at: ledger.entry(id).at, week_ending: entry.week_ending(), ..PayrollLine::default() };
            finding.cells.extend(hour_cells(&self.ctx, &line));
            finding.cells.extend(self.ctx.columns.cells(&line, &[Field::BaseRate, Field::OvertimeRate, Field::DoubleRate]));
        }
        finding
    }

    fn lacking(&self, ledger: &WeekLedger, last: LineId, fact: &str, title: &str) -> Answer {
        let mut finding = self.begin(ledger, last, Outcome::CannotTell, title.to_owned());
        finding.missing.push(missing(fact, String::new()));
        finding.fix = "Give it, and check the file again.".into();
        Answer::Said(Box::new(LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }))
    }
}
