//! # What it checks
//!
//! A group's share of the hours in each project and trade, journeyworkers and apprentices apart where the
//! rule counts them apart. The share is compared exactly, `group hours ≥ share × all hours`, never on a
//! rounded percentage. Residence, race and gender are what the payroll or the city's dated list says;
//! nothing is inferred.
//!
//! # Why
//!
//! The promise was made for each trade: a project can keep it on the whole and break it in every
//! skilled trade.
//!
//! # Cannot tell when
//!
//! - hours of workers whose group is not known straddle the target: both ends are shown, and the number
//!   of hours that would settle it;
//! - the level is not given and the rule counts levels apart: the contractor knows it;
//! - the day that selects the version is not known and the versions differ: the city knows it.
//!
//! # How to fix
//!
//! Give the missing level, proof of address or self-identification. A share below a standard leads to a
//! review of the steps taken; see the policy.

use super::context::Context;
use super::readings::step;
use super::share::answer::{Answering, Doubt, Group, Ready};
use super::share::cells::{Cell, Key, Period, heads};
use super::share::facts::{Facts, Week};
use super::share::finals::{Apart, Final, finals};
use super::share::judge::{Piece, judge};
use super::share::measure::{ClauseOf, Measure, measure};
use super::share::parameters::Parameters;
use super::share::preference::Preference;
use super::share::signature::{Questions, Signature};
use super::share::telling::Unit;
use super::standing::{version_missing, weigh};
use super::week_ledger::{LineId, WeekLedger};
use super::{LineFinding, Owes, RunningCheck, RunningResult};
use crate::domain::field::Field;
use crate::domain::finding::Missing;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::project::Milestone;
use crate::domain::quantity::{Exact, Hours};
use crate::rules::asks::share::{GroupBy, Scope, Window};
use crate::rules::asks::{CheckRule, ShareOf, WorkforceShare as Rule};
use chrono::{Datelike, Days};
use hashbrown::HashMap;
use std::sync::Arc;

/// A version of the rule, its targets ready to be measured.
struct Version {
    rule: Rule,
    ready: Vec<Ready>,
    preference: Option<Preference>,
}

impl Version {
    fn of(rule: &Rule, questions: &mut Questions, given: Parameters<'_>) -> Self {
        let clause = clause_of(rule);
        let ready = (0..rule.targets.len()).filter_map(|t| measure(clause, t, questions, given).transpose()).collect();
        Self { preference: Preference::of(clause, &rule.preference, questions), rule: rule.clone(), ready }
    }

    fn measures(&self) -> impl Iterator<Item = &Measure> {
        self.ready.iter().filter_map(|r| r.as_ref().ok()).chain(self.preference.as_ref().map(Preference::measure))
    }

    /// What is kept apart, and where the scope is elected and not known, by employer too.
    fn keeps(&self, by: GroupBy) -> bool {
        self.rule.by.contains(&by)
    }

    fn apart(&self, contractor: bool) -> Apart {
        Apart {
            contractor: contractor || self.keeps(GroupBy::Contractor) || self.rule.scope == Scope::EachEmployer,
            trade: self.keeps(GroupBy::Trade),
            level: self.keeps(GroupBy::Level),
        }
    }
}

fn clause_of(rule: &Rule) -> ClauseOf<'_> {
    ClauseOf { counted: &rule.counted, outside_trades: rule.outside_trades, targets: &rule.targets }
}

/// The check.
pub struct WorkforceShare {
    ctx: Context,
    version: Version,
    /// The other versions that may be the right one.
    others: Vec<Option<Version>>,
    questions: Questions,
    facts: Facts,
    unit: Unit,
    keeps_contractor: bool,
    keeps_trade: bool,
    keeps_straight: bool,
    index: HashMap<Key, u32, foldhash::fast::FixedState>,
    cells: Vec<(Key, Cell)>,
    last: Option<(Key, u32)>,
}

