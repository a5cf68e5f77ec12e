//! The cells of a share, and what is said of them at the end: the same for hours, heads and hires.

use super::answer::{Answering, Doubt, Group, Ready};
use super::cells::{Cell, Key, heads};
use super::earlier::in_words;
use super::facts::NotHeld;
use super::finals::{Apart, Final, finals};
use super::judge::{Piece, judge};
use super::measure::{ClauseOf, Measure, measure};
use super::parameters::Parameters;
use super::preference::Preference;
use super::signature::Questions;
use super::telling::Unit;
use crate::checks::context::Context;
use crate::checks::readings::step;
use crate::checks::standing::{version_missing, weigh};
use crate::checks::{LineFinding, Owes, RunningResult};
use crate::domain::field::Field;
use crate::domain::finding::Missing;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::project::Milestone;
use crate::domain::quantity::Exact;
use crate::rules::asks::share::{GroupBy, Scope, Shares, Window};
use hashbrown::HashMap;
use std::sync::Arc;

/// A version of the rule, its targets ready to be measured.
struct Version {
    rule: Shares,
    ready: Vec<Ready>,
    preference: Option<Preference>,
}

impl Version {
    fn of(rule: &Shares, questions: &mut Questions, given: Parameters<'_>) -> Self {
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

fn clause_of(rule: &Shares) -> ClauseOf<'_> {
    ClauseOf { counted: &rule.counted, outside_trades: rule.outside_trades, targets: &rule.targets }
}

/// What is counted, by project, employer, trade, level and period.
pub struct Counting {
    pub(super) ctx: Context,
    version: Version,
    /// The other versions that may be the right one; `None` for one that counts otherwise.
    others: Vec<Option<Version>>,
    /// Rows that could not be read and may count.
    pub unread: u64,
    /// What is asked about each worker.
    pub questions: Questions,
    pub(super) unit: Unit,
    is_counted: fn(Field) -> bool,
    /// A rule asks for each employer.
    pub keeps_contractor: bool,
    /// A rule asks for the trade.
    pub keeps_trade: bool,
    /// A rule asks for straight time.
    pub keeps_straight: bool,
    index: HashMap<Key, u32, foldhash::fast::FixedState>,
    pub(super) cells: Vec<(Key, Cell)>,
    /// The cell met last of each trade and level, so that most lines find theirs without hashing.
    recent: Vec<Option<(Key, u32)>>,
}

/// How many cells are remembered; a power of two.
const RECENT: usize = 64;

impl Counting {
    /// Over the shares of a clause, with the other versions that may be the right one: those that count the same
    /// thing. `is_counted` tells the cells in which it stands.
    pub fn new(ctx: Context, shares: &Shares, others: &[Option<&Shares>], unit: Unit, is_counted: fn(Field) -> bool) -> Self {
        let (mut questions, mut rule) = (Questions::default(), shares.clone());
        let (policy, project) = (Arc::clone(&ctx.policy), Arc::clone(&ctx.project));
        let given = Parameters::of(&project, &policy.id);
        if rule.scope == Scope::Elected {
            match given.text("scope") {
                Some("cumulative") => rule.scope = Scope::Cumulative,
                Some("each-employer") => rule.scope = Scope::EachEmployer,
                _ => {}
            }
        }
        let version = Version::of(&rule, &mut questions, given);
        // Versions over another time cannot be told from these cells.
        let same_window = others.iter().map(|other| other.filter(|o| o.window == rule.window));
        let others: Vec<Option<Version>> = same_window.map(|o| o.map(|o| Version::of(o, &mut questions, given))).collect();
        let all = || std::iter::once(&version).chain(others.iter().flatten());
        let keeps_contractor = all().any(|v| v.keeps(GroupBy::Contractor) || v.rule.scope != Scope::Cumulative);
        let keeps_trade = all().any(|v| v.keeps(GroupBy::Trade) || v.measures().any(|m| m.asks_trade));
        let keeps_straight = all().flat_map(Version::measures).any(|m| m.straight);
        Self {
            unread: 0,
            unit,
            is_counted,
            keeps_contractor,
            keeps_trade,
            keeps_straight,
            version,
            others,
            questions,
            ctx,
            index: HashMap::default(),
            cells: Vec::new(),
            recent: vec![None; RECENT],
        }
    }

    /// The window of the rule.
    pub const fn window(&self) -> Window {
        self.version.rule.window
    }

    /// The cell of a key.
    #[inline]
    pub fn cell(&mut self, key: Key) -> Option<&mut Cell> {
        let slot = (key.trade.index() * 3 + key.level.map_or(0, |l| l as usize + 1)) ^ key.contractor.index();
        let recent = self.recent.get_mut(slot % RECENT)?;
        let index = match recent {
            Some((met, index)) if *met == key => *index,
            _ => *self.index.entry(key).or_insert_with(|| {
                self.cells.push((key, Cell::default()));
                (self.cells.len() - 1) as u32
            }),
        };
        *recent = Some((key, index));
        self.cells.get_mut(index as usize).map(|(_, cell)| cell)
    }

