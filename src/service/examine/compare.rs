//! What changed: between two versions of a week, cell by cell, and against the week before, worker by worker.

use super::kept_line::given;
use super::{Examination, KeptLine, RowSeen};
use crate::domain::quantity::{HourUnit, Hours};
use std::collections::{BTreeMap, BTreeSet};

/// A cell that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellChange {
    /// Sheet of the later version.
    pub sheet: String,
    /// Row in the earlier version.
    pub row_before: u32,
    /// Row in the later version.
    pub row: u32,
    /// Column in the later version, from 0.
    pub column: u16,
    /// Its heading.
    pub heading: String,
    /// What stood there; empty where nothing did.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// The difference of two versions of a week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Cells that differ, in the order of the later version.
    pub cells: Vec<CellChange>,
    /// Rows only the later version has.
    pub rows_added: Vec<RowSeen>,
    /// Rows only the earlier version has.
    pub rows_removed: Vec<RowSeen>,
    /// Headings of used columns only the later version has. Their cells are not listed one by one.
    pub columns_added: Vec<String>,
    /// Headings of used columns only the earlier version has.
    pub columns_removed: Vec<String>,
}

/// Fields that say whose row it is.
const IDENTITY: &[&str] = &[
    "week_ending",
    "project",
    "subcontractor",
    "worker_id",
    "ssn_last4",
    "worker_name",
    "last_name",
    "first_name",
    "classification",
    "trade",
    "level",
    "line_mark",
];

/// One row with its texts by what the columns hold, so that a moved column makes no difference.
struct Row<'e> {
    seen: &'e RowSeen,
    texts: BTreeMap<Holds, &'e str>,
}

/// What a column holds: its field, and the how manieth column of that field it is.
type Holds = (String, usize);

/// The columns of a version: by sheet and column what it holds, and by that the column and its heading.
struct Columns {
    holds: BTreeMap<(String, u16), Holds>,
    heads: BTreeMap<Holds, (u16, String)>,
}

impl Columns {
    fn of(version: &Examination) -> Self {
        let (mut holds, mut heads) = (BTreeMap::new(), BTreeMap::new());
        let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for column in &version.columns {
            let Some(field) = &column.field else { continue };
            let number = seen.entry((&column.sheet, field)).or_default();
            let what = (field.clone(), *number);
            *number += 1;
            holds.insert((column.sheet.clone(), column.column), what.clone());
            heads.entry(what).or_insert_with(|| (column.column, column.heading.clone()));
        }
        Self { holds, heads }
    }

    fn rows<'e>(&self, version: &'e Examination, both: &BTreeSet<Holds>) -> Vec<Row<'e>> {
        let lines = version.sheet_rows.iter().filter(|r| matches!(r.why_not_used.as_deref(), None | Some("problem" | "repeated")));
        let row = |seen: &'e RowSeen| {
            let texts = seen.cells.iter().filter_map(|cell| {
                let what = self.holds.get(&(seen.sheet.clone(), cell.column)).filter(|what| both.contains(what))?;
                Some((what.clone(), cell.text.as_str()))
            });
            Row { seen, texts: texts.collect() }
        };
        lines.map(row).collect()
    }
}

impl Row<'_> {
    fn identity(&self) -> Vec<&str> {
        IDENTITY.iter().map(|field| self.texts.get(&((*field).to_owned(), 0)).copied().unwrap_or_default()).collect()
    }

    /// How many of the cells are the same.
    fn alike(&self, other: &Row<'_>) -> usize {
        self.texts.iter().filter(|(what, text)| other.texts.get(*what) == Some(*text)).count()
    }
}

