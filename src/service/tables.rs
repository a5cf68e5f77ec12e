//! Opens files and finds the tables in them, before any row is used.

use super::files::{FileArg, ReadOptions};
use super::read_determination;
use crate::domain::columns::{RunColumns, SheetColumns};
use crate::domain::hiring::RecordKind;
use crate::domain::names::Names;
use crate::domain::place::{SheetId, column_letters};
use crate::domain::problem::{NotChecked, Problem, Site};
use crate::domain::run::{ColumnUse, InputReading, Run, SheetReading};
use crate::intake::batch::RowBatch;
use crate::intake::book::{Book, Chunk, RowStream, SheetExtras};
use crate::intake::corrected::no_cell;
use crate::intake::lines::{LineBatch, LineReader};
use crate::intake::table;
use crate::intake::table::{Found, RowShape, TableMap, Wish};
use crate::intake::value::text::holds_full_ssn;
use chrono::NaiveDate;
use std::borrow::Cow;

/// Rows looked at to find the headings.
const HEAD_ROWS: usize = 100;

/// A table that was found, with the rows read to find it.
pub(super) struct OpenTable {
    pub(super) input: usize,
    pub(super) id: SheetId,
    pub(super) name: String,
    pub(super) map: TableMap,
    pub(super) head: Vec<RowBatch>,
    pub(super) stream: Box<dyn RowStream>,
}

/// Why there are no tables: the run's Problems say it.
#[derive(Debug, Default)]
pub(super) struct NoTables {
    /// The sheet whose headings were found and cannot be used, and how far they were understood.
    pub(super) unusable: Option<(String, Box<TableMap>)>,
}

/// Every table of a run.
pub(super) struct Tables {
    pub(super) tables: Vec<OpenTable>,
}

impl Tables {
    /// Opens every file and finds its tables; the run gets inputs, sheets and notes. A refusal is
    /// recorded as a Problem of the run and ends it; what was understood of the headings is handed back.
    pub(super) fn open(files: &[FileArg], options: &ReadOptions, run: &mut Run) -> Result<Self, NoTables> {
        let mut tables = Vec::new();
        for file in files {
            let name = file.name();
            let first_sheet = run.sheets.len() as u16;
            run.inputs.push(InputReading { name: name.clone(), first_sheet, ..InputReading::default() });
            let mut unusable = None;
            if let Err(problem) = open_file(file, options, run, &mut tables, &mut unusable) {
                run.problems.push(*problem);
                return Err(NoTables { unusable });
            }
        }
        Ok(Self { tables })
    }

    pub(super) fn columns(&self) -> RunColumns {
        let columns = |t: &OpenTable| SheetColumns {
            fields: t.map.fields.clone(),
            overtime_above: t.map.shape == RowShape::OvertimeAboveStraight,
            two_lines: t.map.shape != RowShape::One,
        };
        RunColumns(self.tables.iter().map(columns).collect())
    }

    /// The first week ending found in the heads: what selects a version where nothing else can.
    pub(super) fn first_week(&self, options: &ReadOptions) -> Option<NaiveDate> {
        let mut names = Names::default();
        let mut lines = LineBatch::default();
        for table in &self.tables {
            let mut reader = LineReader::new(&table.map, table.id, &table.name, &options.limits);
            for batch in &table.head {
                reader.read(batch, &mut names, &mut lines);
            }
        }
        lines.lines.iter().filter_map(|l| l.week_ending).min()
    }
}

