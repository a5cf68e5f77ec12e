//! The files a project file names: a wage determination, facts of people. Their bytes are originals.

use super::value::values;
use super::{Id, Result, Transaction};
use crate::domain::moment::Moment;

/// A file a project file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectFile {
    /// The name the project file calls it by.
    pub name: String,
    /// SHA-256 of its bytes, registered as an original.
    pub sha256: String,
}

/// Adds a file to what a project is set up with, or puts it in the place of the one of that name.
///
/// # Errors
/// [`super::StoreError::Refused`] where the name holds a slash or the bytes are not registered.
pub async fn put(tx: &mut Transaction, project: Id, name: &str, sha256: &str, at: Moment) -> Result<()> {
    const PUT: &str = "INSERT INTO project_files (project_id, name, sha256, added_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (project_id, name) DO UPDATE SET sha256 = excluded.sha256, added_at = excluded.added_at";
    tx.run(PUT, values![&project, name, sha256, at]).await?;
    Ok(())
}

/// The files of a project as its newest facts name them, by name.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn of_project(tx: &mut Transaction, project: Id) -> Result<Vec<ProjectFile>> {
    const LIST: &str = "SELECT name, sha256 FROM project_files WHERE project_id = $1
        AND NOT EXISTS (SELECT 1 FROM project_facts WHERE project_id = $1)
        UNION ALL SELECT name, sha256 FROM project_facts_files WHERE project_id = $1
        AND version = (SELECT MAX(version) FROM project_facts WHERE project_id = $1)";
    let rows = tx.rows(LIST, values![&project]).await?;
    let mut files = rows.iter().map(|row| Ok(ProjectFile { name: row.get(0)?, sha256: row.get(1)? })).collect::<Result<Vec<_>>>()?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}
