//! Who worked for whom in which weeks, made from the lines of all payrolls: what hiring records are held
//! against.
//!
//! A payroll is known here by its weeks: a first week ending 2026-03-14 means that the first day of work lies
//! in the seven days ending there. It is made once a run, and only if a check asks for it.

use super::week_ledger::{LineId, WeekLedger};
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::Level;
use crate::domain::place::RowRef;
use crate::domain::quantity::Hours;
use crate::domain::wage_determination::classification_key;
use chrono::{Days, NaiveDate};
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// One week of one worker with one contractor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekWorked {
    /// Last day of the week.
    pub week_ending: NaiveDate,
    /// Hours given, all lines of the week together.
    pub hours: Hours,
    /// Some line of the week gives no hours: there may be more than `hours`.
    pub some_unknown: bool,
    /// Row of the first line of the week.
    pub at: RowRef,
}

impl WeekWorked {
    /// First day of the week.
    pub fn first_day(&self) -> NaiveDate {
        self.week_ending.checked_sub_days(Days::new(6)).unwrap_or(self.week_ending)
    }
    fn take_in(&mut self, other: &Self) {
        self.hours += other.hours;
        self.some_unknown |= other.some_unknown;
    }
    /// True if hours were worked in it, or may have been.
    pub fn may_have_worked(&self) -> bool {
        self.some_unknown || self.hours > Hours::ZERO
    }
}

/// What one worker did for one contractor on the project.
#[derive(Clone, Debug)]
pub struct Employment {
    /// The worker, as the payroll identifies them.
    pub worker: Sym,
    /// The contractor.
    pub contractor: Sym,
    /// Project of the first line.
    pub project: Sym,
    /// Classification of the first line.
    pub classification: Sym,
    /// Level of the first line.
    pub level: Option<Level>,
    /// Weeks on the payroll, earliest first, each once. Lines without a week are not here.
    pub weeks: Vec<WeekWorked>,
    /// Lines that name no week.
    pub lines_without_week: u64,
}

impl Employment {
    /// First week with hours, or with hours that are not known.
    pub fn first_worked(&self) -> Option<&WeekWorked> {
        self.weeks.iter().find(|w| w.may_have_worked())
    }
    /// Last week with hours, or with hours that are not known.
    pub fn last_worked(&self) -> Option<&WeekWorked> {
        self.weeks.iter().rev().find(|w| w.may_have_worked())
    }
    /// Hours given, all weeks together.
    pub fn hours(&self) -> Hours {
        self.weeks.iter().map(|w| w.hours).sum()
    }
}

/// The weeks of one contractor's payrolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayrollSpan {
    /// The contractor.
    pub contractor: Sym,
    /// First week ending.
    pub first: NaiveDate,
    /// Last week ending.
    pub last: NaiveDate,
}

impl PayrollSpan {
    fn take_in(&mut self, other: Self) {
        (self.first, self.last) = (self.first.min(other.first), self.last.max(other.last));
    }
}

/// All work of a run.
#[derive(Clone, Debug, Default)]
pub struct WorkHistory {
    employments: Vec<Employment>,
    by_worker: HashMap<Sym, Vec<u32>, foldhash::fast::FixedState>,
    spans: HashMap<Sym, PayrollSpan, foldhash::fast::FixedState>,
    by_firm: BTreeMap<String, PayrollSpan>,
    weeks: Option<(NaiveDate, NaiveDate)>,
    lines: u64,
}

impl WorkHistory {
    /// From the lines kept. Lines that name no worker (hours of a group) are only counted.
    pub fn of(ledger: &WeekLedger, names: &Names) -> Self {
        let mut history = Self { lines: ledger.len() as u64, ..Self::default() };
        let mut index: HashMap<(Sym, Sym), u32, foldhash::fast::FixedState> = HashMap::default();
        for id in (0..ledger.len()).map(|i| LineId(i as u32)) {
            let entry = ledger.entry(id);
            let week = entry.week_ending();
            if let Some(ending) = week {
                let new = PayrollSpan { contractor: entry.contractor, first: ending, last: ending };
                history.spans.entry(entry.contractor).or_insert(new).take_in(new);
            }
            if entry.worker.is_none() {
                continue;
            }
            let at = *index.entry((entry.worker, entry.contractor)).or_insert_with(|| {
                let at = history.employments.len() as u32;
                history.by_worker.entry(entry.worker).or_default().push(at);
                history.employments.push(Employment {
                    worker: entry.worker,
                    contractor: entry.contractor,
                    project: entry.project,
                    classification: entry.classification,
                    level: entry.level(),
                    weeks: Vec::new(),
                    lines_without_week: 0,
                });
                at
            });
            let Some(employment) = history.employments.get_mut(at as usize) else { continue };
            let Some(week_ending) = week else {
                employment.lines_without_week += 1;
                continue;
            };
            let hours = entry.straight.known().unwrap_or_default() + entry.premium;
            let some_unknown = !entry.straight.is_known() && entry.premium <= Hours::ZERO;
            let week = WeekWorked { week_ending, hours, some_unknown, at: entry.at };
            match employment.weeks.last_mut().filter(|w| w.week_ending == week_ending) {
                Some(known) => known.take_in(&week),
                None => employment.weeks.push(week),
            }
        }
        history.settle(names);
        history
    }

