//! The Statement of Compliance as it was signed, and the digests of everything it freezes.

use super::submissions::Submission;
use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction, lines, runs};
use crate::domain::moment::Moment;
use serde::Serialize;

/// What a person signs.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// Who signs.
    pub by: Id,
    /// The name they sign with.
    pub name: &'a str,
    /// As what: their title at the firm.
    pub signed_as: &'a str,
    /// The whole text they were shown, warnings and boxes included.
    pub text: &'a str,
    /// The run whose findings they were shown; none where no work was done.
    pub run: Option<Id>,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// What is signed.
    pub submission: Id,
    /// Who signed.
    pub by: Id,
    /// The name they signed with.
    pub name: String,
    /// As what.
    pub signed_as: String,
    /// The text that was signed.
    pub text: String,
    /// SHA-256 over the rows.
    pub rows_sha256: String,
    /// SHA-256 of the file.
    pub original: Option<String>,
    /// The run that was shown.
    pub run: Option<Id>,
    /// SHA-256 of its report.
    pub report_sha256: Option<String>,
    /// Digest of the rules it was made under.
    pub rules_digest: Option<String>,
    /// When.
    pub at: Moment,
}

impl Signature {
    /// Its bytes as the audit log pins them: one line of JSON, keys in the order of the alphabet.
    pub fn record(&self) -> Vec<u8> {
        let record = Record {
            at: self.at.to_string(),
            by: self.by.to_string(),
            name: &self.name,
            original: self.original.as_deref(),
            report_sha256: self.report_sha256.as_deref(),
            rows_sha256: &self.rows_sha256,
            rules_digest: self.rules_digest.as_deref(),
            run: self.run.map(|id| id.to_string()),
            signed_as: &self.signed_as,
            submission: self.submission.to_string(),
            text: &self.text,
        };
        // Texts alone: this cannot fail.
        serde_json::to_vec(&record).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Record<'a> {
    at: String,
    by: String,
    name: &'a str,
    original: Option<&'a str>,
    report_sha256: Option<&'a str>,
    rows_sha256: &'a str,
    rules_digest: Option<&'a str>,
    run: Option<String>,
    signed_as: &'a str,
    submission: String,
    text: &'a str,
}

/// Signs a draft.
pub(super) async fn sign(tx: &mut Transaction, submission: &Submission, statement: Statement<'_>, at: Moment) -> Result<Signature> {
    const SIGN: &str = "INSERT INTO signatures (submission_id, signed_by, signed_name, signed_as, statement, rows_sha256, original, run_id,
        report_sha256, rules_digest, signed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let run = match statement.run {
        Some(id) => Some(runs::find(tx, id).await?.ok_or(StoreError::Missing("run"))?),
        None => None,
    };
    if run.as_ref().is_some_and(|run| run.submission != submission.id) {
        return Err(StoreError::Refused("the run is of another submission".to_owned()));
    }
    let rows = lines::digest(tx, submission.id).await?;
    let (report, rules) = (run.as_ref().map(|run| run.report_sha256.as_str()), run.as_ref().map(|run| run.rules_digest.as_str()));
    let who = values![&submission.id, &statement.by, statement.name, statement.signed_as, statement.text];
    let what = values![rows, submission.original.as_deref(), statement.run.as_ref(), report, rules, at];
    tx.run(SIGN, who.into_iter().chain(what).collect()).await?;
    // Read back, so that what the log pins is what is kept.
    of(tx, submission.id).await?.ok_or(StoreError::Missing("signature"))
}

/// The signature of a submission, if it was signed.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of(tx: &mut Transaction, submission: Id) -> Result<Option<Signature>> {
    const FIND: &str = "SELECT submission_id, signed_by, signed_name, signed_as, statement, rows_sha256, original, run_id, report_sha256,
        rules_digest, signed_at FROM signatures WHERE submission_id = $1";
    tx.first(FIND, values![&submission]).await?.as_ref().map(read).transpose()
}

/// Submissions that were signed, after one of them, in the order of their identifiers: a page of at most 200.
pub(super) async fn after(tx: &mut Transaction, submission: &str) -> Result<Vec<Signature>> {
    const PAGE: &str = "SELECT submission_id, signed_by, signed_name, signed_as, statement, rows_sha256, original, run_id, report_sha256,
        rules_digest, signed_at FROM signatures WHERE submission_id > $1 ORDER BY submission_id LIMIT 200";
    tx.rows(PAGE, values![submission]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Signature> {
    Ok(Signature {
        submission: row.id(0)?,
        by: row.id(1)?,
        name: row.get(2)?,
        signed_as: row.get(3)?,
        text: row.get(4)?,
        rows_sha256: row.get(5)?,
        original: row.get(6)?,
        run: row.id_or_none(7)?,
        report_sha256: row.get(8)?,
        rules_digest: row.get(9)?,
        at: row.moment(10)?,
    })
}
