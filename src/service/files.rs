//! The files a use case is given.

use crate::domain::problem::Problem;
use crate::intake::book::Book;
use crate::intake::container;
use crate::intake::corrected::{Correction, over};
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
    /// On disk under another name, with cells corrected on the page.
    Upload(Arc<UploadedFile>),
}

/// A file that was uploaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UploadedFile {
    /// Where its bytes are.
    pub path: PathBuf,
    /// What it was called, without folders.
    pub name: String,
    /// Cells corrected by a person.
    pub corrections: Vec<Correction>,
}

impl FileArg {
    /// The name without its folders.
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned()),
            Self::Stdin(_) => "standard input".to_owned(),
            Self::Upload(upload) => upload.name.clone(),
        }
    }

    pub(super) fn size(&self) -> u64 {
        self.input().size().unwrap_or(0)
    }

    pub(super) fn input(&self) -> Input {
        match self {
            Self::Path(path) => Input::Path(path.clone()),
            Self::Stdin(bytes) => Input::Bytes(Arc::clone(bytes)),
            Self::Upload(upload) => Input::Path(upload.path.clone()),
        }
    }

    /// The cells corrected by a person.
    pub(super) fn corrections(&self) -> &[Correction] {
        match self {
            Self::Upload(upload) => &upload.corrections,
            Self::Path(_) | Self::Stdin(_) => &[],
        }
    }

    /// Opens it, corrections laid over it.
    pub(super) fn open(&self, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
        over(container::open(&self.name(), self.input(), limits)?, self.corrections(), limits)
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