fn open_file(
    file: &FileArg,
    options: &ReadOptions,
    run: &mut Run,
    tables: &mut Vec<OpenTable>,
    unusable: &mut Option<(String, Box<TableMap>)>,
) -> Result<(), Box<Problem>> {
    if read_determination::is_determination(file) {
        return Err(read_determination::not_a_payroll());
    }
    let book = file.open(&options.limits)?;
    let input = run.inputs.len() - 1;
    run.inputs[input].kind = book.kind().to_owned();
    run.inputs[input].sha256 = book.sha256().unwrap_or("").to_owned();
    let before = tables.len();
    let mut best: Option<Box<Problem>> = None;
    let mut others = Vec::new();
    // The one table of a delimited file is called like the file: a mapping of last week's file holds for it too.
    let only = book.sheets().len() == 1;
    for (index, sheet) in book.sheets().iter().enumerate() {
        if sheet.hidden {
            continue;
        }
        if !only && options.mapping.as_ref().and_then(|m| m.sheet.as_ref()).is_some_and(|wanted| *wanted != sheet.name) {
            others.push(sheet.name.clone());
            continue;
        }
        match open_sheet(book.as_ref(), index, input, options, run)? {
            SheetFound::Table(table) => {
                if run.sheets.len() >= usize::from(u16::MAX) {
                    break;
                }
                run.sheets.push(SheetReading {
                    sheet: sheet.name.clone(),
                    layout: table.map.layout.word(),
                    header_row: table.map.header_row,
                    columns: table.map.columns.clone(),
                    ..SheetReading::default()
                });
                tables.push(*table);
            }
            SheetFound::Nothing => others.push(sheet.name.clone()),
            // A sheet with unusable headings counts only if no other sheet holds a table.
            SheetFound::Unusable(problem, map) => {
                others.push(sheet.name.clone());
                if best.is_none() {
                    *unusable = map.map(|map| (sheet.name.clone(), map));
                    best = Some(problem);
                }
            }
        }
    }
    run.notes.extend(book.notes().iter().filter(|n| n.weight() == crate::domain::problem_codes::Weight::Note).cloned());
    run.problems.extend(book.notes().iter().filter(|n| n.weight() != crate::domain::problem_codes::Weight::Note).cloned());
    run.inputs[input].sheet_count = (tables.len() - before) as u16;
    if tables.len() == before {
        return Err(best.unwrap_or_else(|| nothing_found(&book.sheets().iter().map(|s| s.name.clone()).collect::<Vec<_>>())));
    }
    if let Some(lost) = file.corrections().iter().find(|c| others.contains(&c.sheet)) {
        return Err(no_cell(&lost.sheet, lost.row, lost.column, "the sheet holds no table"));
    }
    for other in others {
        run.notes.push(note("book.other_sheet", Site::Sheet(other.clone()), format!("the sheet {other}")));
    }
    Ok(())
}

enum SheetFound {
    Table(Box<OpenTable>),
    Nothing,
    Unusable(Box<Problem>, Option<Box<TableMap>>),
}

fn open_sheet(book: &dyn Book, index: usize, input: usize, options: &ReadOptions, run: &mut Run) -> Result<SheetFound, Box<Problem>> {
    let name = book.sheets()[index].name.clone();
    let mut stream = book.rows(index)?;
    let mut head = Vec::new();
    let mut rows = 0;
    while rows < HEAD_ROWS {
        let Some(chunk) = stream.next()? else { break };
        let batch = rows_of(chunk)?;
        rows += batch.rows.len();
        head.push(batch);
    }
    let extras = stream.extras().clone();
    let first = beginning(&head);
    if let Some(row) = first.rows.iter().find(|r| r.fields > u32::from(options.limits.columns)) {
        let expected = format!("at most {} columns", options.limits.columns);
        return Err(refuse("sheet.extent", Site::Line(u64::from(row.row)), format!("{} columns", row.fields), expected));
    }
    if first.cells.is_empty() {
        // An empty sheet is only a Problem where no other sheet holds a table.
        let empty = refuse("sheet.empty", Site::Sheet(name), String::new(), "a heading row with rows below it");
        return Ok(SheetFound::Unusable(empty, None));
    }
    let wish = Wish { layout: options.layout, mapping: options.mapping.clone() };
    let found = table::find(&first, &extras, &wish, &options.limits);
    // Rows below a heading are looked at cell by cell when they are read; those above it, and sheets that
    // are not understood, only here.
    let header_row = if let Found::Table(map) = &found { map.header_row } else { u32::MAX };
    if let Some(problem) = full_ssn_above(&first, header_row, &name) {
        return Err(problem);
    }
    match found {
        Found::Nothing => Ok(SheetFound::Nothing),
        Found::Unusable(problem, map) => Ok(SheetFound::Unusable(problem, map)),
        Found::Table(mut map) => {
            let id = SheetId(run.sheets.len() as u16);
            run.notes.append(&mut map.notes);
            hidden_columns(&extras, &map, &name, run);
            Ok(SheetFound::Table(Box::new(OpenTable { input, id, name, map: *map, head, stream })))
        }
    }
}

