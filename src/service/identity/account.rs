//! The people of an installation, as its administrator keeps them.

use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor, Role};
use crate::store::audit::{
    self,
    act::{Act, Action, Object},
};
use crate::store::organisations::Organisation;
use crate::store::{Id, organisations, people, second_factors, sessions};

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
    /// They chose a password.
    pub taken_up: bool,
    /// They have a second factor.
    pub second_factor: bool,
}

/// Everybody, and every organisation, for an administrator.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn everybody(service: &Service, actor: &Actor) -> Result<(Vec<Listed>, Vec<Organisation>), Fault> {
    permission::may_keep_accounts(actor)?;
    let mut tx = service.store.snapshot().await?;
    let firms = organisations::list(&mut tx).await?;
    let mut listed = Vec::new();
    for firm in &firms {
        for person in people::of_organisation(&mut tx, firm.id).await? {
            let roles = people::roles(&mut tx, person.id).await?;
            let factor = second_factors::find(&mut tx, person.id).await?;
            listed.push(Listed {
                id: person.id,
                organisation: firm.name.clone(),
                closed: person.disabled_at.is_some(),
                taken_up: person.password_hash.is_some(),
                second_factor: factor.is_some_and(|factor| factor.confirmed),
                name: person.name,
                email: person.email,
                roles,
            });
        }
    }
    Ok((listed, firms))
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
