//! Sets of hours, each told by what must hold of an hour.

use super::signature::Test;
use crate::domain::payroll::Level;

/// A set of hours: every condition must hold.
#[derive(Clone, Debug, Default)]
pub struct Set {
    pub conditions: Vec<Condition>,
}

/// What must hold of an hour.
#[derive(Clone, Debug)]
pub enum Condition {
    /// It is of one of these levels.
    Levels(Vec<Level>),
    /// Of one of these trades, in lower case.
    Trades(Vec<String>),
    /// Of none of these trades.
    TradesNot(Vec<String>),
    /// A test of the worker holds.
    Holds(Test),
    /// A test of the worker does not hold.
    Lacks(Test),
}

/// One way in which an hour may be, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub struct Possible<'p> {
    /// Level.
    pub level: Option<Level>,
    /// Trade in lower case; empty where it is not known.
    pub trade: &'p str,
    /// Where the trade is not known: whether it is one that counts.
    pub trade_counts: bool,
    /// Questions answered yes.
    pub answers: u32,
}

impl Set {
    /// The same with one more condition.
    pub fn and(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// The same for some levels alone; all, if none is named.
    pub fn levels(self, levels: &[Level]) -> Self {
        if levels.is_empty() { self } else { self.and(Condition::Levels(levels.to_vec())) }
    }

    /// Whether an hour belongs.
    pub fn holds(&self, hour: &Possible<'_>) -> bool {
        let named = |trades: &[String]| trades.iter().any(|t| t == hour.trade);
        self.conditions.iter().all(|condition| match condition {
            Condition::Levels(levels) => hour.level.is_some_and(|l| levels.contains(&l)),
            Condition::Trades(trades) => {
                if hour.trade.is_empty() {
                    hour.trade_counts
                } else {
                    named(trades)
                }
            }
            Condition::TradesNot(trades) => {
                if hour.trade.is_empty() {
                    hour.trade_counts
                } else {
                    !named(trades)
                }
            }
            Condition::Holds(test) => test.holds(hour.answers),
            Condition::Lacks(test) => !test.holds(hour.answers),
        })
    }

    /// The questions it asks, as bits.
    pub fn asks(&self) -> u32 {
        self.conditions.iter().fold(0, |bits, condition| match condition {
            Condition::Holds(test) | Condition::Lacks(test) => bits | test.asks(),
            _ => bits,
        })
    }

    /// Whether a level decides.
    pub fn asks_level(&self) -> bool {
        self.conditions.iter().any(|c| matches!(c, Condition::Levels(_)))
    }

    /// Whether a trade decides.
    pub fn asks_trade(&self) -> bool {
        self.conditions.iter().any(|c| matches!(c, Condition::Trades(_) | Condition::TradesNot(_)))
    }
}
