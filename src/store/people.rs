//! People who sign in, and their roles. Passwords come in hashed; what a second factor needs comes in sealed.

use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction};
use crate::domain::moment::Moment;

/// What a person may be asked to do. What each may do in full is decided above the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Prepares a contractor's payrolls.
    ContractorClerk,
    /// Signs a contractor's Statements of Compliance.
    ContractorCertifier,
    /// Reviews and decides.
    Officer,
    /// Approves what an officer decided.
    Approver,
    /// Refers people to jobs.
    Intermediary,
    /// Keeps accounts and settings.
    Administrator,
    /// Reads, and changes nothing.
    Investigator,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::ContractorClerk,
        Self::ContractorCertifier,
        Self::Officer,
        Self::Approver,
        Self::Intermediary,
        Self::Administrator,
        Self::Investigator,
    ];
    /// The word it is kept as.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ContractorClerk => "contractor-clerk",
            Self::ContractorCertifier => "contractor-certifier",
            Self::Officer => "officer",
            Self::Approver => "approver",
            Self::Intermediary => "intermediary",
            Self::Administrator => "administrator",
            Self::Investigator => "investigator",
        }
    }
}

/// A person. It has no `Debug`, so that a hash is not printed by mistake.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Their identifier.
    pub id: Id,
    /// Whom they work for.
    pub organisation: Id,
    /// Mail address, lower case.
    pub email: String,
    /// Name, as they sign.
    pub name: String,
    /// The password as argon2id gives it, in PHC form; none before the invitation is taken up.
    pub password_hash: Option<String>,
    /// What the second factor needs, sealed by the caller.
    pub second_factor: Option<Vec<u8>>,
    /// When the account was closed.
    pub disabled_at: Option<Moment>,
}

/// Adds a person without a password and without a role. The mail address is kept in lower case.
///
/// # Errors
/// [`StoreError::Refused`] where the address is taken.
pub async fn add(tx: &mut Transaction, organisation: Id, email: &str, name: &str, at: Moment) -> Result<Id> {
    const ADD: &str = "INSERT INTO people (id, organisation_id, email, name, created_at) VALUES ($1, $2, $3, $4, $5)";
    let id = Id::new(at)?;
    tx.run(ADD, values![&id, &organisation, email.trim().to_ascii_lowercase(), name, at]).await?;
    Ok(id)
}

/// The person of an identifier.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(tx: &mut Transaction, id: Id) -> Result<Option<Person>> {
    const FIND: &str = "SELECT id, organisation_id, email, name, password_hash, second_factor, disabled_at FROM people WHERE id = $1";
    tx.first(FIND, values![&id]).await?.as_ref().map(read).transpose()
}

/// The person of a mail address.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn by_email(tx: &mut Transaction, email: &str) -> Result<Option<Person>> {
    const FIND: &str = "SELECT id, organisation_id, email, name, password_hash, second_factor, disabled_at FROM people WHERE email = $1";
    tx.first(FIND, values![email.trim().to_ascii_lowercase()]).await?.as_ref().map(read).transpose()
}

/// The people of an organisation, by name.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_organisation(tx: &mut Transaction, organisation: Id) -> Result<Vec<Person>> {
    const LIST: &str = "SELECT id, organisation_id, email, name, password_hash, second_factor, disabled_at FROM people
        WHERE organisation_id = $1";
    let rows = tx.rows(LIST, values![&organisation]).await?;
    let mut found = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(found)
}

/// Keeps a password, hashed, and what the second factor needs, sealed. `None` takes it away.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such person.
pub async fn set_secrets(tx: &mut Transaction, id: Id, password_hash: Option<&str>, second_factor: Option<&[u8]>) -> Result<()> {
    const SET: &str = "UPDATE people SET password_hash = $2, second_factor = $3 WHERE id = $1";
    let sealed = super::value::Value::Bytes(second_factor.map(<[u8]>::to_vec));
    let mut values = values![&id, password_hash];
    values.push(sealed);
    found(tx.run(SET, values).await?)
}

/// Closes an account, or opens it again with `None`. What the person signed stays.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such person.
pub async fn set_disabled(tx: &mut Transaction, id: Id, at: Option<Moment>) -> Result<()> {
    found(tx.run("UPDATE people SET disabled_at = $2 WHERE id = $1", values![&id, at]).await?)
}

/// Gives a role; giving it twice is giving it once.
///
/// # Errors
/// [`StoreError::Refused`] where there is no such person.
pub async fn grant(tx: &mut Transaction, person: Id, role: Role, by: Option<Id>, at: Moment) -> Result<()> {
    const GRANT: &str = "INSERT INTO roles (person_id, role, granted_by, granted_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (person_id, role) DO NOTHING";
    tx.run(GRANT, values![&person, role.word(), by.as_ref(), at]).await?;
    Ok(())
}

/// Takes a role away.
///
/// # Errors
/// [`StoreError::Missing`] where the person does not have it.
pub async fn revoke(tx: &mut Transaction, person: Id, role: Role) -> Result<()> {
    found(tx.run("DELETE FROM roles WHERE person_id = $1 AND role = $2", values![&person, role.word()]).await?)
}

/// The roles of a person, in a fixed order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn roles(tx: &mut Transaction, person: Id) -> Result<Vec<Role>> {
    let mut held = Vec::new();
    for row in tx.rows("SELECT role FROM roles WHERE person_id = $1", values![&person]).await? {
        let word: String = row.get(0)?;
        let role = Role::ALL.iter().copied().find(|role| role.word() == word);
        held.push(role.ok_or_else(|| StoreError::damaged(format_args!("{word} is no role")))?);
    }
    held.sort_unstable();
    Ok(held)
}

fn found(rows: u64) -> Result<()> {
    if rows == 0 { Err(StoreError::Missing("person or role")) } else { Ok(()) }
}

fn read(row: &Row) -> Result<Person> {
    Ok(Person {
        id: row.id(0)?,
        organisation: row.id(1)?,
        email: row.get(2)?,
        name: row.get(3)?,
        password_hash: row.get(4)?,
        second_factor: row.get(5)?,
        disabled_at: row.moment_or_none(6)?,
    })
}
