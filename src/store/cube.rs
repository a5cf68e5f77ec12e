//! The project cube: hours by project, contractor, week, trade, level and group, so that a new week costs the same in
//! year five as in week one.
//!
//! It counts the version of each week that counts. It is written in the transaction that certifies or takes back a
//! version, and reads the lines of that one week only. Hours of workers about whom a fact is not known stand in no
//! group: they are what is left of all hours.

use super::value::values;
use super::{Id, Result, StoreError, Transaction, to_date};
use crate::domain::attribute::Attribute;
use crate::domain::quantity::Hours;
use chrono::NaiveDate;

pub use super::to_date::before as to_date;

/// Hours of one trade and level on a project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TradeHours {
    /// Trade, or the classification where no trade is given; empty where neither is.
    pub trade: String,
    /// Level; empty where it is not given.
    pub level: String,
    /// Lines counted.
    pub lines: u64,
    /// Lines among them that give no hours. They hold up every total above them.
    pub without_hours: u64,
    /// All hours.
    pub all: Hours,
    /// Hours of workers for whom the fact holds.
    pub holding: Hours,
    /// Hours of workers for whom it does not.
    pub not_holding: Hours,
}

impl TradeHours {
    /// Hours of workers about whom the fact is not known.
    pub fn unknown(&self) -> Hours {
        self.all - self.holding - self.not_holding
    }
}

/// The version of a week that counts: the newest certified one that was not taken back.
pub(super) const COUNTS: &str = "SELECT s.id FROM submissions s LEFT JOIN withdrawals w ON w.submission_id = s.id
    WHERE s.contract_id = $1 AND s.week_ending = $2 AND s.certified_at IS NOT NULL AND w.submission_id IS NULL
    ORDER BY s.version DESC LIMIT 1";

/// Counts a week again: the version that counts, and no other.
pub(super) async fn count_week(tx: &mut Transaction, contract: Id, week_ending: NaiveDate) -> Result<()> {
    const CLEAR: &str = "DELETE FROM cube WHERE project_id = $1 AND contractor_id = $2 AND week_ending = $3";
    const ALL: &str = "INSERT INTO cube (project_id, contractor_id, week_ending, trade, level, grouping_name, lines, without_hours,
        hours_in, hours_out)
        SELECT $1, $2, $3, COALESCE(l.trade, l.classification, ''), COALESCE(l.level, ''), 'all', count(*),
            count(*) - count(l.hours), CAST(COALESCE(SUM(l.hours), 0) AS BIGINT), 0
        FROM payroll_lines l WHERE l.submission_id = $4 GROUP BY 4, 5";
    const BY_FACT: &str = "INSERT INTO cube (project_id, contractor_id, week_ending, trade, level, grouping_name, lines, without_hours,
        hours_in, hours_out)
        SELECT $1, $2, $3, COALESCE(l.trade, l.classification, ''), COALESCE(l.level, ''), d.attribute, count(*),
            count(*) - count(l.hours), CAST(COALESCE(SUM(CASE WHEN d.holds THEN l.hours ELSE 0 END), 0) AS BIGINT),
            CAST(COALESCE(SUM(CASE WHEN d.holds THEN 0 ELSE l.hours END), 0) AS BIGINT)
        FROM demographics d JOIN payroll_lines l ON l.submission_id = d.submission_id AND l.line = d.line
        WHERE d.submission_id = $4 GROUP BY 4, 5, 6";
    let place = super::projects::contract(tx, contract).await?.ok_or(StoreError::Missing("contract"))?;
    tx.run(CLEAR, values![&place.project, &place.contractor, week_ending]).await?;
    let counts = tx.first(COUNTS, values![&contract, week_ending]).await?.map(|row| row.id(0)).transpose()?;
    if let Some(submission) = counts {
        for sql in [ALL, BY_FACT] {
            tx.run(sql, values![&place.project, &place.contractor, week_ending, &submission]).await?;
        }
    }
    to_date::count(tx, &place, week_ending, counts).await
}

/// Hours on a project up to a week, by trade and level, and how many of them are of workers for whom a fact holds.
/// In the order of trades, byte by byte.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn by_trade(tx: &mut Transaction, project: Id, fact: Attribute, until: NaiveDate) -> Result<Vec<TradeHours>> {
    const READ: &str = "SELECT trade, level, CAST(SUM(CASE WHEN grouping_name = 'all' THEN lines ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN grouping_name = 'all' THEN without_hours ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN grouping_name = 'all' THEN hours_in ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN grouping_name = $2 THEN hours_in ELSE 0 END) AS BIGINT),
        CAST(SUM(CASE WHEN grouping_name = $2 THEN hours_out ELSE 0 END) AS BIGINT)
        FROM cube WHERE project_id = $1 AND week_ending <= $3 AND grouping_name IN ('all', $2) GROUP BY trade, level";
    let mut found = Vec::new();
    for row in tx.rows(READ, values![&project, fact.word(), until]).await? {
        found.push(TradeHours {
            trade: row.get(0)?,
            level: row.get(1)?,
            lines: row.count(2)?,
            without_hours: row.count(3)?,
            all: row.get(4)?,
            holding: row.get(5)?,
            not_holding: row.get(6)?,
        });
    }
    found.sort_unstable();
    Ok(found)
}
