//! What is owed, as a worksheet for a spreadsheet: a line for each finding with money, and its arithmetic.

use crate::service::examine::Examination;

/// The worksheet as CSV: every text quoted, and none that a spreadsheet would take for a formula.
pub fn csv(examination: &Examination) -> Vec<u8> {
    let mut out = String::new();
    line(&mut out, &["worker", "week_ending", "finding", "title", "owed", "arithmetic", "cells", "law", "fix"]);
    for finding in examination.findings.iter().filter(|f| f.owed.is_some()) {
        let steps: Vec<String> = finding
            .steps
            .iter()
            .map(|s| {
                let how = if s.expression.is_empty() { String::new() } else { format!(" = {}", s.expression) };
                format!("{}: {}{how}", s.label, s.value)
            })
            .collect();
        let cells: Vec<&str> = finding.cells.iter().map(|c| c.r#where.as_str()).collect();
        let law: Vec<&str> = finding.citations.iter().map(|c| c.text.as_str()).collect();
        line(
            &mut out,
            &[
                finding.subject.worker.as_deref().unwrap_or_default(),
                finding.subject.week_ending.as_deref().unwrap_or_default(),
                &finding.fingerprint,
                &finding.title,
                finding.owed.as_deref().unwrap_or_default(),
                &steps.join("; "),
                &cells.join(" "),
                &law.join("; "),
                &finding.fix,
            ],
        );
    }
    line(&mut out, &["", "", "", "all", &examination.owed_total, "", "", "", ""]);
    out.into_bytes()
}

fn line(out: &mut String, texts: &[&str]) {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    out.push_str(&quoted.join(","));
    out.push_str("\r\n");
}

/// A text in quotes, led by an apostrophe where a spreadsheet would take it for a formula. A figure stays a figure.
fn quoted(text: &str) -> String {
    let figure = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let formula = !figure && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("-5.25"), "\"-5.25\"");
        assert_eq!(quoted("say \"x\""), "\"say \"\"x\"\"\"");
    }
}
