//! Dollars as a wage determination prints them.

use crate::domain::quantity::{MICROS, Rate};

/// A figure in plain digits, thousands set apart or not, at most six decimals.
pub fn dollars(text: &str) -> Option<Rate> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || (!first.is_empty() && first.len() <= 3 && rest.iter().all(|g| g.len() == 3));
    let whole = format!("{first}{}", rest.concat());
    if !grouped || !digits(&whole) || !digits(decimals) || decimals.len() > 6 || (whole.is_empty() && decimals.is_empty()) {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let micros: i64 = format!("{decimals:0<6}").parse().ok()?;
    whole.checked_mul(MICROS)?.checked_add(micros).map(Rate::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_exact_or_not_read() {
        for (text, read) in [("61.19", "61.19"), (".50", "0.50"), ("1,234.5", "1234.50"), ("38.435", "38.435"), ("7", "7.00")] {
            assert_eq!(dollars(text).unwrap().to_string(), read);
        }
        for text in ["", ".", "1,23.00", "1.2.3", "12a", "-4", "1.0000001", "99999999999999999999"] {
            assert_eq!(dollars(text), None, "{text}");
        }
    }
}
