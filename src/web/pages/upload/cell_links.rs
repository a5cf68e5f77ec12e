//! From a finding to its cells: a run of cells as one link to its row of the sheet.

use super::said;
use crate::domain::place::column_letters;
use crate::service::examine::{CellSeen, Examination};
use crate::service::upload::sheet::ON_A_PAGE;

/// Cells that stand side by side, and where the page of the sheet shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CellLink {
    /// `E4:L4`; with the sheet before it where the file has several.
    pub text: String,
    /// The address of the row.
    pub href: String,
}

/// What links into a sheet need to know of it.
pub(super) struct CellLinks<'e> {
    examination: &'e Examination,
    upload: &'e str,
}

impl<'e> CellLinks<'e> {
    /// Links into the sheet of an upload, by its address.
    pub fn of(examination: &'e Examination, upload: &'e str) -> Self {
        Self { examination, upload }
    }

    /// The cells in their order, those side by side as one.
    pub fn to(&self, cells: &[CellSeen]) -> Vec<CellLink> {
        let mut runs: Vec<(&CellSeen, u16)> = Vec::new();
        for cell in cells {
            match runs.last_mut() {
                Some((first, last))
                    if first.sheet == cell.sheet
                        && (first.row, first.last_row) == (cell.row, cell.last_row)
                        && last.checked_add(1) == Some(cell.column) =>
                {
                    *last = cell.column;
                }
                _ => runs.push((cell, cell.column)),
            }
        }
        runs.into_iter().map(|(first, last)| self.link(first, last)).collect()
    }

    fn link(&self, first: &CellSeen, last: u16) -> CellLink {
        let mut text = if self.examination.sheets_seen.len() > 1 { format!("{}!", first.sheet) } else { String::new() };
        text.push_str(&format!("{}{}", column_letters(first.column), first.row));
        if (last, first.last_row) != (first.column, first.row) {
            text.push_str(&format!(":{}{}", column_letters(last), first.last_row));
        }
        let rows = &self.examination.sheet_rows;
        let at = rows.iter().position(|row| row.sheet == first.sheet && row.row == first.row).unwrap_or(0);
        let from = at / ON_A_PAGE * ON_A_PAGE;
        let href = format!("{}/problems?rows=all&from={from}#{}", self.upload, said::row_anchor(&first.sheet, first.row));
        CellLink { text, href }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u32, column: u16) -> CellSeen {
        CellSeen { sheet: "Payroll".to_owned(), row, last_row: row, column, r#where: String::new() }
    }

    #[test]
    fn cells_side_by_side_are_one_link_and_keep_their_order() {
        let mut examination = Examination { sheets_seen: vec!["Payroll".to_owned()], ..Examination::default() };
        let cells = [cell(4, 12), cell(4, 13), cell(4, 4), cell(4, 5), cell(4, 6), cell(5, 7)];
        let links = CellLinks::of(&examination, "/uploads/1").to(&cells);
        let texts: Vec<&str> = links.iter().map(|link| link.text.as_str()).collect();
        assert_eq!(texts, ["M4:N4", "E4:G4", "H5"]);
        assert_eq!(links[0].href, "/uploads/1/problems?rows=all&from=0#row-Payroll-4");
        examination.sheets_seen.push("Other".to_owned());
        let column = CellSeen { last_row: 9, ..cell(4, 1) };
        assert_eq!(CellLinks::of(&examination, "").to(&[column])[0].text, "Payroll!B4:B9");
    }
}
