//! The signature: one transaction that freezes rows, run, rules and text, and tells those who are told.

use super::conditions::{self, Stopper};
use super::mails;
use super::review::{self, Review};
use super::wording::{self, Fringe};
use crate::domain::outcome::{Force, Outcome, Severity};
use crate::domain::quantity::Money;
use crate::service::Service;
use crate::service::examine::{Examination, FindingSeen};
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::idempotency::{self, Seen};
use crate::store::lines::Line;
use crate::store::runs::{self, KeptFinding, NewRun};
use crate::store::signatures::Statement;
use crate::store::submissions::{self, NewSubmission, Submission, SubmissionKind};
use crate::store::uploads::{self, Upload, UploadState};
use crate::store::{Id, Transaction, moves, sha};

/// What a person sends with their signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signing {
    /// The key of the form: the same form twice signs once.
    pub key: String,
    /// Digest of what they were shown as read.
    pub seen: String,
    /// SHA-256 of the statement they were shown.
    pub statement: String,
    /// As what they sign: their title at the firm.
    pub signed_as: String,
    /// *I read the statement above and it is true for this payroll.*
    pub true_for_this: bool,
    /// *I want to sign with my name, on this screen, as my signature.*
    pub as_signature: bool,
    /// They know of what was hidden in the file.
    pub hidden_seen: bool,
    /// How fringe benefits were paid.
    pub fringe: Fringe,
    /// It is the firm's last payroll on the project.
    pub last: bool,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The version that was made.
    pub submission: Id,
}

/// Signs an upload.
///
/// # Errors
/// [`Fault::NotFound`] for strangers, [`Fault::NotAllowed`] for a clerk, [`Fault::StepUp`] where the second factor is old;
/// [`Fault::Refused`] where something stops it or a box is not ticked; [`Fault::Conflict`] where it is not what the
/// person was shown, or the week was signed meanwhile.
pub async fn sign(service: &Service, actor: &Actor, upload: Id, signing: &Signing) -> Result<Signed, Fault> {
    let mut tx = service.store.begin().await?;
    let at = service.clock.now();
    let owner = actor.person.to_string();
    let request = sha::of(format!("sign {upload} {signing:?}").as_bytes());
    match idempotency::seen(&mut tx, &owner, &signing.key, &request).await? {
        Seen::New => {}
        Seen::Answered(_, id) => {
            let submission = Id::parse(&id).ok_or_else(|| Fault::Ours("a signature under a key that names none".to_owned()))?;
            return Ok(Signed { submission });
        }
        Seen::Mismatch => {
            return Err(Fault::conflict("sign.key", "This form was sent before with other answers. Load the page again, then sign."));
        }
    }
    let (found, contract, project) = permission::may_certify(&mut tx, actor, upload, at).await?;
    review::ready(&found)?;
    let review = review::build(&mut tx, service, actor, found, contract, project).await?;
    hold(service, &review, signing)?;
    let submission = keep(&mut tx, service, actor, &review, signing).await?;
    idempotency::keep(&mut tx, &owner, &signing.key, &request, 201, &submission.id.to_string(), at).await?;
    tx.commit().await?;
    Ok(Signed { submission: submission.id })
}

/// Whether everything is so that must be before a signature, but for the second factor.
///
/// # Errors
/// As [`sign`].
pub async fn check(service: &Service, actor: &Actor, upload: Id, signing: &Signing) -> Result<(), Fault> {
    let mut tx = service.store.snapshot().await?;
    let (found, contract, project) = permission::may_sign(&mut tx, actor, upload).await?;
    review::ready(&found)?;
    let review = review::build(&mut tx, service, actor, found, contract, project).await?;
    hold(service, &review, signing)
}

/// Everything that must be so before a signature.
fn hold(service: &Service, review: &Review, signing: &Signing) -> Result<(), Fault> {
    const STALE: &str = "The rules or the payroll changed after you reviewed it. Look at the findings again, then sign.";
    let same_rules = review.examination.as_ref().is_none_or(|examination| conditions::same_rules(examination, &service.library));
    if review.seen != signing.seen || review.statement_sha256 != signing.statement || !same_rules {
        return Err(Fault::conflict("sign.stale", STALE));
    }
    if let Some(stopper) = review.stoppers.first().copied() {
        let (code, sentence) = Stopper::says(stopper);
        return Err(Fault::refused(code, sentence));
    }
    let payroll = review.upload.kind == SubmissionKind::Payroll;
    let hidden = review.examination.as_ref().is_some_and(|examination| !conditions::must_be_seen(examination).is_empty());
    let missing = [
        (!signing.true_for_this, "sign.true", "Tick the box that says the statement is true for this payroll."),
        (!signing.as_signature, "sign.signature", "Tick the box that says you want to sign with your name."),
        (signing.signed_as.trim().is_empty(), "sign.title", "Type your title at the firm, for example Payroll Manager."),
        (payroll && !signing.fringe.is_said(), "sign.fringe", "Say how benefits were paid: to plans, in cash, or both."),
        (hidden && !signing.hidden_seen, "sign.hidden", "Parts of the file are hidden. Tick the box that says you know of them."),
    ];
    match missing.into_iter().find(|(is, ..)| *is) {
        Some((_, code, sentence)) => Err(Fault::refused(code, sentence)),
        None => Ok(()),
    }
}

