//! The lists a project file names: delimited text with a heading row, read strictly.

use super::{LARGEST, ProjectError};
use crate::domain::problem::Problem;
use crate::intake::batch::RowBatch;
use crate::intake::book::Chunk;
use crate::intake::delimited;
use crate::intake::input::{Input, why_unreadable};
use crate::intake::limits::{Limits, Profile};
use crate::intake::toml_words::{line_at, spelling};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;

/// A file named by a project file.
pub(super) struct Named {
    /// How it is called in messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// Reads a file named in a project file, in the project file's folder.
pub(super) fn named(file: &Spanned<String>, text: &str, project: &str, folder: &Path) -> Result<Named, ProjectError> {
    let line = line_at(text.as_bytes(), file.span().start);
    if file.get_ref().trim().is_empty() {
        return Err(ProjectError::new(project, Some(line), "file is empty; write the name of the file."));
    }
    let path: PathBuf = folder.join(file.get_ref());
    let bytes = bytes_of(&path, file.get_ref()).map_err(|e| {
        ProjectError::new(project, Some(line), format!("{}: {}", e.file, e.message)).help("The file is looked for beside the project file.")
    })?;
    Ok(Named { name: file.get_ref().clone(), bytes })
}

/// The bytes of a file.
pub(super) fn bytes_of(path: &Path, name: &str) -> Result<Arc<[u8]>, ProjectError> {
    let input = Input::Path(path.to_owned());
    let unreadable = |e: std::io::Error| ProjectError::new(name, None, format!("the file cannot be read: {}.", why_unreadable(&e)));
    let size = input.size().map_err(unreadable)?;
    if size > LARGEST {
        return Err(ProjectError::new(name, None, format!("the file has {size} bytes; the limit is {LARGEST}.")));
    }
    input.read_all().map_err(unreadable)
}

/// SHA-256 in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// A list: its rows as texts, under known columns.
pub(super) struct List {
    /// How the file is called in messages.
    pub name: String,
    columns: Vec<(&'static str, u16)>,
    batches: Vec<RowBatch>,
}

/// One row of a list.
pub(super) struct ListRow<'a> {
    list: &'a List,
    cells: Vec<(u16, &'a str)>,
    /// Physical line.
    pub line: usize,
}

impl List {
    /// Reads a list whose heading row holds the `needed` columns and may hold the `optional` ones.
    pub fn read(file: &Named, needed: &[&'static str], optional: &[&'static str]) -> Result<Self, ProjectError> {
        let known: Vec<&'static str> = needed.iter().chain(optional).copied().collect();
        let mut list = Self { name: file.name.clone(), columns: Vec::new(), batches: batches(file)? };
        let head = list.batches.first().and_then(|b| b.rows.first().map(|r| (r.row, texts(b, 0))));
        let Some((line, head)) = head else {
            return Err(ProjectError::new(&file.name, None, format!("the file is empty; its first line must be {}.", needed.join(","))));
        };
        for (column, heading) in &head {
            let key = heading.trim().to_lowercase().replace([' ', '-'], "_");
            let Some(found) = known.iter().find(|k| **k == key) else {
                let error =
                    ProjectError::new(&file.name, Some(line as usize), format!("`{}` is no column that is known here.", heading.trim()));
                return Err(error.help(spelling(&key, &known)));
            };
            if list.columns.iter().any(|(k, _)| k == found) {
                return Err(ProjectError::new(&file.name, Some(line as usize), format!("two columns are headed `{found}`.")));
            }
            list.columns.push((found, *column));
        }
        let missing: Vec<&str> = needed.iter().copied().filter(|n| !list.columns.iter().any(|(k, _)| k == n)).collect();
        if !missing.is_empty() {
            return Err(ProjectError::new(&file.name, Some(line as usize), format!("the column `{}` is missing.", missing.join("`, `"))));
        }
        for batch in &list.batches {
            let width = list.batches.first().and_then(|b| b.rows.first()).map_or(0, |r| r.fields);
            if let Some(odd) = batch.rows.iter().find(|r| r.cells > 0 && r.fields != width) {
                let message = format!("the line has {} fields and the heading has {width}.", odd.fields);
                let help = "A comma inside a value needs quotes around the value; an empty value keeps its comma.";
                return Err(ProjectError::new(&file.name, Some(odd.row as usize), message).help(help));
            }
        }
        Ok(list)
    }

