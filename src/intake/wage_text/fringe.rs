//! The fringe column: an amount, a part of the basic rate, letters of footnotes, or a sum of these.

use super::amount::dollars;
use crate::domain::quantity::{MICROS, Rate};

/// A fringe as published: `3%+29.77+a`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fringe {
    /// The sum of the plain amounts.
    pub fixed: Rate,
    /// The part of the basic rate, in millionths: 3 % is 30,000.
    pub part_millionths: i64,
    /// Letters of footnotes, small: what they ask is not in cents.
    pub letters: Vec<char>,
    /// An amount, a part or a letter was there at all.
    pub given: bool,
}

impl Fringe {
    /// Reads the column; `None` if it says something else.
    pub fn read(text: &str) -> Option<Self> {
        let mut fringe = Self::default();
        let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
        if text.is_empty() {
            return Some(fringe);
        }
        for term in text.split(['+', '&']) {
            if fringe.add(term).is_none() {
                // A comma parts letters (`a,b`) and never amounts: 1,315.00 is a thousand and more.
                term.split(',').try_for_each(|letter| letter.bytes().all(|b| b.is_ascii_alphabetic()).then(|| fringe.add(letter))?)?;
            }
        }
        Some(fringe)
    }

    fn add(&mut self, term: &str) -> Option<()> {
        if let Some(percent) = term.strip_suffix('%') {
            // Four decimals of a percentage are six of a part.
            let micros = dollars(percent)?.micros();
            self.part_millionths = self.part_millionths.checked_add((micros % 100 == 0).then_some(micros / 100)?)?;
        } else if let [letter] = term.as_bytes()
            && letter.is_ascii_alphabetic()
        {
            self.letters.push(char::from(letter.to_ascii_lowercase()));
        } else {
            self.fixed += dollars(term.strip_prefix('$').unwrap_or(term))?;
        }
        self.given = true;
        Some(())
    }

    /// Dollars per hour beside a basic rate. A part that leaves more than six decimals is taken up to
    /// the next millionth: what is asked is never made less.
    pub fn beside(&self, base: Rate) -> Rate {
        let product = i128::from(base.micros()) * i128::from(self.part_millionths);
        let part = (product + i128::from(MICROS) - 1) / i128::from(MICROS);
        self.fixed + Rate::from_micros(i64::try_from(part).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(text: &str, base: &str) -> String {
        Fringe::read(text).unwrap().beside(dollars(base).unwrap()).to_string()
    }

    #[test]
    fn amounts_and_parts_of_the_basic_rate_add_up() {
        assert_eq!(beside("29.77", "50"), "29.77");
        // 3 % of 52.23 is 1.5669.
        assert_eq!(beside("3%+29.77", "52.23"), "31.3369");
        assert_eq!(beside("4.35 + 4.5%", "17.87"), "5.15415");
        assert_eq!(beside("8%+37.335+a+b", "50.00"), "41.335");
        assert_eq!(beside("", "50"), "0.00");
    }

    #[test]
    fn a_seventh_decimal_is_taken_up() {
        // 3.25 % of 38.375 is 1.2471875.
        assert_eq!(beside("3.25%", "38.375"), "1.247188");
    }

    #[test]
    fn letters_are_kept_and_other_words_are_not_understood() {
        assert_eq!(Fringe::read("31.81+A+b").unwrap().letters, ['a', 'b']);
        for text in ["See note", "9.5O", "3%%", "+", "12.00+", "5/8", "1.2.3", "Employee 9.50", "-1"] {
            assert_eq!(Fringe::read(text), None, "{text}");
        }
    }
}
