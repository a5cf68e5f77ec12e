//! Signing in: password, then second factor where there is one. Who is unknown and who mistyped get the same answer after
//! the same work.

use super::passwords::{self, Found};
use super::throttle::Trying;
use super::{seal, second_factor, sessions};
use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::store::audit::{
    self,
    act::{Act, Action, Object},
};
use crate::store::people::{self, Person};
use crate::store::{Id, links, sha};
use std::net::IpAddr;

/// What a sign-in brings.
pub struct Tried<'a> {
    /// Mail address.
    pub email: &'a str,
    /// Password.
    pub password: &'a str,
    /// Where it comes from.
    pub from: Option<IpAddr>,
    /// What the browser says it is.
    pub agent: &'a str,
}

/// What came of it.
pub enum SignedIn {
    /// The secret of the cookie, and whether a second factor must be set up first.
    Session {
        /// The secret of the cookie.
        cookie: String,
        /// The person must set up a second factor before anything else.
        must_set_up: bool,
    },
    /// The password is right; the code is asked for. What is carried over says so, for five minutes.
    CodeNeeded {
        /// To be sent back with the code.
        pending: String,
    },
}

/// The one sentence for every sign-in that fails.
const WRONG: &str = "The mail address and the password do not belong together. Check both and try again.";

/// Signs somebody in.
///
/// # Errors
/// [`Fault::Refused`] with one sentence, whatever was wrong; [`Fault::TooOften`].
pub async fn sign_in(service: &Service, tried: Tried<'_>) -> Result<SignedIn, Fault> {
    let trying = Trying::new(tried.email, tried.from);
    trying.begin(service).await?;
    let found = people::by_email(&mut service.store.snapshot().await?, tried.email).await?;
    let open = found.filter(|person| person.disabled_at.is_none());
    let kept = open.as_ref().and_then(|person| person.password_hash.clone());
    let right = passwords::check(tried.password.to_owned(), kept).await?;
    let Some(person) = open.filter(|_| right != Found::Wrong) else {
        trying.missed(service).await?;
        note(service, None, Action::SignInRefused).await?;
        return Err(Fault::refused("sign-in.wrong", WRONG));
    };
    if right == Found::RightAndWeak {
        keep_stronger(service, &person, tried.password).await?;
    }
    trying.succeeded(service).await?;
    go_on(service, person.id, None, tried.agent).await
}

/// Goes on once it is known who somebody is: asks for the code where they have a second factor and showed none so far.
pub(super) async fn go_on(service: &Service, person: Id, second_factor_at: Option<Moment>, agent: &str) -> Result<SignedIn, Fault> {
    let has = second_factor::has(service, person).await?;
    if has && second_factor_at.is_none() {
        return Ok(SignedIn::CodeNeeded { pending: pending(service, person)? });
    }
    let bare = !has && second_factor_at.is_none() && !service.settings.demo;
    let must_set_up = bare && second_factor::must_have(&roles(service, person).await?);
    let cookie = begin(service, person, second_factor_at, agent).await?;
    Ok(SignedIn::Session { cookie, must_set_up })
}

/// Goes on after the password, with the code.
///
/// # Errors
/// As [`second_factor::check`]; [`Fault::Refused`] where the password was shown too long ago.
pub async fn with_code(service: &Service, pending: &str, code: &str, agent: &str) -> Result<String, Fault> {
    let person =
        whose(service, pending).ok_or_else(|| Fault::refused("sign-in.old", "This took more than 5 minutes. Type the password again."))?;
    if people::find(&mut service.store.snapshot().await?, person).await?.is_none_or(|person| person.disabled_at.is_some()) {
        return Err(Fault::refused("sign-in.wrong", WRONG));
    }
    if let Err(fault) = second_factor::check(service, person, code).await {
        note(service, Some(person), Action::SignInRefused).await?;
        return Err(fault);
    }
    begin(service, person, Some(service.clock.now()), agent).await
}

/// Seconds between password and code.
const PENDING: i64 = 300;

/// That somebody showed their password just now: sealed, so that nobody else can say so.
fn pending(service: &Service, person: Id) -> Result<String, Fault> {
    let ends = service.clock.now().plus_seconds(PENDING);
    let sealed = seal::seal(&service.settings.key, person, format!("password {ends}").as_bytes())?;
    Ok(format!("{person}.{}", sha::hex(&sealed)))
}

fn whose(service: &Service, pending: &str) -> Option<Id> {
    let (person, sealed) = pending.split_once('.')?;
    let person = Id::parse(person)?;
    let opened = String::from_utf8(seal::open(&service.settings.key, person, &sha::bytes(sealed)?).ok()?).ok()?;
    let ends = Moment::parse(opened.strip_prefix("password ")?)?;
    (ends > service.clock.now()).then_some(person)
}

/// Begins a session for a person whose identity is established, notes it, and ends the password links that wait.
///
/// # Errors
/// [`Fault::Store`].
pub async fn begin(service: &Service, person: Id, stepped_up_at: Option<Moment>, agent: &str) -> Result<String, Fault> {
    let mut tx = service.store.begin_beside().await?;
    links::end_resets(&mut tx, person, service.clock.now()).await?;
    tx.commit().await?;
    note(service, Some(person), Action::SignedIn).await?;
    sessions::begin(service, person, stepped_up_at, agent).await
}

async fn roles(service: &Service, person: Id) -> Result<Vec<people::Role>, Fault> {
    Ok(people::roles(&mut service.store.snapshot().await?, person).await?)
}

async fn keep_stronger(service: &Service, person: &Person, password: &str) -> Result<(), Fault> {
    let hashed = passwords::hash(password.to_owned()).await?;
    let mut tx = service.store.begin_beside().await?;
    people::set_secrets(&mut tx, person.id, Some(&hashed), person.second_factor.as_deref()).await?;
    Ok(tx.commit().await?)
}

/// The entry in the audit log. Who is not known is not named: no mail address is ever in it.
pub(super) async fn note(service: &Service, person: Option<Id>, action: Action) -> Result<(), Fault> {
    let Some(person) = person else {
        tracing::info!("a sign-in with an unknown address or a wrong password");
        return Ok(());
    };
    let mut tx = service.store.begin().await?;
    let (at, object) = (service.clock.now(), Object::person(person));
    audit::append(&mut tx, Act { at, tenant: None, actor: Some(person), action, object, version: None, record: None }).await?;
    Ok(tx.commit().await?)
}
