//! Text of a cell: one form for letters that look alike, and a word on letters that hide.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Outer blanks off, inner runs of blanks to one, letters composed (NFC): `José` is one name however it
/// was typed.
pub fn tidy(text: &str) -> std::borrow::Cow<'_, str> {
    use std::borrow::Cow;
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
    if trimmed.is_ascii() {
        let bytes = trimmed.as_bytes();
        if !bytes.windows(2).any(|w| w == b"  ") && !bytes.iter().any(|b| matches!(b, b'\t' | b'\n' | b'\r')) {
            return Cow::Borrowed(trimmed);
        }
    } else if is_nfc(trimmed) && !trimmed.contains(|c: char| c != ' ' && c.is_whitespace()) && !trimmed.contains("  ") {
        return Cow::Borrowed(trimmed);
    }
    let mut out = String::with_capacity(trimmed.len());
    let mut blank = false;
    for c in trimmed.nfc() {
        if c.is_whitespace() || c == '\u{a0}' {
            blank = true;
        } else {
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The text without outer blanks. Nearly every cell begins and ends with a letter or figure, which is seen
/// without looking at characters one by one.
#[inline]
pub fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// The code of the note a text deserves, if one.
pub fn suspicious(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    if text.contains(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')) {
        return Some("text.bidi_control");
    }
    if text.contains(|c| matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\u{180e}')) {
        return Some("text.invisible");
    }
    let latin = text.chars().any(|c| c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}'));
    let lookalike =
        text.chars().any(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{530}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}'));
    (latin && lookalike).then_some("text.mixed_script")
}

/// True if a text deserves no word: no full Social Security number in it, no letters that hide.
pub fn is_plain(text: &str) -> bool {
    !holds_full_ssn(text) && suspicious(text).is_none()
}

/// True if a full Social Security number stands in the text: three, two and four digits divided by
/// dashes, blanks or dots.
pub fn holds_full_ssn(text: &str) -> bool {
    let b = text.as_bytes();
    if b.len() < 11 {
        return false;
    }
    let divides = |b: u8| matches!(b, b'-' | b' ' | b'.');
    (0..=b.len() - 11).any(|i| {
        divides(b[i + 3])
            && divides(b[i + 6])
            && b[i..i + 3].iter().all(u8::is_ascii_digit)
            && b[i + 4..i + 6].iter().all(u8::is_ascii_digit)
            && b[i + 7..i + 11].iter().all(u8::is_ascii_digit)
            && (i == 0 || !b[i - 1].is_ascii_digit())
            && b.get(i + 11).is_none_or(|n| !n.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_two_forms_is_one_text() {
        assert_eq!(tidy("Jose\u{301} Nu\u{301}n\u{303}ez"), tidy("José Núñez"));
        assert_eq!(tidy("  Ana \n Example\u{a0}"), "Ana Example");
    }

    #[test]
    fn letters_that_hide_are_named() {
        assert_eq!(suspicious("Ana\u{202e}elpmaxE"), Some("text.bidi_control"));
        assert_eq!(suspicious("An\u{430} Ex\u{430}mple"), Some("text.mixed_script"));
        assert_eq!(suspicious("Li\u{200b}u Wei"), Some("text.invisible"));
        assert_eq!(suspicious("José Núñez"), None);
        assert_eq!(suspicious("Иван"), None);
    }

    #[test]
    fn full_social_security_numbers_are_found_wherever_they_stand() {
        for text in ["000-12-3456", "000 12 3456", "Ana Example 000-12-3456", "ssn:000-12-3456."] {
            assert!(holds_full_ssn(text), "{text}");
        }
        for text in ["XXX-XX-1234", "2026-01-10", "617-555-0100", "1000-12-34567", "8.5 12.25 40"] {
            assert!(!holds_full_ssn(text), "{text}");
        }
    }
}
