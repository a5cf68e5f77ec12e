//! The main contractor's word on a signed week of a firm below it. They see what was filed in sum, and no worker.

use crate::domain::quantity::{Hours, Money};
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::approvals::{self, Approval};
use crate::store::projects::Project;
use crate::store::submissions::{self, Submission, SubmissionKind};
use crate::store::{Id, Transaction, filing_terms, lines, organisations, runs, signatures};
use std::collections::BTreeMap;

/// What the main contractor is shown.
#[derive(Clone, Debug)]
pub struct Approvable {
    /// The version.
    pub submission: Submission,
    /// The project.
    pub project: Project,
    /// The firm.
    pub firm: String,
    /// No work was done.
    pub no_work: bool,
    /// Hours by trade; a line without hours gives none.
    pub hours: Vec<(String, Hours)>,
    /// Lines that give no hours.
    pub without_hours: usize,
    /// Rules not met.
    pub not_met: usize,
    /// Rules of which nobody can tell.
    pub cannot_tell: usize,
    /// Money the findings leave unpaid.
    pub owed: Money,
    /// The approval, if it was given.
    pub approval: Option<Approval>,
    /// It is the version that counts.
    pub counts: bool,
}

/// A signed week of a firm below, in sum.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the main contractor, and where the project does not ask for its approval;
/// [`Fault::NotAllowed`] for its clerks.
pub async fn look(service: &Service, actor: &Actor, submission: Id) -> Result<Approvable, Fault> {
    let mut tx = service.store.snapshot().await?;
    let (submission, contract, project) = permission::may_approve(&mut tx, actor, submission).await?;
    let firm = organisations::find(&mut tx, contract.contractor).await?.map_or_else(String::new, |found| found.name);
    let (mut not_met, mut cannot_tell, mut owed) = (0, 0, Money::ZERO);
    if let Some(run) = signatures::of(&mut tx, submission.id).await?.and_then(|signature| signature.run) {
        for finding in runs::findings(&mut tx, run).await? {
            not_met += usize::from(finding.outcome.word() == "not-met");
            cannot_tell += usize::from(finding.outcome.word() == "cannot-tell");
            owed += finding.owed.unwrap_or(Money::ZERO);
        }
    }
    let (hours, without_hours) = by_trade(&mut tx, submission.id).await?;
    let approval = approvals::of_submission(&mut tx, submission.id).await?;
    let counts = counts(&mut tx, &submission).await?;
    let no_work = submission.kind == SubmissionKind::NoWork;
    Ok(Approvable { submission, project, firm, no_work, hours, without_hours, not_met, cannot_tell, owed, approval, counts })
}

async fn by_trade(tx: &mut Transaction, submission: Id) -> Result<(Vec<(String, Hours)>, usize), Fault> {
    const PAGE: u16 = 2_000;
    let (mut trades, mut without, mut first): (BTreeMap<String, Hours>, usize, u32) = (BTreeMap::new(), 0, 0);
    loop {
        let page = lines::page(tx, submission, first, PAGE).await?;
        if page.is_empty() {
            return Ok((trades.into_iter().collect(), without));
        }
        first += u32::try_from(page.len()).unwrap_or(u32::MAX);
        for line in page {
            let trade = line.trade.or(line.classification).unwrap_or_default();
            match line.hours[3].known() {
                Some(hours) => *trades.entry(trade).or_default() += hours,
                None => without += 1,
            }
        }
    }
}

async fn counts(tx: &mut Transaction, submission: &Submission) -> Result<bool, Fault> {
    let versions = submissions::of_week(tx, submission.contract, submission.week_ending).await?;
    let counting = versions.iter().rev().find(|version| version.certified_at.is_some() && version.withdrawn_at.is_none());
    Ok(counting.is_some_and(|counting| counting.id == submission.id))
}

/// Approves a signed week of a firm below.
///
/// # Errors
/// As [`look`]; [`Fault::Conflict`] where it is approved already, or no longer counts.
pub async fn approve(service: &Service, actor: &Actor, submission: Id, note: &str) -> Result<Id, Fault> {
    let mut tx = service.store.begin().await?;
    let (submission, _, project) = permission::may_approve(&mut tx, actor, submission).await?;
    if !counts(&mut tx, &submission).await? {
        return Err(Fault::conflict("version.old", "This version no longer counts. Open the newest version and approve that one."));
    }
    if approvals::of_submission(&mut tx, submission.id).await?.is_some() {
        return Err(Fault::conflict("approve.done", "This week is approved already. Nothing was changed."));
    }
    approvals::approve(&mut tx, submission.id, note.trim(), actor.person, service.clock.now()).await?;
    tx.commit().await?;
    Ok(project.id)
}

/// Says whether the main contractor approves the weeks of the firms below it.
///
/// # Errors
/// As [`permission::may_direct`].
pub async fn set_prime_approves(service: &Service, actor: &Actor, project: Id, approves: bool) -> Result<(), Fault> {
    let mut tx = service.store.begin().await?;
    let project = permission::may_direct(&mut tx, actor, project).await?;
    filing_terms::set_prime_approves(&mut tx, project.id, approves, actor.person, service.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
