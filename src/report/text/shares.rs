//! Shares of hours as one table a project, instead of three screens each.

use super::columns::{Edge, align};
use super::finding::{ink, more, rule_words};
use super::group::Part;
use super::paper::{Ink, Paper, counted, short};
use super::{Options, TABLE_ROWS};
use crate::domain::finding::Finding;
use crate::domain::outcome::Outcome;
use crate::domain::run::Run;
use crate::report::{is_open, place};
use std::io;

pub(super) fn write(run: &Run, options: &Options, parts: &[Part], paper: &mut Paper<'_>) -> io::Result<()> {
    let (each, mut room) = if options.all { (usize::MAX, usize::MAX) } else { TABLE_ROWS };
    let mut printed = 0;
    for part in parts {
        let rows = chosen(run, part, each.min(room));
        if rows.is_empty() {
            break;
        }
        room = room.saturating_sub(rows.len());
        printed += 1;
        paper.end()?;
        table(run, part, &rows, paper)?;
    }
    let rest = &parts[printed..];
    if !rest.is_empty() {
        let left: usize = rest.iter().map(|p| p.findings.len()).sum();
        paper.end()?;
        paper.paragraph(&format!(
            "and {} in {} (use --all or --format json)",
            counted(left as u64, "more share", "more shares"),
            counted(rest.len() as u64, "project", "projects")
        ))?;
    }
    Ok(())
}

/// All of them where there is room; else those that are open, and then the others.
fn chosen(run: &Run, part: &Part, most: usize) -> Vec<usize> {
    if part.findings.len() <= most {
        return part.findings.clone();
    }
    let (open, closed): (Vec<usize>, Vec<usize>) = part.findings.iter().partition(|&&i| is_open(&run.findings[i]));
    let mut rows: Vec<usize> = open.into_iter().chain(closed).take(most).collect();
    rows.sort_unstable();
    rows
}

fn table(run: &Run, part: &Part, rows: &[usize], paper: &mut Paper<'_>) -> io::Result<()> {
    let Some(first) = rows.first().map(|&i| &run.findings[i]) else { return Ok(()) };
    paper.put(Ink::Title, &format!("shares[{}]", part.check))?;
    if let Some(project) = run.names.given(part.project) {
        paper.put(Ink::Title, &format!(": project {project}"))?;
    }
    paper.end()?;
    let cells: Vec<Vec<String>> = std::iter::once(heading(first)).chain(rows.iter().map(|&i| row(&run.findings[i]))).collect();
    let edges = [Edge::Left, Edge::Right, Edge::Right, Edge::Right, Edge::Left];
    let lines = align(&cells, &edges);
    let mut above: Option<&Finding> = None;
    for (n, line) in lines.iter().enumerate() {
        let at = n.checked_sub(1).and_then(|r| rows.get(r)).map(|&i| &run.findings[i]);
        if let Some(finding) = at.filter(|f| above.is_none_or(|a| !together(a, f))) {
            paper.put(Ink::Gutter, "   |  ")?;
            paper.put(Ink::Place, &of_whom(run, finding))?;
            paper.plain(&format!("   {}", place::list(run, &finding.cells, 2)))?;
            paper.end()?;
        }
        paper.put(Ink::Gutter, "   |    ")?;
        paper.put(at.map_or(Ink::Gutter, |f| if is_open(f) { ink(f) } else { Ink::Plain }), line)?;
        paper.end()?;
        above = at;
    }
    let left = part.findings.len() - rows.len();
    if left > 0 {
        paper.put(Ink::Gutter, "   |  ")?;
        paper.plain(&more(left as u64, "more share", "more shares"))?;
        paper.end()?;
    }
    let mut laws: Vec<&str> = Vec::new();
    for citation in rows.iter().flat_map(|&i| &run.findings[i].citations) {
        if !laws.contains(&citation.text.as_str()) {
            laws.push(&citation.text);
        }
    }
    if !laws.is_empty() {
        paper.said("law", &laws.join("; "))?;
    }
    paper.said("rule", &rule_words(run.rules.get(usize::from(part.rule)), first))?;
    let mut fixes: Vec<&str> = Vec::new();
    for finding in rows.iter().map(|&i| &run.findings[i]).filter(|f| is_open(f) && !f.fix.is_empty()) {
        if !fixes.contains(&finding.fix.as_ref()) {
            fixes.push(&finding.fix);
        }
    }
    for fix in fixes.iter().take(2) {
        paper.said("to do", fix)?;
    }
    Ok(())
}

/// True where two shares stand under one heading: of the same hours, read from the same cells.
fn together(a: &Finding, b: &Finding) -> bool {
    (a.subject.trade, a.subject.level, &a.cells) == (b.subject.trade, b.subject.level, &b.cells)
}

fn of_whom(run: &Run, finding: &Finding) -> String {
    let trade = run.names.given(finding.subject.trade).map_or_else(|| "all trades".to_owned(), |t| short(t, 60));
    finding.subject.level.map_or_else(|| trade.clone(), |l| format!("{trade} {}", l.word()))
}

fn heading(first: &Finding) -> Vec<String> {
    let against = format!("{} over or short", if first.unit.is_empty() { "hours" } else { first.unit });
    ["group", "share", "asked", &against, "answer"].map(str::to_owned).to_vec()
}

fn row(finding: &Finding) -> Vec<String> {
    let share = match &finding.interval {
        Some((low, high)) if low != high => format!("{} to {}", number(low), percent(high)),
        _ => finding.read.as_deref().map_or_else(String::new, percent),
    };
    let answer = match (finding.outcome, finding.missing.first()) {
        (Outcome::CannotTell, Some(missing)) => format!("cannot-tell: {}", missing.fact),
        (outcome, _) => outcome.word().to_owned(),
    };
    vec![
        finding.subject.group.unwrap_or_default().replace('-', " "),
        share,
        finding.expected.as_deref().map_or_else(String::new, asked),
        finding.difference.clone().unwrap_or_default(),
        answer,
    ]
}

/// A share of one as a percentage with two places: `0.4571` is `45.71 %`. Digits are moved, not computed.
fn percent(share: &str) -> String {
    format!("{} %", number(share))
}

fn number(share: &str) -> String {
    moved(share).map_or_else(|| share.to_owned(), |(whole, fraction)| format!("{whole}.{fraction:0<2}"))
}

/// The same for what is asked, without needless zeros: `0.51` is `51 %`.
fn asked(share: &str) -> String {
    match moved(share) {
        Some((whole, "")) => format!("{whole} %"),
        Some((whole, fraction)) => format!("{whole}.{fraction} %"),
        None => share.to_owned(),
    }
}

/// The decimal point two places to the right.
fn moved(share: &str) -> Option<(String, &str)> {
    let (whole, fraction) = share.split_once('.')?;
    if fraction.len() < 2 || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (front, rest) = fraction.split_at(2);
    let digits = format!("{whole}{front}");
    let kept = digits.trim_start_matches('0');
    Some((if kept.is_empty() { "0".to_owned() } else { kept.to_owned() }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_the_same_digits_two_places_on() {
        for (share, shown) in [("0.4571", "45.71 %"), ("0.457", "45.70 %"), ("1.00", "100.00 %"), ("0.0009", "0.09 %"), ("0.00", "0.00 %")]
        {
            assert_eq!(percent(share), shown);
        }
        for (share, shown) in [("0.51", "51 %"), ("0.075", "7.5 %"), ("3 of 8", "3 of 8")] {
            assert_eq!(asked(share), shown);
        }
    }
}
