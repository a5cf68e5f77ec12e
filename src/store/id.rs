//! Identifiers: UUID version 7, so they sort by when they were made and cannot be guessed.

use super::{Result, StoreError};
use crate::domain::moment::Moment;
use std::fmt;

/// An identifier of something kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id([u8; 16]);

impl Id {
    /// A new one: 48 bits of milliseconds and 74 random bits, as RFC 9562, 5.7 lays them out.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] where the machine gives no random numbers.
    pub fn new(at: Moment) -> Result<Self> {
        let mut bytes: [u8; 16] = random()?;
        let millis = u64::try_from(at.micros() / 1_000).unwrap_or(0);
        bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        bytes[6] = 0x70 | bytes[6] & 0x0f;
        bytes[8] = 0x80 | bytes[8] & 0x3f;
        Ok(Self(bytes))
    }

    /// From its text, exactly as it is written.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        let digits: Vec<u8> = text.bytes().filter(|b| *b != b'-').collect();
        if digits.len() != 32 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        let id = Self(bytes);
        (id.to_string() == text).then_some(id)
    }
}

/// So many random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Unfit(format!("no random numbers: {error}")))?;
    Ok(bytes)
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            let dash = if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" };
            write!(f, "{dash}{byte:02x}")?;
        }
        Ok(())
    }
}
impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_sort_by_time_and_read_back() {
        let early = Id::new(Moment::from_micros(1_750_000_000_000_000).unwrap()).unwrap();
        let late = Id::new(Moment::from_micros(1_750_000_000_001_000).unwrap()).unwrap();
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(Id::parse(&late.to_string()), Some(late));
        // 1,750,000,000,000 ms is 0x01977420dc00; the version digit is 7, the variant 8, 9, a or b.
        assert!(early.to_string().starts_with("01977420-dc00-7"), "{early}");
        assert!("89ab".contains(&early.to_string()[19..20]));
    }

    #[test]
    fn another_text_is_no_identifier() {
        for text in ["", "01977420-dc00-7000-8000-00000000000", "01977420DC0070008000000000000000", "+1977420-dc00-7000-8000-000000000000"]
        {
            assert_eq!(Id::parse(text), None, "{text}");
        }
    }
}
