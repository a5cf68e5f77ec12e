//! One case of a page: read, run, compare.

use super::markdown::{Block, Case, Table};
use super::pipeline::{self, Outcomes};
use super::{hiring, payroll};
use plumbline::domain::columns::{RunColumns, SheetColumns};
use plumbline::domain::finding::Finding;
use plumbline::domain::hiring::HiringFacts;
use plumbline::domain::names::Names;
use plumbline::domain::place::a1;
use plumbline::domain::project::{Milestone, Project, WorkKind};
use plumbline::rules::library::Library;
use plumbline::rules::load;
use plumbline::rules::policy::Policy;
use std::path::Path;
use std::sync::Arc;

/// What a block of clauses alone is put behind.
const PRELUDE: &str = r#"
schema = "plumbline.policy/1"
title = "A rule of this page"
summary = "What the page says."
reviewed_on = "2026-11-24"
[citations.law]
text = "The Law, section 1"
url = "https://example.org/law"
seen = "official"
seen_on = "2026-11-24"
"#;
const IN_FORCE: &str = r#"
[[status]]
status = "in-force"
from = "open"
until = "open"
citation = "law"
"#;

/// Runs a case and compares it. Returns what differs, in words.
pub fn differences(case: &Case) -> Vec<String> {
    let mut names = Names::default();
    let mut policies: Vec<Arc<Policy>> = Vec::new();
    let mut project = Project { id: "P-1".to_owned(), ..Project::default() };
    let (mut table, mut findings, mut counts, mut list_all) = (None, None, None, false);
    let (mut facts_of_hiring, mut hiring_sheets) = (HiringFacts::default(), Vec::new());
    for (caption, block) in &case.blocks {
        match (caption.as_str(), block) {
            ("Rule", Block::Word(id)) => policies.push(Library::embedded().unwrap().get(id).unwrap_or_else(|| panic!("{id}")).clone()),
            ("Rule", Block::Toml(text)) => policies.push(Arc::new(policy(text))),
            ("Project", Block::Toml(text)) => facts(&mut project, text),
            ("Project file", Block::Toml(text)) => further(&mut project, text),
            ("People", Block::Table(t)) => project.people = payroll::people(t),
            ("Payroll", Block::Table(t)) => table = Some(t),
            (caption, Block::Table(t)) if ["Hiring log", "Job orders", "Referrals"].iter().any(|k| caption.starts_with(k)) => {
                let sheet = hiring_sheets.len() as u16 + 1;
                hiring_sheets.push(hiring::add(caption, t, sheet, &mut facts_of_hiring, &mut names));
            }
            ("Findings", Block::Table(t)) => findings = Some(t),
            ("Findings, met ones too", Block::Table(t)) => (findings, list_all) = (Some(t), true),
            ("Counts", Block::Table(t)) => counts = Some(t),
            (caption, Block::Table(t)) if caption.starts_with("Wage determination ") => {
                project.wage_determinations.push(payroll::wage_determination(caption, t));
            }
            (caption, _) => panic!("{}: a block after \u{ab}{caption}\u{bb} has no meaning here", case.title),
        }
    }
    if table.is_none() && hiring_sheets.is_empty() {
        return vec!["the case has no payroll and no hiring file".to_owned()];
    }
    if findings.is_none() && counts.is_none() {
        return vec!["the case expects nothing".to_owned()];
    }
    let lines = table.map(|t| payroll::lines(t, &mut names)).unwrap_or_default();
    let mut columns = table.map_or_else(|| RunColumns(vec![SheetColumns::default()]), payroll::columns);
    columns.0.extend(hiring_sheets.iter().map(|(columns, _)| columns.clone()));
    let given = pipeline::Given { columns: &columns, lines: &lines, hiring: &facts_of_hiring };
    let mut result = pipeline::run(&policies, &Arc::new(project), &given, names, list_all);
    result.sheets = std::iter::once(String::new()).chain(hiring_sheets.into_iter().map(|(_, name)| format!("{name}!"))).collect();
    let mut differences = Vec::new();
    if let Some(expected) = findings {
        compare(expected, &result, &mut differences);
    }
    if let Some(expected) = counts {
        compare_counts(expected, &result, &mut differences);
    }
    differences
}

fn policy(text: &str) -> Policy {
    let text = match (text.contains("schema ="), text.contains("[[status]]")) {
        (true, _) => text.to_owned(),
        (false, true) => format!("{PRELUDE}{text}"),
        (false, false) => format!("{PRELUDE}{IN_FORCE}{text}"),
    };
    load::policy("page/rule", "page/rule.toml", &text, false).unwrap_or_else(|errors| {
        let errors: Vec<String> = errors.iter().map(|e| format!("{e:?}")).collect();
        panic!("{}\n{text}", errors.join("\n"))
    })
}

