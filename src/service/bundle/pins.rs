//! What of a bundle the audit log pins: each record as its bytes, with the action and the object of its entry.

use super::contents::{Answered, Corrected, Submitted, reading_record};
use super::zipped::Bundle;
use crate::store::audit;
use crate::store::audit::entry::Entry;
use crate::store::sha;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A record that an entry of the log commits to.
pub(super) struct Pin {
    /// What it is, in words.
    pub what: String,
    action: &'static str,
    /// Its object; where it is not known here, the kind of it.
    object: String,
    record: Vec<u8>,
    /// When it was made, of an answer.
    pub at: Option<String>,
}

impl Pin {
    /// Whether an entry commits to this record.
    pub(super) fn is_of(&self, entry: &Entry, salt: &[u8]) -> bool {
        let object = if self.object.ends_with(':') { entry.object.starts_with(&self.object) } else { entry.object == self.object };
        entry.action == self.action && object && entry.commitment.as_ref() == Some(&audit::commitment(salt, &self.record))
    }
}

/// The records of a bundle. What cannot be read is left out here: it is told of where it is read.
pub(super) fn of(bundle: &Bundle) -> Vec<Pin> {
    let mut pins = Vec::new();
    let mut pin = |what: String, action, object: String, record: Vec<u8>| pins.push(Pin { what, action, object, record, at: None });
    let Some(submitted) = json::<Submitted>(bundle, "submission.json") else { return pins };
    let signature = bundle.get("signature.json").unwrap_or_default().to_vec();
    pin("this signature".to_owned(), "certified", format!("submission:{}", submitted.id), signature);
    if let Some(run) = bundle.get("run.txt") {
        pin("this run".to_owned(), "checked", format!("run:{}", first_word(run)), run.to_vec());
    }
    if let Some(upload) = &submitted.upload {
        let part = |name: &str| bundle.get(name).unwrap_or_default();
        let record = reading_record(part("request.json"), part("examination.json"), listing(bundle).as_bytes());
        pin("this reading: what was asked, what came of it, the rules".to_owned(), "read", format!("upload:{upload}"), record);
        for cell in json::<Vec<Corrected>>(bundle, "corrections.json").unwrap_or_default() {
            let what = format!("the correction of row {} of {}", cell.row, cell.sheet);
            pin(what, "cell-corrected", format!("upload:{upload}"), cell.record());
        }
    }
    for answer in json::<Vec<Answered>>(bundle, "answers.json").unwrap_or_default() {
        let record = answer.record(&submitted.week_ending);
        let (what, at) = (format!("the answer to finding {}", answer.finding), Some(answer.at));
        pins.push(Pin { what, action: "answered", object: "contract:".to_owned(), record, at });
    }
    pins
}

/// The listing of the rules: digest and identifier of each, as a reading pins it.
pub(super) fn listing(bundle: &Bundle) -> String {
    let rules = bundle.below("rules/").map(|(name, text)| (name.strip_suffix(".toml").unwrap_or(name), text));
    let mut rules: Vec<(&str, &[u8])> = rules.collect();
    rules.sort_unstable_by_key(|(id, _)| *id);
    rules.iter().map(|(id, text)| format!("sha256:{} {id}\n", sha::of(text))).collect()
}

/// The identifier a run's record begins with.
pub(super) fn first_word(record: &[u8]) -> &str {
    std::str::from_utf8(record).unwrap_or_default().split(' ').next().unwrap_or_default()
}

/// A member as what it holds, if it is written in the one way it is written in.
pub(super) fn json<T: Serialize + DeserializeOwned>(bundle: &Bundle, name: &str) -> Option<T> {
    let bytes = bundle.get(name)?;
    let read: T = serde_json::from_slice(bytes).ok()?;
    (written(&read).ok()?.as_slice() == bytes).then_some(read)
}

/// The one way in which a member is written.
pub(super) fn written(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec_pretty(value)
}
