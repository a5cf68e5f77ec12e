//! Agencies, contractors and intermediaries.

use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction};
use crate::domain::moment::Moment;

/// What an organisation is to public work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OrganisationKind {
    /// Awards contracts and checks them.
    Agency,
    /// Holds contracts and certifies payrolls.
    Contractor,
    /// Refers people to jobs.
    Intermediary,
}

impl OrganisationKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Agency, Self::Contractor, Self::Intermediary];
    /// The word it is kept as.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Contractor => "contractor",
            Self::Intermediary => "intermediary",
        }
    }
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its identifier.
    pub id: Id,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name, as it writes it.
    pub name: String,
}

/// Adds an organisation.
///
/// # Errors
/// [`StoreError::Refused`] for an empty name.
pub async fn add(tx: &mut Transaction, kind: OrganisationKind, name: &str, at: Moment) -> Result<Id> {
    const ADD: &str = "INSERT INTO organisations (id, kind, name, created_at) VALUES ($1, $2, $3, $4)";
    let id = Id::new(at)?;
    tx.run(ADD, values![&id, kind.word(), name, at]).await?;
    Ok(id)
}

/// The organisation of an identifier.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(tx: &mut Transaction, id: Id) -> Result<Option<Organisation>> {
    const FIND: &str = "SELECT id, kind, name FROM organisations WHERE id = $1";
    tx.first(FIND, values![&id]).await?.as_ref().map(read).transpose()
}

/// Every organisation of a kind, by name.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_kind(tx: &mut Transaction, kind: OrganisationKind) -> Result<Vec<Organisation>> {
    const LIST: &str = "SELECT id, kind, name FROM organisations WHERE kind = $1";
    by_name(&tx.rows(LIST, values![kind.word()]).await?)
}

/// Every organisation, by name.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(tx: &mut Transaction) -> Result<Vec<Organisation>> {
    by_name(&tx.rows("SELECT id, kind, name FROM organisations", Vec::new()).await?)
}

/// The firms with a contract on a project of an agency, by name.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn on_projects_of(tx: &mut Transaction, agency: Id) -> Result<Vec<Organisation>> {
    const FIRMS: &str = "SELECT id, kind, name FROM organisations WHERE id IN (SELECT c.contractor_id FROM contracts c
        JOIN projects p ON p.id = c.project_id WHERE p.agency_id = $1)";
    by_name(&tx.rows(FIRMS, values![&agency]).await?)
}

/// The firms with a contract on a project, by name.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn on_project(tx: &mut Transaction, project: Id) -> Result<Vec<Organisation>> {
    const FIRMS: &str = "SELECT id, kind, name FROM organisations WHERE id IN (SELECT contractor_id FROM contracts WHERE project_id = $1)";
    by_name(&tx.rows(FIRMS, values![&project]).await?)
}

/// Sorted here: databases sort texts by the language they were set up in.
fn by_name(rows: &[Row]) -> Result<Vec<Organisation>> {
    let mut found: Vec<Organisation> = rows.iter().map(read).collect::<Result<_>>()?;
    found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(found)
}

fn read(row: &Row) -> Result<Organisation> {
    let word: String = row.get(1)?;
    let kind = OrganisationKind::ALL.iter().copied().find(|kind| kind.word() == word);
    let kind = kind.ok_or_else(|| StoreError::damaged(format_args!("{word} is no kind of organisation")))?;
    Ok(Organisation { id: row.id(0)?, kind, name: row.get(2)? })
}
