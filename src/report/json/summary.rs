//! The policies that took part, how often each answer was given, and the back wages.

use crate::domain::run::{Counts, Run};
use crate::report::totals;
use serde::Serialize;
use serde::ser::Serializer;

pub(super) struct Rules<'r>(pub &'r Run);
pub(super) struct Summary<'r>(pub &'r Run);
pub(super) struct OwedByWorker<'r>(pub &'r Run);
struct ByRule<'r>(&'r Run);

#[derive(Serialize)]
struct RuleObject<'r> {
    id: &'r str,
    digest: &'r str,
    title: &'r str,
    overlay: bool,
}

#[derive(Serialize)]
struct SummaryObject<'r> {
    met: u64,
    not_met: u64,
    cannot_tell: u64,
    not_applicable: u64,
    problems: usize,
    owed: String,
    by_rule: ByRule<'r>,
}

#[derive(Serialize)]
struct RuleCounts<'r> {
    rule: &'r str,
    check: &'r str,
    met: u64,
    not_met: u64,
    cannot_tell: u64,
    not_applicable: u64,
}

#[derive(Serialize)]
struct WorkerObject<'r> {
    worker: &'r str,
    contractor: &'r str,
    owed: String,
    weeks: u32,
}

impl Serialize for Rules<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.rules.iter().map(|r| RuleObject {
            id: &r.id,
            digest: &r.digest,
            title: &r.title,
            overlay: r.overlay,
        }))
    }
}

impl Serialize for Summary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Counts { met, not_met, cannot_tell, not_applicable } = totals::answers(self.0);
        SummaryObject {
            met,
            not_met,
            cannot_tell,
            not_applicable,
            problems: self.0.problems.len(),
            owed: self.0.owed_total.to_string(),
            by_rule: ByRule(self.0),
        }
        .serialize(serializer)
    }
}

impl Serialize for ByRule<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let run = self.0;
        serializer.collect_seq(run.counts.iter().map(|c| RuleCounts {
            rule: run.rules.get(usize::from(c.rule)).map_or("", |r| r.id.as_str()),
            check: c.check,
            met: c.counts.met,
            not_met: c.counts.not_met,
            cannot_tell: c.counts.cannot_tell,
            not_applicable: c.counts.not_applicable,
        }))
    }
}

impl Serialize for OwedByWorker<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.owed.iter().map(|w| WorkerObject {
            worker: &w.worker,
            contractor: &w.contractor,
            owed: w.owed.to_string(),
            weeks: w.weeks,
        }))
    }
}
