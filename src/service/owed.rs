//! What is owed, week by week: each worker's week is rounded once, and the findings' parts add up to it.

use crate::checks::week_ledger::{LineId, WeekLedger};
use crate::checks::{LineFinding, Owes};
use crate::domain::finding::Finding;
use crate::domain::money::{RunningCents, to_cents};
use crate::domain::names::Names;
use crate::domain::outcome::{Force, Outcome, Status};
use crate::domain::quantity::{Exact, Money};
use crate::domain::run::WorkerOwed;
use std::collections::BTreeMap;

/// A finding about a line, ready to be priced.
pub(super) struct Priced {
    pub(super) line: Option<LineId>,
    pub(super) said: LineFinding,
}

impl Priced {
    /// A finding that owes nothing.
    pub(super) fn unpriced(finding: Finding) -> Self {
        Self { line: None, said: LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing } }
    }
}

/// Only a requirement in force that is not met leaves money unpaid.
fn owes_money(said: &LineFinding) -> bool {
    let f = &said.finding;
    said.owes != Owes::Nothing
        && said.owed > Exact::ZERO
        && f.outcome == Outcome::NotMet
        && f.force == Force::Requirement
        && f.status == Status::InForce
}

/// Fills in `owed` of every finding and gives the back wages per worker, largest first.
///
/// Where several rules find the rate of one line short, the largest shortfall counts in the worker's
/// total; an overtime premium comes on top, the largest of the rules that ask for one.
pub(super) fn settle(findings: &mut [Priced], ledger: &WeekLedger, names: &Names) -> (Vec<WorkerOwed>, Money) {
    let mut running: BTreeMap<(LineId, u16, &'static str), RunningCents> = BTreeMap::new();
    let mut rates: BTreeMap<(LineId, LineId), Exact> = BTreeMap::new();
    let mut premiums: BTreeMap<(LineId, u16), Exact> = BTreeMap::new();
    for priced in findings.iter_mut() {
        let Some(line) = priced.line.filter(|_| owes_money(&priced.said)) else { continue };
        let week = ledger.week_of(line);
        let said = &mut priced.said;
        let cents = running.entry((week, said.finding.rule, said.finding.check)).or_default().add(said.owed);
        said.finding.owed = Some(cents);
        match said.owes {
            Owes::Rate => {
                let most = rates.entry((week, line)).or_default();
                *most = (*most).max(said.owed);
            }
            Owes::Premium => *premiums.entry((week, said.finding.rule)).or_default() += said.owed,
            Owes::Nothing => {}
        }
    }
    let mut weeks: BTreeMap<LineId, Exact> = BTreeMap::new();
    for ((week, _), owed) in rates {
        *weeks.entry(week).or_default() += owed;
    }
    let mut most_premium: BTreeMap<LineId, Exact> = BTreeMap::new();
    for ((week, _), owed) in premiums {
        let most = most_premium.entry(week).or_default();
        *most = (*most).max(owed);
    }
    for (week, owed) in most_premium {
        *weeks.entry(week).or_default() += owed;
    }
    let mut by_worker: BTreeMap<(&str, &str), (Money, u32)> = BTreeMap::new();
    for (week, owed) in weeks {
        let entry = ledger.entry(week);
        let sum = by_worker.entry((names.text(entry.worker), names.text(entry.contractor))).or_default();
        sum.0 += to_cents(owed);
        sum.1 += 1;
    }
    let total = by_worker.values().map(|(owed, _)| *owed).sum();
    let mut list: Vec<WorkerOwed> = by_worker
        .into_iter()
        .map(|((worker, contractor), (owed, weeks))| WorkerOwed {
            worker: worker.to_owned(),
            contractor: contractor.to_owned(),
            owed,
            weeks,
        })
        .collect();
    list.sort_by(|a, b| b.owed.cmp(&a.owed).then_with(|| (&a.worker, &a.contractor).cmp(&(&b.worker, &b.contractor))));
    (list, total)
}
