//! How `apprentice-ratio` says what it counted, and what the apprentices over the ratio are owed.

use super::LineFinding;
use super::context::Context;
use super::determined_rates::DeterminedRates;
use super::rate_shortfall::Short;
use super::ratio_group::{Craft, Worker, excess_heads, excess_hours};
use super::readings::step;
use super::row_ranges::RowRanges;
use super::week_ledger::LineId;
use crate::domain::apprenticeship::{Apprenticeship, Ratio};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::money::to_cents;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::Level;
use crate::domain::project::Milestone;
use crate::domain::quantity::{Exact, Hours, plain};
use crate::domain::wage_determination::classification_key;
use crate::domain::week::days_of;
use crate::rules::asks::{ApprenticeRatio as Rule, Bound, Counted, Grouping, Which};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One craft of one firm on its way to an answer.
pub struct Report<'c> {
    /// The clause.
    pub ctx: &'c Context,
    /// Its figures.
    pub rule: &'c Rule,
    /// The project's rates.
    pub rates: &'c DeterminedRates,
    /// Names.
    pub names: &'c Names,
    /// Project, firm, craft and week.
    pub key: (Sym, Sym, Sym, Option<NaiveDate>),
    /// The lines.
    pub craft: &'c Craft,
}

/// A day or a week with more apprentices than allowed, for certain or perhaps.
struct Excess {
    days: Vec<usize>,
    label: String,
    least: i64,
    most: i64,
    counted: [String; 3],
    allowed: String,
}

/// The ratio of the programme of a trade.
pub fn program_ratio(programs: &[Apprenticeship], craft: &str) -> Option<Ratio> {
    let key = classification_key(craft);
    programs.iter().find(|p| classification_key(&p.trade) == key)?.ratio
}

