//! Which cells of a row are shown beside a finding or a Problem: those spoken of, and their neighbours.

use crate::domain::place::{CellRange, SheetId};
use crate::domain::run::Run;

/// A cell in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InView<'r> {
    /// Column, from 0.
    pub column: u16,
    /// Its heading as read.
    pub heading: &'r str,
    /// What stands there; empty where nothing does.
    pub text: &'r str,
    /// It is one of those spoken of.
    pub spoken_of: bool,
}

/// Cells of the row spoken of first, in the order in which room is made for them: those spoken of, then the neighbours of
/// the first one, `beside` of them on either side. `None` if the row is not quoted, or not the cells spoken of.
pub fn in_view<'r>(run: &'r Run, cells: &[CellRange], beside: usize) -> Option<Vec<InView<'r>>> {
    let first = cells.first()?;
    let quoted = run.quoted.binary_search_by_key(&(first.sheet, first.first_row), |q| (q.sheet, q.row)).ok();
    let quoted = &run.quoted[quoted?];
    let at = |column: u16| quoted.cells.iter().position(|(c, _)| *c == column);
    let same_row = cells.iter().filter(|c| c.sheet == first.sheet && c.first_row == first.first_row && c.last_row == first.first_row);
    let marked: Vec<usize> = same_row.filter_map(|c| at(c.column)).collect();
    let middle = at(first.column)?;
    let near = (1..=beside).flat_map(|n| [middle.checked_sub(n), Some(middle + n)]).flatten().filter(|i| *i < quoted.cells.len());
    let mut shown: Vec<usize> = Vec::new();
    for index in marked.iter().copied().chain(near) {
        if !shown.contains(&index) {
            shown.push(index);
        }
    }
    let in_view = shown.into_iter().map(|index| {
        let (column, text) = &quoted.cells[index];
        InView { column: *column, heading: heading(run, first.sheet, *column), text, spoken_of: marked.contains(&index) }
    });
    Some(in_view.collect())
}

fn heading(run: &Run, sheet: SheetId, column: u16) -> &str {
    let columns = run.sheets.get(usize::from(sheet.0)).map(|s| s.columns.as_slice()).unwrap_or_default();
    columns.iter().find(|c| c.column == column).map_or("", |c| c.heading.trim())
}
