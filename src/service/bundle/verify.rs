//! Checks a bundle by itself, and against checkpoints from outside. No database, no network, no key.
//!
//! Every byte of every member hangs on something: on the signature, which names what it freezes by digest, or on the
//! audit log, which commits to each record. So a bundle whose members and manifest were both changed is found too.

use super::contents::{Answered, Corrected, ReadUnder, Submitted};
use super::zipped::Bundle;
use super::{pins, trail};
use crate::service::certify::{no_work_digest, week_words};
use crate::service::examine::{Correction, Examination};
use crate::store::audit::checkpoint::Checkpoint;
use crate::store::lines::{self, Line};
use crate::store::sha;
use chrono::NaiveDate;
use serde::Deserialize;

/// What was looked at, in words, and what does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Who signed what, and when.
    pub signed: String,
    /// What holds.
    pub holds: Vec<String>,
    /// What does not.
    pub faults: Vec<String>,
    /// Checkpoints the log was held against.
    pub checkpoints: usize,
}

impl Seen {
    pub(super) fn hold(&mut self, holds: bool, what: &str) {
        if holds { self.holds.push(what.to_owned()) } else { self.faults.push(format!("does not hold: {what}")) }
    }
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
    run: Option<String>,
    submission: String,
    text: String,
}

/// Checks everything in a bundle.
pub fn verify(bundle: &Bundle, against: &[Checkpoint]) -> Seen {
    let mut seen = Seen::default();
    let signed = bundle.get("signature.json").and_then(|bytes| serde_json::from_slice::<Signed>(bytes).ok());
    let (Some(signed), Some(submitted)) = (signed, pins::json::<Submitted>(bundle, "submission.json")) else {
        seen.faults.push("signature.json or submission.json is not there, or cannot be read".to_owned());
        return seen;
    };
    // Below its title, the statement says what it is about.
    let about = signed.text.lines().nth(2).unwrap_or_default();
    seen.signed = format!("{about} Signed by {}, {}, {}", signed.name, signed.signed_as, signed.at);
    for name in bundle.members.keys().filter(|name| !belongs(name)) {
        seen.faults.push(format!("{name} is no part of a bundle"));
    }
    week_of(&signed, &submitted, &mut seen);
    seen.hold(bundle.get("statement.txt") == Some(signed.text.as_bytes()), "the statement is the one that was signed");
    let digest = |name: &str| bundle.get(name).map(sha::of);
    seen.hold(digest("original") == signed.original, "the file is the one that was signed for");
    seen.hold(digest("report.json") == signed.report_sha256, "the report is the one that was signed for");
    run(bundle, &signed, &mut seen);
    if submitted.upload.is_some() {
        reading(bundle, &signed, &mut seen);
    } else {
        let parts = ["examination.json", "request.json", "corrections.json", "mapping.toml", "project/", "rules/"];
        let none = !bundle.members.keys().any(|name| parts.iter().any(|part| name.starts_with(part)));
        seen.hold(none && lines::digest_of(&[]) == signed.rows_sha256, "no file was read, and there are no rows");
    }
    documents(bundle, &mut seen);
    trail::follow(bundle, &submitted, against, &mut seen);
    seen
}

/// A name a member can have.
fn belongs(name: &str) -> bool {
    const ALONE: &[&str] = &[
        "answers.json",
        "audit.log",
        "audit.salts",
        "corrections.json",
        "examination.json",
        "mapping.toml",
        "original",
        "report.json",
        "request.json",
        "run.txt",
        "signature.json",
        "statement.txt",
        "submission.json",
    ];
    ALONE.contains(&name) || ["documents/", "project/", "rules/"].iter().any(|folder| name.starts_with(folder))
}

/// `submission.json` tells of the week the signature is of.
fn week_of(signed: &Signed, submitted: &Submitted, seen: &mut Seen) {
    seen.hold(signed.submission == submitted.id, "the signature is of this submission");
    let day = submitted.week_ending.parse().ok().filter(|day: &NaiveDate| day.to_string() == submitted.week_ending);
    seen.hold(day.is_some_and(|day| signed.text.contains(&week_words(day))), "the statement names this week");
    let no_work = submitted.kind == "no-work";
    let kind = matches!(submitted.kind.as_str(), "no-work" | "payroll")
        && no_work == signed.run.is_none()
        && no_work == submitted.upload.is_none();
    seen.hold(kind, "a payroll has a run and a reading, a week without work has none");
    let of = submitted.contract.as_deref().map(|contract| no_work_digest(contract, &submitted.week_ending));
    let named = of.as_ref().is_some_and(|of| signed.text.contains(of));
    seen.hold(if no_work { named } else { of.is_none() }, "the statement names what it is about");
}

