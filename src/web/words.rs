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

/// A number with commas at the thousands, however it is held: `1,234.50`.
pub(super) fn grouped(number: impl std::fmt::Display) -> String {
    let number = number.to_string();
    let (sign, digits) = number.strip_prefix('-').map_or(("", number.as_str()), |rest| ("-", rest));
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut text = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// An amount of dollars as every page writes it: `$1,234.50`, and `-$80.50` where it is below nothing.
pub(super) fn dollars(amount: impl std::fmt::Display) -> String {
    let text = grouped(amount);
    text.strip_prefix('-').map_or_else(|| format!("${text}"), |rest| format!("-${rest}"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_commas_at_the_thousands_and_the_sign_before_the_dollar() {
        let all = ["1234567.50", "30069.60", "1000", "999.99", "120", "0.00", "-80.50", "-1234.50"];
        let shown = ["$1,234,567.50", "$30,069.60", "$1,000", "$999.99", "$120", "$0.00", "-$80.50", "-$1,234.50"];
        assert_eq!(all.map(dollars), shown);
        assert_eq!([grouped(5_000), grouped(12)], ["5,000", "12"]);
    }
}
