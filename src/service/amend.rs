//! Changing what was signed, without ever changing it: a further version, a version taken back, a version moved to the week
//! or project it is of.

use super::Service;
use super::fault::Fault;
use super::permission::{self, Actor};
use super::upload;
use crate::store::corrections::{self, KeptCorrection};
use crate::store::moves::{self, Move};
use crate::store::projects::{Contract, Project};
use crate::store::submissions::{self, Submission, SubmissionKind};
use crate::store::uploads::{self, NewUpload, UploadState};
use crate::store::{Id, Transaction};
use chrono::NaiveDate;

/// Where a version is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The contract.
    pub contract: Id,
    /// Last day of the week.
    pub ending: NaiveDate,
}

/// Begins a further version from the file that is on file, with its corrections. The signed one stands until the new one
/// is signed, and stays on file then.
///
/// # Errors
/// [`Fault::NotFound`] for strangers, [`Fault::NotAllowed`] for who may only look; [`Fault::Refused`] without a reason;
/// [`Fault::Conflict`] where the version does not count, or a further one is on its way.
pub async fn amend(service: &Service, actor: &Actor, submission: Id, reason: &str) -> Result<Id, Fault> {
    let mut tx = service.store.begin().await?;
    let (submission, contract, project) = permission::may_go_on_with(&mut tx, actor, submission).await?;
    let reason = given(reason)?;
    must_count(&mut tx, &submission).await?;
    nothing_on_its_way(&mut tx, contract.id, submission.week_ending).await?;
    let place = Place { contract: contract.id, ending: submission.week_ending };
    let upload =
        begin(&mut tx, service, actor, &submission, Begin { project: &project, place, amends: Some(submission.id), reason }).await?;
    tx.commit().await?;
    service.bell.notify_waiters();
    Ok(upload)
}

/// Whether somebody may take a version back.
///
/// # Errors
/// As [`withdraw`], for who may not.
pub async fn may_withdraw(service: &Service, actor: &Actor, submission: Id) -> Result<(), Fault> {
    permission::may_withdraw(&mut service.store.snapshot().await?, actor, submission).await?;
    Ok(())
}

/// Takes a version back. It stays on file, and the certified version before it counts again.
///
/// # Errors
/// As [`amend`]; [`Fault::NotAllowed`] for a clerk.
pub async fn withdraw(service: &Service, actor: &Actor, submission: Id, reason: &str) -> Result<(), Fault> {
    let mut tx = service.store.begin().await?;
    let (submission, ..) = permission::may_withdraw(&mut tx, actor, submission).await?;
    let reason = given(reason)?;
    must_count(&mut tx, &submission).await?;
    submissions::withdraw(&mut tx, submission.id, reason, actor.person, service.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Begins to move a version to another week or project of the firm: an upload of the same file there. The version is taken
/// back when that one is signed, and stays on file.
///
/// # Errors
/// As [`amend`]; [`Fault::Refused`] where it is there already; [`Fault::Conflict`] where the other week has a version that
/// counts, or one on its way.
pub async fn move_to(service: &Service, actor: &Actor, submission: Id, place: Place, reason: &str) -> Result<Id, Fault> {
    let mut tx = service.store.begin().await?;
    let (submission, contract, _) = permission::may_go_on_with(&mut tx, actor, submission).await?;
    let (target, project) = permission::may_prepare(&mut tx, actor, place.contract).await?;
    let reason = given(reason)?;
    if (contract.id, submission.week_ending) == (target.id, place.ending) {
        return Err(Fault::refused("move.same", "This payroll is in that week already. Choose the week or the project it is of."));
    }
    must_count(&mut tx, &submission).await?;
    let there = submissions::of_week(&mut tx, target.id, place.ending).await?;
    if there.iter().any(|version| version.certified_at.is_some() && version.withdrawn_at.is_none()) {
        return Err(Fault::conflict("move.filed", "That week has a signed payroll already. Amend it there, and take this one back."));
    }
    nothing_on_its_way(&mut tx, target.id, place.ending).await?;
    let upload = begin(&mut tx, service, actor, &submission, Begin { project: &project, place, amends: None, reason }).await?;
    let at = service.clock.now();
    moves::add(&mut tx, &Move { upload, submission: submission.id, reason: reason.to_owned(), by: actor.person, at }).await?;
    tx.commit().await?;
    service.bell.notify_waiters();
    Ok(upload)
}

/// The weeks and projects a version can be moved to: the contracts of the firm, with the names of their projects.
///
/// # Errors
/// [`Fault::NotFound`] for strangers.
pub async fn places(service: &Service, actor: &Actor, submission: Id) -> Result<(Submission, Vec<(Contract, String)>), Fault> {
    let mut tx = service.store.snapshot().await?;
    let (submission, ..) = permission::may_go_on_with(&mut tx, actor, submission).await?;
    let contracts = crate::store::projects::of_contractor(&mut tx, actor.organisation).await?;
    Ok((submission, contracts.into_iter().map(|(project, contract)| (contract, project.name)).collect()))
}

fn given(reason: &str) -> Result<&str, Fault> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Fault::refused("reason", "No reason is given. Write in a few words why, so that who reads the record understands it."));
    }
    Ok(reason)
}

