//! The time of day, as the service is told it. What is checked never asks it.

use crate::domain::moment::Moment;
use chrono::{DateTime, NaiveDate};
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// A clock: the machine's, or one that was set to a moment and goes on from there.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    System,
    Set { to: Moment, since: Instant },
    Standing(std::sync::Mutex<Moment>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Arc::new(Kind::System))
    }

    /// A clock set to a moment, going on from there: a demonstration's.
    pub fn set_to(to: Moment) -> Self {
        Self(Arc::new(Kind::Set { to, since: Instant::now() }))
    }

    /// A clock that stands until it is moved: a test's.
    pub fn standing_at(at: Moment) -> Self {
        Self(Arc::new(Kind::Standing(std::sync::Mutex::new(at))))
    }

    /// Moves a standing clock on; another clock goes by itself.
    pub fn move_by(&self, seconds: i64) {
        if let Kind::Standing(at) = &*self.0 {
            let mut at = at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *at = at.plus_seconds(seconds);
        }
    }

    /// This moment.
    #[expect(clippy::disallowed_methods, reason = "what is kept is dated; nothing that is checked comes here")]
    pub fn now(&self) -> Moment {
        let micros = |span: std::time::Duration| i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        match &*self.0 {
            Kind::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, micros);
                Moment::from_micros(since).unwrap_or(Moment::EPOCH)
            }
            Kind::Set { to, since } => Moment::from_micros(to.micros().saturating_add(micros(since.elapsed()))).unwrap_or(*to),
            Kind::Standing(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        }
    }

    /// This day, in UTC.
    pub fn today(&self) -> NaiveDate {
        day_of(self.now())
    }
}

/// The day of a moment, in UTC.
pub fn day_of(moment: Moment) -> NaiveDate {
    DateTime::from_timestamp_micros(moment.micros()).map_or(NaiveDate::MIN, |time| time.date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_clock_goes_on_and_a_standing_one_is_moved() {
        let noon = Moment::parse("2025-06-30T12:00:00.000000Z").unwrap();
        assert!(Clock::set_to(noon).now() >= noon);
        let standing = Clock::standing_at(noon);
        standing.move_by(86_400);
        assert_eq!(standing.today(), NaiveDate::from_ymd_opt(2025, 7, 1).unwrap());
    }
}
