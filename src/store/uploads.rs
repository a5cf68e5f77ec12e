//! A week on its way: from the file to the signature.
//!
//! It is the contractor's own until it is signed, and changes until then. What is signed becomes a version of the week
//! ([`super::submissions`]), and the upload stands as it was.

use super::submissions::SubmissionKind;
use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction};
use crate::domain::moment::Moment;
use chrono::NaiveDate;

/// How far a week on its way has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UploadState {
    /// It is being read.
    Reading,
    /// The file as a whole could not be read; its bytes are not kept.
    Refused,
    /// A person must say what its columns hold.
    Columns,
    /// It was read and checked. Cells may still stop the signing.
    Examined,
    /// It was signed.
    Signed,
    /// A newer file took its place.
    Replaced,
    /// The contractor let it go.
    Dropped,
}

impl UploadState {
    /// Every state.
    pub const ALL: &'static [Self] =
        &[Self::Reading, Self::Refused, Self::Columns, Self::Examined, Self::Signed, Self::Replaced, Self::Dropped];
    /// The word it is kept as.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Refused => "refused",
            Self::Columns => "columns",
            Self::Examined => "examined",
            Self::Signed => "signed",
            Self::Replaced => "replaced",
            Self::Dropped => "dropped",
        }
    }
    /// Whether a person can still go on with it.
    pub const fn open(self) -> bool {
        matches!(self, Self::Reading | Self::Columns | Self::Examined)
    }
}

/// An upload to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewUpload<'a> {
    /// The contract: project and contractor.
    pub contract: Id,
    /// Last day of the work week.
    pub week_ending: NaiveDate,
    /// Whether work was done.
    pub kind: SubmissionKind,
    /// The last payroll of this contractor on the project.
    pub last: bool,
    /// The signed version it is to amend.
    pub amends: Option<Id>,
    /// Why there is to be a further version.
    pub reason: Option<&'a str>,
    /// SHA-256 of the file, registered before.
    pub original: Option<&'a str>,
    /// What the file was called, to be shown.
    pub file_name: Option<&'a str>,
    /// How its columns are understood, if a mapping is known already.
    pub mapping: Option<&'a str>,
    /// Who uploads it.
    pub by: Id,
}

/// A week on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its identifier.
    pub id: Id,
    /// The contract.
    pub contract: Id,
    /// Last day of the work week.
    pub week_ending: NaiveDate,
    /// Whether work was done.
    pub kind: SubmissionKind,
    /// The last payroll of this contractor on the project.
    pub last: bool,
    /// The signed version it is to amend.
    pub amends: Option<Id>,
    /// Why there is to be a further version.
    pub reason: Option<String>,
    /// SHA-256 of the file.
    pub original: Option<String>,
    /// What the file was called.
    pub file_name: Option<String>,
    /// How its columns are understood, as a mapping file.
    pub mapping: Option<String>,
    /// How far it has come.
    pub state: UploadState,
    /// How often its reading was asked for.
    pub readings: u64,
    /// Its newest reading.
    pub examination: Option<Id>,
    /// What it became.
    pub submission: Option<Id>,
    /// Who uploaded it.
    pub by: Id,
    /// When.
    pub at: Moment,
    /// When it last changed.
    pub changed_at: Moment,
}

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, contract_id, week_ending, kind, final, amends, reason, original, file_name, mapping, state, readings,
            examination_id, submission_id, uploaded_by, uploaded_at, changed_at FROM uploads ",
            $rest
        )
    };
}

/// Adds an upload that is to be read.
///
/// # Errors
/// [`StoreError::Refused`] where the original is not registered or there is no such contract.
pub async fn add(tx: &mut Transaction, new: NewUpload<'_>, at: Moment) -> Result<Id> {
    const ADD: &str = "INSERT INTO uploads (id, contract_id, week_ending, kind, final, amends, reason, original, file_name, mapping, state,
        uploaded_by, uploaded_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'reading', $11, $12, $12)";
    let id = Id::new(at)?;
    let what = values![&id, &new.contract, new.week_ending, new.kind.word(), new.last, new.amends.as_ref(), new.reason];
    let how = values![new.original, new.file_name, new.mapping, &new.by, at];
    tx.run(ADD, what.into_iter().chain(how).collect()).await?;
    Ok(id)
}

