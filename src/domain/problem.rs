//! A Problem is a cell, row or file that could not be read. Nobody broke the law with a typo.
//!
//! Every Problem has five parts: where, what was read, what was expected, how to fix it, and what was
//! therefore not checked. Cell text is shown to the person who owns the file and never logged.

use super::place::CellRange;
use super::problem_codes::Weight;
use std::borrow::Cow;

/// What could not be checked because of a Problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NotChecked {
    /// The whole file.
    File,
    /// One sheet.
    Sheet,
    /// One row.
    Row,
    /// One cell; the rest of its row is checked.
    Cell,
    /// Everything was checked; the note is for information.
    Nothing,
}

impl NotChecked {
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Sheet => "sheet",
            Self::Row => "row",
            Self::Cell => "cell",
            Self::Nothing => "nothing",
        }
    }
}

/// Where a Problem stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    /// The file as a whole.
    File,
    /// A part of the package, for example `xl/worksheets/sheet1.xml`.
    Part(String),
    /// A sheet by name.
    Sheet(String),
    /// A cell or run of cells of a sheet of the run.
    Cells(CellRange),
    /// A cell named before the run numbered its sheets: sheet name and A1 address.
    Named {
        /// Sheet name; empty in delimited text before it has one.
        sheet: String,
        /// For example `L2` or `3:3` for a row.
        a1: String,
    },
    /// A physical line of delimited text.
    Line(u64),
    /// A site of one of a run's several input files.
    Of {
        /// The file's position in the run's list of inputs.
        input: u16,
        /// Where in that file.
        site: Box<Site>,
    },
}

/// One Problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable code; [`super::problem_codes::find`] knows each.
    pub code: &'static str,
    /// Where.
    pub site: Site,
    /// What was read, masked where it could be personal (see [`mask`]); empty where nothing was.
    pub read: String,
    /// Kind of what was read: `text`, `number`, `boolean`, `error`, `date`, `empty`, …
    pub kind: &'static str,
    /// What was expected, in words.
    pub expected: Cow<'static, str>,
    /// One action that mends it, with the place.
    pub fix: String,
    /// What was not checked.
    pub not_checked: NotChecked,
}

impl Problem {
    /// How heavily it weighs: refuses the file, holds a row or cell, or is only a note.
    pub fn weight(&self) -> Weight {
        super::problem_codes::find(self.code).map_or(Weight::Hold, |c| c.weight)
    }
}

/// Hides runs of four or more digits but their last two, so that a Problem never repeats an
/// identifying number: `000-12-3456` becomes `•••-••-••56`.
pub fn mask(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits < 7 {
        return text.to_owned();
    }
    let mut left = digits;
    text.chars()
        .map(|c| {
            if !c.is_ascii_digit() {
                return c;
            }
            left -= 1;
            if left < 2 { c } else { '•' }
        })
        .collect()
}

/// Hides numbers of nine digits or more but their last two, wherever a sheet is shown as it stands. A fraction is no
/// number of its own: `0.30000000000000004` stays.
pub fn mask_long_numbers(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let digits = letters[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if digits == 0 {
            shown.push(letters[at]);
            at += 1;
            continue;
        }
        let fraction = at >= 2 && letters[at - 1] == '.' && letters[at - 2].is_ascii_digit();
        let hidden = if digits >= 9 && !fraction { digits - 2 } else { 0 };
        shown.extend(letters[at..at + digits].iter().enumerate().map(|(n, c)| if n < hidden { '•' } else { *c }));
        at += digits;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifying_numbers_are_masked_and_hours_are_not() {
        assert_eq!(mask("000-12-3456"), "•••-••-••56");
        assert_eq!(mask("8,5"), "8,5");
        assert_eq!(mask("1,227.56"), "1,227.56");
    }

    #[test]
    fn numbers_of_nine_digits_are_masked_and_dates_and_fractions_are_not() {
        assert_eq!(mask_long_numbers("id 000123456, 2025-03-15"), "id •••••••56, 2025-03-15");
        assert_eq!(mask_long_numbers("0.30000000000000004"), "0.30000000000000004");
        assert_eq!(mask_long_numbers("12345678 00012345678x"), "12345678 •••••••••78x");
    }
}
