//! An instant, given from outside: the house reads no clock of its own.
//!
//! Microseconds since 1970-01-01T00:00:00Z, the finest step both databases keep. Written in UTC with six
//! places, so that texts sort as the instants do.

use chrono::{DateTime, SecondsFormat};
use std::fmt;

/// An instant to the microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(i64);

impl Moment {
    /// The beginning of 1970.
    pub const EPOCH: Self = Self(0);

    /// From microseconds since 1970; `None` outside the years 0 to 9999, which have no four-digit text.
    pub fn from_micros(micros: i64) -> Option<Self> {
        const FIRST: i64 = -62_167_219_200_000_000;
        const LAST: i64 = 253_402_300_799_999_999;
        (FIRST..=LAST).contains(&micros).then_some(Self(micros))
    }

    /// Microseconds since 1970.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// From its text, `2025-06-30T12:00:00.000000Z`, exactly as it is written.
    pub fn parse(text: &str) -> Option<Self> {
        let read = DateTime::parse_from_rfc3339(text).ok()?;
        let moment = Self::from_micros(read.timestamp_micros())?;
        (moment.to_string() == text).then_some(moment)
    }

    /// So many seconds later, or earlier; it stops at the ends of the range.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let micros = self.0.saturating_add(seconds.saturating_mul(1_000_000));
        Self::from_micros(micros).unwrap_or(self)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(time) = DateTime::from_timestamp_micros(self.0) else { return write!(f, "{} µs", self.0) };
        f.write_str(&time.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_one_way_and_read_back() {
        // 2025-06-30 is day 20,269 of the epoch: 55 years, 14 of them leap, and 180 days into 2025.
        let noon = Moment::from_micros((20_269 * 86_400 + 43_200) * 1_000_000 + 5).unwrap();
        assert_eq!(noon.to_string(), "2025-06-30T12:00:00.000005Z");
        assert_eq!(Moment::parse("2025-06-30T12:00:00.000005Z"), Some(noon));
        for other in ["2025-06-30T12:00:00.000005+00:00", "2025-06-30T12:00:00Z", "2025-06-30", "10000-01-01T00:00:00.000000Z"] {
            assert_eq!(Moment::parse(other), None, "{other}");
        }
        assert_eq!(noon.plus_seconds(60).micros() - noon.micros(), 60_000_000);
        assert_eq!(Moment::from_micros(i64::MAX), None);
    }
}
