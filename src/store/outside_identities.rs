//! Who somebody is at a provider of identities, by issuer and subject and never by mail address; and the sign-ins there
//! that are under way.

use super::value::values;
use super::{Id, Result, Transaction};
use crate::domain::moment::Moment;

/// A sign-in that is under way: what must come back, and what was put aside for it.
#[derive(Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// What the token of the provider must name.
    pub nonce: String,
    /// What the code is redeemed with.
    pub verifier: String,
    /// Where the browser goes after it.
    pub next: String,
    /// SHA-256 of what the browser that began it holds.
    pub browser_sha256: String,
    /// The person who ties an identity to their account; none where somebody signs in.
    pub person: Option<Id>,
}

/// Begins a sign-in; those that were begun before `kept_from` and never came back are forgotten.
///
/// # Errors
/// [`super::StoreError::Refused`] where there is no such person.
pub async fn begin(tx: &mut Transaction, state_sha256: &str, begun: &UnderWay, kept_from: Moment, at: Moment) -> Result<()> {
    const ADD: &str = "INSERT INTO outside_sign_ins (state_sha256, nonce, verifier, next, browser_sha256, person_id, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.run("DELETE FROM outside_sign_ins WHERE made_at < $1", values![kept_from]).await?;
    let UnderWay { nonce, verifier, next, browser_sha256, person } = begun;
    let values = values![state_sha256, nonce.as_str(), verifier.as_str(), next.as_str(), browser_sha256.as_str(), person.as_ref(), at];
    tx.run(ADD, values).await?;
    Ok(())
}

/// Takes a sign-in that is under way, by the digest of its state: the first who asks gets it, and nobody after.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn take(tx: &mut Transaction, state_sha256: &str, kept_from: Moment) -> Result<Option<UnderWay>> {
    const TAKE: &str = "DELETE FROM outside_sign_ins WHERE state_sha256 = $1 AND made_at >= $2
        RETURNING nonce, verifier, next, browser_sha256, person_id";
    let Some(row) = tx.first(TAKE, values![state_sha256, kept_from]).await? else { return Ok(None) };
    Ok(Some(UnderWay {
        nonce: row.get(0)?,
        verifier: row.get(1)?,
        next: row.get(2)?,
        browser_sha256: row.get(3)?,
        person: row.id_or_none(4)?,
    }))
}

/// The person an identity is tied to.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn person(tx: &mut Transaction, issuer: &str, subject: &str) -> Result<Option<Id>> {
    const FIND: &str = "SELECT person_id FROM outside_identities WHERE issuer = $1 AND subject = $2";
    tx.first(FIND, values![issuer, subject]).await?.map(|row| row.id(0)).transpose()
}

/// Ties an identity to a person.
///
/// # Errors
/// [`super::StoreError::Refused`] where it is tied already, or there is no such person.
pub async fn tie(tx: &mut Transaction, issuer: &str, subject: &str, person: Id, at: Moment) -> Result<()> {
    const ADD: &str = "INSERT INTO outside_identities (issuer, subject, person_id, linked_at) VALUES ($1, $2, $3, $4)";
    tx.run(ADD, values![issuer, subject, &person, at]).await?;
    Ok(())
}

/// The issuers a person is tied to, in alphabetical order.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn issuers(tx: &mut Transaction, person: Id) -> Result<Vec<String>> {
    const LIST: &str = "SELECT issuer FROM outside_identities WHERE person_id = $1";
    let rows = tx.rows(LIST, values![&person]).await?;
    let mut issuers = rows.iter().map(|row| row.get(0)).collect::<Result<Vec<String>>>()?;
    issuers.sort_unstable();
    Ok(issuers)
}

/// Unties every identity of a person, and says how many there were.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn untie(tx: &mut Transaction, person: Id) -> Result<u64> {
    tx.run("DELETE FROM outside_identities WHERE person_id = $1", values![&person]).await
}
