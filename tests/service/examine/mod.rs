//! One upload read and checked: what is seen, what is corrected, the process it happens in, what changed.

mod bad_files;
mod child;
mod columns;
mod copy;
mod corrections;
mod reading;
mod versions;
mod weeks;

use plumbline::service::examine::{Examination, ExamineRequest, examine};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// An upload in a folder of its own.
pub struct Upload {
    folder: TempDir,
    pub request: ExamineRequest,
}

impl Upload {
    pub fn of(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("original");
        std::fs::write(&file, bytes).unwrap();
        let request = ExamineRequest { file, file_name: name.to_owned(), ..ExamineRequest::default() };
        Self { folder, request }
    }

    pub fn examine(&self) -> Examination {
        examine(&self.request).unwrap()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// The week of `examples/harbor-week.csv`.
pub fn harbor() -> Upload {
    Upload::of("harbor-week.csv", std::fs::read(examples().join("harbor-week.csv")).unwrap())
}

pub fn day(text: &str) -> Option<chrono::NaiveDate> {
    Some(text.parse().unwrap())
}

pub fn codes(examination: &Examination) -> Vec<&str> {
    examination.problems.iter().map(|p| p.code.as_str()).collect()
}

/// Row, column and text of every cell that is shown.
pub fn text_at(examination: &Examination, row: u32, column: u16) -> Option<&str> {
    let row = examination.sheet_rows.iter().find(|r| r.row == row)?;
    row.cells.iter().find(|c| c.column == column).map(|c| c.text.as_str())
}
