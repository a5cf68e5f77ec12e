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
mod records;
mod scalar;
mod schema;
mod wages;

pub use schema::project as schema;

use super::toml_words::{explained, line_at};
use crate::domain::people::People;
use crate::domain::project::{Contract, FirmClass, Milestone, Project};
use raw::{Raw, RawContract, RawProject};
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
    project.contracts = raw.contract.into_iter().map(|c| contract(c, text, name)).collect::<Result<_, _>>()?;
    project.waivers = raw.waiver.into_iter().map(|w| records::waiver(w, text, name)).collect::<Result<_, _>>()?;
    project.fringe_plans = raw.fringe_plan.into_iter().map(|p| records::fringe_plan(p, text, name)).collect::<Result<_, _>>()?;
    project.deductions = raw.deduction.into_iter().map(|d| records::deduction(d, text, name)).collect::<Result<_, _>>()?;
    for wanted in &raw.wage_determination {
        let determination = wages::load(wanted, text, name, folder)?;
        wages::covers(&determination, wanted, project.county.as_deref(), (text, name))?;
        project.wage_determinations.push(determination);
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

fn contract(raw: RawContract, text: &str, name: &str) -> Result<Contract, ProjectError> {
    if let (Some(class), Some(nonprofit)) = (&raw.class, raw.nonprofit)
        && (*class.get_ref() == FirmClass::Nonprofit) != nonprofit
    {
        let line = line_at(text.as_bytes(), class.span().start);
        return Err(ProjectError::new(name, Some(line), "`class` and `nonprofit` say different things of the firm.").help("Keep `class`."));
    }
    Ok(Contract {
        contractor: raw.contractor.0,
        tier: raw.tier,
        value: raw.value.map(|v| v.0),
        employees_fte: raw.employees_fte,
        nonprofit: raw.nonprofit,
        class: raw.class.map(toml::Spanned::into_inner),
        labor_cost: raw.labor_cost.map(|v| v.0),
        health_benefits: raw.health_benefits,
        union: raw.union.map(|u| u.0),
        awarded_on: raw.awarded_on.map(|d| d.0),
        labor_cost_by_year: history::years(raw.labor_cost_by_year, text, name)?,
    })
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
        county: raw.county.as_ref().map(|c| c.0.clone()),
        area: raw.area.as_ref().map(|a| a.0.clone()),
        bids_opened_on: raw.bids_opened_on.map(|d| d.0),
        kind: raw.kind,
        public: raw.public,
        funding: raw.funding.clone(),
        value: raw.value.map(|v| v.0),
        floor_area_sq_ft: raw.floor_area_sq_ft,
        assistance: raw.assistance.map(|v| v.0),
        hud_assistance: raw.hud_assistance.map(|v| v.0),
        rooms: raw.rooms,
        housing_units: raw.housing_units,
        labor_cost: raw.labor_cost.map(|v| v.0),
        accept_secondary: raw.accept_secondary,
        milestones: milestones.into_iter().filter_map(|(m, d)| d.map(|d| (m, d.0))).collect(),
        rules: raw.rules.clone(),
        parameters: parameters.collect(),
        ..Project::default()
    })
}
