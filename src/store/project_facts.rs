//! The facts of a project, change by change: the whole project file each time, and the files it names. Insert-only.

use super::audit::{
    self,
    act::{Act, Action, Object},
};
use super::project_files::ProjectFile;
use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction, projects};
use crate::domain::moment::Moment;

/// The facts after a change of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactsVersion {
    /// From 1, what the project was set up with.
    pub version: u64,
    /// The project file.
    pub facts: String,
    /// The files it names, by name.
    pub files: Vec<ProjectFile>,
    /// Why they were changed; none for version 1.
    pub reason: Option<String>,
    /// Who changed them; none for version 1.
    pub by: Option<Id>,
    /// When.
    pub at: Moment,
}

/// A change of the facts.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The project file, whole.
    pub facts: &'a str,
    /// Every file it names.
    pub files: &'a [ProjectFile],
    /// Why.
    pub reason: &'a str,
}

/// The number of the newest version.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn newest(tx: &mut Transaction, project: Id) -> Result<u64> {
    const NEWEST: &str = "SELECT COALESCE(MAX(version), 1) FROM project_facts WHERE project_id = $1";
    tx.first(NEWEST, values![&project]).await?.map_or(Ok(1), |row| row.count(0))
}

/// Adds a version after one, and notes it in the audit log. Its number.
///
/// # Errors
/// [`StoreError::Refused`] where another version came after that one, for an empty reason, and where a file is not registered;
/// [`StoreError::Missing`] where there is no such project.
pub async fn change(tx: &mut Transaction, project: Id, after: u64, new: Change<'_>, by: Id, at: Moment) -> Result<u64> {
    const ADD: &str =
        "INSERT INTO project_facts (project_id, version, facts, reason, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6)";
    const FILE: &str = "INSERT INTO project_facts_files (project_id, version, name, sha256) VALUES ($1, $2, $3, $4)";
    let agency = projects::find(tx, project).await?.ok_or(StoreError::Missing("project"))?.agency;
    let version = after + 1;
    let number = i64::try_from(version).map_err(|_| StoreError::Missing("version"))?;
    tx.run(ADD, values![&project, number, new.facts, new.reason, &by, at]).await?;
    let mut record = format!("{}\n{}\n", new.reason, new.facts);
    for file in new.files {
        tx.run(FILE, values![&project, number, file.name.as_str(), file.sha256.as_str()]).await?;
        record.push_str(&format!("{} {}\n", file.sha256, file.name));
    }
    let (tenant, actor, object, record) = (Some(agency), Some(by), Object::project(project), Some(record.as_bytes()));
    audit::append(tx, Act { at, tenant, actor, action: Action::FactsChanged, object, version: Some(version), record }).await?;
    Ok(version)
}

/// Every version, the first first.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such project.
pub async fn history(tx: &mut Transaction, project: Id) -> Result<Vec<FactsVersion>> {
    const FIRST: &str = "SELECT facts, created_at FROM projects WHERE id = $1";
    const FIRST_FILES: &str = "SELECT name, sha256 FROM project_files WHERE project_id = $1";
    const CHANGES: &str = "SELECT version, facts, reason, changed_by, changed_at FROM project_facts WHERE project_id = $1 ORDER BY version";
    const FILES: &str = "SELECT name, sha256 FROM project_facts_files WHERE project_id = $1 AND version = $2";
    let row = tx.first(FIRST, values![&project]).await?.ok_or(StoreError::Missing("project"))?;
    let files = by_name(&tx.rows(FIRST_FILES, values![&project]).await?)?;
    let mut all = vec![FactsVersion { version: 1, facts: row.get(0)?, files, reason: None, by: None, at: row.moment(1)? }];
    for row in tx.rows(CHANGES, values![&project]).await? {
        let number: i64 = row.get(0)?;
        all.push(FactsVersion {
            version: row.count(0)?,
            facts: row.get(1)?,
            files: by_name(&tx.rows(FILES, values![&project, number]).await?)?,
            reason: Some(row.get(2)?),
            by: Some(row.id(3)?),
            at: row.moment(4)?,
        });
    }
    Ok(all)
}

fn by_name(rows: &[Row]) -> Result<Vec<ProjectFile>> {
    let files = rows.iter().map(|row| Ok(ProjectFile { name: row.get(0)?, sha256: row.get(1)? }));
    let mut files = files.collect::<Result<Vec<_>>>()?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}