/// The upload of an identifier.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(tx: &mut Transaction, id: Id) -> Result<Option<Upload>> {
    tx.first(columns!("WHERE id = $1"), values![&id]).await?.as_ref().map(read).transpose()
}

/// Every upload of a week, newest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_week(tx: &mut Transaction, contract: Id, week_ending: NaiveDate) -> Result<Vec<Upload>> {
    const LIST: &str = columns!("WHERE contract_id = $1 AND week_ending = $2 ORDER BY uploaded_at DESC, id DESC");
    tx.rows(LIST, values![&contract, week_ending]).await?.iter().map(read).collect()
}

/// The uploads of a contract that a person can still go on with, by week.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn open_of_contract(tx: &mut Transaction, contract: Id) -> Result<Vec<Upload>> {
    const LIST: &str = columns!("WHERE contract_id = $1 AND state IN ('reading', 'columns', 'examined') ORDER BY week_ending, uploaded_at");
    tx.rows(LIST, values![&contract]).await?.iter().map(read).collect()
}

/// The uploads of one contractor's file, by its SHA-256, newest first: the same bytes sent twice.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_original(tx: &mut Transaction, contract: Id, sha256: &str) -> Result<Vec<Upload>> {
    const LIST: &str = columns!("WHERE contract_id = $1 AND original = $2 ORDER BY uploaded_at DESC, id DESC");
    tx.rows(LIST, values![&contract, sha256]).await?.iter().map(read).collect()
}

/// Whose uploads are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// One person's.
    Person(Id),
    /// Those of all people of an organisation.
    Organisation(Id),
}

/// When the upload was added that so many of theirs came after, if there were so many since a moment: what a rate is held to.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn added_before(tx: &mut Transaction, by: By, newer: u32, since: Moment) -> Result<Option<Moment>> {
    const OF_PERSON: &str = "SELECT uploaded_at FROM uploads WHERE uploaded_by = $1 AND uploaded_at > $3
        ORDER BY uploaded_at DESC, id DESC LIMIT 1 OFFSET $2";
    const OF_ALL: &str = "SELECT uploaded_at FROM uploads WHERE uploaded_by IN (SELECT id FROM people WHERE organisation_id = $1)
        AND uploaded_at > $3 ORDER BY uploaded_at DESC, id DESC LIMIT 1 OFFSET $2";
    let (sql, who) = match by {
        By::Person(id) => (OF_PERSON, id),
        By::Organisation(id) => (OF_ALL, id),
    };
    tx.first(sql, values![&who, i64::from(newer), since]).await?.map(|row| row.moment(0)).transpose()
}

/// Puts an upload in the place of the others of its week that a person could still go on with. How many gave way.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn replace_others(tx: &mut Transaction, upload: &Upload, at: Moment) -> Result<u64> {
    const REPLACE: &str = "UPDATE uploads SET state = 'replaced', changed_at = $5 WHERE contract_id = $1 AND week_ending = $2
        AND id <> $3 AND uploaded_at <= $4 AND state IN ('reading', 'columns', 'examined')";
    tx.run(REPLACE, values![&upload.contract, upload.week_ending, &upload.id, upload.at, at]).await
}

/// Uploads that wait for a reading whose job was given up: nobody will read them.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn given_up(tx: &mut Transaction) -> Result<Vec<Upload>> {
    const LIST: &str = columns!(
        "WHERE state = 'reading' AND EXISTS (SELECT 1 FROM jobs j WHERE j.state = 'stopped'
        AND j.once_key = 'examine:' || uploads.id || ':' || CAST(uploads.readings AS TEXT))"
    );
    tx.rows(LIST, Vec::new()).await?.iter().map(read).collect()
}

