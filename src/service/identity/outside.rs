//! Signing in by an account somebody has elsewhere: at the provider of identities of their city.
//!
//! Who it is, is said by issuer and subject, never by a mail address: an address can be given to somebody else. So an
//! identity is tied to an account once, by its owner while signed in here. A second factor the provider tells of counts;
//! where it tells of none, the one of this house is asked for.

use super::sign_in::{self, SignedIn};
use super::{oidc, secret, sessions};
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::service::settings::Provider;
use crate::store::audit::act::Action;
use crate::store::outside_identities::{self, UnderWay};
use crate::store::{Id, StoreError, people, sessions as kept_sessions};

/// Seconds a sign-in at the provider may take.
const LASTS: i64 = 600;

/// What a browser brings that wants to sign in at the provider.
pub struct Wanted<'a> {
    /// What only this browser holds: the token of its forms.
    pub browser: &'a str,
    /// Where it goes after it.
    pub next: &'a str,
    /// Who is signed in here already, and ties an identity to their account.
    pub actor: Option<&'a Actor>,
}

/// Begins a sign-in, and gives the address at the provider.
///
/// # Errors
/// [`Fault::NotFound`] where there is no provider; [`Fault::Refused`] where it does not answer, or where an identity is to
/// be tied and the session is not fresh.
pub async fn begin(service: &Service, wanted: Wanted<'_>) -> Result<String, Fault> {
    let provider = provider(service)?;
    if let Some(actor) = wanted.actor {
        sessions::must_be_fresh(service, actor).await?;
    }
    let state = secret::new()?;
    let sent = oidc::send(provider, &service.settings.base_url, &state).await?;
    let begun = UnderWay {
        nonce: sent.nonce,
        verifier: sent.verifier,
        next: wanted.next.to_owned(),
        browser_sha256: secret::digest(wanted.browser),
        person: wanted.actor.map(|actor| actor.person),
    };
    let now = service.clock.now();
    let mut tx = service.store.begin_beside().await?;
    outside_identities::begin(&mut tx, &secret::digest(&state), &begun, now.plus_seconds(-LASTS), now).await?;
    tx.commit().await?;
    Ok(sent.address)
}

/// What a browser brings back from the provider.
pub struct CameBack<'a> {
    /// What was sent along.
    pub state: &'a str,
    /// The code; none where the provider refused.
    pub code: Option<&'a str>,
    /// The issuer, where the provider names itself (RFC 9207).
    pub issuer: Option<&'a str>,
    /// What only this browser holds.
    pub browser: &'a str,
    /// What the browser says it is.
    pub agent: &'a str,
    /// Who is signed in here.
    pub actor: Option<&'a Actor>,
}

/// What came of it.
pub enum Done {
    /// Somebody is signed in, or their code is asked for; and where they wanted to go.
    SignedIn(SignedIn, String),
    /// The identity is tied to the account.
    Tied,
}

/// Ends a sign-in that was begun here by this browser.
///
/// # Errors
/// [`Fault::Refused`] for everything that does not hold, and for an identity nobody tied to an account.
pub async fn end(service: &Service, came: CameBack<'_>) -> Result<Done, Fault> {
    let provider = provider(service)?;
    let now = service.clock.now();
    // Taken before anything is looked at: what came once does not come again.
    let mut tx = service.store.begin_beside().await?;
    let begun = outside_identities::take(&mut tx, &secret::digest(came.state), now.plus_seconds(-LASTS)).await?;
    tx.commit().await?;
    let begun = begun.filter(|begun| begun.browser_sha256 == secret::digest(came.browser));
    let begun = begun.filter(|begun| begun.person == came.actor.map(|actor| actor.person));
    let begun = begun
        .ok_or_else(|| Fault::refused("sign-in.outside-old", "This sign-in took more than 10 minutes, or it ended before. Start again."))?;
    let code = came.code.filter(|_| came.issuer.is_none_or(|named| named == provider.issuer));
    let code =
        code.ok_or_else(|| Fault::refused("sign-in.outside", "Nobody was signed in there. Start again, or sign in with your password."))?;
    let shown = oidc::redeem(provider, &service.settings.base_url, code, &begun.nonce, &begun.verifier, now).await?;
    match begun.person {
        Some(person) => tie(service, provider, &shown.subject, person).await.map(|()| Done::Tied),
        None => Ok(Done::SignedIn(sign_in(service, provider, shown, came.agent).await?, begun.next)),
    }
}

async fn sign_in(service: &Service, provider: &Provider, shown: oidc::Shown, agent: &str) -> Result<SignedIn, Fault> {
    let mut tx = service.store.snapshot().await?;
    let person = outside_identities::person(&mut tx, &provider.issuer, &shown.subject).await?;
    let open = match person {
        Some(person) => people::find(&mut tx, person).await?.filter(|person| person.disabled_at.is_none()),
        None => None,
    };
    drop(tx);
    let person = open.ok_or_else(|| {
        let what = format!("No account here is tied to your account at {}. ", provider.name);
        Fault::refused("sign-in.outside-unknown", what + "Sign in with mail address and password, and tie it on the page of your account.")
    })?;
    sign_in::go_on(service, person.id, shown.second_factor_at, agent).await
}

async fn tie(service: &Service, provider: &Provider, subject: &str, person: Id) -> Result<(), Fault> {
    let mut tx = service.store.begin_beside().await?;
    match outside_identities::tie(&mut tx, &provider.issuer, subject, person, service.clock.now()).await {
        Err(StoreError::Refused(_)) => {
            return Err(Fault::refused("sign-in.outside-taken", "That account is tied to an account here already."));
        }
        other => other?,
    }
    tx.commit().await?;
    sign_in::note(service, Some(person), Action::IdentityTied).await
}

/// Unties every identity of a person and ends their sessions: their own, or anybody's for an administrator.
///
/// # Errors
/// [`Fault::NotFound`] for somebody else's.
pub async fn untie(service: &Service, actor: &Actor, person: Id) -> Result<(), Fault> {
    if person != actor.person {
        permission::may_keep_accounts(actor)?;
    }
    let own = actor.session.filter(|_| person == actor.person);
    let mut tx = service.store.begin_beside().await?;
    if outside_identities::untie(&mut tx, person).await? > 0 {
        kept_sessions::end_all(&mut tx, person, own, service.clock.now()).await?;
    }
    tx.commit().await?;
    sign_in::note(service, Some(person), Action::IdentityUntied).await
}

/// The name of the provider, where there is one, and whether a person is tied to it.
///
/// # Errors
/// [`Fault::Store`].
pub async fn tied(service: &Service, person: Id) -> Result<Option<(String, bool)>, Fault> {
    let Some(provider) = &service.settings.provider else { return Ok(None) };
    let issuers = outside_identities::issuers(&mut service.store.snapshot().await?, person).await?;
    Ok(Some((provider.name.clone(), issuers.contains(&provider.issuer))))
}

fn provider(service: &Service) -> Result<&Provider, Fault> {
    service.settings.provider.as_ref().ok_or(Fault::NotFound)
}
