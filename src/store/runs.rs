//! Runs and their findings: the canonical bytes, and beside them what is asked for by column. Insert-only.

use super::audit::{
    self,
    act::{Act, Action, Object},
};
use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction, sha, submissions};
use crate::domain::moment::Moment;
use crate::domain::outcome::{Force, Outcome, Severity};
use crate::domain::quantity::Money;

pub use super::finding_lists::{ListedFinding, findings_of_project};

/// A run to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewRun<'a> {
    /// What was checked.
    pub submission: Id,
    /// Version of the program.
    pub engine: &'a str,
    /// Digest of the rules, all of them together.
    pub rules_digest: &'a str,
    /// The whole report, in its canonical bytes.
    pub report: &'a [u8],
    /// Its findings, in their order.
    pub findings: &'a [KeptFinding],
}

/// A finding as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFinding {
    /// What stays the same from one file of the week to the next.
    pub fingerprint: String,
    /// The policy.
    pub rule: String,
    /// The check.
    pub check: String,
    /// The answer.
    pub outcome: Outcome,
    /// How strongly the rule binds.
    pub force: Force,
    /// What the agency wants done about it.
    pub severity: Severity,
    /// Worker, as the payroll identifies them.
    pub worker: Option<String>,
    /// Money a requirement in force leaves unpaid.
    pub owed: Option<Money>,
    /// The finding in its canonical bytes.
    pub body: Vec<u8>,
}

/// A run, without its findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRun {
    /// Its identifier.
    pub id: Id,
    /// What was checked.
    pub submission: Id,
    /// Version of the program.
    pub engine: String,
    /// Digest of the rules.
    pub rules_digest: String,
    /// The whole report.
    pub report: Vec<u8>,
    /// SHA-256 of the report.
    pub report_sha256: String,
    /// When it was kept.
    pub created_at: Moment,
}

/// Keeps a run and its findings.
///
/// # Errors
/// [`StoreError::Refused`] where there is no such submission.
pub async fn keep(tx: &mut Transaction, run: NewRun<'_>, at: Moment) -> Result<Id> {
    const RUN: &str = "INSERT INTO runs (id, submission_id, engine, rules_digest, report, report_sha256, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    const FINDING: &str =
        "INSERT INTO findings (run_id, ordinal, fingerprint, rule, check_name, outcome, force, severity, worker, owed, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let id = Id::new(at)?;
    tx.run(RUN, values![&id, &run.submission, run.engine, run.rules_digest, run.report, sha::of(run.report), at]).await?;
    for (finding, ordinal) in run.findings.iter().zip(0_i64..) {
        let mut values = values![&id, ordinal, finding.fingerprint.as_str(), finding.rule.as_str(), finding.check.as_str()];
        values.extend(values![finding.outcome.word(), finding.force.word(), finding.severity.word()]);
        values.extend(values![finding.worker.as_deref(), finding.owed, finding.body.as_slice()]);
        tx.run(FINDING, values).await?;
    }
    let kept = find(tx, id).await?.ok_or(StoreError::Missing("run"))?;
    let tenant = Some(submissions::agency_of(tx, run.submission).await?);
    let record = record(tx, &kept).await?;
    let object = Object::run(id);
    audit::append(tx, Act { at, tenant, actor: None, action: Action::Checked, object, version: None, record: Some(&record) }).await?;
    Ok(id)
}

/// The bytes of a run as the audit log pins them: its own columns, and a digest over those of its findings.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn record(tx: &mut Transaction, run: &KeptRun) -> Result<Vec<u8>> {
    let mut digests = String::new();
    for finding in findings(tx, run.id).await? {
        let owed = finding.owed.map(|owed| owed.micros().to_string());
        let words = [finding.outcome.word(), finding.force.word(), finding.severity.word()];
        let texts = [Some(&finding.fingerprint), Some(&finding.rule), Some(&finding.check), finding.worker.as_ref(), owed.as_ref()];
        let mut row = words.join(" ");
        for text in texts {
            // A length before each text, so that no text can pass for two.
            row += &text.map_or_else(|| "|-".to_owned(), |text| format!("|{}:{text}", text.len()));
        }
        row += &sha::of(&finding.body);
        digests += &sha::of(row.as_bytes());
    }
    let own = format!("{} {} {} {} {}", run.id, run.submission, run.engine, run.rules_digest, run.created_at);
    Ok(format!("{own} {} {}", sha::of(&run.report), sha::of(digests.as_bytes())).into_bytes())
}

/// The run after one, in the order of their identifiers. One at a time: a report may be long.
pub(super) async fn after(tx: &mut Transaction, id: &str) -> Result<Option<KeptRun>> {
    const NEXT: &str = "SELECT id, submission_id, engine, rules_digest, report, report_sha256, created_at FROM runs
        WHERE id > $1 ORDER BY id LIMIT 1";
    tx.first(NEXT, values![id]).await?.as_ref().map(read).transpose()
}

/// The run of an identifier.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(tx: &mut Transaction, id: Id) -> Result<Option<KeptRun>> {
    const FIND: &str = "SELECT id, submission_id, engine, rules_digest, report, report_sha256, created_at FROM runs WHERE id = $1";
    tx.first(FIND, values![&id]).await?.as_ref().map(read).transpose()
}

/// The newest run of a submission.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn newest(tx: &mut Transaction, submission: Id) -> Result<Option<KeptRun>> {
    const FIND: &str = "SELECT id, submission_id, engine, rules_digest, report, report_sha256, created_at FROM runs
        WHERE submission_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1";
    tx.first(FIND, values![&submission]).await?.as_ref().map(read).transpose()
}

/// The findings of a run, in their order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn findings(tx: &mut Transaction, run: Id) -> Result<Vec<KeptFinding>> {
    const LIST: &str = "SELECT fingerprint, rule, check_name, outcome, force, severity, worker, owed, body FROM findings
        WHERE run_id = $1 ORDER BY ordinal";
    tx.rows(LIST, values![&run]).await?.iter().map(|row| read_finding(row, 0)).collect()
}

/// A finding from nine columns of a row, in the order of [`findings`].
pub(super) fn read_finding(row: &Row, first: usize) -> Result<KeptFinding> {
    Ok(KeptFinding {
        fingerprint: row.get(first)?,
        rule: row.get(first + 1)?,
        check: row.get(first + 2)?,
        outcome: word(row, first + 3, Outcome::ALL, Outcome::word)?,
        force: word(row, first + 4, Force::ALL, Force::word)?,
        severity: word(row, first + 5, Severity::ALL, Severity::word)?,
        worker: row.get(first + 6)?,
        owed: row.get(first + 7)?,
        body: row.get(first + 8)?,
    })
}

fn word<T: Copy>(row: &Row, column: usize, all: &[T], word_of: fn(T) -> &'static str) -> Result<T> {
    let word: String = row.get(column)?;
    all.iter()
        .copied()
        .find(|one| word_of(*one) == word)
        .ok_or_else(|| StoreError::damaged(format_args!("{word} is not a word of a finding")))
}

fn read(row: &Row) -> Result<KeptRun> {
    Ok(KeptRun {
        id: row.id(0)?,
        submission: row.id(1)?,
        engine: row.get(2)?,
        rules_digest: row.get(3)?,
        report: row.get(4)?,
        report_sha256: row.get(5)?,
        created_at: row.moment(6)?,
    })
}
