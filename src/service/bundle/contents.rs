//! What the members of a bundle hold, beside the bytes that are there as they are.

use serde::{Deserialize, Serialize};

/// The form of a bundle.
pub const SCHEMA: &str = "plumbline.bundle/1";

/// `submission.json`: which week it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submitted {
    /// Its identifier.
    pub id: String,
    /// Number and name of the project.
    pub project: String,
    /// The firm.
    pub contractor: String,
    /// Last day of the work week.
    pub week_ending: String,
    /// From 1.
    pub version: u64,
    /// `payroll` or `no-work`.
    pub kind: String,
    /// What the file was called.
    pub file_name: Option<String>,
    /// Version of the program that checked it.
    pub engine: Option<String>,
    /// When it was taken back, if it was.
    pub withdrawn_at: Option<String>,
}

/// `answers.json`, one of them: what the contractor said to a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The finding.
    pub finding: String,
    /// `corrected`, `will-pay` or `disagree`.
    pub answer: String,
    /// In their own words.
    pub note: String,
    /// SHA-256 of the document.
    pub document: Option<String>,
    /// When.
    pub at: String,
}

/// `corrections.json`, one of them: a cell that was corrected on the page, laid over the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    /// Sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
    /// What stands in the file.
    pub before: String,
    /// What was signed.
    pub after: String,
    /// When.
    pub at: String,
}
