//! A signed version that was of another week or project, and the upload that takes its place there. Insert-only.

use super::audit::{
    self,
    act::{Act, Action, Object},
};
use super::value::values;
use super::{Id, Result, StoreError, Transaction, projects, submissions};
use crate::domain::moment::Moment;

/// Where a version goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The upload that is to take its place.
    pub upload: Id,
    /// The version that was of another week or project.
    pub submission: Id,
    /// Why.
    pub reason: String,
    /// Who moved it.
    pub by: Id,
    /// When.
    pub at: Moment,
}

/// Notes a move. The version stands until the upload is signed.
///
/// # Errors
/// [`StoreError::Refused`] for an empty reason, or an upload that is of another move.
pub async fn add(tx: &mut Transaction, new: &Move) -> Result<()> {
    const ADD: &str = "INSERT INTO moves (upload_id, submission_id, reason, moved_by, moved_at) VALUES ($1, $2, $3, $4, $5)";
    let version = submissions::find(tx, new.submission).await?.ok_or(StoreError::Missing("submission"))?;
    tx.run(ADD, values![&new.upload, &new.submission, new.reason.as_str(), &new.by, new.at]).await?;
    let tenant = Some(projects::agency_of(tx, version.contract).await?);
    let (at, actor, object) = (new.at, Some(new.by), Object::submission(new.submission));
    let (version, record) = (Some(version.version), Some(new.reason.as_bytes()));
    audit::append(tx, Act { at, tenant, actor, action: Action::Moved, object, version, record }).await?;
    Ok(())
}

/// The move an upload is of, if it is of one.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_upload(tx: &mut Transaction, upload: Id) -> Result<Option<Move>> {
    const FIND: &str = "SELECT upload_id, submission_id, reason, moved_by, moved_at FROM moves WHERE upload_id = $1";
    let Some(row) = tx.first(FIND, values![&upload]).await? else { return Ok(None) };
    Ok(Some(Move { upload: row.id(0)?, submission: row.id(1)?, reason: row.get(2)?, by: row.id(3)?, at: row.moment(4)? }))
}

/// The moves of a version, oldest first: one for each time its moving was begun.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_submission(tx: &mut Transaction, submission: Id) -> Result<Vec<Move>> {
    const LIST: &str = "SELECT upload_id, submission_id, reason, moved_by, moved_at FROM moves WHERE submission_id = $1
        ORDER BY moved_at, upload_id";
    let rows = tx.rows(LIST, values![&submission]).await?;
    let read = |row: &super::value::Row| {
        Ok(Move { upload: row.id(0)?, submission: row.id(1)?, reason: row.get(2)?, by: row.id(3)?, at: row.moment(4)? })
    };
    rows.iter().map(read).collect()
}
