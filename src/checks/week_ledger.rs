//! Every line's hours and rate, chained by worker and week: what overtime and repeated lines need.
//!
//! A million lines must fit in memory, so a line keeps 80 bytes here and nothing else does.

use crate::domain::finding::Subject;
use crate::domain::names::Sym;
use crate::domain::payroll::{Level, PayrollLine};
use crate::domain::place::RowRef;
use crate::domain::quantity::{DollarPerHourUnit, Given, HourUnit, Hours};
use chrono::{Days, NaiveDate};
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Position of a line in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineId(pub u32);

const NONE: u32 = u32::MAX;

/// One line, as the ledger keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Where it was read.
    pub at: RowRef,
    /// Worker.
    pub worker: Sym,
    /// Contractor.
    pub contractor: Sym,
    /// Project.
    pub project: Sym,
    /// Work classification, or trade where none is given.
    pub classification: Sym,
    /// Straight-time hours; absent if the line gives none.
    pub straight: Given<HourUnit>,
    /// Overtime and double-time hours.
    pub premium: Hours,
    /// Hours of the week on all jobs, as the line states them.
    pub all_jobs: Given<HourUnit>,
    /// Base rate.
    pub base_rate: Given<DollarPerHourUnit>,
    digest: u64,
    /// Days since 1990-01-01 plus one; 0 if the week is not given.
    week: u16,
    level: u8,
    later: bool,
    /// How many lines of the same week came before, at most [`SHORT`].
    before: u8,
    earlier: u32,
}

/// Up to this many lines of one week are compared one by one; longer weeks (aggregated rows, hostile
/// files) are looked up by digest, so that no file takes quadratic time.
const SHORT: u8 = 8;

impl Entry {
    /// The last day of the work week.
    pub fn week_ending(&self) -> Option<NaiveDate> {
        let days = u64::from(self.week).checked_sub(1)?;
        epoch().checked_add_days(Days::new(days))
    }
    /// Level.
    pub fn level(&self) -> Option<Level> {
        match self.level {
            1 => Some(Level::Journeyworker),
            2 => Some(Level::Apprentice),
            _ => None,
        }
    }
    /// Who it is about.
    pub fn subject(&self) -> Subject {
        Subject {
            project: self.project,
            contractor: self.contractor,
            worker: self.worker,
            trade: self.classification,
            level: self.level(),
            group: None,
            week_ending: self.week_ending(),
            day: None,
        }
    }
}

fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or_default()
}

fn week_number(day: Option<NaiveDate>) -> u16 {
    day.and_then(|d| u16::try_from((d - epoch()).num_days() + 1).ok()).unwrap_or(0)
}

/// What taking a line came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Kept.
    Kept(LineId),
    /// The same readings as an earlier line of the same worker and week: to be set aside.
    Repeats(LineId),
}

/// All lines of a run, by worker, contractor and week.
#[derive(Debug, Default)]
pub struct WeekLedger {
    entries: Vec<Entry>,
    last_of_week: HashTable<u32>,
    digests_of_long_weeks: HashTable<u32>,
    hasher: foldhash::fast::FixedState,
}

impl WeekLedger {
    /// A ledger with room for a number of lines, so that a large file is not moved while it grows.
    pub fn with_room(lines: usize) -> Self {
        let last_of_week = HashTable::with_capacity(lines);
        Self { entries: Vec::with_capacity(lines), last_of_week, ..Self::default() }
    }

    /// Takes a line, unless it repeats an earlier one.
    ///
    /// Lines that name no worker (aggregated rows) chain together by contractor and week like any
    /// other, so that they too can be found repeated.
    pub fn take(&mut self, line: &PayrollLine) -> Taken {
        let digest = (line.digest ^ (line.digest >> 64)) as u64;
        let week = week_number(line.week_ending);
        let key = (line.worker, line.contractor, week);
        let hash = self.hasher.hash_one(key);
        let id = self.entries.len() as u32;
        let entries = &self.entries;
        let same = |&i: &u32| {
            let e = &entries[i as usize];
            (e.worker, e.contractor, e.week) == key
        };
        let mut entry = Entry {
            at: line.at,
            worker: line.worker,
            contractor: line.contractor,
            project: line.project,
            classification: if line.classification.is_none() { line.trade } else { line.classification },
            straight: line.straight_hours().into(),
            premium: line.overtime_hours() + line.double_hours(),
            all_jobs: line.all_jobs_week,
            base_rate: line.base_rate,
            digest,
            week,
            level: line.level.map_or(0, |l| if l == Level::Apprentice { 2 } else { 1 }),
            later: false,
            before: 0,
            earlier: NONE,
        };
        if let Some(last) = self.last_of_week.find_mut(hash, same) {
            let last_id = *last;
            if let Some(earlier) = repeated(&self.entries, &self.digests_of_long_weeks, &self.hasher, last_id, digest) {
                return Taken::Repeats(LineId(earlier));
            }
            entry.before = self.entries[last_id as usize].before.saturating_add(1).min(SHORT);
            if entry.before == SHORT {
                let first_time = self.entries[last_id as usize].before < SHORT;
                remember(&self.entries, &mut self.digests_of_long_weeks, &self.hasher, last_id, first_time);
            }
            entry.earlier = *last;
            self.entries[*last as usize].later = true;
            *last = id;
        } else {
            let hasher = &self.hasher;
            self.last_of_week.insert_unique(hash, id, |&i| {
                let e = &entries[i as usize];
                hasher.hash_one((e.worker, e.contractor, e.week))
            });
        }
        self.entries.push(entry);
        Taken::Kept(LineId(id))
    }

