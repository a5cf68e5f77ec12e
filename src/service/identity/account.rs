//! The people of an installation, as its administrator keeps them.

use super::invitations::fits;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor, Role};
use crate::store::audit::{
    self,
    act::{Act, Action, Object},
};
use crate::store::organisations::Organisation;
use crate::store::{Id, Transaction, organisations, outside_identities, people, second_factors, sessions};

/// A person in the list.
pub struct Listed {
    /// The person.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Whom they work for.
    pub organisation: String,
    /// Their roles.
    pub roles: Vec<Role>,
    /// The account is closed.
    pub closed: bool,
    /// They chose a password, or came in otherwise.
    pub taken_up: bool,
    /// They have a second factor.
    pub second_factor: bool,
    /// The roles that fit where they work.
    pub fit: Vec<Role>,
    /// They can sign in by an account elsewhere.
    pub outside: bool,
}

impl Listed {
    /// They sign for their firm.
    pub fn signs(&self) -> bool {
        self.roles.contains(&Role::ContractorCertifier)
    }
}

/// A person as somebody who acts, without a session; none where the account is closed.
///
/// # Errors
/// [`Fault::Store`].
pub(in crate::service) async fn acting(tx: &mut Transaction, person: Id) -> Result<Option<Actor>, Fault> {
    let Some(person) = people::find(tx, person).await?.filter(|person| person.disabled_at.is_none()) else { return Ok(None) };
    let Some(organisation) = organisations::find(tx, person.organisation).await? else { return Ok(None) };
    let roles = people::roles(tx, person.id).await?;
    Ok(Some(Actor {
        person: person.id,
        name: person.name,
        organisation: organisation.id,
        organisation_name: organisation.name,
        kind: organisation.kind,
        roles,
        session: None,
        stepped_up_at: None,
    }))
}

/// Everybody, and every organisation, for an administrator.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn everybody(service: &Service, actor: &Actor) -> Result<(Vec<Listed>, Vec<Organisation>), Fault> {
    permission::may_keep_accounts(actor)?;
    let mut tx = service.store.snapshot().await?;
    let firms = organisations::list(&mut tx).await?;
    let mut people = Vec::new();
    for firm in &firms {
        people.extend(listed(&mut tx, firm).await?);
    }
    Ok((people, firms))
}

/// The people of an organisation.
pub(super) async fn listed(tx: &mut Transaction, firm: &Organisation) -> Result<Vec<Listed>, Fault> {
    let mut listed = Vec::new();
    for person in people::of_organisation(tx, firm.id).await? {
        let roles = people::roles(tx, person.id).await?;
        let second_factor = second_factors::find(tx, person.id).await?.is_some_and(|factor| factor.confirmed);
        let outside = !outside_identities::issuers(tx, person.id).await?.is_empty();
        listed.push(Listed {
            id: person.id,
            organisation: firm.name.clone(),
            closed: person.disabled_at.is_some(),
            fit: Role::ALL.iter().copied().filter(|role| fits(*role, firm.kind)).collect(),
            taken_up: person.password_hash.is_some() || second_factor || outside,
            outside,
            second_factor,
            name: person.name,
            email: person.email,
            roles,
        });
    }
    Ok(listed)
}

/// Gives somebody a role, or takes it away.
///
/// # Errors
/// [`Fault::NotFound`] for who may not; [`Fault::Refused`] for a role that does not fit where they work, for the last one,
/// and for one's own administration.
pub async fn set_role(service: &Service, actor: &Actor, person: Id, role: Role, held: bool) -> Result<(), Fault> {
    permission::may_keep_accounts(actor)?;
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let found = people::find(&mut tx, person).await?.ok_or(Fault::NotFound)?;
    let firm = organisations::find(&mut tx, found.organisation).await?.ok_or(Fault::NotFound)?;
    let holds = people::roles(&mut tx, person).await?;
    if holds.contains(&role) == held {
        return Ok(());
    }
    if held && !fits(role, firm.kind) {
        return Err(Fault::refused("role.unfit", format!("This role does not fit {}. Choose another.", firm.name)));
    }
    if !held && holds.len() == 1 {
        return Err(Fault::refused("role.last", "This is the only role they have. Give them another first, or close the account."));
    }
    if !held && person == actor.person && role == Role::Administrator {
        return Err(Fault::refused("person.own", "You cannot take your own administration away. Another administrator can."));
    }
    let action = if held {
        people::grant(&mut tx, person, role, Some(actor.person), at).await?;
        Action::RoleGranted
    } else {
        people::revoke(&mut tx, person, role).await?;
        Action::RoleRevoked
    };
    let (object, who, record) = (Object::person(person), Some(actor.person), Some(role.word().as_bytes()));
    audit::append(&mut tx, Act { at, tenant: None, actor: who, action, object, version: None, record }).await?;
    Ok(tx.commit().await?)
}

/// Opens an account again that was closed. Sessions that ended stay ended.
///
/// # Errors
/// [`Fault::NotFound`] for who may not.
pub async fn open_again(service: &Service, actor: &Actor, person: Id) -> Result<(), Fault> {
    permission::may_keep_accounts(actor)?;
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    people::set_disabled(&mut tx, person, None).await?;
    let (object, who) = (Object::person(person), Some(actor.person));
    audit::append(&mut tx, Act { at, tenant: None, actor: who, action: Action::AccountOpened, object, version: None, record: None })
        .await?;
    Ok(tx.commit().await?)
}

/// Closes an account and ends its sessions. What the person signed stays.
///
/// # Errors
/// [`Fault::NotFound`] for who may not; [`Fault::Refused`] for one's own.
pub async fn close(service: &Service, actor: &Actor, person: Id) -> Result<(), Fault> {
    permission::may_keep_accounts(actor)?;
    if person == actor.person {
        return Err(Fault::refused("person.own", "You cannot close your own account. Another administrator can."));
    }
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    people::set_disabled(&mut tx, person, Some(at)).await?;
    sessions::end_all(&mut tx, person, None, at).await?;
    let (object, who) = (Object::person(person), Some(actor.person));
    audit::append(&mut tx, Act { at, tenant: None, actor: who, action: Action::AccountClosed, object, version: None, record: None })
        .await?;
    Ok(tx.commit().await?)
}
