//! Cells about the worker: who, which level, and what the worker said of themselves.

use super::slots::Slot;
use super::{LineBatch, LineReader, Note};
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::Gender;
use crate::domain::problem::NotChecked;
use crate::domain::vocabulary;
use crate::intake::batch::{CellKind, RawCell};
use crate::intake::value::number::{self, Millionths};
use crate::intake::value::text as letters;

impl LineReader<'_> {
    pub(super) fn about_worker(&mut self, slot: Slot, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) {
        match slot {
            Slot::Name(part) => self.name_part(part, cell, text, row, out),
            Slot::WorkerId => {
                self.buffer.id = match whole_number(cell, text) {
                    Some(whole) => names.intern(&whole),
                    None => self.worker_id(cell, text, row, names, out),
                };
            }
            Slot::Ssn => self.ssn(cell, text, row, names, out),
            Slot::Zip => self.buffer.line.zip = self.zip(cell, text, row, names, out),
            Slot::Tier => {
                self.buffer.line.tier = {
                    let text = letters::trimmed(text);
                    text.strip_suffix(".0").unwrap_or(text).parse().ok()
                }
            }
            Slot::Level => {
                let trimmed = letters::trimmed(text);
                if !trimmed.is_empty() {
                    self.buffer.line.level = vocabulary::level(trimmed);
                    if self.buffer.line.level.is_none() {
                        let expected = "J for journeyworker or RA for registered apprentice";
                        self.hold("level-not-known", cell, text, row, expected, NotChecked::Cell, out);
                    }
                }
            }
            Slot::Gender => self.buffer.line.gender = vocabulary::gender(text).unwrap_or(Gender::Unknown),
            Slot::Resident => self.buffer.line.resident = self.yes_no(cell, text, row, out),
            Slot::PersonOfColor => self.buffer.line.person_of_color = self.yes_no(cell, text, row, out),
            Slot::LineMark => self.mark(text),
            Slot::HomeAddress => self.not_needed("pii.address", cell, text, row, out),
            Slot::Contact => self.not_needed("pii.contact", cell, text, row, out),
            _ => {}
        }
    }

    /// Payrolls list the same workers in the same order week after week, so the worker who followed last
    /// time is tried first; that also reads the table of names in order.
    fn worker_id(&mut self, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) -> Sym {
        let before = self.memo.last_worker;
        let guess = self.memo.followed_by.get(before.index()).copied().unwrap_or(Sym::NONE);
        if !guess.is_none() && names.text(guess) == text {
            self.memo.last_worker = guess;
            return guess;
        }
        let id = self.keep(cell, text, row, names, out);
        // Only a text that is its own name and deserves no word may be recognised this way.
        let simple = text.is_ascii() && names.text(id) == text && letters::is_plain(text);
        if self.memo.followed_by.len() <= before.index() {
            self.memo.followed_by.resize(before.index() + 1, Sym::NONE);
        }
        self.memo.followed_by[before.index()] = if simple { id } else { Sym::NONE };
        self.memo.last_worker = id;
        id
    }

    /// A column headed as a Social Security number may hold at most four digits of it. More than four,
    /// dashed or not, is a full one (leading zeros are lost where a sheet holds it as a number).
    fn ssn(&mut self, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) {
        let digits: String = text.trim_end_matches(".0").chars().filter(char::is_ascii_digit).collect();
        if digits.len() > 4 {
            self.hold("pii.full_ssn", cell, "", row, "at most the last four digits", NotChecked::File, out);
        } else if !digits.is_empty() {
            let shown = if cell.kind == CellKind::Number { format!("{digits:0>4}") } else { digits };
            self.buffer.ssn4 = names.intern(&shown);
        }
    }

    /// Addresses and contact data are not read; an upload that holds them is refused.
    fn not_needed(&mut self, code: &'static str, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) {
        if text.trim().is_empty() {
            return;
        }
        if self.limits.refuse_contact_data {
            self.hold(code, cell, "", row, "a payroll without home addresses and contact data", NotChecked::File, out);
        } else {
            out.notes.push(Note { code: "pii.not_read", row, column: cell.column });
        }
    }

    /// Five digits, leading zeros restored where a sheet lost them.
    fn zip(&mut self, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) -> Sym {
        let trimmed = letters::trimmed(text);
        let trimmed = trimmed.strip_suffix(".0").unwrap_or(trimmed);
        if trimmed.len() < 5 && !trimmed.is_empty() && trimmed.bytes().all(|b| b.is_ascii_digit()) {
            return names.intern(&format!("{trimmed:0>5}"));
        }
        self.keep(cell, trimmed, row, names, out)
    }
}

/// An identifying number that a sheet holds as a number: `1111.0` is `1111`.
pub(super) fn whole_number(cell: &RawCell, text: &str) -> Option<String> {
    if cell.kind != CellKind::Number {
        return None;
    }
    match number::marked(text).ok()?.millionths() {
        Millionths::Exact(micros) if micros % 1_000_000 == 0 => Some((micros / 1_000_000).to_string()),
        _ => None,
    }
}
