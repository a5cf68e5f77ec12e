//! From a finding to its cells: a run of cells as one, where the page of the sheet can be seen with a link to its row.

use super::upload::said;
use crate::domain::place::column_letters;
use crate::service::examine::{CellSeen, Examination, FindingSeen};
use crate::service::upload::sheet::ON_A_PAGE;

/// Cells that stand side by side, and where the page of the sheet shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CellLink {
    /// `E4:L4`; with the sheet before it where the file has several.
    pub text: String,
    /// The address of the row; none for who has no page of the sheet.
    pub href: Option<String>,
}

/// What naming cells of a file, and linking into its sheet, needs to know of it.
pub(super) struct CellLinks<'e> {
    several_sheets: bool,
    sheet: Option<(&'e Examination, &'e str)>,
}

impl<'e> CellLinks<'e> {
    /// Links into the sheet of an upload, by its address.
    pub fn of(examination: &'e Examination, upload: &'e str) -> Self {
        Self { several_sheets: examination.sheets_seen.len() > 1, sheet: Some((examination, upload)) }
    }

    /// Names without links, for the findings of a signed week.
    pub fn names<'f>(mut findings: impl Iterator<Item = &'f FindingSeen> + Clone) -> Self {
        let mut cells = findings.clone().flat_map(|finding| &finding.cells);
        let first = cells.next().map(|cell| &cell.sheet);
        let several_sheets = findings.any(|finding| finding.cells.iter().any(|cell| Some(&cell.sheet) != first));
        Self { several_sheets, sheet: None }
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
        let mut text = if self.several_sheets { format!("{}!", first.sheet) } else { String::new() };
        text.push_str(&format!("{}{}", column_letters(first.column), first.row));
        if (last, first.last_row) != (first.column, first.row) {
            text.push_str(&format!(":{}{}", column_letters(last), first.last_row));
        }
        let href = self.sheet.map(|(examination, upload)| {
            let rows = &examination.sheet_rows;
            let at = rows.iter().position(|row| row.sheet == first.sheet && row.row == first.row).unwrap_or(0);
            let from = at / ON_A_PAGE * ON_A_PAGE;
            format!("{upload}/problems?rows=all&from={from}#{}", said::row_anchor(&first.sheet, first.row))
        });
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
        assert_eq!(links[0].href.as_deref(), Some("/uploads/1/problems?rows=all&from=0#row-Payroll-4"));
        examination.sheets_seen.push("Other".to_owned());
        let column = CellSeen { last_row: 9, ..cell(4, 1) };
        assert_eq!(CellLinks::of(&examination, "").to(&[column])[0].text, "Payroll!B4:B9");
    }

    #[test]
    fn a_signed_week_names_its_sheets_where_its_findings_are_of_several() {
        let of = |sheets: &[&str]| {
            let cells = sheets.iter().map(|sheet| CellSeen { sheet: (*sheet).to_owned(), ..cell(4, 1) });
            FindingSeen { cells: cells.collect(), ..FindingSeen::default() }
        };
        let first = |findings: &[FindingSeen]| CellLinks::names(findings.iter()).to(&findings[0].cells).remove(0);
        assert_eq!(first(&[of(&["Week 1"]), of(&[]), of(&["Week 1"])]), CellLink { text: "B4".to_owned(), href: None });
        assert_eq!(first(&[of(&["Week 1"]), of(&["Week 1", "Week 2"])]).text, "Week 1!B4");
    }
}
