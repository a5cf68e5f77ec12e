//! What a contractor says to a finding. Kept by the finding's fingerprint, so that an answer survives a corrected file.
//! Insert-only: the last answer counts, the ones before stay.

use super::audit::{
    self,
    act::{Act, Action, Object},
};
use super::value::values;
use super::{Id, Result, StoreError, Transaction, projects};
use crate::domain::moment::Moment;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a contractor can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The payroll was corrected.
    Corrected,
    /// What is owed will be paid.
    WillPay,
    /// The finding is wrong, and why.
    Disagree,
}

impl Said {
    /// Every answer.
    pub const ALL: &'static [Self] = &[Self::Corrected, Self::WillPay, Self::Disagree];
    /// The word it is kept as.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::WillPay => "will-pay",
            Self::Disagree => "disagree",
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What is said.
    pub said: Said,
    /// In words.
    pub note: String,
    /// SHA-256 of a document that shows it.
    pub document: Option<String>,
    /// Who says it.
    pub by: Id,
    /// When.
    pub at: Moment,
}

impl Answer {
    /// Its bytes as the audit log pins them: one line of JSON, keys in the order of the alphabet.
    pub fn record(&self, week_ending: NaiveDate, finding: &str) -> Vec<u8> {
        let at = self.at.to_string();
        record(self.said.word(), &at, self.document.as_deref(), finding, &self.note, &week_ending.to_string())
    }
}

/// The record of an answer, from its parts as texts.
pub fn record(answer: &str, at: &str, document: Option<&str>, finding: &str, note: &str, week_ending: &str) -> Vec<u8> {
    // Texts alone: this cannot fail.
    serde_json::to_vec(&Record { answer, at, document, finding, note, week_ending }).unwrap_or_default()
}

#[derive(Serialize)]
struct Record<'a> {
    answer: &'a str,
    at: &'a str,
    document: Option<&'a str>,
    finding: &'a str,
    note: &'a str,
    week_ending: &'a str,
}

/// Keeps an answer to a finding of a week.
///
/// # Errors
/// [`StoreError::Refused`] where the contract, the person or the document is not there.
pub async fn keep(tx: &mut Transaction, contract: Id, week_ending: NaiveDate, fingerprint: &str, answer: &Answer) -> Result<()> {
    const ADD: &str = "INSERT INTO answers (id, contract_id, week_ending, fingerprint, answer, note, document, answered_by, answered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let id = Id::new(answer.at)?;
    let to_what = values![&id, &contract, week_ending, fingerprint, answer.said.word(), answer.note.as_str()];
    let how = values![answer.document.as_deref(), &answer.by, answer.at];
    tx.run(ADD, to_what.into_iter().chain(how).collect()).await?;
    let tenant = Some(projects::agency_of(tx, contract).await?);
    let (at, actor, object) = (answer.at, Some(answer.by), Object::contract(contract));
    let record = answer.record(week_ending, fingerprint);
    audit::append(tx, Act { at, tenant, actor, action: Action::Answered, object, version: None, record: Some(&record) }).await?;
    Ok(())
}

/// The answers of a week that count, by fingerprint.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_week(tx: &mut Transaction, contract: Id, week_ending: NaiveDate) -> Result<BTreeMap<String, Answer>> {
    const LIST: &str = "SELECT fingerprint, answer, note, document, answered_by, answered_at FROM answers
        WHERE contract_id = $1 AND week_ending = $2 ORDER BY answered_at, id";
    let mut answers = BTreeMap::new();
    for row in tx.rows(LIST, values![&contract, week_ending]).await? {
        let word: String = row.get(1)?;
        let said = Said::ALL.iter().copied().find(|said| said.word() == word);
        let said = said.ok_or_else(|| StoreError::damaged(format_args!("{word} is no answer")))?;
        let answer = Answer { said, note: row.get(2)?, document: row.get(3)?, by: row.id(4)?, at: row.moment(5)? };
        answers.insert(row.get(0)?, answer);
    }
    Ok(answers)
}
