//! The main contractor's word on a signed week of a firm below it. Insert-only.

use super::audit::{
    self,
    act::{Act, Action, Object},
};
use super::value::values;
use super::{Id, Result, StoreError, Transaction, projects, submissions};
use crate::domain::moment::Moment;

/// An approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// In words; may be empty.
    pub note: String,
    /// Who approved.
    pub by: Id,
    /// When.
    pub at: Moment,
}

/// Approves a version.
///
/// # Errors
/// [`StoreError::Refused`] where it is approved already; [`StoreError::Missing`] where there is none.
pub async fn approve(tx: &mut Transaction, submission: Id, note: &str, by: Id, at: Moment) -> Result<()> {
    const ADD: &str = "INSERT INTO approvals (submission_id, note, approved_by, approved_at) VALUES ($1, $2, $3, $4)";
    let version = submissions::find(tx, submission).await?.ok_or(StoreError::Missing("submission"))?;
    tx.run(ADD, values![&submission, note, &by, at]).await?;
    let tenant = Some(projects::agency_of(tx, version.contract).await?);
    let (actor, object, version) = (Some(by), Object::submission(submission), Some(version.version));
    audit::append(tx, Act { at, tenant, actor, action: Action::Approved, object, version, record: None }).await?;
    Ok(())
}

/// The approval of a version, if there is one.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_submission(tx: &mut Transaction, submission: Id) -> Result<Option<Approval>> {
    const FIND: &str = "SELECT note, approved_by, approved_at FROM approvals WHERE submission_id = $1";
    let Some(row) = tx.first(FIND, values![&submission]).await? else { return Ok(None) };
    Ok(Some(Approval { note: row.get(0)?, by: row.id(1)?, at: row.moment(2)? }))
}
