//! What the members of a bundle hold, beside the bytes that are there as they are.

use crate::service::examine::ExamineRequest;
use crate::store::{answers, corrections, sha};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form of a bundle.
pub const SCHEMA: &str = "plumbline.bundle/1";

/// `submission.json`: which week it is. Project and firm stand in the statement, under the names they had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submitted {
    /// Its identifier.
    pub id: String,
    /// The contract of a week without work: its statement names it by digest.
    pub contract: Option<String>,
    /// The upload of a payroll that was read.
    pub upload: Option<String>,
    /// Last day of the work week.
    pub week_ending: String,
    /// From 1.
    pub version: u64,
    /// `payroll` or `no-work`.
    pub kind: String,
    /// When it was taken back, if it was.
    pub withdrawn_at: Option<String>,
}

/// `request.json`: what a reading was asked, and the project it was checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadUnder {
    /// What was asked, without the places its files lay at.
    pub request: ExamineRequest,
    /// The text of the project file.
    pub project: String,
    /// The files it names, by their SHA-256.
    pub project_files: BTreeMap<String, String>,
}

/// The bytes of a reading as the audit log pins them: the SHA-256 of what was asked, of what came of it, and of the
/// listing of the rules.
pub(in crate::service) fn reading_record(request: &[u8], examination: &[u8], listing: &[u8]) -> Vec<u8> {
    format!("{} {} {}", sha::of(request), sha::of(examination), sha::of(listing)).into_bytes()
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

impl Answered {
    /// Its bytes as the audit log pins them.
    pub(super) fn record(&self, week_ending: &str) -> Vec<u8> {
        answers::record(&self.answer, &self.at, self.document.as_deref(), &self.finding, &self.note, week_ending)
    }
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

impl Corrected {
    /// Its bytes as the audit log pins them.
    pub(super) fn record(&self) -> Vec<u8> {
        corrections::record(&self.after, &self.at, &self.before, self.column, self.row, &self.sheet)
    }
}
