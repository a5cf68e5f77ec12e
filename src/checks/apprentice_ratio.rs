//! # What it checks
//!
//! Firm by firm and craft by craft, apprentices stand in the ratio to journeyworkers that the rule or the
//! programme allows, each day or each week; or, where the rule asks for a share of apprentices, reach it by
//! the end of the work. Only whole apprentices are allowed: at one to three, five journeyworkers allow one.
//! Where the rule says so, the apprentices over the ratio are owed the journeyworker's rate for that day.
//! One known not to be registered counts as a journeyworker if the rule holds such workers to that rate.
//!
//! # Why
//!
//! An apprentice learns beside a journeyworker. A crew of apprentices is cheap labor under another name.
//!
//! # Cannot tell when
//!
//! - workers whose level is not given would tip the ratio;
//! - it is counted by day and the file gives only weekly hours;
//! - the project file gives no programme with a ratio for the craft;
//! - which of several apprentices is over the ratio is not known: the least and the most owed are shown.
//!
//! A share asked for at completion is shown as it stands until then, without an answer.
//!
//! # How to fix
//!
//! Pay the apprentices over the ratio the journeyworker's rate, or correct the level of the workers named.

use super::apprentice_facts::registered;
use super::context::Context;
use super::determined_rates::DeterminedRates;
use super::gap::{lines, said_once};
use super::rate_shortfall::{Paid, Worked};
use super::ratio_group::{Craft, Worker};
use super::ratio_report::program_ratio;
use super::row_ranges::RowRanges;
use super::standing::{Reach, hold_back, reach};
use super::week_ledger::{LineId, WeekLedger};
use super::{LineFinding, RunningCheck, RunningResult};
use crate::domain::field::Field;
use crate::domain::finding::Missing;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Fact, Level, PayrollLine};
use crate::domain::quantity::Hours;
use crate::rules::asks::{ApprenticeRatio as Rule, Bound, Counted, Grouping};
use chrono::NaiveDate;
use hashbrown::HashMap;

/// A firm's craft in a week; the week is not told apart where the whole work counts.
type Key = (Sym, Sym, Sym, Option<NaiveDate>);

/// The check.
pub struct ApprenticeRatio {
    ctx: Context,
    rule: Rule,
    index: HashMap<Key, u32, foldhash::fast::FixedState>,
    crafts: Vec<(Key, Craft)>,
    last: Option<(Key, u32)>,
    out_of_reach: u64,
    /// By craft: whether a ratio is known, settled once.
    rated: Vec<Option<bool>>,
    /// Lines of apprentices, or of no level, in crafts without one: said once for each craft.
    unrated: HashMap<Sym, (u64, RowRanges), foldhash::fast::FixedState>,
}

impl ApprenticeRatio {
    /// Under a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self {
            ctx,
            rule,
            index: HashMap::default(),
            crafts: Vec::new(),
            last: None,
            out_of_reach: 0,
            rated: Vec::new(),
            unrated: HashMap::default(),
        }
    }

    fn has_ratio(&mut self, craft: Sym, names: &Names) -> bool {
        if self.rule.bound != Bound::Program {
            return true;
        }
        if self.rated.len() <= craft.index() {
            self.rated.resize(craft.index() + 1, None);
        }
        let programs = &self.ctx.project.apprenticeships;
        *self.rated[craft.index()].get_or_insert_with(|| program_ratio(programs, names.text(craft)).is_some())
    }

    /// Of a craft without a known ratio, once for all its lines.
    fn without_ratio(&self, craft: Sym, count: u64, rows: &RowRanges, names: &Names) -> LineFinding {
        let what = "the ratio of the apprenticeship programme";
        let craft_name = names.text(craft);
        let of = if craft_name.is_empty() { String::new() } else { format!(" of {craft_name}") };
        let title = format!("Whether there are too many apprentices cannot be told on {}{of} without {what}", lines(count));
        let missing = Missing { fact: what.to_owned(), hangs_on: lines(count), holder: "the contractor" };
        let mut finding =
            said_once(&self.ctx, title, missing, format!("Add an [[apprenticeship]] with the ratio{of} to the project file."));
        finding.subject.trade = craft;
        finding.cells = rows.cells(&self.ctx.columns, |f| matches!(f, Field::Level | Field::ApprenticeId));
        LineFinding::unpaid(finding)
    }

    fn worker(&self, line: &PayrollLine, id: LineId, names: &Names) -> Worker {
        let counted = |straight: Hours, all: Hours| if self.rule.counted == Counted::StraightHours { straight } else { all };
        let by_day = std::array::from_fn(|day| {
            let all = line.hours_on(day)?;
            Some(counted(line.straight.on(day) + line.unsplit.on(day), all).max(Hours::ZERO))
        });
        let week = line.hours().map(|all| counted(line.straight_hours().unwrap_or(all), all).max(Hours::ZERO));
        let mut level = [line.level; 7];
        if self.rule.unregistered_at_journey_rate && line.level == Some(Level::Apprentice) {
            let facts = registered(&self.ctx.project.people, names.text(line.worker), line);
            level = facts.map(|fact| if fact == Fact::No { Some(Level::Journeyworker) } else { Some(Level::Apprentice) });
        }
        let pay = (line.level == Some(Level::Apprentice) && self.rule.excess_at_journey_rate.is_some())
            .then(|| Paid::of(line).map(|paid| Box::new((paid, std::array::from_fn(|day| Worked::on(line, day..=day))))))
            .flatten();
        Worker { worker: line.worker, id, at: line.at, level, by_day: line.has_days().then_some(by_day), week, pay }
    }
}

