//! Days, places and counts as these pages write them.

use crate::domain::moment::Moment;
use crate::service::clock::day_of;
use chrono::{Days, NaiveDate};

/// A day in a sentence: `March 15, 2025`.
pub(in crate::web::pages) fn day(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}

/// The day of a moment: `March 15, 2025`.
pub(in crate::web::pages) fn day_of_moment(at: Moment) -> String {
    day(day_of(at))
}

/// A week by its first and last day: `Sunday March 9 to Saturday March 15, 2025`.
pub(in crate::web::pages) fn week(ending: NaiveDate) -> String {
    let first = ending.checked_sub_days(Days::new(6)).unwrap_or(ending);
    format!("{} to {}", first.format("%A %B %-d"), ending.format("%A %B %-d, %Y"))
}

/// So many of something: `1 row`, `3 rows`.
pub(in crate::web::pages) fn count(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// So many of something, of a list.
pub(in crate::web::pages) fn count_of(n: usize, one: &str, many: &str) -> String {
    count(n as u64, one, many)
}

/// A place in a page, of anything: letters, digits and hyphens.
pub(in crate::web::pages) fn anchor(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// The place of a cell in the page: `cell-Payroll-F12`.
pub(in crate::web::pages) fn cell_anchor(sheet: &str, letter: &str, row: u32) -> String {
    format!("cell-{}-{letter}{row}", anchor(sheet))
}

/// The place of a row in the page: `row-Payroll-12`.
pub(in crate::web::pages) fn row_anchor(sheet: &str, row: u32) -> String {
    format!("row-{}-{row}", anchor(sheet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_has_both_ends_and_a_cell_a_place() {
        assert_eq!(week("2025-03-15".parse().unwrap()), "Sunday March 9 to Saturday March 15, 2025");
        assert_eq!(cell_anchor("Week 12", "F", 12), "cell-Week-12-F12");
    }
}
