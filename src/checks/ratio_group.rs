//! One firm's craft in a week: who worked, at which level, and how many apprentices are too many.

use super::rate_shortfall::{Paid, Worked};
use super::row_ranges::RowRanges;
use super::week_ledger::LineId;
use crate::domain::apprenticeship::Ratio;
use crate::domain::names::Sym;
use crate::domain::payroll::Level;
use crate::domain::place::RowRef;
use crate::domain::quantity::Hours;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// One line of the craft.
pub struct Worker {
    /// Who.
    pub worker: Sym,
    /// The line.
    pub id: LineId,
    /// Where it was read.
    pub at: RowRef,
    /// Level on each day, first day first.
    pub level: [Option<Level>; 7],
    /// Counted hours of each day; `None` if the file gives no days.
    pub by_day: Option<[Option<Hours>; 7]>,
    /// Counted hours of the week; `None` if the line gives none.
    pub week: Option<Hours>,
    /// What an apprentice is paid, and for which hours of each day.
    pub pay: Option<Box<(Paid, [Worked; 7])>>,
}

impl Worker {
    /// Counted hours on some days.
    pub fn on(&self, days: &[usize]) -> Hours {
        match &self.by_day {
            Some(hours) => days.iter().filter_map(|d| hours[*d]).sum(),
            None => self.week.unwrap_or_default(),
        }
    }
}

/// A craft of a firm.
#[derive(Default)]
pub struct Craft {
    /// Its lines, where days or weeks are told apart.
    pub workers: Vec<Worker>,
    /// Its hours, where the whole work counts: journeyworkers', apprentices', of unknown level.
    pub sums: [Hours; 3],
    /// Lines without hours.
    pub hourless: u64,
    /// Its rows.
    pub rows: RowRanges,
    /// The last week seen.
    pub latest: Option<NaiveDate>,
}

impl Craft {
    /// Adds a line to the sums of the whole work.
    pub fn add_up(&mut self, worker: &Worker) {
        self.rows.add(worker.at);
        let Some(hours) = worker.week else {
            self.hourless += 1;
            return;
        };
        let place = match worker.level[6] {
            Some(Level::Journeyworker) => 0,
            Some(Level::Apprentice) => 1,
            None => 2,
        };
        self.sums[place] += hours;
    }

    /// Workers seen on some days, by level: journeyworkers, apprentices, of unknown level.
    pub fn heads(&self, days: &[usize]) -> [u64; 3] {
        let mut seen: [BTreeSet<usize>; 3] = Default::default();
        for worker in &self.workers {
            for day in days.iter().filter(|d| !worker.on(&[**d]).is_zero()) {
                let place = match worker.level[*day] {
                    Some(Level::Journeyworker) => 0,
                    Some(Level::Apprentice) => 1,
                    None => 2,
                };
                seen[place].insert(worker.worker.index());
            }
        }
        seen.map(|s| s.len() as u64)
    }

    /// Counted hours on some days, by level.
    pub fn hours(&self, days: &[usize]) -> [Hours; 3] {
        let mut sums = [Hours::ZERO; 3];
        for worker in &self.workers {
            let parts: Vec<(usize, Hours)> = match &worker.by_day {
                Some(_) => days.iter().map(|d| (*d, worker.on(&[*d]))).collect(),
                None => vec![(6, worker.week.unwrap_or_default())],
            };
            for (day, hours) in parts {
                let place = match worker.level[day] {
                    Some(Level::Journeyworker) => 0,
                    Some(Level::Apprentice) => 1,
                    None => 2,
                };
                sums[place] += hours;
            }
        }
        sums
    }

    /// True if some line at work may be an apprentice's.
    pub fn may_have_apprentices(&self) -> bool {
        self.workers.iter().any(|w| w.level.iter().any(|l| *l != Some(Level::Journeyworker)))
    }

    /// True if every line gives its hours day by day.
    pub fn has_days(&self) -> bool {
        self.workers.iter().all(|w| w.by_day.is_some() || w.week.is_some_and(Hours::is_zero))
    }
}

/// Apprentices over the ratio: at least, if every worker of unknown level is a journeyworker, and at most, if
/// each is an apprentice.
pub fn excess_heads(ratio: Ratio, [journey, apprentices, unknown]: [u64; 3]) -> (u64, u64) {
    let least = apprentices.saturating_sub(ratio.allowed_by(journey + unknown));
    let most = (apprentices + unknown).saturating_sub(ratio.allowed_by(journey));
    (least, most)
}

/// Apprentice hours over the ratio, at least and at most, rounded down to the millionth.
pub fn excess_hours(ratio: Ratio, [journey, apprentices, unknown]: [Hours; 3]) -> (Hours, Hours) {
    let over = |apprentices: Hours, journey: Hours| {
        let (a, j) = (i128::from(ratio.apprentices), i128::from(ratio.journeyworkers));
        let over = i128::from(apprentices.micros()) * j - i128::from(journey.micros()) * a;
        Hours::from_micros(i64::try_from(over.max(0) / j).unwrap_or(i64::MAX))
    };
    (over(apprentices, journey + unknown), over(apprentices + unknown, journey))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_levels_make_an_interval() {
        let ratio = Ratio { apprentices: 1, journeyworkers: 3 };
        assert_eq!(excess_heads(ratio, [3, 2, 0]), (1, 1));
        // Three, one and one not known: four to one is right, three to two is one too many.
        assert_eq!(excess_heads(ratio, [3, 1, 1]), (0, 1));
        let hours = [24, 12, 0].map(Hours::whole);
        assert_eq!(excess_hours(ratio, hours), (Hours::whole(4), Hours::whole(4)));
    }
}