    /// Puts the weeks of each employment in order, each once, and the spans of a firm's spellings together.
    fn settle(&mut self, names: &Names) {
        for employment in &mut self.employments {
            // The sort is stable: the row of a week stays that of its first line.
            employment.weeks.sort_by_key(|w| w.week_ending);
            employment.weeks.dedup_by(|later, kept| {
                let same = later.week_ending == kept.week_ending;
                if same {
                    kept.take_in(later);
                }
                same
            });
        }
        for span in self.spans.values() {
            self.by_firm.entry(classification_key(names.text(span.contractor))).or_insert(*span).take_in(*span);
            let (first, last) = self.weeks.unwrap_or((span.first, span.last));
            self.weeks = Some((first.min(span.first), last.max(span.last)));
        }
    }

    /// Every worker with every contractor, in the order of their first lines.
    pub fn employments(&self) -> &[Employment] {
        &self.employments
    }

    /// What a worker did, for each contractor.
    pub fn of_worker(&self, worker: Sym) -> impl Iterator<Item = &Employment> {
        let places = self.by_worker.get(&worker).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|&i| self.employments.get(i as usize))
    }

    /// The weeks of a contractor's payrolls, its name spelled as on them.
    pub fn span(&self, contractor: Sym) -> Option<&PayrollSpan> {
        self.spans.get(&contractor)
    }

    /// The weeks of a firm's payrolls; letter case, blanks and punctuation of its name do not count.
    pub fn span_of_firm(&self, contractor: Sym, names: &Names) -> Option<&PayrollSpan> {
        self.by_firm.get(&classification_key(names.text(contractor)))
    }

    /// First and last week ending of all payrolls.
    pub fn weeks(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.weeks
    }

    /// Lines of payrolls, those that name no worker too.
    pub fn lines(&self) -> u64 {
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::payroll::PayrollLine;
    use crate::domain::quantity::Given;

    fn line(worker: usize, contractor: usize, day: u32, hours: Option<i32>, digest: u128) -> PayrollLine {
        PayrollLine {
            worker: Sym::at(worker),
            contractor: Sym::at(contractor),
            digest,
            week_ending: NaiveDate::from_ymd_opt(2026, 3, day),
            straight_week: hours.map(Hours::whole).into(),
            ..PayrollLine::default()
        }
    }

    fn names() -> Names {
        let mut names = Names::default();
        for n in 1..10 {
            names.intern(&format!("name {n}"));
        }
        names
    }

    #[test]
    fn weeks_are_in_order_once_each_and_apart_by_contractor() {
        let mut ledger = WeekLedger::default();
        for (n, (worker, contractor, day, hours)) in
            [(1, 8, 14, Some(40)), (1, 8, 7, Some(0)), (1, 8, 14, Some(4)), (1, 9, 21, None), (2, 8, 7, Some(10))].into_iter().enumerate()
        {
            ledger.take(&line(worker, contractor, day, hours, n as u128));
        }
        let history = WorkHistory::of(&ledger, &names());
        let [first, other]: [&Employment; 2] = history.of_worker(Sym::at(1)).collect::<Vec<_>>().try_into().unwrap();
        let weeks: Vec<(String, Hours)> = first.weeks.iter().map(|w| (w.week_ending.to_string(), w.hours)).collect();
        assert_eq!(weeks, [("2026-03-07".to_owned(), Hours::ZERO), ("2026-03-14".to_owned(), Hours::whole(44))]);
        assert_eq!(first.first_worked().unwrap().week_ending.to_string(), "2026-03-14", "a week of no hours is no work");
        assert_eq!((other.contractor, other.weeks[0].may_have_worked(), other.hours()), (Sym::at(9), true, Hours::ZERO));
        assert_eq!(history.span(Sym::at(8)).map(|s| s.last.to_string()), Some("2026-03-14".to_owned()));
        assert_eq!(history.weeks().map(|w| w.1.to_string()), Some("2026-03-21".to_owned()));
        assert_eq!(history.lines(), 5);
    }

    #[test]
    fn a_line_without_a_week_dates_nothing() {
        let mut ledger = WeekLedger::default();
        ledger.take(&PayrollLine { week_ending: None, straight_week: Given::of(Hours::whole(8)), ..line(1, 8, 7, None, 1) });
        let history = WorkHistory::of(&ledger, &names());
        assert_eq!((history.employments()[0].weeks.len(), history.employments()[0].lines_without_week), (0, 1));
        assert_eq!(history.weeks(), None);
    }
}
