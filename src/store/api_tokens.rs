//! Tokens by which a program acts for a person. Only the digest is kept.

use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction};
use crate::domain::moment::Moment;

/// A token, without what is secret of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its identifier.
    pub id: Id,
    /// For whom it acts.
    pub person: Id,
    /// What its owner calls it.
    pub name: String,
    /// What it may do, as words with spaces between.
    pub scopes: String,
    /// When it was made.
    pub created_at: Moment,
    /// When it ends.
    pub expires_at: Moment,
    /// When it was last used.
    pub last_used_at: Option<Moment>,
    /// When its owner ended it.
    pub revoked_at: Option<Moment>,
}

/// A token to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewToken<'a> {
    /// For whom it acts.
    pub person: Id,
    /// What its owner calls it.
    pub name: &'a str,
    /// SHA-256 of the token.
    pub sha256: &'a str,
    /// What it may do.
    pub scopes: &'a str,
    /// When it ends.
    pub expires_at: Moment,
}

/// Keeps a token by its digest.
///
/// # Errors
/// [`StoreError::Refused`] for an empty name.
pub async fn add(tx: &mut Transaction, new: NewToken<'_>, at: Moment) -> Result<Id> {
    const ADD: &str = "INSERT INTO api_tokens (id, person_id, name, sha256, scopes, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let id = Id::new(at)?;
    tx.run(ADD, values![&id, &new.person, new.name, new.sha256, new.scopes, at, new.expires_at]).await?;
    Ok(id)
}

/// The token of a digest; one that ended too.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn by_digest(tx: &mut Transaction, sha256: &str) -> Result<Option<ApiToken>> {
    const FIND: &str = "SELECT id, person_id, name, scopes, created_at, expires_at, last_used_at, revoked_at FROM api_tokens
        WHERE sha256 = $1";
    tx.first(FIND, values![sha256]).await?.as_ref().map(read).transpose()
}

/// The tokens of a person, newest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_person(tx: &mut Transaction, person: Id) -> Result<Vec<ApiToken>> {
    const LIST: &str = "SELECT id, person_id, name, scopes, created_at, expires_at, last_used_at, revoked_at FROM api_tokens
        WHERE person_id = $1 ORDER BY created_at DESC, id DESC";
    tx.rows(LIST, values![&person]).await?.iter().map(read).collect()
}

/// Notes that a token was used.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn used(tx: &mut Transaction, id: Id, at: Moment) -> Result<()> {
    tx.run("UPDATE api_tokens SET last_used_at = $2 WHERE id = $1", values![&id, at]).await?;
    Ok(())
}

/// Ends a token of a person.
///
/// # Errors
/// [`StoreError::Missing`] where the person has no such token that is not ended.
pub async fn revoke(tx: &mut Transaction, person: Id, id: Id, at: Moment) -> Result<()> {
    const END: &str = "UPDATE api_tokens SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL";
    if tx.run(END, values![&id, &person, at]).await? == 0 { Err(StoreError::Missing("token")) } else { Ok(()) }
}

fn read(row: &Row) -> Result<ApiToken> {
    Ok(ApiToken {
        id: row.id(0)?,
        person: row.id(1)?,
        name: row.get(2)?,
        scopes: row.get(3)?,
        created_at: row.moment(4)?,
        expires_at: row.moment(5)?,
        last_used_at: row.moment_or_none(6)?,
        revoked_at: row.moment_or_none(7)?,
    })
}
