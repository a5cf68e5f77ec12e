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
    for page in generated(&Library::embedded().unwrap()) {
        let from = folder.join(&page.path);
        for link in page.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(link.contains("://") || from.parent().unwrap().join(link).exists(), "{}: {link}", page.path);
        }
    }
}
