//! An original lent out as a file, for a reader that wants a path.

use super::super::{Result, StoreError, sha};
use super::incoming::Incoming;
use super::{incoming::Receiving, other_bytes};
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

/// What a service is asked for at a time.
const STRETCH: u64 = 4 << 20;

/// An original that can be read under a path as long as this lives. Whoever reads does not write.
#[derive(Debug)]
pub struct Lent(Held);

#[derive(Debug)]
enum Held {
    /// The file of the folder itself.
    InPlace(PathBuf),
    /// A copy that goes with this.
    Copy(Incoming),
}

impl Lent {
    /// Where it can be read.
    pub fn path(&self) -> &Path {
        match &self.0 {
            Held::InPlace(path) => path,
            Held::Copy(copy) => copy.path(),
        }
    }

    pub(super) fn in_place(path: PathBuf, sha256: &str) -> Result<Self> {
        let mut file = match File::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(StoreError::Missing("original")),
            opened => opened?,
        };
        let (mut digest, mut stretch) = (Sha256::new(), vec![0; 64 * 1024]);
        loop {
            match file.read(&mut stretch)? {
                0 => break,
                read => digest.update(&stretch[..read]),
            }
        }
        if sha::hex(&digest.finalize()) == sha256 { Ok(Self(Held::InPlace(path))) } else { Err(other_bytes(sha256)) }
    }

    pub(super) async fn copy(place: &dyn ObjectStore, at: &ObjectPath, sha256: &str, passing: &Path) -> Result<Self> {
        let size = place.head(at).await?.size;
        let mut receiving = Receiving::begin(passing, size)?;
        while receiving.bytes() < size {
            let begin = receiving.bytes();
            let part = place.get_range(at, begin..size.min(begin + STRETCH)).await?;
            if part.is_empty() {
                return Err(other_bytes(sha256));
            }
            receiving.take(&part).await?;
        }
        let copy = receiving.end().await?;
        if copy.sha256() == sha256 { Ok(Self(Held::Copy(copy))) } else { Err(other_bytes(sha256)) }
    }
}
