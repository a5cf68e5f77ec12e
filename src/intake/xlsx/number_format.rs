//! What a number format makes of a number: a date, a clock time, other digits, or nothing new.

use crate::intake::batch::NumberFormat;

/// A format every workbook has without writing it down. Ids 27 to 36 and 50 to 58 are East Asian dates.
pub(super) fn built_in(id: u32) -> NumberFormat {
    match id {
        14..=17 | 22 | 27..=36 | 50..=58 => NumberFormat::Date,
        18..=21 | 45..=47 => NumberFormat::Time,
        _ => NumberFormat::Plain,
    }
}

/// What one section of a format holds.
#[derive(Clone, Copy, Default)]
struct Section {
    /// `0`, `#`, `?`, `@`, `General`: the number itself is printed.
    prints: bool,
    /// `y`, `d`.
    day: bool,
    /// `m`: a month, or minutes beside hours or seconds.
    m: bool,
    /// `h`, `s`, `[h]`, `AM/PM`.
    clock: bool,
    /// A literal digit: the reader of the sheet sees a digit that is not of the number.
    digit: bool,
    /// A trailing comma: thousands are cut off.
    scaled: bool,
    /// `[>=100]`: holds for some numbers only.
    condition: bool,
}

/// What a format code makes of a number. The first section speaks for positive numbers, the second for
/// negative ones, the third for zero.
pub(super) fn classify(code: &str) -> NumberFormat {
    let sections = sections(code);
    let first = sections.first().copied().unwrap_or_default();
    if first.day || (first.m && !first.clock) {
        return NumberFormat::Date;
    }
    if first.clock {
        return NumberFormat::Time;
    }
    let hides = !first.prints && !first.condition && !code.trim().is_empty();
    let misprints = |s: &Section| s.digit || s.scaled;
    if hides || sections.iter().take(3).any(misprints) { NumberFormat::Disguise } else { NumberFormat::Plain }
}

fn sections(code: &str) -> Vec<Section> {
    let mut done = Vec::new();
    let mut now = Section::default();
    // A comma after a placeholder scales unless another placeholder follows.
    let (mut after_placeholder, mut comma, mut fraction) = (false, false, false);
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        let was_placeholder = std::mem::take(&mut after_placeholder);
        match c {
            ';' => {
                now.scaled |= std::mem::take(&mut comma);
                done.push(std::mem::take(&mut now));
                fraction = false;
            }
            '"' => {
                let inside = rest.get(1..).unwrap_or_default();
                let text = inside.split('"').next().unwrap_or_default();
                now.digit |= text.contains(|c: char| c.is_ascii_digit());
                length = (text.len() + 2).min(rest.len());
            }
            '\\' | '_' | '*' => {
                let next = rest.chars().nth(1);
                now.digit |= c == '\\' && next.is_some_and(|n| n.is_ascii_digit());
                length += next.map_or(0, char::len_utf8);
            }
            '[' => {
                let text = rest.get(1..).and_then(|r| r.split(']').next()).unwrap_or_default();
                bracket(text, &mut now);
                length = (text.len() + 2).min(rest.len());
            }
            '0' | '#' | '?' => {
                now.prints = true;
                after_placeholder = true;
                comma = false;
            }
            ',' => comma |= was_placeholder || comma,
            '.' => now.scaled |= std::mem::take(&mut comma),
            '@' => now.prints = true,
            '/' => fraction = true,
            '1'..='9' => now.digit |= !fraction,
            'y' | 'Y' | 'd' | 'D' => now.day = true,
            'm' | 'M' => now.m = true,
            'h' | 'H' | 's' | 'S' => now.clock = true,
            'a' | 'A' if starts(rest, "am/pm") => (now.clock, length) = (true, 5),
            'a' | 'A' if starts(rest, "a/p") => (now.clock, length) = (true, 3),
            'g' | 'G' if starts(rest, "general") => (now.prints, length) = (true, 7),
            'e' | 'E' if matches!(rest.as_bytes().get(1), Some(b'+' | b'-')) => length = 2,
            _ => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    now.scaled |= comma;
    done.push(now);
    done
}

/// `[h]` counts hours, `[>=100]` is a condition, `[Red]` and `[$-409]` say nothing about the number.
fn bracket(text: &str, now: &mut Section) {
    let elapsed = |letter: char| !text.is_empty() && text.chars().all(|c| c.eq_ignore_ascii_case(&letter));
    now.clock |= ['h', 'm', 's'].into_iter().any(elapsed);
    now.condition |= text.starts_with(['<', '>', '=']);
}

fn starts(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberFormat::{Date, Disguise, Plain, Time};

    #[test]
    fn formats_are_told_apart_by_what_they_print() {
        for (code, expected) in [
            ("", Plain),
            ("General", Plain),
            ("0.00", Plain),
            ("#,##0.00;[Red](#,##0.00)", Plain),
            ("_(\"$\"* #,##0.00_);_(\"$\"* (#,##0.00);_(\"$\"* \"-\"??_);_(@_)", Plain),
            ("0%", Plain),
            ("0.00E+00", Plain),
            ("# ?/8", Plain),
            ("@", Plain),
            ("00000", Plain),
            ("0.00\" hrs\"", Plain),
            ("[$€-407] #,##0.00", Plain),
            ("[=0]\"\";General", Plain),
            ("0;-0;;@", Plain),
            ("yyyy-mm-dd", Date),
            ("DD/MM/YY", Date),
            ("mmm", Date),
            ("[$-409]d-mmm-yy;@", Date),
            ("m/d/yy h:mm", Date),
            ("h:mm AM/PM", Time),
            ("[h]:mm:ss", Time),
            ("mm:ss", Time),
            ("[mm]:ss", Time),
            ("\"40.00\"", Disguise),
            (";;;", Disguise),
            ("\"paid\"", Disguise),
            ("0\"0\"", Disguise),
            ("\\4\\0", Disguise),
            ("#,##0,", Disguise),
            ("0.0,,\"M\"", Disguise),
            ("0;0;\"8\"", Disguise),
            ("40", Disguise),
        ] {
            assert_eq!(classify(code), expected, "{code}");
        }
    }

    #[test]
    fn formats_without_a_code_are_known_by_number() {
        assert_eq!([0, 2, 9, 44, 49].map(built_in), [Plain; 5]);
        assert_eq!([14, 17, 22].map(built_in), [Date; 3]);
        assert_eq!([18, 21, 45, 46, 47].map(built_in), [Time; 5]);
    }

    #[test]
    fn odd_codes_do_not_break_the_reader() {
        for code in ["\"", "[", "\\", "_", "*", "€", "[\u{10FFFF}", "a", "am/p", "\u{301}\"\u{301}"] {
            let _ = classify(code);
        }
    }
}
