//! The words of the pages, and what may stand in a template at all.

use crate::rust_source::Source;
use std::path::{Path, PathBuf};

/// Words that blame, plead, or say nothing.
const NEVER: &[&str] = &[
    "invalid",
    "illegal",
    "forbidden",
    "prohibited",
    "please",
    "sorry",
    "oops",
    "error occurred",
    "field is required",
    "click here",
    "n/a",
    "non-compliant",
    "violation",
    "violator",
    "shall ",
];

/// What would need another content security policy, or bring a stranger's text in unescaped.
const NEVER_IN_TEMPLATES: &[&str] = &["style=", "<style", "javascript:", "|safe", "| safe", "http-equiv=\"content"];

/// Templates whose unescaped value is made by this program: the picture of a second factor.
const MADE_HERE: &[(&str, &str)] = &[("templates/pages/second_factor.html", "{{ picture|safe }}")];

/// A page of its own, read from a file on one's own machine: it has no server, and so no policy.
const OF_ITS_OWN: &str = "templates/policy.html";

fn below(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut found) = (vec![root.join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
                found.push((name, std::fs::read_to_string(&path).expect("text")));
            }
        }
    }
    found.sort();
    found
}

/// What is said on a page: a template without its tags and its expressions.
fn said(template: &str) -> String {
    let (mut text, mut depth) = (String::new(), 0_u32);
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("{{") || rest.starts_with("{%") {
            let end = if rest.starts_with("{{") { "}}" } else { "%}" };
            rest = rest.find(end).map_or("", |at| &rest[at + 2..]);
            continue;
        }
        match c {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => text.push(c),
            _ => {}
        }
        rest = &rest[c.len_utf8()..];
    }
    text
}

fn banned(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    NEVER.iter().copied().filter(|word| text.contains(word)).collect()
}

/// Handlers written into a tag: `onclick=` and the like.
fn handlers(template: &str) -> bool {
    template.to_lowercase().match_indices(" on").any(|(at, _)| {
        let name: String = template[at + 3..].chars().take_while(char::is_ascii_alphabetic).collect();
        !name.is_empty() && template[at + 3 + name.len()..].starts_with('=')
    })
}

#[test]
fn pages_never_say_words_that_blame_or_plead() {
    let mut found = Vec::new();
    for (path, text) in below("templates", "html") {
        found.extend(banned(&said(&text)).into_iter().map(|word| format!("{path}: {word}")));
    }
    for folder in ["src/web", "src/service"] {
        for (path, text) in below(folder, "rs") {
            for (line, text) in Source::of(&text).texts {
                // A text without a blank is a name for programs.
                if text.trim().contains(' ') {
                    found.extend(banned(&text).into_iter().map(|word| format!("{path}:{line}: {word}: {text}")));
                }
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn templates_hold_nothing_the_policy_would_stop() {
    let mut found = Vec::new();
    for (path, text) in below("templates", "html").into_iter().filter(|(path, _)| path != OF_ITS_OWN) {
        let mut text = text;
        for (_, allowed) in MADE_HERE.iter().filter(|(allowed, _)| *allowed == path) {
            text = text.replace(allowed, "");
        }
        found.extend(NEVER_IN_TEMPLATES.iter().filter(|part| text.to_lowercase().contains(*part)).map(|part| format!("{path}: {part}")));
        if handlers(&text) {
            found.push(format!("{path}: a handler in a tag"));
        }
        for (at, _) in text.match_indices("<script") {
            if !text[at..].starts_with("<script src=\"/assets/") {
                found.push(format!("{path}: a script in the page"));
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_form_that_changes_something_carries_the_token_first() {
    let mut found = Vec::new();
    for (path, text) in below("templates", "html") {
        for (at, _) in text.match_indices("<form method=\"post\"") {
            let form = &text[at..at + text[at..].find("</form>").expect("an end")];
            let first = form.find("<input").map(|first| &form[first..]);
            if !first.is_some_and(|input| input.starts_with("<input type=\"hidden\" name=\"csrf\"")) {
                found.push(format!("{path}: {}", &form[..form.len().min(80)]));
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_sheet_and_the_script_stay_small() {
    let size = |path: &str| std::fs::metadata(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file").len();
    assert!(size("assets/plumbline.css") <= 20 * 1024, "{} bytes", size("assets/plumbline.css"));
    assert!(size("assets/plumbline.js") <= 3 * 1024, "{} bytes", size("assets/plumbline.js"));
    let sheet = &below("assets", "css")[0].1;
    for part in ["!important", "@import", "url("] {
        assert!(!sheet.contains(part), "{part}");
    }
    for part in ["@media print", "forced-colors", "prefers-reduced-motion", "overflow: visible", "position: relative"] {
        assert!(sheet.contains(part), "{part}");
    }
}

#[test]
fn the_checks_of_words_see_what_they_must() {
    assert_eq!(banned("Invalid date, please try again"), ["invalid", "please"]);
    assert_eq!(banned("We read 8,5. Type the hours with a decimal point."), [""; 0]);
    assert_eq!(
        said("<p class=\"error\">One {% if invalid %}two{% endif %} {{ sorry }}three</p>").split_whitespace().collect::<Vec<_>>(),
        ["One", "two", "three"]
    );
    assert!(handlers("<a onclick=\"x\">") && handlers("<body class=\"a\" onload=x>"));
    assert!(!handlers("<p>On file, on = set") && !handlers("<option value=\"a\">"));
}
