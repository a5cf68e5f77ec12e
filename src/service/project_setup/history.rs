//! What changed in the facts of a project, when, by whom and why.

use super::difference::{self, LineChange};
use crate::domain::moment::Moment;
use crate::service::fault::Fault;
use crate::store::project_facts::{self, FactsVersion};
use crate::store::{Id, Transaction, people};

/// A version of the facts, beside the one before it.
#[derive(Clone, Debug)]
pub struct FactsChanged {
    /// Its number, from 1.
    pub version: u64,
    /// When.
    pub at: Moment,
    /// Who changed them; empty for what the project was set up with.
    pub by: String,
    /// Why; empty for what the project was set up with.
    pub reason: String,
    /// Lines of the project file that are gone or new.
    pub lines: Vec<LineChange>,
    /// Files that are gone, new or others than before: name, and what became of it.
    pub files: Vec<(String, &'static str)>,
}

/// The history of a project's facts, newest first.
///
/// # Errors
/// [`Fault::Store`].
pub(super) async fn of(tx: &mut Transaction, project: Id) -> Result<Vec<FactsChanged>, Fault> {
    let versions = project_facts::history(tx, project).await?;
    let mut all = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        let by = match version.by {
            Some(id) => people::find(tx, id).await?.map(|person| person.name).unwrap_or_default(),
            None => String::new(),
        };
        let before = at.checked_sub(1).and_then(|at| versions.get(at));
        all.push(FactsChanged {
            version: version.version,
            at: version.at,
            by,
            reason: version.reason.clone().unwrap_or_default(),
            lines: before.map(|before| difference::lines(&before.facts, &version.facts)).unwrap_or_default(),
            files: before.map(|before| files(before, version)).unwrap_or_default(),
        });
    }
    all.reverse();
    Ok(all)
}

fn files(before: &FactsVersion, after: &FactsVersion) -> Vec<(String, &'static str)> {
    let held = |version: &FactsVersion, name: &str| version.files.iter().find(|file| file.name == name).map(|file| file.sha256.clone());
    let mut changed: Vec<(String, &'static str)> = Vec::new();
    for file in &after.files {
        match held(before, &file.name) {
            None => changed.push((file.name.clone(), "new")),
            Some(sha256) if sha256 != file.sha256 => changed.push((file.name.clone(), "another file")),
            Some(_) => {}
        }
    }
    let gone = before.files.iter().filter(|file| held(after, &file.name).is_none());
    changed.extend(gone.map(|file| (file.name.clone(), "no longer named")));
    changed
}