/// Asks for a further reading, and gives its number. The state goes back to *reading*.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such open upload.
pub async fn ask_for_reading(tx: &mut Transaction, id: Id, at: Moment) -> Result<u64> {
    const ASK: &str = "UPDATE uploads SET readings = readings + 1, state = 'reading', changed_at = $2
        WHERE id = $1 AND state IN ('reading', 'columns', 'examined') RETURNING readings";
    tx.first(ASK, values![&id, at]).await?.ok_or(StoreError::Missing("open upload"))?.count(0)
}

/// Keeps how its columns are understood.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such upload; [`StoreError::Refused`] where it was signed.
pub async fn set_mapping(tx: &mut Transaction, id: Id, mapping: Option<&str>, at: Moment) -> Result<()> {
    found(tx.run("UPDATE uploads SET mapping = $2, changed_at = $3 WHERE id = $1", values![&id, mapping, at]).await?)
}

/// Says whether this is the last payroll of the contractor on the project.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such upload; [`StoreError::Refused`] where it was signed.
pub async fn set_last(tx: &mut Transaction, id: Id, last: bool, at: Moment) -> Result<()> {
    found(tx.run("UPDATE uploads SET final = $2, changed_at = $3 WHERE id = $1", values![&id, last, at]).await?)
}

/// Sets how far it has come, with its newest reading where there is one. Not to [`UploadState::Signed`]: see [`set_signed`].
///
/// # Errors
/// [`StoreError::Missing`] where there is no such upload; [`StoreError::Refused`] where it was signed.
pub async fn set_state(tx: &mut Transaction, id: Id, state: UploadState, examination: Option<Id>, at: Moment) -> Result<()> {
    const SET: &str = "UPDATE uploads SET state = $2, examination_id = coalesce($3, examination_id), changed_at = $4 WHERE id = $1";
    found(tx.run(SET, values![&id, state.word(), examination.as_ref(), at]).await?)
}

/// Forgets the file of an upload that was refused. The caller removes the bytes where nothing else names them.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such refused upload.
pub async fn forget_original(tx: &mut Transaction, id: Id) -> Result<()> {
    found(tx.run("UPDATE uploads SET original = NULL WHERE id = $1 AND state = 'refused'", values![&id]).await?)
}

/// Marks it signed: from now on it stands as it is.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such examined upload.
pub async fn set_signed(tx: &mut Transaction, id: Id, submission: Id, at: Moment) -> Result<()> {
    const SET: &str = "UPDATE uploads SET state = 'signed', submission_id = $2, changed_at = $3
        WHERE id = $1 AND state = 'examined'";
    found(tx.run(SET, values![&id, &submission, at]).await?)
}

/// The upload that became a version.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_submission(tx: &mut Transaction, submission: Id) -> Result<Option<Upload>> {
    tx.first(columns!("WHERE submission_id = $1"), values![&submission]).await?.as_ref().map(read).transpose()
}

fn found(rows: u64) -> Result<()> {
    if rows == 0 { Err(StoreError::Missing("upload")) } else { Ok(()) }
}

fn read(row: &Row) -> Result<Upload> {
    let word: String = row.get(10)?;
    let state = UploadState::ALL.iter().copied().find(|state| state.word() == word);
    Ok(Upload {
        id: row.id(0)?,
        contract: row.id(1)?,
        week_ending: row.get(2)?,
        kind: SubmissionKind::of(&row.get::<String>(3)?)?,
        last: row.get(4)?,
        amends: row.id_or_none(5)?,
        reason: row.get(6)?,
        original: row.get(7)?,
        file_name: row.get(8)?,
        mapping: row.get(9)?,
        state: state.ok_or_else(|| StoreError::damaged(format_args!("{word} is no state of an upload")))?,
        readings: row.count(11)?,
        examination: row.id_or_none(12)?,
        submission: row.id_or_none(13)?,
        by: row.id(14)?,
        at: row.moment(15)?,
        changed_at: row.moment(16)?,
    })
}