impl WorkforceShare {
    /// Over the targets of a rule.
    pub fn new(ctx: Context, mut rule: Rule) -> Self {
        let mut questions = Questions::default();
        let policy = Arc::clone(&ctx.policy);
        let project = Arc::clone(&ctx.project);
        let given = Parameters::of(&project, &policy.id);
        if rule.scope == Scope::Elected {
            match given.text("scope") {
                Some("cumulative") => rule.scope = Scope::Cumulative,
                Some("each-employer") => rule.scope = Scope::EachEmployer,
                _ => {}
            }
        }
        let version = Version::of(&rule, &mut questions, given);
        let others: Vec<Option<Version>> = ctx.alternatives.iter().map(|&clause| {
            let CheckRule::WorkforceShare(other) = &policy.clauses.get(clause)?.check else { return None };
            // Versions that count another thing, or over another time, cannot be told from these cells.
            (other.of == rule.of && other.window == rule.window).then(|| Version::of(other, &mut questions, given))
        }).collect();
        let all = || std::iter::once(&version).chain(others.iter().flatten());
        let keeps_contractor = all().any(|v| v.keeps(GroupBy::Contractor) || v.rule.scope != Scope::Cumulative);
        let keeps_trade = all().any(|v| v.keeps(GroupBy::Trade) || v.measures().any(|m| m.asks_trade));
        let keeps_straight = all().flat_map(Version::measures).any(|m| m.straight);
        Self {
            facts: Facts::new(&questions, policy, project),
            unit: if rule.of == ShareOf::Workers { Unit::Workers } else { Unit::Hours },
            version,
            keeps_contractor,
            keeps_trade,
            keeps_straight,
            others,
            questions,
            ctx,
            index: HashMap::default(),
            cells: Vec::new(),
            last: None,
        }
    }

    #[inline]
    fn key(&self, line: &PayrollLine) -> Key {
        Key {
            project: line.project,
            contractor: if self.keeps_contractor { line.contractor } else { Sym::NONE },
            trade: if self.keeps_trade { line.trade } else { Sym::NONE },
            // Levels are always kept apart here; a version that counts them together adds them up.
            level: line.level,
            period: self.period(line),
        }
    }

    fn period(&self, line: &PayrollLine) -> Period {
        match (self.version.rule.window, line.week_ending) {
            (Window::ToDate | Window::Completion, _) => Period::All,
            (_, None) => Period::Unknown,
            (Window::Week, Some(week)) => Period::Week(week),
            (Window::CalendarYear, Some(week)) => Period::year_of_week(week.checked_sub_days(Days::new(6)).unwrap_or(week), week),
        }
    }

    #[inline]
    fn cell(&mut self, key: Key) -> Option<&mut Cell> {
        let index = match self.last {
            Some((last, index)) if last == key => index,
            _ => *self.index.entry(key).or_insert_with(|| {
                self.cells.push((key, Cell::default()));
                (self.cells.len() - 1) as u32
            }),
        };
        self.last = Some((key, index));
        self.cells.get_mut(index as usize).map(|(_, cell)| cell)
    }

    /// Adds hours of one signature, or the worker who worked them.
    #[inline]
    fn put(&mut self, line: &PayrollLine, key: Key, signature: Signature, hours: Option<Hours>, straight: Hours) {
        let (unit, worker) = (self.unit, line.worker);
        let Some(cell) = self.cell(key) else { return };
        cell.note(line.at, line.week_ending);
        match (unit, hours) {
            (Unit::Hours, Some(hours)) => cell.add(signature, hours.micros(), straight.micros()),
            (Unit::Hours, None) => cell.add_without(signature),
            (_, Some(hours)) if hours.is_zero() => {}
            _ if worker.is_none() => cell.add_without(signature),
            _ => cell.add_head(worker, signature),
        }
    }

