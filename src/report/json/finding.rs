//! The findings, with their arithmetic and law.

use crate::domain::finding::{Finding, Step};
use crate::domain::place::CellRange;
use crate::domain::run::Run;
use crate::report::{identity, place};
use serde::Serialize;
use serde::ser::Serializer;

pub(super) struct Findings<'r> {
    pub run: &'r Run,
    /// One name a finding.
    pub names: &'r [u64],
}

#[derive(Serialize)]
struct FindingObject<'r> {
    id: String,
    rule: &'r str,
    check: &'r str,
    outcome: &'r str,
    force: &'r str,
    status: &'r str,
    severity: &'r str,
    subject: SubjectObject<'r>,
    title: &'r str,
    read: Option<&'r str>,
    interval: Option<[&'r str; 2]>,
    expected: Option<&'r str>,
    difference: Option<&'r str>,
    unit: Option<&'r str>,
    owed: Option<String>,
    exposure: Option<ExposureObject<'r>>,
    missing: Vec<&'r str>,
    steps: Steps<'r>,
    cells: Cells<'r>,
    citations: Vec<CitationObject<'r>>,
    rule_from: Option<String>,
    fix: &'r str,
    settled_by: Vec<MissingObject<'r>>,
}

#[derive(Serialize)]
struct SubjectObject<'r> {
    project: Option<&'r str>,
    contractor: Option<&'r str>,
    worker: Option<&'r str>,
    trade: Option<&'r str>,
    level: Option<&'r str>,
    group: Option<&'r str>,
    week_ending: Option<String>,
    day: Option<String>,
}

#[derive(Serialize)]
struct ExposureObject<'r> {
    amount: String,
    word: &'r str,
    why: &'r str,
}

#[derive(Serialize)]
struct MissingObject<'r> {
    fact: &'r str,
    hangs_on: &'r str,
    holder: &'r str,
}

#[derive(Serialize)]
struct CitationObject<'r> {
    text: &'r str,
    url: &'r str,
}

#[derive(Serialize)]
struct StepObject<'r> {
    label: &'r str,
    value: &'r str,
    cells: Cells<'r>,
    expression: &'r str,
}

struct Steps<'r>(&'r Run, &'r [Step]);
struct Cells<'r>(&'r Run, &'r [CellRange]);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.run.findings.iter().zip(self.names).map(|(f, name)| object(self.run, f, *name)))
    }
}

impl Serialize for Steps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.1.iter().map(|s| StepObject {
            label: &s.label,
            value: &s.value,
            cells: Cells(self.0, &s.cells),
            expression: &s.expression,
        }))
    }
}

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.1.iter().map(|range| place::cells(self.0, *range)))
    }
}

fn object<'r>(run: &'r Run, f: &'r Finding, name: u64) -> FindingObject<'r> {
    let subject = &f.subject;
    FindingObject {
        id: identity::shown(name),
        rule: run.rules.get(usize::from(f.rule)).map_or("", |r| r.id.as_str()),
        check: f.check,
        outcome: f.outcome.word(),
        force: f.force.word(),
        status: f.status.word(),
        severity: f.severity.word(),
        subject: SubjectObject {
            project: run.names.given(subject.project),
            contractor: run.names.given(subject.contractor),
            worker: run.names.given(subject.worker),
            trade: run.names.given(subject.trade),
            level: subject.level.map(|l| l.word()),
            group: subject.group,
            week_ending: subject.week_ending.map(|d| d.to_string()),
            day: subject.day.map(|d| d.to_string()),
        },
        title: &f.title,
        read: f.read.as_deref(),
        interval: f.interval.as_ref().map(|(low, high)| [low.as_str(), high.as_str()]),
        expected: f.expected.as_deref(),
        difference: f.difference.as_deref(),
        unit: (!f.unit.is_empty()).then_some(f.unit),
        owed: f.owed.map(|m| m.to_string()),
        exposure: f.exposure.as_ref().map(|e| ExposureObject {
            amount: e.amount.to_string(),
            word: if e.shall { "shall" } else { "may" },
            why: &e.why,
        }),
        missing: f.missing.iter().map(|m| m.fact.as_str()).collect(),
        steps: Steps(run, &f.steps),
        cells: Cells(run, &f.cells),
        citations: f.citations.iter().map(|c| CitationObject { text: &c.text, url: &c.url }).collect(),
        rule_from: f.rule_from.map(|d| d.to_string()),
        fix: &f.fix,
        settled_by: f.missing.iter().map(|m| MissingObject { fact: &m.fact, hangs_on: &m.hangs_on, holder: m.holder }).collect(),
    }
}
