//! Business days: every day but weekends and federal holidays (5 U.S.C. 6103).
//!
//! A holiday on a Saturday is observed the Friday before, on a Sunday the Monday after (5 U.S.C. 6103(b);
//! Executive Order 11582). Inauguration Day, which only the Washington area observes, is not among them.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// True on a day that is neither weekend nor an observed federal holiday.
pub fn is_business_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && holiday_observed(day).is_none()
}

/// Business days after `first` up to and including `last`.
pub fn business_days_after(first: NaiveDate, last: NaiveDate) -> i64 {
    first.iter_days().skip(1).take_while(|day| *day <= last).filter(|day| is_business_day(*day)).count() as i64
}

/// The name of the federal holiday observed on a day.
pub fn holiday_observed(day: NaiveDate) -> Option<&'static str> {
    let from = |d: Option<NaiveDate>| d.and_then(holiday);
    match day.weekday() {
        Weekday::Sat | Weekday::Sun => None,
        Weekday::Fri => holiday(day).or_else(|| from(day.checked_add_days(Days::new(1)))),
        Weekday::Mon => holiday(day).or_else(|| from(day.checked_sub_days(Days::new(1)))),
        _ => holiday(day),
    }
}

/// The federal holiday that falls on a day.
fn holiday(day: NaiveDate) -> Option<&'static str> {
    let nth = (day.day() - 1) / 7 + 1;
    let last = day.day() + 7 > 31;
    match (day.month(), day.day(), day.weekday()) {
        (1, 1, _) => Some("New Year's Day"),
        (1, _, Weekday::Mon) if nth == 3 => Some("Birthday of Martin Luther King, Jr."),
        (2, _, Weekday::Mon) if nth == 3 => Some("Washington's Birthday"),
        (5, _, Weekday::Mon) if last => Some("Memorial Day"),
        // Public Law 117-17 of 17 June 2021.
        (6, 19, _) if day.year() >= 2021 => Some("Juneteenth"),
        (7, 4, _) => Some("Independence Day"),
        (9, _, Weekday::Mon) if nth == 1 => Some("Labor Day"),
        (10, _, Weekday::Mon) if nth == 2 => Some("Columbus Day"),
        (11, 11, _) => Some("Veterans Day"),
        (11, _, Weekday::Thu) if nth == 4 => Some("Thanksgiving Day"),
        (12, 25, _) => Some("Christmas Day"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The schedule the Office of Personnel Management publishes for 2026 and the turns of 2021 and 2022.
    #[test]
    fn the_holidays_of_a_year_are_those_of_the_law() {
        let year: Vec<String> =
            day("2026-01-01").iter_days().take(365).filter(|d| holiday_observed(*d).is_some()).map(|d| d.to_string()).collect();
        assert_eq!(
            year,
            [
                "2026-01-01",
                "2026-01-19",
                "2026-02-16",
                "2026-05-25",
                "2026-06-19",
                "2026-07-03",
                "2026-09-07",
                "2026-10-12",
                "2026-11-11",
                "2026-11-26",
                "2026-12-25"
            ]
        );
        // New Year's Day of 2022 was a Saturday, Juneteenth of 2022 a Sunday, and 2020 had no Juneteenth.
        assert_eq!(holiday_observed(day("2021-12-31")), Some("New Year's Day"));
        assert_eq!(holiday_observed(day("2022-06-20")), Some("Juneteenth"));
        assert_eq!(holiday_observed(day("2021-06-18")), Some("Juneteenth"));
        assert_eq!(holiday_observed(day("2020-06-19")), None);
        assert_eq!(holiday_observed(day("2026-11-19")), None);
    }

    #[test]
    fn thanksgiving_and_juneteenth_are_skipped() {
        // Tue 24, Wed 25, [Thu 26], Fri 27, [weekend], Mon 30 November 2026: four after Monday 23.
        assert_eq!(business_days_after(day("2026-11-23"), day("2026-11-30")), 4);
        // Friday 19 June 2026 is one: Thu 18, then Mon 22.
        assert_eq!(business_days_after(day("2026-06-17"), day("2026-06-22")), 2);
        assert_eq!(business_days_after(day("2026-06-22"), day("2026-06-17")), 0);
    }
}
