//! The page of a policy as HTML, whole in one file: the same words as in a terminal.

use crate::rules::explain::{ASKS, Part, page};
use crate::rules::policy::Policy;
use askama::Template;
use chrono::NaiveDate;
use std::io::{self, Write};

#[derive(Template)]
#[template(path = "policy.html")]
struct PolicyPage<'p> {
    policy: &'p Policy,
    on: Option<NaiveDate>,
    parts: Vec<Shown>,
}

/// A part as the template shows it.
enum Shown {
    Heading(&'static str),
    /// What a clause asks.
    Clause(Vec<Run>),
    /// A paragraph and how deep it is set in, from 0.
    Line(usize, Vec<Run>),
    Source {
        number: usize,
        words: String,
        url: String,
    },
}

/// Words, or the number of a source they rest on.
enum Run {
    Words(String),
    /// What is typed into a file.
    Code(String),
    Mark(usize),
}

/// Writes the page; with a day, figures and status of that day alone.
///
/// # Errors
/// Only those of `out`.
pub fn write(policy: &Policy, on: Option<NaiveDate>, out: &mut dyn Write) -> io::Result<()> {
    let mut section = "";
    let parts = page(policy, on).into_iter().map(|part| match part {
        Part::Heading(words) => {
            section = words;
            Shown::Heading(words)
        }
        Part::Line { indent: 2, words } if section == ASKS => Shown::Clause(runs(&words)),
        Part::Line { indent, words } => Shown::Line(indent.saturating_sub(2) / 2, runs(words.trim_start_matches("- "))),
        Part::Source { number, words, url } => Shown::Source { number, words, url },
    });
    let page = PolicyPage { policy, on, parts: parts.collect() };
    out.write_all(page.render().map_err(io::Error::other)?.as_bytes())
}

/// Splits a paragraph at `[2]` and at what stands in back quotes.
fn runs(words: &str) -> Vec<Run> {
    let mut all = Vec::new();
    for (at, piece) in words.split('`').enumerate() {
        match at % 2 {
            0 => all.extend(marks(piece)),
            _ => all.push(Run::Code(piece.to_owned())),
        }
    }
    all
}

fn marks(words: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = words;
    let mut said = String::new();
    while let Some((before, after)) = rest.split_once('[') {
        said.push_str(before);
        match after.split_once(']').and_then(|(number, tail)| Some((number.parse().ok()?, tail))) {
            Some((number, tail)) => {
                runs.push(Run::Words(std::mem::take(&mut said)));
                runs.push(Run::Mark(number));
                rest = tail;
            }
            None => {
                said.push('[');
                rest = after;
            }
        }
    }
    said.push_str(rest);
    runs.push(Run::Words(said));
    runs
}
