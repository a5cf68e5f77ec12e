//! What is wrong with a sheet as a grid of cells.

use super::ProblemCode;
use super::Weight::{Note, Refuse};

/// The entries.
pub(super) const CODES: &[ProblemCode] = &[
    ProblemCode {
        code: "sheet.empty",
        weight: Refuse,
        title: "There are no rows under the headings",
        meaning: "An empty table is not a report of no work.",
        fix: "If nobody worked, file a no-work report for the week; else save the rows and choose the file again.",
        law: "",
    },
    ProblemCode {
        code: "sheet.extent",
        weight: Refuse,
        title: "A cell lies outside the grid or the limit",
        meaning: "An address outside the grid is read differently by different programs.",
        fix: "Copy the payroll into a new sheet and save that.",
        law: "",
    },
    ProblemCode {
        code: "sheet.too_many_rows",
        weight: Refuse,
        title: "The sheet has too many rows",
        meaning: "Reading stops at the limit; nothing of the file is used.",
        fix: "Split the file by week or project.",
        law: "",
    },
    ProblemCode {
        code: "sheet.cell_limit",
        weight: Refuse,
        title: "The sheet has too many cells",
        meaning: "Reading stops at the limit; nothing of the file is used.",
        fix: "Split the file by week or project.",
        law: "",
    },
    ProblemCode {
        code: "sheet.duplicate_cell",
        weight: Refuse,
        title: "One cell is written twice",
        meaning: "Which of the two values counts would depend on the reader.",
        fix: "Save the workbook again in the spreadsheet program, check the cell, and choose the new copy.",
        law: "",
    },
    ProblemCode {
        code: "sheet.cell_order",
        weight: Refuse,
        title: "Cells or rows are out of order",
        meaning: "Rows and cells must follow each other; here they do not.",
        fix: "Save the workbook again in the spreadsheet program and choose the new copy.",
        law: "",
    },
    ProblemCode {
        code: "sheet.hidden_row",
        weight: Note,
        title: "A row is hidden",
        meaning: "The row is read and counts like any other.",
        fix: "Show the row before you sign, or delete it if it does not belong.",
        law: "",
    },
    ProblemCode {
        code: "sheet.hidden_column",
        weight: Note,
        title: "A column is hidden",
        meaning: "The column is read and counts like any other.",
        fix: "Show the column before you sign, or delete it if it does not belong.",
        law: "",
    },
    ProblemCode {
        code: "sheet.merges_late",
        weight: Note,
        title: "Merged cells of a very large sheet were not taken into account",
        meaning: "Merged cells stand behind the rows; in a sheet over 64 MiB they are known only when the rows were already read. Each cell was read by itself.",
        fix: "If merged cells carry names or dates over several rows, split the sheet or fill the cells.",
        law: "",
    },
    ProblemCode {
        code: "cell.bad_reference",
        weight: Refuse,
        title: "A cell points to a text that is not there",
        meaning: "The cell refers to an entry of the text table that does not exist.",
        fix: "Save the workbook again in the spreadsheet program and choose the new copy.",
        law: "",
    },
    ProblemCode {
        code: "cell.text_too_long",
        weight: Refuse,
        title: "A cell holds more text than a cell can",
        meaning: "No spreadsheet program writes a text over 32,767 characters.",
        fix: "Shorten the text of the cell and save again.",
        law: "",
    },
];