    /// A week in which something changes: each day by itself where the days are given, else only what holds on all of
    /// them.
    fn put_by_day(&mut self, line: &PayrollLine, week: Week, key: Key) {
        let days = match week {
            Week::Same(signature) => [signature; 7],
            Week::ByDay(days) => days,
        };
        let throughout = days.iter().fold(days[0], |all, day| all.on_both(*day));
        let (mut hours, mut straight) = (line.hours(), if self.keeps_straight { line.straight_hours().unwrap_or_default() } else { Hours::ZERO });
        // Days that do not split straight time from overtime cannot be split where overtime is stated beside them.
        let split = !self.keeps_straight || !line.unsplit.any() || straight == line.unsplit.total().unwrap_or_default();
        if let (true, true, Some(all)) = (line.has_days(), split, &mut hours) {
            for (at, signature) in days.iter().enumerate() {
                let Some(on) = line.hours_on(at).filter(|h| !h.is_zero()) else { continue };
                let of_straight = match (self.keeps_straight, line.unsplit.any()) {
                    (false, _) => Hours::ZERO,
                    (true, true) => on,
                    (true, false) => line.straight.on(at),
                };
                let day = line.week_ending.and_then(|w| w.checked_sub_days(Days::new(6 - at as u64)));
                let period = match (key.period, day) {
                    (Period::AroundNewYear(_), Some(day)) => Period::Year(day.year()),
                    (period, _) => period,
                };
                self.put(line, Key { period, ..key }, *signature, Some(on), of_straight);
                *all = *all - on;
                straight = straight - of_straight;
            }
            if all.is_zero() && straight.is_zero() {
                return;
            }
        }
        self.put(line, key, throughout, hours, straight);
    }
}

impl RunningCheck for WorkforceShare {
    fn take(&mut self, line: &PayrollLine, _id: LineId, names: &Names) {
        let week = self.facts.of(line, names);
        let key = self.key(line);
        match week {
            Week::Same(signature) if !matches!(key.period, Period::AroundNewYear(_)) => {
                let straight = if self.keeps_straight { line.straight_hours().unwrap_or_default() } else { Hours::ZERO };
                self.put(line, key, signature, line.hours(), straight);
            }
            week => self.put_by_day(line, week, key),
        }
    }

    fn finish(self: Box<Self>, _ledger: &WeekLedger, names: &mut Names) -> RunningResult {
        let mut result = RunningResult::default();
        let mut say = |said: LineFinding| {
            result.counts.count(said.finding.outcome);
            result.findings.push((None, said));
        };
        let apart = self.version.apart(false);
        let whole = Apart { trade: false, ..apart };
        let whole_project = |t: usize| apart.trade && self.version.rule.targets.get(t).is_some_and(|t| !t.per_trade);
        for group in finals(&self.cells, apart, names) {
            for target in (0..self.version.ready.len()).filter(|t| !whole_project(*t)) {
                self.answer(&group, target, apart, names).into_iter().for_each(&mut say);
            }
            self.in_order(&group, names).into_iter().for_each(&mut say);
        }
        if (0..self.version.ready.len()).any(whole_project) {
            for group in finals(&self.cells, whole, names) {
                for target in (0..self.version.ready.len()).filter(|t| whole_project(*t)) {
                    self.answer(&group, target, whole, names).into_iter().for_each(&mut say);
                }
            }
        }
        result
    }
}

fn hours_field(field: Field) -> bool {
    matches!(field, Field::DayHours(..) | Field::WeekHours(_))
}

impl WorkforceShare {
    /// The pieces of cells that belong together; only those that belong for certain, or all.
    fn pieces(&self, group: &Final, straight: bool, perhaps: bool) -> Vec<Piece> {
        let cells = group.cells.iter().filter(|(_, sure)| perhaps || *sure);
        let cells = cells.filter_map(|(at, sure)| self.cells.get(*at).map(|(key, cell)| (*key, cell, *sure)));
        match self.unit {
            Unit::Hours => cells.flat_map(|(key, cell, sure)| cell.pieces(key, sure, straight)).collect(),
            _ => heads(cells),
        }
    }

