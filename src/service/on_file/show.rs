//! One signed version, for the firm and the agency. That somebody of the agency looked at it goes into the audit log.

use super::{Answer, Said};
use crate::service::Service;
use crate::service::certify::{WeekTotals, receipt_number, week_totals};
use crate::service::examine::{FindingSeen, KeptLine};
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::service::upload::{see, sheet};
use crate::service::weeks::{Happened, main_contractor, timeline_of};
use crate::store::approvals::Approval;
use crate::store::audit::act::{Act, Action, Object};
use crate::store::corrections::KeptCorrection;
use crate::store::lines::{self, Line};
use crate::store::moves::Move;
use crate::store::projects::{Contract, Project};
use crate::store::runs::{self, KeptRun};
use crate::store::signatures::{self, Signature};
use crate::store::submissions::{self, Submission};
use crate::store::{Id, Transaction, answers, approvals, audit, corrections, filing_terms, moves, organisations, uploads};

/// A finding of a signed version, and what the firm said to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingOnFile {
    /// The finding, as it was seen before signing.
    pub finding: FindingSeen,
    /// What the firm said to it last.
    pub answer: Option<Answer>,
}

/// A signed version as it is on file.
#[derive(Clone, Debug)]
pub struct OnFile {
    /// The version.
    pub submission: Submission,
    /// The contract.
    pub contract: Contract,
    /// Its project.
    pub project: Project,
    /// The firm.
    pub firm: String,
    /// The main contractor, where that is another firm.
    pub main_contractor: Option<String>,
    /// The number of its receipt.
    pub receipt: String,
    /// Its signature.
    pub signature: Signature,
    /// The run that was signed.
    pub run: Option<KeptRun>,
    /// Its findings that are not met or cannot be told.
    pub findings: Vec<FindingOnFile>,
    /// How many checks were met, as the report counts them.
    pub met: Option<u64>,
    /// The week in a few figures.
    pub totals: WeekTotals,
    /// The first lines of the payroll.
    pub lines: Vec<KeptLine>,
    /// Cells that were corrected on the page before signing.
    pub corrections: Vec<KeptCorrection>,
    /// The version before, and what changed since, a line each.
    pub changes: Option<(u64, Vec<String>)>,
    /// Every signed version of the week: number, identifier, whether it was taken back.
    pub versions: Vec<(u64, Id, bool)>,
    /// It is the version that counts.
    pub counts: bool,
    /// Where it was moved to, or is about to be.
    pub moves: Vec<Move>,
    /// The main contractor's approval.
    pub approval: Option<Approval>,
    /// The main contractor has still to approve it.
    pub waits_for_approval: bool,
    /// What happened, newest first.
    pub timeline: Vec<Happened>,
    /// The person is of the firm itself.
    pub own: bool,
}

/// Lines on the page of a version; the file has them all.
const LINES: u16 = 200;

/// A signed version, for the firm and the agency.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else, and for what was never signed.
pub async fn show(service: &Service, actor: &Actor, submission: Id) -> Result<OnFile, Fault> {
    let mut tx = service.store.snapshot().await?;
    let seen = signed(&mut tx, actor, submission).await?;
    let found = build(&mut tx, actor, seen.clone()).await?;
    drop(tx);
    looked_at(service, actor, &seen, Action::Viewed).await?;
    Ok(found)
}

/// A version that was signed, and what it is of.
#[derive(Clone)]
struct Seen {
    submission: Submission,
    contract: Contract,
    project: Project,
    signature: Signature,
}

async fn signed(tx: &mut Transaction, actor: &Actor, submission: Id) -> Result<Seen, Fault> {
    let (submission, contract, project) = permission::may_see_submission(tx, actor, submission).await?;
    let signature = signatures::of(tx, submission.id).await?.ok_or(Fault::NotFound)?;
    Ok(Seen { submission, contract, project, signature })
}

/// Notes that somebody of the agency looked at people by name, or took their data out: before anything is given out.
async fn looked_at(service: &Service, actor: &Actor, seen: &Seen, action: Action) -> Result<(), Fault> {
    if seen.contract.contractor == actor.organisation {
        return Ok(());
    }
    let mut tx = service.store.begin().await?;
    let (at, tenant, object) = (service.clock.now(), Some(seen.project.agency), Object::submission(seen.submission.id));
    let act = Act { at, tenant, actor: Some(actor.person), action, object, version: Some(seen.submission.version), record: None };
    audit::append(&mut tx, act).await?;
    Ok(tx.commit().await?)
}

