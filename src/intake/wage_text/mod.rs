//! A general wage determination from its text, as SAM.gov publishes it.
//!
//! Everything in the text is accounted for: read, recognised as what stands in every decision, or left out
//! with its line and the reason. A class whose rate is touched by a line that was not understood is
//! named and has no rate.

mod amount;
mod block;
mod fringe;
mod head;
mod lines;
mod note;
mod rate_line;

pub use lines::LineUse;

use crate::domain::payroll::Level;
use crate::domain::wage_determination::{DeterminationRate, LeftOut, PublishedText};
use block::{Block, BlockReading};
use lines::Line;
use rate_line::RateLine;

/// Longest text that is read, in bytes. The longest decisions have some hundred thousand.
const LONGEST: usize = 2 << 20;

/// A determination as read.
#[derive(Clone, Debug, Default)]
pub struct WageText {
    /// Head, and what was not understood.
    pub text: PublishedText,
    /// The rates, in file order.
    pub rates: Vec<DeterminationRate>,
    /// Every line that holds anything, with its use, in file order.
    pub uses: Vec<(u32, LineUse)>,
}

/// Why a text is not read as a general wage determination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// A determination for service contracts.
    #[error(
        "this is a wage determination for service contracts (Service Contract Act); only general decisions for construction (Davis-Bacon) are read"
    )]
    ServiceContract,
    /// It does not begin like one.
    #[error("this is no general wage determination: no line says \"General Decision Number:\" with a number")]
    NoNumber,
    /// Longer than any decision.
    #[error("the text is longer than 2 MiB, which no general decision is")]
    TooLong,
    /// Several stand in one text.
    #[error("the text holds more than one general decision; give each its own file")]
    Several,
}

/// True if a text is, or claims to be, a wage determination as published.
pub fn is_published(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes)).to_lowercase();
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\u{feff}'));
    start.starts_with("general decision") || is_service(start)
}

fn is_service(lower: &str) -> bool {
    let register = lower.contains("register of wage determinations");
    let numbered = lower.contains("wage determination no") && lower.contains("wage and hour division");
    (register || numbered) && lower.contains("service contract act")
}

/// Text as the archive keeps it: UTF-8, or what Windows wrote before.
pub fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// Reads a text.
///
/// # Errors
/// Where the text is no general decision, or holds several.
pub fn read(text: &str) -> Result<WageText, NotRead> {
    if text.len() > LONGEST {
        return Err(NotRead::TooLong);
    }
    let lines = lines::lines(text);
    let mut read = WageText::default();
    let body = lines.iter().position(|l| source(l).is_some()).unwrap_or(lines.len());
    let (head, body) = lines.split_at(body);
    let uses = head::read(head, &mut read.text);
    if read.text.number.is_empty() {
        return Err(if is_service(&text.to_lowercase()) { NotRead::ServiceContract } else { NotRead::NoNumber });
    }
    let begins = lines.iter().map(|l| l.words().replace('"', "")).filter(|w| w.to_lowercase().starts_with("general decision"));
    if begins.filter_map(|w| w.split([' ', ':']).find_map(head::number)).any(|n| n != read.text.number) {
        return Err(NotRead::Several);
    }
    for (line, line_use) in head.iter().zip(uses) {
        read.account(line, line_use, "not understood in the head of the decision", false);
    }
    read.body(body);
    read.text.lines = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    read.uses.sort_by_key(|(line, _)| *line);
    read.text.left_out.sort_by_key(|l| l.line);
    Ok(read)
}

impl WageText {
    fn account(&mut self, line: &Line, line_use: LineUse, why: &'static str, among_rates: bool) {
        self.uses.push((line.number, line_use));
        if line_use == LineUse::LeftOut {
            self.text.left_out.push(LeftOut { line: line.number, text: line.words(), why, among_rates });
        }
    }

