//! What is asked: the file, how it is to be read, and what it is checked against.

use crate::domain::hours_to_date::HoursToDate;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// One file to be read and checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamineRequest {
    /// Where its bytes are.
    pub file: PathBuf,
    /// What the file was called by whoever sent it. Its folders are left off; it is shown, and its ending may claim a kind.
    pub file_name: String,
    /// How much is read.
    #[serde(default)]
    pub limits: LimitsWord,
    /// Bytes the file may have, where the installation allows other than those limits do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_bytes: Option<u64>,
    /// The layout asked for, by its word; left out, it is recognised.
    #[serde(default)]
    pub layout: Option<String>,
    /// A mapping of columns to fields, as TOML.
    #[serde(default)]
    pub mapping: Option<String>,
    /// Cells corrected on the page. The file itself is never touched.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// The project file; what it names stands beside it.
    #[serde(default)]
    pub project_file: Option<PathBuf>,
    /// The day as of which the rules are known.
    #[serde(default, with = "super::day")]
    pub as_of: Option<NaiveDate>,
    /// The week this payroll is for, by its last day; left out, every week of the file is taken.
    #[serde(default, with = "super::day")]
    pub week_ending: Option<NaiveDate>,
    /// The contractor the payroll is for. Rows that name another one are remarked.
    #[serde(default)]
    pub contractor: String,
    /// Hours certified on the project before this week.
    #[serde(default)]
    pub hours_to_date: Option<HoursToDate>,
    /// A folder of rules beside the embedded ones.
    #[serde(default)]
    pub rules_dir: Option<PathBuf>,
}

/// Which set of [`crate::intake::limits::Limits`] holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LimitsWord {
    /// What the server takes of an upload.
    #[default]
    Upload,
    /// One's own files.
    Local,
}

/// A cell corrected on the page: what stands there as if it had been typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Sheet name, as [`super::RowSeen`] and [`super::ProblemSeen`] give it.
    pub sheet: String,
    /// Row of the sheet, from 1.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
    /// The new text; empty to empty the cell.
    pub text: String,
}
