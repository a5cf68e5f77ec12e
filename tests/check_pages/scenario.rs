//! One case of a page: read, run, compare.

use super::markdown::{Block, Case, Table};
use super::pipeline::{self, Outcomes};
use super::{hiring, payroll};
use plumbline::domain::columns::{RunColumns, SheetColumns};
use plumbline::domain::finding::Finding;
use plumbline::domain::hiring::HiringFacts;
use plumbline::domain::names::Names;
use plumbline::domain::people::People;
use plumbline::domain::place::a1;
use plumbline::domain::project::{Contract, Milestone, Project};
use plumbline::intake::project_file;
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
    let mut library = Library::embedded().unwrap();
    let mut asked: Vec<(String, Option<Policy>)> = Vec::new();
    let (mut table, mut findings, mut counts, mut list_all) = (None, None, None, false);
    let (mut facts_of_hiring, mut hiring_sheets) = (HiringFacts::default(), Vec::new());
    let (mut as_of, mut people) = (None, People::default());
    for (caption, block) in &case.blocks {
        match (caption.as_str(), block) {
            ("Rule", Block::Word(id)) => asked.push((id.clone(), None)),
            ("Rule", Block::Toml(text)) => asked.push(("page/rule".to_owned(), Some(policy("page/rule", text)))),
            // A policy beside the one of the case, for rules that name others. It takes no part itself.
            (caption, Block::Toml(text)) if caption.starts_with("Beside ") => {
                library = library.with(policy(&caption["Beside ".len()..], text)).unwrap();
            }
            ("Project", Block::Toml(text)) => project = Project { wage_determinations: project.wage_determinations, ..facts(text) },
            ("As of", Block::Word(day)) => as_of = Some(payroll::day(day)),
            ("People", Block::Table(t)) => people = payroll::people(t),
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
            (caption, Block::Text(text)) if caption.starts_with("Wage determination text") => {
                project.wage_determinations.push(payroll::published(caption, text));
            }
            (caption, _) => panic!("{}: a block after \u{ab}{caption}\u{bb} has no meaning here", case.title),
        }
    }
    for (id, own) in asked {
        if let Some(own) = own {
            library = library.with(own).unwrap_or_else(|errors| panic!("{}: {errors:?}", case.title));
        }
        let known = as_of.map_or_else(|| library.clone(), |day| library.as_known_on(day));
        policies.push(known.get(&id).unwrap_or_else(|| panic!("{id}")).clone());
    }
    project.people = people;
    if let Some(day) = as_of {
        project.milestones.insert(Milestone::Assessed, day);
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

fn policy(id: &str, text: &str) -> Policy {
    let text = match (text.contains("schema ="), text.contains("[[status]]")) {
        (true, _) => text.to_owned(),
        (false, true) => format!("{PRELUDE}{text}"),
        (false, false) => format!("{PRELUDE}{IN_FORCE}{text}"),
    };
    load::policy(id, "page/rule.toml", &text, false).unwrap_or_else(|errors| {
        let errors: Vec<String> = errors.iter().map(|e| format!("{e:?}")).collect();
        panic!("{}\n{text}", errors.join("\n"))
    })
}

/// A project file, or the keys of `[project]` alone. For short, `contracts = { Firm = "value" }` stands for the
/// contracts, and `parameters = { … }` for those of the page's rule.
fn facts(text: &str) -> Project {
    let mut table: toml::Table = text.parse().unwrap();
    let own = !table.contains_key("project");
    let contracts = table.remove("contracts").filter(|_| own);
    if let Some(figures) = table.remove("parameters").filter(|_| own) {
        table.insert("parameters".to_owned(), toml::Table::from_iter([("page/rule".to_owned(), figures)]).into());
    }
    if own {
        // What is a list of tables stands beside the project, everything else is of it.
        let is_list = |v: &toml::Value| v.as_array().is_some_and(|a| a.iter().any(toml::Value::is_table));
        let (lists, mut keys): (toml::Table, toml::Table) = table.into_iter().partition(|(_, v)| is_list(v));
        table = lists;
        keys.entry("id").or_insert("P-1".into());
        table.insert("project".to_owned(), keys.into());
    }
    let mut project = read(&table.to_string());
    for (contractor, value) in contracts.iter().filter_map(|c| c.as_table()).flatten() {
        let value = value.as_str().filter(|v| !v.is_empty()).map(payroll::quantity);
        project.contracts.push(Contract { contractor: contractor.clone(), value, ..Contract::default() });
    }
    project
}

fn read(text: &str) -> Project {
    project_file::read(text, "project", Path::new("")).unwrap_or_else(|e| panic!("{e}\n{text}"))
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