/// The record of the run names what the signature names.
fn run(bundle: &Bundle, signed: &Signed, seen: &mut Seen) {
    let record = bundle.get("run.txt").and_then(|bytes| std::str::from_utf8(bytes).ok());
    let words: Vec<&str> = record.unwrap_or_default().split(' ').collect();
    let named = match (words.as_slice(), &signed.run) {
        ([run, submission, _, rules, _, report, _], Some(of)) => {
            run == of
                && *submission == signed.submission
                && Some(*rules) == signed.rules_digest.as_deref()
                && Some(*report) == signed.report_sha256.as_deref()
        }
        (_, None) => record.is_none() && signed.rules_digest.is_none(),
        _ => false,
    };
    seen.hold(named, "the run is the one that was signed for");
}

/// What was read: rows, report, rules, mapping, corrections and project are those of the signed reading.
fn reading(bundle: &Bundle, signed: &Signed, seen: &mut Seen) {
    let part = |name: &str| bundle.get(name).unwrap_or_default();
    let examination = serde_json::from_slice::<Examination>(part("examination.json"));
    let under = serde_json::from_slice::<ReadUnder>(part("request.json"));
    let (Ok(examination), Ok(under)) = (examination, under) else {
        seen.faults.push("examination.json or request.json is not there, or cannot be read by this version of the program".to_owned());
        return;
    };
    let kept: Vec<Line> = examination.lines.iter().map(Line::from).collect();
    seen.hold(lines::digest_of(&kept) == signed.rows_sha256, "the rows are those that were signed");
    seen.hold(signed.text.contains(&sha::of(part("examination.json"))), "the statement names this reading");
    seen.hold(examination.report.as_bytes() == part("report.json"), "the report is what the reading gave");
    let listing: String = examination.rules.iter().map(|rule| format!("{} {}\n", rule.id, rule.digest)).collect();
    let digest = format!("sha256:{}", sha::of(listing.as_bytes()));
    seen.hold(signed.rules_digest.as_deref() == Some(&*digest), "the rules are those that were signed under");
    for rule in &examination.rules {
        let text = bundle.get(&format!("rules/{}.toml", rule.id)).map(|text| format!("sha256:{}", sha::of(text)));
        seen.hold(text.as_deref() == Some(&*rule.digest), &format!("the text of {} is the one it was checked under", rule.id));
    }
    let mapping = bundle.get("mapping.toml") == under.request.mapping.as_ref().map(String::as_bytes);
    seen.hold(mapping, "the mapping is the one it was read with");
    let cells = pins::json::<Vec<Corrected>>(bundle, "corrections.json").map(|cells| cells.into_iter().map(laid_over).collect());
    seen.hold(cells.as_ref() == Some(&under.request.corrections), "the corrections are those that were laid over the file");
    let mut files = under.project_files;
    files.insert("project.toml".to_owned(), sha::of(under.project.as_bytes()));
    let there = bundle.below("project/").map(|(name, bytes)| (name.to_owned(), sha::of(bytes))).collect();
    seen.hold(files == there, "the project and its files are those it was checked against");
}

fn laid_over(cell: Corrected) -> Correction {
    Correction { sheet: cell.sheet, row: cell.row, column: cell.column, text: cell.after }
}

/// Every document is the one an answer names.
fn documents(bundle: &Bundle, seen: &mut Seen) {
    let Some(answers) = pins::json::<Vec<Answered>>(bundle, "answers.json") else {
        seen.faults.push("answers.json is not there, or cannot be read".to_owned());
        return;
    };
    let mut named: Vec<String> = answers.into_iter().filter_map(|answer| answer.document).collect();
    named.sort();
    named.dedup();
    let there: Vec<(&str, String)> = bundle.below("documents/").map(|(name, bytes)| (name, sha::of(bytes))).collect();
    let holds = there.iter().all(|(name, digest)| *name == digest.as_str())
        && there.iter().map(|(name, _)| *name).eq(named.iter().map(String::as_str));
    seen.hold(holds, "the documents are those the answers name");
}
