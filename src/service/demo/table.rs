//! The tables of `data/`: our own plain texts, a heading row, no quotes.

/// A row.
pub(super) struct Row(Vec<&'static str>);

impl Row {
    /// Its cells, where there are as many as asked for.
    pub(super) fn cells<const N: usize>(&self) -> Option<[&'static str; N]> {
        self.0.as_slice().try_into().ok()
    }
}

/// The rows below the heading.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = Row> {
    text.lines().skip(1).filter(|line| !line.is_empty()).map(|line| Row(line.split(',').collect()))
}
