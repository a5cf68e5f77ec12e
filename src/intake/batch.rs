//! The one shape in which every reader hands on rows: cells of raw text with their addresses.
//!
//! A [`RowBatch`] is a few hundred rows in order: one text buffer, one list of cells, one list of rows.
//! Nothing is converted here; a number is the very text that stands in the file.

/// What kind of value a cell holds, as the file marks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum CellKind {
    /// Text. In delimited text every cell is text.
    #[default]
    Text,
    /// A number, as its decimal text.
    Number,
    /// `1` or `0`.
    Boolean,
    /// `#REF!`, `#N/A`, ….
    Error,
    /// A date in ISO form (`t="d"`).
    IsoDate,
    /// A formula without a saved value.
    FormulaWithoutValue,
    /// A type no program should write.
    UnknownType,
}

/// What the number format makes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum NumberFormat {
    /// Plain digits, money, percent, general.
    #[default]
    Plain,
    /// A date, with or without a time.
    Date,
    /// A clock time or a duration.
    Time,
    /// A format that prints other digits than the stored value, or none.
    Disguise,
}

/// One cell that holds something. Cells without a value are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RawCell {
    /// Where its text begins in the batch's buffer.
    pub start: u32,
    /// Length of its text in bytes.
    pub len: u32,
    /// Column, from 0.
    pub column: u16,
    /// Kind of value.
    pub kind: CellKind,
    /// What its number format makes of it.
    pub format: NumberFormat,
    /// The value was calculated by a formula.
    pub formula: bool,
    /// The formula refers to another workbook.
    pub external: bool,
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RawRow {
    /// Sheet row from 1; in delimited text the physical line the record begins on.
    pub row: u32,
    /// Its first cell in the batch's list.
    pub first_cell: u32,
    /// How many cells it has.
    pub cells: u32,
    /// In delimited text, how many fields the record has, empty ones included; 0 in sheets.
    pub fields: u32,
    /// The row is hidden.
    pub hidden: bool,
    /// The row's text stands in one piece in the buffer, delimiters included.
    pub in_one_piece: bool,
}

/// Some rows, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowBatch {
    /// The text of all cells.
    pub text: String,
    /// All cells, row by row, columns ascending.
    pub cells: Vec<RawCell>,
    /// The rows.
    pub rows: Vec<RawRow>,
}

impl RowBatch {
    /// Empties it and keeps the buffers.
    pub fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.rows.clear();
    }
    /// The cells of a row.
    pub fn cells_of(&self, row: &RawRow) -> &[RawCell] {
        &self.cells[row.first_cell as usize..(row.first_cell + row.cells) as usize]
    }
    /// The text of a cell.
    pub fn text_of(&self, cell: &RawCell) -> &str {
        &self.text[cell.start as usize..(cell.start + cell.len) as usize]
    }
    /// Begins a row; cells pushed next belong to it.
    pub fn begin_row(&mut self, row: u32, hidden: bool) {
        self.rows.push(RawRow { row, first_cell: self.cells.len() as u32, cells: 0, fields: 0, hidden, in_one_piece: false });
    }
    /// Adds a cell to the row begun last.
    pub fn push(&mut self, column: u16, kind: CellKind, text: &str) -> &mut RawCell {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.cells.push(RawCell { start, len: text.len() as u32, column, kind, ..RawCell::default() });
        if let Some(row) = self.rows.last_mut() {
            row.cells += 1;
        }
        let last = self.cells.len() - 1;
        &mut self.cells[last]
    }
}
