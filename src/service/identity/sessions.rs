//! Sessions: 256 random bits in a cookie, its digest here; half an hour unused, twelve hours in all.

use super::{account, second_factor, secret};
use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::store::second_factors;
use crate::store::sessions::{self, Session};
use crate::store::{Id, sha};

/// Seconds a session may lie unused.
pub const IDLE: i64 = 30 * 60;
/// Seconds it lasts in all.
pub const LASTS: i64 = 12 * 60 * 60;
/// Its last use is noted at most this often, in seconds.
const NOTED_EVERY: i64 = 60;

/// Begins a session and gives the secret of its cookie.
///
/// # Errors
/// [`Fault::Store`].
pub async fn begin(service: &Service, person: Id, stepped_up_at: Option<Moment>, agent: &str) -> Result<String, Fault> {
    let made = secret::new()?;
    let mut tx = service.store.begin_beside().await?;
    sessions::begin(&mut tx, person, &secret::digest(&made), stepped_up_at, &device(agent), service.clock.now()).await?;
    tx.commit().await?;
    Ok(made)
}

/// The secret of a visitor who is not signed in: the sign-in form hangs on it.
///
/// # Errors
/// [`Fault::Store`] without random numbers.
pub fn visitor() -> Result<String, Fault> {
    secret::new()
}

/// The token of the forms of one session or visitor: it says nothing of the cookie, and nobody can make it without the key.
pub fn form_token(service: &Service, cookie: &str) -> String {
    let digest = secret::digest(cookie);
    let of = [service.settings.key.bytes().as_slice(), b"forms", digest.as_bytes()];
    sha::of(&of.concat())
}

/// A browser in a few words of ours: what it says of itself is not kept.
fn device(agent: &str) -> String {
    let first = |words: &[(&str, &'static str)]| words.iter().find(|(word, _)| agent.contains(word)).map(|(_, name)| *name);
    let browser = first(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        _ => "another browser".to_owned(),
    }
}

/// Seconds after which a change of how somebody signs in wants them to sign in again.
const FRESH: i64 = 600;

/// That somebody signed in, or showed their second factor, within ten minutes.
///
/// # Errors
/// [`Fault::Refused`] with what to do.
pub async fn must_be_fresh(service: &Service, actor: &Actor) -> Result<(), Fault> {
    let now = service.clock.now();
    let lately = |at: Moment| at.plus_seconds(FRESH) > now;
    let own = list(service, actor).await?.into_iter().find(|session| Some(session.id) == actor.session);
    if own.is_some_and(|own| lately(own.began_at) || own.stepped_up_at.is_some_and(lately)) {
        return Ok(());
    }
    Err(Fault::refused("session.old", "You signed in more than 10 minutes ago. Sign out, sign in again, and come back to this page."))
}

/// Who asks with a cookie.
pub struct Asking {
    /// The person, and what they act as.
    pub actor: Actor,
    /// Their work needs a second factor and they showed none: they must set one up before anything else.
    pub must_set_up: bool,
}

/// Who has this cookie; none where the session ended, lay unused too long, or the account is closed.
///
/// # Errors
/// [`Fault::Store`].
pub async fn asking(service: &Service, cookie: &str) -> Result<Option<Asking>, Fault> {
    if !sha::is_digest(cookie) {
        return Ok(None);
    }
    let now = service.clock.now();
    let mut tx = service.store.snapshot().await?;
    let found = sessions::by_digest(&mut tx, &secret::digest(cookie)).await?;
    let Some(session) = found.filter(|session| counts(session, now)) else { return Ok(None) };
    let Some(actor) = account::acting(&mut tx, session.person).await? else { return Ok(None) };
    let bare = session.stepped_up_at.is_none() && !service.settings.demo && second_factor::must_have(&actor.roles);
    let must_set_up = bare && !second_factors::find(&mut tx, actor.person).await?.is_some_and(|factor| factor.confirmed);
    drop(tx);
    if now.micros() - session.seen_at.micros() > NOTED_EVERY * 1_000_000 {
        let mut tx = service.store.begin_beside().await?;
        sessions::seen(&mut tx, session.id, now).await?;
        tx.commit().await?;
    }
    let actor = Actor { session: Some(session.id), stepped_up_at: session.stepped_up_at, ..actor };
    Ok(Some(Asking { actor, must_set_up }))
}

fn counts(session: &Session, now: Moment) -> bool {
    session.ended_at.is_none() && session.seen_at.plus_seconds(IDLE) > now && session.began_at.plus_seconds(LASTS) > now
}

/// The second factor was shown again: the session goes on under another secret.
///
/// # Errors
/// [`Fault::NotFound`] where there is no session.
pub async fn step_up(service: &Service, actor: &Actor) -> Result<String, Fault> {
    let session = actor.session.ok_or(Fault::NotFound)?;
    let made = secret::new()?;
    let mut tx = service.store.begin_beside().await?;
    sessions::step_up(&mut tx, session, &secret::digest(&made), service.clock.now()).await?;
    tx.commit().await?;
    Ok(made)
}

/// The sessions of somebody that count.
///
/// # Errors
/// [`Fault::Store`].
pub async fn list(service: &Service, actor: &Actor) -> Result<Vec<Session>, Fault> {
    let now = service.clock.now();
    let mut tx = service.store.snapshot().await?;
    let all = sessions::of_person(&mut tx, actor.person).await?;
    Ok(all.into_iter().filter(|session| counts(session, now)).collect())
}

/// Ends every session of somebody but the one they ask in.
///
/// # Errors
/// [`Fault::Store`].
pub async fn end_others(service: &Service, actor: &Actor) -> Result<(), Fault> {
    let mut tx = service.store.begin_beside().await?;
    sessions::end_all(&mut tx, actor.person, actor.session, service.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Ends one session of somebody.
///
/// # Errors
/// [`Fault::NotFound`] where it is not theirs.
pub async fn end(service: &Service, actor: &Actor, session: Id) -> Result<(), Fault> {
    let mut tx = service.store.begin_beside().await?;
    sessions::end(&mut tx, actor.person, session, service.clock.now()).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_kept_in_words_of_ours() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
        assert_eq!(device(chrome), "Chrome on Linux");
        assert_eq!(device("<script>"), "another browser");
    }
}
