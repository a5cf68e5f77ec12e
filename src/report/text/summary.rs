//! The last lines: the row ledger, the answers, the back wages, and where to read more.

use super::Options;
use super::columns::{Edge, align};
use super::paper::{Ink, Paper, counted, grouped};
use crate::domain::run::{Run, SheetReading, WhyNotUsed};
use crate::report::{is_open, totals};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

/// Runs of rows named for one reason.
const ROW_RUNS: usize = 6;
/// Workers named with their back wages.
const WORKERS: usize = 20;
/// Codes named after "More about any of these".
const CODES: usize = 6;

pub(super) fn write(run: &Run, options: &Options, paper: &mut Paper<'_>) -> io::Result<()> {
    paper.end()?;
    let nothing = run.sheets.is_empty() && run.findings.is_empty();
    if nothing {
        paper.paragraph(if options.reading_only { "Nothing was read." } else { "Nothing was checked." })?;
    } else {
        ledger(run, paper)?;
    }
    if !options.reading_only && !nothing {
        answers(run, paper)?;
        back_wages(run, options, paper)?;
    }
    if !run.problems.is_empty() {
        let count = counted(run.problems.len() as u64, "problem", "problems");
        paper.paragraph(&format!("{count} to mend, then run this again."))?;
    }
    let codes = codes(run, options);
    if !codes.is_empty() {
        let most = codes.iter().take(CODES).copied().collect::<Vec<_>>().join(", ");
        let dots = if codes.len() > CODES { ", …" } else { "" };
        paper.paragraph(&format!("More about any of these: plumbline explain CODE  ({most}{dots})"))?;
    }
    Ok(())
}

fn ledger(run: &Run, paper: &mut Paper<'_>) -> io::Result<()> {
    let rows = totals::rows(run);
    let several = run.sheets.len() > 1;
    paper.put(Ink::Title, &format!("Rows read {}", grouped(&rows.read.to_string())))?;
    let not_used = rows.held + rows.set_aside;
    let mut text = format!(
        " · used {} · outside the project {} · not used {}",
        grouped(&rows.used.to_string()),
        grouped(&rows.outside.to_string()),
        grouped(&not_used.to_string())
    );
    if not_used > 0 && !several {
        text.push_str(&format!(": {}", run.sheets.first().map(reasons).unwrap_or_default()));
    }
    paper.plain(&text)?;
    paper.end()?;
    for sheet in run.sheets.iter().filter(|_| several) {
        let words = reasons(sheet);
        if !words.is_empty() {
            paper.paragraph(&format!("  {}: not used {words}", sheet.sheet))?;
        }
    }
    Ok(())
}

/// `total row 19, 40; problem 12-14`.
fn reasons(sheet: &SheetReading) -> String {
    let mut by_reason: BTreeMap<WhyNotUsed, Vec<(u32, u32)>> = BTreeMap::new();
    for row in sheet.not_used.iter().filter(|r| r.why != WhyNotUsed::OutsideProject) {
        let runs = by_reason.entry(row.why).or_default();
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(row.row) => *last = row.row,
            _ => runs.push((row.row, row.row)),
        }
    }
    let mut text = String::new();
    for (why, runs) in by_reason {
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(&why.word().replace('-', " "));
        for (n, (first, last)) in runs.iter().take(ROW_RUNS).enumerate() {
            text.push_str(if n == 0 { " " } else { ", " });
            let _ = if first == last { write!(text, "{first}") } else { write!(text, "{first}-{last}") };
        }
        if runs.len() > ROW_RUNS {
            let left: u64 = runs.iter().skip(ROW_RUNS).map(|(first, last)| u64::from(last - first) + 1).sum();
            let _ = write!(text, " and {} more", grouped(&left.to_string()));
        }
    }
    text
}

fn answers(run: &Run, paper: &mut Paper<'_>) -> io::Result<()> {
    let sum = totals::answers(run);
    let figure = |n: u64| grouped(&n.to_string());
    paper.put(Ink::Title, "Answers")?;
    paper.plain(" not met ")?;
    paper.put(if sum.not_met > 0 { Ink::NotMet } else { Ink::Plain }, &figure(sum.not_met))?;
    paper.plain(" · cannot tell ")?;
    paper.put(if sum.cannot_tell > 0 { Ink::CannotTell } else { Ink::Plain }, &figure(sum.cannot_tell))?;
    paper.plain(&format!(" · met {} · does not apply {}", figure(sum.met), figure(sum.not_applicable)))?;
    paper.end()
}

fn back_wages(run: &Run, options: &Options, paper: &mut Paper<'_>) -> io::Result<()> {
    if run.owed.is_empty() {
        return Ok(());
    }
    let most = if options.all { usize::MAX } else { WORKERS };
    let rows: Vec<Vec<String>> = run
        .owed
        .iter()
        .take(most)
        .map(|w| {
            let weeks = counted(u64::from(w.weeks), "week", "weeks");
            vec![format!("worker {}", w.worker), w.contractor.clone(), weeks, format!("${}", grouped(&w.owed.to_string()))]
        })
        .collect();
    paper.put(Ink::Title, &format!("Back wages ${}", grouped(&run.owed_total.to_string())))?;
    paper.plain(&format!(" for {}", counted(run.owed.len() as u64, "worker", "workers")))?;
    paper.end()?;
    for line in align(&rows, &[Edge::Left, Edge::Left, Edge::Right, Edge::Right]) {
        paper.plain(&format!("  {line}"))?;
        paper.end()?;
    }
    if run.owed.len() > most {
        let left = (run.owed.len() - most) as u64;
        paper.plain(&format!("  and {} (use --all or --format json)", counted(left, "more worker", "more workers")))?;
        paper.end()?;
    }
    Ok(())
}

/// Codes printed above, problems first.
fn codes<'r>(run: &'r Run, options: &Options) -> Vec<&'r str> {
    let mut codes: Vec<&str> = Vec::new();
    let problems = run.problems.iter().chain(&run.notes).map(|p| p.code);
    let checks = run.findings.iter().filter(|f| options.all || f.subject.group.is_some() || is_open(f)).map(|f| f.check);
    for code in problems.chain(checks.filter(|_| !options.reading_only)) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}
