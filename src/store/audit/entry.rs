//! One entry of the audit log as text: JSON as RFC 8785 writes it, so that one content has one text.

use serde::{Deserialize, Serialize};

/// An entry. Its fields stand in the order of the alphabet, as RFC 8785 asks, and hold nothing that JSON would have to
/// escape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What was done.
    pub action: String,
    /// Who did it, by identifier; null where the program did.
    pub actor: Option<String>,
    /// When.
    pub at: String,
    /// True where the clock said less than in the entry before. Numbers, not the clock, give the order.
    pub clock_regressed: bool,
    /// SHA-256 over a salt and the record that was made.
    pub commitment: Option<String>,
    /// To what: its kind and its identifier.
    pub object: String,
    /// Hash of the entry before.
    pub prev: String,
    /// Number, from 1, without gaps.
    pub seq: u64,
    /// The agency whose affair it is, by identifier.
    pub tenant: Option<String>,
    /// Version of the object.
    pub version: Option<u64>,
}

impl Entry {
    /// Its one text.
    pub fn canonical(&self) -> String {
        // Texts, numbers and truths alone: this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The entry of a text; `None` unless it is the one text of its content, and plain.
    pub fn read(text: &str) -> Option<Self> {
        let entry: Self = serde_json::from_str(text).ok()?;
        let texts = [Some(&entry.action), entry.actor.as_ref(), Some(&entry.at), entry.commitment.as_ref(), Some(&entry.object)];
        let plain = texts.into_iter().flatten().chain([&entry.prev]).chain(&entry.tenant).all(|text| is_plain(text));
        (plain && entry.canonical() == text).then_some(entry)
    }
}

/// Letters, digits and four marks: nothing that could be written in two ways.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'.' | b'_'))
}