    /// A line.
    pub fn entry(&self, id: LineId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// How many lines were kept.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True before the first line.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The last line of each worker's week, in the order of those lines. [`Self::lines_of_week`] gives
    /// the others.
    pub fn weeks(&self) -> impl Iterator<Item = LineId> + '_ {
        self.entries.iter().enumerate().filter(|(_, e)| !e.later).map(|(i, _)| LineId(i as u32))
    }

    /// The lines of the worker's week that ends (in the ledger) at `last`, latest first.
    pub fn lines_of_week(&self, last: LineId) -> impl Iterator<Item = LineId> + '_ {
        let mut at = last.0;
        std::iter::from_fn(move || {
            if at == NONE {
                return None;
            }
            let id = LineId(at);
            at = self.entries[at as usize].earlier;
            Some(id)
        })
    }

    /// The last line of the worker's week a line belongs to: the same for all lines of the week.
    pub fn week_of(&self, id: LineId) -> LineId {
        let e = self.entry(id);
        let key = (e.worker, e.contractor, e.week);
        let hash = self.hasher.hash_one(key);
        let same = |&i: &u32| {
            let e = &self.entries[i as usize];
            (e.worker, e.contractor, e.week) == key
        };
        self.last_of_week.find(hash, same).map_or(id, |&i| LineId(i))
    }
}

/// The line of the week ending at `last` that has the same readings.
fn repeated(entries: &[Entry], long: &HashTable<u32>, hasher: &foldhash::fast::FixedState, last: u32, digest: u64) -> Option<u32> {
    let newest = &entries[last as usize];
    let mut at = last;
    for _ in 0..=SHORT {
        if at == NONE {
            return None;
        }
        let earlier = &entries[at as usize];
        if earlier.digest == digest {
            return Some(at);
        }
        at = earlier.earlier;
    }
    let hash = hasher.hash_one((digest, newest.worker, newest.contractor, newest.week));
    let same = |&i: &u32| {
        let e = &entries[i as usize];
        (e.digest, e.worker, e.contractor, e.week) == (digest, newest.worker, newest.contractor, newest.week)
    };
    long.find(hash, same).copied()
}

/// Files the digest of the line at `last`, and of the lines before it the first time a week grows long.
fn remember(entries: &[Entry], long: &mut HashTable<u32>, hasher: &foldhash::fast::FixedState, last: u32, all: bool) {
    let hash_of = |i: u32| {
        let e = &entries[i as usize];
        hasher.hash_one((e.digest, e.worker, e.contractor, e.week))
    };
    let mut at = last;
    while at != NONE {
        long.insert_unique(hash_of(at), at, |&i| hash_of(i));
        if !all {
            return;
        }
        at = entries[at as usize].earlier;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(worker: usize, digest: u128) -> PayrollLine {
        PayrollLine {
            worker: Sym::at(worker),
            digest,
            week_ending: NaiveDate::from_ymd_opt(2024, 9, 22),
            straight_week: Given::of(Hours::whole(40)),
            ..PayrollLine::default()
        }
    }

    #[test]
    fn a_repeated_line_is_found_within_its_week_only() {
        let mut ledger = WeekLedger::default();
        assert_eq!(ledger.take(&line(1, 7)), Taken::Kept(LineId(0)));
        assert_eq!(ledger.take(&line(2, 7)), Taken::Kept(LineId(1)));
        assert_eq!(ledger.take(&line(1, 8)), Taken::Kept(LineId(2)));
        assert_eq!(ledger.take(&line(1, 7)), Taken::Repeats(LineId(0)));
        let weeks: Vec<_> = ledger.weeks().collect();
        assert_eq!(weeks, [LineId(1), LineId(2)]);
        assert_eq!(ledger.lines_of_week(LineId(2)).collect::<Vec<_>>(), [LineId(2), LineId(0)]);
        assert_eq!(ledger.week_of(LineId(0)), LineId(2));
    }

    #[test]
    fn a_repeated_line_is_found_in_a_week_of_thousands() {
        let mut ledger = WeekLedger::default();
        for digest in 0..5_000 {
            assert!(matches!(ledger.take(&line(1, digest)), Taken::Kept(_)), "{digest}");
        }
        for digest in [0, 8, 9, 2_500, 4_999] {
            assert_eq!(ledger.take(&line(1, digest)), Taken::Repeats(LineId(digest as u32)));
        }
    }

    #[test]
    fn the_week_survives_its_compact_form() {
        let mut ledger = WeekLedger::default();
        ledger.take(&line(1, 1));
        assert_eq!(ledger.entry(LineId(0)).week_ending(), NaiveDate::from_ymd_opt(2024, 9, 22));
    }
}
