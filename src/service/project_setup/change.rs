//! Changes the facts of a project. Later readings use them; what is signed keeps the facts it was checked against, and what is
//! under way is read again.

use super::{NamedFile, load};
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::service::upload;
use crate::store::project_files::ProjectFile;
use crate::store::{Id, StoreError, Transaction, originals, project_facts, project_files, projects};

/// A change of the facts, as a person asks for it.
pub struct FactsChange<'a> {
    /// The version they had before them.
    pub seen: u64,
    /// The project file, whole.
    pub facts: &'a str,
    /// Files that are added, or take the place of those of their names.
    pub files: &'a [NamedFile],
    /// Why.
    pub reason: &'a str,
}

/// Longest reason, in bytes.
const LONGEST_REASON: usize = 2_000;

/// Whether somebody may change the facts of a project.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::NotAllowed`] for who may not.
pub async fn may_change(service: &Service, actor: &Actor, project: Id) -> Result<(), Fault> {
    permission::may_change_facts(&mut service.store.snapshot().await?, actor, project).await?;
    Ok(())
}

/// Changes the facts of a project.
///
/// # Errors
/// [`Fault::Refused`] where the project file does not load or no reason is given; [`Fault::Conflict`] where somebody changed
/// the facts since; [`Fault::NotFound`] and [`Fault::NotAllowed`] for who may not.
pub async fn change(service: &Service, actor: &Actor, project: Id, asked: &FactsChange<'_>) -> Result<(), Fault> {
    let mut tx = service.store.snapshot().await?;
    let before = permission::may_change_facts(&mut tx, actor, project).await?;
    let held = project_files::of_project(&mut tx, project).await?;
    drop(tx);
    let reason = asked.reason.trim();
    if reason.is_empty() || reason.len() > LONGEST_REASON {
        return Err(Fault::refused("facts.reason", "Say in a few words why the facts change. The reason stands in the history."));
    }
    if let Some(file) = asked.files.iter().find(|file| !asked.facts.contains(&file.name)) {
        let sentence = format!("The project file does not name {}. Add a part to it that does, or leave the file out.", file.name);
        return Err(Fault::refused("facts.file", sentence));
    }
    let stays = |held: &&ProjectFile| asked.facts.contains(&held.name) && !asked.files.iter().any(|file| file.name == held.name);
    let staying: Vec<ProjectFile> = held.iter().filter(stays).cloned().collect();
    let held_now = with_bytes(service, &held).await?;
    let mut beside = with_bytes(service, &staying).await?;
    beside.extend(asked.files.iter().map(|file| NamedFile { name: file.name.clone(), bytes: file.bytes.clone() }));
    let read = load(service, asked.facts, &beside)?;
    // Facts that do not load any more can be mended: then it is the project that says what stays.
    let (number, name) = match load(service, &before.facts, &held_now) {
        Ok(then) => (then.id, then.name),
        Err(_) => (before.number.clone(), before.name.clone()),
    };
    if (&read.id, &read.name) != (&number, &name) {
        let sentence = "Number and name stay: signed weeks name them. Write id and name as they were.";
        return Err(Fault::refused("facts.name", sentence));
    }
    let (mut files, mut new) = (staying, Vec::new());
    for file in asked.files {
        let kept = service.originals.keep(file.bytes.clone()).await?;
        files.push(ProjectFile { name: file.name.clone(), sha256: kept.sha256.clone() });
        new.push(kept);
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    if before.facts == asked.facts && files == held {
        return Err(Fault::refused("facts.same", "Nothing is different. Change a fact or a file, then save."));
    }
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    permission::may_change_facts(&mut tx, actor, project).await?;
    if project_facts::newest(&mut tx, project).await? != asked.seen {
        return Err(overtaken());
    }
    for kept in &new {
        originals::register(&mut tx, kept, at).await?;
    }
    let change = project_facts::Change { facts: asked.facts, files: &files, reason };
    match project_facts::change(&mut tx, project, asked.seen, change, actor.person, at).await {
        Err(StoreError::Refused(_)) => return Err(overtaken()),
        other => other?,
    };
    read_again(&mut tx, project, at).await?;
    tx.commit().await?;
    service.bell.notify_one();
    Ok(())
}

/// Files with their bytes.
pub(super) async fn with_bytes(service: &Service, files: &[ProjectFile]) -> Result<Vec<NamedFile>, Fault> {
    let mut named = Vec::new();
    for file in files {
        named.push(NamedFile { name: file.name.clone(), bytes: service.originals.bytes(&file.sha256).await? });
    }
    Ok(named)
}

fn overtaken() -> Fault {
    Fault::conflict(
        "facts.changed",
        "Somebody changed the facts of this project after you opened the page. Nothing was saved. Open the page again and look at them first.",
    )
}

/// Asks for a further reading of every week of the project that is under way: nobody signs what was checked against other facts.
async fn read_again(tx: &mut Transaction, project: Id, at: crate::domain::moment::Moment) -> Result<(), Fault> {
    for contract in projects::contracts(tx, project).await? {
        for open in crate::store::uploads::open_of_contract(tx, contract.id).await? {
            if open.original.is_some() && open.state.open() {
                upload::ask_for_reading(tx, open.id, at).await?;
            }
        }
    }
    Ok(())
}
