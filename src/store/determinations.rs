//! What officers decided about findings. Insert-only: a later determination names the one it replaces, and only the one
//! nobody replaced counts.

use super::audit::{
    self,
    act::{Act, Action, Object},
};
use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction, runs, submissions};
use crate::domain::moment::Moment;
use serde::Serialize;

/// What an officer can decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The finding stands.
    Sustained,
    /// It does not.
    NotSustained,
    /// It stood, and was mended.
    Corrected,
    /// It stands, and nothing is asked.
    Waived,
}

impl Decision {
    /// Every decision.
    pub const ALL: &'static [Self] = &[Self::Sustained, Self::NotSustained, Self::Corrected, Self::Waived];
    /// The word it is kept as.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sustained => "sustained",
            Self::NotSustained => "not-sustained",
            Self::Corrected => "corrected",
            Self::Waived => "waived",
        }
    }
}

/// A determination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determination {
    /// Its identifier.
    pub id: Id,
    /// The run of the finding.
    pub run: Id,
    /// Its place in the run, from 0.
    pub ordinal: u32,
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub reason: String,
    /// The determination it replaces.
    pub replaces: Option<Id>,
    /// Who decided.
    pub by: Id,
    /// When.
    pub at: Moment,
}

impl Determination {
    /// Its bytes as the audit log pins them: one line of JSON, keys in the order of the alphabet.
    pub fn record(&self) -> Vec<u8> {
        let record = Record {
            at: self.at.to_string(),
            by: self.by.to_string(),
            decision: self.decision.word(),
            id: self.id.to_string(),
            ordinal: self.ordinal,
            reason: &self.reason,
            replaces: self.replaces.map(|id| id.to_string()),
            run: self.run.to_string(),
        };
        // Texts and a number alone: this cannot fail.
        serde_json::to_vec(&record).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Record<'a> {
    at: String,
    by: String,
    decision: &'static str,
    id: String,
    ordinal: u32,
    reason: &'a str,
    replaces: Option<String>,
    run: String,
}

/// Keeps what was decided about a finding. A finding that was decided already is decided again only by naming the
/// determination that counts: two officers who decide at once do not both win.
///
/// # Errors
/// [`StoreError::Refused`] where there is no such finding, no reason is given, or another determination counts than the
/// one named.
pub async fn decide(
    tx: &mut Transaction,
    finding: (Id, u32),
    decision: Decision,
    reason: &str,
    replaces: Option<Id>,
    by: Id,
    at: Moment,
) -> Result<Determination> {
    const ADD: &str = "INSERT INTO determinations (id, run_id, ordinal, decision, reason, replaces, decided_by, decided_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let (run, ordinal) = finding;
    let standing = of_finding(tx, run, ordinal).await?.map(|standing| standing.id);
    if standing != replaces {
        return Err(StoreError::Refused("another determination of this finding counts".to_owned()));
    }
    let made = Determination { id: Id::new(at)?, run, ordinal, decision, reason: reason.to_owned(), replaces, by, at };
    tx.run(ADD, values![&made.id, &run, i64::from(ordinal), decision.word(), reason, replaces.as_ref(), &by, at]).await?;
    let submission = runs::find(tx, run).await?.ok_or(StoreError::Missing("run"))?.submission;
    let object = Object::determination(made.id);
    let tenant = Some(submissions::agency_of(tx, submission).await?);
    let record = made.record();
    audit::append(tx, Act { at, tenant, actor: Some(by), action: Action::Determined, object, version: None, record: Some(&record) })
        .await?;
    Ok(made)
}

/// The determination of a finding that counts.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_finding(tx: &mut Transaction, run: Id, ordinal: u32) -> Result<Option<Determination>> {
    const FIND: &str =
        "SELECT d.id, d.run_id, d.ordinal, d.decision, d.reason, d.replaces, d.decided_by, d.decided_at FROM determinations d
        LEFT JOIN determinations later ON later.replaces = d.id
        WHERE d.run_id = $1 AND d.ordinal = $2 AND later.id IS NULL";
    tx.first(FIND, values![&run, i64::from(ordinal)]).await?.as_ref().map(read).transpose()
}

/// Determinations after one of them, in the order of their identifiers: a page of at most 200.
pub(super) async fn after(tx: &mut Transaction, id: &str) -> Result<Vec<Determination>> {
    const PAGE: &str = "SELECT id, run_id, ordinal, decision, reason, replaces, decided_by, decided_at FROM determinations
        WHERE id > $1 ORDER BY id LIMIT 200";
    tx.rows(PAGE, values![id]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Determination> {
    let word: String = row.get(3)?;
    let decision = Decision::ALL.iter().copied().find(|decision| decision.word() == word);
    let ordinal: i64 = row.get(2)?;
    Ok(Determination {
        id: row.id(0)?,
        run: row.id(1)?,
        ordinal: u32::try_from(ordinal).map_err(StoreError::damaged)?,
        decision: decision.ok_or_else(|| StoreError::damaged(format_args!("{word} is no decision")))?,
        reason: row.get(4)?,
        replaces: row.id_or_none(5)?,
        by: row.id(6)?,
        at: row.moment(7)?,
    })
}
