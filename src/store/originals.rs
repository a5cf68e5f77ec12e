//! Files as they came, by the SHA-256 of their bytes: a local folder by default, a service by its address.
//!
//! A file is on the disk, and its folder too, before the row that names it can be committed: keep it here first, then
//! [`register`] it in the transaction. What was kept and never registered is no evidence and may be swept.

use super::value::values;
use super::{Result, StoreError, Transaction, sha};
use crate::domain::moment::Moment;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use std::path::Path;
use std::sync::Arc;

/// Where originals lie.
#[derive(Clone, Debug)]
pub struct Originals {
    place: Arc<dyn ObjectStore>,
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
    /// A local folder, made if it is not there.
    ///
    /// # Errors
    /// [`StoreError::Originals`] where it cannot be made or reached.
    pub fn folder(path: &Path) -> Result<Self> {
        let failed = |error: &dyn std::fmt::Display| StoreError::Originals(error.to_string());
        let mut folder = std::fs::DirBuilder::new();
        folder.recursive(true);
        // Only its owner may look in: payrolls are in it.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(path).map_err(|error| failed(&error))?;
        let place = LocalFileSystem::new_with_prefix(path).map_err(|error| failed(&error))?;
        Ok(Self { place: Arc::new(place.with_fsync(true)) })
    }

    /// Keeps some bytes. The same bytes again write the same file again, whole: so a file cut off by a power failure
    /// is mended by the next upload of it.
    ///
    /// # Errors
    /// [`StoreError::Originals`].
    pub async fn keep(&self, bytes: Vec<u8>) -> Result<Kept> {
        let kept = Kept { sha256: sha::of(&bytes), bytes: bytes.len() as u64 };
        self.place.put(&place_of(&kept.sha256), PutPayload::from(bytes)).await?;
        Ok(kept)
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
            return Err(StoreError::damaged(format_args!("the original {sha256} holds other bytes")));
        }
        Ok(bytes.to_vec())
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

/// Originals that rows may name, after one of them, by digest: a page of at most 500.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn after(tx: &mut Transaction, sha256: &str) -> Result<Vec<Kept>> {
    const PAGE: &str = "SELECT sha256, bytes FROM originals WHERE sha256 > $1 ORDER BY sha256 LIMIT 500";
    let rows = tx.rows(PAGE, values![sha256]).await?;
    rows.iter().map(|row| Ok(Kept { sha256: row.get(0)?, bytes: row.count(1)? })).collect()
}

/// Two levels of folders, so that none holds more than a few hundred entries.
fn place_of(sha256: &str) -> ObjectPath {
    ObjectPath::from_iter([&sha256[..2], &sha256[2..4], sha256])
}
