//! One block of rates: a source identifier, the area, the rates with their names, and the notes below.
//!
//! Names nest by indentation, and long ones run over several lines. A line that touches a rate below it is
//! the beginning of its name where it stands as deep or deeper, and a heading over it where it stands less deep.

use super::lines::{Line, LineUse};
use super::note::{self, Kind, Note};
use super::rate_line::RateLine;
use crate::domain::wage_determination::{UnreadClass, lines_in_words};
use std::collections::BTreeMap;

/// A rate and what is known of it so far.
struct Found {
    name: String,
    line: Line,
    area: Option<String>,
    rate: RateLine,
    /// Why its name is not certain.
    unsure: Option<&'static str>,
}

/// A class that was read whole, before footnotes.
#[derive(Debug)]
pub struct ReadClass {
    /// Full name, headings first: `POWER EQUIPMENT OPERATOR: GROUP 1`.
    pub name: String,
    /// Area over it.
    pub area: Option<String>,
    /// The rate line as read.
    pub rate: RateLine,
    /// What is asked beside the amounts.
    pub beside: Vec<String>,
    /// Line of the rate.
    pub line: u32,
}

/// What a block came to.
#[derive(Debug, Default)]
pub struct BlockReading {
    /// Classes read whole.
    pub classes: Vec<ReadClass>,
    /// Classes not understood.
    pub unread: Vec<UnreadClass>,
    /// Every line with its use, and why where it was left out.
    pub uses: Vec<(Line, LineUse, &'static str)>,
}

/// A block as it is read.
#[derive(Default)]
pub struct Block {
    area: Option<String>,
    /// Headings that stand over the next rate, outermost first, with their indentation.
    headings: Vec<(usize, String)>,
    /// Lines not yet settled.
    pending: Vec<Line>,
    notes: Vec<Note>,
    found: Vec<Found>,
    /// The letters fringes of the block refer to.
    letters: Vec<char>,
    uses: Vec<(Line, LineUse, &'static str)>,
}

/// No block has more than this, in bytes of notes for every class, of one name, of one area, and in rates. What
/// goes beyond is not understood, and is not copied to every class.
const MOST_NOTES: usize = 8_000;
const LONGEST_NAME: usize = 1_500;
const LONGEST_AREA: usize = 8_000;
const MOST_RATES: usize = 1_000;
const BESIDE_RATES: &str = "not understood; it stands among the rates of its block";

impl Block {
    /// Takes `Rates  Fringes`: what stands before it is the area.
    pub fn column_heads(&mut self, line: Line) {
        let pending = std::mem::take(&mut self.pending);
        let notes = note::notes(pending, &self.letters);
        // Above the first rates everything but a note on pay is the area. Below rates a definition is one, unless a
        // short one (`ZONE 2: Hill County`) stands right over the next column heads.
        let first_rates = self.found.is_empty();
        let last = notes.len().saturating_sub(1);
        let names_area = |(at, n): (usize, &Note)| match n.kind {
            Kind::Unknown | Kind::Plain => true,
            Kind::Definition => first_rates || (at == last && n.lines.len() <= 2),
            _ => false,
        };
        let first = notes.iter().enumerate().rposition(|n| !names_area(n)).map_or(0, |at| at + 1);
        let mut area = Vec::new();
        let long = notes.iter().skip(first).flat_map(|n| &n.lines).map(|l| l.text.len()).sum::<usize>() > LONGEST_AREA;
        for (at, note) in notes.into_iter().enumerate() {
            if at < first || long {
                self.notes.push(note);
            } else {
                area.push(note.words());
                self.uses.extend(note.lines.into_iter().map(|l| (l, LineUse::Area, "")));
            }
        }
        let area = area.join(" ");
        if !area.is_empty() || !self.found.is_empty() {
            self.area = (!area.is_empty()).then_some(area);
        }
        self.headings.clear();
        self.uses.push((line, LineUse::ColumnHeads, ""));
    }

