//! One mark for each week on file, for calendars: the version that counts, and what is open about it. Who worked is not
//! among it.

use super::value::{Row, Value, values};
use super::{Id, Result, StoreError, Transaction, to_date};
use crate::domain::quantity::{Hours, Money};
use chrono::NaiveDate;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

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
    FROM weeks_counted k JOIN submissions s ON s.id = k.submission_id LEFT JOIN signatures g ON g.submission_id = s.id";

/// The weeks on file of a contract, oldest first.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn of_contract(tx: &mut Transaction, contract: Id) -> Result<Vec<WeekMark>> {
    let sql = format!("SELECT {COLUMNS} WHERE k.contract_id = $1 ORDER BY k.week_ending");
    tx.rows(AssertSqlSafe(sql), values![&contract]).await?.iter().map(read).collect()
}

/// The weeks on file of every contract on a project, or those that end from one day to another, both included: by contract,
/// oldest first.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn of_project(tx: &mut Transaction, project: Id, between: Option<(NaiveDate, NaiveDate)>) -> Result<Vec<WeekMark>> {
    let mut values = values![&project];
    let within = between.map_or("", |(first, last)| {
        values.extend(values![first, last]);
        " AND k.week_ending >= $2 AND k.week_ending <= $3"
    });
    let sql = format!("SELECT {COLUMNS} WHERE k.project_id = $1{within} ORDER BY k.contract_id, k.week_ending");
    tx.rows(AssertSqlSafe(sql), values).await?.iter().map(read).collect()
}

/// A week that is on file, and nothing of what is open about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnFile {
    /// Last day of the week.
    pub week_ending: NaiveDate,
    /// No work was done.
    pub no_work: bool,
    /// The firm's last payroll on the project.
    pub last: bool,
}

/// All weeks on file of one contract, oldest first, and what their findings say is owed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllOnFile {
    /// The weeks.
    pub weeks: Vec<OnFile>,
    /// The money, as the findings say it: no officer has decided yet.
    pub owed: Money,
}

/// All weeks on file of every contract on a project. One row for each contract: ten thousand weeks are a page's work.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn on_file(tx: &mut Transaction, project: Id) -> Result<BTreeMap<Id, AllOnFile>> {
    const ON_FILE: &str = "SELECT contract_id, string_agg(CAST(week_ending AS TEXT) || mark, ' '), CAST(SUM(owed) AS BIGINT)
        FROM weeks_counted WHERE project_id = $1 GROUP BY contract_id";
    let mut found = BTreeMap::new();
    for row in tx.rows(ON_FILE, values![&project]).await? {
        let text: String = row.get(1)?;
        let mut weeks: Vec<OnFile> = text.split(' ').map(on_file_of).collect::<Result<_>>()?;
        weeks.sort_unstable_by_key(|week| week.week_ending);
        found.insert(row.id(0)?, AllOnFile { weeks, owed: row.get(2)? });
    }
    Ok(found)
}

/// `2025-03-15nl`: a day and marks.
fn on_file_of(text: &str) -> Result<OnFile> {
    let damaged = || StoreError::damaged(format_args!("{text} is no week on file"));
    let (day, mark) = text.split_at_checked(10).ok_or_else(damaged)?;
    let week_ending = day.parse().map_err(|_| damaged())?;
    Ok(OnFile { week_ending, no_work: mark.contains('n'), last: mark.contains('l') })
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
    const LIST: &str = "SELECT p.contractor_id, p.trade, CAST(SUM(sums.hours) AS BIGINT) FROM
        (SELECT part_id, SUM(hours) AS hours FROM hours_to_date
            WHERE project_id = $1 AND block IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) GROUP BY part_id) sums
        JOIN hour_parts p ON p.id = sums.part_id GROUP BY p.contractor_id, p.trade";
    let asked = values![&project].into_iter().chain(to_date::all_blocks().map(Value::from));
    let rows = tx.rows(LIST, asked.collect()).await?;
    let mut found = rows.iter().map(|row| Ok((row.id(0)?, row.get(1)?, row.get(2)?))).collect::<Result<Vec<(Id, String, Hours)>>>()?;
    found.sort_unstable();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_on_file_reads_from_its_text() {
        let week_ending = "2025-03-15".parse().unwrap();
        assert_eq!(on_file_of("2025-03-15").unwrap(), OnFile { week_ending, no_work: false, last: false });
        assert_eq!(on_file_of("2025-03-15nl").unwrap(), OnFile { week_ending, no_work: true, last: true });
        assert!(on_file_of("").is_err() && on_file_of("15.03.2025").is_err());
    }
}
