//! # What it checks
//!
//! A group's share of the hours (or of the workers) in each project and trade, journeyworkers and apprentices
//! apart where the rule counts them apart, over the time and for the employers the rule says. The share is
//! compared exactly, `group hours ≥ share × hours counted`, never on a rounded percentage. What is counted may be
//! part of the hours, the hours of another group, or what another target requires; capped credits count beside
//! it. Residence, race, gender and every other fact are what the payroll or the city's dated list says, on the day
//! of the work; nothing is inferred. Where the hours of earlier certified weeks are at hand, they count beside the
//! file's, summed by everything known of the workers at once.
//!
//! # Why
//!
//! The promise was made for each trade: a project can keep it on the whole and break it in every
//! skilled trade.
//!
//! # Cannot tell when
//!
//! - hours of workers whose group is not known straddle the target: both ends are shown, and the smallest number
//!   of hours that would settle it;
//! - the level is not given and the rule counts levels apart: the contractor knows it;
//! - a list the rule rests on (ZIP codes, trades) is not held for the day, or the share stands in a bid document
//!   whose figure is not in the project file: the city knows it;
//! - earlier weeks count, and the sums they are kept in do not hold what decides: ZIP codes, dated facts about
//!   single people, heads;
//! - the contractor elects whose hours are counted together, the election is not known, and it decides;
//! - the day that selects the version is not known and the versions differ: the city knows it.
//!
//! # How to fix
//!
//! Give the missing level, proof of address or self-identification. A share below a standard leads to a
//! review of the steps taken; see the policy.

use super::context::Context;
use super::share::cells::{Key, Period};
use super::share::counting::Counting;
use super::share::earlier::Back;
use super::share::facts::{Facts, Week};
use super::share::signature::Signature;
use super::share::telling::Unit;
use super::standing::{Reach, reach};
use super::week_ledger::{LineId, WeekLedger};
use super::{RunningCheck, RunningResult};
use crate::domain::field::Field;
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::Hours;
use crate::rules::asks::share::{Shares, Window};
use crate::rules::asks::{CheckRule, ShareOf, WorkforceShare as Rule};
use crate::rules::policy::DateBasis;
use chrono::{Datelike, Days, NaiveDate};
use std::sync::Arc;

/// The check.
pub struct WorkforceShare {
    counting: Counting,
    facts: Facts,
    unit: Unit,
    ctx: Context,
    /// The clause has a first or last day of work: the last week asked about, and whether the clause reaches it.
    bounded: bool,
    reached: Option<(Option<NaiveDate>, bool)>,
}

impl WorkforceShare {
    /// Over the targets of a rule.
    pub fn new(ctx: Context, rule: &Rule) -> Self {
        let policy = Arc::clone(&ctx.policy);
        let others: Vec<Option<&Shares>> = ctx
            .alternatives
            .iter()
            .map(|&clause| match &policy.clauses.get(clause)?.check {
                CheckRule::WorkforceShare(other) if other.of == rule.of => Some(&other.shares),
                _ => None,
            })
            .collect();
        let unit = if rule.of == ShareOf::Workers { Unit::Workers } else { Unit::Hours };
        let project = Arc::clone(&ctx.project);
        let bounded = ctx.clause().basis == DateBasis::WorkDate && (ctx.clause().from.is_some() || ctx.clause().until.is_some());
        let counting = Counting::new(ctx.clone(), &rule.shares, &others, unit, hours_field);
        Self { facts: Facts::new(&counting.questions, Arc::clone(&policy), project), counting, unit, ctx, bounded, reached: None }
    }

    #[inline]
    fn key(&self, line: &PayrollLine) -> Key {
        Key {
            project: line.project,
            contractor: if self.counting.keeps_contractor { line.contractor } else { Sym::NONE },
            trade: if self.counting.keeps_trade { line.trade } else { Sym::NONE },
            // Levels are always kept apart here; a version that counts them together adds them up.
            level: line.level,
            period: self.period(line),
        }
    }

    fn period(&self, line: &PayrollLine) -> Period {
        match (self.counting.window(), line.week_ending) {
            (Window::ToDate | Window::Completion, _) => Period::All,
            (_, None) => Period::Unknown,
            (Window::Week, Some(week)) => Period::Week(week),
            (Window::CalendarYear, Some(week)) => Period::year_of_week(week.checked_sub_days(Days::new(6)).unwrap_or(week), week),
        }
    }

    /// Whether the clause reaches a week; another version may govern it.
    fn reaches(&mut self, week_ending: Option<NaiveDate>) -> bool {
        match self.reached {
            Some((week, reached)) if week == week_ending => reached,
            _ => {
                let reached = reach(&self.ctx, week_ending) != Reach::Outside;
                self.reached = Some((week_ending, reached));
                reached
            }
        }
    }

    /// How far the clause reaches back into the weeks before the files.
    fn reaches_back(&self) -> Back {
        let Some(earlier) = self.ctx.earlier.as_ref().filter(|_| self.bounded) else { return Back::All };
        let reached = |week| reach(&self.ctx, Some(week)) != Reach::Outside;
        match (reached(earlier.first_week), reached(earlier.last_week)) {
            (true, true) => Back::All,
            // The clause may begin and end between them.
            (false, false) if self.ctx.clause().from.is_some_and(|from| from > earlier.last_week) => Back::None,
            (false, false) if self.ctx.clause().until.is_some_and(|until| until < earlier.first_week) => Back::None,
            _ => Back::Some,
        }
    }

    /// Adds hours of one signature, or the worker who worked them.
    #[inline]
    fn put(&mut self, line: &PayrollLine, key: Key, signature: Signature, hours: Option<Hours>, straight: Hours) {
        let (unit, worker) = (self.unit, line.worker);
        let Some(cell) = self.counting.cell(key) else { return };
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
        let (mut hours, mut straight) =
            (line.hours(), if self.counting.keeps_straight { line.straight_hours().unwrap_or_default() } else { Hours::ZERO });
        // Days that do not split straight time from overtime cannot be split where overtime is stated beside them.
        let split = !self.counting.keeps_straight || !line.unsplit.any() || straight == line.unsplit.total().unwrap_or_default();
        if let (true, true, Some(all)) = (line.has_days(), split, &mut hours) {
            for (at, signature) in days.iter().enumerate() {
                let Some(on) = line.hours_on(at).filter(|h| !h.is_zero()) else { continue };
                let of_straight = match (self.counting.keeps_straight, line.unsplit.any()) {
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
        if self.bounded && !self.reaches(line.week_ending) {
            return;
        }
        let week = self.facts.of(line, names);
        let key = self.key(line);
        match week {
            Week::Same(signature) if !matches!(key.period, Period::AroundNewYear(_)) => {
                let straight = if self.counting.keeps_straight { line.straight_hours().unwrap_or_default() } else { Hours::ZERO };
                self.put(line, key, signature, line.hours(), straight);
            }
            week => self.put_by_day(line, week, key),
        }
    }

    fn finish(mut self: Box<Self>, _ledger: &WeekLedger, names: &Names) -> RunningResult {
        let back = self.reaches_back();
        self.counting.add_earlier(back, &mut self.facts, names);
        self.counting.finish(&self.facts.not_held, names)
    }
}

fn hours_field(field: Field) -> bool {
    matches!(field, Field::DayHours(..) | Field::WeekHours(_))
}
