//! Numbers, read from their decimal text and never through a binary float.
//!
//! A spreadsheet shows fifteen significant digits and stores a few more that mean nothing
//! (`0.30000000000000004`); fifteen are kept, half away from zero. Text is read as a number only where
//! it can be read in one way.

/// Why a number cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `7:30`, `41,25`, `(41.25)`, `41.25/hr`: more than one reading, or a reading that is a guess.
    Ambiguous,
    /// Not a number at all.
    Malformed,
    /// Infinity or not-a-number.
    NotFinite,
}

/// A number as `digits / 10^scale`, at most fifteen significant digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    digits: i64,
    scale: i32,
}

/// A figure in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Millionths {
    /// Exactly.
    Exact(i64),
    /// It has more than six decimals; this is the nearest, half away from zero.
    Nearest(i64),
    /// Too large.
    OutOfRange,
}

impl Figure {
    /// In millionths.
    pub fn millionths(self) -> Millionths {
        let shift = 6 - self.scale;
        if self.digits == 0 {
            return Millionths::Exact(0);
        }
        if shift >= 0 {
            if shift > 18 {
                return Millionths::OutOfRange;
            }
            let value = i128::from(self.digits) * 10_i128.pow(shift as u32);
            return i64::try_from(value).map_or(Millionths::OutOfRange, Millionths::Exact);
        }
        if shift < -30 {
            return Millionths::Nearest(0);
        }
        let divisor = 10_i128.pow(-shift as u32);
        let digits = i128::from(self.digits);
        if digits % divisor == 0 {
            return i64::try_from(digits / divisor).map_or(Millionths::OutOfRange, Millionths::Exact);
        }
        let half = if digits < 0 { -divisor / 2 } else { divisor / 2 };
        i64::try_from((digits + half) / divisor).map_or(Millionths::OutOfRange, Millionths::Nearest)
    }
}

/// The fast way for what nearly every cell holds: up to nine digits, a point, up to six more.
/// `None` sends the text the careful way.
#[inline]
pub fn plain(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 16 {
        return None;
    }
    let mut value = 0_i64;
    let mut i = 0;
    while i < text.len() {
        let d = text[i].wrapping_sub(b'0');
        if d > 9 {
            break;
        }
        value = value * 10 + i64::from(d);
        i += 1;
    }
    if i == 0 || i > 9 {
        return None;
    }
    if i == text.len() {
        return Some(value * 1_000_000);
    }
    if text[i] != b'.' {
        return None;
    }
    let places = text.len() - i - 1;
    if places == 0 || places > 6 {
        return None;
    }
    for &b in &text[i + 1..] {
        let d = b.wrapping_sub(b'0');
        if d > 9 {
            return None;
        }
        value = value * 10 + i64::from(d);
    }
    const SCALE: [i64; 7] = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
    Some(value * SCALE[places])
}

/// A cell marked as a number: digits, at most one point, an exponent.
pub fn marked(text: &str) -> Result<Figure, Fault> {
    let t = text.trim();
    match t.to_ascii_lowercase().trim_start_matches(['+', '-']) {
        "nan" | "inf" | "infinity" | "1.#inf" | "1.#nan" | "1.#qnan" | "1.#ind" => return Err(Fault::NotFinite),
        _ => {}
    }
    scientific(t).ok_or(Fault::Malformed).and_then(|f| f.ok_or(Fault::NotFinite))
}

/// Text that a person or program wrote for a number: a dollar sign, spaces and thousands commas are
/// taken off; what remains must be a plain number.
pub fn written(text: &str) -> Result<Figure, Fault> {
    let t = text.trim_matches(|c: char| c == ' ' || c == '\u{a0}' || c == '\t');
    let t = t.strip_prefix('$').map_or(t, |rest| rest.trim_start_matches([' ', '\u{a0}']));
    let fault =
        || if t.bytes().any(|b| b.is_ascii_digit()) || t.chars().any(char::is_numeric) { Fault::Ambiguous } else { Fault::Malformed };
    if t.contains(',') {
        if !commas_group_thousands(t) {
            return Err(fault());
        }
        return scientific(&t.replace(',', "")).flatten().ok_or_else(fault);
    }
    let lower = t.to_ascii_lowercase();
    if matches!(lower.trim_start_matches(['+', '-']), "nan" | "inf" | "infinity") {
        return Err(Fault::NotFinite);
    }
    scientific(t).flatten().ok_or_else(fault)
}

/// `1,041.25`: groups of three after a first group of one to three digits.
fn commas_group_thousands(t: &str) -> bool {
    let whole = t.strip_prefix('-').unwrap_or(t);
    let (whole, fraction) = whole.split_once('.').unwrap_or((whole, ""));
    if fraction.contains(',') {
        return false;
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && first.bytes().all(|b| b.is_ascii_digit())
        && groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()))
}

