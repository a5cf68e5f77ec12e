//! What somebody can see: their projects, contracts, firms.

use super::Service;
use super::fault::Fault;
use super::permission::{self, Actor, OrganisationKind};
use crate::store::organisations::{self, Organisation};
use crate::store::projects;
pub use crate::store::projects::{Contract, Project};
pub use crate::store::signatures::Signature;
pub use crate::store::submissions::{Submission, SubmissionKind};
use crate::store::{Id, Transaction, signatures, submissions};
use chrono::NaiveDate;

/// The projects somebody can see, by number, each with the contract they work by; none for the agency.
///
/// # Errors
/// [`Fault::Store`].
pub async fn projects_of(service: &Service, actor: &Actor) -> Result<Vec<(Project, Option<Contract>)>, Fault> {
    let mut tx = service.store.snapshot().await?;
    let mut found: Vec<(Project, Option<Contract>)> = match actor.kind {
        OrganisationKind::Contractor => {
            projects::of_contractor(&mut tx, actor.organisation).await?.into_iter().map(|(p, c)| (p, Some(c))).collect()
        }
        OrganisationKind::Agency if permission::may_see_desk(actor).is_ok() => {
            projects::of_agency(&mut tx, actor.organisation).await?.into_iter().map(|p| (p, None)).collect()
        }
        _ => Vec::new(),
    };
    found.sort_by(|(a, _), (b, _)| (&a.number, a.id).cmp(&(&b.number, b.id)));
    Ok(found)
}

/// The firms of a project, tier by tier: for the agency and the firms above others.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn firms_of(service: &Service, actor: &Actor, project: Id) -> Result<Vec<(Contract, Organisation)>, Fault> {
    let mut tx = service.store.snapshot().await?;
    let project = permission::may_see_filing(&mut tx, actor, project).await?;
    let mut firms = Vec::new();
    for contract in projects::contracts(&mut tx, project.id).await? {
        firms.push((contract.clone(), firm(&mut tx, contract.contractor).await?));
    }
    Ok(firms)
}

async fn firm(tx: &mut Transaction, id: Id) -> Result<Organisation, Fault> {
    organisations::find(tx, id).await?.ok_or(Fault::NotFound)
}

/// A signed version with its signature: for the firm and the agency.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn submission_of(service: &Service, actor: &Actor, submission: Id) -> Result<(Submission, Option<Signature>), Fault> {
    let mut tx = service.store.snapshot().await?;
    let (submission, ..) = permission::may_see_submission(&mut tx, actor, submission).await?;
    let signature = signatures::of(&mut tx, submission.id).await?;
    Ok((submission, signature))
}

/// The weeks of a contract in order, each in the version that counts.
///
/// # Errors
/// [`Fault::NotFound`] for who may not see the contract.
pub async fn submissions_of(service: &Service, actor: &Actor, contract: Id) -> Result<Vec<(Submission, Option<Signature>)>, Fault> {
    let mut tx = service.store.snapshot().await?;
    let (contract, _) = permission::may_see_contract(&mut tx, actor, contract).await?;
    // What both databases can hold as a day.
    let [first, last] = [1, 9999].map(|year| NaiveDate::from_yo_opt(year, 1).unwrap_or_default());
    let mut found = Vec::new();
    for week in submissions::weeks_of_contract(&mut tx, contract.id, first, last).await? {
        let signature = signatures::of(&mut tx, week.submission.id).await?;
        found.push((week.submission, signature));
    }
    Ok(found)
}
