//! The general way through one cell: any shape that is well formed, and the words for those that are not.

use super::SheetStream;
use crate::domain::problem::Problem;
use crate::intake::batch::CellKind;
use crate::intake::gather::{GRID_COLUMNS, Put};
use crate::intake::xlsx::address;
use crate::intake::xlsx::shared_strings::item_text;
use crate::intake::xlsx::tokens::Event;
use crate::intake::xlsx::tokens::entities::resolve_escapes;

/// The `t` of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Inline,
    Text,
    Boolean,
    Error,
    Date,
    Unknown,
}

/// What was found inside a cell.
#[derive(Clone, Copy, Default)]
struct Inside {
    value: bool,
    inline: bool,
    formula: bool,
    external: bool,
}

enum Child {
    Value,
    Inline,
    Formula,
    Extension,
    Other,
}

impl SheetStream {
    /// Reads the cell whose start tag was just read.
    pub(super) fn general_cell(&mut self) -> Result<(), Box<Problem>> {
        let column = self.position()?;
        let style = match self.tokens.attribute(b"s") {
            Some(digits) => std::str::from_utf8(digits).ok().and_then(|d| d.parse().ok()),
            None => Some(0),
        };
        let format = style.and_then(|style| self.shared.format(style));
        let format = format.ok_or_else(|| self.rows.at_cell("xml.malformed", column, "", "a style of the workbook"))?;
        let kind = Kind::of(self.tokens.attribute(b"t"));
        let inside = self.children(column)?;
        if inside.inline != (kind == Kind::Inline) && !self.value.is_empty() {
            return Err(self.rows.at_cell("xml.malformed", column, "", "a value of the kind the cell declares"));
        }
        let put = Put { column, kind: CellKind::Text, format, formula: inside.formula, external: inside.external };
        self.settle(kind, inside, put)
    }

    /// The cell's column; its row must be the row it stands in.
    fn position(&mut self) -> Result<u16, Box<Problem>> {
        let column = match self.tokens.attribute(b"r") {
            Some(text) => {
                let (row, column) = address::cell(text).ok_or_else(|| self.rows.outside(text))?;
                if row != self.rows.row() {
                    let a1 = String::from_utf8_lossy(text).into_owned();
                    return Err(self.rows.at_cell("sheet.cell_order", column, a1, "cells in the row of their address"));
                }
                column
            }
            None => self.rows.next_column(),
        };
        if column >= GRID_COLUMNS {
            return Err(self.rows.outside(b""));
        }
        if !self.rows.comes_next(column) {
            return Err(self.rows.out_of_order(column));
        }
        self.rows.advance(column);
        Ok(column)
    }

    fn children(&mut self, column: u16) -> Result<Inside, Box<Problem>> {
        let mut inside = Inside::default();
        self.value.clear();
        loop {
            match self.tokens.next()? {
                Event::Start => match child(self.tokens.local()) {
                    Child::Value if !inside.value && !inside.inline => {
                        inside.value = true;
                        self.tokens.element_text(&mut self.value)?;
                    }
                    Child::Inline if !inside.value && !inside.inline => {
                        inside.inline = true;
                        item_text(&mut self.tokens, &mut self.value)?;
                    }
                    Child::Formula if !inside.formula => {
                        inside.formula = true;
                        inside.external = self.formula()?;
                    }
                    Child::Extension => self.tokens.skip_element()?,
                    // A second value, or something unknown: which one counts would depend on the reader.
                    _ => return Err(self.rows.at_cell("xml.malformed", column, "", "one value in a cell")),
                },
                Event::End => return Ok(inside),
                Event::Text if self.tokens.is_blank() => {}
                Event::Text | Event::Done => return Err(self.tokens.malformed()),
            }
        }
    }

