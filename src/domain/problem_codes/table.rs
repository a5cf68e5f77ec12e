//! What is wrong with a table: its headings, columns and rows.

use super::ProblemCode;
use super::Weight::{Hold, Note, Refuse};

/// The entries.
pub(super) const CODES: &[ProblemCode] = &[
    ProblemCode {
        code: "header.not_found",
        weight: Refuse,
        title: "The row with the column names was not found",
        meaning: "No row of the file holds enough headings that are understood.",
        fix: "Give the columns headings as in the template (plumbline template payroll), or map them once with plumbline map.",
        law: "",
    },
    ProblemCode {
        code: "header.missing",
        weight: Refuse,
        title: "A column that is needed is missing",
        meaning: "Without it no line can be checked.",
        fix: "Add the column, or map the one that holds it with plumbline map.",
        law: "",
    },
    ProblemCode {
        code: "header.duplicate",
        weight: Refuse,
        title: "Two columns have the same heading",
        meaning: "Which of the two counts is not guessed.",
        fix: "Rename one of the two columns.",
        law: "",
    },
    ProblemCode {
        code: "header.ambiguous",
        weight: Refuse,
        title: "Two columns were understood as the same field",
        meaning: "Which of the two counts is not guessed.",
        fix: "Rename one of the two, or map them with plumbline map.",
        law: "",
    },
    ProblemCode {
        code: "row.column_meaning",
        weight: Note,
        title: "A column was not used",
        meaning: "Its heading is not known; nothing in it is checked.",
        fix: "Map it with plumbline map if it matters.",
        law: "",
    },
    ProblemCode {
        code: "row.no_worker",
        weight: Hold,
        title: "A row has hours or pay and no worker",
        meaning: "The hours cannot be counted for anybody.",
        fix: "Write the worker in the row, or delete it.",
        law: "",
    },
    ProblemCode {
        code: "row.no_week",
        weight: Hold,
        title: "A row has no week ending",
        meaning: "Rates change on a day, so the day must be known.",
        fix: "Write the week ending date in the row.",
        law: "",
    },
    ProblemCode {
        code: "row.second_line",
        weight: Hold,
        title: "The second line of a worker is missing or out of place",
        meaning: "The form gives each worker two lines; here one of them is not where it belongs.",
        fix: "Put the straight-time and overtime lines of the worker under each other.",
        law: "",
    },
    ProblemCode {
        code: "days.outside_week",
        weight: Hold,
        title: "A day lies outside the week",
        meaning: "Work on that day belongs on another payroll.",
        fix: "Move the hours to the payroll of their week.",
        law: "",
    },
    ProblemCode {
        code: "totals.differ",
        weight: Hold,
        title: "The days do not add up to the total",
        meaning: "Either a day or the total is wrong; it is not guessed which.",
        fix: "Correct the day or the total.",
        law: "",
    },
    ProblemCode {
        code: "totals.row_differs",
        weight: Note,
        title: "A totals row differs from the sum of its rows",
        meaning: "The rows are used; the totals row is not.",
        fix: "Compare the totals row with the rows above it.",
        law: "",
    },
    ProblemCode {
        code: "map.not_understood",
        weight: Refuse,
        title: "The mapping file cannot be read",
        meaning: "The mapping must name columns and known fields.",
        fix: "Write the mapping anew with plumbline map FILE --save NAME.",
        law: "",
    },
];
