//! The bytes of a part, block by block: UTF-8 without control characters, or refused.

use crate::domain::problem::{Problem, Site};
use crate::intake::container::refusal;

/// Holds the bytes of a character that a block broke off.
#[derive(Default)]
pub(super) struct Utf8 {
    begun: bool,
    carried: [u8; 4],
    held: usize,
}

impl Utf8 {
    /// Checks the next block; `last` says that no other follows.
    pub(super) fn check(&mut self, block: &[u8], last: bool, part: &str) -> Result<(), Box<Problem>> {
        let refuse = |code, expected: &'static str| Err(refusal(code, Site::Part(part.to_owned()), "", expected));
        if !std::mem::replace(&mut self.begun, true) && looks_utf16(block) {
            return refuse("xml.encoding", "a part in UTF-8");
        }
        if !self.whole_characters(block) || (last && self.held > 0) {
            return refuse("xml.encoding", "a part in UTF-8");
        }
        // Written so that it runs over many bytes at once.
        let control = block.iter().fold(false, |found, &b| found | (b < b' ' && b != b'\t' && b != b'\n' && b != b'\r'));
        if control {
            return refuse("xml.malformed", "no control characters");
        }
        Ok(())
    }

    fn whole_characters(&mut self, block: &[u8]) -> bool {
        let mut rest = block;
        while self.held > 0 {
            let Some((&byte, tail)) = rest.split_first() else { return true };
            let Some(place) = self.carried.get_mut(self.held) else { return false };
            *place = byte;
            self.held += 1;
            rest = tail;
            match std::str::from_utf8(self.carried.get(..self.held).unwrap_or_default()) {
                Ok(_) => self.held = 0,
                Err(broken) if broken.error_len().is_some() => return false,
                Err(_) => {}
            }
        }
        let Err(broken) = std::str::from_utf8(rest) else { return true };
        let tail = rest.get(broken.valid_up_to()..).unwrap_or_default();
        let Some(place) = self.carried.get_mut(..tail.len()).filter(|_| broken.error_len().is_none()) else { return false };
        place.copy_from_slice(tail);
        self.held = tail.len();
        true
    }
}

/// A byte order mark of UTF-16 or UTF-32, or a zero byte among the first four.
fn looks_utf16(block: &[u8]) -> bool {
    block.starts_with(b"\xFF\xFE") || block.starts_with(b"\xFE\xFF") || block.iter().take(4).any(|&b| b == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(blocks: &[&[u8]]) -> Option<&'static str> {
        let mut utf8 = Utf8::default();
        let last = blocks.len() - 1;
        blocks.iter().enumerate().find_map(|(n, block)| utf8.check(block, n == last, "part").err()).map(|p| p.code)
    }

    #[test]
    fn a_character_may_be_cut_by_a_block_but_not_by_the_end() {
        let text = "José €10 𝄞".as_bytes();
        for cut in 0..text.len() {
            assert_eq!(code(&[&text[..cut], &text[cut..]]), None, "cut at {cut}");
        }
        let single: Vec<&[u8]> = text.chunks(1).collect();
        assert_eq!(code(&single), None);
        assert_eq!(code(&[&text[..text.len() - 1]]), Some("xml.encoding"));
        assert_eq!(code(&[b"abc\xE9", b"d"]), Some("xml.encoding"));
    }

    #[test]
    fn other_encodings_and_control_characters_are_named() {
        assert_eq!(code(&[b"\xFF\xFE<\0"]), Some("xml.encoding"));
        assert_eq!(code(&[b"\0<\0?"]), Some("xml.encoding"));
        assert_eq!(code(&[b"<a>\x01</a>"]), Some("xml.malformed"));
    }
}
