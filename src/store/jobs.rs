//! Work that survives a kill. A job is taken with a lease; who takes it and does not end it in time loses it to the next.
//!
//! The effect of a job and its end belong in one transaction where the effect is in the database: then it happens
//! once. After the fifth try a job stops, and stays to be seen.

use super::value::values;
use super::{Id, Result, StoreError, Transaction};
use crate::domain::moment::Moment;

/// Tries before a job stops.
pub const MOST_TRIES: u32 = 5;

/// A job that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its identifier.
    pub id: Id,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub payload: String,
    /// The how manieth try this is, from 1.
    pub attempt: u32,
    /// The lease it is held by.
    pub lease: Id,
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// To be taken.
    Waiting,
    /// Taken.
    Running,
    /// Done.
    Done,
    /// Given up after [`MOST_TRIES`].
    Stopped,
}

/// Adds a job. The same key a second time adds nothing, and gives the job that is there.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn add(tx: &mut Transaction, kind: &str, once_key: &str, payload: &str, at: Moment) -> Result<Id> {
    const ADD: &str = "INSERT INTO jobs (id, kind, once_key, payload, state, attempts, due_at, created_at)
        VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $5) ON CONFLICT (once_key) DO NOTHING";
    tx.run(ADD, values![&Id::new(at)?, kind, once_key, payload, at]).await?;
    tx.one("SELECT id FROM jobs WHERE once_key = $1", values![once_key]).await?.id(0)
}

/// Takes the job that has been due longest, or one whose lease ran out. Two who ask at once never get the same one.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn take(tx: &mut Transaction, now: Moment, lease_seconds: i64) -> Result<Option<Job>> {
    take_of(tx, None, now, lease_seconds).await
}

/// As [`take`], of one kind alone, where a kind is named.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn take_of(tx: &mut Transaction, kind: Option<&str>, now: Moment, lease_seconds: i64) -> Result<Option<Job>> {
    const STOP: &str = "UPDATE jobs SET state = 'stopped', ended_at = $1, lease = NULL, lease_ends = NULL
        WHERE state = 'running' AND lease_ends <= $1 AND attempts >= $2";
    const TAKE: [&str; 2] = [
        "UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = $2, lease_ends = $3 WHERE id = (SELECT id FROM jobs
            WHERE ((state = 'waiting' AND due_at <= $1) OR (state = 'running' AND lease_ends <= $1)) AND ($4 IS NULL OR kind = $4)
            ORDER BY due_at, id LIMIT 1) RETURNING id, kind, payload, attempts",
        "UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = $2, lease_ends = $3 WHERE id = (SELECT id FROM jobs
            WHERE ((state = 'waiting' AND due_at <= $1) OR (state = 'running' AND lease_ends <= $1)) AND ($4 IS NULL OR kind = $4)
            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, kind, payload, attempts",
    ];
    tx.run(STOP, values![now, i64::from(MOST_TRIES)]).await?;
    let lease = Id::new(now)?;
    let sql = tx.either(TAKE[0], TAKE[1]);
    let Some(row) = tx.first(sql, values![now, &lease, now.plus_seconds(lease_seconds), kind]).await? else { return Ok(None) };
    let attempt = u32::try_from(row.count(3)?).map_err(StoreError::damaged)?;
    Ok(Some(Job { id: row.id(0)?, kind: row.get(1)?, payload: row.get(2)?, attempt, lease }))
}

/// Ends a job that was done. Where the lease ran out and somebody else took it, nothing is ended and the caller must
/// not commit its effect.
///
/// # Errors
/// [`StoreError::Missing`] where the job is no longer held by this lease.
pub async fn done(tx: &mut Transaction, job: &Job, now: Moment) -> Result<()> {
    const DONE: &str = "UPDATE jobs SET state = 'done', ended_at = $3, lease = NULL, lease_ends = NULL, last_error = NULL
        WHERE id = $1 AND lease = $2";
    held(tx.run(DONE, values![&job.id, &job.lease, now]).await?)
}

/// Gives a job back that failed: to be tried again after a while, or stopped after the last try.
///
/// # Errors
/// [`StoreError::Missing`] where the job is no longer held by this lease.
pub async fn failed(tx: &mut Transaction, job: &Job, why: &str, now: Moment) -> Result<()> {
    const STOPPED: &str = "UPDATE jobs SET state = 'stopped', ended_at = $3, lease = NULL, lease_ends = NULL, last_error = $4
        WHERE id = $1 AND lease = $2";
    const AGAIN: &str = "UPDATE jobs SET state = 'waiting', due_at = $3, lease = NULL, lease_ends = NULL, last_error = $4
        WHERE id = $1 AND lease = $2";
    let stops = job.attempt >= MOST_TRIES;
    let (sql, at) = if stops { (STOPPED, now) } else { (AGAIN, now.plus_seconds(pause_seconds(job.attempt))) };
    held(tx.run(sql, values![&job.id, &job.lease, at, why]).await?)
}

/// What stands at a job that waits for something outside.
const HELD: &str = "held: ";

/// Gives a job back that cannot be done yet, for want of something outside: it waits for as long as that takes, and the try
/// does not count.
///
/// # Errors
/// [`StoreError::Missing`] where the job is no longer held by this lease.
pub async fn held_back(tx: &mut Transaction, job: &Job, why: &str, again_at: Moment) -> Result<()> {
    const BACK: &str = "UPDATE jobs SET state = 'waiting', attempts = attempts - 1, due_at = $3, lease = NULL, lease_ends = NULL,
        last_error = $4 WHERE id = $1 AND lease = $2";
    held(tx.run(BACK, values![&job.id, &job.lease, again_at, format!("{HELD}{why}")]).await?)
}

/// Whether the job of a key was held back the last time it was tried, and waits.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn is_held_back(tx: &mut Transaction, once_key: &str) -> Result<bool> {
    const FIND: &str = "SELECT last_error FROM jobs WHERE once_key = $1 AND state IN ('waiting', 'running')";
    let Some(row) = tx.first(FIND, values![once_key]).await? else { return Ok(false) };
    let last: Option<String> = row.get(0)?;
    Ok(last.is_some_and(|last| last.starts_with(HELD)))
}

/// How a job stands.
///
/// # Errors
/// [`StoreError::Missing`] where there is none.
pub async fn state(tx: &mut Transaction, id: Id) -> Result<JobState> {
    let row = tx.first("SELECT state FROM jobs WHERE id = $1", values![&id]).await?.ok_or(StoreError::Missing("job"))?;
    match row.get::<String>(0)?.as_str() {
        "waiting" => Ok(JobState::Waiting),
        "running" => Ok(JobState::Running),
        "done" => Ok(JobState::Done),
        "stopped" => Ok(JobState::Stopped),
        word => Err(StoreError::damaged(format_args!("{word} is no state of a job"))),
    }
}

/// Seconds before the next try: 10, 40, 160, 640.
pub(super) fn pause_seconds(attempt: u32) -> i64 {
    10 << (2 * attempt.clamp(1, 8) - 2)
}

fn held(rows: u64) -> Result<()> {
    if rows == 0 { Err(StoreError::Missing("job held by this lease")) } else { Ok(()) }
}
