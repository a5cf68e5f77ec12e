//! Plain digits with at most one point, eight characters looked at together.
//!
//! Nearly every figure of a payroll is this short. No character is asked for by itself, so that a column
//! where `8`, `7.5` and `6.25` follow each other in no order costs no more than one that repeats itself.

/// One character in each of the eight.
const EACH: u64 = 0x0101_0101_0101_0101;
/// Characters looked at together.
const MOST: usize = 8;
/// Millionths in one of the last digit, by how far the point stands from the end: no point, then a point
/// with no digit behind it (which is no figure), one digit, two, and so on; seven are too many.
const LAST_DIGIT: [i64; 9] = [1_000_000, 0, 100_000, 10_000, 1_000, 100, 10, 1, 0];

/// The millionths of the figure that stands at `start` in `text` and is `len` bytes long. `None` if it is
/// longer than eight characters, stands at the very end of the text, or is anything but digits with at
/// most six decimals: then the careful way decides.
#[inline]
pub fn short(text: &[u8], start: usize, len: usize) -> Option<i64> {
    if len == 1 {
        let digit = text.get(start)?.wrapping_sub(b'0');
        return (digit <= 9).then(|| i64::from(digit) * 1_000_000);
    }
    if len == 0 || len > MOST {
        return None;
    }
    // The first character becomes the lowest byte, the last one the highest; bytes before the first are 0.
    let window: [u8; MOST] = text.get(start..start + MOST)?.try_into().ok()?;
    let word = u64::from_le_bytes(window) << (8 * (MOST - len));
    let points = {
        let away = word ^ (EACH * u64::from(b'.'));
        away.wrapping_sub(EACH) & !away & (EACH << 7)
    };
    // The first point is taken out, and what stands before it moves up by one.
    let point = (points & points.wrapping_neg()) >> 7;
    let before = point.wrapping_sub(1);
    let has_point = usize::from(point != 0);
    let digits = (word & !before & !point.wrapping_mul(0xFF)) | ((word & before) << (8 * has_point));
    let from_end = MOST - (points.trailing_zeros() / 8) as usize;
    let count = len - has_point;
    let value = number(digits | (EACH * u64::from(b'0')).unbounded_shr((8 * count) as u32))?;
    let millionths = LAST_DIGIT[from_end];
    // A point needs a digit before it, too.
    (millionths != 0 && from_end < len).then(|| value * millionths)
}

/// Eight digits, the first in the lowest byte.
#[inline]
fn number(digits: u64) -> Option<i64> {
    const HIGH: u64 = EACH * 0xF0;
    const DIGIT: u64 = EACH * 0x30;
    if digits & HIGH != DIGIT || digits.wrapping_add(EACH * 6) & HIGH != DIGIT {
        return None;
    }
    // Pairs, then fours, then all eight.
    let ones = digits - DIGIT;
    let pairs = (ones * 10 + (ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    Some(((fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::value::number::plain;

    /// As it stands between other cells.
    fn of(figure: &str) -> Option<i64> {
        short(format!("ab,{figure},7.25,Carpenter").as_bytes(), 3, figure.len())
    }

    #[test]
    fn digits_with_at_most_one_point() {
        for (text, micros) in [
            ("8", 8_000_000),
            ("0", 0),
            ("40", 40_000_000),
            ("7.5", 7_500_000),
            ("6.25", 6_250_000),
            ("0.000001", 1),
            ("1555.15", 1_555_150_000),
            ("99999999", 99_999_999_000_000),
            ("00000.10", 100_000),
        ] {
            assert_eq!(of(text), Some(micros), "{text}");
        }
    }

    #[test]
    fn anything_else_goes_the_careful_way() {
        for text in ["", ".", ".5", "5.", "1.2.3", "-8", "8,5", "8 ", " 8", "7:30", "8h", "1e3", "123456789", ".1234567", "9/", "8;", "１"]
        {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(short(b"8.25", 0, 4), None, "at the very end of a text");
    }

    proptest::proptest! {
        #[test]
        fn it_agrees_with_the_plain_way(figure in "[0-9./:a-]{0,9}|[0-9]{1,8}|[0-9]{1,6}\\.[0-9]{1,7}") {
            let expected = if figure.len() <= MOST { plain(figure.as_bytes()) } else { None };
            proptest::prop_assert_eq!(of(&figure), expected);
        }
    }
}
