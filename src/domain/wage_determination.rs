//! The wage determination: the lowest pay for each classification on a project.

use super::payroll::Level;
use super::quantity::Rate;
use super::wage_area::WageArea;
use chrono::NaiveDate;

/// One rate of a wage determination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeterminationRate {
    /// Work classification as published.
    pub classification: String,
    /// Level the rate is for.
    pub level: Level,
    /// Basic hourly rate.
    pub base: Rate,
    /// Fringe benefits per hour.
    pub fringe: Rate,
    /// First day of the rate, if the file dates it.
    pub from: Option<NaiveDate>,
    /// Last day of the rate.
    pub until: Option<NaiveDate>,
    /// Area, if the file names one.
    pub area: Option<String>,
    /// What the determination asks beside the two amounts and does not say in cents, each in its own
    /// words: paid holidays of a footnote, additions for some work.
    pub beside: Vec<String>,
    /// Row of the file it was read from.
    pub row: u32,
}

/// A wage determination as it binds a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WageDetermination {
    /// Number, for example `MA20260001`.
    pub id: String,
    /// Modification number.
    pub modification: u32,
    /// First day it binds this project.
    pub from: Option<NaiveDate>,
    /// Last day it binds this project.
    pub until: Option<NaiveDate>,
    /// SHA-256 of the file it was read from.
    pub sha256: String,
    /// Its rates, in file order.
    pub rates: Vec<DeterminationRate>,
    /// The day this modification was published, where that is known.
    pub published_on: Option<NaiveDate>,
    /// Issued for this project alone. Such a determination runs out; a general one holds until it is
    /// revised.
    pub for_project: bool,
    /// What the text says beside its rates, where it was read from a text as published.
    pub text: Option<PublishedText>,
}

/// One row of the table of modifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modification {
    /// Its number; the decision as first issued is 0.
    pub number: u32,
    /// The day it was published.
    pub published_on: NaiveDate,
}

/// A general decision as published, beside its rates: its head, and what of it was not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedText {
    /// Number, for example `MA20260001`.
    pub number: String,
    /// Date beside the number.
    pub date: Option<NaiveDate>,
    /// The decision it takes the place of.
    pub supersedes: Option<String>,
    /// State, as written.
    pub state: String,
    /// Types of construction, as written.
    pub construction: String,
    /// The counties it covers.
    pub area: WageArea,
    /// Its modifications, in order of the table.
    pub modifications: Vec<Modification>,
    /// Classifications whose rate could not be read for certain.
    pub unread: Vec<UnreadClass>,
    /// Lines that were not understood.
    pub left_out: Vec<LeftOut>,
    /// Lines that hold anything.
    pub lines: u32,
}

/// A classification that is published and whose rate was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadClass {
    /// As far as its name could be read.
    pub classification: String,
    /// Line of its rate, from 1.
    pub line: u32,
    /// Why, naming the lines it rests on.
    pub why: String,
}

/// A line that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Line, from 1.
    pub line: u32,
    /// As written, blanks put together.
    pub text: String,
    /// Why.
    pub why: &'static str,
    /// It stands among the rates, so that a classification may hide in it.
    pub among_rates: bool,
}

impl PublishedText {
    /// Lines among the rates that were not understood: a classification that is not found may stand there.
    pub fn lines_among_rates(&self) -> Vec<u32> {
        self.left_out.iter().filter(|l| l.among_rates).map(|l| l.line).collect()
    }
}

/// Runs of lines that are named; of more, only how many.
const RUNS: usize = 12;

/// `line 12`, `lines 12, 14 to 16`; of very many the first.
pub fn lines_in_words(lines: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &line in lines {
        match runs.last_mut() {
            Some((_, last)) if *last == line || *last + 1 == line => *last = line,
            _ => runs.push((line, line)),
        }
    }
    let more = runs.len().saturating_sub(RUNS);
    runs.truncate(RUNS);
    let mut words: Vec<String> = runs.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a} to {b}") }).collect();
    if more > 0 {
        words.push(format!("and {more} more places"));
    }
    match lines {
        [_] => format!("line {}", words.concat()),
        _ => format!("lines {}", words.join(", ")),
    }
}

/// Spelling differences that do not make another classification: letter case, spaces, hyphens.
pub fn classification_key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
