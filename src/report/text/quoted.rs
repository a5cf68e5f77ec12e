//! A few cells of a row under their headings, those spoken of marked.

use super::columns::{Edge, align};
use super::paper::{WIDTH, short, width};
use crate::domain::place::CellRange;
use crate::domain::run::Run;
use crate::report::quoted;

/// Characters of a heading and of a cell.
const LONGEST: (usize, usize) = (16, 24);
/// Room beside the gutter.
const ROOM: usize = WIDTH - 6;

/// Three lines: headings, cells, marks. `None` if the row is not quoted, or not the cells spoken of.
///
/// `beside` is how many neighbours the first cell gets on either side.
pub(super) fn lines(run: &Run, cells: &[CellRange], beside: usize) -> Option<[String; 3]> {
    let mut shown: Vec<(u16, [String; 3])> = Vec::new();
    let mut used = 0;
    for cell in quoted::in_view(run, cells, beside)? {
        let text = if cell.text.is_empty() { "–".to_owned() } else { short(cell.text, LONGEST.1) };
        let mark = if cell.spoken_of { "^".repeat(width(&text)) } else { String::new() };
        let lines = [short(cell.heading, LONGEST.0), text, mark];
        let more = width(&lines[0]).max(width(&lines[1])) + 2;
        if used + more > ROOM {
            break;
        }
        used += more;
        shown.push((cell.column, lines));
    }
    shown.sort_by_key(|(column, _)| *column);
    let row = |n: usize| shown.iter().map(|(_, cell)| cell[n].clone()).collect::<Vec<_>>();
    let lines = align(&[row(0), row(1), row(2)], &vec![Edge::Right; shown.len()]);
    <[String; 3]>::try_from(lines).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::SheetId;
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
