//! Tokens by which a payroll program acts for a person: made once, shown once, ended at any time.

use super::Service;
use super::fault::Fault;
use super::identity::account;
use super::permission::Actor;
use crate::domain::moment::Moment;
use crate::store::api_tokens::{self, ApiToken, NewToken};
use crate::store::audit::{
    self,
    act::{Act, Action, Object},
};
use crate::store::{Id, Transaction, random, sha};

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Read what its person may see.
    Read,
    /// Send payrolls for its person's firm.
    Submit,
}

impl Scope {
    /// Every scope.
    pub const ALL: &'static [Self] = &[Self::Read, Self::Submit];
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Submit => "submit",
        }
    }
}

/// Days a token lasts.
pub const LASTS_DAYS: i64 = 365;
/// How every token begins, so that one that leaked is recognised.
const BEGINS: &str = "pl_";
/// A use is noted at most this often, in seconds.
const NOTED_EVERY: i64 = 60;

/// Makes a token and gives it: nobody can read it again.
///
/// # Errors
/// [`Fault::Refused`] for no name or no scope.
pub async fn make(service: &Service, actor: &Actor, name: &str, scopes: &[Scope]) -> Result<String, Fault> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 80 || scopes.is_empty() {
        return Err(Fault::refused("token.name", "Give the token a name of up to 80 letters, and choose what it may do."));
    }
    let token = format!("{BEGINS}{}", sha::hex(&random::<32>()?));
    let words: Vec<&str> = scopes.iter().map(|scope| scope.word()).collect();
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let (digest, scopes) = (sha::of(token.as_bytes()), words.join(" "));
    let expires_at = at.plus_seconds(LASTS_DAYS * 86_400);
    api_tokens::add(&mut tx, NewToken { person: actor.person, name, sha256: &digest, scopes: &scopes, expires_at }, at).await?;
    note(&mut tx, actor, Action::TokenMade, at).await?;
    tx.commit().await?;
    Ok(token)
}

/// The tokens of the person.
///
/// # Errors
/// [`Fault::Store`].
pub async fn list(service: &Service, actor: &Actor) -> Result<Vec<ApiToken>, Fault> {
    Ok(api_tokens::of_person(&mut service.store.snapshot().await?, actor.person).await?)
}

/// Ends a token.
///
/// # Errors
/// [`Fault::NotFound`] where it is not the person's.
pub async fn revoke(service: &Service, actor: &Actor, id: Id) -> Result<(), Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    api_tokens::revoke(&mut tx, actor.person, id, at).await?;
    note(&mut tx, actor, Action::TokenEnded, at).await?;
    Ok(tx.commit().await?)
}

async fn note(tx: &mut Transaction, actor: &Actor, action: Action, at: Moment) -> Result<(), Fault> {
    let (actor, object) = (Some(actor.person), Object::person(actor.person));
    audit::append(tx, Act { at, tenant: None, actor, action, object, version: None, record: None }).await?;
    Ok(())
}

/// For whom a token acts, and what it may do; none where it is unknown, ended, or its person's account is closed.
///
/// # Errors
/// [`Fault::Store`].
pub async fn actor_of(service: &Service, token: &str) -> Result<Option<(Actor, Vec<Scope>)>, Fault> {
    if !token.starts_with(BEGINS) {
        return Ok(None);
    }
    let now = service.clock.now();
    let mut tx = service.store.snapshot().await?;
    let Some(kept) = api_tokens::by_digest(&mut tx, &sha::of(token.as_bytes())).await? else { return Ok(None) };
    if kept.revoked_at.is_some() || kept.expires_at <= now {
        return Ok(None);
    }
    let Some(actor) = account::acting(&mut tx, kept.person).await? else { return Ok(None) };
    drop(tx);
    if kept.last_used_at.is_none_or(|last| now.micros() - last.micros() > NOTED_EVERY * 1_000_000) {
        let mut tx = service.store.begin_beside().await?;
        api_tokens::used(&mut tx, kept.id, now).await?;
        tx.commit().await?;
    }
    let scopes = Scope::ALL.iter().copied().filter(|scope| kept.scopes.split(' ').any(|word| word == scope.word())).collect();
    Ok(Some((actor, scopes)))
}
