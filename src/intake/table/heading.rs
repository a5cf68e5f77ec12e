//! Headings made comparable: letter case, spaces, punctuation and a form's column numbers do not count.

use unicode_normalization::UnicodeNormalization;

/// The key of a heading: its letters and digits in lower case, with `#` as `no` and `&` as `and`.
///
/// `ST Hours`, `st_hours` and `St. hours ` have the key `sthours`.
pub(crate) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.nfkc() {
        match c {
            '#' => key.push_str("no"),
            '&' => key.push_str("and"),
            c if c.is_alphanumeric() => key.extend(c.to_lowercase()),
            _ => {}
        }
    }
    key
}

/// The column number a form prints before a heading (`(5)`, `6A`, `1B.`), and the heading without it.
pub(crate) fn split_number(text: &str) -> (Option<String>, &str) {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let open = text.strip_prefix('(').unwrap_or(text);
    let bracketed = open.len() != text.len();
    let digits = open.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 2 {
        return (None, text);
    }
    let mut end = digits;
    if open[end..].starts_with(|c: char| matches!(c, 'A'..='E' | 'a'..='e')) {
        end += 1;
    }
    let number = open[..end].to_lowercase();
    let mut rest = &open[end..];
    if bracketed {
        match rest.strip_prefix(')') {
            Some(after) => rest = after,
            None => return (None, text),
        }
    }
    let rest_marked = rest.trim_start_matches(['.', ':', ')', '-']);
    let apart = rest_marked.is_empty() || rest_marked.starts_with(char::is_whitespace) || bracketed;
    if !apart {
        return (None, text);
    }
    (Some(number), rest_marked.trim_start())
}

/// The heading without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|&c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// The keys a heading may be known under, the closest first.
pub(crate) fn keys(text: &str) -> Vec<String> {
    let (_, bare) = split_number(text);
    let mut keys: Vec<String> = Vec::with_capacity(4);
    for candidate in [key(text), key(bare), key(&without_brackets(text)), key(&without_brackets(bare))] {
        if !candidate.is_empty() && !keys.contains(&candidate) {
            keys.push(candidate);
        }
    }
    keys
}

/// True for text that reads as a number, money or a date: no heading, but perhaps a day's date.
pub(crate) fn looks_numeric(text: &str) -> bool {
    let text = text.trim();
    text.bytes().any(|b| b.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '$' | '-' | '+' | '/' | ':' | '%' | ' ' | '(' | ')'))
        && split_number(text).0.is_none_or(|_| !text.starts_with('('))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_that_does_not_count() {
        for text in ["ST Hours", "st_hours", " St. Hours\u{a0}", "ST\nHOURS", "\u{feff}ST hours", "(ST) Hours:"] {
            assert_eq!(key(text), "sthours", "{text:?}");
        }
        assert_eq!(key("File #"), "fileno");
        assert_eq!(key("2OT_rate"), "2otrate");
    }

    #[test]
    fn a_forms_column_number_is_split_off_and_a_heading_that_begins_with_a_digit_is_not() {
        assert_eq!(split_number("6A Hourly Wage Rate"), (Some("6a".into()), "Hourly Wage Rate"));
        assert_eq!(split_number("(5)"), (Some("5".into()), ""));
        assert_eq!(split_number("(3) Work Classification"), (Some("3".into()), "Work Classification"));
        assert_eq!(split_number("1B. Last Name"), (Some("1b".into()), "Last Name"));
        assert_eq!(split_number("2OT_rate"), (None, "2OT_rate"));
        assert_eq!(split_number("2025 total"), (None, "2025 total"));
    }

    #[test]
    fn a_remark_in_brackets_does_not_hide_the_heading() {
        assert!(keys("Hourly Base Wage (B)").contains(&"hourlybasewage".to_owned()));
        assert!(keys("4. Hours (each day)").contains(&"hours".to_owned()));
    }

    #[test]
    fn numbers_and_dates_are_no_headings() {
        for text in ["8", "40.00", "$1,227.56", "3/9/2025", "2025-03-09", "63.00/120.00"] {
            assert!(looks_numeric(text), "{text}");
        }
        for text in ["(5)", "6A", "W0417", "ST", ""] {
            assert!(!looks_numeric(text), "{text}");
        }
    }
}
