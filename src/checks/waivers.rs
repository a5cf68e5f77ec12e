//! Waivers: a finding in the days of a waiver is shown as waived. It is never taken away, and nothing is
//! owed on it.

use super::context::Context;
use super::readings::step;
use super::week_ledger::WeekLedger;
use super::{LineFinding, Owes};
use crate::domain::finding::Missing;
use crate::domain::money::to_cents;
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::project::Waiver;
use crate::domain::quantity::Exact;
use crate::domain::run::Counts;
use crate::domain::week::days_of;
use crate::rules::applies::same_firm;
use chrono::NaiveDate;

/// The waivers of one clause.
pub struct Waivers<'c> {
    waivers: Vec<&'c Waiver>,
    /// First and last day of the weeks at hand.
    work: Option<(NaiveDate, NaiveDate)>,
}

impl<'c> Waivers<'c> {
    /// `None` if no waiver speaks of the clause.
    pub fn of(ctx: &'c Context, ledger: &WeekLedger) -> Option<Self> {
        let clause = ctx.clause().id.as_str();
        let speaks = |w: &&Waiver| w.policy == ctx.policy.id && w.clause.as_deref().is_none_or(|c| c == clause);
        let waivers: Vec<&Waiver> = ctx.project.waivers.iter().filter(speaks).collect();
        if waivers.is_empty() {
            return None;
        }
        let weeks = || ledger.weeks().filter_map(|id| ledger.entry(id).week_ending());
        let work = weeks().min().zip(weeks().max()).map(|(first, last)| (days_of(first)[0], last));
        Some(Self { waivers, work })
    }

    /// What a finding comes to under the waivers; `counts` follow.
    pub fn waive(&self, said: &mut LineFinding, names: &Names, counts: &mut Counts) {
        let before = said.finding.outcome;
        if !matches!(before, Outcome::NotMet | Outcome::CannotTell) {
            return;
        }
        let subject = said.finding.subject;
        let firm = names.text(subject.contractor);
        let days = match (subject.day, subject.week_ending) {
            (Some(day), _) => Some((day, day)),
            (None, Some(last)) => Some((days_of(last)[0], last)),
            (None, None) => self.work,
        };
        let Some((first, last)) = days else { return };
        for waiver in &self.waivers {
            let Waiver { from: Some(from), until: Some(until), .. } = waiver else { continue };
            if waiver.contractor.as_deref().is_some_and(|c| firm.is_empty() || !same_firm(c, firm)) || last < *from || *until < first {
                continue;
            }
            let label = format!("waiver from {from} until {until}, granted by {}", waiver.granted_by);
            said.finding.steps.push(step(label, "", &waiver.evidence, Vec::new()));
            if *from <= first && last <= *until {
                waived(said);
            } else if before == Outcome::NotMet {
                partly(said, *from, *until);
            }
            break;
        }
        counts.recount(before, said.finding.outcome);
    }
}

fn waived(said: &mut LineFinding) {
    let finding = &mut said.finding;
    finding.title = format!("Waived: {}", finding.title).into();
    finding.outcome = Outcome::NotApplicable;
    finding.exposure = None;
    finding.missing.clear();
    finding.fix = "".into();
    said.owed = Exact::ZERO;
    said.owes = Owes::Nothing;
}

/// The waiver holds on some of the days only.
fn partly(said: &mut LineFinding, from: NaiveDate, until: NaiveDate) {
    let finding = &mut said.finding;
    let owed = to_cents(said.owed);
    let hangs_on = if owed.is_zero() { String::new() } else { format!("${owed}") };
    if !owed.is_zero() {
        finding.interval = Some(("0.00".to_owned(), owed.to_string()));
    }
    let fact = format!("how much of it falls outside the waiver from {from} until {until}");
    finding.missing.push(Missing { fact, hangs_on, holder: "the city" });
    finding.title = format!("Waived on some of its days: {}", finding.title).into();
    finding.outcome = Outcome::CannotTell;
    finding.exposure = None;
    said.owed = Exact::ZERO;
    said.owes = Owes::Nothing;
}
