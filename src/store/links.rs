//! Links that let a person choose a password. Only digests are kept; a link counts once.

use super::value::values;
use super::{Id, Result, StoreError, Transaction};
use crate::domain::moment::Moment;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To take up an account.
    Invitation,
    /// To choose another password.
    Reset,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }
}

/// A link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whose it is.
    pub person: Id,
    /// When it ends by itself.
    pub expires_at: Moment,
}

/// Makes a link; earlier ones of the person for the same purpose end.
///
/// # Errors
/// [`StoreError::Refused`] where there is no such person.
pub async fn make(tx: &mut Transaction, person: Id, purpose: Purpose, sha256: &str, expires_at: Moment, at: Moment) -> Result<()> {
    const END: &str = "UPDATE links SET ended_at = $3 WHERE person_id = $1 AND purpose = $2 AND ended_at IS NULL";
    const ADD: &str = "INSERT INTO links (sha256, person_id, purpose, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    tx.run(END, values![&person, purpose.word(), at]).await?;
    tx.run(ADD, values![sha256, &person, purpose.word(), at, expires_at]).await?;
    Ok(())
}

/// A link that counts still, by its digest.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(tx: &mut Transaction, purpose: Purpose, sha256: &str, now: Moment) -> Result<Option<Link>> {
    const FIND: &str =
        "SELECT person_id, expires_at FROM links WHERE sha256 = $1 AND purpose = $2 AND ended_at IS NULL AND expires_at > $3";
    let Some(row) = tx.first(FIND, values![sha256, purpose.word(), now]).await? else { return Ok(None) };
    Ok(Some(Link { person: row.id(0)?, expires_at: row.moment(1)? }))
}

/// Ends a link: it was used.
///
/// # Errors
/// [`StoreError::Missing`] where it ended before.
pub async fn end(tx: &mut Transaction, sha256: &str, at: Moment) -> Result<()> {
    const END: &str = "UPDATE links SET ended_at = $2 WHERE sha256 = $1 AND ended_at IS NULL";
    if tx.run(END, values![sha256, at]).await? == 0 { Err(StoreError::Missing("link")) } else { Ok(()) }
}

/// Ends the password links of a person: who signs in needs none.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn end_resets(tx: &mut Transaction, person: Id, at: Moment) -> Result<()> {
    const END: &str = "UPDATE links SET ended_at = $2 WHERE person_id = $1 AND purpose = 'reset' AND ended_at IS NULL";
    tx.run(END, values![&person, at]).await?;
    Ok(())
}