impl Report<'_> {
    /// True if the work goes on and the ratio is one of its end.
    pub fn is_interim(&self) -> bool {
        self.rule.grouping == Grouping::Completion
    }

    /// The findings, at least one, each with the line that is owed something.
    pub fn findings(&self) -> Vec<(Option<LineId>, LineFinding)> {
        if let Bound::Required(ratio) = self.rule.bound {
            return vec![(None, LineFinding::unpaid(self.at_completion(ratio)))];
        }
        if !self.craft.may_have_apprentices() {
            return vec![(None, LineFinding::unpaid(self.finding(Outcome::NotApplicable, "No apprentice at work".to_owned())))];
        }
        let Some(ratio) = self.ratio() else {
            let what = "the ratio of the apprenticeship programme";
            return vec![(None, LineFinding::unpaid(self.cannot_tell(what, "the contractor")))];
        };
        if self.key.3.is_none() {
            return vec![(None, LineFinding::unpaid(self.cannot_tell("the week ending", "the contractor")))];
        }
        if self.rule.counted == Counted::Heads && self.craft.workers.iter().any(|w| w.worker.is_none()) {
            return vec![(None, LineFinding::unpaid(self.cannot_tell("the single workers of each row", "the contractor")))];
        }
        if self.rule.grouping == Grouping::Day && !self.craft.has_days() {
            return vec![(None, LineFinding::unpaid(self.cannot_tell("hours of each day", "the contractor")))];
        }
        self.against(ratio)
    }

    fn ratio(&self) -> Option<Ratio> {
        match self.rule.bound {
            Bound::Allowed(ratio) | Bound::Required(ratio) => Some(ratio),
            Bound::Program => program_ratio(&self.ctx.project.apprenticeships, self.names.text(self.key.2)),
        }
    }

    fn finding(&self, outcome: Outcome, title: String) -> Finding {
        let (project, contractor, trade, week_ending) = self.key;
        let subject = Subject { project, contractor, trade, week_ending, ..Subject::default() };
        self.ctx.finding(outcome, subject, week_ending.or(self.craft.latest), title)
    }

    fn cells(&self, finding: &mut Finding, rows: &RowRanges) {
        finding.cells = rows.cells(&self.ctx.columns, |f| matches!(f, Field::Level | Field::ApprenticeId));
    }

    fn rows(&self) -> RowRanges {
        let mut rows = RowRanges::default();
        self.craft.workers.iter().for_each(|w| rows.add(w.at));
        rows
    }

    fn cannot_tell(&self, what: &str, holder: &'static str) -> Finding {
        let title = format!("Whether there are too many apprentices cannot be told without {what}");
        let mut finding = self.finding(Outcome::CannotTell, title);
        self.cells(&mut finding, &self.rows());
        finding.missing.push(Missing { fact: what.to_owned(), hangs_on: String::new(), holder });
        finding.fix = format!("Give {what}.").into();
        finding
    }

    /// Every day, or the week, with the apprentices over the ratio.
    fn excesses(&self, ratio: Ratio) -> Vec<Excess> {
        let ending = self.key.3.unwrap_or_default();
        let spans: Vec<(Vec<usize>, String)> = match self.rule.grouping {
            Grouping::Day => days_of(ending).iter().enumerate().map(|(i, d)| (vec![i], d.to_string())).collect(),
            _ => vec![((0..7).collect(), format!("week ending {ending}"))],
        };
        let mut all = Vec::new();
        for (days, label) in spans {
            let excess = if self.rule.counted == Counted::Heads {
                let heads = self.craft.heads(&days);
                let (least, most) = excess_heads(ratio, heads);
                let allowed = ratio.allowed_by(heads[0]).to_string();
                Excess { days, label, least: least as i64, most: most as i64, counted: heads.map(|h| h.to_string()), allowed }
            } else {
                let hours = self.craft.hours(&days);
                let (least, most) = excess_hours(ratio, hours);
                let allowed = i128::from(hours[0].micros()) * i128::from(ratio.apprentices) / i128::from(ratio.journeyworkers);
                let counted = hours.map(|h| h.to_string());
                Excess { days, label, least: least.micros(), most: most.micros(), counted, allowed: plain(allowed, 6) }
            };
            all.push(excess);
        }
        all
    }

    fn against(&self, ratio: Ratio) -> Vec<(Option<LineId>, LineFinding)> {
        let all = self.excesses(ratio);
        let sure: Vec<&Excess> = all.iter().filter(|e| e.least > 0).collect();
        let perhaps: Vec<&Excess> = all.iter().filter(|e| e.least == 0 && e.most > 0).collect();
        if sure.is_empty() && perhaps.is_empty() {
            let mut finding = self.finding(Outcome::Met, format!("No more apprentices than {ratio} allows"));
            self.cells(&mut finding, &self.rows());
            return vec![(None, LineFinding::unpaid(finding))];
        }
        if sure.is_empty() {
            let mut finding = self.begin(Outcome::CannotTell, ratio, &perhaps);
            finding.missing.push(self.levels());
            finding.fix = "Give the level of each worker.".into();
            return vec![(None, LineFinding::unpaid(finding))];
        }
        let mut finding = self.begin(Outcome::NotMet, ratio, &sure);
        if sure.iter().any(|e| e.least != e.most) {
            finding.missing.push(self.levels());
        }
        finding.fix = "Pay the apprentices over the ratio the journeyworker's rate, or correct the levels.".into();
        match self.rule.excess_at_journey_rate {
            None => vec![(None, LineFinding::unpaid(finding))],
            Some(which) => self.priced(finding, &sure, which),
        }
    }

    fn levels(&self) -> Missing {
        let unknown: Vec<&str> =
            self.craft.workers.iter().filter(|w| w.level[6].is_none()).map(|w| self.names.text(w.worker)).take(5).collect();
        let fact = format!("the level (journeyworker or apprentice) of {}", unknown.join(", "));
        Missing { fact, hangs_on: String::new(), holder: "the contractor" }
    }

    fn begin(&self, outcome: Outcome, ratio: Ratio, excesses: &[&Excess]) -> Finding {
        let heads = self.rule.counted == Counted::Heads;
        let shown = |excess: i64| if heads { excess.to_string() } else { Hours::from_micros(excess).to_string() };
        let maybe = if outcome == Outcome::CannotTell { "There may be more" } else { "More" };
        let when = match excesses {
            [one] => format!(" on {}", one.label).replace("on week ending", "in the week ending"),
            many => format!(" on {} days", many.len()),
        };
        let what = if heads { "apprentices" } else { "apprentice hours" };
        let mut finding = self.finding(outcome, format!("{maybe} {what} than {ratio} allows{when}"));
        self.cells(&mut finding, &self.rows());
        finding.unit = if heads { "apprentices" } else { "hours" };
        let (journey, allowed) = if heads { ("journeyworkers", "apprentices allowed") } else { ("journeyworker hours", "hours allowed") };
        for excess in excesses {
            finding.steps.push(step(format!("{journey}, {}", excess.label), "", &excess.counted[0], Vec::new()));
            finding.steps.push(step(format!("{what}, {}", excess.label), "", &excess.counted[1], Vec::new()));
            if excess.least != excess.most {
                finding.steps.push(step(format!("level not known, {}", excess.label), "", &excess.counted[2], Vec::new()));
            }
            let expression = format!("{} × {ratio}", excess.counted[0]);
            finding.steps.push(step(format!("{allowed}, {}", excess.label), expression, &excess.allowed, Vec::new()));
            finding.steps.push(step(format!("over the ratio, {}", excess.label), "", shown(excess.least), Vec::new()));
        }
        if let [one] = excesses {
            finding.read = Some(one.counted[1].clone());
            finding.expected = Some(one.allowed.clone());
            finding.difference = Some(shown(one.least));
            finding.subject.day = (self.rule.grouping == Grouping::Day).then(|| one.label.parse().ok()).flatten();
        }
        finding
    }

    /// What each apprentice at work on some days is owed at the journeyworker's rate; `None` where it cannot be
    /// reckoned.
    fn owed(&self, worker: &Worker, days: &[usize]) -> Option<Exact> {
        let (paid, worked) = worker.pay.as_deref()?;
        if !paid.is_complete() {
            return None;
        }
        let class = self.rates.class(self.rates.find(self.names.text(self.key.2))?)?;
        let dates = days_of(self.key.3?);
        let mut sum = Exact::ZERO;
        for day in days {
            let rates = class.rates.over(dates[*day], dates[*day]);
            let asked = rates.last().map(|(_, r)| r.journeyworker.as_slice()).filter(|asked| asked.len() == 1)?;
            sum += Short::of(asked.first()?, paid).owed(&worked[*day]);
        }
        Some(sum)
    }

    fn priced(&self, mut finding: Finding, sure: &[&Excess], which: Which) -> Vec<(Option<LineId>, LineFinding)> {
        let mut by_line: BTreeMap<LineId, (Sym, Exact, Vec<String>)> = BTreeMap::new();
        let (mut least, mut most, mut settled, mut known) = (Exact::ZERO, Exact::ZERO, true, true);
        for excess in sure {
            let at_work = |w: &&Worker| excess.days.iter().any(|d| w.level[*d] == Some(Level::Apprentice) && !w.on(&[*d]).is_zero());
            let apprentices: Vec<&Worker> = self.craft.workers.iter().filter(at_work).collect();
            let owed: Option<Vec<(&Worker, Exact)>> =
                apprentices.iter().map(|w| self.owed(w, &excess.days).map(|owed| (*w, owed))).collect();
            let Some(mut owed) = owed.filter(|_| self.rule.counted == Counted::Heads) else {
                known = false;
                continue;
            };
            let count = (excess.least as usize).min(owed.len());
            owed.sort_by_key(|(w, o)| (*o, w.id));
            least += owed.iter().take(count).map(|(_, o)| *o).sum();
            most += owed.iter().rev().take(count).map(|(_, o)| *o).sum();
            owed.sort_by_key(|(w, o)| (w.pay.as_deref().map(|(paid, _)| paid.known_total()), *o, w.id));
            let paid_at = |i: usize| owed.get(i).and_then(|(w, _)| w.pay.as_deref()).map(|(paid, _)| paid.known_total());
            let tie = count < owed.len() && count > 0 && paid_at(count - 1) == paid_at(count);
            let named = count == owed.len() || (which == Which::LowestPaid && !tie);
            settled &= named && excess.least == excess.most;
            for (worker, owed) in owed.iter().take(count).filter(|_| named) {
                let entry = by_line.entry(worker.id).or_insert_with(|| (worker.worker, Exact::ZERO, Vec::new()));
                entry.1 += *owed;
                entry.2.push(excess.label.clone());
            }
        }
        if !known {
            let why = "not reckoned: the journeyworker's rate or the apprentice's pay is not on file";
            finding.steps.push(step("owed at the journeyworker's rate", "", why, Vec::new()));
            return vec![(None, LineFinding::unpaid(finding))];
        }
        if settled {
            let findings = by_line.into_iter().map(|(line, (worker, owed, days))| {
                let mut finding = finding.clone();
                finding.subject.worker = worker;
                finding.steps.push(step(format!("owed at the journeyworker's rate, {}", days.join(", ")), "", owed, Vec::new()));
                (Some(line), LineFinding::owing_rate(finding, owed))
            });
            return findings.collect();
        }
        finding.interval = Some((to_cents(least).to_string(), to_cents(most).to_string()));
        finding.steps.push(step("owed at the journeyworker's rate, at least", "", least, Vec::new()));
        finding.steps.push(step("owed at the journeyworker's rate, at most", "", most, Vec::new()));
        let fact =
            if which == Which::LastHired { "the day each apprentice was hired" } else { "which apprentice is the one over the ratio" };
        let hangs_on = format!("{} dollars", to_cents(most - least));
        finding.missing.push(Missing { fact: fact.to_owned(), hangs_on, holder: "the contractor" });
        vec![(None, LineFinding::unpaid(finding))]
    }

    fn at_completion(&self, ratio: Ratio) -> Finding {
        let [journey, apprentices, unknown] = self.craft.sums;
        let (a, j) = (i128::from(ratio.apprentices), i128::from(ratio.journeyworkers));
        let short = |apprentices: Hours, journey: Hours| i128::from(journey.micros()) * a - i128::from(apprentices.micros()) * j;
        let needed = plain(i128::from(journey.micros()) * a / j, 6);
        let done = self.ctx.project.milestones.contains_key(&Milestone::Completed);
        let outcome = if !done {
            Outcome::NotApplicable
        } else if self.craft.hourless > 0 {
            Outcome::CannotTell
        } else if short(apprentices, journey + unknown) <= 0 {
            Outcome::Met
        } else if short(apprentices + unknown, journey) > 0 {
            Outcome::NotMet
        } else {
            Outcome::CannotTell
        };
        let so_far = if done { "at completion" } else { "so far" };
        let title = match done {
            true => format!("{needed} apprentice hours needed, {apprentices} at completion"),
            false => format!("{needed} apprentice hours needed at completion, {apprentices} so far"),
        };
        let mut finding = self.finding(outcome, title);
        self.cells(&mut finding, &self.craft.rows);
        let kind = if self.rule.counted == Counted::StraightHours { "straight-time hours" } else { "hours" };
        finding.steps.push(step(format!("journeyworkers' {kind} {so_far}"), "", journey, Vec::new()));
        finding.steps.push(step(format!("apprentices' {kind} {so_far}"), "", apprentices, Vec::new()));
        finding.steps.push(step("apprentice hours needed", format!("{journey} × {ratio}"), &needed, Vec::new()));
        if !unknown.is_zero() {
            finding.steps.push(step("hours of unknown level", "", unknown, Vec::new()));
        }
        (finding.read, finding.expected, finding.unit) = (Some(apprentices.to_string()), Some(needed), "hours");
        finding.difference = Some(plain(-short(apprentices, journey).div_euclid(j), 6));
        if outcome == Outcome::CannotTell {
            let fact = if self.craft.hourless > 0 {
                format!("the hours of {} rows", self.craft.hourless)
            } else {
                format!("the level (journeyworker or apprentice) of {unknown} hours")
            };
            finding.missing.push(Missing { fact, hangs_on: String::new(), holder: "the contractor" });
            finding.fix = "Give the missing fact, and check the file again.".into();
        }
        finding
    }
}
