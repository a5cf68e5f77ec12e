//! The folder of a demonstration: made anew each time, and never in the place of anything else.

use super::programme::PROJECTS;
use super::try_me;
use crate::service::fault::Fault;
use crate::store::{Store, organisations};
use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The file that says whose folder it is.
const MARK: &str = "this-is-a-demo.txt";
const MARKED: &str = "Everything in this folder is invented and is made anew each time `plumbline demo` starts.\n";
/// The database.
const DATABASE: &str = "demo.db";
/// How the name of every invented organisation ends.
const INVENTED: &str = "(demo)";

/// The address of the database in a folder.
pub fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join(DATABASE).display())
}

/// Makes the folder, empty but for its mark. What an earlier demonstration left in it is removed.
///
/// # Errors
/// [`Fault::Refused`] where the folder holds anything that no demonstration made.
pub async fn prepare(folder: &Path) -> Result<Held, Fault> {
    if folder.exists() {
        must_be_ours(folder).await?;
        remove(folder)?;
    }
    let mark = || {
        std::fs::create_dir_all(folder)?;
        let mut mark = File::create_new(folder.join(MARK))?;
        mark.write_all(MARKED.as_bytes())?;
        mark.lock()?;
        Ok(mark)
    };
    mark().map(Held).map_err(|error| unusable(folder, &error))
}

/// A folder that is in use: no other demonstration takes it meanwhile.
#[derive(Debug)]
pub struct Held(#[expect(dead_code, reason = "its lock ends with it")] File);

/// Removes the folder of a demonstration.
///
/// # Errors
/// [`Fault::Refused`] where it cannot be removed.
pub fn remove(folder: &Path) -> Result<(), Fault> {
    std::fs::remove_dir_all(folder).map_err(|error| unusable(folder, &error))
}

fn unusable(folder: &Path, error: &std::io::Error) -> Fault {
    Fault::refused("demo.folder", format!("{} cannot be used: {error}. Choose another folder with --folder.", folder.display()))
}

/// A folder is a demonstration's where nothing else stands in it, and its database names nobody but invented firms.
async fn must_be_ours(folder: &Path) -> Result<(), Fault> {
    let refuse = |what: &str| {
        let words = format!("{} {what}, and a demonstration removes what it finds. Choose another folder with --folder.", folder.display());
        Err(Fault::refused("demo.folder", words))
    };
    if !folder.is_dir() {
        return refuse("is a file");
    }
    let mut entries = std::fs::read_dir(folder).map_err(|error| unusable(folder, &error))?.peekable();
    if entries.peek().is_none() {
        return Ok(());
    }
    if !std::fs::read(folder.join(MARK)).is_ok_and(|mark| mark == MARKED.as_bytes()) {
        return refuse("holds something else");
    }
    // The folder of a demonstration that is going on is locked.
    if File::open(folder.join(MARK)).is_ok_and(|mark| matches!(mark.try_lock(), Err(TryLockError::WouldBlock))) {
        return refuse("is in use by another demonstration");
    }
    for entry in entries {
        let name = entry.map_err(|error| unusable(folder, &error))?.file_name();
        if !made_by_us(&name.to_string_lossy()) {
            return refuse("holds something a demonstration did not make");
        }
    }
    if folder.join(DATABASE).exists() && !invented(folder).await {
        return refuse("has a database with other firms in it");
    }
    Ok(())
}

fn made_by_us(name: &str) -> bool {
    let of_projects = PROJECTS.iter().flat_map(|project| project.beside).any(|(beside, _)| *beside == name);
    let database = name.strip_prefix(DATABASE).is_some_and(|rest| matches!(rest, "" | "-wal" | "-shm"));
    let others = [MARK, "originals", "readings", "tidewater.toml", "try-me.xlsx", "try-me.csv", "try-me-columns.toml"];
    of_projects || database || others.contains(&name)
}

/// Whether every organisation of the database is an invented one. A database that cannot be read is nobody's but ours: the
/// mark stands beside it, and its tables are of another version.
async fn invented(folder: &Path) -> bool {
    let Ok(store) = Store::open_there(&database(folder)).await else { return true };
    let listed = match store.snapshot().await {
        Ok(mut tx) => organisations::list(&mut tx).await,
        Err(error) => Err(error),
    };
    store.close().await;
    listed.map_or(true, |all| all.iter().all(|organisation| organisation.name.ends_with(INVENTED)))
}

/// Puts the files to try first beside the database: the week to send, and what the command line needs to check it.
///
/// # Errors
/// [`Fault::Ours`] where they cannot be made, [`Fault::Refused`] where they cannot be written.
pub fn put_files_to_try(folder: &Path) -> Result<PathBuf, Fault> {
    let sheet = try_me::sheet(false)?;
    let first = folder.join("try-me.xlsx");
    let mut files = vec![(first.clone(), sheet.xlsx()?), (folder.join("try-me.csv"), sheet.csv())];
    files.push((folder.join("try-me-columns.toml"), try_me::COLUMNS.as_bytes().to_vec()));
    if let Some(tidewater) = PROJECTS.iter().find(|project| project.number == try_me::PROJECT) {
        files.push((folder.join("tidewater.toml"), tidewater.facts.as_bytes().to_vec()));
        files.extend(tidewater.beside.iter().map(|(name, text)| (folder.join(name), text.as_bytes().to_vec())));
    }
    for (path, bytes) in files {
        std::fs::write(path, bytes).map_err(|error| unusable(folder, &error))?;
    }
    Ok(first)
}
