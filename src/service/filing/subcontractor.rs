//! Adding a subcontractor to a project: by the main contractor or the agency.

use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::identity::invitations::{self, Invited};
use crate::service::permission::{self, Actor, OrganisationKind, Role};
use crate::service::weeks::Days;
use crate::store::audit::act::{Act, Action, Object};
use crate::store::outbox::{self, NewMail};
use crate::store::projects::{self, Terms};
use crate::store::{Id, Transaction, audit, organisations, reminders};

/// A subcontractor to be added.
#[derive(Clone, Copy, Debug)]
pub struct NewSubcontractor<'a> {
    /// The contract it works under.
    pub above: Id,
    /// The firm, as it writes its name.
    pub firm: &'a str,
    /// Name of its first person.
    pub person: &'a str,
    /// Mail address of that person.
    pub email: &'a str,
    /// First and last day of work.
    pub days: Days,
}

/// What was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The contract.
    pub contract: Id,
    /// The firm was not known before, and its first person was invited.
    pub invited: bool,
}

/// Adds a subcontractor to a project. A firm of that very name that is known already is taken, and its own people are
/// told: nobody from outside adds people to a firm that has some.
///
/// # Errors
/// As [`permission::may_direct`]; [`Fault::Refused`] where a name or an address is missing or taken, or the firm is on the
/// project already.
pub async fn add_subcontractor(service: &Service, actor: &Actor, project: Id, new: NewSubcontractor<'_>) -> Result<Added, Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let project = permission::may_direct(&mut tx, actor, project).await?;
    let contracts = projects::contracts(&mut tx, project.id).await?;
    let above = contracts.iter().find(|contract| contract.id == new.above).ok_or(Fault::NotFound)?;
    let (firm, email, person) = (new.firm.trim(), new.email.trim(), new.person.trim());
    if firm.is_empty() {
        return Err(Fault::refused("sub.firm", "No firm is named. Type the name of the firm as it writes it."));
    }
    if new.days.first.zip(new.days.last).is_some_and(|(first, last)| last < first) {
        return Err(Fault::refused("days.order", "The last day lies before the first. Type the first day of work, then the last."));
    }
    let known = known(&mut tx, firm).await?;
    if let Some(known) = known
        && contracts.iter().any(|contract| contract.contractor == known)
    {
        return Err(Fault::refused("sub.twice", format!("{firm} is on this project already. Look for it in the list.")));
    }
    let contractor = match known {
        Some(known) => known,
        None => add_firm(&mut tx, service, actor, firm, person, email).await?,
    };
    let terms = Terms { started_on: new.days.first, ended_on: new.days.last, ..Terms::default() };
    let contract = projects::add_sub(&mut tx, above.id, contractor, terms, at).await?;
    let (tenant, object) = (Some(project.agency), Object::contract(contract));
    audit::append(&mut tx, Act { at, tenant, actor: Some(actor.person), action: Action::Added, object, version: None, record: None })
        .await?;
    let tell = if known.is_some() { &[Role::ContractorClerk, Role::ContractorCertifier][..] } else { &[] };
    for to in reminders::recipients(&mut tx, contractor, tell).await? {
        let key = format!("added:{contract}:{}", to.person);
        let subject = format!("Your firm was added to a project — {}", project.name);
        let link = format!("{}/weeks", service.settings.base_url);
        let body = format!("{} added {firm} to {}, {}.\nYour weeks on it: {link}\n", actor.organisation_name, project.name, project.number);
        outbox::write(&mut tx, NewMail { once_key: &key, recipient: &to.email, subject: &subject, body: &body }, at).await?;
    }
    tx.commit().await?;
    Ok(Added { contract, invited: known.is_none() })
}

/// A contractor of that very name.
async fn known(tx: &mut Transaction, name: &str) -> Result<Option<Id>, Fault> {
    let all = organisations::of_kind(tx, OrganisationKind::Contractor).await?;
    Ok(all.into_iter().find(|found| found.name.trim().eq_ignore_ascii_case(name)).map(|found| found.id))
}

/// A new firm, and its first person, who can sign its payrolls once they took up the invitation.
async fn add_firm(tx: &mut Transaction, service: &Service, actor: &Actor, firm: &str, person: &str, email: &str) -> Result<Id, Fault> {
    let at = service.clock.now();
    let organisation = organisations::add(tx, OrganisationKind::Contractor, firm, at).await?;
    let object = Object::organisation(organisation);
    audit::append(tx, Act { at, tenant: None, actor: Some(actor.person), action: Action::Added, object, version: None, record: None })
        .await?;
    let invited = Invited { organisation, email, name: person, roles: &[Role::ContractorCertifier] };
    invitations::add(service, tx, &invited, Some(actor.person), at).await?;
    Ok(organisation)
}
