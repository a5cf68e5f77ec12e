//! The audit log: what was done, by whom, to what, when; each entry holding the hash of the one before.
//!
//! An entry is written in the transaction that does what it says, so neither is ever there without the other. No
//! personal data is in it: people and things stand as identifiers, and a record as the digest of a salt and its bytes.
//! Destroying record and salt leaves the chain whole. A bare chain cannot show that its end was cut off or that
//! everything was written anew: for that, checkpoints are kept outside ([`checkpoint`]).

pub mod act;
pub mod by_object;
pub mod chain;
pub mod checkpoint;
pub mod entry;
pub mod export;

use super::value::values;
use super::{Result, StoreError, Transaction, id};
use act::Act;
use checkpoint::Checkpoint;
use entry::Entry;
use sha2::{Digest, Sha256};

use crate::domain::moment::Moment;

/// Entries read at a time.
pub(super) const PAGE: i64 = 1_000;

/// Adds an entry and gives its number, from 1. Only in a transaction of [`super::Store::begin`]: elsewhere two entries
/// may want the same number, and one is refused.
///
/// # Errors
/// [`StoreError::Refused`] as above, [`StoreError::Damaged`] where the last entry cannot be read.
pub async fn append(tx: &mut Transaction, act: Act<'_>) -> Result<u64> {
    const LAST: &str = "SELECT seq, hash, entry FROM audit_log ORDER BY seq DESC LIMIT 1";
    let (mut seq, mut prev, mut last_at) = (1, chain::BEGINNING.to_owned(), None);
    if let Some(last) = tx.first(LAST, Vec::new()).await? {
        seq = last.count(0)? + 1;
        prev = last.get(1)?;
        let text: String = last.get(2)?;
        let read = Entry::read(&text).ok_or_else(|| StoreError::damaged(format_args!("audit entry {}", seq - 1)))?;
        last_at = Moment::parse(&read.at);
    }
    let salt: Option<[u8; 32]> = act.record.map(|_| id::random()).transpose()?;
    let entry = Entry {
        action: act.action.word().to_owned(),
        actor: act.actor.map(|id| id.to_string()),
        at: act.at.to_string(),
        clock_regressed: last_at.is_some_and(|last| act.at < last),
        commitment: salt.zip(act.record).map(|(salt, record)| commitment(&salt, record)),
        object: act.object.to_string(),
        prev,
        seq,
        tenant: act.tenant.map(|id| id.to_string()),
        version: act.version,
    };
    let text = entry.canonical();
    let number = i64::try_from(seq).map_err(StoreError::damaged)?;
    let hash = chain::hash(&text);
    tx.run("INSERT INTO audit_log (seq, entry, hash) VALUES ($1, $2, $3)", values![number, text, hash]).await?;
    if let Some(salt) = salt {
        tx.run("INSERT INTO audit_salts (seq, salt) VALUES ($1, $2)", values![number, salt.as_slice()]).await?;
    }
    Ok(seq)
}

/// What stands in the log for a record: SHA-256 over the salt and its bytes.
pub fn commitment(salt: &[u8], record: &[u8]) -> String {
    let mut digest = Sha256::new();
    digest.update(salt);
    digest.update(record);
    super::sha::hex(&digest.finalize())
}

/// An entry with its number, its text, its hash and its salt.
#[derive(Clone, Debug)]
pub struct Told {
    /// The entry.
    pub entry: Entry,
    /// Its text.
    pub text: String,
    /// Its hash.
    pub hash: String,
    /// The salt of its commitment, while it is kept.
    pub salt: Option<Vec<u8>>,
}

/// The log from the first entry of a kind to its end, so that the last hash can be held against a checkpoint.
///
/// # Errors
/// [`StoreError::Damaged`] where an entry cannot be read.
pub async fn from_first(tx: &mut Transaction, first: impl Fn(&Entry) -> bool) -> Result<Vec<Told>> {
    let (mut found, mut seq) = (Vec::new(), 0);
    loop {
        let page = after(tx, seq).await?;
        let Some((last, ..)) = page.last() else { return Ok(found) };
        seq = *last;
        for (number, text, hash, salt) in page {
            let entry = Entry::read(&text).ok_or_else(|| StoreError::damaged(format_args!("audit entry {number}")))?;
            if !found.is_empty() || first(&entry) {
                found.push(Told { entry, text, hash, salt });
            }
        }
    }
}

