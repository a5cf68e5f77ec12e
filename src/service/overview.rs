//! What somebody can see: their projects, contracts, firms.

use super::Service;
use super::fault::Fault;
use super::permission::{self, Actor, OrganisationKind};
use crate::store::organisations::{self, Organisation};
use crate::store::projects;
pub use crate::store::projects::{Contract, Project};
use crate::store::{Id, Transaction};

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
