//! Runs the check pages: every case of every `tests/checks/*.md`.

mod check_pages;

use check_pages::{markdown, scenario};
use plumbline::checks::docs;
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
