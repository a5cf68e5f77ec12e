//! What a measure comes to at least and at most, over every way the unknowns may be.
//!
//! Each piece of hours contributes by itself, so the least of the sum is the sum of the least: the interval is
//! exact. Only where a capped credit makes a target the lesser of several sums may the high end be higher than
//! any one way reaches; then the answer is *cannot tell* where it might have been *not met*, never the reverse.

use super::measure::{Measure, Sum};
use super::sets::Possible;
use super::signature::Signature;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::Level;

/// Hours (or heads, in millionths) of which the same is known.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Which sets it can belong to at all, as bits.
    pub sets: u32,
    /// What is known.
    pub signature: Signature,
    /// How many, in millionths.
    pub amount: i64,
    /// Level; `None` if it is not known.
    pub level: Option<Level>,
    /// Trade; none if it is not known.
    pub trade: Sym,
    /// False where it may belong to another level or period.
    pub sure: bool,
    /// Rows beside them that do not say how many.
    pub without: u64,
}

impl Default for Piece {
    fn default() -> Self {
        Self { sets: u32::MAX, signature: Signature::default(), amount: 0, level: None, trade: Sym::NONE, sure: true, without: 0 }
    }
}

impl Piece {
    /// The same, counting toward a target and never among what it is counted out of.
    pub const fn toward_alone(self) -> Self {
        Self { sets: !2, ..self }
    }
    /// The same, among what a target is counted out of and never toward it.
    pub const fn whole_alone(self) -> Self {
        Self { sets: 2, ..self }
    }
}

/// What must be known about how many hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// By question: the hours whose answer would make a difference.
    pub questions: Vec<(u8, i64)>,
    /// Hours whose level would.
    pub level: i64,
    /// Hours whose trade would.
    pub trade: i64,
    /// Hours of which any of these is not known.
    pub total: i64,
}

/// Both ends, and what is known for certain.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Least the sum comes to, in millionths divided by the scale; the lesser of several sums.
    pub low: i128,
    /// Most it comes to.
    pub high: i128,
    /// Part and whole at the low end.
    pub low_ends: (i64, i64),
    /// Part and whole at the high end.
    pub high_ends: (i64, i64),
    /// Counted for certain.
    pub whole: i64,
    /// Counted for certain toward the target.
    pub part: i64,
    /// Counted, and not known whether toward the target.
    pub unknown: i64,
    /// Not known whether counted.
    pub perhaps: i64,
    /// What the sum comes to over all that is certain.
    pub certain: i128,
    /// Each credit and its cap, over all that is certain.
    pub credits: Vec<(i128, Option<i128>)>,
    /// Counted hours of workers whom the rule does not address.
    pub unaddressed: i64,
    /// By set of the measure: what belongs for certain, and what may.
    pub sets: Vec<(i64, i64)>,
    /// Rows that may count and do not say how much.
    pub without: u64,
    /// What is not known.
    pub open: Open,
    /// The smallest number of hours that would settle it favourably: a figure and its decimal places.
    pub settles: Option<(i128, usize)>,
    answer: Option<Outcome>,
}

impl Judged {
    /// Met if the low end suffices, not met if the high end does not.
    pub fn outcome(&self) -> Outcome {
        self.answer.unwrap_or(Outcome::NotApplicable)
    }
}