async fn build(tx: &mut Transaction, actor: &Actor, seen: Seen) -> Result<OnFile, Fault> {
    let Seen { submission, contract, project, signature } = seen;
    let firm = organisations::find(tx, contract.contractor).await?.map_or_else(String::new, |found| found.name);
    let main_contractor = if contract.tier > 0 { main_contractor(tx, project.id).await?.map(|(_, name)| name) } else { None };
    let said = answers::of_week(tx, contract.id, submission.week_ending).await?;
    let mut findings = Vec::new();
    let run = match signature.run {
        Some(id) => runs::find(tx, id).await?,
        None => None,
    };
    if let Some(run) = &run {
        for kept in runs::findings(tx, run.id).await? {
            let finding: FindingSeen = serde_json::from_slice(&kept.body).map_err(|error| Fault::Ours(format!("a finding: {error}")))?;
            if finding.is_open() {
                findings.push(FindingOnFile { answer: said.get(&finding.fingerprint).cloned(), finding });
            }
        }
    }
    // A report lists what is not met; how many checks were met it counts.
    let report = run.as_ref().and_then(|run| serde_json::from_slice::<serde_json::Value>(&run.report).ok());
    let met = report.and_then(|report| report["summary"]["met"].as_u64());
    let all = every_line(tx, submission.id).await?;
    let versions: Vec<Submission> = submissions::of_week(tx, contract.id, submission.week_ending).await?;
    let signed: Vec<&Submission> = versions.iter().filter(|version| version.certified_at.is_some()).collect();
    let counts = signed.iter().rev().find(|version| version.withdrawn_at.is_none()).is_some_and(|version| version.id == submission.id);
    let before = signed.iter().rev().find(|version| version.version < submission.version).map(|version| (version.version, version.id));
    let upload = uploads::of_submission(tx, submission.id).await?;
    let mut changes = None;
    if let (Some((number, id)), Some(after)) = (before, upload.as_ref().and_then(|upload| upload.examination))
        && let Some(before) = uploads::of_submission(tx, id).await?.and_then(|upload| upload.examination)
        && let (Some(before), Some(after)) = (see::of(tx, before).await?, see::of(tx, after).await?)
    {
        changes = Some((number, sheet::changes(&before.examination, &after.examination)));
    }
    let corrections = match &upload {
        Some(upload) => corrections::of_upload(tx, upload.id).await?,
        None => Vec::new(),
    };
    let approval = approvals::of_submission(tx, submission.id).await?;
    let asked = contract.tier > 0 && filing_terms::prime_approves(tx, project.id).await?;
    let mut timeline = timeline_of(tx, &submission).await?;
    timeline.reverse();
    Ok(OnFile {
        receipt: receipt_number(&project.number, submission.week_ending, &firm, submission.version),
        totals: week_totals(&all),
        lines: all.iter().take(usize::from(LINES)).map(KeptLine::from).collect(),
        versions: signed.iter().map(|version| (version.version, version.id, version.withdrawn_at.is_some())).collect(),
        moves: moves::of_submission(tx, submission.id).await?,
        waits_for_approval: asked && approval.is_none() && counts,
        own: contract.contractor == actor.organisation,
        submission,
        contract,
        project,
        firm,
        main_contractor,
        signature,
        run,
        findings,
        met,
        corrections,
        changes,
        counts,
        approval,
        timeline,
    })
}

async fn every_line(tx: &mut Transaction, submission: Id) -> Result<Vec<Line>, Fault> {
    const PAGE: u16 = 2_000;
    let mut all = Vec::new();
    loop {
        let first = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let page = lines::page(tx, submission, first, PAGE).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// The lines of a signed version, to be written as a file. Taking them out is noted.
///
/// # Errors
/// As [`show`].
pub async fn csv_lines(service: &Service, actor: &Actor, submission: Id) -> Result<(String, Vec<KeptLine>), Fault> {
    let mut tx = service.store.snapshot().await?;
    let seen = signed(&mut tx, actor, submission).await?;
    let all = every_line(&mut tx, seen.submission.id).await?;
    drop(tx);
    looked_at(service, actor, &seen, Action::Exported).await?;
    let name = format!("{}-{}-v{}", seen.project.number, seen.submission.week_ending, seen.submission.version);
    Ok((name, all.iter().map(KeptLine::from).collect()))
}

/// The file of a signed version as it came: its name and its bytes. Taking it out is noted.
///
/// # Errors
/// As [`show`]; [`Fault::NotFound`] where the week was filed without a file.
pub async fn original(service: &Service, actor: &Actor, submission: Id) -> Result<(String, Vec<u8>), Fault> {
    let mut tx = service.store.snapshot().await?;
    let seen = signed(&mut tx, actor, submission).await?;
    drop(tx);
    let sha256 = seen.submission.original.clone().ok_or(Fault::NotFound)?;
    looked_at(service, actor, &seen, Action::Exported).await?;
    let bytes = service.originals.bytes(&sha256).await?;
    Ok((seen.submission.file_name.unwrap_or_else(|| "payroll".to_owned()), bytes))
}

impl FindingOnFile {
    /// What the firm said, in a word.
    pub fn said(&self) -> &'static str {
        match self.answer.as_ref().map(|answer| answer.said) {
            None => "",
            Some(Said::Corrected) => "Corrected",
            Some(Said::WillPay) => "Will pay",
            Some(Said::Disagree) => "Disagrees",
        }
    }
}
