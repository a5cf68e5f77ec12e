//! What a reading is asked: the file and, beside it in a private folder, the project file and what that names.

use super::super::Upload;
use crate::intake::limits::{Limits, Profile};
use crate::service::Service;
use crate::service::examine::{Correction, Examination, ExamineRequest, LimitsWord};
use crate::service::fault::Fault;
use crate::store::originals::lent::Lent;
use crate::store::{Transaction, corrections, cube, organisations, project_files, projects, saved_mappings};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;
use tempfile::TempDir;

/// A reading that is asked for. Its files go with it.
pub(super) struct Asked {
    pub request: ExamineRequest,
    /// The text of the project file, and the files it names by their SHA-256: as they are at this reading.
    pub project: String,
    pub project_files: BTreeMap<String, String>,
    /// When the bytes were last kept, so that they are not removed if they are kept again.
    pub kept_at: Option<SystemTime>,
    _original: Lent,
    _folder: TempDir,
}

/// What is asked of an upload.
pub(super) async fn of(service: &Service, tx: &mut Transaction, upload: &Upload) -> Result<Asked, Fault> {
    let missing = |what: &str| Fault::Ours(format!("an upload without its {what}"));
    let sha256 = upload.original.as_deref().ok_or_else(|| missing("file"))?;
    let contract = projects::contract(tx, upload.contract).await?.ok_or_else(|| missing("contract"))?;
    let project = projects::find(tx, contract.project).await?.ok_or_else(|| missing("project"))?;
    let contractor = organisations::find(tx, contract.contractor).await?.ok_or_else(|| missing("contractor"))?;
    let folder = private_folder(&service.settings.folder)?;
    let original = service.originals.lend(sha256).await?;
    let kept_at = std::fs::metadata(original.path()).and_then(|file| file.modified()).ok();
    write(&folder.path().join("project.toml"), project.facts.as_bytes()).await?;
    let mut files = BTreeMap::new();
    for file in project_files::of_project(tx, project.id).await? {
        let Some(name) = Path::new(&file.name).file_name().filter(|name| *name == file.name.as_str()) else { continue };
        let lent = service.originals.lend(&file.sha256).await?;
        tokio::fs::copy(lent.path(), folder.path().join(name)).await.map_err(crate::store::StoreError::from)?;
        files.insert(file.name, file.sha256);
    }
    let laid_over = corrections::of_upload(tx, upload.id).await?;
    let laid_over = laid_over.into_iter().map(|c| Correction { sheet: c.sheet, row: c.row, column: c.column, text: c.after });
    let hours = cube::to_date(tx, contract.id, upload.week_ending).await?;
    let request = ExamineRequest {
        file: original.path().to_owned(),
        file_name: upload.file_name.clone().unwrap_or_default(),
        limits: LimitsWord::Upload,
        file_bytes: Some(service.settings.upload_bytes).filter(|bytes| *bytes != Limits::of(Profile::Upload).file_bytes),
        layout: None,
        mapping: upload.mapping.clone(),
        corrections: laid_over.collect(),
        project_file: Some(folder.path().join("project.toml")),
        as_of: Some(service.clock.today()),
        week_ending: Some(upload.week_ending),
        contractor: contractor.name,
        hours_to_date: hours,
        rules_dir: service.settings.rules_dir.clone(),
    };
    Ok(Asked { request, project: project.facts, project_files: files, kept_at, _original: original, _folder: folder })
}

/// How this firm matched the same shape of file before.
pub(super) async fn saved(service: &Service, upload: &Upload, examination: &Examination) -> Result<Option<String>, Fault> {
    let Some(shape) = &examination.shape else { return Ok(None) };
    let mut tx = service.store.snapshot().await?;
    let Some(contract) = projects::contract(&mut tx, upload.contract).await? else { return Ok(None) };
    Ok(saved_mappings::find(&mut tx, contract.contractor, shape).await?)
}

/// A folder nobody else looks into, gone with its guard.
fn private_folder(below: &Path) -> Result<TempDir, Fault> {
    let readings = below.join("readings");
    let made = std::fs::create_dir_all(&readings).and_then(|()| tempfile::Builder::new().prefix("r-").tempdir_in(readings));
    made.map_err(|error| crate::store::StoreError::from(error).into())
}

async fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    tokio::fs::write(path, bytes).await.map_err(|error| crate::store::StoreError::from(error).into())
}

/// Removes folders of readings that a killed process left behind: those older than an hour. A reading takes seconds.
pub fn sweep_folders(service: &Service) {
    let Ok(entries) = std::fs::read_dir(service.settings.folder.join("readings")) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let age = std::fs::metadata(&path).and_then(|folder| folder.modified()).ok().and_then(|at| at.elapsed().ok());
        let ours = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("r-"));
        if ours && age.is_some_and(|age| age.as_secs() > 3_600) {
            // Gone meanwhile, or not ours to remove: the next sweep sees.
            let _ = std::fs::remove_dir_all(&path);
        }
    }
}
