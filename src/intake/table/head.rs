//! The first rows of a sheet as columns of possible headings.

use super::heading::{key, looks_numeric, split_number};
use super::{banner, calendar};
use crate::intake::batch::{CellKind, NumberFormat, RawCell, RawRow, RowBatch};
use crate::intake::book::SheetExtras;

/// Headings do not run on longer than this; a longer text is a note.
const LONGEST: usize = 300;

/// The head of a sheet.
#[derive(Clone, Copy)]
pub(super) struct Head<'a> {
    pub batch: &'a RowBatch,
    pub extras: &'a SheetExtras,
}

/// The headings above one column, within a window of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HeadColumn {
    /// Column, from 0.
    pub column: u16,
    /// Its own texts, top down.
    pub parts: Vec<String>,
    /// Text of the group it stands under, from the rows above its own first text.
    pub group: String,
    /// The group covers the column by merged cells, not only by standing to its left.
    pub group_certain: bool,
}

impl HeadColumn {
    /// The heading as shown: its texts joined, the group first.
    pub fn shown(&self) -> String {
        let group = (!self.group.is_empty()).then_some(self.group.as_str());
        group.into_iter().chain(self.parts.iter().map(String::as_str)).collect::<Vec<_>>().join(" / ")
    }
}

impl<'a> Head<'a> {
    /// The rows.
    pub fn rows(self) -> &'a [RawRow] {
        &self.batch.rows
    }

    /// Cells of a row that hold text worth reading, with that text; dates stored as numbers come as ISO dates.
    pub fn texts(self, row: &RawRow) -> impl Iterator<Item = (u16, String)> + 'a {
        let (batch, from_1904) = (self.batch, self.extras.dates_from_1904);
        batch.cells_of(row).iter().filter_map(move |cell| {
            let text = shown(batch, cell, from_1904);
            let blank = text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{a0}' | '\u{200b}'));
            (!blank).then_some((cell.column, text))
        })
    }

    /// True for a row that may be part of stacked headings: it holds no numbers but runs of dates.
    pub fn may_be_heading(self, index: usize) -> bool {
        let Some(row) = self.rows().get(index) else { return false };
        if self.texts(row).any(|(_, t)| banner::is_above_a_table(&t)) {
            return false;
        }
        let numbers: Vec<String> = self.texts(row).filter(|(_, t)| looks_numeric(t)).map(|(_, t)| t).collect();
        numbers.is_empty() || calendar::is_run_of_days(&numbers)
    }

    /// True for a row that only adds to the headings above it: the days' dates, a form's column numbers.
    pub fn only_adds_to_headings(self, index: usize) -> bool {
        let Some(row) = self.rows().get(index) else { return false };
        let texts: Vec<String> = self.texts(row).map(|(_, t)| t).collect();
        let rest: Vec<&String> = texts.iter().filter(|t| !looks_numeric(t)).collect();
        let numbers: Vec<String> = texts.iter().filter(|t| looks_numeric(t)).cloned().collect();
        let filler = |t: &str| {
            let (number, after) = split_number(t);
            (number.is_some() && after.is_empty()) || key(t) == "hoursworkedeachday" || key(t) == "dayanddate" || key(t) == "date"
        };
        !texts.is_empty() && rest.iter().all(|t| filler(t)) && (numbers.is_empty() || calendar::is_run_of_days(&numbers))
    }

    /// The texts of a column in the rows below the headings, at most forty of them, with the row's index.
    pub fn below(self, last: usize, column: u16) -> impl Iterator<Item = (usize, String)> + 'a {
        let rows = self.batch.rows.iter().enumerate().skip(last + 1).take(40);
        rows.filter_map(move |(index, row)| self.texts(row).find(|(c, _)| *c == column).map(|(_, text)| (index, text)))
    }

    /// True if two rows of the batch stand directly under each other in the sheet.
    pub fn adjacent(self, upper: usize) -> bool {
        match (self.rows().get(upper), self.rows().get(upper + 1)) {
            (Some(a), Some(b)) => a.row + 1 == b.row,
            _ => false,
        }
    }

    /// The headings of a window of rows, column by column.
    pub fn columns(self, first: usize, last: usize) -> Vec<HeadColumn> {
        let mut columns: Vec<HeadColumn> = Vec::new();
        let rows = self.rows().get(first..=last).unwrap_or_default();
        for row in rows {
            for (column, text) in self.texts(row) {
                let text =
                    text.chars().take(LONGEST).collect::<String>().trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned();
                match columns.binary_search_by_key(&column, |c| c.column) {
                    Ok(at) => columns[at].parts.push(text),
                    Err(at) => columns.insert(at, HeadColumn { column, parts: vec![text], ..HeadColumn::default() }),
                }
            }
        }
        if rows.len() > 1 {
            self.add_groups(rows, &mut columns);
        }
        columns
    }

    fn add_groups(self, rows: &[RawRow], columns: &mut [HeadColumn]) {
        for (depth, row) in rows.iter().enumerate() {
            if depth + 1 == rows.len() {
                break;
            }
            let upper: Vec<(u16, String)> = self.texts(row).collect();
            let below: Vec<u16> = rows[depth + 1..].iter().flat_map(|r| self.texts(r).map(|(c, _)| c)).collect();
            for head in columns.iter_mut() {
                if !below.contains(&head.column) || upper.iter().any(|(c, _)| *c == head.column) {
                    continue;
                }
                let Some((from, text)) = upper.iter().rev().find(|(c, _)| *c < head.column) else { continue };
                let merged = self.extras.merges.iter().find(|m| (m.first_row..=m.last_row).contains(&row.row) && m.first_column == *from);
                if let Some(m) = merged
                    && m.last_column < head.column
                {
                    continue;
                }
                head.group_certain = merged.is_some();
                if !head.group.is_empty() {
                    head.group.push(' ');
                }
                head.group.push_str(text.trim());
            }
        }
    }
}

fn shown(batch: &RowBatch, cell: &RawCell, from_1904: bool) -> String {
    let text = batch.text_of(cell);
    if cell.kind == CellKind::Number
        && cell.format == NumberFormat::Date
        && let Some(date) = calendar::from_serial(text, from_1904)
    {
        return date.to_string();
    }
    text.to_owned()
}
