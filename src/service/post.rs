//! Mail: written to the outbox with what it is about, sent once, shown to the administrator while it waits.

use super::Service;
use super::fault::Fault;
use super::permission::{self, Actor};
use crate::store::outbox::{self, Mail};
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

pub use crate::store::outbox::Waiting;

/// Seconds a mail is held while it is handed over.
const LEASE: i64 = 120;

/// The newest mails that were not sent, for an administrator. What they say is shown where there is no server to hand them
/// to, and an administrator must hand the links on; elsewhere a link is for its owner's eyes alone.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn waiting(service: &Service, actor: &Actor) -> Result<Vec<Waiting>, Fault> {
    permission::may_keep_accounts(actor)?;
    let mut waiting = outbox::waiting(&mut service.store.snapshot().await?, 100).await?;
    if service.settings.smtp.is_some() {
        waiting.iter_mut().for_each(|mail| mail.body.clear());
    }
    Ok(waiting)
}

/// Whether a text is an address mail can be handed over to.
pub fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}

/// Hands over one mail that is due; false where there is none, or no server to hand it to.
///
/// # Errors
/// [`Fault::Store`]. A server that does not take it is tried again later, and no error.
pub async fn send_one(service: &Service) -> Result<bool, Fault> {
    let Some(address) = &service.settings.smtp else { return Ok(false) };
    let now = service.clock.now();
    let mut tx = service.store.begin_beside().await?;
    let Some(mail) = outbox::take(&mut tx, now, LEASE).await? else { return Ok(false) };
    tx.commit().await?;
    let handed = hand_over(address, &service.settings.mail_from, &mail).await;
    let mut tx = service.store.begin_beside().await?;
    match handed {
        Ok(()) => outbox::sent(&mut tx, &mail, service.clock.now()).await?,
        Err(why) => {
            // The words of a server may hold an address: they stay with the mail, and out of the log.
            tracing::warn!(mail = %mail.id, "a mail was not taken");
            outbox::failed(&mut tx, &mail, &why, service.clock.now()).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

async fn hand_over(address: &str, from: &str, mail: &Mail) -> Result<(), String> {
    let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(address).map_err(|error| error.to_string())?.build();
    let message = Message::builder()
        .from(from.parse().map_err(|error| format!("the sender: {error}"))?)
        .to(mail.recipient.parse().map_err(|error| format!("the recipient: {error}"))?)
        // The same number for every try, so that a repeat is recognised.
        .message_id(Some(format!("<{}@plumbline>", mail.id)))
        .subject(mail.subject.clone())
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body.clone())
        .map_err(|error| error.to_string())?;
    server.send(message).await.map(drop).map_err(|error| error.to_string())
}
