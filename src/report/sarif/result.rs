//! Findings as results.

use super::Options;
use super::location::{Location, of_cells, of_run};
use crate::domain::finding::Finding;
use crate::domain::outcome::{Force, Outcome};
use crate::domain::run::Run;
use crate::report::is_open;
use serde::Serialize;
use serde::ser::Serializer;

pub(super) struct Results<'r> {
    pub run: &'r Run,
    pub options: &'r Options,
    pub names: &'r [u64],
    /// Checks in the order of their descriptors.
    pub checks: Vec<&'r str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'r> {
    rule_id: &'r str,
    rule_index: usize,
    kind: &'static str,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    properties: Properties<'r>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "plumblineFinding/v1")]
    finding: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'r> {
    policy: &'r str,
    outcome: &'r str,
    force: &'r str,
    status: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    owed: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citations: Vec<&'r str>,
}

/// True for a finding that stands among the results.
pub(super) fn listed(finding: &Finding, options: &Options) -> bool {
    options.all || is_open(finding)
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = self.run.findings.iter().zip(self.names).filter(|(f, _)| listed(f, self.options));
        serializer.collect_seq(findings.map(|(f, name)| self.result(f, *name)))
    }
}

impl<'r> Results<'r> {
    fn result(&self, finding: &'r Finding, name: u64) -> SarifResult<'r> {
        let run = self.run;
        let mut places = finding.cells.iter().filter_map(|range| of_cells(run, *range));
        SarifResult {
            rule_id: finding.check,
            rule_index: self.checks.iter().position(|c| *c == finding.check).unwrap_or_default(),
            kind: kind(finding),
            level: level(finding),
            message: Message { text: words(run, finding) },
            locations: places.next().or_else(|| of_run(run)).into_iter().collect(),
            related_locations: places.collect(),
            partial_fingerprints: Fingerprints { finding: format!("{name:016x}") },
            properties: Properties {
                policy: run.rules.get(usize::from(finding.rule)).map_or("", |r| r.id.as_str()),
                outcome: finding.outcome.word(),
                force: finding.force.word(),
                status: finding.status.word(),
                owed: finding.owed.map(|m| m.to_string()),
                citations: finding.citations.iter().map(|c| c.text.as_str()).collect(),
            },
        }
    }
}

fn kind(finding: &Finding) -> &'static str {
    match finding.outcome {
        Outcome::NotMet => "fail",
        Outcome::CannotTell => "open",
        Outcome::Met => "pass",
        Outcome::NotApplicable => "notApplicable",
    }
}

/// Only a result of kind `fail` has a level.
fn level(finding: &Finding) -> &'static str {
    match (finding.outcome, finding.force) {
        (Outcome::NotMet, Force::Requirement) => "error",
        (Outcome::NotMet, Force::Goal) => "warning",
        (Outcome::NotMet, _) => "note",
        _ => "none",
    }
}

/// What was seen, who it is about, what would settle it, what to do.
fn words(run: &Run, finding: &Finding) -> String {
    let mut text = format!("{}.", finding.title.trim_end_matches('.'));
    let subject = &finding.subject;
    let mut who: Vec<String> = Vec::new();
    if let Some(worker) = run.names.given(subject.worker) {
        who.push(format!("worker {worker}"));
    }
    if let Some(week) = subject.week_ending {
        who.push(format!("week ending {week}"));
    }
    if !who.is_empty() {
        text.push_str(&format!(" {}.", capital(&who.join(", "))));
    }
    for missing in &finding.missing {
        text.push_str(&format!(" To settle it: {}.", missing.fact));
    }
    if !finding.fix.is_empty() {
        text.push_str(&format!(" {}", finding.fix));
    }
    text
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
