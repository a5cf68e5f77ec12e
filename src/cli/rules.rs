//! `plumbline rules list`, `show` and `lint`.

use super::args::RulesCommand;
use super::stop::Stop;
use super::{exit, files, output};
use crate::rules::library::Library;
use crate::rules::lint::{LintLevel, lint};
use crate::rules::{explain, policy::Policy};
use std::fmt::Write as _;

pub(super) fn run(command: &RulesCommand) -> Result<u8, Stop> {
    match command {
        RulesCommand::List { rules_dir } => print(&list(&files::library(rules_dir.as_deref())?)),
        RulesCommand::Show { id, on, rules_dir } => {
            let library = files::library(rules_dir.as_deref())?;
            print(&explain::explain(find(&library, id)?, *on))
        }
        RulesCommand::Lint { rules_dir, as_of } => {
            let library = files::library(rules_dir.as_deref())?;
            let found = lint(&library, *as_of);
            let warnings = found.iter().filter(|f| f.level == LintLevel::Warning).count();
            let mut text = String::new();
            for finding in &found {
                let _ = writeln!(text, "{finding}");
            }
            let policies = library.list().count();
            let _ = writeln!(text, "{policies} policies: {warnings} warnings, {} notes", found.len() - warnings);
            print(&text)?;
            Ok(if warnings > 0 { exit::FOUND } else { exit::CLEAN })
        }
    }
}

fn print(text: &str) -> Result<u8, Stop> {
    output::write(None, exit::CLEAN, |_, out| out.write_all(text.as_bytes()))?;
    Ok(exit::CLEAN)
}

fn list(library: &Library) -> String {
    let widest = library.list().map(|p| p.id.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for policy in library.list() {
        let own = if policy.overlay { "  (own rules folder)" } else { "" };
        let _ = writeln!(text, "{:widest$}  {}  reviewed {}{own}", policy.id, policy.title, policy.reviewed_on);
    }
    text
}

/// A policy by its name, or the name that was probably meant.
pub(super) fn find<'l>(library: &'l Library, id: &str) -> Result<&'l Policy, Stop> {
    library.get(id).map(AsRef::as_ref).ok_or_else(|| match library.closest(id) {
        Some(near) => Stop::usage(format!("there is no policy `{id}`. Did you mean `{near}`? See plumbline rules list.")),
        None => Stop::usage(format!("there is no policy `{id}`. See plumbline rules list.")),
    })
}
