//! What came of it: everything a person is shown before signing.

use super::{FindingSeen, KeptLine};
use crate::domain::problem_codes;
use serde::{Deserialize, Serialize};

/// One reading and checking of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examination {
    /// How far it came.
    pub outcome: OutcomeWord,
    /// The file.
    pub input: InputSeen,
    /// SHA-256 of the headings, by which the same shape is known next week; none where no headings were found.
    pub shape: Option<String>,
    /// How every column was understood; where a person must choose, what there is to choose from.
    pub columns: Vec<ColumnSeen>,
    /// Sheets of the file in order, those that were not read as well.
    pub sheets_seen: Vec<String>,
    /// What could not be read.
    pub problems: Vec<ProblemSeen>,
    /// What was read and deserves a word.
    pub notes: Vec<NoteSeen>,
    /// The row ledger.
    pub rows: RowsSeen,
    /// The rows of the tables as they stand, corrections laid over them.
    pub sheet_rows: Vec<RowSeen>,
    /// The lines of the week.
    pub lines: Vec<KeptLine>,
    /// The bytes of `plumbline check --format json` for the same file, corrections laid over it; empty where the file was refused before any rule was chosen.
    pub report: String,
    /// What the checks saw.
    pub findings: Vec<FindingSeen>,
    /// How often each answer was given.
    pub counts: CountsSeen,
    /// Back wages in all, in dollars and cents.
    pub owed_total: String,
    /// Back wages by worker, largest first.
    pub owed_by_worker: Vec<OwedTo>,
    /// Policies that took part.
    pub rules: Vec<RuleSeen>,
    /// Remarks about the run itself.
    pub remarks: Vec<String>,
}

/// How far a reading came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeWord {
    /// The file as a whole is not used.
    #[default]
    Refused,
    /// A person must say what its columns hold.
    Columns,
    /// It was read and checked. Single cells may still stop the signing.
    Examined,
}

impl OutcomeWord {
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Columns => "columns",
            Self::Examined => "examined",
        }
    }
}

/// The file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputSeen {
    /// Its name without folders.
    pub name: String,
    /// SHA-256 of its bytes; empty where they could not be read.
    pub sha256: String,
    /// What it really is, in words; empty where that was not found out.
    pub kind: String,
    /// Layout of its first table.
    pub layout: Option<String>,
    /// Sheet of its first table.
    pub sheet: Option<String>,
    /// Row of the headings, from 1.
    pub header_row: Option<u32>,
}

/// One column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSeen {
    /// Sheet name.
    pub sheet: String,
    /// Column, from 0.
    pub column: u16,
    /// Its letters: `L`.
    pub letter: String,
    /// Heading as read, stacked headings joined with ` / `.
    pub heading: String,
    /// The field it was read as; none for a column that is not used.
    pub field: Option<String>,
    /// How it was matched: `exact`, `alias`, `mapping`, `close-spelling`, `not-used`, ….
    pub how: String,
    /// A field whose name is close to the heading, proposed and not used.
    pub proposed: Option<String>,
    /// The first three cells that hold something, as they stand. Numbers of nine digits are masked.
    pub first_values: Vec<String>,
    /// Cells below the heading that were read.
    pub readable: u64,
    /// Cells that hold nothing, in rows that hold something.
    pub blank: u64,
    /// Cells a Problem names.
    pub unreadable: u64,
}

/// One Problem: where, what was read, what was expected, what mends it, what was not checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProblemSeen {
    /// Stable code.
    pub code: String,
    /// Sheet name, where it is in a sheet.
    pub sheet: Option<String>,
    /// Row of the sheet or line of the text, from 1.
    pub row: Option<u32>,
    /// Column, from 0.
    pub column: Option<u16>,
    /// The cell: `F12`.
    pub cell: Option<String>,
    /// The place as the command line prints it: `Payroll!F12`.
    pub r#where: String,
    /// What was read, masked where it could be personal.
    pub read: String,
    /// Kind of what was read.
    pub kind: String,
    /// What was expected.
    pub expected: String,
    /// One action that mends it.
    pub fix: String,
    /// What was not checked: `file`, `sheet`, `row`, `cell`, `nothing`.
    pub not_checked: String,
    /// What the catalogue calls it.
    pub text: String,
    /// It stops the signing.
    pub blocks: bool,
}