/// A table nobody understood, for a person to map, with its sheet: the first row of the first sheet that holds at least
/// three texts is taken for its headings, or the row and sheet the mapping names, and no column is used.
pub(super) fn unmapped(file: &FileArg, options: &ReadOptions) -> Option<(String, TableMap)> {
    let book = file.open(&options.limits).ok()?;
    let mapping = options.mapping.as_ref();
    let wanted = mapping.and_then(|m| m.sheet.as_ref());
    let only = book.sheets().len() == 1;
    let sheet = book.sheets().iter().position(|s| !s.hidden && (only || wanted.is_none_or(|wanted| *wanted == s.name)))?;
    let name = book.sheets().get(sheet)?.name.clone();
    let mut stream = book.rows(sheet).ok()?;
    let batch = rows_of(stream.next().ok()??).ok()?;
    let first = beginning(std::slice::from_ref(&batch));
    let texts = |row: &crate::intake::batch::RawRow| {
        first.cells_of(row).iter().filter(|c| first.text_of(c).chars().any(char::is_alphabetic)).count()
    };
    let named = mapping.and_then(|m| m.header_row).and_then(|row| first.rows.iter().find(|r| r.row == row));
    let row = named.or_else(|| first.rows.iter().find(|r| texts(r) >= 3))?;
    let width = first.cells_of(row).last().map_or(0, |c| usize::from(c.column) + 1);
    let columns = first.cells_of(row).iter().map(|c| ColumnUse {
        column: c.column,
        row: row.row,
        heading: first.text_of(c).trim().to_owned(),
        field: None,
        how: "not-used",
    });
    let map = TableMap {
        layout: crate::intake::table::LayoutName::Mapped,
        why: "no heading was understood".to_owned(),
        records: RecordKind::Payroll,
        shape: RowShape::One,
        header_row: row.row,
        header_fields: row.fields,
        fields: vec![None; width],
        columns: columns.collect(),
        banner: crate::intake::table::Banner::default(),
        merges: Vec::new(),
        dates_from_1904: false,
        notes: Vec::new(),
    };
    Some((name, map))
}

/// A full Social Security number in the rows down to `last`.
fn full_ssn_above(first: &RowBatch, last: u32, sheet: &str) -> Option<Box<Problem>> {
    for row in first.rows.iter().take_while(|r| r.row <= last) {
        for cell in first.cells_of(row) {
            if holds_full_ssn(first.text_of(cell)) {
                let a1 = format!("{}{}", column_letters(cell.column), row.row);
                let site = Site::Named { sheet: sheet.to_owned(), a1 };
                return Some(refuse("pii.full_ssn", site, String::new(), "at most the last four digits"));
            }
        }
    }
    None
}

/// A chunk as rows.
pub(super) fn rows_of(chunk: Chunk) -> Result<RowBatch, Box<Problem>> {
    match chunk {
        Chunk::Rows(batch) => Ok(batch),
        Chunk::Text(block) => {
            let mut batch = RowBatch::default();
            block.split(&mut batch)?;
            Ok(batch)
        }
    }
}

/// The first rows of a sheet in one batch.
fn beginning(head: &[RowBatch]) -> RowBatch {
    let mut first = RowBatch::default();
    for batch in head {
        for row in &batch.rows {
            if first.rows.len() >= HEAD_ROWS {
                return first;
            }
            first.begin_row(row.row, row.hidden);
            if let Some(last) = first.rows.last_mut() {
                last.fields = row.fields;
            }
            for cell in batch.cells_of(row) {
                let kept = first.push(cell.column, cell.kind, batch.text_of(cell));
                (kept.format, kept.formula, kept.external) = (cell.format, cell.formula, cell.external);
            }
        }
    }
    first
}

fn hidden_columns(extras: &SheetExtras, map: &TableMap, sheet: &str, run: &mut Run) {
    for &(first, last) in &extras.hidden_columns {
        for column in first..=last.min(first.saturating_add(255)) {
            if map.fields.get(usize::from(column)).copied().flatten().is_some() {
                let letters = column_letters(column);
                let site = Site::Named { sheet: sheet.to_owned(), a1: format!("{letters}:{letters}") };
                run.notes.push(note("sheet.hidden_column", site, format!("column {letters} is hidden")));
            }
        }
    }
}

fn nothing_found(sheets: &[String]) -> Box<Problem> {
    let read = format!("no heading row on {}", sheets.iter().map(|s| format!("\u{201c}{s}\u{201d}")).collect::<Vec<_>>().join(", "));
    refuse("header.not_found", Site::File, read, "a row with the column names of a payroll")
}

/// A Problem that refuses the file.
pub(super) fn refuse(code: &'static str, site: Site, read: String, expected: impl Into<Cow<'static, str>>) -> Box<Problem> {
    let fix = crate::domain::problem_codes::find(code).map_or("", |c| c.fix).to_owned();
    Box::new(Problem { code, site, read, kind: "text", expected: expected.into(), fix, not_checked: NotChecked::File })
}

/// A note: read as it stands, with a word the signer sees.
pub(super) fn note(code: &'static str, site: Site, read: String) -> Problem {
    let entry = crate::domain::problem_codes::find(code);
    Problem {
        code,
        site,
        read,
        kind: "note",
        expected: Cow::Borrowed(entry.map_or("", |c| c.title)),
        fix: entry.map_or("", |c| c.fix).to_owned(),
        not_checked: NotChecked::Nothing,
    }
}
