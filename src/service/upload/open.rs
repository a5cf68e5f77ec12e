//! What is asked before a week is begun, whichever way it comes: file, keyed in, no work.

use super::Upload;
use crate::domain::moment::Moment;
use crate::service::fault::Fault;
use crate::service::hourly;
use crate::service::permission::{self, Actor};
use crate::service::settings::Hourly;
use crate::store::audit::act::{Act, Action, Object};
use crate::store::projects::{Contract, Project};
use crate::store::submissions::{self, SubmissionKind};
use crate::store::uploads::{self, By, NewUpload};
use crate::store::{Id, Transaction, audit, jobs, sha};
use chrono::{Days, NaiveDate};

/// A week to be begun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Week<'a> {
    pub contract: Id,
    pub week_ending: NaiveDate,
    pub last: bool,
    /// Why there is to be a further version, where one was signed.
    pub reason: Option<&'a str>,
}

/// What a week is begun with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub kind: SubmissionKind,
    pub original: Option<&'a str>,
    pub file_name: Option<&'a str>,
    pub mapping: Option<&'a str>,
}

/// Refuses the one upload too many in an hour, of a person or of an organisation. What was begun counts: it needs no other count.
pub(super) async fn not_too_often(tx: &mut Transaction, actor: &Actor, most: Hourly, now: Moment) -> Result<(), Fault> {
    let hour_ago = now.plus_seconds(-3_600);
    let of_person = uploads::added_before(tx, By::Person(actor.person), most.person.saturating_sub(1), hour_ago).await?;
    let all = uploads::added_before(tx, By::Organisation(actor.organisation), most.organisation.saturating_sub(1), hour_ago).await?;
    for (who, most, oldest) in [("person", most.person, of_person), ("organisation", most.organisation, all)] {
        let Some(oldest) = oldest else { continue };
        let wait = oldest.plus_seconds(3_600).micros() - now.micros();
        return Err(hourly::too_many("uploads", who, most, u32::try_from(wait / 1_000_000 + 1).unwrap_or(1)));
    }
    Ok(())
}

/// A week that can be filed: begun, and not before the contract.
pub(super) fn can_be_filed(contract: &Contract, week_ending: NaiveDate, today: NaiveDate) -> bool {
    let first = week_ending.checked_sub_days(Days::new(6)).unwrap_or(week_ending);
    first <= today && contract.started_on.is_none_or(|start| start <= week_ending)
}

/// The contract and project of a week, for one who may prepare it.
pub(super) async fn ask(
    tx: &mut Transaction,
    actor: &Actor,
    contract: Id,
    week_ending: NaiveDate,
    today: NaiveDate,
) -> Result<(Contract, Project), Fault> {
    let (contract, project) = permission::may_prepare(tx, actor, contract).await?;
    if can_be_filed(&contract, week_ending, today) { Ok((contract, project)) } else { Err(Fault::NotFound) }
}

/// Whether a version of the week was drafted or signed before: then a reason is needed.
pub(super) async fn was_filed(tx: &mut Transaction, contract: Id, week_ending: NaiveDate) -> Result<bool, Fault> {
    Ok(!submissions::of_week(tx, contract, week_ending).await?.is_empty())
}

/// Adds the upload; everything else of its week stays as it is until the new one was read.
pub(super) async fn add(tx: &mut Transaction, actor: &Actor, week: Week<'_>, source: Source<'_>, at: Moment) -> Result<Id, Fault> {
    let versions = submissions::of_week(tx, week.contract, week.week_ending).await?;
    let reason = week.reason.map(str::trim).filter(|reason| !reason.is_empty());
    if !versions.is_empty() && reason.is_none() {
        let day = week.week_ending.format("%B %-d");
        return Err(Fault::refused(
            "week-duplicate",
            format!("You already sent a payroll for the week ending {day}. Say why there is to be a new version. We keep both on file."),
        ));
    }
    let signed = versions.iter().rev().find(|v| v.certified_at.is_some() && v.withdrawn_at.is_none());
    let new = NewUpload {
        contract: week.contract,
        week_ending: week.week_ending,
        kind: source.kind,
        last: week.last,
        amends: signed.map(|version| version.id),
        reason: reason.filter(|_| !versions.is_empty()),
        original: source.original,
        file_name: source.file_name,
        mapping: source.mapping,
        by: actor.person,
    };
    Ok(uploads::add(tx, new, at).await?)
}

/// The key of the job of a reading.
pub(super) fn key_of_reading(upload: Id, number: u64) -> String {
    format!("examine:{upload}:{number}")
}

/// Asks for a reading and puts the job of it in the queue. Ring the bell after the commit.
pub(in crate::service) async fn ask_for_reading(tx: &mut Transaction, upload: Id, at: Moment) -> Result<u64, Fault> {
    let number = uploads::ask_for_reading(tx, upload, at).await?;
    jobs::add(tx, super::reading::KIND, &key_of_reading(upload, number), &format!("{upload} {number}"), at).await?;
    Ok(number)
}

/// The entry of an upload that is kept.
pub(in crate::service) async fn note(
    tx: &mut Transaction,
    actor: &Actor,
    project: &Project,
    upload: Id,
    original: Option<&str>,
    at: Moment,
) -> Result<(), Fault> {
    let record = original.map(str::as_bytes);
    let object = Object::upload(upload);
    let act =
        Act { at, tenant: Some(project.agency), actor: Some(actor.person), action: Action::UploadKept, object, version: None, record };
    audit::append(tx, act).await?;
    Ok(())
}

/// What a request is told apart by, besides its key.
pub(super) fn request_digest(week: &Week<'_>, kind: &str, sha256: &str) -> String {
    sha::of(format!("{} {} {kind} {sha256}", week.contract, week.week_ending).as_bytes())
}

/// The open upload of an actor, for something that changes it.
pub(super) async fn still_open(tx: &mut Transaction, actor: &Actor, upload: Id) -> Result<(Upload, Contract, Project), Fault> {
    let found = permission::may_prepare_upload(tx, actor, upload).await?;
    if found.0.state.open() { Ok(found) } else { Err(closed()) }
}

/// Nothing of it can be changed any more.
pub(super) fn closed() -> Fault {
    Fault::conflict(
        "upload.closed",
        "This payroll was signed, replaced or let go. Nothing was changed. Load the page again to see it as it is.",
    )
}
