//! Cell addresses: one to three letters, a row without leading zeros, inside the grid.

use crate::intake::book::Merge;
use crate::intake::gather::{GRID_COLUMNS, GRID_ROWS};

/// `AA17` as row from 1 and column from 0; `None` for anything else, outside the grid included.
pub(super) fn cell(text: &[u8]) -> Option<(u32, u16)> {
    let letters = text.iter().take(4).take_while(|b| b.is_ascii_uppercase()).count();
    let (letters, digits) = text.split_at_checked(letters)?;
    Some((row(digits)?, column(letters)?))
}

/// `17`: a row of the grid.
pub(super) fn row(digits: &[u8]) -> Option<u32> {
    let plain = !digits.is_empty() && digits.len() <= 7 && digits.first() != Some(&b'0') && digits.iter().all(u8::is_ascii_digit);
    let row = digits.iter().filter(|_| plain).fold(0, |row, &d| row * 10 + u32::from(d - b'0'));
    (1..=GRID_ROWS).contains(&row).then_some(row)
}

fn column(letters: &[u8]) -> Option<u16> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let number = letters.iter().fold(0_u16, |n, &l| n * 26 + u16::from(l - b'A') + 1);
    (number <= GRID_COLUMNS).then(|| number - 1)
}

/// `B2:E4`, or one cell.
pub(super) fn range(text: &[u8]) -> Option<Merge> {
    let (first, last) = match memchr::memchr(b':', text) {
        Some(at) => (cell(text.get(..at)?)?, cell(text.get(at + 1..)?)?),
        None => (cell(text)?, cell(text)?),
    };
    let merge = Merge { first_row: first.0, last_row: last.0, first_column: first.1, last_column: last.1 };
    (merge.first_row <= merge.last_row && merge.first_column <= merge.last_column).then_some(merge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_grid_are_read_and_nothing_else() {
        for (text, expected) in [("A1", (1, 0)), ("Z9", (9, 25)), ("AA10", (10, 26)), ("XFD1048576", (1_048_576, 16_383))] {
            assert_eq!(cell(text.as_bytes()), Some(expected), "{text}");
        }
        for text in
            ["", "A", "1", "A0", "A01", "a1", "$A$1", "XFE1", "A1048577", "AAAA1", "L4294967298", "A1 ", "A-1", "A1:B2", "Á1", "A+1"]
        {
            assert_eq!(cell(text.as_bytes()), None, "{text}");
        }
        assert_eq!(range(b"B2:E4"), Some(Merge { first_row: 2, last_row: 4, first_column: 1, last_column: 4 }));
        assert_eq!(range(b"C3").map(|m| (m.first_row, m.last_row)), Some((3, 3)));
        assert_eq!(range(b"E4:B2"), None);
        assert_eq!(range(b"B2:"), None);
    }
}
