//! Where a reading stands in a stranger's file: `Payroll!F12`.

use std::fmt::Write as _;

/// One table of one input: an index into the run's list of sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SheetId(pub u16);

/// The row (or two rows, on forms that give a worker two lines) a payroll line was read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowRef {
    /// The table.
    pub sheet: SheetId,
    /// Sheet row, from 1; in delimited text, the physical line the record begins on.
    pub row: u32,
    /// The worker's second line on a two-line form; 0 if there is none.
    pub second_row: u32,
}

/// A cell, or a run of cells of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRange {
    /// The table.
    pub sheet: SheetId,
    /// Column, from 0.
    pub column: u16,
    /// First row, from 1.
    pub first_row: u32,
    /// Last row, the same for one cell.
    pub last_row: u32,
}

impl CellRange {
    /// One cell.
    pub const fn cell(sheet: SheetId, column: u16, row: u32) -> Self {
        Self { sheet, column, first_row: row, last_row: row }
    }
}

/// `A`, `Z`, `AA`, … for columns counted from 0.
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::with_capacity(3);
    let mut n = u32::from(column) + 1;
    while n > 0 {
        n -= 1;
        letters.push(b'A' + (n % 26) as u8);
        n /= 26;
    }
    letters.iter().rev().map(|&b| b as char).collect()
}

/// `F12` or `F9:F31`, without the sheet.
pub fn a1(range: CellRange) -> String {
    let letters = column_letters(range.column);
    let mut text = format!("{letters}{}", range.first_row);
    if range.last_row != range.first_row {
        let _ = write!(text, ":{letters}{}", range.last_row);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
        let range = CellRange { sheet: SheetId(0), column: 5, first_row: 9, last_row: 31 };
        assert_eq!(a1(range), "F9:F31");
    }
}