    fn body(&mut self, lines: &[Line]) {
        let mut block: Option<Block> = None;
        let mut closing = false;
        let mut ended = false;
        for line in lines {
            let opens = source(line).is_some();
            if opens || line.is_rule() || is_closing(line) {
                self.finish(block.take());
            }
            closing |= is_closing(line);
            ended |= line.words().to_uppercase().contains("END OF GENERAL DECISION");
            if is_page_mark(line) {
                self.account(line, LineUse::Closing, "", true);
            } else if closing {
                // Nothing in the closing words of a decision is a rate; what looks like one is named.
                let stray = opens || RateLine::read(&line.text).is_some();
                let line_use = if stray { LineUse::LeftOut } else { LineUse::Closing };
                self.account(line, line_use, "a rate below the closing words of the decision", true);
            } else if opens {
                self.account(line, LineUse::Source, "", true);
                block = Some(Block::default());
            } else if line.is_rule() {
                self.account(line, LineUse::Rule, "", true);
            } else if let Some(block) = &mut block {
                if is_column_heads(line) {
                    block.column_heads(line.clone());
                } else if let Some(rate) = RateLine::read(&line.text) {
                    block.rate(line.clone(), rate);
                } else {
                    block.words(line.clone());
                }
            } else {
                self.account(line, LineUse::LeftOut, "it stands between two blocks of rates", true);
            }
        }
        self.finish(block);
        if !ended {
            let line = lines.last().map_or(0, |l| l.number);
            let why = "the text breaks off before END OF GENERAL DECISION";
            self.text.left_out.push(LeftOut { line, text: String::new(), why, among_rates: true });
        }
    }

    fn finish(&mut self, block: Option<Block>) {
        let Some(block) = block.filter(|b| !b.is_empty()) else { return };
        let BlockReading { classes, unread, uses } = block.finish();
        for (line, line_use, why) in uses {
            self.account(&line, line_use, why, true);
        }
        self.text.unread.extend(unread);
        for class in classes {
            let RateLine::Read { base, fringe, .. } = class.rate else { continue };
            self.rates.push(DeterminationRate {
                classification: class.name,
                level: Level::Journeyworker,
                base,
                fringe: fringe.beside(base),
                from: None,
                until: None,
                area: class.area,
                beside: class.beside,
                row: class.line,
            });
        }
    }
}

/// The source identifier of a block: `CARP0051-001 09/01/2023`, a star before it where the last modification
/// changed it.
fn source(line: &Line) -> Option<&str> {
    let mut parts = line.text.trim().trim_start_matches(['*', ' ']).split_whitespace();
    let (id, date) = (parts.next()?, parts.next()?);
    let (letters, rest) = id.split_once('-')?;
    let letter_first = letters.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    let name = letters.len() >= 3 && letters.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let rest = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    (letter_first && name && rest && parts.next().is_none() && head::day(date).is_some()).then_some(id)
}

fn is_column_heads(line: &Line) -> bool {
    let words = line.words().to_lowercase();
    words == "rates fringes" || words == "rate fringes" || words == "rates fringe"
}

/// What a print of the page puts between the lines: its address, its number.
fn is_page_mark(line: &Line) -> bool {
    let words = line.words().to_lowercase();
    let numbers = |text: &str| text.split(['/', ' ']).all(|w| w == "of" || (!w.is_empty() && w.bytes().all(|b| b.is_ascii_digit())));
    let page = words.strip_prefix("page ").is_some_and(numbers);
    page || words.starts_with("https://sam.gov") || words.contains("| sam.gov") || words.ends_with(" sam.gov")
}

/// Where the words begin that close every decision.
fn is_closing(line: &Line) -> bool {
    let words = line.words();
    let upper = words.to_uppercase();
    let begins = [
        "UNLISTED CLASSIFICATIONS NEEDED",
        "NOTE: EXECUTIVE ORDER",
        "THE BODY OF EACH WAGE",
        "WAGE DETERMINATION APPEALS",
        "END OF GENERAL DECISION",
        "UNION RATE IDENTIFIERS",
        "** WORKERS IN THIS CLASSIFICATION",
    ];
    let welders = upper.starts_with("WELDERS") && upper.contains("RECEIVE RATE");
    welders || begins.iter().any(|b| upper.starts_with(b)) || (words.len() >= 20 && words.bytes().all(|b| b == b'='))
}

#[cfg(test)]
mod tests;