/// Judges pieces by a measure. `level` keeps to the hours of one level.
pub fn judge(measure: &Measure, pieces: &[Piece], level: Option<Level>, names: &Names) -> Judged {
    let mut judged = Judged::default();
    let sums = measure.sums.len();
    let mut ends: Vec<(i128, i128)> = measure.sums.iter().map(|s| (s.constant, s.constant)).collect();
    let mut certain: Vec<i128> = measure.sums.iter().map(|s| s.constant).collect();
    judged.credits = measure.credits.iter().map(|c| (c.uncapped.constant, c.cap.as_ref().map(|cap| cap.constant))).collect();
    judged.sets = vec![(0, 0); measure.sets.len()];
    // What an hour could add, by piece and sum: to find how few hours would settle it.
    let mut gains: Vec<(Vec<i128>, i64)> = Vec::new();
    for piece in pieces {
        let ways = Ways::of(measure, piece, level, names);
        let all = ways.patterns.iter().fold(u32::MAX, |all, p| all & p);
        let any = ways.patterns.iter().fold(0, |any, p| any | p);
        if any != 0 {
            judged.without += piece.without;
        }
        let amount = piece.amount;
        if amount == 0 {
            continue;
        }
        for (set, sum) in judged.sets.iter_mut().enumerate() {
            sum.0 += if all & (1 << set) != 0 { amount } else { 0 };
            sum.1 += if any & (1 << set) != 0 { amount } else { 0 };
        }
        let (part, whole) = (1, 2);
        if all & whole != 0 {
            judged.whole += amount;
            judged.unaddressed += if piece.signature.unaddressed() { amount } else { 0 };
        } else if any & whole != 0 {
            judged.perhaps += amount;
        }
        if all & part != 0 {
            judged.part += amount;
        } else if any & part != 0 && (all ^ any) & whole == 0 {
            judged.unknown += amount;
        }
        let mut gain = Vec::with_capacity(sums);
        for (at, sum) in measure.sums.iter().enumerate() {
            let mut values = ways.patterns.iter().map(|p| (worth(sum, *p), *p));
            let Some(first) = values.next() else { continue };
            let (low, high) = values.fold((first, first), |(low, high), v| (lower(low, v), higher(high, v)));
            ends[at].0 += low.0 * i128::from(amount);
            ends[at].1 += high.0 * i128::from(amount);
            certain[at] += worth(sum, all) * i128::from(amount);
            gain.push(high.0 - low.0);
            if at == 0 {
                let add = |ends: &mut (i64, i64), p: u32| {
                    ends.0 += if p & part != 0 { amount } else { 0 };
                    ends.1 += if p & whole != 0 { amount } else { 0 };
                };
                add(&mut judged.low_ends, low.1);
                add(&mut judged.high_ends, high.1);
            }
        }
        for (known, credit) in judged.credits.iter_mut().zip(&measure.credits) {
            known.0 += worth(&credit.uncapped, all) * i128::from(amount);
            if let (Some(known), Some(cap)) = (&mut known.1, &credit.cap) {
                *known += worth(cap, all) * i128::from(amount);
            }
        }
        if gain.iter().any(|g| *g != 0) {
            judged.open.add(&ways, amount);
            gains.push((gain, amount));
        }
    }
    judged.low = ends.iter().map(|e| e.0).min().unwrap_or(0);
    judged.high = ends.iter().map(|e| e.1).min().unwrap_or(0);
    judged.certain = certain.iter().copied().min().unwrap_or(0);
    let reached = |sum: i128| if measure.equal_or_more { sum >= 0 } else { sum > 0 };
    judged.answer = Some(if judged.whole == 0 && judged.perhaps == 0 {
        Outcome::NotApplicable
    } else if !reached(judged.high) {
        Outcome::NotMet
    } else if reached(judged.low) && judged.whole > 0 {
        Outcome::Met
    } else {
        Outcome::CannotTell
    });
    if judged.answer == Some(Outcome::CannotTell) {
        let lacking = ends.iter().map(|e| e.0).zip(0..).min().map_or(0, |(_, at)| at);
        judged.settles = settles(measure, judged.low, gains, lacking);
    }
    judged
}

/// What an hour that belongs to these sets is worth.
fn worth(sum: &Sum, pattern: u32) -> i128 {
    sum.terms.iter().filter(|(set, _)| pattern & (1 << set) != 0).map(|(_, worth)| worth).sum()
}

/// The lesser worth; of two alike the one that belongs to less.
fn lower(a: (i128, u32), b: (i128, u32)) -> (i128, u32) {
    if (b.0, b.1.count_ones()) < (a.0, a.1.count_ones()) { b } else { a }
}

fn higher(a: (i128, u32), b: (i128, u32)) -> (i128, u32) {
    if (b.0, b.1.count_ones()) > (a.0, a.1.count_ones()) { b } else { a }
}

