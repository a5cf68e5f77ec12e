//! A checkpoint: how long the log was and the hash of its last entry, to be kept where the log's keepers cannot reach.
//!
//! Its text is one line of JSON with its keys in order. A signed one holds the line's own signature besides: `key` and
//! `signature` go over the line as it is without them.

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

/// A signature on a checkpoint, both as hexadecimal digits: 64 and 128.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The public key it is of.
    pub key: String,
    /// The signature: Ed25519 (RFC 8032) over the line without it.
    pub signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    entries: u64,
    head: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    schema: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
    taken_at: String,
}

impl Checkpoint {
    /// Its text: one line of JSON.
    pub fn text(&self) -> String {
        self.written(None)
    }

    /// Its text with a signature in it.
    pub fn signed_text(&self, signature: &Signature) -> String {
        self.written(Some(signature))
    }

    fn written(&self, signature: Option<&Signature>) -> String {
        let written = Written {
            entries: self.entries,
            head: self.head.clone(),
            key: signature.map(|signature| signature.key.clone()),
            schema: SCHEMA.to_owned(),
            signature: signature.map(|signature| signature.signature.clone()),
            taken_at: self.taken_at.to_string(),
        };
        // Texts and a number alone: this cannot fail.
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// The checkpoint of a text, white space around it or not. Whether a signature fits is not looked at.
    pub fn read(text: &str) -> Option<Self> {
        Self::read_signed(text).map(|(checkpoint, _)| checkpoint)
    }

    /// The checkpoint of a text, and its signature where it has one.
    pub fn read_signed(text: &str) -> Option<(Self, Option<Signature>)> {
        let written: Written = serde_json::from_str(text.trim()).ok()?;
        let right = written.schema == SCHEMA && written.entries > 0 && sha::is_digest(&written.head);
        let taken_at = Moment::parse(&written.taken_at)?;
        let signature = match (written.key, written.signature) {
            (Some(key), Some(signature)) => Some(Signature { key, signature }),
            (None, None) => None,
            _ => return None,
        };
        right.then_some((Self { entries: written.entries, head: written.head, taken_at }, signature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_one_line_and_reads_back_with_a_signature_or_without() {
        let at = Moment::parse("2025-06-30T12:00:00.000000Z").unwrap();
        let checkpoint = Checkpoint { entries: 7, head: "ab".repeat(32), taken_at: at };
        let head = "ab".repeat(32);
        let plain = format!(
            "{{\"entries\":7,\"head\":\"{head}\",\"schema\":\"plumbline.checkpoint/1\",\"taken_at\":\"2025-06-30T12:00:00.000000Z\"}}"
        );
        assert_eq!(checkpoint.text(), plain);
        assert_eq!(Checkpoint::read_signed(&format!(" {plain}\n")), Some((checkpoint.clone(), None)));
        let signature = Signature { key: "cd".repeat(32), signature: "ef".repeat(64) };
        let signed = checkpoint.signed_text(&signature);
        assert!(signed.contains("\"key\":\"cdcd") && signed.contains("\"signature\":\"efef"), "{signed}");
        assert_eq!(Checkpoint::read_signed(&signed), Some((checkpoint.clone(), Some(signature))));
        assert_eq!(Checkpoint::read(&signed), Some(checkpoint));
        for not in
            [plain.replace("/1", "/2"), plain.replace("\"entries\":7", "\"entries\":0"), plain.replace(",\"head", ",\"key\":\"x\",\"head")]
        {
            assert_eq!(Checkpoint::read(&not), None, "{not}");
        }
    }
}
