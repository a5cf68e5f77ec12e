//! Puts checked stretches into the run, in order: row ledger, repeated lines, second tables, running
//! checks.

use super::pipeline::Stretch;
use super::plan::{Slot, repeated_finding};
use super::quotes::{Asker, Quotes, asker};
use super::rows::TotalsWatch;
use super::tables::{note, refuse};
use super::week_watch::WeekWatch;
use crate::checks::gap::{Gap, LinesByGap};
use crate::checks::week_ledger::{LineId, Taken, WeekLedger};
use crate::checks::{LineFinding, RunningCheck};
use crate::domain::hiring::{HiringFacts, RecordKind};
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::PayrollLine;
use crate::domain::place::{CellRange, SheetId};
use crate::domain::problem::{Problem, Site};
use crate::domain::problem_codes::Weight;
use crate::domain::run::{Counts, NotUsed, Run, SheetReading, WhyNotUsed};
use std::collections::{BTreeMap, BTreeSet};

/// Notes of one kind on one column that are listed one by one; more are counted.
const NOTES_LISTED: u32 = 20;
/// Problems that are listed; more are counted.
const PROBLEMS_LISTED: usize = 50_000;

/// Which rows belong to the project.
pub(super) type Belongs<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// The ordered side of a run.
pub(super) struct Merge<'a> {
    pub(super) names: Names,
    pub(super) ledger: WeekLedger,
    pub(super) hiring: HiringFacts,
    /// Kind and digest of every hiring record kept.
    pub(super) records_seen: BTreeSet<(RecordKind, u128)>,
    pub(super) running: Vec<Box<dyn RunningCheck>>,
    pub(super) counts: Vec<Counts>,
    pub(super) gaps: Vec<LinesByGap>,
    repeated: Option<&'a Slot>,
    pub(super) repeated_counts: Counts,
    pub(super) said: Vec<(u16, LineId, Box<LineFinding>)>,
    pub(super) said_repeated: Vec<(LineId, LineFinding)>,
    /// Project of rows that name none.
    pub(super) default_project: Sym,
    pub(super) belongs: Option<Belongs<'a>>,
    pub(super) belongs_known: Vec<Option<bool>>,
    /// By symbol: a row named it.
    pub(super) projects_seen: Vec<bool>,
    pub(super) row_limit: u32,
    pub(super) maps: Vec<Vec<Sym>>,
    tables: BTreeMap<(&'static str, u16, u16), u32>,
    pub(super) table: TableState,
    unlisted_problems: u64,
    pub(super) quotes: Quotes,
    /// What a payroll for one week asks besides.
    pub(super) week: Option<WeekWatch>,
    /// The lines used, where they are wanted.
    pub(super) kept: Option<Vec<PayrollLine>>,
}

/// What must be remembered from stretch to stretch of one table.
#[derive(Default)]
pub(super) struct TableState {
    pub(super) sheet: SheetId,
    pub(super) kind: RecordKind,
    pub(super) delimited: bool,
    pub(super) second_table: bool,
    pub(super) last_row: u32,
    pub(super) irregular: Vec<u32>,
    pub(super) refusals: Vec<Problem>,
    pub(super) rows: u64,
    pub(super) lines: u64,
    pub(super) totals: TotalsWatch,
}

impl<'a> Merge<'a> {
    /// `room` is a guess at the number of lines.
    pub(super) fn new(slots: &'a [Slot], running: Vec<Box<dyn RunningCheck>>, row_limit: u32, room: usize) -> Self {
        let checks = slots.iter().filter(|s| s.line.is_some()).count();
        Self {
            names: Names::default(),
            ledger: WeekLedger::with_room(room),
            hiring: HiringFacts::default(),
            records_seen: BTreeSet::new(),
            running,
            counts: vec![Counts::default(); checks],
            gaps: vec![LinesByGap::default(); checks],
            repeated: slots.iter().find(|s| s.repeated),
            repeated_counts: Counts::default(),
            said: Vec::new(),
            said_repeated: Vec::new(),
            default_project: Sym::NONE,
            belongs: None,
            belongs_known: Vec::new(),
            projects_seen: Vec::new(),
            row_limit,
            maps: Vec::new(),
            tables: BTreeMap::new(),
            table: TableState::default(),
            unlisted_problems: 0,
            quotes: Quotes::default(),
            week: None,
            kept: None,
        }
    }

