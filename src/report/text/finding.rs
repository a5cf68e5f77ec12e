//! Findings in full: the place, the arithmetic, the law, the rule, and what to do.

use super::Options;
use super::columns::{Edge, align};
use super::group::Part;
use super::paper::{Ink, Paper, counted, grouped};
use super::quoted;
use crate::domain::finding::{Finding, Subject};
use crate::domain::names::Sym;
use crate::domain::outcome::{Force, Outcome};
use crate::domain::run::{Run, RunRule};
use crate::report::place;
use std::io;

/// Runs of cells named after `-->` and after a step.
const CELLS: (usize, usize) = (4, 2);

/// Neighbours shown on either side of the first cell.
const BESIDE: usize = 1;

/// What has to be said because it differs from finding to finding.
struct Context {
    projects: bool,
    contractors: bool,
}

impl Context {
    fn of(run: &Run) -> Self {
        let differs = |of: fn(&Subject) -> Sym| {
            let mut names = run.findings.iter().map(|f| of(&f.subject)).filter(|s| !s.is_none());
            let first = names.next();
            names.any(|s| Some(s) != first)
        };
        Self { projects: differs(|s| s.project), contractors: differs(|s| s.contractor) }
    }
}

pub(super) fn write(run: &Run, options: &Options, parts: &[Part], paper: &mut Paper<'_>) -> io::Result<()> {
    let context = Context::of(run);
    for part in parts {
        for &index in part.findings.iter().take(part.shown) {
            paper.end()?;
            finding(run, &run.findings[index], &context, paper)?;
        }
        let left = part.findings.len() - part.shown;
        if left > 0 && !options.all {
            paper.end()?;
            let answer = part.outcome.map_or("", |o| o.word());
            let count = grouped(&left.to_string());
            paper.paragraph(&format!("and {count} more {answer}[{}] (use --all or --format json)", part.check))?;
        }
    }
    Ok(())
}

/// Every finding of a run as a block of its own, in the order of the run, as [`write`] prints it and without colours.
pub(super) fn blocks(run: &Run) -> io::Result<Vec<String>> {
    let context = Context::of(run);
    let one = |of_run: &Finding| {
        let mut block = Vec::new();
        finding(run, of_run, &context, &mut Paper::new(&mut block, false))?;
        String::from_utf8(block).map_err(io::Error::other)
    };
    run.findings.iter().map(one).collect()
}

/// The colour of an answer.
pub(super) fn ink(finding: &Finding) -> Ink {
    match (finding.outcome, finding.force) {
        (Outcome::NotMet, Force::Requirement) => Ink::NotMet,
        (Outcome::NotMet, _) => Ink::Caution,
        (Outcome::CannotTell, _) => Ink::CannotTell,
        (Outcome::Met, _) => Ink::Met,
        (Outcome::NotApplicable, _) => Ink::Plain,
    }
}

/// `us/davis-bacon @ 71d0c2, goal, from 2017-01-25`.
pub(super) fn rule_words(rule: Option<&RunRule>, finding: &Finding) -> String {
    let Some(rule) = rule else { return String::new() };
    let digest = rule.digest.strip_prefix("sha256:").unwrap_or(&rule.digest);
    let mut text = rule.id.clone();
    if let Some(short) = digest.get(..6) {
        text.push_str(&format!(" @ {short}"));
    }
    text.push_str(&format!(", {}", finding.force.word().replace('-', " ")));
    if let Some(from) = finding.rule_from {
        text.push_str(&format!(", from {from}"));
    }
    text
}