/// The first entry of a kind about a thing, as `submission:…`.
///
/// # Errors
/// [`StoreError::Damaged`] where it cannot be read.
pub async fn of(tx: &mut Transaction, object: &str, action: &str) -> Result<Option<Told>> {
    const LIST: [&str; 2] = [
        "SELECT l.entry, l.hash, s.salt FROM audit_log l LEFT JOIN audit_salts s ON s.seq = l.seq
            WHERE json_extract(l.entry, '$.object') = $1 AND json_extract(l.entry, '$.action') = $2 ORDER BY l.seq LIMIT 1",
        "SELECT l.entry, l.hash, s.salt FROM audit_log l LEFT JOIN audit_salts s ON s.seq = l.seq
            WHERE (l.entry::jsonb ->> 'object') = $1 AND (l.entry::jsonb ->> 'action') = $2 ORDER BY l.seq LIMIT 1",
    ];
    let sql = tx.either(LIST[0], LIST[1]);
    let Some(row) = tx.first(sql, values![object, action]).await? else { return Ok(None) };
    let (text, hash, salt): (String, String, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let entry = Entry::read(&text).ok_or_else(|| StoreError::damaged("an audit entry"))?;
    Ok(Some(Told { entry, text, hash, salt }))
}

/// A page of entries after one: number, text, hash, salt.
pub(super) async fn after(tx: &mut Transaction, seq: i64) -> Result<Vec<(i64, String, String, Option<Vec<u8>>)>> {
    const READ: &str = "SELECT l.seq, l.entry, l.hash, s.salt FROM audit_log l LEFT JOIN audit_salts s ON s.seq = l.seq
        WHERE l.seq > $1 ORDER BY l.seq LIMIT $2";
    let rows = tx.rows(READ, values![seq, PAGE]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).collect()
}

/// Takes a checkpoint of the log as it is. It is of use only outside: mail it, print it, put it where this database's
/// keepers cannot change it.
///
/// # Errors
/// [`StoreError::Missing`] where the log is empty.
pub async fn take_checkpoint(tx: &mut Transaction, at: Moment) -> Result<Checkpoint> {
    const LAST: &str = "SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1";
    const KEEP: &str = "INSERT INTO audit_checkpoints (entries, head, taken_at) VALUES ($1, $2, $3)";
    const HELD: &str = "SELECT head, taken_at FROM audit_checkpoints WHERE entries = $1";
    let last = tx.first(LAST, Vec::new()).await?.ok_or(StoreError::Missing("audit entry"))?;
    let (entries, head): (i64, String) = (last.get(0)?, last.get(1)?);
    if let Some(held) = tx.first(HELD, values![entries]).await? {
        return Ok(Checkpoint { entries: last.count(0)?, head: held.get(0)?, taken_at: held.moment(1)? });
    }
    tx.run(KEEP, values![entries, head.as_str(), at]).await?;
    Ok(Checkpoint { entries: last.count(0)?, head, taken_at: at })
}

/// The head of the log as it is; none while it is empty. Unlike [`take_checkpoint`], nothing is kept of it.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn head(tx: &mut Transaction, at: Moment) -> Result<Option<Checkpoint>> {
    let last = tx.first("SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1", Vec::new()).await?;
    last.map(|last| Ok(Checkpoint { entries: last.count(0)?, head: last.get(1)?, taken_at: at })).transpose()
}

/// The first checkpoint that was taken since a moment.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn checkpoint_since(tx: &mut Transaction, since: Moment) -> Result<Option<Checkpoint>> {
    const FIND: &str = "SELECT entries, head, taken_at FROM audit_checkpoints WHERE taken_at >= $1 ORDER BY entries LIMIT 1";
    let row = tx.first(FIND, values![since]).await?;
    row.map(|row| Ok(Checkpoint { entries: row.count(0)?, head: row.get(1)?, taken_at: row.moment(2)? })).transpose()
}

/// The checkpoints that were taken, oldest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn checkpoints(tx: &mut Transaction) -> Result<Vec<Checkpoint>> {
    let rows = tx.rows("SELECT entries, head, taken_at FROM audit_checkpoints ORDER BY entries", Vec::new()).await?;
    rows.iter().map(|row| Ok(Checkpoint { entries: row.count(0)?, head: row.get(1)?, taken_at: row.moment(2)? })).collect()
}
