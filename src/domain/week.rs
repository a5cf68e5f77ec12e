//! Weeks and days. A week is named by the day it ends on; its days are the seven ending there.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The seven days of the week ending on `ending`, first day first.
pub fn days_of(ending: NaiveDate) -> [NaiveDate; 7] {
    std::array::from_fn(|i| ending.checked_sub_days(Days::new(6 - i as u64)).unwrap_or(ending))
}

/// The first and the last day of the week ending on `ending`.
pub fn span_of(ending: NaiveDate) -> (NaiveDate, NaiveDate) {
    (ending.checked_sub_days(Days::new(6)).unwrap_or(ending), ending)
}

/// Position (0 to 6) of a named weekday within the week that ends on `ending`.
pub fn position_of(weekday: Weekday, ending: NaiveDate) -> usize {
    let back = (ending.weekday().num_days_from_monday() + 7 - weekday.num_days_from_monday()) % 7;
    6 - back as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meaning_of_a_weekday_column_comes_from_the_week_ending_date() {
        let sunday = NaiveDate::from_ymd_opt(2024, 1, 7).unwrap();
        assert_eq!(position_of(Weekday::Sun, sunday), 6);
        assert_eq!(position_of(Weekday::Mon, sunday), 0);
        assert_eq!(days_of(sunday)[5].weekday(), Weekday::Sat);
        let saturday = NaiveDate::from_ymd_opt(2026, 1, 10).unwrap();
        assert_eq!(position_of(Weekday::Sun, saturday), 0);
        assert_eq!(days_of(saturday)[0], NaiveDate::from_ymd_opt(2026, 1, 4).unwrap());
    }
}
