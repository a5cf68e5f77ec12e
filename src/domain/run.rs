//! A Run: one reading and checking of one set of files under one set of rules.
//!
//! It holds everything a report shows, so that no report recomputes anything.

use super::finding::Finding;
use super::names::Names;
use super::outcome::Outcome;
use super::problem::Problem;
use super::quantity::Money;
use super::quoted::QuotedRow;
use super::wage_determination::WageDetermination;
use chrono::NaiveDate;

/// Why a row was read and not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WhyNotUsed {
    /// A totals or subtotal row.
    TotalRow,
    /// A repeated heading.
    HeadingRow,
    /// No cell holds anything.
    BlankRow,
    /// An unused worker block of a form.
    BlankBlock,
    /// A title, note or signature outside the table.
    NoteRow,
    /// A second table below the first.
    SecondTable,
    /// A line repeated letter by letter: its hours count once.
    Repeated,
    /// Another project's row.
    OutsideProject,
    /// A row of another week than the one the payroll is for.
    OtherWeek,
    /// Held: a Problem names the cell.
    Problem,
}

impl WhyNotUsed {
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::TotalRow => "total-row",
            Self::HeadingRow => "heading-row",
            Self::BlankRow => "blank-row",
            Self::BlankBlock => "blank-block",
            Self::NoteRow => "note-row",
            Self::SecondTable => "second-table",
            Self::Repeated => "repeated",
            Self::OutsideProject => "outside-project",
            Self::OtherWeek => "other-week",
            Self::Problem => "problem",
        }
    }
}

/// One row that was read and not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotUsed {
    /// Sheet row or physical line.
    pub row: u32,
    /// Why.
    pub why: WhyNotUsed,
}

/// How one column was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnUse {
    /// Column, from 0.
    pub column: u16,
    /// Row of the heading, from 1.
    pub row: u32,
    /// Heading as read, stacked headings joined with ` / `.
    pub heading: String,
    /// Field it was read as; `None` for a column that is not used.
    pub field: Option<String>,
    /// How it was matched: `alias`, `exact`, `position`, `mapping`, `close-spelling`, `not-used`, ….
    pub how: &'static str,
}

/// One table that was read: a sheet, or a delimited file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetReading {
    /// Sheet name; for delimited text the file's name without its ending, as spreadsheets show it.
    pub sheet: String,
    /// Layout it was read as.
    pub layout: &'static str,
    /// Row of the headings, from 1.
    pub header_row: u32,
    /// How each column was understood.
    pub columns: Vec<ColumnUse>,
    /// Rows read, headings and rows above them not counted.
    pub rows_read: u64,
    /// Rows used.
    pub rows_used: u64,
    /// Rows of another project.
    pub rows_outside: u64,
    /// Rows not used, and why.
    pub not_used: Vec<NotUsed>,
}

/// One input file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputReading {
    /// Name without its folders.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What the file really is: `xlsx`, `xls`, `delimited text, comma, UTF-8`, ….
    pub kind: String,
    /// Index of its first sheet in [`Run::sheets`].
    pub first_sheet: u16,
    /// How many sheets of it were read.
    pub sheet_count: u16,
    /// What was understood, where it is a wage determination and was only to be read.
    pub determination: Option<Box<WageDetermination>>,
}

/// A policy that took part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRule {
    /// Path in `rules/` without its ending.
    pub id: String,
    /// Title.
    pub title: String,
    /// `sha256:…` of its text.
    pub digest: String,
    /// Where it came from, if not embedded.
    pub overlay: bool,
}

/// How often each answer was given, for one check of one policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Met.
    pub met: u64,
    /// Not met.
    pub not_met: u64,
    /// Cannot tell.
    pub cannot_tell: u64,
    /// Not applicable.
    pub not_applicable: u64,
}

impl Counts {
    /// Counts one answer.
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Met => self.met += 1,
            Outcome::NotMet => self.not_met += 1,
            Outcome::CannotTell => self.cannot_tell += 1,
            Outcome::NotApplicable => self.not_applicable += 1,
        }
    }

    /// An answer that was counted turned out to be another one.
    pub fn recount(&mut self, before: Outcome, after: Outcome) {
        let counted = match before {
            Outcome::Met => &mut self.met,
            Outcome::NotMet => &mut self.not_met,
            Outcome::CannotTell => &mut self.cannot_tell,
            Outcome::NotApplicable => &mut self.not_applicable,
        };
        if before != after && *counted > 0 {
            *counted -= 1;
            self.count(after);
        }
    }
}
impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.met += other.met;
        self.not_met += other.not_met;
        self.cannot_tell += other.cannot_tell;
        self.not_applicable += other.not_applicable;
    }
}

/// The counts of one check of one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckCounts {
    /// Index into [`Run::rules`].
    pub rule: u16,
    /// Name of the check.
    pub check: &'static str,
    /// The counts.
    pub counts: Counts,
}

/// Back wages of one worker over the run: what the findings' `owed` come to, week by week rounded once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerOwed {
    /// Worker, as the payroll identifies them.
    pub worker: String,
    /// Contractor.
    pub contractor: String,
    /// Dollars and cents.
    pub owed: Money,
    /// Weeks in which something is owed.
    pub weeks: u32,
}

/// One reading and checking.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// What was known when: rules published after this day are not used.
    pub as_of: Option<NaiveDate>,
    /// Project number, if a project file was given.
    pub project: Option<String>,
    /// Input files, in the order given.
    pub inputs: Vec<InputReading>,
    /// Tables read.
    pub sheets: Vec<SheetReading>,
    /// Policies that took part.
    pub rules: Vec<RunRule>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Rows shown beside Problems and findings about them, by sheet and row: not every one, only those a
    /// person is shown first.
    pub quoted: Vec<QuotedRow>,
    /// What was read and deserves a word: hidden rows, text dates, ….
    pub notes: Vec<Problem>,
    /// What the checks saw, in a fixed order.
    pub findings: Vec<Finding>,
    /// Every check of every policy, findings shown or not.
    pub counts: Vec<CheckCounts>,
    /// Back wages per worker, largest first.
    pub owed: Vec<WorkerOwed>,
    /// Back wages in total: the sum of `owed`.
    pub owed_total: Money,
    /// Remarks about the run itself: no project file, rows naming another project, ….
    pub remarks: Vec<String>,
    /// The table of names that the findings' symbols belong to.
    pub names: Names,
}