/// `-12.5E-3`; outer `None` where it is no number, inner `None` where it is beyond any figure.
fn scientific(t: &str) -> Option<Option<Figure>> {
    let (negative, t) = match t.as_bytes().first()? {
        b'-' => (true, &t[1..]),
        _ => (false, t),
    };
    let (mantissa, exponent) = match t.find(['e', 'E']) {
        Some(p) => (&t[..p], Some(&t[p + 1..])),
        None => (t, None),
    };
    let exponent: i32 = match exponent {
        Some(e) if !e.is_empty() && e.trim_start_matches(['+', '-']).bytes().all(|b| b.is_ascii_digit()) => e.parse().unwrap_or(i32::MAX),
        Some(_) => return None,
        None => 0,
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if (whole.is_empty() && fraction.is_empty()) || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    if mantissa.ends_with('.') {
        return None;
    }
    let significant: Vec<u8> = whole.bytes().chain(fraction.bytes()).skip_while(|b| *b == b'0').collect();
    let mut kept = 0_i64;
    for b in significant.iter().take(15) {
        kept = kept * 10 + i64::from(b - b'0');
    }
    let dropped = significant.len().saturating_sub(15) as i32;
    if significant.get(15).is_some_and(|b| *b >= b'5') {
        kept += 1;
    }
    if kept == 0 {
        return Some(Some(Figure { digits: 0, scale: 0 }));
    }
    if !(-400..=400).contains(&exponent) {
        return Some((exponent < 0).then_some(Figure { digits: 0, scale: 0 }));
    }
    let mut scale = fraction.len() as i32 - dropped - exponent;
    while kept % 10 == 0 && scale > 0 {
        kept /= 10;
        scale -= 1;
    }
    if -scale > 308 {
        return Some(None);
    }
    Some(Some(Figure { digits: if negative { -kept } else { kept }, scale }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Millionths {
        marked(text).unwrap().millionths()
    }

    #[test]
    fn fifteen_digits_are_kept() {
        assert_eq!(exact("0.30000000000000004"), Millionths::Exact(300_000));
        assert_eq!(exact("27.349999999999998"), Millionths::Exact(27_350_000));
        assert_eq!(exact("1650.0000000000002"), Millionths::Exact(1_650_000_000));
        assert_eq!(exact("8.333333333333334"), Millionths::Nearest(8_333_333));
        assert_eq!(exact("-0"), Millionths::Exact(0));
        assert_eq!(exact("4.125E1"), Millionths::Exact(41_250_000));
        assert_eq!(exact("1E-7"), Millionths::Nearest(0));
        assert_eq!(exact("12345678901234567"), Millionths::OutOfRange);
    }

    #[test]
    fn what_is_not_finite_or_not_a_number_is_told_apart() {
        for text in ["NaN", "INF", "-Infinity", "1E400"] {
            assert_eq!(marked(text), Err(Fault::NotFinite), "{text}");
        }
        for text in ["0x29", "1.2.3", "", "8h", ".", "5."] {
            assert_eq!(marked(text), Err(Fault::Malformed), "{text}");
        }
    }

    #[test]
    fn text_is_a_number_only_where_it_reads_one_way() {
        for (text, micros) in [
            ("41.25", 41_250_000),
            (" 41.25 ", 41_250_000),
            ("$41.25", 41_250_000),
            ("1,041.25", 1_041_250_000),
            ("\u{a0}41.25", 41_250_000),
            ("4.125E1", 41_250_000),
        ] {
            assert_eq!(written(text).unwrap().millionths(), Millionths::Exact(micros), "{text}");
        }
        for text in
            ["41.25\u{200b}", "４１.２５", "(41.25)", "−41.25", "41,25", "1.041,25", "41.25/hr", "7:30", "0x29", "1,04", "$1.300.00"]
        {
            assert_eq!(written(text), Err(Fault::Ambiguous), "{text}");
        }
        assert_eq!(written("OFF"), Err(Fault::Malformed));
    }

    proptest::proptest! {
        #[test]
        fn every_amount_in_cents_reads_back(cents in 0_i64..10_000_000_000) {
            let text = format!("{}.{:02}", cents / 100, cents % 100);
            let micros = cents * 10_000;
            proptest::prop_assert_eq!(marked(&text).unwrap().millionths(), Millionths::Exact(micros));
            if let Some(fast) = plain(text.as_bytes()) {
                proptest::prop_assert_eq!(fast, micros);
            }
        }

        #[test]
        fn the_fast_way_agrees_with_the_careful_way(text in "[0-9]{1,10}(\\.[0-9]{0,7})?") {
            if let Some(fast) = plain(text.as_bytes()) {
                proptest::prop_assert_eq!(marked(&text).unwrap().millionths(), Millionths::Exact(fast));
            }
        }
    }
}
