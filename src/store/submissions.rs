//! One contractor's week on one project, version by version.
//!
//! A draft may be replaced until it is certified. Certified content is never edited: the database refuses it. To amend
//! is to add version n+1 with a reason; both stay and both open. A version taken back is marked so, with its reason.
//! The version that counts is the newest certified one that was not taken back.

use super::audit::{
    self,
    act::{Act, Action, Object},
};
use super::lines::{self, Line};
use super::signatures::{self, Statement};
use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction, cube, projects};
use crate::domain::moment::Moment;
use chrono::NaiveDate;

pub use super::week_lists::{FindingCounts, WeekOnFile, certified_of_agency, newest_of_contract, of_project, weeks_of_contract};

/// Whether work was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubmissionKind {
    /// A payroll with lines.
    Payroll,
    /// The stated fact that no work was done. It is not an empty file.
    NoWork,
}

impl SubmissionKind {
    /// The word it is kept as.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Payroll => "payroll",
            Self::NoWork => "no-work",
        }
    }

    /// Of the word it is kept as.
    pub(super) fn of(word: &str) -> Result<Self> {
        match word {
            "payroll" => Ok(Self::Payroll),
            "no-work" => Ok(Self::NoWork),
            word => Err(StoreError::damaged(format_args!("{word} is no kind of submission"))),
        }
    }
}

/// A version to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewSubmission<'a> {
    /// The contract: project and contractor.
    pub contract: Id,
    /// Last day of the work week.
    pub week_ending: NaiveDate,
    /// Whether work was done.
    pub kind: SubmissionKind,
    /// The last payroll of this contractor on the project.
    pub last: bool,
    /// SHA-256 of the file; none where the week was keyed in.
    pub original: Option<&'a str>,
    /// What the file was called.
    pub file_name: Option<&'a str>,
    /// The layout it was read as.
    pub layout: Option<&'a str>,
    /// How its columns were understood, as a mapping file.
    pub mapping: Option<&'a str>,
    /// Why there is a further version; asked for from version 2 on.
    pub reason: Option<&'a str>,
    /// Who adds it.
    pub by: Id,
    /// What was read of it.
    pub lines: &'a [Line],
}

/// A version, without its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Its identifier.
    pub id: Id,
    /// The contract.
    pub contract: Id,
    /// Last day of the work week.
    pub week_ending: NaiveDate,
    /// From 1.
    pub version: u64,
    /// Whether work was done.
    pub kind: SubmissionKind,
    /// The last payroll of this contractor on the project.
    pub last: bool,
    /// SHA-256 of the file.
    pub original: Option<String>,
    /// What the file was called.
    pub file_name: Option<String>,
    /// Why there is a further version.
    pub reason: Option<String>,
    /// Who added it.
    pub created_by: Id,
    /// When.
    pub created_at: Moment,
    /// When it was certified.
    pub certified_at: Option<Moment>,
    /// When it was taken back.
    pub withdrawn_at: Option<Moment>,
}

/// Adds a draft: version 1 of the week, or the version after the newest one. A draft that was not certified gives way to
/// the new one, and keeps its number as a version that was taken back.
///
/// # Errors
/// [`StoreError::Refused`] for a further version without a reason, an original that is not registered, or lines of a week
/// without work.
pub async fn draft(tx: &mut Transaction, new: NewSubmission<'_>, at: Moment) -> Result<Submission> {
    const NEWEST: &str = "SELECT s.id, s.version, s.certified_at, w.withdrawn_at FROM submissions s
        LEFT JOIN withdrawals w ON w.submission_id = s.id
        WHERE s.contract_id = $1 AND s.week_ending = $2 ORDER BY s.version DESC LIMIT 1";
    const ADD: &str = "INSERT INTO submissions (id, contract_id, week_ending, version, kind, final, original, file_name, layout, mapping,
        reason, created_by, created_at, project_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
        (SELECT project_id FROM contracts WHERE id = $2))";
    if new.kind == SubmissionKind::NoWork && !new.lines.is_empty() {
        return Err(StoreError::Refused("a week without work has no lines".to_owned()));
    }
    let mut version = 1;
    if let Some(newest) = tx.first(NEWEST, values![&new.contract, new.week_ending]).await? {
        version = newest.count(1)? + 1;
        let open = newest.moment_or_none(2)?.is_none() && newest.moment_or_none(3)?.is_none();
        let reason = new.reason.unwrap_or_default();
        if open && !reason.is_empty() {
            let given_way = find(tx, newest.id(0)?).await?.ok_or(StoreError::Missing("submission"))?;
            mark_withdrawn(tx, given_way.id, reason, new.by, at).await?;
            note(tx, &given_way, Action::Withdrawn, new.by, Some(reason.as_bytes()), at).await?;
        }
    }
    let id = Id::new(at)?;
    let number = i64::try_from(version).map_err(StoreError::damaged)?;
    let what = values![&id, &new.contract, new.week_ending, number, new.kind.word(), new.last];
    let how = values![new.original, new.file_name, new.layout, new.mapping, new.reason, &new.by, at];
    tx.run(ADD, what.into_iter().chain(how).collect()).await?;
    lines::add(tx, id, new.lines).await?;
    let made = find(tx, id).await?.ok_or(StoreError::Missing("submission"))?;
    note(tx, &made, Action::Drafted, new.by, None, at).await?;
    Ok(made)
}

