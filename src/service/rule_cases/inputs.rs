//! The blocks of a case as the files they stand for.

use super::page::{Block, Case, Table};
use crate::domain::project::Project;
use crate::intake::project_file;
use crate::rules::error::RuleError;
use crate::rules::library::Library;
use crate::rules::load;
use crate::service::files::FileArg;
use chrono::NaiveDate;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// What a case gives the straight line.
pub(super) struct Inputs {
    /// The files to check, in a folder that goes with this value.
    pub(super) files: Vec<FileArg>,
    /// The project, if the case says anything of one.
    pub(super) project: Option<Project>,
    /// The day as of which the rules are known.
    pub(super) as_of: Option<NaiveDate>,
    /// Figures seen in a secondary source only decide too.
    pub(super) accept_secondary: bool,
    _folder: TempDir,
}

/// Tables that are files to check: caption and name of the file.
const CHECKED: [(&str, &str); 4] =
    [("Payroll", "payroll.csv"), ("Hiring", "hiring.csv"), ("Job orders", "job-orders.csv"), ("Referrals", "referrals.csv")];

/// Writes the blocks of a case as files.
pub(super) fn written(case: &Case) -> Result<Inputs, String> {
    let folder = TempDir::new().map_err(|e| format!("no folder for the files of the case ({e})"))?;
    let (mut files, mut lists, mut head, mut as_of) = (Vec::new(), String::new(), None, None);
    let (mut determinations, mut accept_secondary) = (0, false);
    for (caption, block) in &case.blocks {
        match (caption.as_str(), block) {
            ("Secondary figures", Block::Word(word)) if word == "accepted" => accept_secondary = true,
            ("Project", Block::Toml(text)) => head = Some(text.clone()),
            ("As of", Block::Word(day)) => as_of = Some(day.parse().map_err(|_| format!("As of: `{day}` is no day; write 2026-01-31"))?),
            ("People", Block::Table(table)) => {
                write(folder.path(), "people.csv", table)?;
                lists.push_str("\n[[people]]\nfile = \"people.csv\"\n");
            }
            (name, Block::Table(table)) if CHECKED.iter().any(|(caption, _)| *caption == name) => {
                let file = CHECKED.iter().find(|(caption, _)| *caption == name).map_or("", |(_, file)| file);
                write(folder.path(), file, table)?;
                files.push(FileArg::Path(folder.path().join(file)));
            }
            (name, Block::Table(table)) if name.starts_with("Wage determination ") => {
                determinations += 1;
                let file = format!("determination-{determinations}.csv");
                write(folder.path(), &file, table)?;
                lists.push_str(&determination(name, &file)?);
            }
            ("Findings" | "Findings, met ones too" | "Counts" | "Problems", Block::Table(_)) | ("Rule", _) => {}
            (name, _) => return Err(format!("a block after \u{ab}{name}\u{bb} has no meaning here")),
        }
    }
    if files.is_empty() {
        return Err("the case has no payroll and no hiring records".to_owned());
    }
    let project = match (head, lists.is_empty()) {
        (None, true) => None,
        (head, _) => Some(project(&head.unwrap_or_default(), &lists, folder.path())?),
    };
    Ok(Inputs { files, project, as_of, accept_secondary, _folder: folder })
}

fn write(folder: &Path, name: &str, table: &Table) -> Result<(), String> {
    std::fs::write(folder.join(name), table.to_csv()).map_err(|e| format!("{name} cannot be written ({e})"))
}

/// A whole project file, or keys of its `[project]` table.
fn project(head: &str, lists: &str, folder: &Path) -> Result<Project, String> {
    let whole = head.lines().any(|l| l.trim() == "[project]");
    let id = if whole || head.lines().any(|l| l.trim_start().starts_with("id ")) { "" } else { "id = \"P-1\"\n" };
    let begin = if whole { "" } else { "[project]\n" };
    project_file::read(&format!("{begin}{id}{head}\n{lists}"), "Project", folder).map_err(|e| e.to_string())
}

/// `Wage determination ID [modification N] [from DAY] [until DAY]`.
fn determination(caption: &str, file: &str) -> Result<String, String> {
    let mut words = caption.split_whitespace().skip(2);
    let id = words.next().ok_or("a wage determination needs its number")?;
    let mut text = format!("\n[[wage_determination]]\nid = \"{id}\"\nfile = \"{file}\"\n");
    while let Some(key) = words.next() {
        let value = words.next().ok_or_else(|| format!("nothing stands after `{key}`"))?;
        if !["modification", "from", "until"].contains(&key) {
            return Err(format!("a wage determination has a modification, from and until, and no `{key}`"));
        }
        let _ = writeln!(text, "{key} = {value}");
    }
    Ok(text)
}

/// What a policy that is a few clauses stands behind.
const PRELUDE: &str = r#"
schema = "plumbline.policy/1"
title = "A rule of this page"
summary = "What the page says."
reviewed_on = "2026-11-24"
[citations.law]
text = "The Law, section 1"
url = "https://example.org/law"
seen = "official"
seen_on = "2026-11-24"
"#;
const IN_FORCE: &str = r#"
[[status]]
status = "in-force"
from = "open"
until = "open"
citation = "law"
"#;

/// The policies of a case, and the library that has them. Without a `Rule:` it is the policy of the page.
pub(super) fn rules(case: &Case, library: &Arc<Library>, policy: &str) -> Result<(Arc<Library>, Vec<String>), String> {
    let mut ids = Vec::new();
    let mut whole = library.as_ref().clone();
    for block in case.blocks.iter().filter(|(caption, _)| caption == "Rule").map(|(_, block)| block) {
        match block {
            Block::Word(id) if library.get(id).is_some() => ids.push(id.clone()),
            Block::Word(id) => return Err(format!("there is no policy `{id}`")),
            Block::Toml(text) => {
                let id = format!("page/rule-{}", ids.len() + 1);
                let text = match (text.contains("schema ="), text.contains("[[status]]")) {
                    (true, _) => text.clone(),
                    (false, true) => format!("{PRELUDE}{text}"),
                    (false, false) => format!("{PRELUDE}{IN_FORCE}{text}"),
                };
                let own = load::policy(&id, &format!("{id}.toml"), &text, false).map_err(in_words)?;
                whole = whole.with(own).map_err(in_words)?;
                ids.push(id);
            }
            Block::Table(_) => return Err("a rule is a name or a TOML block".to_owned()),
        }
    }
    if ids.is_empty() {
        ids.push(policy.to_owned());
    }
    Ok((Arc::new(whole), ids))
}

fn in_words(errors: Vec<RuleError>) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
