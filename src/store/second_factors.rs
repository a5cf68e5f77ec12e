//! How far a second factor was used, and the codes for the day it is lost.

use super::value::values;
use super::{Id, Result, Transaction};
use crate::domain::moment::Moment;

/// How far a second factor was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// The person showed once that it works.
    pub confirmed: bool,
    /// The last step of time whose code was taken.
    pub last_step: i64,
    /// Wrong codes in a row.
    pub misses: u64,
    /// When the last wrong code came.
    pub missed_at: Option<Moment>,
}

/// How far the second factor of a person was used; none where it was never set up.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn find(tx: &mut Transaction, person: Id) -> Result<Option<SecondFactor>> {
    const FIND: &str = "SELECT confirmed, last_step, misses, missed_at FROM second_factors WHERE person_id = $1";
    let Some(row) = tx.first(FIND, values![&person]).await? else { return Ok(None) };
    Ok(Some(SecondFactor { confirmed: row.get(0)?, last_step: row.get(1)?, misses: row.count(2)?, missed_at: row.moment_or_none(3)? }))
}

/// Keeps how far it was used.
///
/// # Errors
/// [`super::StoreError::Refused`] where there is no such person.
pub async fn keep(tx: &mut Transaction, person: Id, factor: SecondFactor) -> Result<()> {
    const KEEP: &str = "INSERT INTO second_factors (person_id, confirmed, last_step, misses, missed_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (person_id) DO UPDATE SET confirmed = excluded.confirmed, last_step = excluded.last_step,
        misses = excluded.misses, missed_at = excluded.missed_at";
    let misses = i64::try_from(factor.misses).unwrap_or(i64::MAX);
    tx.run(KEEP, values![&person, factor.confirmed, factor.last_step, misses, factor.missed_at]).await?;
    Ok(())
}

/// Puts new recovery codes, as digests, in the place of the old ones.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn renew_codes(tx: &mut Transaction, person: Id, digests: &[String], at: Moment) -> Result<()> {
    tx.run("DELETE FROM recovery_codes WHERE person_id = $1", values![&person]).await?;
    for digest in digests {
        const ADD: &str = "INSERT INTO recovery_codes (person_id, sha256, made_at) VALUES ($1, $2, $3)";
        tx.run(ADD, values![&person, digest.as_str(), at]).await?;
    }
    Ok(())
}

/// Uses a recovery code: true where it was there and unused.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn use_code(tx: &mut Transaction, person: Id, digest: &str, at: Moment) -> Result<bool> {
    const USE: &str = "UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND sha256 = $2 AND used_at IS NULL";
    Ok(tx.run(USE, values![&person, digest, at]).await? == 1)
}

/// How many recovery codes are left.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn codes_left(tx: &mut Transaction, person: Id) -> Result<u64> {
    const COUNT: &str = "SELECT count(*) FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL";
    tx.one(COUNT, values![&person]).await?.count(0)
}
