//! Tries to sign in that failed, by a digest of the account and of the range of addresses; and what else is held to a rate,
//! by a digest of who and what. They survive a restart.

use super::value::{Row, values};
use super::{Result, Transaction};
use crate::domain::moment::Moment;

/// Tries that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misses {
    /// In the window that began at `since`.
    pub count: u64,
    /// Since the last success.
    pub in_a_row: u64,
    /// When the window began.
    pub since: Moment,
    /// When the last one came.
    pub last_at: Moment,
}

/// The tries of somebody that failed.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn of(tx: &mut Transaction, who: &str) -> Result<Option<Misses>> {
    const FIND: &str = "SELECT misses, in_a_row, since, last_at FROM sign_in_misses WHERE who = $1";
    let Some(row) = tx.first(FIND, values![who]).await? else { return Ok(None) };
    read(&row).map(Some)
}

fn read(row: &Row) -> Result<Misses> {
    Ok(Misses { count: row.count(0)?, in_a_row: row.count(1)?, since: row.moment(2)?, last_at: row.moment(3)? })
}

/// Counts a try that failed: in the window where it is open still, else in a new one.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn add(tx: &mut Transaction, who: &str, at: Moment, window_began_after: Moment) -> Result<()> {
    counted(tx, who, at, window_began_after).await.map(drop)
}

/// As [`add`], and gives the count with this one in it. Two who count at once get two numbers.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn counted(tx: &mut Transaction, who: &str, at: Moment, window_began_after: Moment) -> Result<Misses> {
    const ADD: &str = "INSERT INTO sign_in_misses (who, misses, in_a_row, since, last_at) VALUES ($1, 1, 1, $2, $2)
        ON CONFLICT (who) DO UPDATE SET in_a_row = sign_in_misses.in_a_row + 1, last_at = excluded.last_at,
        misses = CASE WHEN sign_in_misses.since > $3 THEN sign_in_misses.misses + 1 ELSE 1 END,
        since = CASE WHEN sign_in_misses.since > $3 THEN sign_in_misses.since ELSE excluded.since END
        RETURNING misses, in_a_row, since, last_at";
    read(&tx.one(ADD, values![who, at, window_began_after]).await?)
}

/// Forgets the tries of somebody: they signed in.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn forget(tx: &mut Transaction, who: &str) -> Result<()> {
    tx.run("DELETE FROM sign_in_misses WHERE who = $1", values![who]).await?;
    Ok(())
}