fn facts(project: &mut Project, text: &str) {
    let table: toml::Table = text.parse().unwrap();
    for (key, value) in &table {
        let text = value.as_str().unwrap_or_default();
        match key.as_str() {
            "city" => project.city = Some(text.to_owned()),
            "kind" => project.kind = Some(WorkKind::Construction),
            "public" => project.public = value.as_bool(),
            "approved_on" => {
                project.milestones.insert(Milestone::Approved, payroll::day(&value.to_string()));
            }
            other => panic!("the pages' reader does not know {other}"),
        }
    }
}

/// What stands under `[project]` and the tables after it, read as a project file is.
fn further(project: &mut Project, text: &str) {
    let text = format!("[project]\nid = \"P-1\"\n{text}");
    let read = plumbline::intake::project_file::read(&text, "project.toml", Path::new("")).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let (people, wage_determinations) = (std::mem::take(&mut project.people), std::mem::take(&mut project.wage_determinations));
    *project = Project { people, wage_determinations, ..read };
}

fn compare(expected: &Table, result: &Outcomes, differences: &mut Vec<String>) {
    for (i, row) in expected.rows.iter().enumerate() {
        let Some(finding) = result.findings.get(i) else {
            differences.push(format!("finding {} is not there: {row:?}", i + 1));
            continue;
        };
        for (heading, wanted) in expected.headings.iter().zip(row) {
            let found = column(heading, finding, result);
            let same = match heading.as_str() {
                "steps" => wanted.split(';').all(|step| found.contains(step.trim())),
                _ => found == *wanted,
            };
            if !same && wanted != "*" {
                differences.push(format!("finding {}, {heading}:\n  expected {wanted}\n  found    {found}", i + 1));
            }
        }
    }
    for finding in result.findings.iter().skip(expected.rows.len()) {
        differences.push(format!("one finding more: {} {} {}", finding.check, finding.outcome.word(), finding.title));
    }
}

fn column(heading: &str, finding: &Finding, result: &Outcomes) -> String {
    let name = |sym| result.names.text(sym).to_owned();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let subject = finding.subject;
    match heading {
        "outcome" => finding.outcome.word().to_owned(),
        "check" => finding.check.to_owned(),
        "force" => finding.force.word().to_owned(),
        "status" => finding.status.word().to_owned(),
        "title" => finding.title.to_string(),
        "fix" => finding.fix.to_string(),
        "read" => text(&finding.read),
        "expected" => text(&finding.expected),
        "difference" => text(&finding.difference),
        "unit" => finding.unit.to_owned(),
        "interval" => finding.interval.as_ref().map(|(low, high)| format!("{low} to {high}")).unwrap_or_default(),
        "owed" => finding.owed.map(|m| m.to_string()).unwrap_or_default(),
        "exposure" => finding.exposure.as_ref().map(|e| e.amount.to_string()).unwrap_or_default(),
        "why" => finding.exposure.as_ref().map(|e| e.why.clone()).unwrap_or_default(),
        "missing" => finding.missing.iter().map(|m| m.fact.as_str()).collect::<Vec<_>>().join("; "),
        "hangs on" => finding.missing.iter().map(|m| m.hangs_on.as_str()).collect::<Vec<_>>().join("; "),
        "holder" => finding.missing.iter().map(|m| m.holder).collect::<Vec<_>>().join("; "),
        "cells" => finding
            .cells
            .iter()
            .map(|c| format!("{}{}", result.sheets.get(usize::from(c.sheet.0)).map_or("", String::as_str), a1(*c)))
            .collect::<Vec<_>>()
            .join(", "),
        "law" => finding.citations.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join("; "),
        "steps" => {
            let steps = finding.steps.iter().map(|s| {
                let expression = if s.expression.is_empty() { String::new() } else { format!(" {} =", s.expression) };
                format!("{}:{expression} {}", s.label, s.value)
            });
            steps.collect::<Vec<_>>().join("; ")
        }
        "project" => name(subject.project),
        "contractor" => name(subject.contractor),
        "worker" => name(subject.worker),
        "trade" => name(subject.trade),
        "level" => subject.level.map(|l| l.word().to_owned()).unwrap_or_default(),
        "group" => subject.group.unwrap_or_default().to_owned(),
        "week_ending" => subject.week_ending.map(|d| d.to_string()).unwrap_or_default(),
        "day" => subject.day.map(|d| d.to_string()).unwrap_or_default(),
        other => panic!("no column of findings is called {other}"),
    }
}

fn compare_counts(expected: &Table, result: &Outcomes, differences: &mut Vec<String>) {
    for row in &expected.rows {
        let check = row[0].as_str();
        let counts = result.counts.get(check).copied().unwrap_or_default();
        for (heading, wanted) in expected.headings.iter().zip(row).skip(1) {
            let found = match heading.as_str() {
                "met" => counts.met,
                "not met" => counts.not_met,
                "cannot tell" => counts.cannot_tell,
                "not applicable" => counts.not_applicable,
                other => panic!("no count is called {other}"),
            };
            if found.to_string() != *wanted {
                differences.push(format!("{check}, {heading}: expected {wanted}, found {found}"));
            }
        }
    }
}
