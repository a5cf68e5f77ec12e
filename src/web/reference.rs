//! The number by which a request is spoken of on the telephone, and found in the log.

use std::fmt;

/// A number such as `7F3K-22`. Letters and digits that are taken for one another are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference([u8; 6]);

const LETTERS: &[u8; 27] = b"23456789BCDFGHJKMNPQRSTVWXZ";

impl Reference {
    /// A new one.
    pub fn new() -> Self {
        let mut bytes = [0; 6];
        // Without random numbers the reference is less of a help, and nothing else.
        let _ = getrandom::fill(&mut bytes);
        Self(bytes.map(|byte| LETTERS[usize::from(byte) % 27]))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, letter) in self.0.iter().enumerate() {
            write!(f, "{}{}", if at == 4 { "-" } else { "" }, char::from(*letter))?;
        }
        Ok(())
    }
}
