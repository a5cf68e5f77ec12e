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
    /// 1 for a journeyworker, 2 for an apprentice, 0 if not given; [`LATER`] beside it.
    level: u8,
    /// How many lines of the same week came before, at most [`SHORT`].
    before: u8,
    earlier: u32,
    first: u32,
}

const _: () = assert!(size_of::<Entry>() == 80);

/// Set where another line of the same week comes later.
const LATER: u8 = 0x80;

/// Up to this many lines of one week are compared one by one; longer weeks (aggregated rows, hostile
/// files) are looked up by digest, so that no file takes quadratic time.
const SHORT: u8 = 8;

impl Entry {
    /// A number that is the same for all lines of a week, cheaper to compare than its last day; 0 if the
    /// week is not given.
    pub fn week_number(&self) -> u16 {
        self.week
    }
    /// The last day of the work week.
    pub fn week_ending(&self) -> Option<NaiveDate> {
        let days = u64::from(self.week).checked_sub(1)?;
        epoch().checked_add_days(Days::new(days))
    }
    fn has_later(&self) -> bool {
        self.level & LATER != 0
    }
    /// Level.
    pub fn level(&self) -> Option<Level> {
        match self.level & !LATER {
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
///
/// Payrolls come week by week, so a line nearly always belongs to its worker's latest week or begins a
/// later one: that is seen from the worker's last line alone. Only when a worker's earlier week comes up
/// again is an index of all weeks made and kept.
#[derive(Debug, Default)]
pub struct WeekLedger {
    entries: Vec<Entry>,
    workers: Vec<Latest>,
    last_of_week: Option<HashTable<u32>>,
    digests_of_long_weeks: HashTable<u32>,
    hasher: foldhash::fast::FixedState,
}

/// The last line of a worker, and the latest week of any.
#[derive(Clone, Copy, Debug)]
struct Latest {
    line: u32,
    week: u16,
}

/// What a worker's week is known by.
type WeekKey = (Sym, Sym, u16);

impl WeekLedger {
    /// A ledger with room for a number of lines, so that a large file is not moved while it grows.
    pub fn with_room(lines: usize) -> Self {
        Self { entries: Vec::with_capacity(lines), ..Self::default() }
    }

    /// Takes a line, unless it repeats an earlier one.
    ///
    /// Lines that name no worker (aggregated rows) chain together by contractor and week like any
    /// other, so that they too can be found repeated.
    pub fn take(&mut self, line: &PayrollLine) -> Taken {
        let digest = (line.digest ^ (line.digest >> 64)) as u64;
        let week = week_number(line.week_ending);
        let key = (line.worker, line.contractor, week);
        let id = self.entries.len() as u32;
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
            before: 0,
            earlier: NONE,
            first: id,
        };
        if let Some(last) = self.last_of(key) {
            if let Some(earlier) = repeated(&self.entries, &self.digests_of_long_weeks, &self.hasher, last, digest) {
                return Taken::Repeats(LineId(earlier));
            }
            let before = self.entries[last as usize].before;
            entry.before = before.saturating_add(1).min(SHORT);
            if entry.before == SHORT {
                remember(&self.entries, &mut self.digests_of_long_weeks, &self.hasher, last, before < SHORT);
            }
            entry.earlier = last;
            entry.first = self.entries[last as usize].first;
            self.entries[last as usize].level |= LATER;
        }
        self.entries.push(entry);
        self.index(key, id);
        Taken::Kept(LineId(id))
    }

    fn key(&self, id: u32) -> WeekKey {
        let e = &self.entries[id as usize];
        (e.worker, e.contractor, e.week)
    }

    /// The last line so far of a worker's week.
    fn last_of(&mut self, key: WeekKey) -> Option<u32> {
        let latest = *self.workers.get(key.0.index())?;
        if latest.line == NONE {
            return None;
        }
        if self.key(latest.line) == key {
            return Some(latest.line);
        }
        if self.last_of_week.is_none() && key.2 > latest.week {
            return None;
        }
        if self.last_of_week.is_none() {
            let mut all = HashTable::with_capacity(self.entries.len());
            for id in (0..self.entries.len() as u32).filter(|&id| !self.entries[id as usize].has_later()) {
                all.insert_unique(self.hasher.hash_one(self.key(id)), id, |&i| self.hasher.hash_one(self.key(i)));
            }
            self.last_of_week = Some(all);
        }
        let hash = self.hasher.hash_one(key);
        self.last_of_week.as_ref()?.find(hash, |&i| self.key(i) == key).copied()
    }

    fn index(&mut self, key: WeekKey, id: u32) {
        let worker = key.0.index();
        if self.workers.len() <= worker {
            self.workers.resize(worker + 1, Latest { line: NONE, week: 0 });
        }
        let latest = &mut self.workers[worker];
        latest.line = id;
        latest.week = latest.week.max(key.2);
        if let Some(mut all) = self.last_of_week.take() {
            let hash = self.hasher.hash_one(key);
            match all.find_mut(hash, |&i| self.key(i) == key) {
                Some(last) => *last = id,
                None => _ = all.insert_unique(hash, id, |&i| self.hasher.hash_one(self.key(i))),
            }
            self.last_of_week = Some(all);
        }
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
        self.entries.iter().enumerate().filter(|(_, e)| !e.has_later()).map(|(i, _)| LineId(i as u32))
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

    /// The first line of the worker's week a line belongs to: the same for all lines of the week.
    pub fn week_of(&self, id: LineId) -> LineId {
        LineId(self.entry(id).first)
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
        assert_eq!(ledger.week_of(LineId(2)), LineId(0));
    }

    #[test]
    fn an_earlier_week_that_comes_up_again_is_found() {
        let mut ledger = WeekLedger::default();
        let week = |day, digest| PayrollLine { week_ending: NaiveDate::from_ymd_opt(2024, 9, day), ..line(1, digest) };
        for (day, digest) in [(8, 1), (15, 2), (22, 3)] {
            assert!(matches!(ledger.take(&week(day, digest)), Taken::Kept(_)));
        }
        assert_eq!(ledger.take(&week(8, 1)), Taken::Repeats(LineId(0)));
        assert_eq!(ledger.take(&week(15, 4)), Taken::Kept(LineId(3)));
        assert_eq!(ledger.take(&week(15, 4)), Taken::Repeats(LineId(3)));
        assert_eq!(ledger.lines_of_week(LineId(3)).collect::<Vec<_>>(), [LineId(3), LineId(1)]);
        assert_eq!(ledger.week_of(LineId(3)), LineId(1));
        assert_eq!(ledger.weeks().count(), 3);
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