/// Certifies a draft: signs it, freezes it, and counts its hours in place of those of the version before.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such draft; [`StoreError::Refused`] where it is certified or taken back, or a
/// newer version is there.
pub async fn certify(tx: &mut Transaction, id: Id, statement: Statement<'_>, at: Moment) -> Result<()> {
    const NEWER: &str = "SELECT count(*) FROM submissions s LEFT JOIN withdrawals w ON w.submission_id = s.id
        WHERE s.contract_id = $1 AND s.week_ending = $2 AND s.version > $3 AND w.submission_id IS NULL";
    let submission = find(tx, id).await?.ok_or(StoreError::Missing("submission"))?;
    let number = i64::try_from(submission.version).map_err(StoreError::damaged)?;
    let newer = tx.one(NEWER, values![&submission.contract, submission.week_ending, number]).await?.count(0)?;
    let refused = match (submission.certified_at, submission.withdrawn_at, newer) {
        (Some(_), ..) => "the version is certified already",
        (_, Some(_), _) => "the version was taken back",
        (.., 1..) => "there is a newer version",
        _ => "",
    };
    if !refused.is_empty() {
        return Err(StoreError::Refused(refused.to_owned()));
    }
    let signature = signatures::sign(tx, &submission, statement, at).await?;
    note(tx, &submission, Action::Certified, statement.by, Some(&signature.record()), at).await?;
    tx.run("UPDATE submissions SET certified_at = $2 WHERE id = $1", values![&id, at]).await?;
    cube::count_week(tx, submission.contract, submission.week_ending).await
}

/// Takes a version back, with the reason. It stays, and still opens; the certified version before it counts again.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such version; [`StoreError::Refused`] where it was taken back already, or no
/// reason is given.
pub async fn withdraw(tx: &mut Transaction, id: Id, reason: &str, by: Id, at: Moment) -> Result<()> {
    let submission = find(tx, id).await?.ok_or(StoreError::Missing("submission"))?;
    mark_withdrawn(tx, id, reason, by, at).await?;
    note(tx, &submission, Action::Withdrawn, by, Some(reason.as_bytes()), at).await?;
    cube::count_week(tx, submission.contract, submission.week_ending).await
}

async fn mark_withdrawn(tx: &mut Transaction, id: Id, reason: &str, by: Id, at: Moment) -> Result<()> {
    const MARK: &str = "INSERT INTO withdrawals (submission_id, reason, withdrawn_by, withdrawn_at) VALUES ($1, $2, $3, $4)";
    tx.run(MARK, values![&id, reason, &by, at]).await?;
    Ok(())
}

/// The entry in the audit log of what was done to a version.
async fn note(tx: &mut Transaction, what: &Submission, action: Action, by: Id, record: Option<&[u8]>, at: Moment) -> Result<()> {
    let tenant = Some(projects::agency_of(tx, what.contract).await?);
    let object = Object::submission(what.id);
    audit::append(tx, Act { at, tenant, actor: Some(by), action, object, version: Some(what.version), record }).await?;
    Ok(())
}

/// The agency whose affair a version is.
pub(super) async fn agency_of(tx: &mut Transaction, id: Id) -> Result<Id> {
    let contract = find(tx, id).await?.ok_or(StoreError::Missing("submission"))?.contract;
    projects::agency_of(tx, contract).await
}

/// A version, by its identifier; one taken back too.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(tx: &mut Transaction, id: Id) -> Result<Option<Submission>> {
    const FIND: &str = "SELECT s.id, s.contract_id, s.week_ending, s.version, s.kind, s.final, s.original, s.file_name, s.reason,
        s.created_by, s.created_at, s.certified_at, w.withdrawn_at FROM submissions s
        LEFT JOIN withdrawals w ON w.submission_id = s.id WHERE s.id = $1";
    tx.first(FIND, values![&id]).await?.as_ref().map(read).transpose()
}

/// Every version of a week, oldest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_week(tx: &mut Transaction, contract: Id, week_ending: NaiveDate) -> Result<Vec<Submission>> {
    const LIST: &str = "SELECT s.id, s.contract_id, s.week_ending, s.version, s.kind, s.final, s.original, s.file_name, s.reason,
        s.created_by, s.created_at, s.certified_at, w.withdrawn_at FROM submissions s
        LEFT JOIN withdrawals w ON w.submission_id = s.id WHERE s.contract_id = $1 AND s.week_ending = $2 ORDER BY s.version";
    tx.rows(LIST, values![&contract, week_ending]).await?.iter().map(read).collect()
}

/// A version from the first columns of a row, in the order of [`find`].
pub(super) fn read(row: &Row) -> Result<Submission> {
    Ok(Submission {
        id: row.id(0)?,
        contract: row.id(1)?,
        week_ending: row.get(2)?,
        version: row.count(3)?,
        kind: SubmissionKind::of(&row.get::<String>(4)?)?,
        last: row.get(5)?,
        original: row.get(6)?,
        file_name: row.get(7)?,
        reason: row.get(8)?,
        created_by: row.id(9)?,
        created_at: row.moment(10)?,
        certified_at: row.moment_or_none(11)?,
        withdrawn_at: row.moment_or_none(12)?,
    })
}
