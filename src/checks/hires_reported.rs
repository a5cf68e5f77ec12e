//! # What it checks
//!
//! Three files tell of the same people: the payroll, the contractor's hiring log and the agency's referrals.
//! They are held against each other, person by person:
//!
//! - a worker first seen on a contractor's payroll after that contractor's first week on the project is in
//!   the hiring log, hired no later than that week;
//! - a hire in the log is at work on a payroll within the number of days the rule gives;
//! - a referral marked hired is in the log.
//!
//! A person is the same only by the same number, or the same name with the same last four digits. Names that
//! look alike are not taken for one person. Whoever is on the contractor's first payroll was there before and
//! is not new.
//!
//! # Why
//!
//! A hire that is not reported is not counted, for or against the promise; a hire that never worked counts
//! for it wrongly; and an agency that sent a person should learn whether the placement held.
//!
//! # Cannot tell when
//!
//! - no hiring log, or no payroll, was given, or some rows of the log could not be read;
//! - a name is all there is to go by, and it may be written in another way in the log;
//! - the rule asks for new hires alone, and the worker may have come from other work of the contractor;
//! - the payrolls show no hours of a hire: the job may not be one that is on a certified payroll.
//!
//! # How to fix
//!
//! Add the hire to the log with the worker's number as on the payroll, correct the date, or say what became of
//! the hire.

mod at_work;
mod matching;
mod new_worker;
mod referred;

use super::context::Context;
use super::standing::{Reach, reach, version_missing, weigh};
use super::{LineFinding, Owes, ProjectCheck, ProjectFacts, RunningResult};
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::quantity::Exact;
use crate::rules::asks::HiresReported as Rule;
use chrono::NaiveDate;
use matching::{AtWork, Firms, HiredReferrals, Hires};

/// The check.
pub struct HiresReported {
    ctx: Context,
    rule: Rule,
}

impl HiresReported {
    /// Under the figures of a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { ctx, rule }
    }
}

impl ProjectCheck for HiresReported {
    fn finish(self: Box<Self>, facts: &ProjectFacts<'_>, names: &mut Names) -> RunningResult {
        let names = &*names;
        let mut told = Told { ctx: &self.ctx, result: RunningResult::default(), once: Vec::new() };
        let hiring = facts.hiring;
        let firms = Firms::of(facts.work.employments().iter().map(|e| e.contractor).chain(hiring.firms()), names);
        let view = View {
            ctx: &self.ctx,
            rule: self.rule,
            facts,
            names,
            hires: Hires::of(&hiring.hires, &firms),
            elsewhere: Hires::of(&hiring.hires_elsewhere, &firms),
            referrals: HiredReferrals::of(&hiring.referrals, &firms),
            at_work: AtWork::of(facts.work, &firms),
            firms,
        };
        let mut seen = Seen { hires: vec![false; hiring.hires.len()], referrals: vec![false; hiring.referrals.len()] };
        view.new_workers(&mut seen, &mut told);
        view.hires_at_work(&seen, &mut told);
        view.referrals_hired(&seen, &mut told);
        told.finish()
    }
}

/// Everything that is looked at.
struct View<'v> {
    ctx: &'v Context,
    rule: Rule,
    facts: &'v ProjectFacts<'v>,
    names: &'v Names,
    hires: Hires<'v>,
    /// Hires the log names another project for.
    elsewhere: Hires<'v>,
    referrals: HiredReferrals<'v>,
    at_work: AtWork<'v>,
    firms: Firms,
}

/// What was answered already, so that one person is not told twice.
struct Seen {
    /// By hire: a new worker was found in it.
    hires: Vec<bool>,
    /// By referral: its person was told of as a new worker who is not in the log.
    referrals: Vec<bool>,
}

/// What is missing for many alike, said once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Without {
    HiringLog,
    Payroll,
}

/// The answers so far.
struct Told<'c> {
    ctx: &'c Context,
    result: RunningResult,
    once: Vec<(Without, u64)>,
}

impl Told<'_> {
    /// Takes an answer. `day` decides whether the clause governs it.
    fn answer(&mut self, mut finding: Finding, day: Option<NaiveDate>) {
        let reach = reach(self.ctx, day);
        if reach == Reach::Outside {
            return;
        }
        let asked = finding.outcome;
        if let Some(why) = self.ctx.version_unsure.as_deref().filter(|_| asked != Outcome::NotApplicable) {
            finding.outcome = Outcome::CannotTell;
            finding.missing.push(version_missing(why));
        }
        let said = weigh(self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing });
        self.result.counts.count(said.finding.outcome);
        let open = matches!(said.finding.outcome, Outcome::NotMet | Outcome::CannotTell);
        if open || self.ctx.list_all || (reach == Reach::NotInForce && asked == Outcome::NotMet) {
            self.result.findings.push((None, said));
        }
    }

    /// Counts one answer that cannot be told, said once for all.
    fn without(&mut self, what: Without, day: Option<NaiveDate>) {
        match reach(self.ctx, day) {
            Reach::Outside => {}
            Reach::NotInForce => self.result.counts.count(Outcome::NotApplicable),
            Reach::InForce => {
                self.result.counts.count(Outcome::CannotTell);
                match self.once.iter_mut().find(|(known, _)| *known == what) {
                    Some((_, count)) => *count += 1,
                    None => self.once.push((what, 1)),
                }
            }
        }
    }

    fn finish(mut self) -> RunningResult {
        self.once.sort_unstable();
        for (what, count) in &self.once {
            let people = if *count == 1 { "1 person".to_owned() } else { format!("{count} people") };
            let (title, fact, fix) = match what {
                Without::HiringLog => (
                    format!("{people} new at work cannot be held against the hires reported: no hiring log was given"),
                    "the hiring log",
                    "Check the hiring log together with the payroll: plumbline check PAYROLL HIRING_LOG.",
                ),
                Without::Payroll => (
                    format!("{people} reported as hired cannot be held against the work: no payroll that names workers was given"),
                    "the payrolls, naming each worker",
                    "Check the payrolls together with the hiring log: plumbline check PAYROLL HIRING_LOG.",
                ),
            };
            let mut finding = self.ctx.finding(Outcome::CannotTell, Subject::default(), None, title);
            finding.missing.push(missing(fact, people));
            finding.fix = fix.into();
            let said = weigh(self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing });
            self.result.findings.push((None, said));
        }
        self.result
    }
}

/// A fact the contractor holds.
fn missing(fact: impl Into<String>, hangs_on: impl Into<String>) -> Missing {
    Missing { fact: fact.into(), hangs_on: hangs_on.into(), holder: "the contractor" }
}
