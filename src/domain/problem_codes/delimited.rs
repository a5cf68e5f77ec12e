//! What is wrong with delimited text.

use super::ProblemCode;
use super::Weight::{Hold, Note, Refuse};

/// The entries.
pub(super) const CODES: &[ProblemCode] = &[
    ProblemCode {
        code: "csv.encoding",
        weight: Refuse,
        title: "The text is neither UTF-8 nor another encoding that can be told",
        meaning: "Bytes that cannot be read as letters would change names.",
        fix: "Save it as CSV UTF-8 and choose the new file.",
        law: "",
    },
    ProblemCode {
        code: "csv.encoding_guess",
        weight: Hold,
        title: "The encoding had to be guessed",
        meaning: "The text is not UTF-8; it was read as Windows-1252 (Western European). Names with accents must be confirmed.",
        fix: "Look at the names shown; save as CSV UTF-8 to be sure.",
        law: "",
    },
    ProblemCode {
        code: "csv.columns",
        weight: Refuse,
        title: "Lines have different numbers of columns",
        meaning: "A line with a missing or extra column shifts every figure after it.",
        fix: "Correct the lines named and choose the file again.",
        law: "",
    },
    ProblemCode {
        code: "csv.quote",
        weight: Refuse,
        title: "A quotation mark is never closed",
        meaning: "Everything after it would be one field.",
        fix: "Close the quotation mark on the line named.",
        law: "",
    },
    ProblemCode {
        code: "csv.line_too_long",
        weight: Refuse,
        title: "A line or field is longer than the limit",
        meaning: "No payroll line is that long.",
        fix: "Save the file again with one row a line.",
        law: "",
    },
    ProblemCode {
        code: "csv.control_character",
        weight: Refuse,
        title: "The text holds control characters",
        meaning: "Bytes such as NUL do not occur in payroll text.",
        fix: "Save the file again as CSV UTF-8.",
        law: "",
    },
    ProblemCode {
        code: "csv.second_table",
        weight: Note,
        title: "A second table stands below the first",
        meaning: "Its headings differ, so its rows are not read as rows of the first.",
        fix: "Save the second table as a file of its own.",
        law: "",
    },
];
