//! # What it checks
//!
//! A group's share of the people newly hired, or of the openings of the job orders, for all employers together
//! or each alone, as the rule or the contractor's election says. Transfers, promotions and recalls are no new
//! hires unless the rule counts them. Where the rule asks for so many hires for so many dollars of the contract,
//! they are counted too.
//!
//! # Why
//!
//! A share of hours can be kept with workers who were there before. A share of new hires opens doors.
//!
//! # Cannot tell when
//!
//! - no hiring log was given, or rows of it could not be read;
//! - how an opening was filled, or who was hired, is not known for so many people that it decides;
//! - the scope is elected and the election is not known;
//! - part of a hire is due and no source says how it is rounded.
//!
//! # How to fix
//!
//! Fill in how each opening was filled and the residence of each hire, or show the steps taken to find workers.

use super::context::Context;
use super::readings::step;
use super::share::cells::{Key, Period};
use super::share::counting::Counting;
use super::share::facts::Facts;
use super::share::hires_needed::{Count, hires_needed};
use super::share::judge::Piece;
use super::share::signature::{Signature, Test};
use super::share::telling::Unit;
use super::standing::weigh;
use super::{LineFinding, Owes, ProjectCheck, ProjectFacts, RunningResult};
use crate::domain::field::Field;
use crate::domain::finding::{Missing, Subject};
use crate::domain::hiring::{HiringRecord, JobOrder};
use crate::domain::hiring_field::HiringField;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::{Exact, MICROS};
use crate::rules::asks::share::{GroupBy, Shares, Window};
use crate::rules::asks::{CheckRule, HiresOf, NewHireShare as Rule};
use crate::rules::policy::DateBasis;
use chrono::Datelike;
use std::sync::Arc;

/// The check.
pub struct NewHireShare {
    ctx: Context,
    rule: Rule,
    counting: Counting,
    facts: Facts,
    /// Who must be hired for the dollars of the contract.
    needed: Option<Test>,
}

/// A hire that may count: for certain, or perhaps.
struct Counted {
    contractor: Sym,
    signature: Signature,
    sure: bool,
}

impl NewHireShare {
    /// Under the figures of a rule.
    pub fn new(ctx: Context, rule: &Rule) -> Self {
        let policy = Arc::clone(&ctx.policy);
        let others: Vec<Option<&Shares>> = ctx
            .alternatives
            .iter()
            .map(|&clause| match &policy.clauses.get(clause)?.check {
                CheckRule::NewHireShare(other) if other.of == rule.of && other.counts_as_hire == rule.counts_as_hire => Some(&other.shares),
                _ => None,
            })
            .collect();
        let unit = if rule.of == HiresOf::Openings { Unit::Openings } else { Unit::Hires };
        let mut counting = Counting::new(ctx.clone(), &rule.shares, &others, unit, |field| field == Field::Hiring(HiringField::HowFilled));
        let needed = rule.per_dollars.as_ref().map(|p| counting.questions.test(&p.group.membership));
        let facts = Facts::new(&counting.questions, policy, Arc::clone(&ctx.project));
        Self { rule: rule.clone(), counting, facts, needed, ctx }
    }

    fn key(&self, project: Sym, contractor: Sym, trade: Sym, day: Option<chrono::NaiveDate>) -> Key {
        Key {
            project,
            contractor: if self.counting.keeps_contractor { contractor } else { Sym::NONE },
            trade: if self.counting.keeps_trade { trade } else { Sym::NONE },
            level: None,
            period: match (self.rule.window, day) {
                (Window::CalendarYear, Some(day)) => Period::Year(day.year()),
                (Window::CalendarYear, None) => Period::Unknown,
                _ => Period::All,
            },
        }
    }

    fn take(&mut self, hire: &HiringRecord, names: &Names) -> Option<Counted> {
        let day = hire.hired_on.or(hire.started_on);
        let trade = if hire.trade.is_none() { hire.classification } else { hire.trade };
        let line = PayrollLine {
            worker: hire.person.key(),
            trade,
            resident: hire.resident,
            person_of_color: hire.person_of_color,
            gender: hire.gender,
            attributes: hire.attributes,
            zip: hire.zip,
            ..PayrollLine::default()
        };
        let signature = self.facts.on_day(&line, day, names);
        let key = Key { level: hire.level, ..self.key(hire.project, hire.contractor, trade, day) };
        let cell = self.counting.cell(key)?;
        cell.note(hire.at, day);
        // Whether a hire whose way is not given counts is not known.
        let counts = hire.how_filled.map(|way| self.rule.counts_as_hire.contains(&way));
        if counts == Some(false) {
            return None;
        }
        let openings = self.rule.of == HiresOf::Openings;
        let piece = Piece { signature, amount: MICROS, level: hire.level, trade, sure: counts.is_some(), ..Piece::default() };
        cell.add_piece(if openings { piece.toward_alone() } else { piece });
        Some(Counted { contractor: hire.contractor, signature, sure: counts.is_some() })
    }