    /// Takes a line of words.
    pub fn words(&mut self, line: Line) {
        if let Some(Found { rate: RateLine::Read { fringe, .. }, .. }) = self.found.last_mut()
            && self.pending.is_empty()
            && !line.after_blank
            && !fringe.given
            && line.text.contains(|c: char| c.is_ascii_digit())
            && let Some(read) = super::fringe::Fringe::read(line.text.trim())
        {
            // A long formula runs over to the next line.
            for letter in read.letters.iter().filter(|l| !self.letters.contains(l)).copied().collect::<Vec<_>>() {
                self.letters.push(letter);
            }
            *fringe = read;
            self.uses.push((line, LineUse::Rate, ""));
            return;
        }
        self.pending.push(line);
    }

    /// Takes a line of rates.
    pub fn rate(&mut self, line: Line, rate: RateLine) {
        let (RateLine::Read { name: end, .. } | RateLine::Unsure { name: end, .. }) = &rate;
        let beginning = self.settle(&line);
        let mut unsure = None;
        let end = [beginning.as_slice(), std::slice::from_ref(end)].concat().join(" ");
        self.headings.retain(|(indent, _)| *indent < line.indent);
        let mut name: Vec<String> = self.headings.iter().map(|(_, text)| text.clone()).collect();
        let open = self.headings.last().is_some_and(|(_, text)| text.matches('(').count() > text.matches(')').count());
        if self.headings.is_empty() && (note::is_label(&end.to_uppercase()) || end.starts_with('(')) {
            unsure = Some("it stands under no heading; the indentation of the text is lost");
        }
        let end = tidy(&end);
        if !end.is_empty() {
            name.push(end);
        }
        if open {
            // A heading whose bracket closes only here was the beginning of this name alone.
            self.headings.pop();
        }
        let mut name = name.join(": ");
        if name.len() > LONGEST_NAME {
            name = name.chars().take(LONGEST_NAME / 4).collect();
            unsure = Some("its name is longer than any");
        } else if name.is_empty() {
            unsure = Some("no name stands before the rate");
        }
        if let RateLine::Read { fringe, .. } = &rate {
            for letter in &fringe.letters {
                if !self.letters.contains(letter) {
                    self.letters.push(*letter);
                }
            }
        }
        self.found.push(Found { name, line, area: self.area.clone(), rate, unsure });
    }

    /// Parts what stands before a rate into headings (kept), the beginning of its name (returned) and notes.
    fn settle(&mut self, rate: &Line) -> Vec<String> {
        let mut pending = std::mem::take(&mut self.pending);
        let touching = if rate.after_blank {
            Vec::new()
        } else {
            let from = pending.iter().rposition(|l| l.after_blank).unwrap_or(0);
            pending.split_off(from)
        };
        for note in note::notes(pending, &self.letters) {
            let may_head = matches!(note.kind, Kind::Unknown | Kind::Plain) || (note.kind == Kind::Definition && self.found.is_empty());
            let heading = may_head && note.lines.len() <= 2 && note.lines.iter().all(|l| l.indent < rate.indent);
            if heading { self.heading(note.lines) } else { self.notes.push(note) }
        }
        let footnote = touching
            .first()
            .is_some_and(|l| matches!(note::notes(vec![l.clone()], &self.letters).first(), Some(n) if matches!(n.kind, Kind::Footnote(_))));
        if footnote && !self.found.is_empty() {
            self.notes.extend(note::notes(touching, &self.letters));
            return Vec::new();
        }
        let deep = touching.iter().rposition(|l| l.indent < rate.indent).map_or(0, |at| at + 1);
        let mut headings = touching;
        let beginning = headings.split_off(deep);
        self.heading(headings);
        let words = beginning.iter().map(Line::words).collect();
        self.uses.extend(beginning.into_iter().map(|l| (l, LineUse::Name, "")));
        words
    }

    /// Keeps headings; lines equally deep are one heading that runs over.
    fn heading(&mut self, lines: Vec<Line>) {
        let mut fresh: Option<usize> = None;
        for line in lines {
            let words = tidy(&line.words());
            match self.headings.last_mut() {
                Some((indent, text)) if fresh == Some(line.indent) && *indent == line.indent => *text = tidy(&format!("{text} {words}")),
                _ => {
                    self.headings.retain(|(indent, _)| *indent < line.indent);
                    self.headings.push((line.indent, words));
                }
            }
            fresh = Some(line.indent);
            self.uses.push((line, LineUse::Name, ""));
        }
    }

