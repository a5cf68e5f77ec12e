//! The cell of a Problem with its neighbours, three by three: what a small screen shows in place of the whole sheet.

use crate::domain::place::column_letters;
use crate::service::examine::Examination;

/// A cell among its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cutout {
    /// Letters of the columns.
    pub letters: Vec<String>,
    /// Rows by number; each cell with whether it is the one.
    pub rows: Vec<(u32, Vec<(String, bool)>)>,
}

impl Cutout {
    /// Around a cell; none where its row is not kept.
    pub fn around(examination: &Examination, sheet: &str, row: u32, column: u16) -> Option<Self> {
        let last = examination.columns.iter().filter(|c| c.sheet == sheet).map(|c| c.column).max().unwrap_or(column).max(column);
        let columns: Vec<u16> = (column.saturating_sub(1)..=column.saturating_add(1).min(last)).collect();
        let near = |found: u32| found.abs_diff(row) <= 1;
        let kept = examination.sheet_rows.iter().filter(|kept| kept.sheet == sheet && near(kept.row));
        let rows: Vec<(u32, Vec<(String, bool)>)> = kept
            .map(|kept| {
                let text = |at: u16| kept.cells.iter().find(|c| c.column == at).map(|c| c.text.clone()).unwrap_or_default();
                (kept.row, columns.iter().map(|at| (text(*at), (kept.row, *at) == (row, column))).collect())
            })
            .collect();
        let there = rows.iter().any(|(found, _)| *found == row);
        there.then(|| Self { letters: columns.into_iter().map(column_letters).collect(), rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::examine::{CellText, ColumnSeen, RowSeen};

    #[test]
    fn a_corner_has_fewer_neighbours_and_a_row_that_is_not_kept_none() {
        let cell = |column, text: &str| CellText { column, text: text.to_owned() };
        let row = |row, cells| RowSeen { sheet: "S".to_owned(), row, cells, ..RowSeen::default() };
        let column = |column| ColumnSeen { sheet: "S".to_owned(), column, ..ColumnSeen::default() };
        let examination = Examination {
            columns: vec![column(0), column(1)],
            sheet_rows: vec![row(6, vec![cell(0, "a"), cell(1, "b")]), row(7, vec![cell(1, "8,5")])],
            ..Examination::default()
        };
        let seen = Cutout::around(&examination, "S", 7, 1).expect("it is kept");
        assert_eq!(seen.letters, ["A", "B"]);
        let pair = |text: &str, one: bool| (text.to_owned(), one);
        assert_eq!(seen.rows, [(6, vec![pair("a", false), pair("b", false)]), (7, vec![pair("", false), pair("8,5", true)])]);
        assert_eq!(Cutout::around(&examination, "S", 9, 1), None);
    }
}
