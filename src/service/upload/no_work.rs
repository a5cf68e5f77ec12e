//! A week in which nobody of the firm worked on the job: the stated fact, and no file.

use super::SubmissionKind;
use super::open::{self, Source, Week};
use crate::service::Service;
use crate::service::examine::{Examination, OutcomeWord};
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::store::examinations::{self, NewExamination};
use crate::store::idempotency::{self, Seen};
use crate::store::{Id, sha, uploads};
use chrono::NaiveDate;

/// Begins a week without work. It is ready to be signed at once: there is nothing to read.
///
/// # Errors
/// As [`super::begin::file`].
pub async fn report(
    service: &Service,
    actor: &Actor,
    contract: Id,
    week_ending: NaiveDate,
    last: bool,
    reason: Option<&str>,
    key: &str,
) -> Result<Id, Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let week = Week { contract, week_ending, last, reason };
    let (contract, project) = open::ask(&mut tx, actor, contract, week_ending, service.clock.today()).await?;
    let (owner, key) = (actor.person.to_string(), format!("no-work:{}", sha::of(key.as_bytes())));
    let digest = open::request_digest(&week, "no-work", "");
    if let Seen::Answered(_, upload) = idempotency::seen(&mut tx, &owner, &key, &digest).await? {
        return Id::parse(&upload).ok_or(Fault::NotFound);
    }
    open::not_too_often(&mut tx, actor, service.settings.uploads, at).await?;
    let source = Source { kind: SubmissionKind::NoWork, original: None, file_name: None, mapping: None };
    let id = open::add(&mut tx, actor, week, source, at).await?;
    let number = uploads::ask_for_reading(&mut tx, id, at).await?;
    let nothing = Examination { outcome: OutcomeWord::Examined, owed_total: "0.00".to_owned(), ..Examination::default() };
    let body = nothing.canonical().map_err(|error| Fault::Ours(error.to_string()))?;
    let request = format!("{{\"no_work\":true,\"contract\":\"{}\",\"week_ending\":\"{week_ending}\"}}", contract.id);
    let new =
        NewExamination { upload: id, number, request: &request, body: &body, outcome: nothing.outcome.word(), problems: 0, findings: 0 };
    let examination = examinations::keep(&mut tx, new, at).await?;
    uploads::set_state(&mut tx, id, uploads::UploadState::Examined, Some(examination), at).await?;
    let upload = uploads::find(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    uploads::replace_others(&mut tx, &upload, at).await?;
    open::note(&mut tx, actor, &project, id, None, at).await?;
    idempotency::keep(&mut tx, &owner, &key, &digest, 303, &id.to_string(), at).await?;
    tx.commit().await?;
    Ok(id)
}
