//! Sets a project up: what is built, under which rules, by whom.
//!
//! The facts of a project are its project file, the same text that `plumbline check --project` takes, so what is asked of
//! a payroll in the service and on the command line is the same.

mod change;
mod difference;
mod history;
mod typed;

pub use change::{FactsChange, change, may_change};
pub use difference::LineChange;
pub use history::FactsChanged;
pub use typed::Typed;

use super::Service;
use super::fault::Fault;
use super::permission::{self, Actor};
use super::upload::scan;
use crate::domain::project::Project as Facts;
use crate::intake::project_file;
use crate::rules::select::{WhyLeftOut, select};
use crate::store::audit::{
    self,
    act::{Act, Action, Object},
};
use crate::store::organisations::{self, OrganisationKind};
use crate::store::projects::{self, NewProject, Project, Terms};
use crate::store::{Id, Transaction, originals, project_files};
use std::path::Path;

/// A file a project file names.
pub struct NamedFile {
    /// The name the project file calls it by.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A project as it is set up.
pub struct Shown {
    /// What is kept of it.
    pub project: Project,
    /// The policies that take part: identifier and title.
    pub rules: Vec<(String, String)>,
    /// Policies that may fit: what is missing to tell.
    pub undecided: Vec<String>,
    /// The firms, tier by tier: contract, name.
    pub firms: Vec<(projects::Contract, String)>,
    /// The files the project file names.
    pub files: Vec<project_files::ProjectFile>,
    /// How its facts came to be what they are, newest first.
    pub history: Vec<FactsChanged>,
}

/// Adds a project with the firms its file names: the main contractor, and firms directly below it.
///
/// # Errors
/// [`Fault::Refused`] where the project file does not load, with its line, and where the scanner refuses a file; [`Fault::NotAllowed`] for
/// who may not; [`Fault::NotNow`] where the scanner does not answer.
pub async fn create(service: &Service, actor: &Actor, facts: &str, files: &[NamedFile]) -> Result<Id, Fault> {
    permission::may_set_up(actor)?;
    for file in files {
        scan::must_be_clean(service, file.bytes.as_slice()).await?;
    }
    let read = load(service, facts, files)?;
    let mut kept = Vec::new();
    for file in files {
        kept.push((file.name.as_str(), service.originals.keep(file.bytes.clone()).await?));
    }
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let name = if read.name.is_empty() { &read.id } else { &read.name };
    let new = NewProject { agency: actor.organisation, number: &read.id, name, facts };
    let project = match projects::add(&mut tx, new, at).await {
        Err(crate::store::StoreError::Refused(_)) => return Err(taken(&read.id)),
        other => other?,
    };
    for (name, kept) in &kept {
        originals::register(&mut tx, kept, at).await?;
        project_files::put(&mut tx, project, name, &kept.sha256, at).await?;
    }
    add_firms(&mut tx, project, &read, at).await?;
    let (tenant, who, object) = (Some(actor.organisation), Some(actor.person), Object::project(project));
    let record = Some(facts.as_bytes());
    audit::append(&mut tx, Act { at, tenant, actor: who, action: Action::Added, object, version: None, record }).await?;
    tx.commit().await?;
    Ok(project)
}

fn taken(number: &str) -> Fault {
    Fault::refused("project.number", format!("Your agency has a project with the number {number}. Give this one another number."))
}

/// Adds the firms a project file names that can be placed by it alone: tier 0, and tier 1 below it.
async fn add_firms(tx: &mut Transaction, project: Id, read: &Facts, at: crate::domain::moment::Moment) -> Result<(), Fault> {
    let mut prime = None;
    let mut named: Vec<_> = read.contracts.iter().collect();
    named.sort_by_key(|contract| contract.tier.unwrap_or(0));
    for contract in named {
        let firm = firm(tx, &contract.contractor, at).await?;
        let terms = Terms { value: contract.value, started_on: None, ended_on: None };
        match (contract.tier.unwrap_or(0), prime) {
            (0, None) => prime = Some(projects::add_prime(tx, project, firm, terms, at).await?),
            (0, Some(_)) => {
                return Err(Fault::refused(
                    "project.primes",
                    "The project file names two firms of tier 0. A project has one main contractor.",
                ));
            }
            (1, Some(above)) => drop(projects::add_sub(tx, above, firm, terms, at).await?),
            // Whom a firm further down works for stands in no project file: it is added below its own.
            _ => {}
        }
    }
    Ok(())
}

/// The contractor of a name, as it is written; added where it is new.
async fn firm(tx: &mut Transaction, name: &str, at: crate::domain::moment::Moment) -> Result<Id, Fault> {
    let known = organisations::of_kind(tx, OrganisationKind::Contractor).await?;
    match known.into_iter().find(|firm| firm.name.trim().eq_ignore_ascii_case(name.trim())) {
        Some(firm) => Ok(firm.id),
        None => Ok(organisations::add(tx, OrganisationKind::Contractor, name.trim(), at).await?),
    }
}

/// Reads a project file as a reading of a payroll will: with its files beside it.
fn load(service: &Service, facts: &str, files: &[NamedFile]) -> Result<Facts, Fault> {
    let folder = tempfile::tempdir().map_err(|error| Fault::Ours(format!("no temporary folder: {error}")))?;
    for file in files {
        let plain = !file.name.is_empty() && Path::new(&file.name).file_name().is_some_and(|name| name.to_str() == Some(&file.name));
        if !plain {
            return Err(Fault::refused(
                "project.file-name",
                "A file of the project has a name with a slash. Give it a plain name and add it again.",
            ));
        }
        std::fs::write(folder.path().join(&file.name), &file.bytes).map_err(|error| Fault::Ours(error.to_string()))?;
    }
    let read = project_file::read(facts, "project file", folder.path()).map_err(|error| {
        let help = error.help.as_deref().map(|help| format!(" {help}")).unwrap_or_default();
        Fault::refused("project.file", format!("{error}.{help}").replace("..", "."))
    })?;
    let unknown = select(&service.library, Some(&read), read.rules.as_deref()).unknown;
    match unknown.first() {
        Some(policy) => {
            let closest = policy.closest.as_deref().map(|id| format!(" Did you mean {id}?")).unwrap_or_default();
            Err(Fault::refused("project.rules", format!("No policy is named {}.{closest}", policy.asked)))
        }
        None => Ok(read),
    }
}

/// A project as it is set up, for its agency.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn show(service: &Service, actor: &Actor, project: Id) -> Result<Shown, Fault> {
    permission::may_see_desk(actor)?;
    let mut tx = service.store.snapshot().await?;
    let project = permission::may_see_filing(&mut tx, actor, project).await?;
    let files = project_files::of_project(&mut tx, project.id).await?;
    let mut firms = Vec::new();
    for contract in projects::contracts(&mut tx, project.id).await? {
        let name = organisations::find(&mut tx, contract.contractor).await?.map(|firm| firm.name).unwrap_or_default();
        firms.push((contract, name));
    }
    let history = history::of(&mut tx, project.id).await?;
    drop(tx);
    let read = load(service, &project.facts, &change::with_bytes(service, &files).await?)?;
    let selection = select(&service.library, Some(&read), read.rules.as_deref());
    let rules = selection.taking_part.iter().map(|t| (t.policy.id.clone(), t.policy.title.clone())).collect();
    let undecided = selection.left_out.iter().filter(|l| matches!(l.why, WhyLeftOut::CannotTell(_))).filter_map(|l| l.remark()).collect();
    Ok(Shown { project, rules, undecided, firms, files, history })
}