    /// Speaks of every target.
    pub fn finish(&self, not_held: &NotHeld, names: &Names) -> RunningResult {
        let mut result = RunningResult::default();
        let mut say = |said: LineFinding| {
            result.counts.count(said.finding.outcome);
            result.findings.push((None, said));
        };
        let apart = self.version.apart(false);
        let whole = Apart { trade: false, ..apart };
        let whole_project = |t: usize| apart.trade && self.version.rule.targets.get(t).is_some_and(|t| !t.per_trade);
        for group in self.in_hand(apart, names) {
            for target in (0..self.version.ready.len()).filter(|t| !whole_project(*t)) {
                self.answer(&group, target, apart, not_held, names).into_iter().for_each(&mut say);
            }
            self.in_order(&group, names).into_iter().for_each(&mut say);
        }
        if (0..self.version.ready.len()).any(whole_project) {
            for group in self.in_hand(whole, names) {
                for target in (0..self.version.ready.len()).filter(|t| whole_project(*t)) {
                    self.answer(&group, target, whole, not_held, names).into_iter().for_each(&mut say);
                }
            }
        }
        result
    }
}

impl Counting {
    /// Cells judged together of which some are of the files: others are spoken of where they are in hand.
    fn in_hand(&self, apart: Apart, names: &Names) -> Vec<Final> {
        let mut groups = finals(&self.cells, apart, names);
        groups.retain(|group| self.is_in_hand(group));
        groups
    }

    fn is_in_hand(&self, group: &Final) -> bool {
        group.cells.iter().any(|(at, sure)| *sure && self.cells.get(*at).is_some_and(|(_, cell)| cell.in_hand()))
    }

    /// The pieces of cells that belong together; only those that belong for certain, or all.
    fn pieces(&self, group: &Final, straight: bool, perhaps: bool) -> Vec<Piece> {
        let cells = group.cells.iter().filter(|(_, sure)| perhaps || *sure);
        let cells = cells.filter_map(|(at, sure)| self.cells.get(*at).map(|(key, cell)| (*key, cell, *sure)));
        match self.unit {
            Unit::Hours | Unit::Hires | Unit::Openings => cells.flat_map(|(key, cell, sure)| cell.pieces(key, sure, straight)).collect(),
            Unit::Workers => heads(cells),
        }
    }

    fn answer(&self, group: &Final, target: usize, apart: Apart, not_held: &NotHeld, names: &Names) -> Option<LineFinding> {
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
            not_held,
            names,
            by_level: apart.level,
            unread: self.unread,
            interim: self.version.rule.window == Window::Completion && !self.ctx.project.milestones.contains_key(&Milestone::Completed),
        };
        let judged_together = Group { key: group.key, known: &known, all: &all, latest, rows: &rows };
        answering.finding(target, ready, &judged_together, self.is_counted, |outcome| {
            let mut doubt =
                if self.version.rule.scope == Scope::Elected { self.not_elected(group, target, outcome, names) } else { Doubt::default() };
            self.show_earlier(group, ready, names, &mut doubt);
            if let Some(why) = &self.ctx.version_unsure
                && outcome != Outcome::NotApplicable
                && (outcome == Outcome::CannotTell || self.another_version_differs(group.key, asked.id, outcome, names))
            {
                doubt.missing = Some(version_missing(why));
            }
            doubt
        })
    }

    /// What earlier weeks come to among what is counted.
    fn show_earlier(&self, group: &Final, ready: &Ready, names: &Names, doubt: &mut Doubt) {
        let (Some(earlier), Ok(measure)) = (&self.ctx.earlier, ready) else { return };
        let sure = group.cells.iter().filter(|(_, sure)| *sure).filter_map(|(at, _)| self.cells.get(*at));
        let pieces: Vec<Piece> = sure.clone().flat_map(|(key, cell)| cell.earlier(*key, true, measure.straight)).collect();
        if !pieces.is_empty() {
            let judged = judge(measure, &pieces, group.key.level, names);
            let unit = self.unit.word();
            let mut say = |what: &str, amount| {
                let label = format!("{unit} {what} in {}", in_words(earlier));
                doubt.steps.push(step(label, "", self.unit.amount(amount), Vec::new()));
            };
            say("counted", judged.whole);
            say("toward it", judged.part);
            if judged.unknown > 0 {
                say("not known either way", judged.unknown);
            }
            if judged.perhaps > 0 {
                say("not known to count at all", judged.perhaps);
            }
        }
        if sure.clone().any(|(_, cell)| cell.heads_before) {
            let fact = format!("the workers of {}: their hours alone are kept", in_words(earlier));
            doubt.missing = Some(Missing { fact, hangs_on: String::new(), holder: "the city" });
        }
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
            if !self.is_in_hand(&one) {
                // What other firms' hours come to is not shown to this one.
                differs = true;
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
