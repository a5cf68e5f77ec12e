//! # What it checks
//!
//! Every worker whom the payroll marks as an apprentice is registered in an apprenticeship programme on the
//! days worked, by a dated fact of the project's list (`apprentice-registration`, yes or no). The mark on the
//! payroll is the contractor's word and proves nothing.
//!
//! # Why
//!
//! Only a registered apprentice may be paid less than a journeyworker. Calling a helper an apprentice is the
//! oldest way to pay half.
//!
//! # Cannot tell when
//!
//! - no fact speaks of the worker on a day worked;
//! - registration began or ended within the week and the file gives only weekly hours;
//! - the level is not given.
//!
//! If nothing is known of any apprentice, that is said once.
//!
//! # How to fix
//!
//! Add the registration with its first day to the list of people, or pay the journeyworker's rate.

use super::apprentice_facts::{any_known, days_worked, registered};
use super::context::{Context, subject_of};
use super::gap::{self, Gap, LinesByGap, lines, said_once};
use super::readings::{Readings, all_cells, said, step};
use super::{LineCheck, LineWorker, Verdict};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Fact, Level, PayrollLine};
use crate::domain::people::FactKind;
use crate::domain::week::days_of;

const CANNOT: &str = "Registration of apprentices cannot be checked";

/// The check.
pub struct ApprenticeRegistered {
    /// The clause.
    pub ctx: Context,
}

impl LineCheck for ApprenticeRegistered {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        let known = any_known(&self.ctx.project.people, FactKind::ApprenticeRegistration);
        Box::new(Worker { ctx: &self.ctx, readings: Readings::new(&self.ctx, CANNOT), known })
    }

    fn once(&self, counts: &LinesByGap) -> Vec<Finding> {
        let mut findings = gap::missing_columns(&self.ctx, CANNOT, counts);
        findings.extend(unregistered_once(&self.ctx, CANNOT, counts));
        findings
    }
}

/// What is said once where nothing is known of any apprentice's registration.
pub fn unregistered_once(ctx: &Context, cannot: &str, counts: &LinesByGap) -> Option<Finding> {
    let count = counts.of(Gap::Registration);
    (count > 0).then(|| {
        said_once(
            ctx,
            format!("{cannot} on {}: no registration of apprentices is on file", lines(count)),
            Missing { fact: "the registration of each apprentice".to_owned(), hangs_on: lines(count), holder: "the contractor" },
            "Add apprentice-registration facts to the list of people.".to_owned(),
        )
    })
}

struct Worker<'c> {
    ctx: &'c Context,
    readings: Readings<'c>,
    known: bool,
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict {
        match line.level {
            Some(Level::Journeyworker) => return Verdict::Quiet(Outcome::NotApplicable),
            None => return self.readings.absent(line, Gap::Level),
            Some(Level::Apprentice) => {}
        }
        if line.hours().is_some_and(|h| h.is_zero()) {
            return Verdict::Quiet(Outcome::NotApplicable);
        }
        if !self.known || line.worker.is_none() {
            return Verdict::SaidOnce(Gap::Registration);
        }
        let Some(ending) = line.week_ending else { return self.readings.absent(line, Gap::WeekEnding) };
        let facts = registered(&self.ctx.project.people, names.text(line.worker), line);
        let worked = days_worked(line);
        let days: Vec<usize> = worked.clone().unwrap_or_else(|| (0..7).collect());
        let of = |fact: Fact| days.iter().filter(|d| facts[**d] == fact).count();
        let (yes, no, total) = (of(Fact::Yes), of(Fact::No), days.len());
        let outcome = if yes == total {
            Outcome::Met
        } else if no == total || (no > 0 && worked.is_some()) {
            Outcome::NotMet
        } else {
            Outcome::CannotTell
        };
        if outcome == Outcome::Met && !self.ctx.list_all {
            return Verdict::Quiet(Outcome::Met);
        }
        let title = match outcome {
            Outcome::Met => "Registered apprentice on every day worked".to_owned(),
            Outcome::NotMet if no == total => "Marked as an apprentice and not registered".to_owned(),
            Outcome::NotMet => format!("Marked as an apprentice and not registered on {no} of {total} days worked"),
            _ => "Marked as an apprentice; whether registered on the days worked is not known".to_owned(),
        };
        let mut finding = self.ctx.finding(outcome, subject_of(line), line.week_ending, title);
        finding.cells = [Field::Level, Field::ApprenticeId].iter().flat_map(|f| all_cells(self.ctx, line, *f)).collect();
        let dates = days_of(ending);
        for (fact, word) in [(Fact::Yes, "registered"), (Fact::No, "not registered"), (Fact::Unknown, "registration not known")] {
            let on: Vec<String> = days.iter().filter(|d| facts[**d] == fact).map(|d| dates[*d].to_string()).collect();
            if let Some(last) = on.last() {
                let days = if on.len() == 1 { last.clone() } else { format!("{} to {last}", on[0]) };
                finding.steps.push(step(word, days, on.len(), Vec::new()));
            }
        }
        if outcome != Outcome::Met && of(Fact::Unknown) > 0 {
            let hangs_on = line.hours().map(|h| format!("the rate of {h} hours")).unwrap_or_default();
            finding.missing.push(Missing {
                fact: "the worker's registration on each day worked".to_owned(),
                hangs_on,
                holder: "the contractor",
            });
        }
        if outcome == Outcome::CannotTell && worked.is_none() && yes + no > 0 {
            finding.missing.push(Missing { fact: "hours of each day".to_owned(), hangs_on: String::new(), holder: "the contractor" });
        }
        finding.fix = match outcome {
            Outcome::NotMet => "Show the registration with its first day, or pay the journeyworker's rate.".into(),
            Outcome::CannotTell => "Add the registration to the list of people.".into(),
            _ => "".into(),
        };
        said(finding)
    }
}
