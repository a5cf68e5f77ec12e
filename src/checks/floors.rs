//! Which wage floor governs a day: the clause's own figure, or the highest of it and of the floors it
//! names. Each floor runs by its own dates.

use super::by_firm::Firms;
use super::context::Context;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::{Seen, Status};
use crate::domain::quantity::Rate;
use crate::rules::applies::Applies;
use crate::rules::asks::{CheckRule, WageFloor};
use crate::rules::policy::{Clause, DateBasis, Policy};
use chrono::NaiveDate;
use std::sync::Arc;

/// What one floor says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// A figure that counts, and how it was seen.
    Figure(Rate, Seen),
    /// A figure seen in a secondary source only, which counts for nothing here.
    SecondaryOnly(Rate),
    /// A figure that counts if the floor reaches the firm, which is not known.
    MayReach(Rate),
    /// No figure is on file.
    Absent,
    /// The policy is not in force that day, so it sets no floor.
    NotInForce(Status),
    /// It does not reach the firm.
    NotReached,
}

/// The floor of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayFloor {
    /// The highest figure that is known; none known is none due.
    pub known: Rate,
    /// Every floor that counts is known, so `known` is the floor.
    pub certain: bool,
    /// The highest figure that is off for having been seen in a secondary source only, where nothing else is
    /// held and nothing else is open.
    pub off: Option<Rate>,
}

impl DayFloor {
    /// True where the only figure is off and would be kept: the rule is not in play.
    pub fn is_off_and_kept(&self, paid: Rate) -> bool {
        self.off.is_some_and(|off| off <= paid)
    }
}

/// One floor: a clause, and whether it reaches each firm alike.
#[derive(Clone)]
struct OneClause {
    clause: usize,
    firms: Option<Firms>,
}

/// A policy that sets a floor.
#[derive(Clone)]
struct Candidate {
    policy: Arc<Policy>,
    clauses: Vec<OneClause>,
    own: bool,
}

/// All floors of a clause. Firms are settled by symbol, so each thread has its own.
#[derive(Clone)]
pub struct Floors {
    candidates: Vec<Candidate>,
    project: Arc<crate::domain::project::Project>,
}

impl Floors {
    /// Of a clause and the policies it names.
    pub fn of(ctx: &Context, rule: &WageFloor) -> Self {
        let mut candidates = Vec::new();
        if !rule.rates.0.is_empty() || rule.beside.is_empty() {
            let clauses = vec![OneClause { clause: ctx.clause, firms: None }];
            candidates.push(Candidate { policy: Arc::clone(&ctx.policy), clauses, own: true });
        }
        for policy in &rule.beside {
            let clauses = policy.clauses.iter().enumerate().filter(|(_, c)| matches!(c.check, CheckRule::WageFloor(_)));
            let clauses = clauses.map(|(clause, _)| {
                // The named floor's own clauses may tell firms apart; where its policy applies was decided by naming it.
                let ctx = Context { policy: Arc::clone(policy), clause, ..ctx.clone() };
                OneClause { clause, firms: Firms::of_clause(&ctx) }
            });
            candidates.push(Candidate { policy: Arc::clone(policy), clauses: clauses.collect(), own: false });
        }
        Self { candidates, project: Arc::clone(&ctx.project) }
    }

    /// True if more than one floor counts.
    pub fn are_several(&self) -> bool {
        self.candidates.len() > 1
    }

    /// The floor of a day for a firm.
    pub fn on(&mut self, day: NaiveDate, firm: Sym, names: &Names) -> DayFloor {
        let mut floor = DayFloor { known: Rate::ZERO, certain: true, off: None };
        let mut other = false;
        for candidate in &mut self.candidates {
            match candidate.on(&self.project, day, firm, names) {
                Held::Figure(rate, _) => {
                    floor.known = floor.known.max(rate);
                    other = true;
                }
                Held::SecondaryOnly(rate) => {
                    floor.certain = false;
                    floor.off = floor.off.max(Some(rate));
                }
                Held::MayReach(_) | Held::Absent => {
                    floor.certain = false;
                    other = true;
                }
                Held::NotInForce(_) | Held::NotReached => {}
            }
        }
        floor.off = floor.off.filter(|_| !other);
        floor
    }

    /// What each floor says of a day, own first, by the policy's path.
    pub fn each(&mut self, day: NaiveDate, firm: Sym, names: &Names) -> Vec<(Arc<Policy>, Held)> {
        let project = &self.project;
        self.candidates.iter_mut().map(|c| (Arc::clone(&c.policy), c.on(project, day, firm, names))).collect()
    }
}

impl Candidate {
    fn on(&mut self, project: &crate::domain::project::Project, day: NaiveDate, firm: Sym, names: &Names) -> Held {
        let policy = Arc::clone(&self.policy);
        if !self.own {
            let status = policy.status_on(day).map_or(Status::NotYet, |s| s.status);
            if !status.can_be_broken() {
                return Held::NotInForce(status);
            }
        }
        // Of several clauses that reach the firm the highest counts; one that is open leaves all open.
        let mut best = Held::NotReached;
        for one in &mut self.clauses {
            let Some(clause) = policy.clauses.get(one.clause) else { continue };
            if !self.own && !holds(clause, project, day) {
                best = higher(best, Held::Absent);
                continue;
            }
            let CheckRule::WageFloor(rule) = &clause.check else { continue };
            let figure = match rule.rates.on(day) {
                None => Held::Absent,
                Some(dated) if dated.seen == Seen::Official || project.accept_secondary => Held::Figure(dated.value, dated.seen),
                Some(dated) => Held::SecondaryOnly(dated.value),
            };
            let reached = match one.firms.as_mut().map(|f| f.reach(firm, names)) {
                None | Some(Applies::Yes | Applies::Assumed) => figure,
                Some(Applies::No { .. }) => Held::NotReached,
                Some(Applies::CannotTell { .. }) => match figure {
                    Held::Figure(rate, _) => Held::MayReach(rate),
                    other => other,
                },
            };
            best = higher(best, reached);
        }
        best
    }
}

/// Whether a clause of a named floor holds on a day.
fn holds(clause: &Clause, project: &crate::domain::project::Project, day: NaiveDate) -> bool {
    let selects = match clause.basis {
        DateBasis::WorkDate => Some(day),
        DateBasis::Milestone(milestone) => project.milestones.get(&milestone).copied(),
    };
    selects.is_some_and(|d| clause.from.is_none_or(|f| f <= d) && clause.until.is_none_or(|u| d <= u))
}

/// The one of two clauses of one policy that counts.
fn higher(a: Held, b: Held) -> Held {
    let rank = |held: &Held| match held {
        Held::NotReached | Held::NotInForce(_) => (0, Rate::ZERO),
        Held::Absent => (1, Rate::ZERO),
        Held::Figure(rate, _) => (2, *rate),
        Held::SecondaryOnly(rate) => (3, *rate),
        Held::MayReach(rate) => (4, *rate),
    };
    if rank(&b) > rank(&a) { b } else { a }
}
