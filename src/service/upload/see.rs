//! What a page shows of an upload: itself, its contract, its newest reading, its corrections and answers.

use super::{Upload, UploadState};
use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::examine::Examination;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::answers::{self, Answer};
use crate::store::corrections::{self, KeptCorrection};
use crate::store::projects::{Contract, Project};
use crate::store::{Id, Transaction, examinations, jobs, organisations, saved_mappings, submissions, uploads};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// An upload and where it belongs.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The upload.
    pub upload: Upload,
    /// The contract.
    pub contract: Contract,
    /// The project.
    pub project: Project,
    /// Name of the firm.
    pub contractor: String,
}

/// A reading that is kept.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its identifier.
    pub id: Id,
    /// The how manieth it is.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// What came of it.
    pub examination: Examination,
}

/// A week as its contractor is about to file it.
#[derive(Clone, Debug)]
pub struct WeekSeen {
    /// The contract.
    pub contract: Contract,
    /// The project.
    pub project: Project,
    /// Last day of the work week.
    pub week_ending: NaiveDate,
    /// A version was drafted or signed before: a reason is needed.
    pub was_filed: bool,
    /// The upload of the week somebody can go on with.
    pub open: Option<Upload>,
    /// A signed week before it whose workers can be used again.
    pub copies: bool,
}

/// An upload, for one who may prepare it.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn upload(service: &Service, actor: &Actor, id: Id) -> Result<Seen, Fault> {
    let mut tx = service.store.snapshot().await?;
    let (upload, contract, project) = permission::may_prepare_upload(&mut tx, actor, id).await?;
    let contractor = organisations::find(&mut tx, contract.contractor).await?.ok_or(Fault::NotFound)?.name;
    Ok(Seen { upload, contract, project, contractor })
}

/// Whether the file of an upload waits for the virus scanner.
///
/// # Errors
/// Where the store fails.
pub async fn waits_for_scanner(service: &Service, upload: &Upload) -> Result<bool, Fault> {
    let key = super::open::key_of_reading(upload.id, upload.readings);
    Ok(service.settings.scan.is_some() && jobs::is_held_back(&mut service.store.snapshot().await?, &key).await?)
}

/// The newest reading of an upload.
///
/// # Errors
/// [`Fault::Ours`] where it cannot be read back.
pub async fn reading(service: &Service, upload: &Upload) -> Result<Option<Reading>, Fault> {
    let Some(id) = upload.examination else { return Ok(None) };
    of(&mut service.store.snapshot().await?, id).await
}

pub(in crate::service) async fn of(tx: &mut Transaction, id: Id) -> Result<Option<Reading>, Fault> {
    let Some(kept) = examinations::find(tx, id).await? else { return Ok(None) };
    let examination = serde_json::from_slice(&kept.body).map_err(|error| Fault::Ours(format!("an examination: {error}")))?;
    Ok(Some(Reading { id: kept.id, number: kept.number, at: kept.at, examination }))
}

/// The reading before this one: of the same upload, or of the draft whose place it took. Its number, and whether it was
/// another file.
///
/// # Errors
/// As [`reading`].
pub async fn before(service: &Service, upload: &Upload) -> Result<Option<Examination>, Fault> {
    let mut tx = service.store.snapshot().await?;
    let of_week = uploads::of_week(&mut tx, upload.contract, upload.week_ending).await?;
    // Newest first: those behind this one came before it.
    let mut earlier = of_week.into_iter().skip_while(|u| u.id != upload.id).skip(1);
    let replaced = earlier.find(|u| u.state == UploadState::Replaced && u.examination.is_some());
    let Some(id) = replaced.and_then(|u| u.examination) else { return Ok(None) };
    Ok(of(&mut tx, id).await?.map(|reading| reading.examination))
}

/// The corrections that count, oldest first.
///
/// # Errors
/// Where the store fails.
pub async fn corrections_of(service: &Service, upload: &Upload) -> Result<Vec<KeptCorrection>, Fault> {
    Ok(corrections::of_upload(&mut service.store.snapshot().await?, upload.id).await?)
}

/// The answers of a week that count, by fingerprint.
///
/// # Errors
/// Where the store fails.
pub async fn answers_of(service: &Service, upload: &Upload) -> Result<BTreeMap<String, Answer>, Fault> {
    Ok(answers::of_week(&mut service.store.snapshot().await?, upload.contract, upload.week_ending).await?)
}

/// When the columns were matched as they are, where that was before this file came.
///
/// # Errors
/// Where the store fails.
pub async fn matched_at(service: &Service, seen: &Seen, examination: &Examination) -> Result<Option<Moment>, Fault> {
    let (Some(mapping), Some(shape)) = (&seen.upload.mapping, &examination.shape) else { return Ok(None) };
    let saved = saved_mappings::find_dated(&mut service.store.snapshot().await?, seen.contract.contractor, shape).await?;
    Ok(saved.filter(|(text, at)| text == mapping && *at < seen.upload.at).map(|(_, at)| at))
}

/// A week, for one who may file it.
///
/// # Errors
/// [`Fault::NotFound`] for a week that is not begun or before the contract, and for strangers.
pub async fn week(service: &Service, actor: &Actor, contract: Id, week_ending: NaiveDate) -> Result<WeekSeen, Fault> {
    let mut tx = service.store.snapshot().await?;
    let (contract, project) = super::open::ask(&mut tx, actor, contract, week_ending, service.clock.today()).await?;
    let was_filed = super::open::was_filed(&mut tx, contract.id, week_ending).await?;
    let of_week = uploads::of_week(&mut tx, contract.id, week_ending).await?;
    let open = of_week.into_iter().find(|upload| upload.state.open());
    let copies = !submissions::newest_of_contract(&mut tx, contract.id, Some(week_ending), 1).await?.is_empty();
    Ok(WeekSeen { contract, project, week_ending, was_filed, open, copies })
}

/// Lets an upload go: nobody goes on with it.
///
/// # Errors
/// [`Fault::NotFound`] for strangers, [`Fault::Conflict`] where it is closed already.
pub async fn drop_it(service: &Service, actor: &Actor, id: Id) -> Result<Seen, Fault> {
    let seen = upload(service, actor, id).await?;
    let mut tx = service.store.begin().await?;
    let (open, ..) = super::open::still_open(&mut tx, actor, id).await?;
    uploads::set_state(&mut tx, open.id, UploadState::Dropped, None, service.clock.now()).await?;
    tx.commit().await?;
    Ok(seen)
}
