//! What is known of a worker, as far as a rule asks: one bit for yes and one for no per question.

use crate::domain::attribute::Attribute;
use crate::domain::payroll::Fact;
use crate::rules::groups::Membership;

/// A question about one worker on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether an attribute holds.
    Has(Attribute),
    /// Whether the ZIP code of residence stands in a list of the policy.
    LivesIn(usize),
    /// Whether the trade stands in a list of the policy.
    TradeIn(usize),
}

/// More questions than any rule asks; a signature has bits for so many.
pub const MOST_QUESTIONS: usize = 31;

/// The questions of a clause (and of the versions it may give way to), each with its number.
#[derive(Clone, Debug, Default)]
pub struct Questions(pub Vec<Question>);

impl Questions {
    fn number(&mut self, question: Question) -> u8 {
        let at = self.0.iter().position(|q| *q == question).unwrap_or_else(|| {
            self.0.push(question);
            self.0.len() - 1
        });
        at as u8
    }

    /// A membership in terms of the questions.
    pub fn test(&mut self, membership: &Membership) -> Test {
        let mut all = |parts: &[Membership]| parts.iter().map(|p| self.test(p)).collect();
        match membership {
            Membership::Has(attribute) => Test::Question(self.number(Question::Has(*attribute))),
            Membership::LivesIn(list) => Test::Question(self.number(Question::LivesIn(*list))),
            Membership::TradeIn(list) => Test::Question(self.number(Question::TradeIn(*list))),
            Membership::All(parts) => Test::All(all(parts)),
            Membership::Any(parts) => Test::Any(all(parts)),
        }
    }
}

/// Membership as a test of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The answer to a question is yes.
    Question(u8),
    /// Every one of these.
    All(Vec<Test>),
    /// At least one of these.
    Any(Vec<Test>),
}

impl Test {
    /// Whether it holds where the answers are these (a bit set for yes).
    pub fn holds(&self, answers: u32) -> bool {
        match self {
            Self::Question(n) => answers & (1 << n) != 0,
            Self::All(parts) => parts.iter().all(|p| p.holds(answers)),
            Self::Any(parts) => parts.iter().any(|p| p.holds(answers)),
        }
    }

    /// The questions it asks, as bits.
    pub fn asks(&self) -> u32 {
        match self {
            Self::Question(n) => 1 << n,
            Self::All(parts) | Self::Any(parts) => parts.iter().fold(0, |bits, p| bits | p.asks()),
        }
    }
}

/// Answers to the questions: yes, no, or (neither bit) not known. Both bits are a contradiction, which is not
/// known either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Bits of questions answered yes.
    pub yes: u32,
    /// Bits of questions answered no.
    pub no: u32,
}

/// Set among the bits for no: the worker is non-binary and the rule says women.
const UNADDRESSED: u32 = 1 << MOST_QUESTIONS;

impl Signature {
    /// Answers one question.
    pub fn answer(&mut self, number: usize, fact: Fact) {
        match fact {
            Fact::Yes => self.yes |= 1 << number,
            Fact::No => self.no |= 1 << number,
            Fact::Unknown => {}
        }
    }
    /// Notes that a rule about women does not address the worker.
    pub fn set_unaddressed(&mut self) {
        self.no |= UNADDRESSED;
    }
    /// Whether a rule about women does not address the worker.
    pub const fn unaddressed(self) -> bool {
        self.no & UNADDRESSED != 0
    }
    /// The questions among these that are not answered for certain.
    pub const fn open(self, asked: u32) -> u32 {
        asked & !(self.yes ^ self.no)
    }
    /// What holds on every one of two days: answers that differ are not known.
    pub const fn on_both(self, other: Self) -> Self {
        Self { yes: self.yes & other.yes, no: self.no & other.no }
    }
    /// What two lines about one worker say together.
    pub const fn said_by_both(self, other: Self) -> Self {
        Self { yes: self.yes | other.yes, no: self.no | other.no }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_differ_are_unknown_and_lines_that_differ_contradict_each_other() {
        let (mut yes, mut no) = (Signature::default(), Signature::default());
        yes.answer(3, Fact::Yes);
        no.answer(3, Fact::No);
        assert_eq!(yes.on_both(no).open(1 << 3), 1 << 3);
        assert_eq!(yes.said_by_both(no).open(1 << 3), 1 << 3);
        assert_eq!(yes.said_by_both(Signature::default()).open(1 << 3), 0, "a blank contradicts nothing");
        assert_eq!(yes.on_both(Signature::default()).open(1 << 3), 1 << 3, "a day without an answer has none");
    }
}
