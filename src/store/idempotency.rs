//! The same request twice gets the same answer, and happens once.
//!
//! Ask first, in the transaction that does the work, and keep the answer in it: transactions that write evidence run one
//! after the other, so of twenty equal requests at once one works and nineteen read its answer.

use super::value::values;
use super::{Result, Transaction};
use crate::domain::moment::Moment;

/// What is known of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing: do the work and [`keep`] the answer.
    New,
    /// It was answered: the status and the answer to give again.
    Answered(u16, String),
    /// The key was used for another request.
    Mismatch,
}

/// Looks for an earlier request of the same owner under the same key.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn seen(tx: &mut Transaction, owner: &str, key: &str, request_sha256: &str) -> Result<Seen> {
    const FIND: &str = "SELECT request_sha256, status, response FROM idempotency WHERE owner_id = $1 AND request_key = $2";
    let Some(row) = tx.first(FIND, values![owner, key]).await? else { return Ok(Seen::New) };
    if row.get::<String>(0)? != request_sha256 {
        return Ok(Seen::Mismatch);
    }
    let status = u16::try_from(row.count(1)?).map_err(super::StoreError::damaged)?;
    Ok(Seen::Answered(status, row.get(2)?))
}

/// Keeps the answer to a request.
///
/// # Errors
/// [`super::StoreError::Refused`] where the key was used already.
pub async fn keep(
    tx: &mut Transaction,
    owner: &str,
    key: &str,
    request_sha256: &str,
    status: u16,
    response: &str,
    at: Moment,
) -> Result<()> {
    const ADD: &str = "INSERT INTO idempotency (owner_id, request_key, request_sha256, status, response, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    tx.run(ADD, values![owner, key, request_sha256, i64::from(status), response, at]).await?;
    Ok(())
}

/// Forgets answers older than a moment, and says how many.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn forget_before(tx: &mut Transaction, before: Moment) -> Result<u64> {
    tx.run("DELETE FROM idempotency WHERE created_at < $1", values![before]).await
}
