//! What goes over the wire. Numbers are decimal strings, weeks are named by their last day, moments are in UTC.

use crate::service::Id;
use serde::Serialize;
use utoipa::ToSchema;

/// A project.
#[derive(Serialize, ToSchema)]
pub struct Project {
    /// Its identifier.
    pub id: String,
    /// Its number at the agency.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The contract by which the asking firm works on it; none for the agency.
    pub contract: Option<String>,
}

/// A firm's part in a project.
#[derive(Serialize, ToSchema)]
pub struct Contractor {
    /// The contract.
    pub contract: String,
    /// The firm's name.
    pub name: String,
    /// 0 is the main contractor, 1 its subcontractors, and so on.
    pub tier: u8,
    /// The contract above.
    pub above: Option<String>,
    /// First day of work.
    #[schema(format = Date)]
    pub started_on: Option<String>,
    /// Last day of work.
    #[schema(format = Date)]
    pub ended_on: Option<String>,
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// The cursor of the next page; none on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A file that was taken.
#[derive(Serialize, ToSchema)]
pub struct Taken {
    /// The run that reads and checks it.
    pub id: String,
    /// How it stands.
    pub state: RunState,
    /// Where to ask for it.
    pub href: String,
    /// The page where a person goes on with it.
    pub page: String,
}

/// How a run stands.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// It is being read.
    Reading,
    /// A person must match its columns on the page.
    Columns,
    /// It was read and checked.
    Checked,
    /// The file could not be read.
    Unreadable,
    /// It was signed.
    Signed,
    /// Another file took its place, or it was let go.
    Superseded,
}

/// A file, as it was read and checked.
#[derive(Serialize, ToSchema)]
pub struct Run {
    /// Its identifier.
    pub id: String,
    /// The contract.
    pub contract: String,
    /// Last day of the work week.
    #[schema(format = Date)]
    pub week_ending: String,
    /// How it stands.
    pub state: RunState,
    /// SHA-256 of the file; none for a week without work, and for a file that was refused.
    pub sha256: Option<String>,
    /// Whether a person can sign it.
    pub can_sign: bool,
    /// Why not.
    pub why_not: Vec<String>,
    /// The version it was signed as.
    pub submission: Option<String>,
    /// What could not be read. No cell's value is in it.
    pub problems: Vec<Unread>,
    /// The report, as `plumbline check --format json` gives it; none while it is being read.
    #[schema(value_type = Object, nullable)]
    pub report: Option<serde_json::Value>,
    /// The page where a person goes on with it.
    pub page: String,
}

/// What could not be read.
#[derive(Serialize, ToSchema)]
pub struct Unread {
    /// Its code: `plumbline explain CODE`.
    pub code: String,
    /// The cell, or the place in the file.
    #[serde(rename = "where")]
    pub place: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub fix: String,
    /// What was therefore not checked.
    pub not_checked: String,
}

/// A signed week.
#[derive(Serialize, ToSchema)]
pub struct Submission {
    /// Its identifier.
    pub id: String,
    /// The contract.
    pub contract: String,
    /// Last day of the work week.
    #[schema(format = Date)]
    pub week_ending: String,
    /// From 1; an amendment is the next.
    pub version: u64,
    /// `payroll` or `no-work`.
    pub kind: &'static str,
    /// The last payroll of the firm on the project.
    pub last: bool,
    /// When it was signed.
    #[schema(format = DateTime)]
    pub certified_at: Option<String>,
    /// When it was taken back.
    #[schema(format = DateTime)]
    pub withdrawn_at: Option<String>,
    /// Who signed it, and as what.
    pub signed_by: Option<String>,
    /// SHA-256 of the file.
    pub sha256: Option<String>,
}

/// A list of identifiers in a path: one that does not read is one that is not there.
pub(super) fn id(text: &str) -> Result<Id, super::fault::ApiStop> {
    Id::parse(text).ok_or_else(|| crate::service::fault::Fault::NotFound.into())
}