/// The smallest number of hours that would lift the least sum to zero: those that lift it most come first.
fn settles(measure: &Measure, low: i128, gains: Vec<(Vec<i128>, i64)>, sum: usize) -> Option<(i128, usize)> {
    let mut gains: Vec<(i128, i64)> = gains.into_iter().filter_map(|(g, amount)| Some((g.get(sum).copied()?, amount))).collect();
    gains.sort_by(|a, b| b.cmp(a));
    let (mut lacking, mut hours) = (-low, 0_i128);
    for (gain, amount) in gains {
        if gain <= 0 || lacking <= 0 {
            break;
        }
        let whole = gain * i128::from(amount);
        if whole < lacking {
            (lacking, hours) = (lacking - whole, hours + i128::from(amount));
        } else if gain == measure.scale {
            return Some((hours * measure.scale + lacking, 6 + measure.places));
        } else {
            return Some((hours + (lacking + gain - 1) / gain, 6));
        }
    }
    None
}

/// Every way a piece may belong, as far as a measure asks.
struct Ways {
    /// Sets it belongs to, as bits, once for each way that differs.
    patterns: Vec<u32>,
    /// Questions whose answer makes a difference.
    questions: u32,
    level: bool,
    trade: bool,
}

/// With more open questions than this about one worker every membership is taken to be possible by itself.
const MOST_OPEN: u32 = 12;

impl Ways {
    fn of(measure: &Measure, piece: &Piece, level: Option<Level>, names: &Names) -> Self {
        let mut ways = Self { patterns: Vec::new(), questions: 0, level: false, trade: false };
        let open = piece.signature.open(measure.asks);
        let sets = measure.sets.len();
        if open.count_ones() > MOST_OPEN {
            ways.patterns = (0..1 << sets.min(6)).collect();
            ways.questions = open;
            return ways;
        }
        let levels: &[Option<Level>] = match piece.level {
            None if measure.asks_level => &[Some(Level::Journeyworker), Some(Level::Apprentice)],
            _ => &[piece.level],
        };
        let trade = if measure.asks_trade { names.text(piece.trade).to_lowercase() } else { String::new() };
        let trades: &[bool] = if measure.asks_trade && trade.is_empty() { &[false, true] } else { &[true] };
        let known = piece.signature.yes & !piece.signature.no;
        let bits: Vec<u32> = (0..32).filter(|b| open & (1 << b) != 0).collect();
        let mut tables: Vec<Vec<u32>> = Vec::new();
        for &of_level in levels {
            // Hours of another level do not count; of an unknown one they may ([`Piece::sure`]).
            let out = level.is_some() && of_level.is_some() && of_level != level;
            for &trade_counts in trades {
                let table = (0..1_u32 << bits.len()).map(|way| {
                    let more = bits.iter().enumerate().filter(|(i, _)| way & (1 << i) != 0).fold(0, |bits, (_, b)| bits | 1 << b);
                    let hour = Possible { level: of_level.or(level), trade: &trade, trade_counts, answers: known | more };
                    if out {
                        0
                    } else {
                        piece.sets & measure.sets.iter().enumerate().fold(0, |p, (i, set)| p | u32::from(set.holds(&hour)) << i)
                    }
                });
                tables.push(table.collect());
            }
        }
        for (i, bit) in bits.iter().enumerate() {
            let matters = |table: &Vec<u32>| table.iter().enumerate().any(|(way, p)| table.get(way ^ (1 << i)).is_some_and(|q| p != q));
            if tables.iter().any(matters) {
                ways.questions |= 1 << bit;
            }
        }
        let per_level = trades.len();
        ways.level = levels.len() > 1 && tables.first() != tables.get(per_level);
        ways.trade = trades.len() > 1 && tables.chunks(2).any(|pair| pair.first() != pair.get(1));
        ways.patterns = tables.into_iter().flatten().collect();
        if !piece.sure {
            ways.patterns.push(0);
        }
        ways.patterns.sort_unstable();
        ways.patterns.dedup();
        ways
    }
}

impl Open {
    fn add(&mut self, ways: &Ways, amount: i64) {
        for number in (0..32).filter(|n| ways.questions & (1 << n) != 0) {
            match self.questions.iter_mut().find(|(n, _)| *n == number) {
                Some((_, hours)) => *hours += amount,
                None => self.questions.push((number, amount)),
            }
        }
        self.level += if ways.level { amount } else { 0 };
        self.trade += if ways.trade { amount } else { 0 };
        self.total += if ways.level || ways.trade || ways.questions != 0 { amount } else { 0 };
    }
}
