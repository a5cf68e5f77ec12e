//! The rules as texts, by digest, and the set of them that each reading was checked under.

use super::value::values;
use super::{Id, Result, StoreError, Transaction, sha};
use crate::domain::moment::Moment;

/// A text of a rule.
#[derive(Clone, Copy, Debug)]
pub struct RuleText<'a> {
    /// `sha256:…` of the text.
    pub digest: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Keeps what a reading was checked under: the listing of its rules, and the texts that are not held yet.
///
/// # Errors
/// [`StoreError::Refused`] where the reading is not there.
pub async fn pin(tx: &mut Transaction, examination: Id, listing: &str, texts: &[RuleText<'_>], at: Moment) -> Result<()> {
    const ADD: &str = "INSERT INTO rule_sets (sha256, listing, kept_at) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING";
    const TEXT: &str = "INSERT INTO rule_texts (digest, body, kept_at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING";
    const PIN: &str = "INSERT INTO examination_rules (examination_id, rule_set) VALUES ($1, $2)";
    let set = sha::of(listing.as_bytes());
    if tx.run(ADD, values![set.as_str(), listing, at]).await? == 1 {
        for RuleText { digest, text } in texts {
            tx.run(TEXT, values![*digest, *text, at]).await?;
        }
    }
    tx.run(PIN, values![&examination, set.as_str()]).await?;
    Ok(())
}

/// What a reading was checked under: identifier, digest and text of each rule; none where it was checked under none.
///
/// # Errors
/// [`StoreError::Damaged`] where a text is not held.
pub async fn of(tx: &mut Transaction, examination: Id) -> Result<Vec<(String, String, String)>> {
    const LISTING: &str = "SELECT s.listing FROM examination_rules e JOIN rule_sets s ON s.sha256 = e.rule_set WHERE e.examination_id = $1";
    let Some(row) = tx.first(LISTING, values![&examination]).await? else { return Ok(Vec::new()) };
    let listing: String = row.get(0)?;
    let mut rules = Vec::new();
    for line in listing.lines() {
        let (digest, id) = line.split_once(' ').ok_or_else(|| StoreError::damaged("a listing of rules"))?;
        let text = tx.first("SELECT body FROM rule_texts WHERE digest = $1", values![digest]).await?;
        let text = text.ok_or_else(|| StoreError::damaged(format_args!("the text of {id} is not held")))?.get(0)?;
        rules.push((id.to_owned(), digest.to_owned(), text));
    }
    Ok(rules)
}
