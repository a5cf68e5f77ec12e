//! Keeps what came of a reading: the examination, the state of the upload and the end of the job, in
//! one transaction.

use super::super::Upload;
use super::request::Asked;
use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::bundle::{self, ReadUnder};
use crate::service::examine::{Examination, OutcomeWord};
use crate::service::fault::Fault;
use crate::store::audit::act::{Act, Action, Object};
use crate::store::examinations::{self, NewExamination};
use crate::store::jobs::{self, Job};
use crate::store::originals::{self, sweep};
use crate::store::rule_sets::{self, RuleText};
use crate::store::uploads::{self, UploadState};
use crate::store::{Transaction, audit, projects};
use std::time::SystemTime;

/// Keeps an examination.
pub(super) async fn examination(
    service: &Service,
    job: &Job,
    upload: &Upload,
    asked: &Asked,
    examination: &Examination,
) -> Result<(), Fault> {
    let ours = |error: serde_json::Error| Fault::Ours(error.to_string());
    // Where the file lay while it was read says nothing, and differs from reading to reading.
    let mut request = asked.request.clone();
    request.file = std::path::PathBuf::new();
    request.project_file = request.project_file.and_then(|path| path.file_name().map(Into::into));
    // The texts of the rules are pinned, wherever they came from.
    request.rules_dir = None;
    let text = ReadUnder { request: request.clone(), project: asked.project.clone(), project_files: asked.project_files.clone() };
    let text = serde_json::to_string(&text).map_err(ours)?;
    let now = service.clock.now();
    let mut tx = service.store.begin().await?;
    jobs::done(&mut tx, job, now).await?;
    if request.mapping.is_some() && request.mapping != upload.mapping {
        uploads::set_mapping(&mut tx, upload.id, request.mapping.as_deref(), now).await?;
    }
    let removed = put(&mut tx, service, upload, &text, examination, now).await?;
    tx.commit().await?;
    remove(service, upload, removed, asked.kept_at).await
}

/// Refuses an upload that nobody could read.
pub(super) async fn given_up(service: &Service, upload: &Upload, refused: &Examination) -> Result<(), Fault> {
    let now = service.clock.now();
    let mut tx = service.store.begin().await?;
    // It may have been settled by another meanwhile.
    let still = uploads::find(&mut tx, upload.id).await?.is_some_and(|u| u.state == UploadState::Reading && u.readings == upload.readings);
    if !still {
        return Ok(());
    }
    let lent = match &upload.original {
        Some(sha256) => service.originals.lend(sha256).await.ok(),
        None => None,
    };
    let kept_at = lent.and_then(|lent| std::fs::metadata(lent.path()).and_then(|file| file.modified()).ok());
    let removed = put(&mut tx, service, upload, "{}", refused, now).await?;
    tx.commit().await?;
    remove(service, upload, removed, kept_at).await
}

/// Ends a job whose upload wants no reading any more.
pub(super) async fn nothing(service: &Service, job: &Job) -> Result<(), Fault> {
    let mut tx = service.store.begin().await?;
    jobs::done(&mut tx, job, service.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// The examination and what it makes of the upload. Whether the bytes are to be removed.
async fn put(
    tx: &mut Transaction,
    service: &Service,
    upload: &Upload,
    request: &str,
    examination: &Examination,
    now: Moment,
) -> Result<bool, Fault> {
    let ours = |error: serde_json::Error| Fault::Ours(error.to_string());
    let body = examination.canonical().map_err(ours)?;
    let new = NewExamination {
        upload: upload.id,
        number: upload.readings,
        request,
        body: &body,
        outcome: examination.outcome.word(),
        problems: examination.blocking().count(),
        findings: examination.open().count(),
    };
    let id = examinations::keep(tx, new, now).await?;
    let mut texts = Vec::new();
    for policy in service.library.list() {
        texts.push(RuleText { digest: &policy.digest, text: &policy.text });
    }
    let listing = service.library.listing();
    rule_sets::pin(tx, id, &listing, &texts, now).await?;
    let state = match examination.outcome {
        OutcomeWord::Refused => UploadState::Refused,
        OutcomeWord::Columns => UploadState::Columns,
        OutcomeWord::Examined => UploadState::Examined,
    };
    uploads::set_state(tx, upload.id, state, Some(id), now).await?;
    if state != UploadState::Refused {
        uploads::replace_others(tx, upload, now).await?;
        note_read(tx, upload, &bundle::reading_record(request.as_bytes(), &body, listing.as_bytes()), now).await?;
        return Ok(false);
    }
    note_refused(tx, upload, examination, now).await?;
    uploads::forget_original(tx, upload.id).await?;
    match &upload.original {
        Some(sha256) => Ok(originals::strike(tx, sha256).await?),
        None => Ok(false),
    }
}

/// The line of a reading: it commits to what was asked, what came of it and the rules.
async fn note_read(tx: &mut Transaction, upload: &Upload, record: &[u8], at: Moment) -> Result<(), Fault> {
    let tenant = projects::tenant_of(tx, upload.contract).await?;
    let (object, version) = (Object::upload(upload.id), Some(upload.readings));
    audit::append(tx, Act { at, tenant, actor: None, action: Action::Read, object, version, record: Some(record) }).await?;
    Ok(())
}

/// The line that stays of a refused file: its digest, and, committed to, its code.
async fn note_refused(tx: &mut Transaction, upload: &Upload, examination: &Examination, at: Moment) -> Result<(), Fault> {
    let code = examination.problems.first().map_or("refused", |problem| problem.code.as_str());
    let tenant = projects::tenant_of(tx, upload.contract).await?;
    let object = upload.original.as_deref().and_then(Object::original).unwrap_or_else(|| Object::upload(upload.id));
    let (actor, record): (_, &[u8]) = (Some(upload.by), code.as_bytes());
    audit::append(tx, Act { at, tenant, actor, action: Action::UploadRefused, object, version: None, record: Some(record) }).await?;
    Ok(())
}

async fn remove(service: &Service, upload: &Upload, removed: bool, kept_at: Option<SystemTime>) -> Result<(), Fault> {
    if let (true, Some(sha256)) = (removed, &upload.original) {
        sweep::remove(&service.store, &service.originals, sha256, kept_at).await?;
    }
    Ok(())
}
