//! A saved mapping: which column of a shape holds which field, corrected by a person once.
//!
//! It is TOML: a name, the shape of the rows, and `[columns]` with a heading (or `column H`) and the field it
//! holds. [`write`](write::write) makes one from a table that was found, to be corrected.

mod words;
mod write;

pub use write::{quoted, write};

use super::table::heading::key;
use super::table::{LayoutName, RowShape};
use super::toml_words::{explained, line_at, spelling};
use crate::domain::field::Field;
use crate::domain::problem::{NotChecked, Problem, Site};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Columns by heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Name it was saved under.
    pub name: String,
    /// Layout whose needs hold; a flat payroll table if not said.
    pub based_on: Option<LayoutName>,
    /// How rows make lines.
    pub shape: RowShape,
    /// The sheet it is for; every sheet if not said.
    pub sheet: Option<String>,
    /// Heading row, from 1, if fixed.
    pub header_row: Option<u32>,
    /// Column letters or heading, and the field.
    pub columns: Vec<(MappedColumn, Field)>,
}

/// How a mapping names a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappedColumn {
    /// By its heading. A text that no heading has and that reads as column letters (`H`) is a position.
    Heading(String),
    /// By its position, from 0 (`column H`).
    Position(u16),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default)]
    name: String,
    based_on: Option<Spanned<String>>,
    rows: Option<Spanned<String>>,
    sheet: Option<String>,
    header_row: Option<u32>,
    columns: BTreeMap<Spanned<String>, Spanned<String>>,
}

/// Reads the text of a mapping file.
pub fn read(text: &str) -> Result<Mapping, Box<Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let raw: Raw = toml::from_str(text).map_err(|e| {
        let fault = explained(&e, text);
        problem(fault.line, fault.message, fault.help.unwrap_or_default())
    })?;
    let line = |at: std::ops::Range<usize>| Some(line_at(text.as_bytes(), at.start));
    let based_on = match &raw.based_on {
        Some(word) => Some(
            one_of(word, LayoutName::ALL, |l| l.word())
                .map_err(|help| problem(line(word.span()), format!("`{}` is no layout.", word.get_ref()), help))?,
        ),
        None => None,
    };
    let shape = match &raw.rows {
        Some(word) => one_of(word, RowShape::ALL, |s| s.word())
            .map_err(|help| problem(line(word.span()), format!("`{}` says nothing about rows.", word.get_ref()), help))?,
        None => RowShape::One,
    };
    let mut columns: Vec<(MappedColumn, Field)> = Vec::with_capacity(raw.columns.len());
    let mut seen: Vec<(String, Field, usize)> = Vec::new();
    let mut in_order: Vec<_> = raw.columns.iter().collect();
    in_order.sort_by_key(|(heading, _)| heading.span().start);
    for (heading, word) in in_order {
        let here = line_at(text.as_bytes(), heading.span().start);
        let column = named_column(heading.get_ref()).ok_or_else(|| {
            problem(Some(here), "a heading without letters or digits names no column.", "Name the column by its letters: \"column H\".")
        })?;
        let field = Field::from_name(word.get_ref()).ok_or_else(|| {
            let names: Vec<String> = Field::every().into_iter().map(Field::name).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            problem(Some(here), format!("`{}` is no field.", word.get_ref()), near(word.get_ref(), &names))
        })?;
        let id = format!("{column:?}");
        if let Some((_, other, before)) = seen.iter().find(|(k, f, _)| *k == id || (*f == field && !field.adds_up())) {
            let what =
                if *other == field { format!("`{}` is mapped twice", field.name()) } else { "the column is mapped twice".to_owned() };
            return Err(problem(Some(here), format!("{what}: in lines {before} and {here}."), "Keep one of the two."));
        }
        seen.push((id, field, here));
        columns.push((column, field));
    }
    if columns.is_empty() {
        return Err(problem(None, "no column is mapped.", "Write under [columns] a heading and its field: \"Emp No\" = \"worker_id\"."));
    }
    Ok(Mapping { name: raw.name, based_on, shape, sheet: raw.sheet, header_row: raw.header_row, columns })
}

fn one_of<T: Copy>(word: &Spanned<String>, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().copied().find(|t| name(*t) == word.get_ref());
    found.ok_or_else(|| spelling(word.get_ref(), &all.iter().map(|t| name(*t)).collect::<Vec<_>>()))
}

/// Suggests a field; the whole list is too long for a message and stands in every written mapping.
fn near(word: &str, names: &[&str]) -> String {
    let said = spelling(word, names);
    if said.starts_with("Did") { said } else { "The fields are listed at the end of every mapping that plumbline map writes.".to_owned() }
}

fn named_column(text: &str) -> Option<MappedColumn> {
    let letters = text.strip_prefix("column ").or_else(|| text.strip_prefix("Column "));
    if let Some(position) = letters.and_then(|l| position_of(l.trim())) {
        return Some(MappedColumn::Position(position));
    }
    let heading = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!key(&heading).is_empty()).then_some(MappedColumn::Heading(heading))
}

/// The position, from 0, of column letters: `A` is 0, `AA` 26.
pub(super) fn position_of(letters: &str) -> Option<u16> {
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let number = letters.bytes().fold(0_u32, |n, b| n * 26 + u32::from(b - b'A') + 1);
    u16::try_from(number - 1).ok().filter(|n| *n < 16_384)
}

/// A mapping that cannot be used.
pub(super) fn problem(line: Option<usize>, message: impl Into<String>, fix: impl Into<String>) -> Box<Problem> {
    Box::new(Problem {
        code: "map.not_understood",
        site: line.map_or(Site::File, |l| Site::Line(l as u64)),
        read: message.into(),
        kind: "text",
        expected: "a mapping of columns to fields".into(),
        fix: fix.into(),
        not_checked: NotChecked::File,
    })
}
