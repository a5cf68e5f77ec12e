//! The files a use case is given.

use crate::intake::input::Input;
use crate::intake::limits::Limits;
use crate::intake::mapping::Mapping;
use crate::intake::table::LayoutName;
use std::path::PathBuf;
use std::sync::Arc;

/// A file to read.
#[derive(Clone, Debug)]
pub enum FileArg {
    /// On disk.
    Path(PathBuf),
    /// Standard input, read whole.
    Stdin(Arc<[u8]>),
}

impl FileArg {
    /// The name without its folders.
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned()),
            Self::Stdin(_) => "standard input".to_owned(),
        }
    }

    pub(super) fn size(&self) -> u64 {
        self.input().size().unwrap_or(0)
    }

    pub(super) fn input(&self) -> Input {
        match self {
            Self::Path(path) => Input::Path(path.clone()),
            Self::Stdin(bytes) => Input::Bytes(Arc::clone(bytes)),
        }
    }
}

/// How files are read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Limits.
    pub limits: Limits,
    /// Layout asked for.
    pub layout: Option<LayoutName>,
    /// Saved mapping.
    pub mapping: Option<Mapping>,
    /// Threads that turn rows into lines; 0 is one per core. The result does not depend on it.
    pub threads: usize,
}

impl ReadOptions {
    pub(super) fn worker_threads(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from).min(8),
            n => n,
        }
    }
}
