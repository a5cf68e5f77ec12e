//! The project file: what is bought, where, for how much, and when. It decides which promises apply.
//!
//! It is TOML written by a person, so an error names the file, the line and the right spelling. Money and
//! shares stand in quotes, so that no figure passes through a binary fraction. Files it names
//! (`[[wage_determination]]`, `[[people]]`) are found beside it.

mod events;
mod history;
mod list;
mod people;
mod programs;
mod raw;
mod scalar;
mod wages;

use super::toml_words::{explained, line_at};
use crate::domain::people::People;
use crate::domain::project::{Contract, Milestone, Project};
use raw::{Raw, RawProject};
use std::collections::BTreeMap;
use std::path::Path;

/// Largest project file, people list or wage determination, in bytes.
const LARGEST: u64 = 64 << 20;

/// Why a project file, or a file it names, cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectError {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1, where there is one.
    pub line: Option<usize>,
    /// What was seen and what is needed.
    pub message: String,
    /// What to do, often the right spelling.
    pub help: Option<String>,
}

impl ProjectError {
    fn new(file: &str, line: Option<usize>, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl std::fmt::Display for ProjectError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(help) = &self.help {
            write!(f, " {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ProjectError {}

/// Reads a project file and the files it names.
pub fn load(path: &Path) -> Result<Project, ProjectError> {
    let name = path.display().to_string();
    let bytes = list::bytes_of(path, &name)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|e| ProjectError::new(&name, Some(line_at(&bytes, e.valid_up_to())), "the text is not UTF-8."))?;
    read(text, &name, path.parent().unwrap_or(Path::new("")))
}

/// Reads the text of a project file; the files it names stand in `folder`.
pub fn read(text: &str, name: &str, folder: &Path) -> Result<Project, ProjectError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let raw: Raw = toml::from_str(text).map_err(|e| {
        let fault = explained(&e, text);
        ProjectError { file: name.to_owned(), line: fault.line, message: fault.message, help: fault.help }
    })?;
    let mut project = of(&raw.project, text, name)?;
    for c in raw.contract {
        project.contracts.push(Contract {
            contractor: c.contractor.0,
            tier: c.tier,
            value: c.value.map(|v| v.0),
            employees_fte: c.employees_fte,
            nonprofit: c.nonprofit,
            labor_cost: c.labor_cost.map(|v| v.0),
            labor_cost_by_year: history::years(c.labor_cost_by_year, text, name)?,
        });
    }
    for wanted in &raw.wage_determination {
        project.wage_determinations.push(wages::load(wanted, text, name, folder)?);
    }
    project.wage_determinations.sort_by_key(|w| (w.from, w.modification));
    let mut facts = Vec::new();
    for wanted in &raw.people {
        people::load(&wanted.file, text, name, folder, &mut facts)?;
    }
    facts.sort_by(|a, b| (&a.worker, a.kind, a.from).cmp(&(&b.worker, b.kind, b.from)));
    project.people = People { facts };
    project.events = events::load(raw.event, text, name)?;
    project.apprenticeships = programs::load(raw.apprenticeship, text, name)?;
    project.history = history::load(raw.history, text, name)?;
    Ok(project)
}

fn of(raw: &RawProject, text: &str, name: &str) -> Result<Project, ProjectError> {
    if let Some(state) = &raw.state {
        let code = state.get_ref();
        if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            let line = line_at(text.as_bytes(), state.span().start);
            return Err(ProjectError::new(
                name,
                Some(line),
                format!("state is \"{code}\"; it must be two capital letters, for example \"MA\"."),
            ));
        }
    }
    let milestones = [
        (Milestone::Advertised, raw.advertised_on),
        (Milestone::Solicited, raw.solicited_on),
        (Milestone::Executed, raw.executed_on),
        (Milestone::Approved, raw.approved_on),
        (Milestone::Started, raw.started_on),
        (Milestone::Completed, raw.completed_on),
    ];
    let parameters = raw.parameters.iter().map(|(policy, figures)| {
        let figures: BTreeMap<String, String> = figures.iter().map(|(k, v)| (k.clone(), v.0.clone())).collect();
        (policy.clone(), figures)
    });
    Ok(Project {
        id: raw.id.0.clone(),
        name: raw.name.clone().map_or_else(|| raw.id.0.clone(), |n| n.0),
        owner: raw.owner.clone(),
        state: raw.state.as_ref().map(|s| s.get_ref().clone()),
        city: raw.city.clone(),
        kind: raw.kind,
        public: raw.public,
        funding: raw.funding.clone(),
        value: raw.value.map(|v| v.0),
        floor_area_sq_ft: raw.floor_area_sq_ft,
        labor_cost: raw.labor_cost.map(|v| v.0),
        milestones: milestones.into_iter().filter_map(|(m, d)| d.map(|d| (m, d.0))).collect(),
        rules: raw.rules.clone(),
        parameters: parameters.collect(),
        ..Project::default()
    })
}
