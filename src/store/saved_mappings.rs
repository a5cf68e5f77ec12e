//! How a contractor's shape of file was matched once, for the next file of that shape.

use super::value::values;
use super::{Id, Result, Transaction};
use crate::domain::moment::Moment;

/// Keeps how a shape is matched; the last one counts.
///
/// # Errors
/// [`super::StoreError::Refused`] for a shape that is no SHA-256.
pub async fn keep(tx: &mut Transaction, contractor: Id, shape: &str, mapping: &str, by: Id, at: Moment) -> Result<()> {
    const KEEP: &str = "INSERT INTO saved_mappings (contractor_id, shape, mapping, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (contractor_id, shape) DO UPDATE SET mapping = excluded.mapping, saved_by = excluded.saved_by,
        saved_at = excluded.saved_at";
    tx.run(KEEP, values![&contractor, shape, mapping, &by, at]).await?;
    Ok(())
}

/// How a shape was matched.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn find(tx: &mut Transaction, contractor: Id, shape: &str) -> Result<Option<String>> {
    const FIND: &str = "SELECT mapping FROM saved_mappings WHERE contractor_id = $1 AND shape = $2";
    tx.first(FIND, values![&contractor, shape]).await?.map(|row| row.get(0)).transpose()
}

/// How a shape was matched, and when.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn find_dated(tx: &mut Transaction, contractor: Id, shape: &str) -> Result<Option<(String, Moment)>> {
    const FIND: &str = "SELECT mapping, saved_at FROM saved_mappings WHERE contractor_id = $1 AND shape = $2";
    tx.first(FIND, values![&contractor, shape]).await?.map(|row| Ok((row.get(0)?, row.moment(1)?))).transpose()
}

/// Forgets how a shape was matched; forgetting what is not there is no fault.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn forget(tx: &mut Transaction, contractor: Id, shape: &str) -> Result<()> {
    tx.run("DELETE FROM saved_mappings WHERE contractor_id = $1 AND shape = $2", values![&contractor, shape]).await?;
    Ok(())
}
