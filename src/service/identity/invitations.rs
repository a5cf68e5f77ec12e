//! Links by which somebody chooses a password: an invitation lasts a week, a forgotten password twenty minutes. A link
//! counts once, goes to the address of the account alone, and begins with the address of this installation, whatever a
//! request says of it.

use super::throttle::{self, Trying};
use super::{passwords, secret, sign_in};
use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor, OrganisationKind, Role};
use crate::store::audit::{
    self,
    act::{Act, Action, Object},
};
use crate::store::links::{self, Purpose};
use crate::store::outbox::{self, NewMail};
use crate::store::people::Person;
use crate::store::{Id, StoreError, Transaction, organisations, people, sessions};

/// Seconds an invitation lasts.
const INVITATION: i64 = 7 * 86_400;
/// Seconds a link to choose another password lasts.
const RESET: i64 = 20 * 60;

/// Somebody who is invited.
pub struct Invited<'a> {
    /// Whom they work for.
    pub organisation: Id,
    /// Mail address.
    pub email: &'a str,
    /// Name, as they will sign.
    pub name: &'a str,
    /// Their roles.
    pub roles: &'a [Role],
}

/// Invites somebody: adds the account and puts the mail in the outbox.
///
/// # Errors
/// [`Fault::NotAllowed`]; [`Fault::Refused`] for an address that is taken, or a role that does not fit the organisation.
pub async fn invite(service: &Service, actor: &Actor, invited: Invited<'_>) -> Result<Id, Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    permission::may_invite(&mut tx, actor, invited.organisation).await?;
    let person = add(service, &mut tx, &invited, Some(actor.person), at).await?.0;
    tx.commit().await?;
    Ok(person)
}

/// Adds the first administrator of an installation, and gives the link. There is nobody yet who could invite.
///
/// # Errors
/// [`Fault::Refused`] as in [`invite`].
pub async fn first(service: &Service, agency: &str, email: &str, name: &str) -> Result<String, Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let agencies = organisations::of_kind(&mut tx, OrganisationKind::Agency).await?;
    let organisation = match agencies.into_iter().find(|known| known.name == agency) {
        Some(known) => known.id,
        None => organisations::add(&mut tx, OrganisationKind::Agency, agency, at).await?,
    };
    let invited = Invited { organisation, email, name, roles: &[Role::Administrator] };
    let (_, link) = add(service, &mut tx, &invited, None, at).await?;
    tx.commit().await?;
    Ok(link)
}

/// Adds an account and puts the mail with the link in the outbox, in a transaction of the caller. Who may was asked
/// before.
///
/// # Errors
/// [`Fault::Refused`] as in [`invite`].
pub(in crate::service) async fn add(
    service: &Service,
    tx: &mut Transaction,
    invited: &Invited<'_>,
    by: Option<Id>,
    at: Moment,
) -> Result<(Id, String), Fault> {
    let organisation = organisations::find(tx, invited.organisation).await?.ok_or(Fault::NotFound)?;
    if invited.roles.is_empty() || !invited.roles.iter().all(|role| fits(*role, organisation.kind)) {
        return Err(Fault::refused("role.unfit", format!("Choose what this person does. The choice must fit {}.", organisation.name)));
    }
    let email = invited.email.trim();
    if email.len() < 3 || email.len() > 254 || !email.contains('@') || email.contains(char::is_whitespace) || invited.name.trim().is_empty()
    {
        return Err(Fault::refused(
            "person.address",
            "Type the name and the mail address of the person, for example d.reyes@firm.example.",
        ));
    }
    let person = match people::add(tx, organisation.id, email, invited.name.trim(), at).await {
        Err(StoreError::Refused(_)) => {
            return Err(Fault::refused("person.taken", "Somebody has an account with this mail address. Use another address."));
        }
        other => other?,
    };
    let object = Object::person(person);
    audit::append(tx, Act { at, tenant: None, actor: by, action: Action::Added, object, version: None, record: None }).await?;
    for role in invited.roles {
        people::grant(tx, person, *role, by, at).await?;
        let (object, record) = (Object::person(person), Some(role.word().as_bytes()));
        audit::append(tx, Act { at, tenant: None, actor: by, action: Action::RoleGranted, object, version: None, record }).await?;
    }
    let made = secret::new()?;
    links::make(tx, person, Purpose::Invitation, &secret::digest(&made), at.plus_seconds(INVITATION), at).await?;
    let link = format!("{}/invitation/{made}", service.settings.base_url);
    let body = format!(
        "{} asks you to join Plumbline, where weekly payrolls of public work are sent, checked and signed.\n\nChoose your password within 7 days:\n{link}\n\nYou get this mail because somebody added your address. If you do not know why, do nothing.\n",
        organisation.name
    );
    let key = format!("invitation:{person}:{at}");
    let subject = format!("Your account at {}", service.settings.agency);
    outbox::write(tx, NewMail { once_key: &key, recipient: email, subject: &subject, body: &body }, at).await?;
    Ok((person, link))
}

/// Whether a role fits a kind of organisation.
pub const fn fits(role: Role, kind: OrganisationKind) -> bool {
    match kind {
        OrganisationKind::Contractor => matches!(role, Role::ContractorClerk | Role::ContractorCertifier),
        OrganisationKind::Intermediary => matches!(role, Role::Intermediary),
        OrganisationKind::Agency => matches!(role, Role::Officer | Role::Approver | Role::Administrator | Role::Investigator),
    }
}

