//! Checks a bundle by itself, and against checkpoints from outside. No database, no network, no key.

use super::contents::Submitted;
use super::zipped::Bundle;
use crate::domain::moment::Moment;
use crate::service::examine::Examination;
use crate::store::audit::chain;
use crate::store::audit::checkpoint::Checkpoint;
use crate::store::audit::entry::Entry;
use crate::store::lines::{self, Line};
use crate::store::{audit, sha};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What was looked at, in words, and what does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What holds.
    pub holds: Vec<String>,
    /// What does not.
    pub faults: Vec<String>,
    /// Checkpoints the log was held against.
    pub checkpoints: usize,
}

/// `signature.json`, as it is pinned.
#[derive(Deserialize)]
struct Signed {
    at: String,
    name: String,
    signed_as: String,
    original: Option<String>,
    report_sha256: Option<String>,
    rows_sha256: String,
    rules_digest: Option<String>,
    submission: String,
    text: String,
}

/// Checks everything in a bundle that hangs on something else in it.
pub fn verify(bundle: &Bundle, against: &[Checkpoint]) -> Seen {
    let mut seen = Seen::default();
    let Some(signed) = part::<Signed>(bundle, "signature.json", &mut seen) else { return seen };
    let Some(submitted) = part::<Submitted>(bundle, "submission.json", &mut seen) else { return seen };
    seen.holds.push(format!(
        "{}, week ending {}, version {}: signed by {}, {}, {}",
        submitted.contractor, submitted.week_ending, submitted.version, signed.name, signed.signed_as, signed.at
    ));
    seen.hold(signed.submission == submitted.id, "the signature is of this submission");
    seen.hold(bundle.get("statement.txt") == Some(signed.text.as_bytes()), "the statement is the one that was signed");
    let digest = |name: &str| bundle.get(name).map(sha::of);
    seen.hold(digest("original") == signed.original, "the file is the one that was signed for");
    seen.hold(digest("report.json") == signed.report_sha256, "the report is the one that was signed for");
    reading(bundle, &signed, &mut seen);
    log(bundle, &signed, against, &mut seen);
    seen
}

impl Seen {
    fn hold(&mut self, holds: bool, what: &str) {
        if holds { self.holds.push(what.to_owned()) } else { self.faults.push(format!("does not hold: {what}")) }
    }
}

fn part<T: for<'a> Deserialize<'a>>(bundle: &Bundle, name: &str, seen: &mut Seen) -> Option<T> {
    let read = bundle.get(name).and_then(|bytes| serde_json::from_slice(bytes).ok());
    if read.is_none() {
        seen.faults.push(format!("{name} is not there, or cannot be read"));
    }
    read
}

/// What was read: rows, report and rules are those the signature freezes.
fn reading(bundle: &Bundle, signed: &Signed, seen: &mut Seen) {
    let Some(body) = bundle.get("examination.json") else {
        // A version that did not come by an upload has no reading; its digests stand in the signature.
        return;
    };
    let Some(examination) = part::<Examination>(bundle, "examination.json", seen) else { return };
    let kept: Vec<Line> = examination.lines.iter().map(Line::from).collect();
    seen.hold(lines::digest_of(&kept) == signed.rows_sha256, "the rows are those that were signed");
    seen.hold(signed.text.contains(&sha::of(body)), "the statement names this reading");
    if let Some(report) = bundle.get("report.json") {
        seen.hold(examination.report.as_bytes() == report, "the report is what the reading gave");
        let listing: String = examination.rules.iter().map(|rule| format!("{} {}\n", rule.id, rule.digest)).collect();
        let digest = format!("sha256:{}", sha::of(listing.as_bytes()));
        seen.hold(signed.rules_digest.as_deref() == Some(&*digest), "the rules are those that were signed under");
    }
    for rule in &examination.rules {
        let text = bundle.get(&format!("rules/{}.toml", rule.id)).map(|text| format!("sha256:{}", sha::of(text)));
        seen.hold(text.as_deref() == Some(&*rule.digest), &format!("the text of {} is the one it was checked under", rule.id));
    }
}

/// The audit log: one chain, the signature committed to in it, the checkpoints agreed with.
fn log(bundle: &Bundle, signed: &Signed, against: &[Checkpoint], seen: &mut Seen) {
    let text = |name: &str| bundle.get(name).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let salts: BTreeMap<u64, Vec<u8>> = text("audit.salts").lines().filter_map(salt).collect();
    let (mut before, mut entries, mut pinned) = (None::<(u64, String)>, 0_u64, false);
    let mut met = Vec::new();
    for line in text("audit.log").lines() {
        let Some((hash, entry, read)) = link(line) else {
            seen.faults.push("audit.log: a line that is no entry".to_owned());
            return;
        };
        let follows = before.as_ref().is_none_or(|(seq, head)| read.seq == seq + 1 && read.prev == *head);
        if chain::hash(entry) != hash || !follows {
            seen.faults
                .push(format!("audit.log: entry {} does not follow from the one before, or is not the one that was hashed", read.seq));
            return;
        }
        if read.action == "certified" && read.object == format!("submission:{}", signed.submission) {
            let committed = salts.get(&read.seq).zip(bundle.get("signature.json")).map(|(salt, record)| audit::commitment(salt, record));
            pinned = committed.is_some() && committed == read.commitment;
        }
        for checkpoint in against.iter().filter(|checkpoint| checkpoint.entries == read.seq) {
            seen.hold(checkpoint.head == hash, &format!("the checkpoint of {} entries agrees", checkpoint.entries));
            met.push(checkpoint.entries);
        }
        before = Some((read.seq, hash.to_owned()));
        entries += 1;
    }
    seen.hold(pinned, "the audit log commits to this signature");
    seen.holds.push(format!("{entries} entries of the audit log, one chain"));
    seen.checkpoints = met.len();
    for missed in against.iter().filter(|checkpoint| !met.contains(&checkpoint.entries)) {
        let last = before.as_ref().map_or(0, |(seq, _)| *seq);
        if missed.entries > last {
            seen.holds.push(format!("the checkpoint of {} entries was taken after this bundle was made", missed.entries));
        } else {
            seen.holds.push(format!("the checkpoint of {} entries was taken before this week, and says nothing of it", missed.entries));
        }
    }
}

fn link(line: &str) -> Option<(&str, &str, Entry)> {
    let (hash, entry) = line.split_once(' ')?;
    let read = Entry::read(entry)?;
    Moment::parse(&read.at)?;
    Some((hash, entry, read))
}

fn salt(line: &str) -> Option<(u64, Vec<u8>)> {
    let (seq, hex) = line.split_once(' ')?;
    let bytes: Option<Vec<u8>> = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect();
    Some((seq.parse().ok()?, bytes?))
}