    /// Reads a formula; tells whether it refers to another workbook. A cell that shares the formula of
    /// another cell repeats only the number of the group.
    fn formula(&mut self) -> Result<bool, Box<Problem>> {
        let shared = self.tokens.attribute(b"t") == Some(b"shared");
        let group = self.tokens.attribute(b"si").filter(|_| shared);
        let group = group.and_then(|si| std::str::from_utf8(si).ok()?.parse::<u32>().ok());
        self.formula.clear();
        self.tokens.element_text(&mut self.formula)?;
        let external = refers_outside(&self.formula);
        match group {
            Some(group) if external => {
                self.external_groups.insert(group);
                Ok(true)
            }
            Some(group) => Ok(self.external_groups.contains(&group)),
            None => Ok(external),
        }
    }

    /// Makes one raw cell of what was read, or none if there is no value.
    fn settle(&mut self, kind: Kind, inside: Inside, mut put: Put) -> Result<(), Box<Problem>> {
        let empty = self.value.is_empty();
        let text_result = kind == Kind::Text && inside.value;
        // A program that does not calculate saves zero or nothing for every formula and asks to be
        // calculated on opening: such a zero is not a figure.
        let placeholder = self.shared.calculate_on_load && (empty || self.value == b"0");
        if inside.formula && (placeholder || (empty && !text_result)) {
            put.kind = CellKind::FormulaWithoutValue;
            return self.rows.put(put, b"");
        }
        if empty {
            return Ok(());
        }
        self.rows.formulas += u64::from(inside.formula);
        put.kind = match kind {
            Kind::Number => CellKind::Number,
            Kind::Inline => CellKind::Text,
            Kind::Error => CellKind::Error,
            Kind::Date => CellKind::IsoDate,
            Kind::Unknown => CellKind::UnknownType,
            Kind::Text => {
                resolve_escapes(&mut self.value, 0);
                CellKind::Text
            }
            Kind::Boolean => match truth(&self.value) {
                Some(truth) => {
                    self.value = truth.to_vec();
                    CellKind::Boolean
                }
                None => CellKind::UnknownType,
            },
            Kind::Shared => {
                let index = index(&self.value);
                let text = index.and_then(|index| self.shared.texts.get(index));
                let Some(text) = text else {
                    let expected = "a text of the workbook's table of texts";
                    return Err(self.rows.at_cell("cell.bad_reference", put.column, "", expected));
                };
                return if text.is_empty() { Ok(()) } else { self.rows.put(put, text.as_bytes()) };
            }
        };
        self.rows.put(put, &self.value)
    }
}

impl Kind {
    fn of(word: Option<&[u8]>) -> Self {
        match word {
            None | Some(b"n") => Self::Number,
            Some(b"s") => Self::Shared,
            Some(b"inlineStr") => Self::Inline,
            Some(b"str") => Self::Text,
            Some(b"b") => Self::Boolean,
            Some(b"e") => Self::Error,
            Some(b"d") => Self::Date,
            Some(_) => Self::Unknown,
        }
    }
}

fn child(local: Option<&[u8]>) -> Child {
    match local {
        Some(b"v") => Child::Value,
        Some(b"is") => Child::Inline,
        Some(b"f") => Child::Formula,
        Some(b"extLst") => Child::Extension,
        _ => Child::Other,
    }
}

/// Digits only; a sign or a space is not an index.
fn index(value: &[u8]) -> Option<u32> {
    let digits = value.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(value).ok().filter(|_| digits)?.parse().ok()
}

fn truth(value: &[u8]) -> Option<&'static [u8]> {
    match value.trim_ascii() {
        b"1" | b"true" => Some(b"1"),
        b"0" | b"false" => Some(b"0"),
        _ => None,
    }
}

/// `[1]Sheet1!A1` or `'[1]Sheet 1'!A1`: a number in brackets that no table name stands before.
fn refers_outside(formula: &[u8]) -> bool {
    memchr::memchr_iter(b'[', formula).any(|at| {
        let before = at.checked_sub(1).and_then(|b| formula.get(b));
        let named = before.is_some_and(|&b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'[' | b']') || b >= 0x80);
        let rest = formula.get(at + 1..).unwrap_or_default();
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        !named && digits > 0 && rest.get(digits) == Some(&b']')
    })
}
