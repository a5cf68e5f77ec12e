//! Shares of hours or heads, compared exactly and with honest unknowns.
//!
//! A share is never a rounded percentage: `group ≥ share × total` is decided by cross-multiplication.
//! What is not known about a worker is an interval: the low end counts every unknown hour as no, the
//! high end as yes.

use super::outcome::Outcome;
use super::quantity::plain;
use std::fmt;

/// A target share, in millionths: 51 % is 510,000.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u32);

impl Share {
    /// From millionths of the whole; above one whole there is no share.
    pub fn from_millionths(value: u32) -> Option<Self> {
        (value <= 1_000_000).then_some(Self(value))
    }
    /// Millionths of the whole.
    pub const fn millionths(self) -> u32 {
        self.0
    }
    /// As a percentage in plain digits: `51`, `7.5`.
    pub fn percent(self) -> String {
        let text = plain(i128::from(self.0), 4);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
    /// `part ≥ self × whole`, exactly.
    pub fn reached_by(self, part: i64, whole: i64) -> bool {
        i128::from(part) * 1_000_000 >= i128::from(self.0) * i128::from(whole)
    }
    /// `self × whole`, the amount needed, in the unit of `whole` times a million.
    pub fn of(self, whole: i64) -> i128 {
        i128::from(self.0) * i128::from(whole)
    }
}
impl fmt::Display for Share {
    /// As a fraction of one: `0.51`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(i128::from(self.0), 6))
    }
}
impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.percent())
    }
}

/// What is known of a group's part in a whole, in any one unit (millionths of hours, or heads).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The whole: everything that counts.
    pub whole: i64,
    /// Known to belong to the group.
    pub yes: i64,
    /// Not known either way.
    pub unknown: i64,
}

impl Tally {
    /// `Met` if the known part suffices, `NotMet` if it would fail even were every unknown counted,
    /// else `CannotTell`; `NotApplicable` where there is nothing to share.
    pub fn against(self, target: Share) -> Outcome {
        if self.whole == 0 {
            Outcome::NotApplicable
        } else if target.reached_by(self.yes, self.whole) {
            Outcome::Met
        } else if !target.reached_by(self.yes + self.unknown, self.whole) {
            Outcome::NotMet
        } else {
            Outcome::CannotTell
        }
    }
}

/// `part / whole` in plain digits to four places, rounded down so that a share just short of its
/// target never prints as the target. For showing only; nothing is decided on it.
pub fn shown(part: i64, whole: i64) -> String {
    shown_ratio(i128::from(part), i128::from(whole))
}

/// The same of larger figures.
pub fn shown_ratio(part: i128, whole: i128) -> String {
    if whole == 0 {
        return "0.00".to_owned();
    }
    plain(part * 10_000 / whole, 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(whole: i64, yes: i64, unknown: i64) -> Tally {
        Tally { whole, yes, unknown }
    }

    #[test]
    fn exactly_the_share_is_met_and_one_millionth_less_is_not() {
        let half = Share::from_millionths(510_000).unwrap();
        assert_eq!(tally(1_000_000, 510_000, 0).against(half), Outcome::Met);
        assert_eq!(tally(1_000_000, 509_999, 0).against(half), Outcome::NotMet);
    }

    #[test]
    fn unknown_hours_straddling_the_target_cannot_be_told() {
        let forty = Share::from_millionths(400_000).unwrap();
        assert_eq!(tally(600, 230, 40).against(forty), Outcome::CannotTell);
        assert_eq!(tally(600, 230, 9).against(forty), Outcome::NotMet);
    }

    #[test]
    fn a_share_just_short_never_prints_as_its_target() {
        assert_eq!(shown(5_099_999, 10_000_000), "0.5099");
        assert_eq!(shown(480, 1000), "0.48");
    }
}