    /// The rows below the headings that hold anything.
    pub fn rows(&self) -> impl Iterator<Item = ListRow<'_>> {
        self.batches.iter().enumerate().flat_map(move |(number, batch)| {
            let skip = usize::from(number == 0);
            batch.rows.iter().enumerate().skip(skip).filter_map(move |(index, row)| {
                let cells = texts(batch, index);
                (!cells.is_empty()).then_some(ListRow { list: self, cells, line: row.row as usize })
            })
        })
    }
}

impl<'a> ListRow<'a> {
    /// The text under a heading, outer blanks off; empty where nothing stands.
    pub fn text(&self, column: &str) -> &'a str {
        let at = self.list.columns.iter().find(|(k, _)| *k == column).map(|(_, at)| *at);
        self.cells.iter().find(|(c, _)| Some(*c) == at).map_or("", |(_, t)| t.trim())
    }

    /// The text under a heading, which must hold something.
    pub fn given(&self, column: &str) -> Result<&'a str, ProjectError> {
        let text = self.text(column);
        if text.is_empty() { Err(self.error(format!("`{column}` is empty."))) } else { Ok(text) }
    }

    /// A date under a heading, if one stands there.
    pub fn day(&self, column: &str) -> Result<Option<chrono::NaiveDate>, ProjectError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let day = super::scalar::iso_day(text);
        let wanted = || self.error(format!("`{column}` is no date; write year-month-day, for example 2024-01-15."));
        day.map(Some).ok_or_else(wanted)
    }

    /// The first and last day of the row, in order.
    pub fn days(&self) -> Result<(Option<chrono::NaiveDate>, Option<chrono::NaiveDate>), ProjectError> {
        let (from, until) = (self.day("from")?, self.day("until")?);
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            return Err(self.error("`until` comes before `from`.".to_owned()));
        }
        Ok((from, until))
    }

    /// An error at this row.
    pub fn error(&self, message: String) -> ProjectError {
        ProjectError::new(&self.list.name, Some(self.line), message)
    }
}

fn texts(batch: &RowBatch, row: usize) -> Vec<(u16, &str)> {
    let Some(row) = batch.rows.get(row) else { return Vec::new() };
    batch.cells_of(row).iter().map(|c| (c.column, batch.text_of(c))).filter(|(_, t)| !t.trim().is_empty()).collect()
}

fn batches(file: &Named) -> Result<Vec<RowBatch>, ProjectError> {
    let stopped = |p: Box<Problem>| {
        let line = if let crate::domain::problem::Site::Line(line) = p.site { usize::try_from(line).ok() } else { None };
        ProjectError::new(&file.name, line, format!("the list cannot be read ({}): {} is needed.", p.code, p.expected)).help(p.fix)
    };
    let limits = Limits::of(Profile::Local);
    let book = delimited::open(&file.name, Input::Bytes(Arc::clone(&file.bytes)), &limits).map_err(stopped)?;
    let mut stream = book.rows(0).map_err(stopped)?;
    let mut batches = Vec::new();
    while let Some(chunk) = stream.next().map_err(stopped)? {
        match chunk {
            Chunk::Rows(batch) => batches.push(batch),
            Chunk::Text(block) => {
                let mut batch = RowBatch::default();
                block.split(&mut batch).map_err(stopped)?;
                batches.push(batch);
            }
        }
    }
    Ok(batches)
}