/// Only the version that counts is changed: an older one is history.
async fn must_count(tx: &mut Transaction, submission: &Submission) -> Result<(), Fault> {
    let versions = submissions::of_week(tx, submission.contract, submission.week_ending).await?;
    let counts = versions.iter().rev().find(|version| version.certified_at.is_some() && version.withdrawn_at.is_none());
    if counts.is_some_and(|counts| counts.id == submission.id) {
        return Ok(());
    }
    Err(Fault::conflict("version.old", "This version no longer counts. Open the week, and go on with the newest version."))
}

async fn nothing_on_its_way(tx: &mut Transaction, contract: Id, ending: NaiveDate) -> Result<(), Fault> {
    let open = uploads::of_week(tx, contract, ending).await?.into_iter().any(|upload| upload.state.open());
    if open {
        return Err(Fault::conflict(
            "week.on-its-way",
            "A payroll of that week is on its way already. Open the week, and sign it or let it go first.",
        ));
    }
    Ok(())
}

/// What an upload is begun for.
struct Begin<'a> {
    project: &'a Project,
    place: Place,
    amends: Option<Id>,
    reason: &'a str,
}

/// An upload from what a version was made of: the same file, matched and corrected as it was.
async fn begin(tx: &mut Transaction, service: &Service, actor: &Actor, from: &Submission, new: Begin<'_>) -> Result<Id, Fault> {
    let Begin { project, place, amends, reason } = new;
    let at = service.clock.now();
    let source = uploads::of_submission(tx, from.id).await?;
    let new = NewUpload {
        contract: place.contract,
        week_ending: place.ending,
        kind: from.kind,
        last: from.last,
        amends,
        reason: Some(reason),
        original: from.original.as_deref(),
        file_name: from.file_name.as_deref(),
        mapping: source.as_ref().and_then(|source| source.mapping.as_deref()),
        by: actor.person,
    };
    let begun = uploads::add(tx, new, at).await?;
    upload::note(tx, actor, project, begun, from.original.as_deref(), at).await?;
    if from.kind == SubmissionKind::NoWork {
        uploads::set_state(tx, begun, UploadState::Examined, None, at).await?;
        return Ok(begun);
    }
    if let Some(source) = source {
        for kept in corrections::of_upload(tx, source.id).await? {
            let copy = KeptCorrection { id: Id::new(at)?, ..kept };
            corrections::add(tx, begun, &copy).await?;
        }
    }
    upload::ask_for_reading(tx, begun, at).await?;
    Ok(begun)
}