/// Sends a link to choose another password, where there is such an account. The answer is the same where there is none.
///
/// # Errors
/// [`Fault::Store`].
pub async fn forgot(service: &Service, email: &str) -> Result<(), Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin_beside().await?;
    let may = throttle::may_mail(&mut tx, email, at).await?;
    let found = people::by_email(&mut tx, email).await?.filter(|person| may && person.disabled_at.is_none());
    if let Some(person) = found {
        mail_reset(service, &mut tx, &person, at).await?;
    }
    Ok(tx.commit().await?)
}

/// Sends somebody a link to choose another password, at the word of an administrator, who never learns it.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else, and for an account that is closed.
pub async fn start_reset(service: &Service, actor: &Actor, person: Id) -> Result<(), Fault> {
    permission::may_keep_accounts(actor)?;
    let at = service.clock.now();
    let mut tx = service.store.begin_beside().await?;
    let person = people::find(&mut tx, person).await?.filter(|person| person.disabled_at.is_none()).ok_or(Fault::NotFound)?;
    mail_reset(service, &mut tx, &person, at).await?;
    Ok(tx.commit().await?)
}

async fn mail_reset(service: &Service, tx: &mut Transaction, person: &Person, at: Moment) -> Result<(), Fault> {
    let made = secret::new()?;
    links::make(tx, person.id, Purpose::Reset, &secret::digest(&made), at.plus_seconds(RESET), at).await?;
    let link = format!("{}/reset/{made}", service.settings.base_url);
    let body = format!(
        "Somebody asked for another password for your account. Choose it within 20 minutes:\n{link}\n\nIf it was not you, do nothing: your password stays as it is.\n"
    );
    let key = format!("reset:{}:{at}", person.id);
    let mail = NewMail { once_key: &key, recipient: &person.email, subject: "Choose another password", body: &body };
    outbox::write(tx, mail, at).await?;
    Ok(())
}

/// Words that are tied to somebody: their name, and that of the agency.
fn words(service: &Service, person: &Person) -> String {
    format!("{} {}", person.name, service.settings.agency)
}

/// The mail address of the account a link is for; none where it does not count.
///
/// # Errors
/// [`Fault::Store`].
pub async fn whose(service: &Service, purpose: Purpose, link: &str) -> Result<Option<String>, Fault> {
    let mut tx = service.store.snapshot().await?;
    let Some(found) = links::find(&mut tx, purpose, &secret::digest(link), service.clock.now()).await? else { return Ok(None) };
    Ok(people::find(&mut tx, found.person).await?.filter(|p| p.disabled_at.is_none()).map(|p| p.email))
}

/// Chooses a password by a link. Every session of the account ends; the second factor stays as it is.
///
/// # Errors
/// [`Fault::NotFound`] where the link does not count; [`Fault::Refused`] for a password that is none.
pub async fn choose(service: &Service, purpose: Purpose, link: &str, password: &str) -> Result<Id, Fault> {
    let at = service.clock.now();
    let digest = secret::digest(link);
    let mut tx = service.store.snapshot().await?;
    let found = links::find(&mut tx, purpose, &digest, at).await?.ok_or(Fault::NotFound)?;
    let person = people::find(&mut tx, found.person).await?.filter(|p| p.disabled_at.is_none()).ok_or(Fault::NotFound)?;
    drop(tx);
    passwords::may_be(password, &words(service, &person), &person.email)?;
    let hashed = passwords::hash(password.to_owned()).await?;
    let mut tx = service.store.begin().await?;
    links::end(&mut tx, &digest, at).await?;
    people::set_secrets(&mut tx, person.id, Some(&hashed), person.second_factor.as_deref()).await?;
    sessions::end_all(&mut tx, person.id, None, at).await?;
    // Whoever guessed before: with a new password the tries begin anew.
    Trying::new(&person.email, None).forget(&mut tx).await?;
    let (object, actor) = (Object::person(person.id), Some(person.id));
    audit::append(&mut tx, Act { at, tenant: None, actor, action: Action::PasswordChosen, object, version: None, record: None }).await?;
    tx.commit().await?;
    Ok(person.id)
}

pub use crate::store::links::Purpose as LinkPurpose;

/// Chooses another password while signed in; every other session ends.
///
/// # Errors
/// [`Fault::Refused`] where the old one is wrong, or the new one is none.
pub async fn change(service: &Service, actor: &Actor, old: &str, new: &str) -> Result<(), Fault> {
    let at = service.clock.now();
    let person = people::find(&mut service.store.snapshot().await?, actor.person).await?.ok_or(Fault::NotFound)?;
    let trying = Trying::new(&person.email, None);
    trying.begin(service).await?;
    if passwords::check(old.to_owned(), person.password_hash.clone()).await? == passwords::Found::Wrong {
        return Err(Fault::refused("password.old", "The password you have now does not match. Type it again."));
    }
    passwords::may_be(new, &words(service, &person), &person.email)?;
    let hashed = passwords::hash(new.to_owned()).await?;
    let mut tx = service.store.begin().await?;
    people::set_secrets(&mut tx, person.id, Some(&hashed), person.second_factor.as_deref()).await?;
    sessions::end_all(&mut tx, person.id, actor.session, at).await?;
    trying.forget(&mut tx).await?;
    tx.commit().await?;
    sign_in::note(service, Some(person.id), Action::PasswordChosen).await
}
