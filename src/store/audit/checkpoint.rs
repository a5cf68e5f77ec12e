//! A checkpoint: how long the log was and the hash of its last entry, to be kept where the log's keepers cannot reach.

use crate::domain::moment::Moment;
use crate::store::sha;
use serde::{Deserialize, Serialize};

const SCHEMA: &str = "plumbline.checkpoint/1";

/// How long the log was, and its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Entries of the log.
    pub entries: u64,
    /// Hash of the last of them.
    pub head: String,
    /// When it was taken.
    pub taken_at: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    entries: u64,
    head: String,
    schema: String,
    taken_at: String,
}

impl Checkpoint {
    /// Its text: one line of JSON.
    pub fn text(&self) -> String {
        let written =
            Written { entries: self.entries, head: self.head.clone(), schema: SCHEMA.to_owned(), taken_at: self.taken_at.to_string() };
        // Texts and a number alone: this cannot fail.
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// The checkpoint of a text, white space around it or not.
    pub fn read(text: &str) -> Option<Self> {
        let written: Written = serde_json::from_str(text.trim()).ok()?;
        let right = written.schema == SCHEMA && written.entries > 0 && sha::is_digest(&written.head);
        let taken_at = Moment::parse(&written.taken_at)?;
        right.then_some(Self { entries: written.entries, head: written.head, taken_at })
    }
}