    /// The block is over.
    pub fn finish(mut self) -> BlockReading {
        let pending = std::mem::take(&mut self.pending);
        self.notes.extend(note::notes(pending, &self.letters));
        let mut reading = BlockReading { uses: self.uses, ..BlockReading::default() };
        let mut doubtful: Vec<u32> = Vec::new();
        let mut per_day = false;
        for note in &self.notes {
            per_day |= note.kind == Kind::PerDay;
            if note.kind == Kind::Unknown {
                doubtful.extend(note.lines.iter().map(|l| l.number));
            }
            let why = match note.kind {
                Kind::PerDay => "the rates are for a day, not for an hour",
                Kind::Unknown => BESIDE_RATES,
                _ => "",
            };
            reading.uses.extend(note.lines.iter().map(|l| (l.clone(), note.kind.line_use(), why)));
        }
        let mut for_all: Vec<String> = self.notes.iter().filter(|n| matches!(n.kind, Kind::Addition)).map(Note::words).collect();
        for_all.extend(whole_block_footnotes(&self.notes));
        let by_letter = footnotes(&self.notes);
        let bytes = for_all.iter().chain(by_letter.values()).map(String::len).sum::<usize>();
        let crowded = bytes > MOST_NOTES || self.found.len() > MOST_RATES;
        let doubt = lines_in_words(&doubtful);
        for found in self.found {
            let mut why = found.unsure.map(str::to_owned);
            let mut beside = Vec::new();
            match &found.rate {
                RateLine::Unsure { why: reason, .. } => why = Some((*reason).to_owned()),
                RateLine::Read { fringe, starred, .. } => {
                    for letter in &fringe.letters {
                        match by_letter.get(letter) {
                            Some(text) if crowded || beside.contains(text) => {}
                            Some(text) => beside.push(text.clone()),
                            None => why = Some(format!("footnote {letter} of its fringe is not in its block")),
                        }
                    }
                    if *starred {
                        beside.push("a star: a higher minimum wage may hold under an Executive Order".to_owned());
                    }
                }
            }
            if crowded {
                beside.clear();
                why = Some("its block holds more than a block of rates has".to_owned());
            } else if per_day {
                why = Some("the rates of its block are for a day, not for an hour".to_owned());
            } else if why.is_none() && !doubtful.is_empty() {
                why = Some(format!("{doubt} of its block is not understood"));
            }
            if !crowded {
                beside.extend(for_all.iter().cloned());
            }
            let line = found.line.number;
            let sure = why.is_none();
            let left_out =
                if matches!(found.rate, RateLine::Unsure { .. }) || found.unsure.is_some() { LineUse::LeftOut } else { LineUse::Rate };
            let said = match (&found.rate, found.unsure) {
                (RateLine::Unsure { why, .. }, _) => why,
                (_, unsure) => unsure.unwrap_or(""),
            };
            reading.uses.push((found.line, left_out, said));
            match why {
                Some(why) => reading.unread.push(UnreadClass { classification: found.name, line, why: format!("line {line}: {why}") }),
                None if sure => reading.classes.push(ReadClass { name: found.name, area: found.area, rate: found.rate, beside, line }),
                None => {}
            }
        }
        reading
    }

    /// True before anything was taken.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty() && self.pending.is_empty() && self.uses.is_empty()
    }
}

/// The words of footnotes by their letter; of two with one letter the first.
fn footnotes(notes: &[Note]) -> BTreeMap<char, String> {
    let mut found = BTreeMap::new();
    for note in notes {
        if let Kind::Footnote(Some(letter)) = note.kind {
            found.entry(letter).or_insert_with(|| format!("footnote {}", note.words()));
        }
    }
    found
}

/// Footnotes without a letter speak of every class of their block; the bare heading `FOOTNOTES:` says nothing.
fn whole_block_footnotes(notes: &[Note]) -> impl Iterator<Item = String> {
    let plain = notes.iter().filter(|n| n.kind == Kind::Footnote(None)).map(Note::words);
    plain.filter(|w| !w.trim_end_matches([':', '.']).to_uppercase().trim_end_matches('S').ends_with("FOOTNOTE"))
}

fn tidy(text: &str) -> String {
    text.trim_start_matches(['*', ' ']).trim_end_matches([':', '.', ' ', '-', '*']).split_whitespace().collect::<Vec<_>>().join(" ")
}
