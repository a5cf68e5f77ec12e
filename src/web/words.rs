//! Words and days as every page writes them.

use crate::domain::moment::Moment;
use crate::service::clock::day_of;
use chrono::{DateTime, NaiveDate};

/// A day in a sentence: `March 15, 2025`.
pub(super) fn long(day: &NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}

/// A day in a row of days of one year: `Mar 15`.
pub(super) fn short(day: &NaiveDate) -> String {
    day.format("%b %-d").to_string()
}

/// A moment: `March 25, 2025, 14:22 UTC`.
pub(super) fn moment(at: &Moment) -> String {
    let time = DateTime::from_timestamp_micros(at.micros()).map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
    format!("{}, {time} UTC", long(&day_of(*at)))
}

/// So many of something: `1 day`, `3 days`.
pub(super) fn count(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// So many of something, however a template holds the figure.
pub(super) fn count_of(n: impl std::fmt::Display, one: &str, many: &str) -> String {
    let n = n.to_string();
    if n == "1" { format!("1 {one}") } else { format!("{n} {many}") }
}

/// What happened, by the word of the audit log.
pub(super) fn happened(action: &str) -> &str {
    match action {
        "certified" => "signed",
        "withdrawn" => "took back",
        "moved" => "began to move",
        "approved" => "approved, for the main contractor,",
        "checked" => "checked",
        other => other,
    }
}
