//! Begins a week with a file: once for each key, and not twice with the same bytes.

use super::open::{self, Source, Week};
use super::receive::Received;
use super::{SubmissionKind, Upload, file_name};
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::store::idempotency::{self, Seen};
use crate::store::originals::{self, Kept};
use crate::store::{Id, Transaction, random, sha, uploads};
use chrono::NaiveDate;

/// A file for a week.
#[derive(Clone, Copy, Debug)]
pub struct NewFile<'a> {
    /// The contract.
    pub contract: Id,
    /// Last day of the work week.
    pub week_ending: NaiveDate,
    /// The last payroll of this contractor on the project.
    pub last: bool,
    /// Why there is to be a further version, where one was signed.
    pub reason: Option<&'a str>,
    /// What the file was called.
    pub file_name: &'a str,
    /// What a repeat of this request is known by.
    pub key: &'a str,
    /// How its columns are understood, where that is known before it is read.
    pub mapping: Option<&'a str>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is being read.
    Upload(Id),
    /// The same bytes are on file for this week already: nothing was begun.
    Duplicate(Box<Upload>),
}

/// A key for a form: nobody can guess it, and no two forms have the same.
///
/// # Errors
/// [`Fault::Store`] without random numbers.
pub fn new_key() -> Result<String, Fault> {
    Ok(sha::hex(&random::<16>()?))
}

/// Begins a week with a file that arrived.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::NotAllowed`]; [`Fault::Conflict`] where the key was used with other bytes; [`Fault::Refused`]
/// where a version was signed and no reason is given; [`Fault::Full`].
pub async fn file(service: &Service, actor: &Actor, new: NewFile<'_>, received: Received) -> Result<Begun, Fault> {
    let Received { file, place } = received;
    let sha256 = file.sha256().to_owned();
    // What was answered before is answered again before anything is kept.
    let mut tx = service.store.snapshot().await?;
    if let Some(begun) = answered(&mut tx, actor, &new, &sha256).await? {
        return Ok(begun);
    }
    drop(tx);
    let kept = service.originals.keep_incoming(file).await?;
    let begun = with_original(service, actor, new, &kept, false).await;
    drop(place);
    begun
}

/// Begins a week with bytes that are kept; `twice` where the same bytes are meant to be used again.
pub(in crate::service) async fn with_original(
    service: &Service,
    actor: &Actor,
    new: NewFile<'_>,
    kept: &Kept,
    twice: bool,
) -> Result<Begun, Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let week = Week { contract: new.contract, week_ending: new.week_ending, last: new.last, reason: new.reason };
    let (_, project) = open::ask(&mut tx, actor, new.contract, new.week_ending, service.clock.today()).await?;
    if let Some(begun) = answered(&mut tx, actor, &new, &kept.sha256).await? {
        return Ok(begun);
    }
    open::not_too_often(&mut tx, actor, service.settings.uploads, at).await?;
    if !twice && let Some(first) = same_bytes(&mut tx, &new, &kept.sha256).await? {
        return Ok(Begun::Duplicate(Box::new(first)));
    }
    originals::register(&mut tx, kept, at).await?;
    let name = file_name::shown(new.file_name);
    let source = Source { kind: SubmissionKind::Payroll, original: Some(&kept.sha256), file_name: Some(&name), mapping: new.mapping };
    let upload = open::add(&mut tx, actor, week, source, at).await?;
    open::ask_for_reading(&mut tx, upload, at).await?;
    open::note(&mut tx, actor, &project, upload, Some(&kept.sha256), at).await?;
    let (owner, key) = (actor.person.to_string(), key_of(new.key));
    idempotency::keep(&mut tx, &owner, &key, &digest(&new, &kept.sha256), 303, &upload.to_string(), at).await?;
    tx.commit().await?;
    service.bell.notify_one();
    Ok(Begun::Upload(upload))
}

/// What was answered to the same key.
async fn answered(tx: &mut Transaction, actor: &Actor, new: &NewFile<'_>, sha256: &str) -> Result<Option<Begun>, Fault> {
    match idempotency::seen(tx, &actor.person.to_string(), &key_of(new.key), &digest(new, sha256)).await? {
        Seen::New => Ok(None),
        Seen::Answered(_, upload) => Ok(Id::parse(&upload).map(Begun::Upload)),
        Seen::Mismatch => Err(Fault::conflict(
            "idempotency.mismatch",
            "This form was sent before with another file. Nothing was kept of the second. Load the page again and send the file once more.",
        )),
    }
}

/// An upload of the week with the same bytes, that counts or still can.
async fn same_bytes(tx: &mut Transaction, new: &NewFile<'_>, sha256: &str) -> Result<Option<Upload>, Fault> {
    use super::UploadState::{Columns, Examined, Reading, Signed};
    let same = uploads::of_original(tx, new.contract, sha256).await?;
    let mut counts =
        same.into_iter().filter(|u| u.week_ending == new.week_ending && matches!(u.state, Reading | Columns | Examined | Signed));
    Ok(counts.next_back())
}

fn key_of(key: &str) -> String {
    // Whatever a program sends as a key, what is kept has one length.
    format!("upload:{}", sha::of(key.as_bytes()))
}

fn digest(new: &NewFile<'_>, sha256: &str) -> String {
    let week = Week { contract: new.contract, week_ending: new.week_ending, last: new.last, reason: new.reason };
    open::request_digest(&week, "file", sha256)
}
