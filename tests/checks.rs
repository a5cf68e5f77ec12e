//! Runs the check pages: every case of every `tests/checks/*.md`.

mod check_pages;

use check_pages::{markdown, scenario};
use plumbline::checks::docs;
use plumbline::cli::docs::{COMMAND, left_over, pages as generated};
use plumbline::rules::library::Library;
use std::path::{Path, PathBuf};

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|p| p.extension().is_some_and(|e| e == "md"));
    pages.sort();
    pages
}

#[test]
fn every_case_of_every_page_holds() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        let cases = markdown::cases(&text);
        assert!(!cases.is_empty(), "{} has no case", page.display());
        for case in cases {
            for difference in scenario::differences(&case) {
                wrong.push(format!("{} ## {}\n{difference}", page.file_name().unwrap_or_default().display(), case.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_check_has_a_page() {
    for doc in docs() {
        assert!(pages().iter().any(|p| p.file_stem().is_some_and(|s| s == doc.name)), "tests/checks/{}.md", doc.name);
    }
}

/// The pages of `docs/` that are made from the program say what the program says.
#[test]
fn the_generated_pages_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let made = generated(&Library::embedded().unwrap());
    let mut old: Vec<String> = Vec::new();
    for page in &made {
        if std::fs::read_to_string(folder.join(&page.path)).ok().as_deref() != Some(page.text.as_str()) {
            old.push(format!("docs/{}", page.path));
        }
    }
    old.extend(left_over(&folder, &made).unwrap().iter().map(|p| format!("{} (no such check)", p.display())));
    assert!(old.is_empty(), "out of date: {}\nMake them again: {COMMAND}", old.join(", "));
}

/// A link of a generated page leads to a file that is there.
#[test]
fn the_links_of_generated_pages_lead_somewhere() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for page in generated(&Library::embedded().unwrap()).iter().filter(|p| p.path.ends_with(".md")) {
        let from = folder.join(&page.path);
        for link in page.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(link.contains("://") || from.parent().unwrap().join(link).exists(), "{}: {link}", page.path);
        }
    }
}

/// Numbers of the worked examples that are held here.
const WORKED: &[u32] =
    &[1, 2, 4, 5, 6, 7, 9, 10, 11, 13, 15, 17, 19, 20, 22, 23, 25, 27, 28, 30, 32, 34, 36, 37, 39, 40, 42, 43, 45, 47, 48, 50, 51, 53];

/// The numbers that stand alone in a text: `34 (its share), 36` gives 34 and 36.
fn numbers(text: &str) -> Vec<u32> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
}

/// `docs/worked-examples.md` names every example, and each page it names holds a case of that number.
#[test]
fn every_worked_example_stands_where_the_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/worked-examples.md")).unwrap();
    let mut named: Vec<u32> = Vec::new();
    for row in page.lines().filter(|l| l.starts_with("| ") && l.contains('`')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let [examples, _, tests] = cells[..] else { panic!("{row}") };
        let examples = numbers(examples);
        let files: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        let titled = |file: &str| -> Vec<u32> {
            let text = std::fs::read_to_string(root.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
            // In a page the title of a case; in a test of Rust the words before it.
            let begins = if file.ends_with(".md") { "## Example " } else { "/// Worked example " };
            text.lines().filter_map(|l| l.strip_prefix(begins)).filter_map(|rest| numbers(rest).first().copied()).collect()
        };
        let found: Vec<(&str, Vec<u32>)> = files.iter().map(|file| (*file, titled(file))).collect();
        for example in &examples {
            assert!(found.iter().any(|(_, held)| held.contains(example)), "example {example}: no case in {files:?}");
        }
        for (file, held) in &found {
            assert!(held.iter().any(|n| examples.contains(n)), "{file} holds none of {examples:?}");
        }
        named.extend(examples);
    }
    named.sort_unstable();
    named.dedup();
    assert_eq!(named, WORKED);
}
