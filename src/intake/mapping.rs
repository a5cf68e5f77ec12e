//! A saved mapping: which column of a shape holds which field, corrected by a person once.

use super::field::Field;

/// Columns by heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Name it was saved under.
    pub name: String,
    /// Heading row, from 1, if fixed.
    pub header_row: Option<u32>,
    /// Column letters or heading, and the field.
    pub columns: Vec<(MappedColumn, Field)>,
}

/// How a mapping names a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappedColumn {
    /// By its heading.
    Heading(String),
    /// By its position, from 0.
    Position(u16),
}
