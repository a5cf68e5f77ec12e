//! A wage floor that binds a worker only from so many hours a week in the place.
//!
//! What a payroll shows are the hours on one project; work elsewhere in the place adds to them. So a week
//! that reaches the number is bound, and one that does not is open unless all hours of the week are known
//! to stay under it.

use super::context::Context;
use super::readings::step;
use super::week_ledger::{LineId, WeekLedger};
use super::{LineCheck, LineFinding, Owes, RunningCheck, RunningResult, Verdict};
use crate::domain::finding::Missing;
use crate::domain::money::to_cents;
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::{Exact, Hours};
use crate::domain::run::Counts;
use hashbrown::HashMap;

/// A line check whose answers are held until each worker's week is whole.
pub struct MinimumHours {
    ctx: Context,
    check: Box<dyn LineCheck>,
    minimum: Hours,
    waiting: Vec<(LineId, PayrollLine)>,
    /// Answers not yet given.
    held: Vec<(LineId, LineFinding)>,
    counts: Counts,
}

/// So many lines are checked at once, so that what a worker looks up is looked up once for all of them.
const TOGETHER: usize = 4096;

impl MinimumHours {
    /// Around a check.
    pub fn new(ctx: Context, check: Box<dyn LineCheck>, minimum: Hours) -> Self {
        Self { ctx, check, minimum, waiting: Vec::new(), held: Vec::new(), counts: Counts::default() }
    }

    fn answer_waiting(&mut self, names: &Names) {
        let mut worker = self.check.on_thread();
        for (id, line) in self.waiting.drain(..) {
            match worker.check(&line, names) {
                Verdict::Said(said) => self.held.push((id, *said)),
                verdict => self.counts.count(verdict.outcome()),
            }
        }
    }
}

impl RunningCheck for MinimumHours {
    fn take(&mut self, line: &PayrollLine, id: LineId, names: &Names) {
        self.waiting.push((id, *line));
        if self.waiting.len() == TOGETHER {
            self.answer_waiting(names);
        }
    }

    fn finish(mut self: Box<Self>, ledger: &WeekLedger, names: &Names) -> RunningResult {
        self.answer_waiting(names);
        let held = std::mem::take(&mut self.held);
        let mut weeks: HashMap<LineId, Option<LineId>, foldhash::fast::FixedState> =
            held.iter().map(|(id, _)| (ledger.week_of(*id), None)).collect();
        for last in ledger.weeks() {
            if let Some(known) = weeks.get_mut(&ledger.week_of(last)) {
                *known = Some(last);
            }
        }
        let mut findings = Vec::new();
        for (id, mut said) in held {
            if let Some(last) = weeks.get(&ledger.week_of(id)).copied().flatten() {
                self.hold_against(ledger, last, &mut said);
            }
            self.counts.count(said.finding.outcome);
            if self.ctx.list_all || matches!(said.finding.outcome, Outcome::NotMet | Outcome::CannotTell) {
                findings.push((Some(id), said));
            }
        }
        RunningResult { findings, counts: self.counts }
    }
}

impl MinimumHours {
    fn hold_against(&self, ledger: &WeekLedger, last: LineId, said: &mut LineFinding) {
        if !matches!(said.finding.outcome, Outcome::NotMet | Outcome::CannotTell) {
            return;
        }
        let (mut here, mut all_jobs) = (Hours::ZERO, None::<Hours>);
        for id in ledger.lines_of_week(last) {
            let entry = ledger.entry(id);
            here += entry.straight.known().unwrap_or_default() + entry.premium;
            all_jobs = all_jobs.max(entry.all_jobs.known());
        }
        let minimum = self.minimum;
        said.finding.steps.push(step("hours of the week on this project", "", here, Vec::new()));
        if here >= minimum {
            return;
        }
        let under = all_jobs.is_some_and(|all| all < minimum);
        let owed = std::mem::take(&mut said.owed);
        said.owes = Owes::Nothing;
        if under {
            said.finding.outcome = Outcome::NotApplicable;
            said.finding.title = format!("Under {minimum} hours in the week, so the wage floor does not bind").into();
            said.finding.missing.clear();
            said.finding.fix = "".into();
            return;
        }
        let hangs_on = if owed == Exact::ZERO { String::new() } else { format!("${}", to_cents(owed)) };
        said.finding.missing.push(Missing {
            fact: format!("whether the worker had {minimum} hours in the place in that week"),
            hangs_on,
            holder: "the contractor",
        });
        if owed > Exact::ZERO {
            said.finding.interval = Some(("0.00".to_owned(), to_cents(owed).to_string()));
        }
        said.finding.outcome = Outcome::CannotTell;
        said.finding.fix = "Give the worker's hours on all jobs of the week.".into();
    }
}
