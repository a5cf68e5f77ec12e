//! The catalogue of Problems as a page, the heaviest first.

use crate::domain::problem_codes::{self, Weight};
use std::fmt::Write as _;

/// The weights, with a heading and what follows from each.
const WEIGHTS: [(Weight, &str, &str); 3] = [
    (Weight::Refuse, "The file is refused", "Nothing of it is used until it is mended."),
    (Weight::Hold, "A row or cell is held", "It is named and not checked until it is mended; everything else is."),
    (Weight::Note, "A note", "It was read as it stands; whoever signs should know."),
];

/// The page.
pub(super) fn page() -> String {
    let mut text = String::from(
        "# Problems\n\nA Problem is a cell, row or file that could not be read. It says nothing about the law. \
         `plumbline explain CODE` prints an entry.\n",
    );
    for (weight, title, follows) in WEIGHTS {
        let _ = write!(text, "\n## {title}\n\n{follows}\n");
        let mut entries: Vec<_> = problem_codes::all().filter(|c| c.weight == weight).collect();
        entries.sort_by_key(|c| c.code);
        for entry in entries {
            let _ = write!(text, "\n### `{}`\n\n**{}.** {}\n\n", entry.code, entry.title.trim_end_matches('.'), plain(entry.meaning));
            let _ = writeln!(text, "- *How to fix:* {}", plain(entry.fix));
            if !entry.law.is_empty() {
                let _ = writeln!(text, "- *Law or standard:* {}", plain(entry.law));
            }
        }
    }
    text
}

/// What Markdown would take for a tag or emphasis stands as it was written.
fn plain(words: &str) -> String {
    words.replace('<', "&lt;").replace('*', "\\*").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_on_the_page_once() {
        let page = page();
        for entry in problem_codes::all() {
            assert_eq!(page.matches(&format!("### `{}`\n", entry.code)).count(), 1, "{}", entry.code);
        }
    }
}