fn finding(run: &Run, finding: &Finding, context: &Context, paper: &mut Paper<'_>) -> io::Result<()> {
    paper.heading(ink(finding), finding.outcome.word(), finding.check, &finding.title, &figure(finding))?;
    let cells = place::list(run, &finding.cells, CELLS.0);
    let subject = subject(run, &finding.subject, context);
    if !cells.is_empty() || !subject.is_empty() {
        paper.put(Ink::Gutter, "  --> ")?;
        paper.put(Ink::Place, &cells)?;
        paper.plain(if cells.is_empty() || subject.is_empty() { "" } else { "   " })?;
        paper.plain(&subject)?;
        paper.end()?;
    }
    if let Some(lines) = quoted::lines(run, &finding.cells, BESIDE) {
        for (line, ink) in lines.iter().zip([Ink::Gutter, Ink::Plain, ink(finding)]) {
            paper.put(Ink::Gutter, "   |  ")?;
            paper.put(ink, line)?;
            paper.end()?;
        }
    }
    for line in steps(run, finding) {
        paper.put(Ink::Gutter, "   |  ")?;
        paper.plain(&line)?;
        paper.end()?;
    }
    if !finding.citations.is_empty() {
        let laws: Vec<&str> = finding.citations.iter().map(|c| c.text.as_str()).collect();
        paper.said("law", &laws.join("; "))?;
    }
    let rule = rule_words(run.rules.get(usize::from(finding.rule)), finding);
    if !rule.is_empty() {
        paper.said("rule", &rule)?;
    }
    if !finding.status.can_be_broken() {
        let status = finding.status.word().replace('-', " ");
        paper.said("note", &format!("the rule is {status} on the day that counts; this is shown for information"))?;
    }
    if let Some(exposure) = &finding.exposure {
        let word = if exposure.shall { "must" } else { "may" };
        paper.said("note", &format!("a sanction of {} {word} follow: {}; the agency decides", exposure.amount, exposure.why))?;
    }
    for missing in &finding.missing {
        let mut text = missing.fact.clone();
        if !missing.hangs_on.is_empty() {
            // One of a thing hangs on it, several hang on it.
            let verb = if missing.hangs_on.starts_with("1 ") { "hangs" } else { "hang" };
            text.push_str(&format!("; {} {verb} on it", missing.hangs_on));
        }
        if !missing.holder.is_empty() {
            text.push_str(&format!("; {} holds it", missing.holder));
        }
        paper.said("to settle it", &text)?;
    }
    if !finding.fix.is_empty() {
        paper.said("to do", &finding.fix)?;
    }
    Ok(())
}

/// What stands at the right edge: money owed, else how far it is from what is asked.
fn figure(finding: &Finding) -> String {
    match (finding.owed, &finding.difference) {
        (Some(owed), _) if !owed.is_zero() => format!("${}", grouped(&owed.to_string())),
        (_, Some(difference)) if finding.outcome == Outcome::NotMet => format!("{difference} {}", finding.unit).trim_end().to_owned(),
        _ => String::new(),
    }
}

fn subject(run: &Run, subject: &Subject, context: &Context) -> String {
    let mut parts = Vec::new();
    if let Some(worker) = run.names.given(subject.worker) {
        parts.push(format!("worker {worker}"));
    }
    let trade = run.names.given(subject.trade);
    let work: Vec<&str> = trade.into_iter().chain(subject.level.map(|l| l.word())).collect();
    if !work.is_empty() {
        parts.push(work.join(" "));
    }
    if let Some(group) = subject.group {
        parts.push(group.replace('-', " "));
    }
    if let Some(contractor) = run.names.given(subject.contractor).filter(|_| context.contractors) {
        parts.push(contractor.to_owned());
    }
    if let Some(project) = run.names.given(subject.project).filter(|_| context.projects) {
        parts.push(format!("project {project}"));
    }
    match (subject.day, subject.week_ending) {
        (Some(day), _) => parts.push(day.format("%A %Y-%m-%d").to_string()),
        (None, Some(week)) => parts.push(format!("week ending {week}")),
        (None, None) => {}
    }
    parts.join(", ")
}

/// The arithmetic: label, how it comes about, figure, cells.
fn steps(run: &Run, finding: &Finding) -> Vec<String> {
    let rows: Vec<Vec<String>> = finding
        .steps
        .iter()
        .map(|s| {
            let equals = if s.expression.is_empty() { "" } else { "=" };
            vec![s.label.to_string(), s.expression.clone(), equals.to_owned(), s.value.clone(), place::list(run, &s.cells, CELLS.1)]
        })
        .collect();
    align(&rows, &[Edge::Left, Edge::Left, Edge::Left, Edge::Right, Edge::Left])
}

/// `and 12 more rows`, for tables cut short.
pub(super) fn more(left: u64, one: &str, many: &str) -> String {
    format!("and {} (use --all or --format json)", counted(left, one, many))
}