    /// Begins a table.
    pub(super) fn begin(&mut self, sheet: SheetId, kind: RecordKind, header_row: u32, delimited: bool) {
        self.table = TableState { sheet, kind, delimited, last_row: header_row, ..TableState::default() };
        if let Some(count) = self.hiring.count_mut(kind) {
            count.tables += 1;
        }
        self.table.totals.first = self.ledger.len();
        self.table.totals.since = self.ledger.len();
        self.maps.clear();
    }

    /// Takes a stretch; false stops the run (the file is refused, nothing more needs reading).
    pub(super) fn take(&mut self, stretch: &mut Stretch, run: &mut Run) -> bool {
        let sheet = usize::from(self.table.sheet.0);
        self.learn_names(stretch);
        let second_from = self.rows_decided(stretch, run);
        let before_second = |row: u32| second_from.is_none_or(|from| row < from);
        for (row, problem) in stretch.lines.problems.drain(..) {
            if !before_second(row) {
                continue;
            }
            if problem.weight() == Weight::Refuse {
                self.table.refusals.push(problem);
            } else if run.problems.len() < PROBLEMS_LISTED {
                self.quotes.problem(&problem, &stretch.quoted);
                run.problems.push(problem);
            } else {
                self.unlisted_problems += 1;
            }
        }
        for n in &stretch.lines.notes {
            if before_second(n.row) {
                self.note(n.code, n.column, n.row, run);
            }
        }
        let checks = self.counts.len();
        let mut gaps = stretch.gaps.drain(..).peekable();
        let mut said = stretch.said.drain(..).peekable();
        for (i, line) in stretch.lines.lines.iter_mut().enumerate() {
            let mut mine = Vec::new();
            while let Some((_, check, finding)) = said.next_if(|s| s.0 as usize == i) {
                mine.push((check, finding));
            }
            let mut lacks = Vec::new();
            while let Some((_, check, gap)) = gaps.next_if(|g| g.0 as usize == i) {
                lacks.push((check, gap));
            }
            if !before_second(line.at.row) {
                continue;
            }
            let outcomes = &stretch.outcomes[i * checks..(i + 1) * checks];
            self.line(line, stretch.thread, outcomes, mine, lacks, &mut run.sheets[sheet]);
        }
        for record in std::mem::take(&mut stretch.lines.records) {
            if before_second(record.at().row) {
                self.record(record, stretch.thread, &mut run.sheets[sheet]);
            }
        }
        for &(row, stated) in stretch.lines.totals.iter().filter(|t| before_second(t.0)) {
            self.hold_against_rows(row, stated, run);
        }
        self.table.rows += stretch.lines.rows_read;
        self.table.last_row = self.table.last_row.max(stretch.lines.last_row);
        run.sheets[sheet].rows_read += stretch.lines.rows_read;
        if self.table.rows > u64::from(self.row_limit) {
            let expected = format!("at most {} rows", self.row_limit);
            let name = run.sheets[sheet].sheet.clone();
            self.table.refusals.push(*refuse(
                "sheet.too_many_rows",
                Site::Sheet(name),
                format!("more than {} rows", self.row_limit),
                expected,
            ));
            return false;
        }
        self.table.refusals.len() < 20 && self.table.irregular.len() < 20
    }

    fn learn_names(&mut self, stretch: &Stretch) {
        if self.maps.len() <= stretch.thread {
            self.maps.resize_with(stretch.thread + 1, || vec![Sym::NONE]);
        }
        for name in &stretch.new_names {
            let sym = self.names.intern(name);
            self.maps[stretch.thread].push(sym);
        }
    }

    fn note(&mut self, code: &'static str, column: u16, row: u32, run: &mut Run) {
        let seen = self.tables.entry((code, self.table.sheet.0, column)).or_default();
        *seen += 1;
        if *seen <= NOTES_LISTED {
            let site = Site::Cells(CellRange::cell(self.table.sheet, column, row));
            let title = crate::domain::problem_codes::find(code).map_or("", |c| c.title);
            run.notes.push(note(code, site, title.to_owned()));
        }
    }

