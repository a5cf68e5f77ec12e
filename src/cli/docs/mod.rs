//! `plumbline docs`: the pages of `docs/` that are made from the program itself, so that they cannot say
//! anything else. Hidden from the list of commands: it is for those who change Plumbline.

mod check_page;
mod problem_page;

use super::args::DocsArgs;
use super::stop::Stop;
use super::{exit, output};
use crate::checks;
use crate::rules::library::Library;
use std::path::{Path, PathBuf};

/// What has to be typed to make the pages again.
pub const COMMAND: &str = "cargo run -- docs --out docs";

/// First line of every page.
const MADE: &str =
    "<!-- Made by `cargo run -- docs --out docs` from the program itself. Change the program, then make the pages again. -->";

/// A page: its path below the folder, with `/`, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Path below the folder of the pages.
    pub path: String,
    /// Markdown, or a JSON Schema.
    pub text: String,
}

/// Every page: one per check, the list of them, the catalogue of Problems, and the schemas for editors.
pub fn pages(library: &Library) -> Vec<Page> {
    let mut pages: Vec<Page> =
        checks::docs().iter().map(|doc| Page { path: format!("checks/{}.md", doc.name), text: check_page::page(doc, library) }).collect();
    pages.push(Page { path: "checks/README.md".to_owned(), text: check_page::list(checks::docs()) });
    pages.push(Page { path: "problems.md".to_owned(), text: problem_page::page() });
    for page in &mut pages {
        page.text = format!("{MADE}\n\n{}\n", page.text.trim_end());
    }
    for (name, project) in [("policy", false), ("project", true)] {
        pages.push(Page { path: format!("schema/{name}.schema.json"), text: super::rules::schema_text(project) });
    }
    pages
}

/// Pages below a folder that this command made once and no longer makes.
///
/// # Errors
/// The folder of the checks' pages cannot be read.
pub fn left_over(folder: &Path, pages: &[Page]) -> std::io::Result<Vec<PathBuf>> {
    let mut left = Vec::new();
    for entry in folder.join("checks").read_dir()? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let known = pages.iter().any(|p| p.path.strip_prefix("checks/") == Some(&*name));
        if !known && path.extension().is_some_and(|e| e == "md") {
            left.push(path);
        }
    }
    left.sort();
    Ok(left)
}

pub(super) fn run(args: &DocsArgs) -> Result<u8, Stop> {
    let library = super::files::library(None)?;
    let pages = pages(&library);
    let cannot = |path: &Path, error: std::io::Error| Stop::usage(format!("{} cannot be written ({error}).", path.display()));
    for page in &pages {
        let path = args.out.join(&page.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|e| cannot(folder, e))?;
        }
        std::fs::write(&path, &page.text).map_err(|e| cannot(&path, e))?;
    }
    for path in left_over(&args.out, &pages).map_err(|e| cannot(&args.out, e))? {
        std::fs::remove_file(&path).map_err(|e| cannot(&path, e))?;
    }
    output::write(None, exit::CLEAN, |_, out| writeln!(out, "Wrote {} pages below {}.", pages.len(), args.out.display()))?;
    Ok(exit::CLEAN)
}
