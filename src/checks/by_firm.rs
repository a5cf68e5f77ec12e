//! A clause that reaches one firm and not another: what a firm is decides for its lines alone.
//!
//! Each firm is settled once. Lines of a firm the clause does not reach are not applicable. Where a fact
//! about the firm is missing, what would be short is *cannot tell* and names the fact; a line that keeps
//! the rule whichever way the fact falls is met.

use super::context::{Context, subject_of};
use super::gap::LinesByGap;
use super::readings::said;
use super::week_ledger::{LineId, WeekLedger};
use super::{LineCheck, LineFinding, LineWorker, Owes, RunningCheck, RunningResult, Verdict};
use crate::domain::finding::{Finding, Missing};
use crate::domain::money::to_cents;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::Exact;
use crate::rules::applies::{Applies, MissingFact, clause_applies_to_firm, differs_by_firm};
use crate::rules::policy::Policy;
use hashbrown::HashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a clause reaches each firm, by the symbols of one table of names.
#[derive(Clone)]
pub struct Firms {
    ctx: Context,
    known: Vec<Option<Applies>>,
    /// By name, for records that are not payroll lines.
    bound: BTreeMap<String, bool>,
}

impl Firms {
    /// `None` if the clause reaches every firm alike.
    pub fn of(ctx: &Context) -> Option<Self> {
        differs_by_firm(&ctx.policy, ctx.clause(), &ctx.project).then(|| Self {
            ctx: ctx.clone(),
            known: Vec::new(),
            bound: BTreeMap::new(),
        })
    }

    /// The clause's own conditions alone, whatever its policy asks; `None` if it has none.
    pub fn of_clause(ctx: &Context) -> Option<Self> {
        let mut policy = Policy::clone(&ctx.policy);
        policy.applies.clear();
        let ctx = Context { policy: Arc::new(policy), ..ctx.clone() };
        (!ctx.clause().applies.is_empty()).then_some(Self { ctx, known: Vec::new(), bound: BTreeMap::new() })
    }

    /// False for a firm the clause is known not to reach.
    pub fn binds(&mut self, firm: &str) -> bool {
        if let Some(bound) = self.bound.get(firm) {
            return *bound;
        }
        let ctx = &self.ctx;
        let bound = !matches!(clause_applies_to_firm(&ctx.policy, ctx.clause(), &ctx.project, firm), Applies::No { .. });
        self.bound.insert(firm.to_owned(), bound);
        bound
    }

    /// Whether the clause reaches a firm. A row that names none belongs to the only contract there is.
    pub fn reach(&mut self, firm: Sym, names: &Names) -> &Applies {
        let index = firm.index();
        if self.known.len() <= index {
            self.known.resize(index + 1, None);
        }
        let ctx = &self.ctx;
        self.known[index].get_or_insert_with(|| {
            let only = match ctx.project.contracts.as_slice() {
                [one] if firm.is_none() => one.contractor.as_str(),
                _ => names.text(firm),
            };
            clause_applies_to_firm(&ctx.policy, ctx.clause(), &ctx.project, only)
        })
    }
}

/// A line check of a clause that does not reach every firm alike.
pub struct ByFirm {
    /// Settles each firm.
    pub firms: Firms,
    /// The check.
    pub check: Box<dyn LineCheck>,
}

impl LineCheck for ByFirm {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(Worker { ctx: &self.firms.ctx, firms: self.firms.clone(), inner: self.check.on_thread() })
    }
    fn once(&self, lines: &LinesByGap) -> Vec<Finding> {
        self.check.once(lines)
    }
}

struct Worker<'c> {
    ctx: &'c Context,
    firms: Firms,
    inner: Box<dyn LineWorker + 'c>,
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict {
        let list_all = self.ctx.list_all;
        match self.firms.reach(line.contractor, names) {
            Applies::Yes | Applies::Assumed => self.inner.check(line, names),
            Applies::No { why } if list_all => {
                let title = format!("The rule does not reach the firm: {why}");
                said(self.ctx.finding(Outcome::NotApplicable, subject_of(line), line.week_ending, title))
            }
            Applies::No { .. } => Verdict::Quiet(Outcome::NotApplicable),
            Applies::CannotTell { missing } => match self.inner.check(line, names) {
                Verdict::Said(found) => Verdict::Said(Box::new(open(*found, missing))),
                verdict => verdict,
            },
        }
    }
}

/// What a finding comes to where it is not known whether the rule reaches its firm.
pub fn open(mut said: LineFinding, missing: &[MissingFact]) -> LineFinding {
    let finding = &mut said.finding;
    if !matches!(finding.outcome, Outcome::NotMet | Outcome::CannotTell) {
        return said;
    }
    let hangs_on = if said.owed.is_zero() { String::new() } else { format!("${}", to_cents(said.owed)) };
    if !said.owed.is_zero() {
        finding.interval = Some(("0.00".to_owned(), to_cents(said.owed).to_string()));
    }
    let facts = missing.iter().map(|m| Missing { fact: m.fact.to_owned(), hangs_on: hangs_on.clone(), holder: "the city" });
    finding.missing.splice(0..0, facts);
    finding.title = format!("Whether the rule applies is not known: {}", finding.title).into();
    let write: Vec<&str> = missing.iter().map(|m| m.write).collect();
    finding.fix = format!("Write {} in the project file, and check the file again.", write.join("; ")).into();
    finding.outcome = Outcome::CannotTell;
    finding.exposure = None;
    said.owed = Exact::ZERO;
    said.owes = Owes::Nothing;
    said
}

/// A running check of a clause that does not reach every firm alike.
pub struct RunningByFirm {
    firms: Firms,
    inner: Box<dyn RunningCheck>,
    /// Firms of which it is not known.
    open: HashMap<Sym, Vec<MissingFact>, foldhash::fast::FixedState>,
}

impl RunningByFirm {
    /// Around a check.
    pub fn new(firms: Firms, inner: Box<dyn RunningCheck>) -> Self {
        Self { firms, inner, open: HashMap::default() }
    }
}

impl RunningCheck for RunningByFirm {
    fn take(&mut self, line: &PayrollLine, id: LineId, names: &Names) {
        match self.firms.reach(line.contractor, names) {
            Applies::No { .. } => return,
            Applies::CannotTell { missing } if !self.open.contains_key(&line.contractor) => {
                self.open.insert(line.contractor, missing.clone());
            }
            _ => {}
        }
        self.inner.take(line, id, names);
    }

    fn may_speak_of(&self, id: LineId) -> bool {
        self.inner.may_speak_of(id)
    }

    fn finish(self: Box<Self>, ledger: &WeekLedger, names: &Names) -> RunningResult {
        let mut result = self.inner.finish(ledger, names);
        if self.open.is_empty() {
            return result;
        }
        let mut anyone: Vec<MissingFact> = self.open.values().flatten().copied().collect();
        anyone.sort_unstable();
        anyone.dedup();
        for (line, said) in &mut result.findings {
            let firm = line.map_or(said.finding.subject.contractor, |line| ledger.entry(line).contractor);
            let before = said.finding.outcome;
            if let Some(missing) = self.open.get(&firm) {
                *said = open(said.clone(), missing);
            } else if firm.is_none() && line.is_none() {
                // Hours of all firms together: neither kept nor broken while it is open whose hours count.
                if before == Outcome::Met {
                    said.finding.outcome = Outcome::CannotTell;
                }
                *said = open(said.clone(), &anyone);
            }
            result.counts.recount(before, said.finding.outcome);
        }
        result
    }
}
