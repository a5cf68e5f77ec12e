//! The bytes of a file, wherever they are.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

/// A file to read: on disk, or already in memory (standard input).
#[derive(Clone, Debug)]
pub enum Input {
    /// On disk.
    Path(PathBuf),
    /// In memory.
    Bytes(Arc<[u8]>),
}

/// Why a file cannot be read, in words that are the same on every system.
pub fn why_unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "the file may not be read".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
        other => other.to_string(),
    }
}

impl Input {
    /// Number of bytes.
    pub fn size(&self) -> io::Result<u64> {
        match self {
            Self::Path(path) => Ok(std::fs::metadata(path)?.len()),
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// A reader from the first byte.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::Path(path) => Box::new(File::open(path)?),
            Self::Bytes(bytes) => Box::new(io::Cursor::new(Arc::clone(bytes))),
        })
    }

    /// The first bytes, at most `count`.
    pub fn beginning(&self, count: usize) -> io::Result<Vec<u8>> {
        let mut start = Vec::with_capacity(count.min(1 << 20));
        self.open()?.take(count as u64).read_to_end(&mut start)?;
        Ok(start)
    }

    /// All bytes.
    pub fn read_all(&self) -> io::Result<Arc<[u8]>> {
        match self {
            Self::Path(path) => Ok(std::fs::read(path)?.into()),
            Self::Bytes(bytes) => Ok(Arc::clone(bytes)),
        }
    }
}
