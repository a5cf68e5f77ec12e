//! Days between two days, counted the two ways laws count them, and whether they are as many as asked.

use crate::domain::payroll::Fact;
use crate::domain::work_calendar::{business_days_after, is_business_day};
use crate::rules::asks::{ClockStep, Counting};
use chrono::NaiveDate;

/// Days from one day to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day not counted.
    pub exclusive: i64,
    /// Both ends counted.
    pub inclusive: i64,
}

impl Days {
    /// From `first` to `last`; below zero where `last` comes first.
    pub fn between(first: NaiveDate, last: NaiveDate, business: bool) -> Self {
        if last < first {
            let back = Self::between(last, first, business);
            return Self { exclusive: -back.exclusive, inclusive: -back.exclusive };
        }
        if business {
            let exclusive = business_days_after(first, last);
            Self { exclusive, inclusive: exclusive + i64::from(is_business_day(first)) }
        } else {
            let exclusive = (last - first).num_days();
            Self { exclusive, inclusive: exclusive + 1 }
        }
    }
}

/// Whether so many days are as many as a step asks; unknown where the way of counting decides and is not stated.
pub fn satisfied(days: Days, step: &ClockStep) -> Fact {
    let holds = |days: i64| {
        let enough = step.at_least.is_none_or(|s| days >= i64::from(s.days));
        enough && step.within.is_none_or(|s| days <= i64::from(s.days))
    };
    let fact = |yes: bool| if yes { Fact::Yes } else { Fact::No };
    match step.counting {
        Counting::Inclusive => fact(holds(days.inclusive)),
        Counting::Exclusive => fact(holds(days.exclusive)),
        Counting::NotStated if holds(days.inclusive) == holds(days.exclusive) => fact(holds(days.exclusive)),
        Counting::NotStated => Fact::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_both_ways() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let between = |a, b, business| {
            let days = Days::between(day(a), day(b), business);
            (days.exclusive, days.inclusive)
        };
        assert_eq!(between("2026-03-02", "2026-03-10", false), (8, 9));
        assert_eq!(between("2026-03-10", "2026-03-02", false), (-8, -8));
        // Monday 23 to Monday 30 November 2026, Thanksgiving between: 24, 25, 27, 30, and the 23rd itself.
        assert_eq!(between("2026-11-23", "2026-11-30", true), (4, 5));
        // A Saturday is no business day: counting it adds nothing.
        assert_eq!(between("2026-11-21", "2026-11-23", true), (1, 1));
    }
}
