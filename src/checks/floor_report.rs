//! How `wage-floor` puts together what a week is short of its floors, and says it.

use super::context::{Context, subject_of};
use super::exempt_if_higher::Exempt;
use super::floors::{DayFloor, Floors, Held};
use super::readings::{hour_cells, said, step};
use super::{LineFinding, Owes, Verdict};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing};
use crate::domain::money::to_cents;
use crate::domain::names::Names;
use crate::domain::outcome::{Outcome, Seen};
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::{Exact, Hours, Rate};
use chrono::NaiveDate;

/// A day that was, or may have been, worked.
#[derive(Clone, Copy)]
pub struct Worked {
    /// The day.
    pub day: NaiveDate,
    /// Its hours; all of the week's where only a weekly total is given.
    pub hours: Hours,
    /// Its floor.
    pub floor: DayFloor,
    /// Whether the floor gives way to the wage determination.
    pub exempt: Exempt,
}

/// A line on its way to a verdict.
pub struct FloorReport<'c> {
    /// The clause.
    pub ctx: &'c Context,
    /// The line.
    pub line: &'c PayrollLine,
    /// What it pays toward the floor.
    pub paid: Rate,
    /// Base and cash fringe, where both count.
    pub cash: Option<(Rate, Rate)>,
    /// Cash fringe counts and is not given.
    pub cash_open: bool,
    /// Hours are given day by day.
    pub by_day: bool,
    /// Hours of the week.
    pub hours: Hours,
    /// The floors, to name each.
    pub floors: &'c mut Floors,
    /// Names of the thread.
    pub names: &'c Names,
}

/// What the hours of a day can be owed: at least, and at most where that is known.
fn owed(worked: &Worked, paid: Rate, cash_open: bool) -> (Exact, Option<Exact>) {
    if matches!(worked.exempt, Exempt::Yes(_)) {
        return (Exact::ZERO, Some(Exact::ZERO));
    }
    let short = (worked.floor.known - paid).max(Rate::ZERO) * worked.hours;
    let least = if cash_open || worked.exempt == Exempt::Open { Exact::ZERO } else { short };
    (least, worked.floor.certain.then_some(short))
}

/// A finding about a line with its cells.
pub fn begin(ctx: &Context, line: &PayrollLine, outcome: Outcome, title: String) -> Finding {
    let mut finding = ctx.finding(outcome, subject_of(line), line.week_ending, title);
    finding.cells = ctx.columns.cells(line, &[Field::BaseRate]);
    finding.cells.extend(hour_cells(ctx, line));
    finding
}

