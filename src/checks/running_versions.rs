//! A check of worker weeks whose version is not certain: it answers only what every possible version
//! answers, and owes the least of them.

use super::context::Context;
use super::standing::version_missing;
use super::week_ledger::{LineId, WeekLedger};
use super::{LineFinding, Owes, RunningCheck, RunningResult};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::Exact;
use std::collections::BTreeMap;

/// The versions of a check, the chosen one first.
pub struct RunningVersions {
    /// The clause chosen for want of better.
    pub ctx: Context,
    /// One check per possible version.
    pub versions: Vec<Box<dyn RunningCheck>>,
}

impl RunningCheck for RunningVersions {
    fn take(&mut self, line: &PayrollLine, id: LineId, names: &Names) {
        self.versions.iter_mut().for_each(|version| version.take(line, id, names));
    }

    fn may_speak_of(&self, id: LineId) -> bool {
        self.versions.iter().any(|version| version.may_speak_of(id))
    }

    fn finish(self: Box<Self>, ledger: &WeekLedger, names: &Names) -> RunningResult {
        let mut results = self.versions.into_iter().map(|version| version.finish(ledger, names));
        let Some(mut chosen) = results.next() else { return RunningResult::default() };
        for other in results {
            disagree(&self.ctx, &mut chosen, other);
        }
        chosen
    }
}

/// Holds the answers of another version against those of the chosen one.
fn disagree(ctx: &Context, chosen: &mut RunningResult, other: RunningResult) {
    let mut theirs: BTreeMap<LineId, LineFinding> = other.findings.into_iter().filter_map(|(line, said)| Some((line?, said))).collect();
    for (line, said) in &mut chosen.findings {
        let Some(line) = *line else { continue };
        let before = said.finding.outcome;
        match theirs.remove(&line) {
            Some(more) if more.finding.outcome == before => {
                if more.owed < said.owed {
                    *said = more;
                } else if more.finding.exposure != said.finding.exposure {
                    said.finding.exposure = None;
                }
            }
            _ => unsure(ctx, said),
        }
        chosen.counts.recount(before, said.finding.outcome);
    }
    // What only another version finds was met, or did not apply, under the chosen one.
    for (line, mut said) in theirs {
        if matches!(said.finding.outcome, Outcome::NotMet | Outcome::CannotTell) {
            unsure(ctx, &mut said);
            chosen.counts.recount(Outcome::Met, Outcome::CannotTell);
            chosen.findings.push((Some(line), said));
        }
    }
    chosen.findings.sort_by_key(|(line, _)| (line.is_none(), *line));
}

fn unsure(ctx: &Context, said: &mut LineFinding) {
    if said.finding.outcome == Outcome::NotApplicable {
        return;
    }
    said.finding.outcome = Outcome::CannotTell;
    said.finding.title = format!("The versions of this rule disagree: {}", said.finding.title).into();
    said.finding.missing.extend(ctx.version_unsure.as_deref().map(version_missing));
    said.finding.exposure = None;
    said.finding.fix = "Add the date to the project file.".into();
    said.owed = Exact::ZERO;
    said.owes = Owes::Nothing;
}
