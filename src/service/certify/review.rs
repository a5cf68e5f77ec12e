//! What a person sees before they sign: the week in a few figures, what was changed, what stops them, the whole statement.

use super::conditions::{self, Stopper};
use super::totals::{self, WeekTotals};
use super::wording::{self, Subject};
use crate::service::Service;
use crate::service::examine::Examination;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor, Role};
use crate::store::answers::{self, Answer};
use crate::store::corrections::{self, KeptCorrection};
use crate::store::lines::Line;
use crate::store::projects::{Contract, Project};
use crate::store::submissions::{self, SubmissionKind};
use crate::store::uploads::{Upload, UploadState};
use crate::store::{Id, Transaction, examinations, organisations, sha};
use std::collections::BTreeMap;

/// What a person sees before they sign.
#[derive(Clone, Debug)]
pub struct Review {
    /// The upload.
    pub upload: Upload,
    /// The contract.
    pub contract: Contract,
    /// Its project.
    pub project: Project,
    /// The firm.
    pub firm: String,
    /// What was read and found; none for a week without work.
    pub examination: Option<Examination>,
    /// Digest of what was read: it must still be the newest when they sign.
    pub seen: String,
    /// The statement, as it is signed.
    pub statement: String,
    /// SHA-256 of the statement.
    pub statement_sha256: String,
    /// The week in a few figures.
    pub totals: WeekTotals,
    /// Cells corrected on the page, with who corrected them.
    pub corrections: Vec<KeptCorrection>,
    /// Answers of the week, by fingerprint.
    pub answers: BTreeMap<String, Answer>,
    /// What stops the signature.
    pub stoppers: Vec<Stopper>,
    /// The version it amends.
    pub amends: Option<u64>,
    /// They are a certifier of the firm.
    pub certifier: bool,
    /// Their second factor must be shown again.
    pub needs_code: bool,
}

/// What a person of the firm sees before they sign.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else; [`Fault::Conflict`] where the upload is signed, or not that far.
pub async fn review(service: &Service, actor: &Actor, upload: Id) -> Result<Review, Fault> {
    let mut tx = service.store.snapshot().await?;
    let (upload, contract, project) = permission::may_prepare_upload(&mut tx, actor, upload).await?;
    ready(&upload)?;
    build(&mut tx, service, actor, upload, contract, project).await
}

/// Why an upload cannot be signed, a sentence each; empty where it can.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the firm.
pub async fn why_not(service: &Service, actor: &Actor, upload: Id) -> Result<Vec<String>, Fault> {
    match review(service, actor, upload).await {
        Ok(review) => Ok(review.stoppers.iter().map(|stopper| stopper.says().1).collect()),
        Err(Fault::Conflict { sentence, .. }) => Ok(vec![sentence]),
        Err(other) => Err(other),
    }
}

/// The upload has come as far as the signature.
pub(super) fn ready(upload: &Upload) -> Result<(), Fault> {
    let (code, sentence) = match upload.state {
        UploadState::Examined => return Ok(()),
        UploadState::Signed => ("sign.signed", "This payroll is signed already. To change it, amend it: both versions stay on file."),
        UploadState::Replaced | UploadState::Dropped => {
            ("sign.replaced", "Another file took the place of this one. Open the week and sign the newest file.")
        }
        UploadState::Reading => ("sign.reading", "The file is being read again. Wait a moment, look at the findings, then sign."),
        UploadState::Columns | UploadState::Refused => {
            ("sign.columns", "The columns of this file are not matched yet. Match them, look at the findings, then sign.")
        }
    };
    Err(Fault::conflict(code, sentence))
}

pub(super) async fn build(
    tx: &mut Transaction,
    service: &Service,
    actor: &Actor,
    upload: Upload,
    contract: Contract,
    project: Project,
) -> Result<Review, Fault> {
    let firm = organisations::find(tx, contract.contractor).await?.map_or_else(String::new, |found| found.name);
    let (examination, seen) = examined(tx, &upload).await?;
    let answers = answers::of_week(tx, contract.id, upload.week_ending).await?;
    let stoppers = examination.as_ref().map(|examination| conditions::stoppers(examination, &answers)).unwrap_or_default();
    let lines: Vec<Line> = examination.iter().flat_map(|examination| &examination.lines).map(Line::from).collect();
    let amends = match upload.amends {
        Some(id) => submissions::find(tx, id).await?.map(|version| version.version),
        None => None,
    };
    let subject = Subject {
        project: &project.name,
        number: &project.number,
        firm: &firm,
        ending: upload.week_ending,
        no_work: upload.kind == SubmissionKind::NoWork,
        amends,
        file: upload.original.as_deref(),
        reading: &seen,
    };
    let statement = wording::statement(&subject);
    let fresh = permission::is_fresh(actor, service.clock.now());
    Ok(Review {
        statement_sha256: sha::of(statement.as_bytes()),
        statement,
        corrections: corrections::of_upload(tx, upload.id).await?,
        totals: totals::of(&lines),
        certifier: actor.is(&[Role::ContractorCertifier]),
        needs_code: !fresh,
        upload,
        contract,
        project,
        firm,
        examination,
        seen,
        answers,
        stoppers,
        amends,
    })
}

/// The newest reading of an upload, and its digest. A week without work has none: its digest is of what it says.
async fn examined(tx: &mut Transaction, upload: &Upload) -> Result<(Option<Examination>, String), Fault> {
    if upload.kind == SubmissionKind::NoWork {
        return Ok((None, wording::no_work_digest(&upload.contract.to_string(), &upload.week_ending.to_string())));
    }
    let id = upload.examination.ok_or_else(|| Fault::Ours("an examined upload without its reading".to_owned()))?;
    let kept = examinations::find(tx, id).await?.ok_or(Fault::NotFound)?;
    let examination = serde_json::from_slice(&kept.body).map_err(|error| Fault::Ours(format!("a reading that is kept: {error}")))?;
    Ok((Some(examination), kept.sha256))
}