    fn line(
        &mut self,
        line: &mut PayrollLine,
        thread: usize,
        outcomes: &[crate::domain::outcome::Outcome],
        mut said: Vec<(u16, Box<LineFinding>)>,
        gaps: Vec<(u16, Gap)>,
        sheet: &mut SheetReading,
    ) {
        self.table.lines += 1;
        let map = &self.maps[thread];
        let global = |sym: Sym| map.get(sym.index()).copied().unwrap_or(Sym::NONE);
        for sym in [
            &mut line.payroll_number,
            &mut line.project,
            &mut line.contractor,
            &mut line.worker,
            &mut line.classification,
            &mut line.trade,
            &mut line.race,
            &mut line.zip,
        ] {
            *sym = global(*sym);
        }
        for (_, finding) in &mut said {
            let subject = &mut finding.finding.subject;
            for sym in [&mut subject.project, &mut subject.contractor, &mut subject.worker, &mut subject.trade] {
                *sym = global(*sym);
            }
        }
        let rows = 1 + u64::from(line.at.second_row != 0);
        if self.outside(line.project) {
            sheet.rows_outside += rows;
            sheet.not_used.push(NotUsed { row: line.at.row, why: WhyNotUsed::OutsideProject });
            return;
        }
        if line.project.is_none() {
            line.project = self.default_project;
        }
        if let Some(week) = &mut self.week
            && week.leaves_out(line)
        {
            sheet.not_used.push(NotUsed { row: line.at.row, why: WhyNotUsed::OtherWeek });
            return;
        }
        match self.ledger.take(line) {
            Taken::Repeats(first) => {
                sheet.not_used.push(NotUsed { row: line.at.row, why: WhyNotUsed::Repeated });
                if let Some(slot) = self.repeated {
                    self.repeated_counts.not_met += 1;
                    self.said_repeated.push((first, repeated_finding(slot, line, self.ledger.entry(first))));
                }
            }
            Taken::Kept(id) => {
                sheet.rows_used += rows;
                if let Some(kept) = &mut self.kept {
                    kept.push(*line);
                }
                self.repeated_counts.met += 1;
                for (counts, outcome) in self.counts.iter_mut().zip(outcomes) {
                    counts.count(*outcome);
                }
                for (check, gap) in gaps {
                    self.gaps[usize::from(check)].count(gap);
                }
                for (index, check) in self.running.iter_mut().enumerate() {
                    check.take(line, id, &self.names);
                    if self.quotes.wanted(Asker::Running(index)) && check.may_speak_of(id) {
                        self.quotes.line(Asker::Running(index), line, &self.names);
                    }
                }
                for (check, mut finding) in said {
                    finding.finding.subject.project = line.project;
                    self.quotes.line(asker(check, finding.finding.outcome), line, &self.names);
                    self.said.push((check, id, finding));
                }
            }
        }
    }

    /// Ends a table: false if the file is refused.
    pub(super) fn end(&mut self, run: &mut Run) -> bool {
        let table = std::mem::take(&mut self.table);
        let sheet = &mut run.sheets[usize::from(table.sheet.0)];
        sheet.not_used.sort_by_key(|n| (n.row, n.why));
        sheet.not_used.dedup();
        let mut refusals = table.refusals;
        if !table.irregular.is_empty() {
            let lines: Vec<String> = table.irregular.iter().map(u32::to_string).collect();
            let read = format!("another number of columns on line {}", lines.join(", "));
            refusals.extend(
                table
                    .irregular
                    .iter()
                    .map(|row| *refuse("csv.columns", Site::Line(u64::from(*row)), read.clone(), "as many columns as the heading")),
            );
        }
        let rows_held = sheet.not_used.iter().filter(|n| n.why == WhyNotUsed::Problem).count() as u64;
        let held = rows_held > 0;
        if let Some(count) = self.hiring.count_mut(table.kind) {
            count.rows_held += rows_held;
        }
        if refusals.is_empty() && table.lines == 0 && !held {
            let name = sheet.sheet.clone();
            refusals.push(*refuse("sheet.empty", Site::Sheet(name), "no rows under the headings".to_owned(), "at least one row"));
        }
        if self.unlisted_problems > 0 {
            run.remarks.push(format!("{} more Problems are not listed; mend those listed first.", self.unlisted_problems));
            self.unlisted_problems = 0;
        }
        for (&(code, id, column), &seen) in self.tables.iter().filter(|(k, n)| k.1 == table.sheet.0 && **n > NOTES_LISTED) {
            let letters = crate::domain::place::column_letters(column);
            let _ = id;
            run.remarks.push(format!("{code}: {} more cells of column {letters}", seen - NOTES_LISTED));
        }
        if refusals.is_empty() {
            return true;
        }
        run.problems = refusals;
        false
    }
}