    fn take_order(&mut self, order: &JobOrder) {
        let trade = if order.trade.is_none() { order.classification } else { order.trade };
        let key = Key { level: order.level, ..self.key(order.project, order.contractor, trade, order.posted_on) };
        let Some(cell) = self.counting.cell(key) else { return };
        cell.note(order.at, order.posted_on);
        let piece = Piece { level: order.level, trade, sure: true, ..Piece::default() }.whole_alone();
        cell.add_piece(match order.openings {
            Some(openings) => Piece { amount: i64::from(openings) * MICROS, ..piece },
            None => Piece { without: 1, ..piece },
        });
    }

    /// Said once where the log itself is missing.
    fn without(&self, log: &'static str, result: &mut RunningResult) {
        let title = format!("The share of {} cannot be told without the {log}", if log == "hiring log" { "new hires" } else { "openings" });
        let mut finding = self.ctx.finding(Outcome::CannotTell, Subject::default(), None, title);
        finding.missing.push(Missing { fact: format!("the {log}"), hangs_on: String::new(), holder: "the contractor" });
        finding.fix = format!("Give the {log} beside the payroll.").into();
        self.say(LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }, result);
    }

    fn say(&self, said: LineFinding, result: &mut RunningResult) {
        let said = weigh(&self.ctx, said);
        result.counts.count(said.finding.outcome);
        result.findings.push((None, said));
    }

    /// So many hires for so many dollars, each contract by itself where employers are counted apart.
    fn per_dollars(&self, hires: &[Counted], unread: u64, names: &Names, result: &mut RunningResult) {
        let (Some(asked), Some(test)) = (&self.rule.per_dollars, &self.needed) else { return };
        let apart = self.rule.by.contains(&GroupBy::Contractor);
        let project = &self.ctx.project;
        let same = |a: &str, b: &str| a.trim().eq_ignore_ascii_case(b.trim());
        let firms: Vec<(Option<&str>, _)> = if apart {
            project.contracts.iter().map(|c| (Some(c.contractor.as_str()), c.value)).collect()
        } else {
            let prime = project.contracts.iter().find(|c| c.tier == Some(0));
            vec![(None, prime.and_then(|c| c.value).or(project.value))]
        };
        for (firm, value) in firms {
            let mut count = Count { unread, ..Count::default() };
            let mut contractor = Sym::NONE;
            for hire in hires.iter().filter(|h| firm.is_none_or(|f| same(f, names.text(h.contractor)))) {
                contractor = if apart { hire.contractor } else { Sym::NONE };
                let (yes, may) = (hire.signature.yes & !hire.signature.no, hire.signature.yes | !hire.signature.no);
                count.certain += u64::from(hire.sure && test.holds(yes));
                count.possible += u64::from(test.holds(may));
            }
            let subject = Subject { contractor, group: Some(asked.group.word()), ..Subject::default() };
            let mut finding = hires_needed(&self.ctx, asked, value, count, subject);
            if let Some(firm) = firm {
                finding.steps.insert(0, step("the contract of", "", firm, Vec::new()));
            }
            self.say(LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }, result);
        }
    }
}

impl ProjectCheck for NewHireShare {
    fn finish(mut self: Box<Self>, facts: &ProjectFacts<'_>, names: &mut Names) -> RunningResult {
        let names = &*names;
        let (hiring, mut result) = (facts.hiring, RunningResult::default());
        if hiring.hiring_logs.tables == 0 {
            self.without("hiring log", &mut result);
            return result;
        }
        let openings = self.rule.of == HiresOf::Openings;
        if openings && hiring.job_order_logs.tables == 0 {
            self.without("job orders", &mut result);
            return result;
        }
        let mut counted = Vec::new();
        let clause = self.ctx.clause();
        let (by_day, from, until) = (clause.basis == DateBasis::WorkDate, clause.from, clause.until);
        // Hires of other days are another version's.
        let governed = |h: &HiringRecord| {
            let day = h.hired_on.or(h.started_on).filter(|_| by_day);
            day.is_none_or(|d| from.is_none_or(|f| f <= d) && until.is_none_or(|u| d <= u))
        };
        for hire in hiring.hires.iter().filter(|h| (facts.binds)(names.text(h.contractor)) && governed(h)) {
            counted.extend(self.take(hire, names));
        }
        if openings {
            for order in hiring.job_orders.iter().filter(|o| (facts.binds)(names.text(o.contractor))) {
                self.take_order(order);
            }
        }
        let unread = hiring.hiring_logs.rows_held + if openings { hiring.job_order_logs.rows_held } else { 0 };
        self.counting.unread = unread;
        let shares = self.counting.finish(&self.facts.not_held, names);
        result.counts += shares.counts;
        result.findings.extend(shares.findings);
        self.per_dollars(&counted, unread, names, &mut result);
        result
    }
}