impl FloorReport<'_> {
    /// The answer over the days of the week.
    pub fn verdict(mut self, worked: &[Worked]) -> Verdict {
        let all: Vec<(Exact, Option<Exact>)> = worked.iter().map(|w| owed(w, self.paid, self.cash_open)).collect();
        let (least, most) = if self.by_day {
            (all.iter().map(|(l, _)| *l).sum(), all.iter().try_fold(Exact::ZERO, |sum, (_, m)| m.map(|m| sum + m)))
        } else {
            let most = all.iter().try_fold(Exact::ZERO, |top, (_, m)| m.map(|m| top.max(m)));
            (all.iter().map(|(l, _)| *l).min().unwrap_or_default(), most)
        };
        if most == Some(Exact::ZERO) {
            return self.kept(worked);
        }
        if !self.ctx.list_all && worked.iter().all(|w| w.floor.is_off_and_kept(self.paid)) {
            return Verdict::Quiet(Outcome::NotApplicable);
        }
        let open = worked.iter().find(|w| !w.floor.certain && !matches!(w.exempt, Exempt::Yes(_)));
        let outcome = if least > Exact::ZERO { Outcome::NotMet } else { Outcome::CannotTell };
        let highest = worked.iter().filter(|w| !matches!(w.exempt, Exempt::Yes(_))).map(|w| w.floor.known).max().unwrap_or_default();
        let title = match (outcome, open) {
            (Outcome::CannotTell, Some(open)) => self.open_title(open.day),
            _ if self.by_day || most == Some(least) => "Paid less an hour than the wage floor".to_owned(),
            _ => "The wage floor changed within the week, and only a weekly total is given".to_owned(),
        };
        let mut finding = begin(self.ctx, self.line, outcome, title);
        finding.read = Some(self.paid.to_string());
        if self.paid < highest {
            finding.expected = Some(highest.to_string());
            finding.difference = Some((self.paid - highest).to_string());
            finding.unit = "dollars per hour";
        }
        self.name_floors(worked, open.is_some(), &mut finding);
        self.steps(worked, least, most, &mut finding);
        self.missing(worked, least, most, &mut finding);
        if most != Some(least)
            && let Some(most) = most
        {
            finding.interval = Some((to_cents(least).to_string(), to_cents(most).to_string()));
        }
        finding.fix = match (outcome, open) {
            (Outcome::NotMet, _) if self.by_day || most == Some(least) => "Pay the difference and show proof, or correct the rate.".into(),
            (Outcome::CannotTell, Some(_)) if not_used(&finding) => {
                "Add the figure from an official source, or let secondary ones decide with --accept-secondary.".into()
            }
            (Outcome::CannotTell, Some(_)) => "The city must add the rate of that day to the rules.".into(),
            _ if self.cash_open => "Give the fringe paid in cash.".into(),
            _ if worked.iter().any(|w| w.exempt == Exempt::Open) => "Give the classification as the wage determination has it.".into(),
            _ => "Give the hours day by day.".into(),
        };
        if least.is_zero() {
            return said(finding);
        }
        Verdict::Said(Box::new(LineFinding { finding, owed: least, owes: Owes::Rate }))
    }

    /// What is short, day by day or for the week.
    fn steps(&self, worked: &[Worked], least: Exact, most: Option<Exact>, finding: &mut Finding) {
        let short = |w: &&Worked| self.paid < w.floor.known && !matches!(w.exempt, Exempt::Yes(_));
        let paid = self.paid;
        if let Some((base, cash)) = self.cash {
            finding.steps.push(step("paid: base + cash fringe", format!("{base} + {cash}"), paid, Vec::new()));
        }
        if self.by_day {
            for w in worked.iter().filter(short) {
                let floor = w.floor.known;
                let words = format!("({floor} - {paid}) × {}", w.hours);
                finding.steps.push(step(format!("{}", w.day), words, (floor - paid) * w.hours, Vec::new()));
            }
            if least > Exact::ZERO {
                finding.steps.push(step("owed", "", to_cents(least), Vec::new()));
            }
        } else if let (Some(most), Some(high)) = (most, worked.iter().filter(short).map(|w| w.floor.known).max()) {
            finding.steps.push(step("at most", format!("({high} - {paid}) × {}", self.hours), most, Vec::new()));
        }
    }

    fn missing(&self, worked: &[Worked], least: Exact, most: Option<Exact>, finding: &mut Finding) {
        let hangs_on = most.map_or(String::new(), |most| format!("${} to ${}", to_cents(least), to_cents(most)));
        let open: Vec<&Worked> = worked.iter().filter(|w| !w.floor.certain && !matches!(w.exempt, Exempt::Yes(_))).collect();
        // Of a weekly total one open day says it; of hours by day each open day has its own hours. Days in a row
        // lack the same figure.
        let open = if self.by_day { open.as_slice() } else { open.get(..1).unwrap_or_default() };
        for stretch in open.chunk_by(|a, b| a.day.succ_opt() == Some(b.day)) {
            let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { continue };
            let hours: Hours = stretch.iter().map(|w| w.hours).sum();
            let fact = self.open_fact(first.day, last.day, finding);
            finding.missing.push(Missing { fact, hangs_on: format!("{hours} hours"), holder: "the city" });
        }
        let mut fact = |fact: &str, holder: &'static str| {
            finding.missing.push(Missing { fact: fact.to_owned(), hangs_on: hangs_on.clone(), holder });
        };
        let short = |w: &&Worked| self.paid < w.floor.known;
        if worked.iter().any(|w| w.exempt == Exempt::Open && short(&w)) {
            fact("the wage determination's rate for the classification", "the city");
        }
        if self.cash_open && worked.iter().any(|w| short(&w)) {
            fact("fringe paid in cash per hour", "the contractor");
        }
        if !self.by_day && open.is_empty() && !self.cash_open && most != Some(least) && worked.iter().all(|w| w.exempt != Exempt::Open) {
            fact("the hours of each day of the week", "the contractor");
        }
    }

    /// The missing figure of some days, by what is known of it.
    fn open_fact(&self, first: NaiveDate, last: NaiveDate, finding: &Finding) -> String {
        let days = if first == last { format!("on {first}") } else { format!("from {first} to {last}") };
        if not_used(finding) {
            return format!("an official source for the wage floor {days}");
        }
        format!("rate not held: the wage floor {days}")
    }

    fn open_title(&mut self, day: NaiveDate) -> String {
        let each = self.floors.each(day, self.line.contractor, self.names);
        if each.iter().any(|(_, held)| matches!(held, Held::SecondaryOnly(_))) {
            return format!("The wage floor on {day} was seen in a secondary source only, which does not decide");
        }
        if each.iter().any(|(_, held)| matches!(held, Held::MayReach(_))) {
            return format!("Whether a floor that counts on {day} reaches the firm is not known");
        }
        format!("Rate not held: no wage floor is on file for {day}")
    }

    /// Names the floors of the first day of each different floor: where several count, and where a figure
    /// was seen in a secondary source.
    fn name_floors(&mut self, worked: &[Worked], open: bool, finding: &mut Finding) {
        let several = self.floors.are_several();
        let mut last = None;
        for w in worked {
            if let Exempt::Yes(rate) = w.exempt {
                finding.steps.push(step(format!("{}: the wage determination asks for more", w.day), "", rate, Vec::new()));
                continue;
            }
            if last == Some(w.floor) {
                continue;
            }
            last = Some(w.floor);
            for (policy, held) in self.floors.each(w.day, self.line.contractor, self.names) {
                let (governs, id) = (several && held_rate(held) == Some(w.floor.known) && w.floor.certain, &policy.id);
                let mark = if governs { ", which governs" } else { "" };
                let (label, value) = match held {
                    Held::Figure(rate, Seen::Secondary) => {
                        (format!("{}: {id}, seen in a secondary source only{mark}", w.day), rate.to_string())
                    }
                    Held::Figure(rate, Seen::Official) if several || open => (format!("{}: {id}{mark}", w.day), rate.to_string()),
                    Held::SecondaryOnly(rate) => {
                        (format!("{}: {id}, seen in a secondary source only, so not used", w.day), self.would_say(rate))
                    }
                    Held::MayReach(rate) => (format!("{}: {id}, if it reaches the firm", w.day), rate.to_string()),
                    Held::Absent if several => (format!("{}: {id}", w.day), "not held".to_owned()),
                    Held::NotInForce(status) => (format!("{}: {id}", w.day), status.word().to_owned()),
                    _ => continue,
                };
                finding.steps.push(step(label, "", value, Vec::new()));
                if governs && policy.id != self.ctx.policy.id {
                    let cited = policy.cited(&floor_citations(&policy, w.day));
                    finding.citations.extend(cited.into_iter().filter(|c| !finding.citations.contains(c)).collect::<Vec<_>>());
                }
            }
        }
    }

    /// What a figure that does not decide would have said.
    fn would_say(&self, rate: Rate) -> String {
        if self.paid < rate {
            return format!("{rate}: it would be short {} an hour", rate - self.paid);
        }
        format!("{rate}: it would be met")
    }

    /// Nothing can be short.
    fn kept(mut self, worked: &[Worked]) -> Verdict {
        let exempt = !worked.is_empty() && worked.iter().all(|w| matches!(w.exempt, Exempt::Yes(_)));
        let below = worked.iter().any(|w| self.paid < w.floor.known);
        let shown = self.ctx.list_all || (exempt && below);
        if !shown {
            return Verdict::Quiet(if exempt { Outcome::NotApplicable } else { Outcome::Met });
        }
        let (outcome, title) = if exempt {
            (Outcome::NotApplicable, "The wage determination asks for more than the wage floor, which gives way to it")
        } else {
            (Outcome::Met, "Paid at least the wage floor")
        };
        let mut finding = begin(self.ctx, self.line, outcome, title.to_owned());
        finding.read = Some(self.paid.to_string());
        finding.expected = worked.iter().map(|w| w.floor.known).max().map(|f| f.to_string());
        self.name_floors(worked, false, &mut finding);
        said(finding)
    }
}

/// A figure was named that was seen in a secondary source only.
fn not_used(finding: &Finding) -> bool {
    finding.steps.iter().any(|s| s.label.contains("so not used"))
}

fn held_rate(held: Held) -> Option<Rate> {
    if let Held::Figure(rate, _) = held { Some(rate) } else { None }
}

/// The citations of the figures a policy's floors have on a day.
fn floor_citations(policy: &crate::rules::policy::Policy, day: NaiveDate) -> Vec<String> {
    let rates = policy.clauses.iter().filter_map(|c| match &c.check {
        crate::rules::asks::CheckRule::WageFloor(rule) => rule.rates.on(day),
        _ => None,
    });
    rates.map(|dated| dated.citation.clone()).collect()
}
