//! Files as they came, by the SHA-256 of their bytes: a local folder by default, a service by its address.
//!
//! A file is on the disk, and its folder too, before the row that names it can be committed: receive it ([`incoming`]),
//! keep it here, then [`register`] it in the transaction, all in one go. What was kept and not registered within the
//! hour is no evidence, and is swept ([`sweep`]). Keep a file again before it is registered again: that renews its hour.

mod folder;
pub mod incoming;
pub mod lent;
mod service;
pub mod sweep;

use super::value::values;
use super::{Result, StoreError, Transaction, sha};
use crate::domain::moment::Moment;
use incoming::{Incoming, Receiving};
use lent::Lent;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where originals lie.
#[derive(Clone, Debug)]
pub struct Originals {
    place: Arc<dyn ObjectStore>,
    /// The folder they lie in; none where a service holds them.
    folder: Option<PathBuf>,
    /// Where files lie while they come in or are lent: on the file system of the folder, so that a rename keeps them.
    passing: PathBuf,
}

/// An original that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
}

impl Originals {
    /// The place of an address: `s3://BUCKET/PREFIX`, with the settings of the service in the environment
    /// (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ALLOW_HTTP`); or the path of a
    /// folder. Files on their way to a service lie in `passing`.
    ///
    /// # Errors
    /// [`StoreError::Originals`] where the folder cannot be made, or the settings do not do.
    pub fn open(address: &str, passing: &Path) -> Result<Self> {
        if !address.contains("://") {
            return Self::folder(Path::new(address));
        }
        Self::in_service(service::open(address)?, passing)
    }

    /// A local folder, made if it is not there.
    ///
    /// # Errors
    /// [`StoreError::Originals`] where it cannot be made or reached.
    pub fn folder(path: &Path) -> Result<Self> {
        folder::make(path).map_err(unreachable)?;
        let passing = path.join("incoming");
        folder::make(&passing).map_err(unreachable)?;
        let place = LocalFileSystem::new_with_prefix(path).map_err(unreachable)?;
        Ok(Self { place: Arc::new(place), folder: Some(path.to_owned()), passing })
    }

    /// In a service, or what stands for one.
    ///
    /// # Errors
    /// [`StoreError::Originals`] where the folder of passing files cannot be made.
    #[doc(hidden)]
    pub fn in_service(place: Arc<dyn ObjectStore>, passing: &Path) -> Result<Self> {
        folder::make(passing).map_err(unreachable)?;
        Ok(Self { place, folder: None, passing: passing.to_owned() })
    }

    /// Begins to receive a file of at most so many bytes, part by part.
    ///
    /// # Errors
    /// [`StoreError::Full`] or [`StoreError::Originals`] where no file can be made.
    pub fn begin_receiving(&self, limit: u64) -> Result<Receiving> {
        Receiving::begin(&self.passing, limit)
    }

    /// Receives a whole file of at most so many bytes. Nothing of it is left if it is too long, or stops short.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`]; [`StoreError::CutOff`] where the sender fails; [`StoreError::Full`] or
    /// [`StoreError::Originals`] where the disk does.
    pub async fn receive(&self, from: impl tokio::io::AsyncRead + Unpin, limit: u64) -> Result<Incoming> {
        let mut receiving = self.begin_receiving(limit)?;
        receiving.take_all(from).await?;
        receiving.end().await
    }

    /// Keeps a file that came in. The same bytes again write the same file again, whole: so a file cut off by a power
    /// failure is mended by the next upload of it. When this returns, it is on the disk, and so is its name.
    ///
    /// # Errors
    /// [`StoreError::Full`] or [`StoreError::Originals`].
    pub async fn keep_incoming(&self, incoming: Incoming) -> Result<Kept> {
        let kept = Kept { sha256: incoming.sha256().to_owned(), bytes: incoming.bytes() };
        match self.folder.clone() {
            Some(folder) => {
                let (passing, sha256) = (self.passing.clone(), kept.sha256.clone());
                blocking(move || folder::take_in(&folder, &passing, incoming, &sha256)).await?;
            }
            None => service::put(&*self.place, &place_of(&kept.sha256), incoming).await?,
        }
        Ok(kept)
    }

    /// Keeps some bytes.
    ///
    /// # Errors
    /// As [`Originals::keep_incoming`].
    pub async fn keep(&self, bytes: Vec<u8>) -> Result<Kept> {
        self.keep_incoming(self.receive(bytes.as_slice(), u64::MAX).await?).await
    }

