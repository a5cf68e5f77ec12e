//! Every code ever printed, what it means, how to fix it, which law: for `plumbline explain` and the pages of help alike.

mod words;

use crate::checks;
use crate::domain::problem_codes::{self, ProblemCode, Weight};
use crate::rules::explain;
use crate::rules::library::Library;
use std::fmt::Write as _;

/// Columns of the page.
const WIDTH: usize = 96;
/// The page of a code, or `None` if nothing has that name.
pub fn page(library: &Library, code: &str) -> Option<String> {
    if let Some(entry) = problem_codes::all().find(|c| c.code.eq_ignore_ascii_case(code)) {
        return Some(problem(entry));
    }
    if let Some(check) = checks::docs().iter().find(|c| c.name.eq_ignore_ascii_case(code)) {
        return Some(format!("{}\n\n{}", check.name, plain(&check.text())));
    }
    if let Some(policy) = library.get(code) {
        return Some(explain::explain(policy, None));
    }
    words::find(code).map(|word| {
        let mut text = format!("{}\n", word.word);
        paragraph(&mut text, 0, word.meaning);
        text
    })
}

/// Every code, in the order in which they are looked for.
pub fn every(library: &Library) -> impl Iterator<Item = &str> {
    let problems = problem_codes::all().map(|c| c.code);
    let checks = checks::docs().iter().map(|c| c.name);
    let policies = library.list().map(|p| p.id.as_str());
    problems.chain(checks).chain(policies).chain(words::all().map(|w| w.word))
}

/// What is explained, in groups: title, then code and title of each.
pub fn groups(library: &Library) -> Vec<(&'static str, Vec<(String, String)>)> {
    let owned = |code: &str, title: &str| (code.to_owned(), title.to_owned());
    vec![
        ("Problems: what could not be read", problem_codes::all().map(|c| owned(c.code, c.title)).collect()),
        ("Checks", checks::docs().iter().map(|c| owned(c.name, "")).collect()),
        ("Policies", library.list().map(|p| owned(&p.id, &p.title)).collect()),
        ("Words of the output", words::all().map(|w| owned(w.word, "")).collect()),
    ]
}

/// The list of everything that is explained.
pub fn list(library: &Library) -> String {
    let mut text = String::new();
    for (title, codes) in groups(library) {
        let _ = writeln!(text, "{title}");
        for (code, title) in codes {
            let _ = writeln!(text, "  {}", format!("{code:<28}  {title}").trim_end());
        }
        text.push('\n');
    }
    text.push_str("plumbline explain CODE tells more about one of them.\n");
    text
}

fn problem(entry: &ProblemCode) -> String {
    let weight = match entry.weight {
        Weight::Refuse => "The file is refused; nothing of it is used.",
        Weight::Hold => "The row or cell is held: it is not checked until this is mended.",
        Weight::Note => "It was read as it stands; this is a note.",
    };
    let mut text = format!("{}: {}\n{weight}\n\nWhat it means\n", entry.code, entry.title);
    paragraph(&mut text, 2, entry.meaning);
    text.push_str("\nHow to fix\n");
    paragraph(&mut text, 2, entry.fix);
    if !entry.law.is_empty() {
        text.push_str("\nLaw\n");
        paragraph(&mut text, 2, entry.law);
    }
    text
}

/// A page of a check without its Markdown: headings bare, paragraphs wrapped.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    let mut gathered = String::new();
    for line in markdown.lines().chain([""]) {
        let heading = line.trim_start_matches('#');
        let item = line.trim_start().starts_with("- ");
        if line.is_empty() || heading != line || item {
            paragraph(&mut text, 2, &unmarked(&std::mem::take(&mut gathered)));
        }
        if line.is_empty() {
            if !text.is_empty() && !text.ends_with("\n\n") {
                text.push('\n');
            }
        } else if heading != line {
            let _ = writeln!(text, "{}", heading.trim());
        } else {
            if !gathered.is_empty() {
                gathered.push(' ');
            }
            gathered.push_str(line.trim());
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Without marks of emphasis and of links inside the source.
fn unmarked(text: &str) -> String {
    text.replace(['`', '*'], "").replace("[", "").replace("]", "")
}

fn paragraph(text: &mut String, indent: usize, words: &str) {
    let mut column = 0;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            text.push('\n');
            column = 0;
        }
        if column == 0 {
            let _ = write!(text, "{:indent$}{word}", "");
            column = indent + length;
        } else {
            let _ = write!(text, " {word}");
            column += 1 + length;
        }
    }
    if column > 0 {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outcome::{Force, Outcome, Severity, Status};
    use crate::domain::run::WhyNotUsed;

    fn library() -> Library {
        Library::embedded().unwrap()
    }

    #[test]
    fn every_code_and_word_ever_printed_is_explained() {
        let library = library();
        for code in every(&library) {
            let page = page(&library, code).unwrap();
            assert!(page.lines().count() > 1, "{code}: {page}");
        }
        use WhyNotUsed::*;
        let reasons = [TotalRow, HeadingRow, BlankRow, BlankBlock, NoteRow, SecondTable, Repeated, OutsideProject, OtherWeek, Problem];
        let words = reasons.iter().map(|w| w.word());
        let words = words.chain(Outcome::ALL.iter().map(|w| w.word())).chain(Force::ALL.iter().map(|w| w.word()));
        for word in words.chain(Status::ALL.iter().map(|w| w.word())).chain(Severity::ALL.iter().map(|w| w.word())) {
            assert!(page(&library, word).is_some(), "{word}");
        }
    }

    #[test]
    fn no_two_things_have_one_name() {
        let library = library();
        let mut seen = std::collections::BTreeSet::new();
        for code in every(&library) {
            assert!(seen.insert(code), "{code}");
        }
    }

    #[test]
    fn markdown_becomes_plain_lines() {
        assert_eq!(
            plain("Title line\n\n## Why\nBecause of *this*\nand `that`.\n- one\n- two\n"),
            "  Title line\n\nWhy\n  Because of this and that.\n  - one\n  - two\n"
        );
    }
}
