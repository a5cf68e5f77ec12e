//! Readings of an upload, with the rows of its sheet. A reading is never changed; a further one takes its place.

use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction, sha};
use crate::domain::moment::Moment;

/// A reading to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewExamination<'a> {
    /// The upload that was read.
    pub upload: Id,
    /// The how manieth reading, from 1.
    pub number: u64,
    /// What was asked, as one text: limits, mapping, corrections, project, hours to date.
    pub request: &'a str,
    /// What came of it, as one canonical text.
    pub body: &'a [u8],
    /// `refused`, `columns` or `examined`.
    pub outcome: &'a str,
    /// Problems that stop the signing.
    pub problems: usize,
    /// Findings that are not met or cannot be told.
    pub findings: usize,
}

/// A reading that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptExamination {
    /// Its identifier.
    pub id: Id,
    /// The upload that was read.
    pub upload: Id,
    /// The how manieth reading.
    pub number: u64,
    /// What was asked.
    pub request: String,
    /// What came of it.
    pub body: Vec<u8>,
    /// SHA-256 of the body.
    pub sha256: String,
    /// `refused`, `columns` or `examined`.
    pub outcome: String,
    /// Problems that stop the signing.
    pub problems: u64,
    /// Findings that are not met or cannot be told.
    pub findings: u64,
    /// When it was read.
    pub at: Moment,
}

/// Keeps a reading.
///
/// # Errors
/// [`StoreError::Refused`] where a reading of this number is there.
pub async fn keep(tx: &mut Transaction, new: NewExamination<'_>, at: Moment) -> Result<Id> {
    const ADD: &str = "INSERT INTO examinations (id, upload_id, number, request, body, sha256, outcome, problems, findings, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let id = Id::new(at)?;
    let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let number = i64::try_from(new.number).map_err(StoreError::damaged)?;
    let what = values![&id, &new.upload, number, new.request, new.body, sha::of(new.body), new.outcome];
    let counts = values![whole(new.problems), whole(new.findings), at];
    tx.run(ADD, what.into_iter().chain(counts).collect()).await?;
    Ok(id)
}

/// A reading, by its identifier.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(tx: &mut Transaction, id: Id) -> Result<Option<KeptExamination>> {
    const FIND: &str = "SELECT id, upload_id, number, request, body, sha256, outcome, problems, findings, created_at FROM examinations
        WHERE id = $1";
    tx.first(FIND, values![&id]).await?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<KeptExamination> {
    Ok(KeptExamination {
        id: row.id(0)?,
        upload: row.id(1)?,
        number: row.count(2)?,
        request: row.get(3)?,
        body: row.get(4)?,
        sha256: row.get(5)?,
        outcome: row.get(6)?,
        problems: row.count(7)?,
        findings: row.count(8)?,
        at: row.moment(9)?,
    })
}