/// What changed from one version of a week to the next. Rows are matched by whose they are; where that itself was
/// corrected, by their place between matched rows, if most of their cells are the same.
pub fn versions(before: &Examination, after: &Examination) -> Changes {
    let (columns_before, columns_after) = (Columns::of(before), Columns::of(after));
    let both: BTreeSet<Holds> = columns_before.heads.keys().filter(|what| columns_after.heads.contains_key(*what)).cloned().collect();
    let (old, new) = (columns_before.rows(before, &both), columns_after.rows(after, &both));
    let partner = matched(&old, &new);
    let mut changes =
        Changes { columns_added: only(&columns_after, &both), columns_removed: only(&columns_before, &both), ..Changes::default() };
    for (at, row) in new.iter().enumerate() {
        let Some(earlier) = partner[at].and_then(|at| old.get(at)) else {
            changes.rows_added.push(row.seen.clone());
            continue;
        };
        for what in &both {
            let (was, is) = (earlier.texts.get(what).copied().unwrap_or_default(), row.texts.get(what).copied().unwrap_or_default());
            let Some((column, heading)) = columns_after.heads.get(what).filter(|_| was != is) else { continue };
            changes.cells.push(CellChange {
                sheet: row.seen.sheet.clone(),
                row_before: earlier.seen.row,
                row: row.seen.row,
                column: *column,
                heading: heading.clone(),
                before: was.to_owned(),
                after: is.to_owned(),
            });
        }
    }
    changes.cells.sort_by_key(|change| (change.row, change.column));
    let kept: BTreeSet<usize> = partner.iter().flatten().copied().collect();
    changes.rows_removed = old.iter().enumerate().filter(|(at, _)| !kept.contains(at)).map(|(_, row)| row.seen.clone()).collect();
    changes
}

fn only(columns: &Columns, both: &BTreeSet<Holds>) -> Vec<String> {
    columns.heads.iter().filter(|(what, _)| !both.contains(*what)).map(|(_, (_, heading))| heading.clone()).collect()
}

/// For every later row the earlier row that it is.
fn matched(old: &[Row<'_>], new: &[Row<'_>]) -> Vec<Option<usize>> {
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut by_identity: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for (at, row) in old.iter().enumerate() {
        by_identity.entry(row.identity()).or_default().push(at);
    }
    // Of rows of one identity the same ones first, then one after the other.
    for same in [true, false] {
        for (at, row) in new.iter().enumerate().filter(|(at, _)| partner[*at].is_none()).collect::<Vec<_>>() {
            let Some(candidates) = by_identity.get_mut(&row.identity()) else { continue };
            let found = candidates.iter().position(|c| !same || old[*c].texts == row.texts);
            partner[at] = found.map(|found| candidates.remove(found));
        }
    }
    let mut left: Vec<usize> = by_identity.into_values().flatten().collect();
    left.sort_unstable();
    for at in 0..new.len() {
        if partner[at].is_some() {
            continue;
        }
        let above = partner[..at].iter().rev().flatten().next().map_or(0, |p| p + 1);
        let below = partner[at + 1..].iter().flatten().next().copied().unwrap_or(old.len());
        let half = new[at].texts.len().div_ceil(2);
        let near = left.iter().position(|c| (above..below.max(above)).contains(c) && old[*c].alike(&new[at]) >= half);
        partner[at] = near.map(|near| left.remove(near));
    }
    partner
}

/// A worker who is in one week and not in the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkerWeek {
    /// Worker, as the payroll identifies them.
    pub worker: String,
    /// What they worked as.
    pub work: Vec<String>,
    /// Hours of the week; none where a line gives none.
    pub hours: Option<String>,
}

/// A rate of one worker in one kind of work that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateChange {
    /// Worker.
    pub worker: String,
    /// Kind of work and level.
    pub work: String,
    /// Which rate: `base_rate`, `overtime_rate`, `fringe_plan`, `fringe_cash`.
    pub rate: &'static str,
    /// The week before; none where none was given.
    pub before: Option<String>,
    /// This week.
    pub after: Option<String>,
}

/// Hours or work of one worker that differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkerChange {
    /// Worker.
    pub worker: String,
    /// The week before.
    pub before: WorkerWeek,
    /// This week.
    pub after: WorkerWeek,
}

