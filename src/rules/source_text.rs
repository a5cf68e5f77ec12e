//! The text of one rule file, and the errors found in it so far.

use super::error::RuleError;
use std::cell::RefCell;
use std::ops::Range;

/// A rule file's text with its line starts; errors gather here so that all are said at once.
pub(super) struct SourceText<'a> {
    file: &'a str,
    text: &'a str,
    starts: Vec<usize>,
    errors: RefCell<Vec<RuleError>>,
}

impl<'a> SourceText<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, text, starts, errors: RefCell::new(Vec::new()) }
    }

    /// Line of a byte offset, from 1.
    pub(super) fn line(&self, offset: usize) -> u32 {
        self.starts.partition_point(|s| *s <= offset) as u32
    }

    /// Line and column (in characters) of a byte offset, both from 1, and the line's text.
    fn place(&self, offset: usize) -> (u32, u32, &'a str) {
        let offset = offset.min(self.text.len());
        let line = self.line(offset);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(0);
        let whole = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let column = self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1);
        (line, column as u32, whole)
    }

    /// Notes an error at a span.
    pub(super) fn error(&self, span: &Range<usize>, found: impl Into<String>, write: impl Into<String>) {
        let (line, column, excerpt) = self.place(span.start);
        self.errors.borrow_mut().push(RuleError {
            file: self.file.to_owned(),
            line,
            column,
            found: found.into(),
            write: write.into(),
            excerpt: excerpt.trim_end().chars().take(160).collect(),
        });
    }

    /// True if nothing was wrong so far.
    pub(super) fn is_clean(&self) -> bool {
        self.errors.borrow().is_empty()
    }

    /// Every error, in the order of the file.
    pub(super) fn into_errors(self) -> Vec<RuleError> {
        let mut errors = self.errors.into_inner();
        errors.sort_by(|a, b| (a.line, a.column, &a.found).cmp(&(b.line, b.column, &b.found)));
        errors.dedup();
        errors
    }
}

/// The candidate a misspelt word most likely means, if one is near enough.
pub(super) fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = word.to_lowercase().replace(['_', ' '], "-");
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&folded, &c.to_lowercase().replace(['_', ' '], "-")), c))
        .filter(|(distance, c)| *distance <= (c.chars().count().max(3) / 3).max(1))
        .min_by_key(|(distance, c)| (*distance, *c))
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_lines_from_one() {
        let text = SourceText::new("a.toml", "ä = 1\nbb = 2\n");
        assert_eq!(text.place(0), (1, 1, "ä = 1"));
        assert_eq!(text.place(3), (1, 3, "ä = 1"));
        assert_eq!(text.place(7), (2, 1, "bb = 2"));
        assert_eq!(text.place(99), (3, 1, ""));
    }

    #[test]
    fn a_near_miss_is_found_and_a_stranger_is_not() {
        assert_eq!(closest("in_force", ["in-force", "not-yet"]), Some("in-force"));
        assert_eq!(closest("wagefloor", ["wage-floor", "overtime"]), Some("wage-floor"));
        assert_eq!(closest("banana", ["in-force", "not-yet"]), None);
    }
}
