//! # What it checks
//!
//! The wage determinations that bind the days worked are those the contract is locked to, as far as the
//! dates show. Where bids lock it: a modification published at least ten days before bids were opened
//! governs the contract, one published after the award does not, and a determination issued for one
//! project runs out before it is used too late. Where the day of the work decides: the last modification
//! published by that day.
//!
//! Publication days come from the text of a general decision, its table of modifications, and
//! `published_on` in the project file. A list without such a day is not judged. A modification that no file
//! of the project names is not seen.
//!
//! # Why
//!
//! Every rate of the project rests on the determination. Under an old one all workers may be paid too
//! little and every line still look right.
//!
//! # Cannot tell when
//!
//! - the day of bid opening or of the award is not given and hangs on it: the city holds both;
//! - a modification came out in the last days before bid opening: it counts only where there was time to
//!   tell the bidders, which the contract file says;
//! - the award came more than 90 days after bid opening, or the determination began after the award: an
//!   extension, an option or added work decides.
//!
//! # How to fix
//!
//! Put the determination that governs into the project file, check again, and pay what is then owed. Give the
//! dates that are missing.

use super::context::Context;
use super::determination_lock::{Publication, Shown, shown};
use super::gap::lines;
use super::governing::governing;
use super::readings::step;
use super::standing::{Reach, reach, weigh};
use super::week_ledger::{LineId, WeekLedger};
use super::{LineFinding, Owes, RunningCheck, RunningResult};
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::project::Milestone;
use crate::domain::quantity::Exact;
use crate::domain::wage_determination::WageDetermination;
use crate::rules::asks::{DeterminationStale as Rule, LockedBy};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// The check.
pub struct DeterminationStale {
    ctx: Context,
    rule: Rule,
    /// Lines by week.
    weeks: BTreeMap<NaiveDate, u64>,
    last: Option<(Option<NaiveDate>, Reach)>,
}

/// The work a determination binds.
struct Bound {
    first: NaiveDate,
    last: NaiveDate,
    lines: u64,
}

impl DeterminationStale {
    /// Ready for lines.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { ctx, rule, weeks: BTreeMap::new(), last: None }
    }

    /// The determinations that bind the weeks seen, with the first and last day each does.
    fn bound(&self) -> BTreeMap<usize, Bound> {
        let mut bound: BTreeMap<usize, Bound> = BTreeMap::new();
        for (&last, &count) in &self.weeks {
            let mut seen: Vec<usize> = Vec::new();
            for back in (0..7).rev() {
                let Some(day) = last.checked_sub_days(Days::new(back)) else { continue };
                for index in governing(&self.ctx.project.wage_determinations, day) {
                    let known = bound.entry(index).or_insert(Bound { first: day, last: day, lines: 0 });
                    known.last = day;
                    if !seen.contains(&index) {
                        seen.push(index);
                        known.lines += count;
                    }
                }
            }
        }
        bound
    }

    fn finding(&self, d: &WageDetermination, published: NaiveDate, shown: &Shown, bound: &Bound) -> Finding {
        let name = format!("Modification {} of wage determination {}", d.modification, d.id);
        let other = |p: &Publication| {
            let id = if p.id == d.id { String::new() } else { format!(" of {}", p.id) };
            format!("modification {}{id}, published {}", p.modification, p.on)
        };
        let (outcome, title) = match shown {
            Shown::Current => (Outcome::Met, format!("{name} governs, as far as the dates show")),
            Shown::Superseded(by) => (Outcome::NotMet, format!("{name} is stale: {} governs", other(by))),
            Shown::TooLate(executed) => {
                (Outcome::NotMet, format!("{name} is not the contract's: it was published after the contract was executed on {executed}"))
            }
            Shown::RanOut(last) => (Outcome::NotMet, format!("{name} had run out on {last}, before bids were opened")),
            Shown::Missing(_, Some(by)) => (Outcome::CannotTell, format!("{name} may be stale: {} may govern", other(by))),
            Shown::Missing(_, None) => (Outcome::CannotTell, format!("{name} may not be the one the contract is locked to")),
        };
        let mut finding = self.ctx.finding(outcome, Subject::default(), Some(bound.last), title);
        let steps = &mut finding.steps;
        steps.push(step("published", "", published, Vec::new()));
        if let Shown::Superseded(by) | Shown::Missing(_, Some(by)) = shown {
            steps.push(step("later modification published", "", by.on, Vec::new()));
        }
        if self.rule.locked_by == LockedBy::Solicited {
            let project = &self.ctx.project;
            let milestone = |m| project.milestones.get(&m).copied();
            let dates = [
                ("bids solicited", milestone(Milestone::Solicited)),
                ("bids opened", project.bids_opened_on),
                ("contract executed", milestone(Milestone::Executed)),
            ];
            steps.extend(dates.into_iter().filter_map(|(label, day)| Some(step(label, "", day?, Vec::new()))));
        }
        steps.push(step("binds work", "", format!("{} to {}", bound.first, bound.last), Vec::new()));
        steps.push(step("lines", "", bound.lines, Vec::new()));
        finding.read = Some(published.to_string());
        match shown {
            Shown::Superseded(by) => {
                finding.expected = Some(by.on.to_string());
                let fix = format!("Put modification {} of {} into the project file and check again.", by.modification, by.id);
                finding.fix = fix.into();
            }
            Shown::TooLate(_) | Shown::RanOut(_) => {
                finding.fix = "Put the determination that the contract holds into the project file and check again.".into();
            }
            Shown::Missing(fact, _) => {
                finding.missing.push(Missing { fact: (*fact).to_owned(), hangs_on: lines(bound.lines), holder: "the city" });
                finding.fix = format!("Give {fact}.").into();
            }
            Shown::Current => {}
        }
        finding
    }
}

impl RunningCheck for DeterminationStale {
    fn take(&mut self, line: &PayrollLine, _id: LineId, _names: &Names) {
        let reach = match self.last {
            Some((day, reach)) if day == line.week_ending => reach,
            _ => reach(&self.ctx, line.week_ending),
        };
        self.last = Some((line.week_ending, reach));
        if let (Reach::InForce, Some(week)) = (reach, line.week_ending) {
            *self.weeks.entry(week).or_default() += 1;
        }
    }

    fn finish(self: Box<Self>, _ledger: &WeekLedger, _names: &Names) -> RunningResult {
        let mut result = RunningResult::default();
        for (index, bound) in self.bound() {
            let Some(d) = self.ctx.project.wage_determinations.get(index) else { continue };
            // Where nothing dates it, it binds from the first day worked.
            let from = d.from.unwrap_or(bound.first).min(bound.first);
            let shown = d.published_on.zip(shown(&self.rule, &self.ctx.project, d, (from, bound.last)));
            let Some((published, shown)) = shown else {
                result.counts.count(Outcome::NotApplicable);
                continue;
            };
            let finding = self.finding(d, published, &shown, &bound);
            result.counts.count(finding.outcome);
            if finding.outcome != Outcome::Met || self.ctx.list_all {
                let said = weigh(&self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing });
                result.findings.push((None, said));
            }
        }
        result
    }
}
