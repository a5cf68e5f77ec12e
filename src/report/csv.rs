//! Findings for a spreadsheet: one a row, first line headings, UTF-8.
//!
//! Every text is quoted, and one that a spreadsheet would take for a formula is led by an apostrophe.
//! Figures stay figures, so that a real minus sign stays one.

use super::{Options, identity, is_open, place};
use crate::domain::finding::Finding;
use crate::domain::run::Run;
use std::io::{self, Write};

/// The columns, in order.
pub const COLUMNS: [&str; 24] = [
    "id",
    "rule",
    "check",
    "outcome",
    "force",
    "status",
    "project",
    "contractor",
    "worker",
    "trade",
    "level",
    "group",
    "week_ending",
    "day",
    "title",
    "read",
    "expected",
    "difference",
    "unit",
    "owed",
    "missing",
    "cells",
    "citation",
    "fix",
];

/// Writes the findings as CSV: those open, shares whatever their answer, and with `all` every one.
///
/// # Errors
/// Only those of `out`.
pub fn write(run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for (n, column) in COLUMNS.iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        write!(out, "{comma}\"{column}\"")?;
    }
    out.write_all(b"\r\n")?;
    for (finding, name) in run.findings.iter().zip(identity::of_all(run)) {
        if options.all || is_open(finding) || finding.subject.group.is_some() {
            row(run, finding, name, out)?;
        }
    }
    Ok(())
}

fn row(run: &Run, finding: &Finding, name: u64, out: &mut dyn Write) -> io::Result<()> {
    let subject = &finding.subject;
    let text_of = |sym| run.names.text(sym).to_owned();
    let day = |date: Option<chrono::NaiveDate>| date.map_or_else(String::new, |d| d.to_string());
    let texts = [
        identity::shown(name),
        run.rules.get(usize::from(finding.rule)).map_or_else(String::new, |r| r.id.clone()),
        finding.check.to_owned(),
        finding.outcome.word().to_owned(),
        finding.force.word().to_owned(),
        finding.status.word().to_owned(),
        text_of(subject.project),
        text_of(subject.contractor),
        text_of(subject.worker),
        text_of(subject.trade),
        subject.level.map_or("", |l| l.word()).to_owned(),
        subject.group.unwrap_or("").to_owned(),
        day(subject.week_ending),
        day(subject.day),
        finding.title.to_string(),
    ];
    for (n, value) in texts.iter().enumerate() {
        if n > 0 {
            out.write_all(b",")?;
        }
        text(value, out)?;
    }
    for value in [&finding.read, &finding.expected, &finding.difference] {
        out.write_all(b",")?;
        figure(value.as_deref().unwrap_or(""), out)?;
    }
    out.write_all(b",")?;
    text(finding.unit, out)?;
    out.write_all(b",")?;
    figure(&finding.owed.map_or_else(String::new, |m| m.to_string()), out)?;
    let joined = |parts: Vec<String>| parts.join("; ");
    let rest = [
        joined(finding.missing.iter().map(|m| m.fact.clone()).collect()),
        joined(finding.cells.iter().map(|c| place::cells(run, *c)).collect()),
        joined(finding.citations.iter().map(|c| c.text.clone()).collect()),
        finding.fix.to_string(),
    ];
    for value in &rest {
        out.write_all(b",")?;
        text(value, out)?;
    }
    out.write_all(b"\r\n")
}

/// A plain decimal stands as it is, and so does nothing; anything else is text.
fn figure(value: &str, out: &mut dyn Write) -> io::Result<()> {
    if value.is_empty() || is_figure(value) { out.write_all(value.as_bytes()) } else { text(value, out) }
}

fn is_figure(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// A quoted field that no spreadsheet takes for a formula.
fn text(value: &str, out: &mut dyn Write) -> io::Result<()> {
    let opens_formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠');
    out.write_all(b"\"")?;
    if value.trim_start_matches(['"', '\'']).starts_with(opens_formula) {
        out.write_all(b"'")?;
    }
    out.write_all(value.replace('"', "\"\"").as_bytes())?;
    out.write_all(b"\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn field(value: &str, write: fn(&str, &mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_that_opens_a_formula_is_led_by_an_apostrophe() {
        for start in ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"] {
            let value = format!("{start}HYPERLINK(1)");
            assert_eq!(field(&value, text), format!("\"'{value}\""));
        }
        assert_eq!(field("\"=1+1", text), "\"'\"\"=1+1\"");
        assert_eq!(field("Ana \"A\" Example", text), "\"Ana \"\"A\"\" Example\"");
    }

    #[test]
    fn a_real_minus_sign_stays_one() {
        assert_eq!(field("-70.90", figure), "-70.90");
        assert_eq!(field("0.51", figure), "0.51");
        for not in ["-", "-1+2", "1e5", "1.2.3", "."] {
            assert!(field(not, figure).starts_with('"'), "{not}");
        }
    }

    #[test]
    fn a_workers_name_cannot_become_a_formula() {
        let mut run = sample::run();
        let name = run.names.intern("=cmd|'/c calc'!A0");
        run.findings[0].subject.worker = name;
        let mut out = Vec::new();
        write(&run, &Options::default(), &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("\"'=cmd|'/c calc'!A0\""));
    }

    #[test]
    fn the_sample_reads_as_expected() {
        sample::matches_golden("findings.csv", |out| write(&sample::run(), &Options::default(), out));
    }
}
