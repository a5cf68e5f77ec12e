//! A file on its way in: written part by part to a file of its own, counted and hashed as it goes, and gone again unless
//! it is kept.

use super::super::{Result, StoreError, sha};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::path::Path;
use tempfile::TempPath;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};

/// What a stretch of a sender is read in.
const STRETCH: usize = 64 * 1024;

/// A file that is being received. Dropped, nothing of it is left.
#[derive(Debug)]
pub struct Receiving {
    file: tokio::fs::File,
    path: TempPath,
    digest: Sha256,
    bytes: u64,
    limit: u64,
}

impl Receiving {
    pub(super) fn begin(folder: &Path, limit: u64) -> Result<Self> {
        let (file, path) = tempfile::Builder::new().prefix("in-").tempfile_in(folder)?.into_parts();
        // While the lock is held, no sweeper takes the file for one that a killed process left behind.
        file.lock_shared()?;
        Ok(Self { file: tokio::fs::File::from_std(file), path, digest: Sha256::new(), bytes: 0, limit })
    }

    /// Takes the next part.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`], [`StoreError::Full`], [`StoreError::Originals`].
    pub async fn take(&mut self, part: &[u8]) -> Result<()> {
        self.bytes = self.bytes.saturating_add(part.len() as u64);
        if self.bytes > self.limit {
            return Err(StoreError::TooLarge { limit: self.limit });
        }
        self.digest.update(part);
        self.file.write_all(part).await?;
        Ok(())
    }

    pub(super) async fn take_all(&mut self, mut from: impl AsyncRead + Unpin) -> Result<()> {
        let mut stretch = vec![0; STRETCH];
        loop {
            match from.read(&mut stretch).await.map_err(|error| StoreError::CutOff(error.to_string()))? {
                0 => return Ok(()),
                read => self.take(&stretch[..read]).await?,
            }
        }
    }

    /// Bytes taken so far.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The whole file is there: it goes to the disk.
    ///
    /// # Errors
    /// [`StoreError::Full`], [`StoreError::Originals`].
    pub async fn end(mut self) -> Result<Incoming> {
        // The file writes behind: what went wrong in the last part is said here.
        self.file.flush().await?;
        self.file.sync_all().await?;
        let file = self.file.into_std().await;
        Ok(Incoming { file, path: self.path, sha256: sha::hex(&self.digest.finalize()), bytes: self.bytes })
    }
}

/// A whole file that came in and is on the disk, under a name of its own. Dropped, it is removed.
#[derive(Debug)]
pub struct Incoming {
    file: File,
    path: TempPath,
    sha256: String,
    bytes: u64,
}

impl Incoming {
    /// Where it can be read.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// SHA-256 of its bytes.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// How many bytes.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Gives it the name it is kept by. The mark of its time is that of its last part: from there its hour runs.
    pub(super) fn rename(self, to: &Path) -> Result<()> {
        self.path.persist(to).map_err(|error| StoreError::from(error.error))?;
        drop(self.file);
        Ok(())
    }
}
