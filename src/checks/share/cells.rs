//! What is gathered while lines go by: hours, or heads, of one project, employer, trade, level and period, by
//! signature.

use super::judge::Piece;
use super::signature::Signature;
use crate::checks::row_ranges::RowRanges;
use crate::domain::hours_to_date::PartToDate;
use crate::domain::names::Sym;
use crate::domain::payroll::Level;
use crate::domain::place::RowRef;
use chrono::{Datelike, NaiveDate};
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// The part of time a cell holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// All of it.
    #[default]
    All,
    /// The week ending on a day.
    Week(NaiveDate),
    /// A calendar year.
    Year(i32),
    /// A week that ends in this year and began in the one before; the days are not given.
    AroundNewYear(i32),
    /// Lines that name no week.
    Unknown,
}

impl Period {
    /// The calendar year of a week, where it lies in one.
    pub fn year_of_week(first: NaiveDate, last: NaiveDate) -> Self {
        if first.year() == last.year() { Self::Year(last.year()) } else { Self::AroundNewYear(last.year()) }
    }
}

/// What is kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Key {
    /// Project.
    pub project: Sym,
    /// Employer, where a rule asks.
    pub contractor: Sym,
    /// Trade, where a rule asks.
    pub trade: Sym,
    /// Level, always.
    pub level: Option<Level>,
    /// Period.
    pub period: Period,
}

/// Hours of one signature, in millionths.
#[derive(Clone, Copy, Debug, Default)]
struct Chunk {
    signature: Signature,
    all: i64,
    straight: i64,
    /// Lines without hours, or, of heads, lines without a worker.
    without: u64,
}

impl Chunk {
    fn piece(self, key: Key, sure: bool, straight: bool) -> Piece {
        Piece {
            signature: self.signature,
            amount: if straight { self.straight } else { self.all },
            level: key.level,
            trade: key.trade,
            sure,
            without: self.without,
            ..Piece::default()
        }
    }
}

/// One cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    chunks: Vec<Chunk>,
    last: usize,
    noted: RowRef,
    heads: HashMap<Sym, Signature, foldhash::fast::FixedState>,
    /// Hours of earlier weeks; false where they may not belong.
    earlier: Vec<(Chunk, bool)>,
    /// Heads of earlier weeks would count, and are not known.
    pub heads_before: bool,
    /// Hires and openings, each by itself.
    pieces: Vec<Piece>,
    /// The last week ending.
    pub latest: Option<NaiveDate>,
    /// The rows.
    pub rows: RowRanges,
}

impl Cell {
    /// Notes a line's row and week.
    #[inline]
    pub fn note(&mut self, at: RowRef, week_ending: Option<NaiveDate>) {
        if self.noted != at {
            self.rows.add(at);
            self.noted = at;
        }
        self.latest = self.latest.max(week_ending);
    }

    fn chunk(&mut self, signature: Signature) -> &mut Chunk {
        let is_it = |c: &Chunk| c.signature == signature;
        if !self.chunks.get(self.last).is_some_and(is_it) {
            self.last = self.chunks.iter().position(is_it).unwrap_or_else(|| {
                self.chunks.push(Chunk { signature, ..Chunk::default() });
                self.chunks.len() - 1
            });
        }
        &mut self.chunks[self.last]
    }

    /// Adds hours, in millionths.
    #[inline]
    pub fn add(&mut self, signature: Signature, all: i64, straight: i64) {
        let chunk = self.chunk(signature);
        chunk.all += all;
        chunk.straight += straight;
    }

    /// Adds a line that does not give what is counted.
    pub fn add_without(&mut self, signature: Signature) {
        self.chunk(signature).without += 1;
    }

    /// Adds a head; a worker counts once.
    pub fn add_head(&mut self, worker: Sym, signature: Signature) {
        let known = self.heads.entry(worker).or_insert(signature);
        *known = known.said_by_both(signature);
    }

    /// Adds hours of earlier weeks, or notes that there were heads.
    pub fn add_earlier(&mut self, signature: Signature, part: &PartToDate, sure: bool, heads: bool) {
        if heads {
            self.heads_before = true;
        } else {
            let (all, straight) = (part.hours.micros(), part.straight.micros());
            self.earlier.push((Chunk { signature, all, straight, without: part.without_hours }, sure));
        }
    }

    /// Whether it is of the files, and not of earlier weeks alone.
    pub fn in_hand(&self) -> bool {
        let of_files = !(self.chunks.is_empty() && self.heads.is_empty() && self.pieces.is_empty());
        of_files || (self.earlier.is_empty() && !self.heads_before)
    }

    /// Adds a hire or openings.
    pub fn add_piece(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    /// The hours as pieces to be judged.
    pub fn pieces(&self, key: Key, sure: bool, straight: bool) -> impl Iterator<Item = Piece> {
        let hours = self.chunks.iter().map(move |c| c.piece(key, sure, straight));
        let hours = hours.chain(self.earlier(key, sure, straight));
        hours.chain(self.pieces.iter().map(move |p| Piece { sure: p.sure && sure, ..*p }))
    }

    /// The hours of earlier weeks alone.
    pub fn earlier(&self, key: Key, sure: bool, straight: bool) -> impl Iterator<Item = Piece> {
        self.earlier.iter().map(move |(c, belongs)| c.piece(key, sure && *belongs, straight))
    }
}

/// The heads of several cells as pieces, each worker once.
pub fn heads<'c>(cells: impl Iterator<Item = (Key, &'c Cell, bool)>) -> Vec<Piece> {
    let mut workers: BTreeMap<usize, Piece> = BTreeMap::new();
    let mut pieces = Vec::new();
    for (key, cell, sure) in cells {
        pieces.extend(cell.pieces(key, sure, false).filter(|p| p.without > 0));
        for (worker, signature) in &cell.heads {
            let head = Piece {
                signature: *signature,
                amount: crate::domain::quantity::MICROS,
                level: key.level,
                trade: key.trade,
                sure,
                ..Piece::default()
            };
            workers
                .entry(worker.index())
                .and_modify(|known| {
                    known.signature = known.signature.said_by_both(*signature);
                    known.sure |= sure;
                    // A worker of two levels or trades is of neither for certain.
                    known.level = known.level.filter(|l| Some(*l) == key.level);
                    known.trade = if known.trade == key.trade { known.trade } else { Sym::NONE };
                })
                .or_insert(head);
        }
    }
    pieces.extend(workers.into_values());
    pieces
}
