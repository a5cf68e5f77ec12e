//! What was understood of a wage determination: its head, its classes with their rates, and those without.

use super::columns::{Edge, align};
use super::paper::{Ink, Paper, counted, short};
use crate::domain::run::InputReading;
use crate::domain::wage_determination::{WageDetermination, lines_in_words};
use std::io;

pub(super) fn write(input: &InputReading, determination: &WageDetermination, paper: &mut Paper<'_>) -> io::Result<()> {
    let Some(text) = &determination.text else { return Ok(()) };
    let published = determination.published_on.map_or_else(|| "on a day not given".to_owned(), |day| day.to_string());
    paper.paragraph(&format!(
        "Read {}, general wage determination {}, modification {}, published {published}: {}, {} not understood, {}",
        input.name,
        determination.id,
        determination.modification,
        counted(determination.rates.len() as u64, "rate", "rates"),
        text.unread.len(),
        counted(u64::from(text.lines), "line", "lines"),
    ))?;
    let facts = [
        ("state", text.state.as_str()),
        ("construction", &text.construction),
        ("counties", &text.area.text),
        ("supersedes", text.supersedes.as_deref().unwrap_or("")),
    ];
    for (label, fact) in facts.into_iter().filter(|(_, fact)| !fact.is_empty()) {
        paper.said(label, fact)?;
    }
    let modifications: Vec<String> = text.modifications.iter().map(|m| format!("{} of {}", m.number, m.published_on)).collect();
    if !modifications.is_empty() {
        paper.said("modifications", &modifications.join(", "))?;
    }
    let mut rows = vec![["Line", "Classification", "Area", "Base", "Fringe", "Beside"].map(str::to_owned).to_vec()];
    let mut beside: Vec<&str> = Vec::new();
    for rate in &determination.rates {
        let mut marks = Vec::new();
        for note in &rate.beside {
            let at = beside.iter().position(|known| known == note).unwrap_or_else(|| {
                beside.push(note);
                beside.len() - 1
            });
            marks.push((at + 1).to_string());
        }
        rows.push(vec![
            rate.row.to_string(),
            short(&rate.classification, 56),
            short(rate.area.as_deref().unwrap_or(""), 28),
            rate.base.to_string(),
            rate.fringe.to_string(),
            marks.join(" "),
        ]);
    }
    paper.end()?;
    let edges = [Edge::Right, Edge::Left, Edge::Left, Edge::Right, Edge::Right, Edge::Left];
    for (n, line) in align(&rows, &edges).iter().enumerate() {
        paper.put(if n == 0 { Ink::Title } else { Ink::Plain }, &format!("  {line}"))?;
        paper.end()?;
    }
    for (n, note) in beside.iter().enumerate() {
        paper.said(&(n + 1).to_string(), note)?;
    }
    if !text.unread.is_empty() {
        paper.end()?;
        paper.paragraph("Classifications without a rate, because it was not understood:")?;
        for unread in &text.unread {
            paper.said(&short(&unread.classification, 40), &unread.why)?;
        }
    }
    let lines = text.lines_among_rates();
    if !lines.is_empty() {
        let words = lines_in_words(&lines);
        paper.paragraph(&format!("A classification that is not found may stand in what was left out: {words}."))?;
    }
    Ok(())
}