/// A week against the week before. Workers are known by how the payroll identifies them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeekChanges {
    /// Workers of this week only.
    pub new: Vec<WorkerWeek>,
    /// Workers of the week before only.
    pub gone: Vec<WorkerWeek>,
    /// Rates that differ for the same work.
    pub rates: Vec<RateChange>,
    /// Workers whose hours differ.
    pub hours: Vec<WorkerChange>,
    /// Workers whose kinds of work differ.
    pub work: Vec<WorkerChange>,
    /// Lines that name no worker, the week before and this week. They are not compared.
    pub without_worker: (usize, usize),
}

impl WeekChanges {
    /// Nothing differs.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.rates.is_empty() && self.hours.is_empty() && self.work.is_empty()
    }
}

const RATES: [&str; 4] = ["base_rate", "overtime_rate", "fringe_plan", "fringe_cash"];

/// Compares a week with the week before, worker by worker.
pub fn weeks(before: &[KeptLine], after: &[KeptLine]) -> WeekChanges {
    let (old, new) = (by_worker(before), by_worker(after));
    let none = |lines: &[KeptLine]| lines.iter().filter(|line| line.worker.is_none()).count();
    let mut changes = WeekChanges { without_worker: (none(before), none(after)), ..WeekChanges::default() };
    changes.gone = old.iter().filter(|(worker, _)| !new.contains_key(*worker)).map(|(worker, lines)| week(worker, lines)).collect();
    for (worker, lines) in &new {
        let Some(earlier) = old.get(worker) else {
            changes.new.push(week(worker, lines));
            continue;
        };
        let change = WorkerChange { worker: (*worker).to_owned(), before: week(worker, earlier), after: week(worker, lines) };
        changes.rates.extend(rate_changes(worker, earlier, lines));
        if change.before.hours != change.after.hours {
            changes.hours.push(change.clone());
        }
        if change.before.work != change.after.work {
            changes.work.push(change);
        }
    }
    changes
}

fn by_worker(lines: &[KeptLine]) -> BTreeMap<&str, Vec<&KeptLine>> {
    let mut workers: BTreeMap<&str, Vec<&KeptLine>> = BTreeMap::new();
    for line in lines {
        if let Some(worker) = &line.worker {
            workers.entry(worker).or_default().push(line);
        }
    }
    workers
}

fn work_of(line: &KeptLine) -> String {
    let what = line.classification.as_ref().or(line.trade.as_ref());
    what.into_iter().chain(line.level.as_ref()).cloned().collect::<Vec<_>>().join(", ")
}

fn week(worker: &str, lines: &[&KeptLine]) -> WorkerWeek {
    let work: BTreeSet<String> = lines.iter().map(|line| work_of(line)).filter(|work| !work.is_empty()).collect();
    let hours: Option<Vec<Hours>> = lines.iter().map(|line| given::<HourUnit>(line.hours[3].as_deref()).known()).collect();
    let hours = hours.map(|hours| hours.into_iter().sum::<Hours>().to_string());
    WorkerWeek { worker: worker.to_owned(), work: work.into_iter().collect(), hours }
}

/// The rates of one kind of work that differ. Where a worker has several in one week, all of them are held against
/// each other.
fn rate_changes(worker: &str, before: &[&KeptLine], after: &[&KeptLine]) -> Vec<RateChange> {
    let rates = |lines: &[&KeptLine], work: &str, which: usize| -> BTreeSet<String> {
        lines.iter().filter(|line| work_of(line) == work).filter_map(|line| line.rates[which].clone()).collect()
    };
    let works: BTreeSet<String> = after.iter().map(|line| work_of(line)).collect();
    let mut changes = Vec::new();
    for work in works.iter().filter(|work| before.iter().any(|line| work_of(line) == **work)) {
        for (which, rate) in RATES.iter().enumerate() {
            let (was, is) = (rates(before, work, which), rates(after, work, which));
            if was != is {
                let said = |rates: BTreeSet<String>| (!rates.is_empty()).then(|| rates.into_iter().collect::<Vec<_>>().join(", "));
                changes.push(RateChange { worker: worker.to_owned(), work: work.clone(), rate, before: said(was), after: said(is) });
            }
        }
    }
    changes
}
