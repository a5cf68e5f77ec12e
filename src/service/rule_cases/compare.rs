//! What a case expects, held against what a run gave.

use super::page::{Block, Case, Table};
use crate::domain::finding::Finding;
use crate::domain::run::{Counts, Run};
use crate::report::place;

/// What a case expects.
pub(super) struct Expected<'c> {
    findings: Option<&'c Table>,
    counts: Option<&'c Table>,
    problems: Option<&'c Table>,
    /// Findings that are met are listed too.
    pub(super) met_ones_too: bool,
}

/// True if the case says which Problems there are.
pub(super) fn expects_problems(case: &Case) -> bool {
    case.blocks.iter().any(|(caption, _)| caption == "Problems")
}

impl<'c> Expected<'c> {
    pub(super) fn of(case: &'c Case) -> Result<Self, String> {
        let table = |name: &str| {
            case.blocks.iter().find(|(caption, _)| caption == name).and_then(|(_, block)| match block {
                Block::Table(table) => Some(table),
                _ => None,
            })
        };
        let all = table("Findings, met ones too");
        let expected =
            Self { findings: all.or(table("Findings")), counts: table("Counts"), problems: table("Problems"), met_ones_too: all.is_some() };
        if expected.findings.is_none() && expected.counts.is_none() && expected.problems.is_none() {
            return Err("the case expects nothing: add a table after \u{ab}Findings:\u{bb}, \u{ab}Counts:\u{bb} or both".to_owned());
        }
        Ok(expected)
    }

    pub(super) fn differences(&self, run: &Run) -> Vec<String> {
        let mut differences = Vec::new();
        if let Some(table) = self.findings {
            findings(table, run, &mut differences);
        }
        if let Some(table) = self.counts {
            counts(table, run, &mut differences);
        }
        if let Some(table) = self.problems {
            problems(table, run, &mut differences);
        }
        differences
    }
}

fn findings(expected: &Table, run: &Run, differences: &mut Vec<String>) {
    for (i, row) in expected.rows.iter().enumerate() {
        let Some(finding) = run.findings.get(i) else {
            differences.push(format!("finding {} is not there: {}", i + 1, row.join(" | ")));
            continue;
        };
        for (heading, wanted) in expected.headings.iter().zip(row).filter(|(_, wanted)| *wanted != "*") {
            let Some(found) = column(heading, finding, run) else {
                differences.push(format!("no column of findings is called {heading}"));
                return;
            };
            let same = match heading.as_str() {
                "steps" => wanted.split(';').all(|step| found.contains(step.trim())),
                _ => found == *wanted,
            };
            if !same {
                differences.push(format!("finding {}, {heading}:\n  expected {wanted}\n  found    {found}", i + 1));
            }
        }
    }
    for finding in run.findings.iter().skip(expected.rows.len()) {
        differences.push(format!("one finding more: {} {} {}", finding.check, finding.outcome.word(), finding.title));
    }
}

/// A column of a finding by its heading.
fn column(heading: &str, finding: &Finding, run: &Run) -> Option<String> {
    let name = |sym| run.names.text(sym).to_owned();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let subject = finding.subject;
    Some(match heading {
        "outcome" => finding.outcome.word().to_owned(),
        "rule" => run.rules.get(usize::from(finding.rule)).map(|r| r.id.clone()).unwrap_or_default(),
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
        "missing" => joined(finding.missing.iter().map(|m| m.fact.as_str())),
        "hangs on" => joined(finding.missing.iter().map(|m| m.hangs_on.as_str())),
        "holder" => joined(finding.missing.iter().map(|m| m.holder)),
        "cells" => finding.cells.iter().map(|c| crate::domain::place::a1(*c)).collect::<Vec<_>>().join(", "),
        "law" => joined(finding.citations.iter().map(|c| c.text.as_str())),
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
        _ => return None,
    })
}

fn joined<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    texts.collect::<Vec<_>>().join("; ")
}

fn counts(expected: &Table, run: &Run, differences: &mut Vec<String>) {
    for row in &expected.rows {
        let check = row.first().map_or("", String::as_str);
        let mut counts = Counts::default();
        run.counts.iter().filter(|c| c.check == check).for_each(|c| counts += c.counts);
        for (heading, wanted) in expected.headings.iter().zip(row).skip(1) {
            let found = match heading.as_str() {
                "met" => counts.met,
                "not met" => counts.not_met,
                "cannot tell" => counts.cannot_tell,
                "not applicable" => counts.not_applicable,
                _ => {
                    differences.push(format!("no count is called {heading}"));
                    return;
                }
            };
            if found.to_string() != *wanted {
                differences.push(format!("{check}, {heading}: expected {wanted}, found {found}"));
            }
        }
    }
}

/// Problems by code and place, in order.
fn problems(expected: &Table, run: &Run, differences: &mut Vec<String>) {
    let found: Vec<(String, String)> = run.problems.iter().map(|p| (p.code.to_string(), place::site(run, &p.site))).collect();
    let column = |name: &str| expected.headings.iter().position(|h| h == name);
    for (i, row) in expected.rows.iter().enumerate() {
        let cell = |name: &str| column(name).and_then(|at| row.get(at)).map(String::as_str);
        let Some((code, place)) = found.get(i) else {
            differences.push(format!("problem {} is not there: {}", i + 1, row.join(" | ")));
            continue;
        };
        if cell("code").is_some_and(|c| c != code) || cell("place").is_some_and(|p| p != place) {
            differences.push(format!("problem {}: expected {}, found {code} at {place}", i + 1, row.join(" at ")));
        }
    }
    for (code, place) in found.iter().skip(expected.rows.len()) {
        differences.push(format!("one problem more: {code} at {place}"));
    }
}
