//! Which weeks each firm's payrolls cover, under which numbers, and when they were paid.

use super::row_ranges::RowRanges;
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::PayrollLine;
use chrono::NaiveDate;
use hashbrown::HashMap;

/// One firm's payroll of one week.
#[derive(Clone, Debug)]
pub struct PayrollWeek {
    /// Project.
    pub project: Sym,
    /// Firm.
    pub contractor: Sym,
    /// The last day of the work week.
    pub ending: NaiveDate,
    /// Payroll numbers its lines give, each once.
    pub numbers: Vec<Sym>,
    /// Days its lines say wages were paid, each once.
    pub paid_on: Vec<NaiveDate>,
    /// Its rows.
    pub rows: RowRanges,
}

/// All payrolls of a run, week by week.
#[derive(Default)]
pub struct WeeksOnFile {
    weeks: Vec<PayrollWeek>,
    index: HashMap<(Sym, Sym, NaiveDate), u32, foldhash::fast::FixedState>,
    last: u32,
    /// Lines that name no week.
    pub undated: u64,
}

impl WeeksOnFile {
    /// Takes a line.
    pub fn take(&mut self, line: &PayrollLine) {
        let Some(ending) = line.week_ending else {
            self.undated += 1;
            return;
        };
        let key = (line.project, line.contractor, ending);
        let is_last = |w: &PayrollWeek| (w.project, w.contractor, w.ending) == key;
        if !self.weeks.get(self.last as usize).is_some_and(is_last) {
            let next = self.weeks.len() as u32;
            self.last = *self.index.entry(key).or_insert(next);
            if self.last == next {
                let (numbers, paid_on) = (Vec::new(), Vec::new());
                let rows = RowRanges::default();
                self.weeks.push(PayrollWeek { project: line.project, contractor: line.contractor, ending, numbers, paid_on, rows });
            }
        }
        let Some(week) = self.weeks.get_mut(self.last as usize) else { return };
        week.rows.add(line.at);
        if !line.payroll_number.is_none() && !week.numbers.contains(&line.payroll_number) {
            week.numbers.push(line.payroll_number);
        }
        if let Some(day) = line.paid_on.filter(|day| !week.paid_on.contains(day)) {
            week.paid_on.push(day);
        }
    }

    /// The weeks by project, firm and day.
    pub fn sorted(mut self, names: &Names) -> Vec<PayrollWeek> {
        self.weeks.sort_by(|a, b| {
            let key = |w: &PayrollWeek| (names.text(w.project).to_owned(), names.text(w.contractor).to_owned(), w.ending);
            key(a).cmp(&key(b))
        });
        self.weeks
    }
}
