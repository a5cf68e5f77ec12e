//! Every text met, as it stands in the file, and the name it was kept as.
//!
//! Short texts are looked for first in a small table by their very bytes; that answers nearly every
//! cell without hashing or comparing text.

use crate::domain::names::{Names, Sym};

/// A name, and whether its text is plain: nothing in it deserves a word.
pub(super) type Kept = (Sym, bool);

/// Slots of the small table: a power of two. At 32 bytes each it stays in a core's own cache.
const SLOTS: usize = 2048;

#[derive(Clone, Copy, Default)]
struct Recent {
    bytes: u128,
    /// Length plus one; 0 is an empty slot.
    len: u8,
    kept: Kept,
}

/// The spellings of one reader.
pub(super) struct Spellings {
    recent: Vec<Recent>,
    all: Names,
    kept: Vec<Kept>,
}

impl Default for Spellings {
    fn default() -> Self {
        Self { recent: vec![Recent::default(); SLOTS], all: Names::default(), kept: vec![(Sym::NONE, true)] }
    }
}

impl std::fmt::Debug for Spellings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} spellings", self.kept.len())
    }
}

/// A text of at most sixteen bytes as one number; with its length it stands for no other text.
#[inline]
fn packed(text: &[u8]) -> Option<u128> {
    // Two stretches that overlap hold every byte.
    let word = |at: usize| text.get(at..at + 8).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
    let half = |at: usize| text.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
    match text.len() {
        8..=16 => Some(u128::from(word(0)?) | u128::from(word(text.len() - 8)?) << 64),
        4..=7 => Some(u128::from(half(0)?) | u128::from(half(text.len() - 4)?) << 32),
        1..=3 => Some(u128::from(u32::from_le_bytes([text[0], text[text.len() / 2], text[text.len() - 1], 0]))),
        0 => Some(0),
        _ => None,
    }
}

#[inline]
fn slot_of(bytes: u128, len: usize) -> usize {
    let folded = (bytes as u64) ^ ((bytes >> 64) as u64).rotate_left(23) ^ (len as u64);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as usize % SLOTS
}

impl Spellings {
    /// What a short text was kept as, if it was met of late.
    #[inline]
    pub(super) fn find_recent(&self, text: &str) -> Option<Kept> {
        let bytes = packed(text.as_bytes())?;
        let recent = &self.recent[slot_of(bytes, text.len())];
        (recent.bytes == bytes && usize::from(recent.len) == text.len() + 1).then_some(recent.kept)
    }

    /// What a text was kept as, if it was met before.
    pub(super) fn find(&mut self, text: &str) -> Option<Kept> {
        let known = self.kept.get(self.all.find(text)?.index()).copied()?;
        self.note_recent(text, known);
        Some(known)
    }

    /// Keeps a text as a name.
    pub(super) fn keep(&mut self, text: &str, kept: Kept) {
        let index = self.all.intern(text).index();
        if index == self.kept.len() {
            self.kept.push(kept);
        }
        self.note_recent(text, kept);
    }

    fn note_recent(&mut self, text: &str, kept: Kept) {
        if let Some(bytes) = packed(text.as_bytes()) {
            self.recent[slot_of(bytes, text.len())] = Recent { bytes, len: text.len() as u8 + 1, kept };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_pack_alike_differ_by_length_only_where_they_differ() {
        let mut spellings = Spellings::default();
        let texts =
            ["", "a", "a\0", "W000001", "W0000010", "ABCDEFGH", "ABCDEFGHABCDEFGH", "ABCDEFGHI", "a text of more than sixteen bytes"];
        for (i, text) in texts.iter().enumerate() {
            if !text.is_empty() {
                assert_eq!(spellings.find(text), None, "{text:?}");
            }
            spellings.keep(text, (Sym::at(i), true));
        }
        for (i, text) in texts.iter().enumerate().skip(1) {
            assert_eq!(spellings.find(text), Some((Sym::at(i), true)), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn two_texts_never_share_a_name(a in "[ -~]{0,20}", b in "[ -~]{0,20}") {
            let mut spellings = Spellings::default();
            spellings.keep(&a, (Sym::at(1), true));
            if a != b {
                proptest::prop_assert!(b.is_empty() || spellings.find(&b).is_none());
            }
        }
    }
}
