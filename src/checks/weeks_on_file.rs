//! Which weeks each firm's payrolls cover, under which numbers, and when they were paid.
//!
//! A line leaves next to nothing here: the ledger knows its firm and week already, and the weeks are gathered
//! from it at the end. Only numbers and pay dates, which the ledger does not keep, are noted line by line.

use super::week_ledger::{LineId, WeekLedger};
use crate::domain::columns::RunColumns;
use crate::domain::field::Field;
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::PayrollLine;
use crate::domain::place::{CellRange, RowRef, SheetId};
use chrono::NaiveDate;
use hashbrown::HashMap;

/// What the lines of a firm's week say of its payroll.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Given {
    numbers: Vec<Sym>,
    paid_on: Vec<NaiveDate>,
}

/// One firm's payroll of one week.
#[derive(Clone, Debug)]
pub struct PayrollWeek {
    /// Project.
    pub project: Sym,
    /// Firm.
    pub contractor: Sym,
    /// The last day of the work week.
    pub ending: NaiveDate,
    given: Option<Box<Given>>,
    /// Its first run of rows.
    sheet: SheetId,
    rows: (u32, u32),
}

impl PayrollWeek {
    fn at(project: Sym, contractor: Sym, ending: NaiveDate, at: RowRef) -> Self {
        Self { project, contractor, ending, given: None, sheet: at.sheet, rows: span(at) }
    }

    /// Takes a row that follows the first run.
    fn extend(&mut self, at: RowRef) {
        let (first, last) = span(at);
        if at.sheet == self.sheet && first > self.rows.0 && first <= self.rows.1.saturating_add(1) {
            self.rows.1 = last.max(self.rows.1);
        }
    }

    /// Payroll numbers its lines give, each once.
    pub fn numbers(&self) -> &[Sym] {
        self.given.as_ref().map_or(&[], |g| &g.numbers)
    }

    /// Days its lines say wages were paid, each once.
    pub fn paid_on(&self) -> &[NaiveDate] {
        self.given.as_ref().map_or(&[], |g| &g.paid_on)
    }

    /// The first of the sheet's columns that holds one of the fields, over the week's first run of rows.
    pub fn cells(&self, columns: &RunColumns, is_wanted: impl Fn(Field) -> bool) -> Vec<CellRange> {
        let fields = columns.0.get(usize::from(self.sheet.0)).map(|sheet| sheet.fields.as_slice()).unwrap_or_default();
        let column = fields.iter().position(|f| f.is_some_and(&is_wanted));
        let range = |column| CellRange { sheet: self.sheet, column: column as u16, first_row: self.rows.0, last_row: self.rows.1 };
        column.map(range).into_iter().collect()
    }
}

/// First and last row of a line.
fn span(at: RowRef) -> (u32, u32) {
    (at.row.min(if at.second_row == 0 { at.row } else { at.second_row }), at.row.max(at.second_row))
}

/// All payrolls of a run, week by week.
#[derive(Default)]
pub struct WeeksOnFile {
    /// Firms whose lines were taken.
    firms: Vec<bool>,
    given: HashMap<(Sym, Sym, NaiveDate), Given, foldhash::fast::FixedState>,
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
        let firm = line.contractor.index();
        if self.firms.len() <= firm {
            self.firms.resize(firm + 1, false);
        }
        self.firms[firm] = true;
        if line.payroll_number.is_none() && line.paid_on.is_none() {
            return;
        }
        let given = self.given.entry((line.project, line.contractor, ending)).or_default();
        if !line.payroll_number.is_none() && !given.numbers.contains(&line.payroll_number) {
            given.numbers.push(line.payroll_number);
        }
        if let Some(day) = line.paid_on.filter(|day| !given.paid_on.contains(day)) {
            given.paid_on.push(day);
        }
    }

    /// The weeks by project, firm and day.
    pub fn sorted(mut self, ledger: &WeekLedger, names: &Names) -> Vec<PayrollWeek> {
        let mut index: HashMap<(Sym, Sym), u32, foldhash::fast::FixedState> = HashMap::default();
        let mut firms: Vec<Vec<PayrollWeek>> = Vec::new();
        for id in 0..ledger.len() as u32 {
            let entry = ledger.entry(LineId(id));
            let Some(ending) = entry.week_ending().filter(|_| self.firms.get(entry.contractor.index()) == Some(&true)) else { continue };
            let at = *index.entry((entry.project, entry.contractor)).or_insert_with(|| {
                firms.push(Vec::new());
                (firms.len() - 1) as u32
            });
            let weeks = &mut firms[at as usize];
            let week = || PayrollWeek::at(entry.project, entry.contractor, ending, entry.at);
            // Weeks come in order nearly always.
            match weeks.last_mut() {
                Some(last) if last.ending == ending => last.extend(entry.at),
                Some(last) if last.ending > ending => match weeks.binary_search_by_key(&ending, |w| w.ending) {
                    Ok(found) => weeks[found].extend(entry.at),
                    Err(place) => weeks.insert(place, week()),
                },
                _ => weeks.push(week()),
            }
        }
        let of = |weeks: &[PayrollWeek]| weeks.first().map_or(("", ""), |w| (names.text(w.project), names.text(w.contractor)));
        firms.sort_by(|a, b| of(a).cmp(&of(b)));
        let mut all: Vec<PayrollWeek> = Vec::with_capacity(firms.iter().map(Vec::len).sum());
        for mut weeks in firms {
            all.append(&mut weeks);
        }
        if !self.given.is_empty() {
            for week in &mut all {
                week.given = self.given.remove(&(week.project, week.contractor, week.ending)).map(Box::new);
            }
        }
        all
    }
}
