//! Who is signed in. Only the digest of the secret in the cookie is kept.

use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction};
use crate::domain::moment::Moment;

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its identifier.
    pub id: Id,
    /// Whose it is.
    pub person: Id,
    /// When it began.
    pub began_at: Moment,
    /// When it was last used.
    pub seen_at: Moment,
    /// When the second factor was last shown in it.
    pub stepped_up_at: Option<Moment>,
    /// What the browser says it is, in a few words.
    pub device: String,
    /// When it ended.
    pub ended_at: Option<Moment>,
}

const COLUMNS: &str = "SELECT id, person_id, began_at, seen_at, stepped_up_at, device, ended_at FROM sessions";

/// Begins a session.
///
/// # Errors
/// [`StoreError::Refused`] where there is no such person.
pub async fn begin(tx: &mut Transaction, person: Id, sha256: &str, stepped_up_at: Option<Moment>, device: &str, at: Moment) -> Result<Id> {
    const ADD: &str = "INSERT INTO sessions (id, person_id, sha256, began_at, seen_at, stepped_up_at, device)
        VALUES ($1, $2, $3, $4, $4, $5, $6)";
    let id = Id::new(at)?;
    tx.run(ADD, values![&id, &person, sha256, at, stepped_up_at, device]).await?;
    Ok(id)
}

/// The session of a secret, by its digest; one that ended too.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn by_digest(tx: &mut Transaction, sha256: &str) -> Result<Option<Session>> {
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE sha256 = $1"));
    tx.first(sql, values![sha256]).await?.as_ref().map(read).transpose()
}

/// The sessions of a person that did not end, the one used last first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_person(tx: &mut Transaction, person: Id) -> Result<Vec<Session>> {
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE person_id = $1 AND ended_at IS NULL ORDER BY seen_at DESC, id"));
    tx.rows(sql, values![&person]).await?.iter().map(read).collect()
}

/// Notes that a session was used.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn seen(tx: &mut Transaction, id: Id, at: Moment) -> Result<()> {
    tx.run("UPDATE sessions SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL", values![&id, at]).await?;
    Ok(())
}

/// Gives a session another secret, and notes that the second factor was shown.
///
/// # Errors
/// [`StoreError::Missing`] where it ended.
pub async fn step_up(tx: &mut Transaction, id: Id, sha256: &str, at: Moment) -> Result<()> {
    const UP: &str = "UPDATE sessions SET sha256 = $2, stepped_up_at = $3, seen_at = $3 WHERE id = $1 AND ended_at IS NULL";
    if tx.run(UP, values![&id, sha256, at]).await? == 0 { Err(StoreError::Missing("session")) } else { Ok(()) }
}

/// Ends one session of a person.
///
/// # Errors
/// [`StoreError::Missing`] where the person has no such session.
pub async fn end(tx: &mut Transaction, person: Id, id: Id, at: Moment) -> Result<()> {
    const END: &str = "UPDATE sessions SET ended_at = $3 WHERE id = $1 AND person_id = $2 AND ended_at IS NULL";
    if tx.run(END, values![&id, &person, at]).await? == 0 { Err(StoreError::Missing("session")) } else { Ok(()) }
}

/// Ends every session of a person, but one where it is named.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn end_all(tx: &mut Transaction, person: Id, but: Option<Id>, at: Moment) -> Result<u64> {
    const END: &str = "UPDATE sessions SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL AND ($3 IS NULL OR id <> $3)";
    tx.run(END, values![&person, at, but.as_ref()]).await
}

fn read(row: &Row) -> Result<Session> {
    Ok(Session {
        id: row.id(0)?,
        person: row.id(1)?,
        began_at: row.moment(2)?,
        seen_at: row.moment(3)?,
        stepped_up_at: row.moment_or_none(4)?,
        device: row.get(5)?,
        ended_at: row.moment_or_none(6)?,
    })
}