impl RunningCheck for ApprenticeRatio {
    fn take(&mut self, line: &PayrollLine, id: LineId, names: &Names) {
        if reach(&self.ctx, line.week_ending) == Reach::Outside {
            self.out_of_reach += 1;
            return;
        }
        let craft = if line.classification.is_none() { line.trade } else { line.classification };
        if !self.has_ratio(craft, names) {
            if line.level == Some(Level::Journeyworker) {
                self.out_of_reach += 1;
            } else {
                let (lines, rows) = self.unrated.entry(craft).or_default();
                *lines += 1;
                rows.add(line.at);
            }
            return;
        }
        let week = line.week_ending.filter(|_| self.rule.grouping != Grouping::Completion);
        let key = (line.project, line.contractor, craft, week);
        let index = match self.last {
            Some((last, index)) if last == key => index,
            _ => *self.index.entry(key).or_insert_with(|| {
                self.crafts.push((key, Craft::default()));
                (self.crafts.len() - 1) as u32
            }),
        };
        self.last = Some((key, index));
        let worker = self.worker(line, id, names);
        let Some((_, craft)) = self.crafts.get_mut(index as usize) else { return };
        craft.latest = craft.latest.max(line.week_ending);
        if self.rule.grouping == Grouping::Completion {
            craft.add_up(&worker);
        } else {
            craft.workers.push(worker);
        }
    }

    fn finish(mut self: Box<Self>, _ledger: &WeekLedger, names: &Names) -> RunningResult {
        let mut result = RunningResult::default();
        result.counts.not_applicable += self.out_of_reach;
        let rates = DeterminedRates::of(&self.ctx.project);
        self.crafts.sort_by_cached_key(|((project, firm, craft, week), _)| {
            (names.text(*project).to_owned(), names.text(*firm).to_owned(), names.text(*craft).to_owned(), *week)
        });
        for (key, craft) in &self.crafts {
            let of = super::ratio_report::Report { ctx: &self.ctx, rule: &self.rule, rates: &rates, names, key: *key, craft };
            for (line, found) in of.findings() {
                let found = hold_back(&self.ctx, found);
                let outcome = found.finding.outcome;
                result.counts.count(outcome);
                let listed = matches!(outcome, Outcome::NotMet | Outcome::CannotTell) || of.is_interim();
                if listed || self.ctx.list_all {
                    result.findings.push((line, found));
                }
            }
        }
        let mut unrated: Vec<_> = self.unrated.iter().collect();
        unrated.sort_by_key(|(craft, _)| names.text(**craft));
        for (craft, (count, rows)) in unrated {
            let found = hold_back(&self.ctx, self.without_ratio(*craft, *count, rows, names));
            match found.finding.outcome {
                Outcome::CannotTell => result.counts.cannot_tell += count,
                _ => result.counts.not_applicable += count,
            }
            result.findings.push((None, found));
        }
        result
    }
}
