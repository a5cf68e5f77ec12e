//! Which hours of a week are overtime and which are double time: the arithmetic alone.
//!
//! An hour is counted once. What is overtime by the day is not counted again toward the weekly number.

use crate::domain::quantity::{Exact, Hours, Rate};
use crate::rules::asks::Overtime as Rule;

/// What is due over the seven days of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Hours due the multiple, by day; those past the weekly number are on the days they were worked.
    pub overtime: [Hours; 7],
    /// Of them, those past the weekly number alone.
    pub weekly: Hours,
    /// Hours due twice the rate, by day.
    pub double: [Hours; 7],
    /// The seventh day was the seventh in a row.
    pub seventh: bool,
}

fn over(hours: Hours, number: Option<Hours>) -> Hours {
    number.map_or(Hours::ZERO, |number| (hours - number).max(Hours::ZERO))
}

impl Due {
    /// What a rule makes of the hours of each day.
    pub fn of(rule: &Rule, days: &[Hours; 7]) -> Self {
        let mut due = Self { seventh: rule.seventh_day && days.iter().all(|h| *h > Hours::ZERO), ..Self::default() };
        let mut regular = Hours::ZERO;
        for (day, &hours) in days.iter().enumerate() {
            if due.seventh && day == 6 {
                due.double[day] = if rule.double_daily_over.is_some() { over(hours, rule.daily_over) } else { Hours::ZERO };
                due.overtime[day] = hours - due.double[day];
                continue;
            }
            due.double[day] = over(hours, rule.double_daily_over);
            due.overtime[day] = over(hours - due.double[day], rule.daily_over);
            let rest = hours - due.double[day] - due.overtime[day];
            let before = (regular - rule.weekly_over).max(Hours::ZERO);
            regular += rest;
            let weekly = (regular - rule.weekly_over).max(Hours::ZERO) - before;
            due.weekly += weekly;
            due.overtime[day] += weekly;
        }
        due
    }

    /// Hours due the multiple or more.
    pub fn premium(&self) -> Hours {
        self.overtime.iter().chain(&self.double).copied().sum()
    }

    /// Hours due twice the rate.
    pub fn twice(&self) -> Hours {
        self.double.iter().copied().sum()
    }
}

/// Hours at a rate on a day; the day is 0 where only the week is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtRate {
    /// Day, 0 to 6.
    pub day: usize,
    /// Rate.
    pub rate: Rate,
    /// Hours.
    pub hours: Hours,
}

/// The pay, at the rate in effect, of some hours of each day: at least and at most, for within a day it is
/// not known which work came last. `wanted` are the hours of each day, of which only `unpaid` count.
pub fn at_rates_in_effect(worked: &[AtRate], wanted: &[Hours; 7], unpaid: Hours) -> (Exact, Exact) {
    let end = |lowest: bool| {
        let mut sorted: Vec<AtRate> = worked.to_vec();
        sorted.sort_by_key(|w| if lowest { w.rate.micros() } else { -w.rate.micros() });
        let mut left = *wanted;
        let mut taken: Vec<(Rate, Hours)> = Vec::new();
        for w in sorted {
            let hours = w.hours.min(left[w.day]);
            left[w.day] = left[w.day] - hours;
            taken.push((w.rate, hours));
        }
        let (mut left, mut pay) = (unpaid, Exact::ZERO);
        for (rate, hours) in taken {
            let hours = hours.min(left);
            left = left - hours;
            pay += rate * hours;
        }
        pay
    };
    (end(true), end(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::asks::RateBasis;
    use crate::rules::schedule::Schedule;

    fn hours(list: [i32; 7]) -> [Hours; 7] {
        list.map(Hours::whole)
    }

    fn california() -> Rule {
        Rule {
            weekly_over: Hours::whole(40),
            multiple_millionths: 1_500_000,
            damages_per_day: Schedule::default(),
            daily_over: Some(Hours::whole(8)),
            double_daily_over: Some(Hours::whole(12)),
            seventh_day: true,
            rate_basis: RateBasis::Weighted,
        }
    }

    #[test]
    fn a_day_of_fourteen_hours_has_four_of_overtime_and_two_of_double_time() {
        let due = Due::of(&california(), &hours([14, 8, 0, 0, 0, 0, 0]));
        assert_eq!((due.overtime[0], due.double[0], due.weekly), (Hours::whole(4), Hours::whole(2), Hours::ZERO));
    }

    #[test]
    fn what_is_overtime_by_the_day_is_not_counted_again_by_the_week() {
        // Five days of ten: two hours each by the day, 40 regular hours, nothing by the week.
        let due = Due::of(&california(), &hours([10, 10, 10, 10, 10, 0, 0]));
        assert_eq!((due.premium(), due.weekly), (Hours::whole(10), Hours::ZERO));
        // A sixth day of eight: all past forty regular hours.
        let due = Due::of(&california(), &hours([10, 10, 10, 10, 10, 8, 0]));
        assert_eq!((due.premium(), due.weekly, due.overtime[5]), (Hours::whole(18), Hours::whole(8), Hours::whole(8)));
    }

    #[test]
    fn the_seventh_day_in_a_row_is_overtime_from_its_first_hour() {
        let due = Due::of(&california(), &hours([4, 4, 4, 4, 4, 4, 10]));
        assert!(due.seventh);
        assert_eq!((due.overtime[6], due.double[6], due.weekly), (Hours::whole(8), Hours::whole(2), Hours::ZERO));
        assert!(!Due::of(&california(), &hours([4, 4, 4, 0, 4, 4, 10])).seventh);
    }

    #[test]
    fn the_rate_in_effect_is_that_of_the_hours_worked_last() {
        let (low, high) = (Rate::whole(20), Rate::whole(30));
        let worked = [
            AtRate { day: 0, rate: low, hours: Hours::whole(40) },
            AtRate { day: 5, rate: low, hours: Hours::whole(2) },
            AtRate { day: 5, rate: high, hours: Hours::whole(4) },
        ];
        let mut wanted = [Hours::ZERO; 7];
        wanted[5] = Hours::whole(6);
        // Every hour of the day is wanted: 2 × 20 + 4 × 30.
        assert_eq!(
            at_rates_in_effect(&worked, &wanted, Hours::whole(6)),
            (Exact::from_picos(160_000_000_000_000), Exact::from_picos(160_000_000_000_000))
        );
        // Four of six: 2 × 20 + 2 × 30 at least, 4 × 30 at most.
        wanted[5] = Hours::whole(4);
        let ends = at_rates_in_effect(&worked, &wanted, Hours::whole(4));
        assert_eq!(ends, (Exact::from_picos(100_000_000_000_000), Exact::from_picos(120_000_000_000_000)));
    }
}
