//! The comparison for a person.

use super::{Answer, RowChanges, RulesDiff};
use crate::domain::outcome::Seen;
use crate::rules::diff::{Change, State};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Rows listed at most; the summary counts all, and `--format json` lists all.
const MOST: usize = 50;

/// Writes it.
///
/// # Errors
/// Only those of `out`.
pub fn write(diff: &RulesDiff, out: &mut dyn Write) -> io::Result<()> {
    let mut policy = None;
    for change in &diff.changes {
        if policy != Some(&change.policy) {
            writeln!(out, "{}  {}", change.policy, change.title)?;
            policy = Some(&change.policy);
        }
        writeln!(out, "  {}  {}", change.on, words(change))?;
        if let Some(citation) = &change.citation {
            writeln!(out, "              {}", citation.text)?;
            writeln!(out, "              {}", citation.url)?;
        }
    }
    if !diff.changes.is_empty() {
        writeln!(out)?;
    }
    let changed = diff.changes.chunk_by(|a, b| a.policy == b.policy).count();
    writeln!(
        out,
        "{} in {changed} of {} between {} and {}.",
        counted(diff.changes.len(), "change"),
        policies(diff.policies),
        diff.from,
        diff.to
    )?;
    if let Some(rows) = &diff.rows {
        writeln!(out)?;
        write_rows(diff, rows, out)?;
    }
    Ok(())
}

fn words(change: &Change) -> String {
    let name = change.what.replace('_', " ");
    let subject = match &change.clause {
        Some(clause) => format!("{clause}, {name}"),
        None => name,
    };
    match (&change.before, &change.after) {
        (State::Figure { value: was, .. }, State::Figure { value: is, unit, seen }) => {
            format!("{subject}: from {was} to {is} {unit}{}{}", by_how_much(was, is), seen_in(*seen))
        }
        (_, State::Figure { value, unit, seen }) => format!("{subject}: {value} {unit} begins to be held{}", seen_in(*seen)),
        (State::Figure { value, unit, .. }, State::NotHeld(why)) => {
            format!("{subject}: {value} {unit} ends and no later figure is held. {why}")
        }
        (State::Figure { value, unit, .. }, _) => format!("{subject}: {value} {unit} ends and no later figure is held"),
        (_, State::NotHeld(why)) => format!("{subject}: no figure is held. {why}"),
        (State::List { values: was, .. }, State::List { values: is, seen }) => {
            format!("{subject}: {}{}", turned_over(was, is), seen_in(Some(*seen)))
        }
        (_, State::List { values, seen }) => {
            format!("{subject}: {} to be held{}", begins(values.len()), seen_in(Some(*seen)))
        }
        (State::List { values, .. }, _) => format!("{subject}: {} and no later list is held", ends(values.len())),
        (State::Status(was), State::Status(is)) => format!("{subject}: from {} to {}", was.word(), is.word()),
        (_, State::Status(is)) => format!("{subject}: {}", is.word()),
        (_, State::Holds) => format!("{subject} begins"),
        (State::Holds, _) => format!("{subject} ends"),
        (State::NotHeld(_) | State::Status(_) | State::Nothing, _) => format!("{subject} ends"),
    }
}

fn begins(values: usize) -> String {
    format!("{} {}", counted(values, "value"), if values == 1 { "begins" } else { "begin" })
}

fn ends(values: usize) -> String {
    format!("{} {}", counted(values, "value"), if values == 1 { "ends" } else { "end" })
}

/// `from 2 values to 3; adds 53206, 53210; leaves out 53204`.
fn turned_over(was: &BTreeSet<String>, is: &BTreeSet<String>) -> String {
    let mut words = format!("from {} to {}", counted(was.len(), "value"), is.len());
    for (what, values) in [("adds", is.difference(was)), ("leaves out", was.difference(is))] {
        let values: Vec<&str> = values.map(String::as_str).collect();
        if !values.is_empty() {
            words = format!("{words}; {what} {}", values.join(", "));
        }
    }
    words
}

fn by_how_much(was: &str, is: &str) -> String {
    let (Ok(was), Ok(is)) = (was.parse::<Decimal>(), is.parse::<Decimal>()) else { return String::new() };
    let by = is - was;
    let way = if by.is_sign_negative() { "less" } else { "more" };
    format!(" ({} {way})", by.abs())
}

fn seen_in(seen: Option<Seen>) -> &'static str {
    match seen {
        Some(Seen::Official) => ", official",
        Some(Seen::Secondary) => ", seen in a secondary source only",
        None => "",
    }
}

fn write_rows(diff: &RulesDiff, rows: &RowChanges, out: &mut dyn Write) -> io::Result<()> {
    let files = rows.files.join(", ");
    if rows.rows_used == 0 {
        return writeln!(out, "{files}: no row could be read, so nothing was compared; plumbline check says why.");
    }
    writeln!(out, "{files}: what changes, were every day of it under the rules of {} instead of {}", diff.to, diff.from)?;
    for change in rows.list.iter().take(MOST) {
        writeln!(out, "  {}[{}]  {}", change.rule, change.check, change.subject)?;
        writeln!(out, "      {} becomes {}", answer(&change.before), answer(&change.after))?;
        if !change.cells.is_empty() {
            writeln!(out, "      {}", change.cells)?;
        }
    }
    if rows.list.len() > MOST {
        writeln!(out, "  and {} more; --format json lists all", rows.list.len() - MOST)?;
    }
    let (short, cease) = rows.turned();
    writeln!(
        out,
        "{} short, {cease} cease to be. Back wages: {} instead of {}.",
        if short == 1 { "1 answer becomes".to_owned() } else { format!("{short} answers become") },
        dollars(&rows.owed_after.to_string()),
        dollars(&rows.owed_before.to_string())
    )?;
    if rows.rows_not_used > 0 {
        writeln!(out, "{} not used, and so not compared; plumbline check names them.", counted(rows.rows_not_used as usize, "row"))?;
    }
    Ok(())
}

fn answer(answer: &Option<Answer>) -> String {
    match answer {
        None => "nothing to say".to_owned(),
        Some(a) => {
            let owed = a.owed.map_or(String::new(), |owed| format!(", {} owed", dollars(&owed.to_string())));
            format!("{}{owed} ({})", a.outcome.word(), a.title)
        }
    }
}

fn dollars(amount: &str) -> String {
    format!("${amount}")
}

fn counted(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

fn policies(n: usize) -> String {
    if n == 1 { "1 policy".to_owned() } else { format!("{n} policies") }
}
