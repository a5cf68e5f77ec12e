//! Findings of signed runs in lists, page by page.

use super::runs::{self, KeptFinding};
use super::value::{Row, values};
use super::week_lists::{AFTER_ALL, last_day};
use super::{Id, Result, StoreError, Transaction};
use chrono::NaiveDate;

/// A finding, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFinding {
    /// The version of the week.
    pub submission: Id,
    /// The contract.
    pub contract: Id,
    /// Last day of the work week.
    pub week_ending: NaiveDate,
    /// The run that was signed.
    pub run: Id,
    /// Its place in the run, from 0.
    pub ordinal: u32,
    /// The finding.
    pub finding: KeptFinding,
}

/// What was found not met, and what nobody can tell, in the signed versions on a project: newest week first, within a
/// week in the order of the run. After a key: week, version and place of the last one of the page before.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn findings_of_project(
    tx: &mut Transaction,
    project: Id,
    after: Option<(NaiveDate, Id, u32)>,
    limit: u16,
) -> Result<Vec<ListedFinding>> {
    const LIST: &str = "SELECT s.id, s.contract_id, s.week_ending, f.run_id, f.ordinal, f.fingerprint, f.rule, f.check_name, f.outcome,
        f.force, f.severity, f.worker, f.owed, f.body FROM submissions s
        JOIN signatures g ON g.submission_id = s.id JOIN findings f ON f.run_id = g.run_id
        WHERE s.project_id = $1 AND (s.week_ending, s.id) <= ($2, $3) AND (s.id <> $3 OR f.ordinal > $4)
        AND f.outcome IN ('not-met', 'cannot-tell')
        ORDER BY s.week_ending DESC, s.id DESC, f.ordinal LIMIT $5";
    let (week, id, place) =
        after.map_or_else(|| (last_day(), AFTER_ALL.to_owned(), 0), |(week, id, place)| (week, id.to_string(), i64::from(place)));
    tx.rows(LIST, values![&project, week, id, place, i64::from(limit)]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<ListedFinding> {
    Ok(ListedFinding {
        submission: row.id(0)?,
        contract: row.id(1)?,
        week_ending: row.get(2)?,
        run: row.id(3)?,
        ordinal: u32::try_from(row.count(4)?).map_err(StoreError::damaged)?,
        finding: runs::read_finding(row, 5)?,
    })
}