    fn answer(&self, group: &Final, target: usize, apart: Apart, names: &Names) -> Option<LineFinding> {
        let ready = self.version.ready.get(target)?;
        let asked = self.version.rule.targets.get(target)?;
        if group.key.level.is_some_and(|l| !asked.levels.is_empty() && !asked.levels.contains(&l)) {
            return None;
        }
        let straight = ready.as_ref().is_ok_and(|m| m.straight);
        let (known, all) = (self.pieces(group, straight, false), self.pieces(group, straight, true));
        let (latest, rows) = group.seen(&self.cells);
        let answering = Answering {
            ctx: &self.ctx,
            unit: self.unit,
            targets: &self.version.rule.targets,
            questions: &self.questions.0,
            not_held: &self.facts.not_held,
            names,
            by_level: apart.level,
            interim: self.version.rule.window == Window::Completion && !self.ctx.project.milestones.contains_key(&Milestone::Completed),
        };
        let judged_together = Group { key: group.key, known: &known, all: &all, latest, rows: &rows };
        answering.finding(target, ready, &judged_together, hours_field, |outcome| {
            let mut doubt = if self.version.rule.scope == Scope::Elected { self.not_elected(group, target, outcome, names) } else { Doubt::default() };
            if let Some(why) = &self.ctx.version_unsure
                && outcome != Outcome::NotApplicable
                && (outcome == Outcome::CannotTell || self.another_version_differs(group.key, asked.id, outcome, names))
            {
                doubt.missing = Some(version_missing(why));
            }
            doubt
        })
    }

    /// Where the contractor's election is not known: the answer stands if every employer alone gives the same.
    fn not_elected(&self, group: &Final, target: usize, outcome: Outcome, names: &Names) -> Doubt {
        let mut doubt = Doubt::default();
        let Some(Ok(measure)) = self.version.ready.get(target) else { return doubt };
        let apart = Apart { trade: !group.key.trade.is_none(), ..self.version.apart(true) };
        let mut differs = false;
        for one in finals(&self.cells, apart, names) {
            if (Key { contractor: group.key.contractor, ..one.key }) != group.key {
                continue;
            }
            let judged = judge(measure, &self.pieces(&one, measure.straight, true), one.key.level, names);
            differs |= judged.outcome() != outcome && judged.outcome() != Outcome::NotApplicable;
            let (part, whole) = (self.unit.amount(judged.part), self.unit.amount(judged.whole));
            let label = format!("{} alone", names.text(one.key.contractor));
            doubt.steps.push(step(label, format!("{part} of {whole}"), judged.outcome().word(), Vec::new()));
        }
        if differs && outcome != Outcome::NotApplicable {
            let fact = format!("the election `scope` of {}: \"cumulative\" or \"each-employer\"", self.ctx.policy.id);
            doubt.missing = Some(Missing { fact, hangs_on: String::new(), holder: "the contractor" });
        }
        doubt
    }

    /// Whether another version of the rule would answer otherwise for the hours a group belongs to.
    fn another_version_differs(&self, key: Key, target: &str, outcome: Outcome, names: &Names) -> bool {
        self.others.iter().any(|version| {
            let Some(version) = version else { return true };
            let Some(at) = version.rule.targets.iter().position(|t| t.id == target) else { return true };
            let Some(Ok(measure)) = version.ready.get(at) else { return true };
            let meets = |of: &Final| {
                let alike = |a: Sym, b: Sym| a == b || a.is_none() || b.is_none();
                let of = of.key;
                of.project == key.project
                    && alike(of.contractor, key.contractor)
                    && alike(of.trade, key.trade)
                    && of.period == key.period
                    && (of.level == key.level || of.level.is_none() || key.level.is_none())
            };
            let answers = finals(&self.cells, version.apart(false), names).into_iter().filter(meets);
            let mut answers = answers.map(|f| judge(measure, &self.pieces(&f, measure.straight, true), f.key.level, names).outcome());
            answers.any(|other| other != outcome)
        })
    }

    /// Hours by order of preference, where the rule has one.
    fn in_order(&self, group: &Final, names: &Names) -> Option<LineFinding> {
        let preference = self.version.preference.as_ref()?;
        let pieces = self.pieces(group, preference.measure().straight, true);
        let finding = preference.finding(&self.ctx, self.unit, group, &pieces, names, group.seen(&self.cells).0);
        Some(weigh(&self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }))
    }
}
