//! Certified weeks in lists: of a contract, a project, an agency. A page ends with a key, and the next page begins after it:
//! it costs the same in year five as in week one.

use super::submissions::{self, Submission};
use super::value::{Row, Value, values};
use super::{Id, Result, Transaction};
use crate::domain::moment::Moment;
use chrono::NaiveDate;
use sqlx::AssertSqlSafe;

/// Findings of the run that was signed with a version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingCounts {
    /// Rules not met.
    pub not_met: u64,
    /// Rules of which nobody can tell.
    pub cannot_tell: u64,
    /// Of the rules not met: those to which the contractor said nothing.
    pub unanswered: u64,
    /// Of the rules not met: those about which no officer decided.
    pub undecided: u64,
}

/// A certified version in a list, with what a line of the list says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekOnFile {
    /// The version.
    pub submission: Submission,
    /// The project.
    pub project: Id,
    /// Its number with the agency.
    pub project_number: String,
    /// Its name.
    pub project_name: String,
    /// The firm.
    pub contractor: Id,
    /// Its name.
    pub contractor_name: String,
    /// What the signed run found.
    pub findings: FindingCounts,
}

/// Columns of a list, in the order of [`read`]; the findings are counted for the rows of the page alone.
const COLUMNS: &str = "s.id, s.contract_id, s.week_ending, s.version, s.kind, s.final, s.original, s.file_name, s.reason,
    s.created_by, s.created_at, s.certified_at, w.withdrawn_at, p.id, p.number, p.name, o.id, o.name,
    (SELECT count(*) FROM findings f WHERE f.run_id = g.run_id AND f.outcome = 'not-met'),
    (SELECT count(*) FROM findings f WHERE f.run_id = g.run_id AND f.outcome = 'cannot-tell'),
    (SELECT count(*) FROM findings f WHERE f.run_id = g.run_id AND f.outcome = 'not-met' AND NOT EXISTS
        (SELECT 1 FROM answers a WHERE a.contract_id = s.contract_id AND a.week_ending = s.week_ending AND a.fingerprint = f.fingerprint)),
    (SELECT count(*) FROM findings f WHERE f.run_id = g.run_id AND f.outcome = 'not-met' AND NOT EXISTS
        (SELECT 1 FROM determinations d WHERE d.run_id = f.run_id AND d.ordinal = f.ordinal))
    FROM submissions s LEFT JOIN withdrawals w ON w.submission_id = s.id LEFT JOIN signatures g ON g.submission_id = s.id
    JOIN contracts c ON c.id = s.contract_id JOIN projects p ON p.id = s.project_id JOIN organisations o ON o.id = c.contractor_id";

/// The version counts: it is certified and not taken back, and no newer one is.
pub(super) const COUNTS: &str = "s.certified_at IS NOT NULL AND w.submission_id IS NULL AND NOT EXISTS
    (SELECT 1 FROM submissions n LEFT JOIN withdrawals nw ON nw.submission_id = n.id WHERE n.contract_id = s.contract_id
        AND n.week_ending = s.week_ending AND n.version > s.version AND n.certified_at IS NOT NULL AND nw.submission_id IS NULL)";

/// On a project of the agency `$1`. The column is hidden in an expression, so that SQLite does not begin at the agency's
/// projects and sort every week there is for the fifty of a page: signatures stand in order in an index.
pub(super) const OF_AGENCY: &str = "(p.agency_id || '') = $1";

/// Sorts after every identifier: where the first page begins.
pub(super) const AFTER_ALL: &str = "g";

/// The version that counts of each week of a contract, from one week ending to another, both included; oldest first.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn weeks_of_contract(tx: &mut Transaction, contract: Id, from: NaiveDate, to: NaiveDate) -> Result<Vec<WeekOnFile>> {
    let given = "s.contract_id = $1 AND s.week_ending >= $2 AND s.week_ending <= $3";
    list(tx, &format!("{given} AND {COUNTS} ORDER BY s.week_ending"), values![&contract, from, to]).await
}

/// The version that counts of each week of a contract, newest week first, of weeks before one; at most `limit`.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn newest_of_contract(tx: &mut Transaction, contract: Id, before: Option<NaiveDate>, limit: u16) -> Result<Vec<WeekOnFile>> {
    let before = before.unwrap_or_else(last_day);
    let given = "s.contract_id = $1 AND s.week_ending < $2";
    let end = "ORDER BY s.week_ending DESC LIMIT $3";
    list(tx, &format!("{given} AND {COUNTS} {end}"), values![&contract, before, i64::from(limit)]).await
}

/// The version that counts of each week on a project, newest week first, after a key: week and identifier of the last
/// one of the page before.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn of_project(tx: &mut Transaction, project: Id, before: Option<(NaiveDate, Id)>, limit: u16) -> Result<Vec<WeekOnFile>> {
    let (week, id) = before.map_or_else(|| (last_day(), AFTER_ALL.to_owned()), |(week, id)| (week, id.to_string()));
    let given = "s.project_id = $1 AND (s.week_ending, s.id) < ($2, $3)";
    let end = "ORDER BY s.week_ending DESC, s.id DESC LIMIT $4";
    list(tx, &format!("{given} AND {COUNTS} {end}"), values![&project, week, id, i64::from(limit)]).await
}

/// What was certified on the projects of an agency, newest first, after a key: moment and identifier of the last one of
/// the page before. Versions that were amended or taken back later are among them.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn certified_of_agency(tx: &mut Transaction, agency: Id, before: Option<(Moment, Id)>, limit: u16) -> Result<Vec<WeekOnFile>> {
    let (at, id) = before.map_or_else(|| (i64::MAX, AFTER_ALL.to_owned()), |(at, id)| (at.micros(), id.to_string()));
    let given = "(s.certified_at, s.id) < ($2, $3)";
    let end = "ORDER BY s.certified_at DESC, s.id DESC LIMIT $4";
    list(tx, &format!("{OF_AGENCY} AND {given} AND s.certified_at IS NOT NULL {end}"), values![&agency, at, id, i64::from(limit)]).await
}

/// Our own words alone stand in `given`; what comes from outside stands in `values`.
pub(super) async fn list(tx: &mut Transaction, given: &str, values: Vec<Value>) -> Result<Vec<WeekOnFile>> {
    tx.rows(AssertSqlSafe(format!("SELECT {COLUMNS} WHERE {given}")), values).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<WeekOnFile> {
    Ok(WeekOnFile {
        submission: submissions::read(row)?,
        project: row.id(13)?,
        project_number: row.get(14)?,
        project_name: row.get(15)?,
        contractor: row.id(16)?,
        contractor_name: row.get(17)?,
        findings: FindingCounts {
            not_met: row.count(18)?,
            cannot_tell: row.count(19)?,
            unanswered: row.count(20)?,
            undecided: row.count(21)?,
        },
    })
}

/// A day after every week, that both engines can hold as a text of ten characters.
pub(super) fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX)
}