async fn keep(tx: &mut Transaction, service: &Service, actor: &Actor, review: &Review, signing: &Signing) -> Result<Submission, Fault> {
    let at = service.clock.now();
    let upload = &review.upload;
    let reason = reason_for(tx, upload).await?;
    let lines: Vec<Line> = review.examination.iter().flat_map(|examination| &examination.lines).map(Line::from).collect();
    let new = NewSubmission {
        contract: upload.contract,
        week_ending: upload.week_ending,
        kind: upload.kind,
        last: signing.last,
        original: upload.original.as_deref(),
        file_name: upload.file_name.as_deref(),
        layout: review.examination.as_ref().and_then(|examination| examination.input.layout.as_deref()),
        mapping: upload.mapping.as_deref(),
        reason: reason.as_deref(),
        by: upload.by,
        lines: &lines,
    };
    let submission = submissions::draft(tx, new, at).await?;
    let run = match &review.examination {
        Some(examination) => Some(keep_run(tx, submission.id, examination, at).await?),
        None => None,
    };
    let no_work = upload.kind == SubmissionKind::NoWork;
    let text = wording::with_choices(&review.statement, no_work, &signing.fringe, signing.last);
    let statement = Statement { by: actor.person, name: &actor.name, signed_as: signing.signed_as.trim(), text: &text, run };
    submissions::certify(tx, submission.id, statement, at).await?;
    uploads::set_last(tx, upload.id, signing.last, at).await?;
    uploads::set_signed(tx, upload.id, submission.id, at).await?;
    for older in uploads::of_week(tx, upload.contract, upload.week_ending).await? {
        if older.id != upload.id && older.state.open() {
            uploads::set_state(tx, older.id, UploadState::Replaced, None, at).await?;
        }
    }
    if let Some(moved) = moves::of_upload(tx, upload.id).await? {
        // It stands in its right place now: the version in the wrong one no longer counts, and still opens.
        let wrong = submissions::find(tx, moved.submission).await?.ok_or(Fault::NotFound)?;
        if wrong.withdrawn_at.is_none() {
            submissions::withdraw(tx, moved.submission, &moved.reason, actor.person, at).await?;
        }
    }
    mails::write(tx, service, &submission, &review.contract, &review.project, &review.firm, actor.person).await?;
    Ok(submission)
}

/// Why there is a further version, where there is one. A week that has a version that counts is amended, not filed again.
async fn reason_for(tx: &mut Transaction, upload: &Upload) -> Result<Option<String>, Fault> {
    let versions = submissions::of_week(tx, upload.contract, upload.week_ending).await?;
    let counts = versions.iter().rev().find(|version| version.certified_at.is_some() && version.withdrawn_at.is_none());
    if let Some(counts) = counts.filter(|counts| upload.amends != Some(counts.id)) {
        let sentence = format!("Version {} of this week was signed meanwhile. Open it, and amend it if it must change.", counts.version);
        return Err(Fault::conflict("sign.filed", sentence));
    }
    if versions.is_empty() {
        return Ok(None);
    }
    let said = upload.reason.clone().filter(|reason| !reason.trim().is_empty());
    let moved = moves::of_upload(tx, upload.id).await?.map(|moved| moved.reason);
    Ok(said.or(moved).or_else(|| Some("Filed again after the version before was taken back.".to_owned())))
}

async fn keep_run(tx: &mut Transaction, submission: Id, examination: &Examination, at: crate::domain::moment::Moment) -> Result<Id, Fault> {
    let findings = examination.findings.iter().map(kept).collect::<Result<Vec<_>, Fault>>()?;
    let rules: String = examination.rules.iter().map(|rule| format!("{} {}\n", rule.id, rule.digest)).collect();
    let digest = format!("sha256:{}", sha::of(rules.as_bytes()));
    let new = NewRun {
        submission,
        engine: env!("CARGO_PKG_VERSION"),
        rules_digest: &digest,
        report: examination.report.as_bytes(),
        findings: &findings,
    };
    Ok(runs::keep(tx, new, at).await?)
}

/// A finding as it is kept: by column what is asked for, and the whole of it as the person saw it.
fn kept(finding: &FindingSeen) -> Result<KeptFinding, Fault> {
    fn word<T: Copy>(all: &[T], of: fn(T) -> &'static str, text: &str) -> Result<T, Fault> {
        all.iter().copied().find(|one| of(*one) == text).ok_or_else(|| Fault::Ours(format!("{text} is no word of a finding")))
    }
    let owed = match finding.owed.as_deref() {
        Some(text) => {
            let money = text.parse().ok().and_then(|decimal| Money::from_decimal(decimal).ok());
            Some(money.ok_or_else(|| Fault::Ours(format!("{text} is no sum")))?)
        }
        None => None,
    };
    Ok(KeptFinding {
        fingerprint: finding.fingerprint.clone(),
        rule: finding.rule.clone(),
        check: finding.check.clone(),
        outcome: word(Outcome::ALL, Outcome::word, &finding.outcome)?,
        force: word(Force::ALL, Force::word, &finding.force)?,
        severity: word(Severity::ALL, Severity::word, &finding.severity)?,
        worker: finding.subject.worker.clone(),
        owed,
        body: serde_json::to_vec(finding).map_err(|error| Fault::Ours(format!("a finding: {error}")))?,
    })
}
