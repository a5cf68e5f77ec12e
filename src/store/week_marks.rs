//! One mark for each week on file, for calendars: the version that counts, and what is open about it. Who worked is not
//! among it.

use super::value::{Row, values};
use super::week_lists::COUNTS;
use super::{Id, Result, Transaction};
use crate::domain::quantity::{Hours, Money};
use chrono::NaiveDate;
use sqlx::AssertSqlSafe;

/// A week on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekMark {
    /// The contract.
    pub contract: Id,
    /// Last day of the week.
    pub week_ending: NaiveDate,
    /// The version that counts.
    pub submission: Id,
    /// Its number.
    pub version: u64,
    /// No work was done.
    pub no_work: bool,
    /// The firm's last payroll on the project.
    pub last: bool,
    /// Rules not met that no officer has decided on.
    pub undecided: u64,
    /// The main contractor approved it.
    pub approved: bool,
}

const COLUMNS: &str = "s.contract_id, s.week_ending, s.id, s.version, s.kind = 'no-work', s.final,
    (SELECT count(*) FROM findings f WHERE f.run_id = g.run_id AND f.outcome = 'not-met' AND NOT EXISTS
        (SELECT 1 FROM determinations d WHERE d.run_id = f.run_id AND d.ordinal = f.ordinal)),
    (SELECT count(*) FROM approvals a WHERE a.submission_id = s.id)
    FROM submissions s LEFT JOIN withdrawals w ON w.submission_id = s.id LEFT JOIN signatures g ON g.submission_id = s.id";

/// The weeks on file of a contract, oldest first.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn of_contract(tx: &mut Transaction, contract: Id) -> Result<Vec<WeekMark>> {
    let sql = format!("SELECT {COLUMNS} WHERE s.contract_id = $1 AND {COUNTS} ORDER BY s.week_ending");
    tx.rows(AssertSqlSafe(sql), values![&contract]).await?.iter().map(read).collect()
}

/// The weeks on file of every contract on a project: by contract, oldest first.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn of_project(tx: &mut Transaction, project: Id) -> Result<Vec<WeekMark>> {
    let sql = format!("SELECT {COLUMNS} WHERE s.project_id = $1 AND {COUNTS} ORDER BY s.contract_id, s.week_ending");
    tx.rows(AssertSqlSafe(sql), values![&project]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<WeekMark> {
    Ok(WeekMark {
        contract: row.id(0)?,
        week_ending: row.get(1)?,
        submission: row.id(2)?,
        version: row.count(3)?,
        no_work: row.get(4)?,
        last: row.get(5)?,
        undecided: row.count(6)?,
        approved: row.count(7)? > 0,
    })
}

/// Hours by trade of each firm on a project, all weeks that count: firm, trade, hours. By firm, then trade, byte by byte.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn hours_by_firm(tx: &mut Transaction, project: Id) -> Result<Vec<(Id, String, Hours)>> {
    const LIST: &str = "SELECT contractor_id, trade, CAST(SUM(hours_in) AS BIGINT) FROM cube
        WHERE project_id = $1 AND grouping_name = 'all' GROUP BY contractor_id, trade";
    let rows = tx.rows(LIST, values![&project]).await?;
    let mut found = rows.iter().map(|row| Ok((row.id(0)?, row.get(1)?, row.get(2)?))).collect::<Result<Vec<(Id, String, Hours)>>>()?;
    found.sort_unstable();
    Ok(found)
}

/// Money that signed versions which count leave unpaid, by contract, as the findings say it: no officer has decided yet.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn owed_by_contract(tx: &mut Transaction, project: Id) -> Result<Vec<(Id, Money)>> {
    let sql = format!(
        "SELECT s.contract_id, CAST(SUM(f.owed) AS BIGINT) FROM submissions s LEFT JOIN withdrawals w ON w.submission_id = s.id
        JOIN signatures g ON g.submission_id = s.id JOIN findings f ON f.run_id = g.run_id
        WHERE s.project_id = $1 AND f.owed IS NOT NULL AND {COUNTS} GROUP BY s.contract_id"
    );
    tx.rows(AssertSqlSafe(sql), values![&project]).await?.iter().map(|row| Ok((row.id(0)?, row.get(1)?))).collect()
}
