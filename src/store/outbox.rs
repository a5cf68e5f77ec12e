//! Mail to be sent, written in the transaction that gives rise to it and sent after it.
//!
//! A mail is taken with a lease and marked as sent. A kill between the sending and the mark sends it again, with the
//! same message number, by which mail programs know it for the same: so it is sent at least once and read once.

use super::jobs::{MOST_TRIES, pause_seconds};
use super::value::values;
use super::{Id, Result, StoreError, Transaction};
use crate::domain::moment::Moment;

/// A mail to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewMail<'a> {
    /// What it is about and for whom, so that it is written once: `late:CONTRACT:2025-03-15`.
    pub once_key: &'a str,
    /// Address.
    pub recipient: &'a str,
    /// Subject.
    pub subject: &'a str,
    /// Text.
    pub body: &'a str,
}

/// A mail that was taken to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its identifier: the left side of the message number, the same on every try.
    pub id: Id,
    /// Address.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// The how manieth try this is, from 1.
    pub attempt: u32,
    /// The lease it is held by.
    pub lease: Id,
}

/// Writes a mail; the same key a second time writes nothing. True if it was written.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn write(tx: &mut Transaction, mail: NewMail<'_>, at: Moment) -> Result<bool> {
    const ADD: &str = "INSERT INTO outbox (id, once_key, recipient, subject, body, attempts, due_at, created_at)
        VALUES ($1, $2, $3, $4, $5, 0, $6, $6) ON CONFLICT (once_key) DO NOTHING";
    let written = tx.run(ADD, values![&Id::new(at)?, mail.once_key, mail.recipient, mail.subject, mail.body, at]).await?;
    Ok(written == 1)
}

/// Whether a mail of a key was written.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn is_written(tx: &mut Transaction, once_key: &str) -> Result<bool> {
    Ok(tx.first("SELECT 1 FROM outbox WHERE once_key = $1", values![once_key]).await?.is_some())
}

/// Takes the mail that has been due longest. Two who ask at once never get the same one.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn take(tx: &mut Transaction, now: Moment, lease_seconds: i64) -> Result<Option<Mail>> {
    const STOP: &str = "UPDATE outbox SET stopped_at = $1, lease = NULL, lease_ends = NULL
        WHERE sent_at IS NULL AND stopped_at IS NULL AND attempts >= $2 AND lease_ends <= $1";
    const TAKE: [&str; 2] = [
        "UPDATE outbox SET attempts = attempts + 1, lease = $2, lease_ends = $3 WHERE id = (SELECT id FROM outbox
            WHERE sent_at IS NULL AND stopped_at IS NULL AND due_at <= $1 AND (lease_ends IS NULL OR lease_ends <= $1)
            ORDER BY due_at, id LIMIT 1) RETURNING id, recipient, subject, body, attempts",
        "UPDATE outbox SET attempts = attempts + 1, lease = $2, lease_ends = $3 WHERE id = (SELECT id FROM outbox
            WHERE sent_at IS NULL AND stopped_at IS NULL AND due_at <= $1 AND (lease_ends IS NULL OR lease_ends <= $1)
            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, recipient, subject, body, attempts",
    ];
    tx.run(STOP, values![now, i64::from(MOST_TRIES)]).await?;
    let lease = Id::new(now)?;
    let sql = tx.either(TAKE[0], TAKE[1]);
    let Some(row) = tx.first(sql, values![now, &lease, now.plus_seconds(lease_seconds)]).await? else { return Ok(None) };
    let attempt = u32::try_from(row.count(4)?).map_err(StoreError::damaged)?;
    Ok(Some(Mail { id: row.id(0)?, recipient: row.get(1)?, subject: row.get(2)?, body: row.get(3)?, attempt, lease }))
}

/// Marks a mail as sent.
///
/// # Errors
/// [`StoreError::Missing`] where it is no longer held by this lease.
pub async fn sent(tx: &mut Transaction, mail: &Mail, now: Moment) -> Result<()> {
    const SENT: &str = "UPDATE outbox SET sent_at = $3, lease = NULL, lease_ends = NULL, last_error = NULL WHERE id = $1 AND lease = $2";
    held(tx.run(SENT, values![&mail.id, &mail.lease, now]).await?)
}

/// Gives a mail back that could not be sent: to be tried again after a while, or stopped after the last try.
///
/// # Errors
/// [`StoreError::Missing`] where it is no longer held by this lease.
pub async fn failed(tx: &mut Transaction, mail: &Mail, why: &str, now: Moment) -> Result<()> {
    const STOPPED: &str =
        "UPDATE outbox SET stopped_at = $3, lease = NULL, lease_ends = NULL, last_error = $4 WHERE id = $1 AND lease = $2";
    const AGAIN: &str = "UPDATE outbox SET due_at = $3, lease = NULL, lease_ends = NULL, last_error = $4 WHERE id = $1 AND lease = $2";
    let stops = mail.attempt >= MOST_TRIES;
    let (sql, at) = if stops { (STOPPED, now) } else { (AGAIN, now.plus_seconds(pause_seconds(mail.attempt))) };
    held(tx.run(sql, values![&mail.id, &mail.lease, at, why]).await?)
}

/// A mail that was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// To whom.
    pub recipient: String,
    /// About what.
    pub subject: String,
    /// What it says: shown to the administrator of an installation without a mail server.
    pub body: String,
    /// When it was written.
    pub created_at: Moment,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// It is given up.
    pub stopped: bool,
}

/// The newest mails that were not sent.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn waiting(tx: &mut Transaction, most: u16) -> Result<Vec<Waiting>> {
    const LIST: &str = "SELECT recipient, subject, body, created_at, last_error, stopped_at FROM outbox
        WHERE sent_at IS NULL ORDER BY created_at DESC, id DESC LIMIT $1";
    let rows = tx.rows(LIST, values![i64::from(most)]).await?;
    let read = |row: &super::value::Row| {
        Ok(Waiting {
            recipient: row.get(0)?,
            subject: row.get(1)?,
            body: row.get(2)?,
            created_at: row.moment(3)?,
            last_error: row.get(4)?,
            stopped: row.moment_or_none(5)?.is_some(),
        })
    };
    rows.iter().map(read).collect()
}

fn held(rows: u64) -> Result<()> {
    if rows == 0 { Err(StoreError::Missing("mail held by this lease")) } else { Ok(()) }
}
