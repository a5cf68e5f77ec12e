//! The people of a firm, and of the firms directly below it on any project: whom its certifier may invite.

use super::account::{Listed, listed};
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::organisations::{self, Organisation};
use crate::store::projects;

/// The people of the firm of a certifier, then of the firms below it; and those firms, the own one first.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn colleagues(service: &Service, actor: &Actor) -> Result<(Vec<Listed>, Vec<Organisation>), Fault> {
    let mut tx = service.store.snapshot().await?;
    permission::may_see_colleagues(actor)?;
    let mut firms = vec![organisations::find(&mut tx, actor.organisation).await?.ok_or(Fault::NotFound)?];
    let mut below = Vec::new();
    for (_, own) in projects::of_contractor(&mut tx, actor.organisation).await? {
        for contract in projects::contracts(&mut tx, own.project).await? {
            let known = contract.contractor == actor.organisation || below.iter().any(|firm: &Organisation| firm.id == contract.contractor);
            if contract.parent == Some(own.id) && !known {
                below.push(organisations::find(&mut tx, contract.contractor).await?.ok_or(Fault::NotFound)?);
            }
        }
    }
    below.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    firms.extend(below);
    let mut people = Vec::new();
    for firm in &firms {
        people.extend(listed(&mut tx, firm).await?);
    }
    Ok((people, firms))
}
