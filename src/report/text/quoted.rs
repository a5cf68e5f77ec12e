//! A few cells of a row under their headings, those spoken of marked.

use super::columns::{Edge, align};
use super::paper::{WIDTH, short, width};
use crate::domain::place::{CellRange, SheetId};
use crate::domain::run::Run;

/// Characters of a heading and of a cell.
const LONGEST: (usize, usize) = (16, 24);
/// Room beside the gutter.
const ROOM: usize = WIDTH - 6;

/// Three lines: headings, cells, marks. `None` if the row is not quoted, or not the cells spoken of.
///
/// `beside` is how many neighbours the first cell gets on either side.
pub(super) fn lines(run: &Run, cells: &[CellRange], beside: usize) -> Option<[String; 3]> {
    let first = cells.first()?;
    let quoted = run.quoted.binary_search_by_key(&(first.sheet, first.first_row), |q| (q.sheet, q.row)).ok();
    let quoted = &run.quoted[quoted?];
    let at = |column: u16| quoted.cells.iter().position(|(c, _)| *c == column);
    let same_row = cells.iter().filter(|c| c.sheet == first.sheet && c.first_row == first.first_row && c.last_row == first.first_row);
    let marked: Vec<usize> = same_row.filter_map(|c| at(c.column)).collect();
    let middle = at(first.column)?;
    let near = (1..=beside).flat_map(|n| [middle.checked_sub(n), Some(middle + n)]).flatten().filter(|i| *i < quoted.cells.len());
    let mut shown: Vec<(usize, [String; 3])> = Vec::new();
    let mut used = 0;
    for index in marked.iter().copied().chain(near) {
        if shown.iter().any(|(i, _)| *i == index) {
            continue;
        }
        let (column, text) = &quoted.cells[index];
        let text = if text.is_empty() { "–".to_owned() } else { short(text, LONGEST.1) };
        let mark = if marked.contains(&index) { "^".repeat(width(&text)) } else { String::new() };
        let cell = [short(heading(run, first.sheet, *column), LONGEST.0), text, mark];
        let more = width(&cell[0]).max(width(&cell[1])) + 2;
        if used + more > ROOM {
            break;
        }
        used += more;
        shown.push((index, cell));
    }
    shown.sort_by_key(|(index, _)| *index);
    let row = |n: usize| shown.iter().map(|(_, cell)| cell[n].clone()).collect::<Vec<_>>();
    let lines = align(&[row(0), row(1), row(2)], &vec![Edge::Right; shown.len()]);
    <[String; 3]>::try_from(lines).ok()
}

fn heading(run: &Run, sheet: SheetId, column: u16) -> &str {
    let columns = run.sheets.get(usize::from(sheet.0)).map(|s| s.columns.as_slice()).unwrap_or_default();
    columns.iter().find(|c| c.column == column).map_or("", |c| c.heading.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quoted::QuotedRow;
    use crate::domain::run::{ColumnUse, SheetReading};

    fn run() -> Run {
        let headings = ["trade", "st_mon", "st_tue", "st_wed", "base_rate"];
        let columns = headings.iter().enumerate().map(|(n, heading)| ColumnUse {
            column: n as u16 + 3,
            row: 1,
            heading: (*heading).to_owned(),
            field: None,
            how: "exact",
        });
        let mut run = Run::default();
        run.sheets.push(SheetReading { columns: columns.collect(), ..SheetReading::default() });
        let cells = ["Laborer", "8", "8,5", "", "46.40"].iter().enumerate().map(|(n, t)| (n as u16 + 3, (*t).to_owned()));
        run.quoted.push(QuotedRow { sheet: SheetId(0), row: 5, cells: cells.collect() });
        run
    }

    fn cell(column: u16, row: u32) -> CellRange {
        CellRange::cell(SheetId(0), column, row)
    }

    #[test]
    fn a_cell_stands_among_its_neighbours() {
        let expected = ["st_mon  st_tue  st_wed", "     8     8,5       –", "           ^^^"];
        assert_eq!(lines(&run(), &[cell(5, 5)], 1).unwrap(), expected);
    }

    #[test]
    fn the_cells_spoken_of_are_marked_wherever_they_stand() {
        // The neighbours of the first, and the second; the third stands in another row.
        let expected = ["  trade  st_mon  st_tue  base_rate", "Laborer       8     8,5      46.40", "              ^              ^^^^^"];
        assert_eq!(lines(&run(), &[cell(4, 5), cell(7, 5), cell(5, 9)], 1).unwrap(), expected);
    }

    #[test]
    fn a_row_or_cell_that_is_not_quoted_shows_nothing() {
        assert_eq!(lines(&run(), &[cell(5, 6)], 2), None);
        assert_eq!(lines(&run(), &[cell(0, 5)], 2), None);
        assert_eq!(lines(&run(), &[], 2), None);
    }
}
