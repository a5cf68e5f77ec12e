//! The shape of a file: its headings, by which the same kind of file is known next week, and the mapping that a
//! person's choice of columns makes.

use super::{ColumnSeen, Examination};
use crate::domain::field::Field;
use crate::domain::place::column_letters;
use crate::domain::run::ColumnUse;
use crate::intake::layout::{Need, PAYROLL_NEEDS};
use crate::intake::table::heading::key;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// SHA-256 of the headings in order, so that the same shape is known again. Letter case, blanks and punctuation do not
/// count, and digits only as digits: day columns headed by their dates keep their shape from week to week.
pub(super) fn of_columns(columns: &[ColumnUse]) -> String {
    fingerprint(columns.iter().map(|c| c.heading.as_str()))
}

/// SHA-256 of headings in the order of their columns.
pub fn fingerprint<'h>(headings: impl IntoIterator<Item = &'h str>) -> String {
    let mut hash = Sha256::new();
    for heading in headings {
        let mut last = ' ';
        let mut text = String::new();
        for c in key(heading).chars().map(|c| if c.is_ascii_digit() { '#' } else { c }) {
            if !(c == '#' && last == '#') {
                text.push(c);
            }
            last = c;
        }
        hash.update(text.as_bytes());
        hash.update([b'\n']);
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
