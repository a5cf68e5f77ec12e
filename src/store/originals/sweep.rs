//! The sweeper: removes files that no row names, and what killed processes left of files on their way in.
//!
//! Run it at the start and every hour. It looks at local folders alone: objects of a service are left where they are.

use super::super::{Result, Store};
use super::{Originals, blocking, folder, is_registered};
use object_store::ObjectStoreExt as _;
use std::fs::{DirEntry, File, ReadDir, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long a file may lie without a row that names it.
pub const UNNAMED: Duration = Duration::from_secs(3600);
/// How long a file that nobody holds may lie among those on their way in: it is made and then locked.
pub const UNHELD: Duration = Duration::from_secs(60);

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Files on their way in whose process is gone.
    pub left_behind: u64,
    /// Files that no row names.
    pub unnamed: u64,
}

/// Sweeps. A registered original is never removed: a file is looked at again, and its row looked for again, while nobody
/// gives names, and one whose name was given within the hour stays.
///
/// # Errors
/// Where the folder or the database cannot be read. What was swept until then is swept.
pub async fn sweep(store: &Store, originals: &Originals) -> Result<Swept> {
    let passing = originals.passing.clone();
    let left_behind = blocking(move || Ok(sweep_passing(&passing)?)).await?;
    let mut swept = Swept { left_behind, unnamed: 0 };
    let Some(place) = originals.folder.clone() else { return Ok(swept) };
    let old = blocking({
        let place = place.clone();
        move || Ok(old_files(&place)?)
    });
    let old = old.await?;
    let mut tx = store.snapshot().await?;
    let mut unnamed = Vec::new();
    for path in old {
        if !is_registered(&mut tx, &name_of(&path)).await? {
            unnamed.push(path);
        }
    }
    drop(tx);
    for path in unnamed {
        let passing = originals.passing.clone();
        let gate = blocking(move || Ok(folder::gate(&passing)?.alone()?)).await?;
        // A state of the database from after the gate was shut.
        let named = is_registered(&mut store.snapshot().await?, &name_of(&path)).await?;
        let removed = blocking(move || {
            let removed = !named && is_older(&path, UNNAMED) && std::fs::remove_file(&path).is_ok();
            drop(gate);
            Ok(removed)
        });
        swept.unnamed += u64::from(removed.await?);
    }
    Ok(swept)
}

/// Removes the bytes of an original that was struck, unless they were kept again since the given age was seen. In a
/// service they are removed without that question: there the same bytes are kept again whole before they are named.
///
/// # Errors
/// Where the folder or the database cannot be reached.
pub async fn remove(store: &Store, originals: &Originals, sha256: &str, seen: Option<SystemTime>) -> Result<bool> {
    let Some(place) = originals.folder.clone() else {
        originals.place.delete(&super::place_of(sha256)).await?;
        return Ok(true);
    };
    let passing = originals.passing.clone();
    let gate = blocking(move || Ok(folder::gate(&passing)?.alone()?)).await?;
    let named = is_registered(&mut store.snapshot().await?, sha256).await?;
    let path = folder::path_of(&place, sha256);
    blocking(move || {
        let same = std::fs::metadata(&path).and_then(|m| m.modified()).ok() == seen;
        let removed = !named && same && std::fs::remove_file(&path).is_ok();
        drop(gate);
        Ok(removed)
    })
    .await
}

fn sweep_passing(passing: &Path) -> io::Result<u64> {
    let mut removed = 0;
    for entry in std::fs::read_dir(passing)? {
        let path = entry?.path();
        if !name_of(&path).starts_with("in-") || !is_older(&path, UNHELD) {
            continue;
        }
        // It may be gone by now: its holder ended.
        let Ok(file) = File::open(&path) else { continue };
        match file.try_lock() {
            Ok(()) => removed += u64::from(std::fs::remove_file(&path).is_ok()),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(removed)
}

/// Files of the two levels of folders that lie there for longer than an hour, those with a foreign name among them.
fn old_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut old = Vec::new();
    for outer in level(folder)? {
        for inner in level(&outer)? {
            for entry in std::fs::read_dir(inner)? {
                let entry = entry?;
                if entry.file_type()?.is_file() && is_older(&entry.path(), UNNAMED) {
                    old.push(entry.path());
                }
            }
        }
    }
    Ok(old)
}

/// The folders of two digits in a folder.
fn level(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let of_two_digits = |entry: DirEntry| {
        let name = entry.file_name();
        let ours = name.len() == 2 && name.to_str().is_some_and(|name| name.bytes().all(|b| b.is_ascii_hexdigit()));
        (ours && entry.file_type().is_ok_and(|kind| kind.is_dir())).then(|| entry.path())
    };
    let entries: ReadDir = std::fs::read_dir(folder)?;
    entries.filter_map(|entry| entry.map(of_two_digits).transpose()).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A clock that was set back makes a file younger, never older than it is by the file system's own time.
fn is_older(path: &Path, than: Duration) -> bool {
    let age = std::fs::metadata(path).and_then(|m| m.modified()).map(|at| at.elapsed());
    matches!(age, Ok(Ok(age)) if age > than)
}
