//! In what encoding a text stands. UTF-8 and marked UTF-16 are certain; Windows-1252 is a guess the
//! user must confirm; anything else is refused, so that no name is changed in silence.

use super::dialect::Dialect;
use super::refuse;
use crate::domain::place::column_letters;
use crate::domain::problem::{NotChecked, Problem, Site};
use std::borrow::Cow;

/// An encoding that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Windows1252 => "Windows-1252, guessed",
        }
    }

    /// The first `limit` bytes as text, for detection only.
    pub(super) fn decode_sample(self, bytes: &[u8], limit: usize) -> String {
        let bytes = &bytes[..bytes.len().min(limit)];
        let encoding = match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
        };
        encoding.decode(bytes).0.into_owned()
    }
}

/// Settles the encoding from the beginning of the file (the whole of it where it is small).
pub(super) fn decide(sample: &[u8]) -> Result<Encoding, Box<Problem>> {
    if sample.starts_with(&[0xFF, 0xFE]) {
        return Ok(Encoding::Utf16Le);
    }
    if sample.starts_with(&[0xFE, 0xFF]) {
        return Ok(Encoding::Utf16Be);
    }
    match std::str::from_utf8(sample) {
        Ok(_) => Ok(Encoding::Utf8),
        // A letter cut in half at the end of the sample.
        Err(e) if e.error_len().is_none() && sample.len() - e.valid_up_to() < 4 => Ok(Encoding::Utf8),
        Err(_) if looks_western(sample) => Ok(Encoding::Windows1252),
        Err(e) => {
            let line = 1 + memchr::memchr_iter(b'\n', &sample[..e.valid_up_to()]).count() as u64;
            Err(refuse("csv.encoding", Site::Line(line), format!("bytes on line {line} that are not UTF-8"), "text in UTF-8"))
        }
    }
}

/// True if every byte over 127 is a letter or mark that Western European payrolls use, so that reading
/// it as Windows-1252 is a sensible guess. `ÿ`, `þ`, `€` and the like are far likelier to be damage.
fn looks_western(sample: &[u8]) -> bool {
    sample.iter().all(|&b| match b {
        0..=0x7F => true,
        0x85 | 0x8A | 0x8E | 0x91..=0x97 | 0x9A | 0x9E | 0xA0 | 0xA1 | 0xAA | 0xB0 | 0xBA | 0xBF => true,
        0xD0 | 0xD7 | 0xDE | 0xF0 | 0xF7 | 0xFE | 0xFF => false,
        0xC0..=0xFD => true,
        _ => false,
    })
}

/// The Problem that asks to confirm a guessed encoding, at the first cell that depends on the guess.
pub(super) fn guess_note(encoding: Encoding, sample: &[u8], dialect: Dialect, sheet: &str) -> Option<Problem> {
    if encoding != Encoding::Windows1252 {
        return None;
    }
    let at = sample.iter().position(|b| *b > 0x7F)?;
    let line_start = sample[..at].iter().rposition(|b| *b == dialect.line_end).map_or(0, |p| p + 1);
    let line = 1 + memchr::memchr_iter(dialect.line_end, &sample[..at]).count();
    let column = sample[line_start..at].iter().filter(|b| **b == dialect.delimiter).count();
    let field = sample[..at].iter().rposition(|b| [dialect.delimiter, dialect.line_end].contains(b)).map_or(0, |p| p + 1);
    let end = sample[at..].iter().position(|b| [dialect.delimiter, b'\r', b'\n'].contains(b)).map_or(sample.len(), |p| at + p);
    let shown = encoding.decode_sample(&sample[field..end], 120);
    let a1 = format!("{}{line}", column_letters(u16::try_from(column).unwrap_or(u16::MAX)));
    Some(Problem {
        code: "csv.encoding_guess",
        site: Site::Named { sheet: sheet.to_owned(), a1: a1.clone() },
        read: crate::domain::problem::mask(&shown),
        kind: "text",
        expected: Cow::Borrowed("text in UTF-8"),
        fix: format!("Look at {a1}: if it reads {shown}, save the file as CSV UTF-8 and choose it again; if not, correct it."),
        not_checked: NotChecked::Nothing,
    })
}