/// What was read and deserves a word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteSeen {
    /// Stable code.
    pub code: String,
    /// Sheet name, where it is in a sheet.
    pub sheet: Option<String>,
    /// Row, from 1.
    pub row: Option<u32>,
    /// Column, from 0.
    pub column: Option<u16>,
    /// The place as the command line prints it.
    pub r#where: String,
    /// What was read.
    pub read: String,
    /// What the catalogue calls it.
    pub text: String,
}

/// The row ledger: every row is used, of another project, or named with the reason why it is not used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowsSeen {
    /// Rows below the headings.
    pub read: u64,
    /// Rows used.
    pub used: u64,
    /// Rows of another project.
    pub outside: u64,
    /// Rows not used.
    pub not_used: Vec<RowNotUsed>,
}

/// A row that was read and not used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowNotUsed {
    /// Sheet name.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Why, by the word of [`crate::domain::run::WhyNotUsed`].
    pub why: String,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowSeen {
    /// Sheet name.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Its cells. Only used columns; empty cells are left out.
    pub cells: Vec<CellText>,
    /// Why the row is not used, where it is not.
    pub why_not_used: Option<String>,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellText {
    /// Column, from 0.
    pub column: u16,
    /// At most two hundred characters; numbers of nine digits are masked.
    pub text: String,
}

/// How often each answer was given, over all checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountsSeen {
    /// Met.
    pub met: u64,
    /// Not met.
    pub not_met: u64,
    /// Cannot tell.
    pub cannot_tell: u64,
    /// Not applicable.
    pub not_applicable: u64,
}

/// Back wages of one worker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwedTo {
    /// Worker, as the payroll identifies them.
    pub worker: String,
    /// Contractor.
    pub contractor: String,
    /// Dollars and cents.
    pub owed: String,
    /// Weeks in which something is owed.
    pub weeks: u32,
}

/// A policy that took part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSeen {
    /// Path in `rules/` without its ending.
    pub id: String,
    /// Title.
    pub title: String,
    /// `sha256:…` of its text.
    pub digest: String,
}

impl Examination {
    /// A file that was refused before anything of it was read: its name, the code of the Problem, what was seen, what it should
    /// have been.
    pub fn refused(name: &str, code: &'static str, read: &str, expected: &str) -> Self {
        let (title, fix) = problem_codes::find(code).map_or(("", ""), |entry| (entry.title, entry.fix));
        let problem = ProblemSeen {
            code: code.to_owned(),
            r#where: name.to_owned(),
            read: read.to_owned(),
            expected: expected.to_owned(),
            fix: fix.to_owned(),
            text: title.to_owned(),
            not_checked: "file".to_owned(),
            blocks: true,
            ..ProblemSeen::default()
        };
        let mut refused = Self { outcome: OutcomeWord::Refused, problems: vec![problem], ..Self::default() };
        refused.input.name = name.to_owned();
        refused
    }

    /// The one text of it: what is kept, and what its digest is taken of.
    ///
    /// # Errors
    /// None that can arise: every part is text, number, list or object.
    pub fn canonical(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }

    /// Problems that stop the signing.
    pub fn blocking(&self) -> impl Iterator<Item = &ProblemSeen> {
        self.problems.iter().filter(|p| p.blocks)
    }

    /// Findings that are not met or cannot be told: those that need an answer.
    pub fn open(&self) -> impl Iterator<Item = &FindingSeen> {
        self.findings.iter().filter(|f| f.is_open())
    }

    /// Whether everything that stops a signature is out of the way. Findings never stop it.
    pub fn can_sign(&self) -> bool {
        self.outcome == OutcomeWord::Examined && self.blocking().next().is_none()
    }
}
