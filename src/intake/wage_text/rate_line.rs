//! A line of rates: the end of a name, a dotted leader, dollars, fringe.

use super::amount::dollars;
use super::fringe::Fringe;
use crate::domain::quantity::Rate;

/// Rates above this are no wage of an hour: a day's pay, or a slip of the press.
const HIGHEST: i64 = 400_000_000;

/// What stands on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RateLine {
    /// A name, or the end of one, and a rate.
    Read {
        /// What stands before the leader.
        name: String,
        /// Basic hourly rate.
        base: Rate,
        /// Fringe.
        fringe: Fringe,
        /// A star stands beside the rate.
        starred: bool,
    },
    /// It looks like a rate and is not understood.
    Unsure {
        /// What stands before the leader.
        name: String,
        /// Why.
        why: &'static str,
    },
}

impl RateLine {
    /// Reads a line; `None` if it holds no rate. Dollars without a leader before them are a rate only where all
    /// of the line is one: a note may begin with `$2.00 per hour shall be paid`.
    pub fn read(line: &str) -> Option<Self> {
        let read = Self::of(line)?;
        let led = line.match_indices('.').any(|(at, _)| matches!(line.get(at + 1..at + 2), Some("." | "$")));
        (led || matches!(read, Self::Read { .. })).then_some(read)
    }

    fn of(line: &str) -> Option<Self> {
        let at = rate_at(line);
        let Some(at) = at else {
            let leader = line.find("....")?;
            let (before, after) = line.split_at(leader);
            let after = after.trim_matches(|c: char| c == '.' || c.is_whitespace());
            let name = tidy(before);
            return Some(Self::Unsure {
                name,
                why: if after.is_empty() { "no rate follows the leader" } else { "the rate has no dollar sign" },
            });
        };
        let (before, after) = line.split_at(at);
        let name = tidy(before);
        let after = after.strip_prefix('$').unwrap_or(after).trim();
        let end = after.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(after.len());
        let (figure, rest) = after.split_at(end);
        let Some(base) = dollars(figure) else { return Some(Self::Unsure { name, why: "the rate is no figure" }) };
        if base.micros() > HIGHEST {
            return Some(Self::Unsure { name, why: "the rate is no hour's wage" });
        }
        if base.is_zero() {
            return Some(Self::Unsure { name, why: "the rate is nothing" });
        }
        let starred = rest.trim_start().starts_with('*');
        let apart = starred || rest.is_empty() || rest.starts_with(char::is_whitespace);
        let fringe = Fringe::read(rest).filter(|_| apart);
        Some(match fringe {
            Some(fringe) if fringe.beside(base).micros() <= HIGHEST => Self::Read { name, base, fringe, starred },
            Some(_) => Self::Unsure { name, why: "the fringe is no hour's fringe" },
            None => Self::Unsure { name, why: "the fringe is not understood" },
        })
    }
}

/// Where the dollar sign of a rate stands: after a leader, after two blanks, or first on the line. A
/// dollar sign in a name (`Projects over $2 million`) has a word before it.
fn rate_at(line: &str) -> Option<usize> {
    let rate = |at: &usize| {
        let before = line.get(..*at).unwrap_or_default();
        before.trim().is_empty() || before.trim_end().ends_with("..") || before.ends_with('.') || before.ends_with("  ")
    };
    line.match_indices('$').map(|(at, _)| at).find(rate)
}

fn tidy(before: &str) -> String {
    before.trim_end_matches(|c: char| c == '.' || c.is_whitespace()).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (String, String, String, bool) {
        match RateLine::read(line) {
            Some(RateLine::Read { name, base, fringe, starred }) => (name, base.to_string(), fringe.beside(base).to_string(), starred),
            other => panic!("{line}: {other:?}"),
        }
    }

    fn words(name: &str, base: &str, fringe: &str, starred: bool) -> (String, String, String, bool) {
        (name.to_owned(), base.to_owned(), fringe.to_owned(), starred)
    }

    #[test]
    fn leaders_stars_and_formulas() {
        assert_eq!(read("CARPENTER........................$ 51.20            30.05"), words("CARPENTER", "51.20", "30.05", false));
        assert_eq!(read("     GROUP 1.....................$ 40.00       3%+29.77"), words("GROUP 1", "40.00", "30.97", false));
        assert_eq!(read("ROOFER...........................$ 14.50 **          0.00"), words("ROOFER", "14.50", "0.00", true));
        assert_eq!(read("ROOFER...........................$ 14.50**"), words("ROOFER", "14.50", "0.00", true));
        assert_eq!(read("Under 25 tons....$52.23  33.26"), words("Under 25 tons", "52.23", "33.26", false));
        assert_eq!(read("Projects over $2 million...$ 30.00   5.00"), words("Projects over $2 million", "30.00", "5.00", false));
        assert_eq!(read("     Fencing (Wood).$ 34.29   20.77"), words("Fencing (Wood)", "34.29", "20.77", false));
        assert_eq!(read("        $ 30.00   5.00"), words("", "30.00", "5.00", false));
    }

    #[test]
    fn what_looks_like_a_rate_and_is_none_says_why() {
        for (line, wanted) in [
            ("DIVER......................$ 557.44   8.47", "the rate is no hour's wage"),
            ("LABORER....................$ 23.38    1,315.00", "the fringe is no hour's fringe"),
            ("OILER......................$ 38.37  Employee...      9.50", "the fringe is not understood"),
            ("PAINTER....................$ see note", "the rate is no figure"),
            ("PAINTER....................  31.00   12.00", "the rate has no dollar sign"),
            ("PAINTER.....................", "no rate follows the leader"),
            ("PAINTER....................$ 3l.00   12.00", "the fringe is not understood"),
        ] {
            assert!(
                matches!(RateLine::read(line), Some(RateLine::Unsure { why, .. }) if why == wanted),
                "{line}: {:?}",
                RateLine::read(line)
            );
        }
        for line in [
            "CARPENTER",
            "Receives $5 more",
            "  $10.00 per hour shall be paid",
            "$1,000,000  e. more words",
            "a. Paid holidays... and more",
            "",
        ] {
            assert_eq!(RateLine::read(line), None, "{line}");
        }
    }
}
