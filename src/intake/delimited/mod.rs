//! Delimited text: encoding, delimiter, records.
//!
//! The text is read as a stream of blocks that end at the end of a record; whoever takes a block
//! splits it into cells ([`TextBlock::split`]), so that several cores share that work. Line numbers
//! are physical lines, as a text editor shows them.

mod dialect;
mod encoding;
mod split;
mod stream;

use super::batch::RowBatch;
use super::book::{Book, RowStream, SheetInfo};
use super::input::Input;
use super::limits::Limits;
use crate::domain::problem::{NotChecked, Problem, Site};
use dialect::Dialect;
use encoding::Encoding;
pub use split::Pieces;
use std::borrow::Cow;

/// How much of the beginning decides encoding and delimiter.
const SAMPLE: usize = 256 << 10;
/// Files up to this size are looked at whole before the encoding is settled.
const WHOLE: u64 = 32 << 20;

/// Whole lines of delimited text, cut so that no record is split.
#[derive(Debug, Default)]
pub struct TextBlock {
    /// The text, UTF-8.
    pub text: String,
    /// Physical line (from 1) of its first line.
    pub first_line: u64,
    dialect: Dialect,
}

impl TextBlock {
    /// Splits the block into rows of cells, reusing the buffers of `batch`. Empty fields give no cell.
    pub fn split(self, batch: &mut RowBatch) -> Result<(), Box<Problem>> {
        self.pieces(batch).next(batch, usize::MAX).map(|_| ())
    }

    /// Begins to split the block some rows at a time, reusing the buffers of `batch`.
    pub fn pieces(self, batch: &mut RowBatch) -> Pieces {
        Pieces::begin(self, batch)
    }
}

/// An opened text file.
struct DelimitedBook {
    input: Input,
    limits: Limits,
    kind: String,
    sheets: [SheetInfo; 1],
    encoding: Encoding,
    dialect: Dialect,
    notes: Vec<Problem>,
}

/// Opens delimited text: settles its encoding, delimiter and line ends.
pub fn open(name: &str, input: Input, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    let size = input.size().map_err(|e| unreadable(&e))?;
    let sample = input.beginning(if size <= WHOLE { WHOLE as usize } else { SAMPLE }).map_err(|e| unreadable(&e))?;
    let encoding = encoding::decide(&sample)?;
    let text = encoding.decode_sample(&sample, SAMPLE);
    let dialect = Dialect::detect(&text);
    let notes = encoding::guess_note(encoding, &sample, dialect, &sheet_name(name)).into_iter().collect();
    Ok(Box::new(DelimitedBook {
        kind: format!("delimited text, {}, {}", dialect.words(), encoding.words()),
        sheets: [SheetInfo { name: sheet_name(name), hidden: false }],
        input,
        limits: limits.clone(),
        encoding,
        dialect,
        notes,
    }))
}

/// The name a spreadsheet program gives the sheet of a text file: the file's name without its ending.
fn sheet_name(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

fn unreadable(error: &std::io::Error) -> Box<Problem> {
    refuse("upload.truncated", Site::File, format!("the file could not be read: {error}"), "a file that can be read to its end")
}

/// A Problem that refuses the file.
fn refuse(code: &'static str, site: Site, read: String, expected: impl Into<Cow<'static, str>>) -> Box<Problem> {
    let fix = crate::domain::problem_codes::find(code).map_or("", |c| c.fix).to_owned();
    Box::new(Problem { code, site, read, kind: "text", expected: expected.into(), fix, not_checked: NotChecked::File })
}

impl Book for DelimitedBook {
    fn kind(&self) -> &str {
        &self.kind
    }
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }
    fn rows(&self, _sheet: usize) -> Result<Box<dyn RowStream>, Box<Problem>> {
        Ok(Box::new(stream::TextStream::open(&self.input, &self.limits, self.encoding, self.dialect)?))
    }
    fn notes(&self) -> &[Problem] {
        &self.notes
    }
    fn sha256(&self) -> Option<&str> {
        None
    }
}
