//! An apprenticeship programme: how many apprentices it allows, and what each of its periods is paid.

use super::share::Share;

/// So many to so many: `1:3` is one apprentice to three journeyworkers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Apprentices.
    pub apprentices: u32,
    /// Journeyworkers, at least one.
    pub journeyworkers: u32,
}

impl Ratio {
    /// `1:3`; both whole, the second not zero.
    pub fn parse(text: &str) -> Option<Self> {
        let (apprentices, journeyworkers) = text.split_once(':')?;
        let whole = |t: &str| if t.bytes().all(|b| b.is_ascii_digit()) { t.parse::<u16>().ok().map(u32::from) } else { None };
        let ratio = Self { apprentices: whole(apprentices)?, journeyworkers: whole(journeyworkers)? };
        (ratio.journeyworkers > 0).then_some(ratio)
    }

    /// Whole apprentices that so many journeyworkers allow.
    pub fn allowed_by(self, journeyworkers: u64) -> u64 {
        journeyworkers * u64::from(self.apprentices) / u64::from(self.journeyworkers)
    }
}

impl std::fmt::Display for Ratio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.apprentices, self.journeyworkers)
    }
}

/// What a programme says of its apprentices' fringe benefits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprenticeFringe {
    /// The journeyworker's, in full.
    Full,
    /// An amount of the programme's own, which the project file does not give.
    ByProgram,
}

/// One programme for one trade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apprenticeship {
    /// Its name.
    pub program: String,
    /// Trade or classification, as payrolls name it.
    pub trade: String,
    /// The most apprentices it allows, if known.
    pub ratio: Option<Ratio>,
    /// Part of the journeyworker's basic rate, period by period, the first period first.
    pub steps: Vec<Share>,
    /// Fringe benefits; `None` if not known.
    pub fringe: Option<ApprenticeFringe>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_allows_whole_apprentices_only() {
        let ratio = Ratio::parse("1:3").unwrap();
        let allowed: Vec<u64> = (0..8).map(|j| ratio.allowed_by(j)).collect();
        assert_eq!(allowed, [0, 0, 0, 1, 1, 1, 2, 2]);
        assert_eq!(Ratio::parse("2:3").unwrap().allowed_by(2), 1);
        for odd in ["", "1", "1:0", "1:", ":3", "1:-3", "1.5:3", "1:3:5", "+1:3"] {
            assert_eq!(Ratio::parse(odd), None, "{odd}");
        }
    }
}
