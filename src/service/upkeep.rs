//! Looking after what is kept: making the tables, verifying everything, writing the audit log out.
//!
//! These are for the command line and wait for the database; a server has its own runtime and calls the store.

pub use crate::store::audit::chain::Chain;
pub use crate::store::audit::checkpoint::Checkpoint;
pub use crate::store::audit::export::{NotVerified, verify as verify_export};
pub use crate::store::backup::Copied;
pub use crate::store::verify::Verified;

use crate::domain::moment::Moment;
use crate::store::audit::export;
use crate::store::originals::Originals;
use crate::store::{Result, Store, StoreError, audit, backup as copy, verify as everything};
use std::path::Path;

/// Makes the tables of a database, or brings them up to this program. The engine's name and the version reached.
///
/// # Errors
/// As [`Store::open`] and [`Store::migrate`].
pub fn migrate(address: &str) -> Result<(String, i64)> {
    wait(async {
        let store = Store::open(address).await?;
        let version = store.migrate().await?;
        let done = (store.engine_name().await?, version);
        store.close().await;
        Ok(done)
    })
}

/// Verifies everything the store promises; see [`everything`].
///
/// # Errors
/// Where the database or the folder cannot be reached. What does not hold is no error.
pub fn verify(address: &str, originals: Option<&str>, against: Vec<Checkpoint>) -> Result<Verified> {
    wait(async {
        let store = there(address).await?;
        let passing = tempfile::tempdir()?;
        let files = originals.map(|place| place_there(place, passing.path())).transpose()?;
        let seen = everything::verify(&store, files.as_ref(), against).await?;
        store.close().await;
        Ok(seen)
    })
}

/// The audit log as a file to be verified anywhere.
///
/// # Errors
/// Where the database cannot be reached.
pub fn export(address: &str) -> Result<String> {
    wait(async {
        let store = there(address).await?;
        let mut log = String::new();
        let mut tx = store.snapshot().await?;
        let written = export::write(&mut tx, |line| {
            log.push_str(line);
            Ok(())
        });
        written.await?.map_err(|error| StoreError::Database(error.to_string()))?;
        drop(tx);
        store.close().await;
        Ok(log)
    })
}

/// Takes a checkpoint of the audit log.
///
/// # Errors
/// Where the database cannot be reached, or the log is empty.
pub fn checkpoint(address: &str, at: Moment) -> Result<Checkpoint> {
    wait(async {
        let store = there(address).await?;
        let mut tx = store.begin().await?;
        let taken = audit::take_checkpoint(&mut tx, at).await?;
        tx.commit().await?;
        store.close().await;
        Ok(taken)
    })
}

/// Copies everything kept into a folder; see [`crate::store::backup`].
///
/// # Errors
/// As [`crate::store::backup::take`].
pub fn backup(address: &str, originals: &str, out: &Path, at: Moment) -> Result<Copied> {
    wait(async {
        let store = there(address).await?;
        let passing = tempfile::tempdir()?;
        let copied = copy::take(&store, &place_there(originals, passing.path())?, out, at).await?;
        store.close().await;
        Ok(copied)
    })
}

/// Makes everything anew from a copy, and verifies it.
///
/// # Errors
/// As [`crate::store::backup::check`] and [`crate::store::backup::bring_back`]. What does not hold afterwards is no error.
pub fn restore(from: &Path, address: &str, originals: &str) -> Result<(Copied, Verified)> {
    wait(async {
        let Some(database) = address.strip_prefix("sqlite:") else {
            return Err(StoreError::Refused("a copy is brought back into a SQLite file: write sqlite:FILE".to_owned()));
        };
        let copied = copy::check(from)?;
        let passing = tempfile::tempdir()?;
        let files = Originals::open(originals, passing.path())?;
        copy::bring_back(from, Path::new(database.trim_start_matches("//")), &files).await?;
        let store = Store::open_there(address).await?;
        let seen = everything::verify(&store, Some(&files), copied.head.iter().cloned().collect()).await?;
        store.close().await;
        Ok((copied, seen))
    })
}

/// Originals that are looked at. A folder that is not there would be made, and found empty.
fn place_there(place: &str, passing: &Path) -> Result<Originals> {
    if !place.contains("://") && !Path::new(place).is_dir() {
        return Err(StoreError::Missing("folder of originals"));
    }
    Originals::open(place, passing)
}

async fn there(address: &str) -> Result<Store> {
    let store = Store::open_there(address).await?;
    store.check_schema().await?;
    Ok(store)
}

fn wait<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| StoreError::Unfit(error.to_string()))?.block_on(work)
}
