//! That firms were reminded of weeks to send, and who is written to. Insert-only.

use super::audit::{
    self,
    act::{Act, Action, Object},
};
use super::people::Role;
use super::value::values;
use super::{Id, Result, Transaction, people, projects};
use crate::domain::moment::Moment;
use std::collections::BTreeMap;

/// Notes that a firm was reminded of so many weeks; nobody asked where the program did it by itself.
///
/// # Errors
/// [`super::StoreError::Refused`] for no weeks at all.
pub async fn note(tx: &mut Transaction, contract: Id, weeks: u32, asked_by: Option<Id>, at: Moment) -> Result<()> {
    const ADD: &str = "INSERT INTO reminders (id, contract_id, weeks, asked_by, reminded_at) VALUES ($1, $2, $3, $4, $5)";
    tx.run(ADD, values![&Id::new(at)?, &contract, i64::from(weeks), asked_by.as_ref(), at]).await?;
    let (tenant, object) = (Some(projects::agency_of(tx, contract).await?), Object::contract(contract));
    audit::append(tx, Act { at, tenant, actor: asked_by, action: Action::Reminded, object, version: None, record: None }).await?;
    Ok(())
}

/// When each firm of a project was last reminded, by contract.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn last_of_project(tx: &mut Transaction, project: Id) -> Result<BTreeMap<Id, Moment>> {
    const LIST: &str = "SELECT r.contract_id, max(r.reminded_at) FROM reminders r JOIN contracts c ON c.id = r.contract_id
        WHERE c.project_id = $1 GROUP BY r.contract_id";
    tx.rows(LIST, values![&project]).await?.iter().map(|row| Ok((row.id(0)?, row.moment(1)?))).collect()
}

/// Somebody who is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The person.
    pub person: Id,
    /// Mail address.
    pub email: String,
    /// Name.
    pub name: String,
}

/// The people of an organisation who hold one of some roles and can sign in, by address.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn recipients(tx: &mut Transaction, organisation: Id, of: &[Role]) -> Result<Vec<Recipient>> {
    const LIST: &str = "SELECT id, email, name FROM people WHERE organisation_id = $1 AND disabled_at IS NULL ORDER BY email";
    let mut found = Vec::new();
    for row in tx.rows(LIST, values![&organisation]).await? {
        let person = row.id(0)?;
        if people::roles(tx, person).await?.iter().any(|role| of.contains(role)) {
            found.push(Recipient { person, email: row.get(1)?, name: row.get(2)? });
        }
    }
    Ok(found)
}
