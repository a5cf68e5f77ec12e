//! One page per check: its own words, the policies that use it, and where its examples stand.

use crate::checks::CheckDoc;
use crate::rules::library::Library;
use std::fmt::Write as _;

/// The page of a check.
pub(super) fn page(doc: &CheckDoc, library: &Library) -> String {
    let mut text = format!("# {}\n\n{}\n\n", doc.name, doc.text().trim_end());
    text.push_str("## Policies that use it\n\n");
    let mut any = false;
    for policy in library.list() {
        let clauses: Vec<_> = policy.clauses.iter().filter(|c| c.check.name() == doc.name).collect();
        if clauses.is_empty() {
            continue;
        }
        any = true;
        let named: Vec<String> = clauses.iter().map(|c| format!("`{}` ({})", c.id, c.force.word())).collect();
        let _ = writeln!(text, "- [`{0}`](../../rules/{0}.toml), {1}: {2}", policy.id, policy.title, named.join(", "));
    }
    if !any {
        text.push_str("None that ships; a folder of own rules may use it.\n");
    }
    let _ = write!(
        text,
        "\n## Examples\n\n[tests/checks/{0}.md](../../tests/checks/{0}.md) holds payroll lines with the answer each gets. They run as tests.\n",
        doc.name
    );
    text
}

/// The list of checks, each with its first sentence.
pub(super) fn list(docs: &[CheckDoc]) -> String {
    let mut text =
        String::from("# Checks\n\nWhat the rules of [`rules/`](../../rules) can ask. `plumbline explain CHECK` prints the same text.\n\n");
    for doc in docs {
        let _ = writeln!(text, "- [{0}]({0}.md): {1}", doc.name, first_sentence(&doc.section("What it checks")));
    }
    text
}

fn first_sentence(words: &str) -> String {
    let paragraph = words.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    match paragraph.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_ends_at_its_full_stop() {
        assert_eq!(first_sentence("Hours over\nforty (0.5 more). They count."), "Hours over forty (0.5 more).");
        assert_eq!(first_sentence("One only.\n\nMore. Text."), "One only.");
    }
}
