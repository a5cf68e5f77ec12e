//! What every reader gives: a book of sheets, and the rows of a sheet as a stream.

use super::batch::RowBatch;
use super::delimited::TextBlock;
use crate::domain::problem::Problem;

/// A run of merged cells, in rows from 1 and columns from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub first_row: u32,
    /// Last row.
    pub last_row: u32,
    /// First column.
    pub first_column: u16,
    /// Last column.
    pub last_column: u16,
}

/// One sheet, before its rows are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetInfo {
    /// Name as shown on its tab.
    pub name: String,
    /// Hidden, or very hidden.
    pub hidden: bool,
}

/// What is known of a sheet besides its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetExtras {
    /// Merged cells; only those known before the rows are read.
    pub merges: Vec<Merge>,
    /// Hidden columns as first and last, from 0.
    pub hidden_columns: Vec<(u16, u16)>,
    /// Serial dates count from 1904.
    pub dates_from_1904: bool,
}

/// A stretch of a sheet, in order. Delimited text is split into cells by whoever takes the block, so
/// that several cores can share that work.
#[derive(Debug)]
pub enum Chunk {
    /// Rows ready to use.
    Rows(RowBatch),
    /// Whole lines of delimited text.
    Text(TextBlock),
}

/// The rows of one sheet as a stream.
pub trait RowStream: Send {
    /// Besides the rows.
    fn extras(&self) -> &SheetExtras;
    /// The next stretch, or `None` at the end. An error refuses the whole file.
    fn next(&mut self) -> Result<Option<Chunk>, Box<Problem>>;
    /// Takes back the text of a block that was read, for its buffer.
    fn reuse(&mut self, text: String) {
        drop(text);
    }
    /// Notes gathered while reading, complete only after the end.
    fn take_notes(&mut self) -> Vec<Problem>;
    /// SHA-256 of the file where only the end of the stream knows it (delimited text).
    fn sha256(&mut self) -> Option<String>;
}

/// An opened file.
pub trait Book: Send {
    /// What the file really is, in words: `Excel workbook (.xlsx)`, `delimited text, comma, UTF-8`.
    fn kind(&self) -> &str;
    /// Its sheets in order. Delimited text has one.
    fn sheets(&self) -> &[SheetInfo];
    /// The rows of a sheet. May be asked more than once, from the start each time.
    fn rows(&self, sheet: usize) -> Result<Box<dyn RowStream>, Box<Problem>>;
    /// Notes on the book as a whole: hidden sheets, external links.
    fn notes(&self) -> &[Problem];
    /// SHA-256 of the bytes, where the whole file was read to open it.
    fn sha256(&self) -> Option<&str>;
}
