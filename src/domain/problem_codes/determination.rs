//! What is wrong with the text of a wage determination.

use super::ProblemCode;
use super::Weight::{Hold, Note, Refuse};

/// The entries.
pub(super) const CODES: &[ProblemCode] = &[
    ProblemCode {
        code: "determination.not_a_payroll",
        weight: Refuse,
        title: "This is a wage determination, not a payroll",
        meaning: "It says what must be paid. A check needs the payroll that says what was paid.",
        fix: "Name it in the project file under [[wage_determination]]; plumbline read shows what is understood of it.",
        law: "",
    },
    ProblemCode {
        code: "determination.not_read",
        weight: Refuse,
        title: "The text is no general wage determination that can be read",
        meaning: "Only general decisions for construction (Davis-Bacon) are read, one in each file.",
        fix: "Save the text of one general decision from SAM.gov, with its line breaks.",
        law: "",
    },
    ProblemCode {
        code: "determination.line_left_out",
        weight: Hold,
        title: "A line of the wage determination was not understood",
        meaning: "The classifications it touches have no rate here: their workers are answered cannot-tell.",
        fix: "Read the line, and write the rates it touches as a list: classification,level,base_rate,fringe.",
        law: "",
    },
    ProblemCode {
        code: "determination.head_line_left_out",
        weight: Note,
        title: "A line in the head of the wage determination was not understood",
        meaning: "No rate depends on it.",
        fix: "Nothing need be done.",
        law: "",
    },
];