    /// The bytes of an original, after their digest was taken again.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where they are not there, [`StoreError::Damaged`] where they are others.
    pub async fn bytes(&self, sha256: &str) -> Result<Vec<u8>> {
        if !sha::is_digest(sha256) {
            return Err(StoreError::Missing("original"));
        }
        let bytes = self.place.get(&place_of(sha256)).await?.bytes().await?;
        if sha::of(&bytes) != sha256 {
            return Err(other_bytes(sha256));
        }
        Ok(bytes.to_vec())
    }

    /// An original as a file that can be read, after its digest was taken again: the file itself in a folder, else a copy
    /// that goes with the guard. It is read a stretch at a time, however long it is.
    ///
    /// # Errors
    /// As [`Originals::bytes`], and [`StoreError::Full`] where a copy finds no room.
    pub async fn lend(&self, sha256: &str) -> Result<Lent> {
        if !sha::is_digest(sha256) {
            return Err(StoreError::Missing("original"));
        }
        match &self.folder {
            Some(folder) => lend_of(folder, sha256).await,
            None => Lent::copy(&*self.place, &place_of(sha256), sha256, &self.passing).await,
        }
    }
}

/// Notes an original that is kept, so that rows may name it.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn register(tx: &mut Transaction, kept: &Kept, at: Moment) -> Result<()> {
    const ADD: &str = "INSERT INTO originals (sha256, bytes, stored_at) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING";
    let bytes = i64::try_from(kept.bytes).unwrap_or(i64::MAX);
    tx.run(ADD, values![kept.sha256.as_str(), bytes, at]).await?;
    Ok(())
}

/// Whether rows may name an original.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn is_registered(tx: &mut Transaction, sha256: &str) -> Result<bool> {
    Ok(tx.first("SELECT bytes FROM originals WHERE sha256 = $1", values![sha256]).await?.is_some())
}

/// Strikes an original from those that rows may name, where no row names it. Whether it was struck: then the caller
/// removes the bytes with [`sweep::remove`], once that is committed.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn strike(tx: &mut Transaction, sha256: &str) -> Result<bool> {
    const STRIKE: &str = "DELETE FROM originals WHERE sha256 = $1
        AND NOT EXISTS (SELECT 1 FROM uploads WHERE original = $1) AND NOT EXISTS (SELECT 1 FROM submissions WHERE original = $1)
        AND NOT EXISTS (SELECT 1 FROM answers WHERE document = $1) AND NOT EXISTS (SELECT 1 FROM project_files WHERE sha256 = $1)
        AND NOT EXISTS (SELECT 1 FROM project_facts_files WHERE sha256 = $1)";
    Ok(tx.run(STRIKE, values![sha256]).await? > 0)
}

/// Originals that rows may name, after one of them, by digest: a page of at most 500.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn after(tx: &mut Transaction, sha256: &str) -> Result<Vec<Kept>> {
    const PAGE: &str = "SELECT sha256, bytes FROM originals WHERE sha256 > $1 ORDER BY sha256 LIMIT 500";
    let rows = tx.rows(PAGE, values![sha256]).await?;
    rows.iter().map(|row| Ok(Kept { sha256: row.get(0)?, bytes: row.count(1)? })).collect()
}

/// An original of a folder that may be one that nobody writes to.
pub(super) async fn lend_of(folder: &Path, sha256: &str) -> Result<Lent> {
    if !sha::is_digest(sha256) {
        return Err(StoreError::Missing("original"));
    }
    let (path, sha256) = (folder::path_of(folder, sha256), sha256.to_owned());
    blocking(move || Lent::in_place(path, &sha256)).await
}

/// Where an original lies below a folder, as a list names it.
pub(super) fn name_below(folder: &str, sha256: &str) -> String {
    format!("{folder}/{}", place_of(sha256))
}

/// Two levels of folders, so that none holds more than a few hundred entries.
fn place_of(sha256: &str) -> ObjectPath {
    ObjectPath::from_iter([&sha256[..2], &sha256[2..4], sha256])
}

fn other_bytes(sha256: &str) -> StoreError {
    StoreError::damaged(format_args!("the original {sha256} holds other bytes"))
}

fn unreachable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Originals(error.to_string())
}

/// Work on files, on a thread that may wait.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(unreachable)?
}
