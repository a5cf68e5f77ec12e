//! Projects, and the contracts on them: who works for whom, tier by tier.

use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction};
use crate::domain::moment::Moment;
use crate::domain::quantity::Money;
use chrono::NaiveDate;

/// A project to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewProject<'a> {
    /// The agency that awards it.
    pub agency: Id,
    /// Its number with the agency.
    pub number: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The project file, as the agency wrote it: kept letter by letter, because runs pin it.
    pub facts: &'a str,
}

/// A project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its identifier.
    pub id: Id,
    /// The agency that awards it.
    pub agency: Id,
    /// Its number with the agency.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The project file, as it was last changed.
    pub facts: String,
}

/// One firm's part of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Its identifier.
    pub id: Id,
    /// The project.
    pub project: Id,
    /// The firm.
    pub contractor: Id,
    /// The contract above it; none for the prime.
    pub parent: Option<Id>,
    /// 0 for the prime, 1 for its subcontractors, and so on.
    pub tier: u8,
    /// Its value, where it is known.
    pub value: Option<Money>,
    /// First day, where it is known.
    pub started_on: Option<NaiveDate>,
    /// Last day, where it is known.
    pub ended_on: Option<NaiveDate>,
}

/// What is known of a contract when it is added.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms {
    /// Its value.
    pub value: Option<Money>,
    /// First day.
    pub started_on: Option<NaiveDate>,
    /// Last day.
    pub ended_on: Option<NaiveDate>,
}

/// Adds a project.
///
/// # Errors
/// [`StoreError::Refused`] where the agency has a project of that number.
pub async fn add(tx: &mut Transaction, new: NewProject<'_>, at: Moment) -> Result<Id> {
    const ADD: &str = "INSERT INTO projects (id, agency_id, number, name, facts, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let id = Id::new(at)?;
    tx.run(ADD, values![&id, &new.agency, new.number, new.name, new.facts, at]).await?;
    Ok(id)
}

/// The project of an identifier.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(tx: &mut Transaction, id: Id) -> Result<Option<Project>> {
    const FIND: &str = "SELECT p.id, p.agency_id, p.number, p.name, COALESCE((SELECT f.facts FROM project_facts f
        WHERE f.project_id = p.id ORDER BY f.version DESC LIMIT 1), p.facts) FROM projects p WHERE p.id = $1";
    tx.first(FIND, values![&id]).await?.as_ref().map(read_project).transpose()
}

/// The projects of an agency, by number.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_agency(tx: &mut Transaction, agency: Id) -> Result<Vec<Project>> {
    const LIST: &str = "SELECT p.id, p.agency_id, p.number, p.name, COALESCE((SELECT f.facts FROM project_facts f
        WHERE f.project_id = p.id ORDER BY f.version DESC LIMIT 1), p.facts) FROM projects p WHERE p.agency_id = $1";
    let mut found: Vec<Project> = tx.rows(LIST, values![&agency]).await?.iter().map(read_project).collect::<Result<_>>()?;
    // Sorted here: databases sort texts by the language they were set up in.
    found.sort_by(|a, b| a.number.cmp(&b.number));
    Ok(found)
}

/// Adds the contract of the prime.
///
/// # Errors
/// [`StoreError::Refused`] where the firm has a contract on the project.
pub async fn add_prime(tx: &mut Transaction, project: Id, contractor: Id, terms: Terms, at: Moment) -> Result<Id> {
    insert_contract(tx, project, contractor, None, 0, terms, at).await
}

/// Adds a contract below another, one tier down, on the same project.
///
/// # Errors
/// [`StoreError::Missing`] where the contract above is not there; [`StoreError::Refused`] where the firm has a
/// contract on the project, or more than nine tiers are between it and the prime.
pub async fn add_sub(tx: &mut Transaction, above: Id, contractor: Id, terms: Terms, at: Moment) -> Result<Id> {
    let above = contract(tx, above).await?.ok_or(StoreError::Missing("contract"))?;
    insert_contract(tx, above.project, contractor, Some(above.id), above.tier + 1, terms, at).await
}

async fn insert_contract(
    tx: &mut Transaction,
    project: Id,
    contractor: Id,
    parent: Option<Id>,
    tier: u8,
    terms: Terms,
    at: Moment,
) -> Result<Id> {
    const ADD: &str = "INSERT INTO contracts (id, project_id, contractor_id, parent_id, tier, value, started_on, ended_on, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let id = Id::new(at)?;
    let firm = values![&id, &project, &contractor, parent.as_ref(), i64::from(tier)];
    let terms = values![terms.value, terms.started_on, terms.ended_on, at];
    tx.run(ADD, firm.into_iter().chain(terms).collect()).await?;
    Ok(id)
}

/// The contract of an identifier.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn contract(tx: &mut Transaction, id: Id) -> Result<Option<Contract>> {
    const FIND: &str = "SELECT id, project_id, contractor_id, parent_id, tier, value, started_on, ended_on FROM contracts WHERE id = $1";
    tx.first(FIND, values![&id]).await?.as_ref().map(read_contract).transpose()
}

/// The contracts on a project, by tier, then in the order they were added.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn contracts(tx: &mut Transaction, project: Id) -> Result<Vec<Contract>> {
    const LIST: &str = "SELECT id, project_id, contractor_id, parent_id, tier, value, started_on, ended_on FROM contracts
        WHERE project_id = $1 ORDER BY tier, id";
    tx.rows(LIST, values![&project]).await?.iter().map(read_contract).collect()
}

/// The projects a firm works on, by number, each with its contract there.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contractor(tx: &mut Transaction, contractor: Id) -> Result<Vec<(Project, Contract)>> {
    const LIST: &str = "SELECT id, project_id, contractor_id, parent_id, tier, value, started_on, ended_on FROM contracts
        WHERE contractor_id = $1";
    let mut found = Vec::new();
    for row in tx.rows(LIST, values![&contractor]).await? {
        let contract = read_contract(&row)?;
        let project = find(tx, contract.project).await?.ok_or(StoreError::Missing("project"))?;
        found.push((project, contract));
    }
    found.sort_by(|(a, _), (b, _)| (&a.number, a.id).cmp(&(&b.number, b.id)));
    Ok(found)
}

/// The agency whose affair a contract is; none where there is no such contract.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn tenant_of(tx: &mut Transaction, contract: Id) -> Result<Option<Id>> {
    match agency_of(tx, contract).await {
        Ok(agency) => Ok(Some(agency)),
        Err(StoreError::Missing(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The agency whose affair a contract is.
pub(super) async fn agency_of(tx: &mut Transaction, contract: Id) -> Result<Id> {
    const FIND: &str = "SELECT p.agency_id FROM contracts c JOIN projects p ON p.id = c.project_id WHERE c.id = $1";
    tx.first(FIND, values![&contract]).await?.ok_or(StoreError::Missing("contract"))?.id(0)
}

fn read_project(row: &Row) -> Result<Project> {
    Ok(Project { id: row.id(0)?, agency: row.id(1)?, number: row.get(2)?, name: row.get(3)?, facts: row.get(4)? })
}

fn read_contract(row: &Row) -> Result<Contract> {
    let tier: i64 = row.get(4)?;
    Ok(Contract {
        id: row.id(0)?,
        project: row.id(1)?,
        contractor: row.id(2)?,
        parent: row.id_or_none(3)?,
        tier: u8::try_from(tier).map_err(|_| StoreError::damaged(format_args!("tier {tier}")))?,
        value: row.get(5)?,
        started_on: row.get(6)?,
        ended_on: row.get(7)?,
    })
}
