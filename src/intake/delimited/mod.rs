//! Delimited text: encoding, delimiter, records.

/// Whole lines of delimited text, cut so that no record is split.
#[derive(Debug, Default)]
pub struct TextBlock {
    /// The text, UTF-8.
    pub text: String,
    /// Physical line (from 1) of its first line.
    pub first_line: u64,
}
