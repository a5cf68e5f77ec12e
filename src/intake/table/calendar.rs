//! Dates in headings and above tables: `03/15/2025`, `Mar 15, 2025`, `3/9`, a bare day of the month.
//!
//! Numeric dates are read month first, as payrolls in the United States write them.

use crate::intake::value::date::{from_serial as day_of_serial, from_text};
use chrono::NaiveDate;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What stands between the first and the last day of a period.
const BETWEEN: [&str; 6] = [" - ", " to ", "\u{2013}", " through ", " thru ", "-"];

/// A day as a heading gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayText {
    /// Year, month and day.
    Full(NaiveDate),
    /// Month and day.
    MonthDay(u32, u32),
    /// Day of the month.
    Day(u32),
}

/// A stored serial day as a date.
pub(super) fn from_serial(text: &str, from_1904: bool) -> Option<NaiveDate> {
    let whole: i64 = text.split('.').next()?.parse().ok()?;
    day_of_serial(whole.checked_mul(1_000_000)?, from_1904).ok()
}

/// Reads a date text; `None` if it is none, or a period.
pub(super) fn read(text: &str) -> Option<DayText> {
    let text = text.trim();
    if BETWEEN.iter().any(|b| b.len() > 1 && text.contains(b)) {
        return None;
    }
    if let Ok(date) = from_text(text) {
        return Some(DayText::Full(date));
    }
    let tokens: Vec<&str> = text.split([' ', '/', '-']).filter(|t| !t.is_empty()).collect();
    let number = |t: &str| (t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse::<u32>().ok()).flatten();
    match tokens.as_slice() {
        [a, b] => {
            let (month, day) = match (month_name(a), month_name(b)) {
                (Some(month), _) => (month, number(b)?),
                (_, Some(month)) => (month, number(a)?),
                _ => (number(a)?, number(b)?),
            };
            ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(DayText::MonthDay(month, day))
        }
        [day] => number(day).filter(|d| (1..=31).contains(d)).map(DayText::Day),
        _ => None,
    }
}

/// A complete date, or the later one of a week given as two dates (`3/9/2025 - 3/15/2025`).
pub(super) fn read_week_ending(text: &str) -> Option<NaiveDate> {
    if let Some(DayText::Full(date)) = read(text) {
        return Some(date);
    }
    for between in BETWEEN {
        if let Some((from, until)) = text.split_once(between)
            && let (Some(DayText::Full(from)), Some(DayText::Full(until))) = (read(from), read(until))
        {
            return (until - from == chrono::TimeDelta::days(6)).then_some(until);
        }
    }
    None
}

fn month_name(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    if lower.len() < 3 || !lower.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    MONTHS.iter().position(|m| lower.starts_with(m)).map(|i| i as u32 + 1)
}

/// True if the texts are days, at least five, each the day after the one before (a second run may follow).
pub(super) fn is_run_of_days(texts: &[String]) -> bool {
    let Some(days) = texts.iter().map(|t| read(t)).collect::<Option<Vec<_>>>() else { return false };
    let mut breaks = 0;
    for pair in days.windows(2) {
        if !follows(pair[0], pair[1]) {
            breaks += 1;
        }
    }
    days.len() >= 5 * (breaks + 1)
}

/// True if one day is the next after another, as far as the texts say.
pub(super) fn follows(before: DayText, after: DayText) -> bool {
    match (before, after) {
        (DayText::Full(a), DayText::Full(b)) => a.succ_opt() == Some(b),
        (DayText::MonthDay(m, d), DayText::MonthDay(n, e)) => {
            (m == n && e == d + 1) || ((n == m + 1 || (m == 12 && n == 1)) && e == 1 && d >= 28)
        }
        (DayText::Day(d), DayText::Day(e)) => e == d + 1 || (e == 1 && d >= 28),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn dates_as_payrolls_write_them() {
        for text in [
            "03/15/2025",
            "3/15/25",
            "2025-03-15",
            "2025-03-15T00:00:00",
            "2025-03-15 00:00:00",
            "March 15, 2025",
            "15-Mar-2025",
            "Mar 15 2025",
        ] {
            assert_eq!(read(text), Some(DayText::Full(day(2025, 3, 15))), "{text}");
        }
        assert_eq!(read("3/9"), Some(DayText::MonthDay(3, 9)));
        assert_eq!(read("9"), Some(DayText::Day(9)));
        for text in ["13/45/2025", "40.00", "Carpenter", "", "2025", "1.300.00"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_is_a_week_only_if_it_has_seven_days() {
        assert_eq!(read_week_ending("3/9/2025 - 3/15/2025"), Some(day(2025, 3, 15)));
        assert_eq!(read_week_ending("03/02/2025 to 03/15/2025"), None);
    }

    #[test]
    fn serials_are_days() {
        assert_eq!(from_serial("46032", false), Some(day(2026, 1, 10)));
        assert_eq!(from_serial("44570", true), Some(day(2026, 1, 10)));
        assert_eq!(from_serial("-1000000000000", false), None);
    }

    #[test]
    fn hours_are_no_run_of_days() {
        let texts = |list: &[&str]| list.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        assert!(is_run_of_days(&texts(&["28", "1", "2", "3", "4", "5", "6"])));
        assert!(is_run_of_days(&texts(&["3/9", "3/10", "3/11", "3/12", "3/13"])));
        assert!(!is_run_of_days(&texts(&["8", "8", "8", "8", "8", "0", "0"])));
        assert!(!is_run_of_days(&texts(&["8", "9", "10"])));
    }
}
