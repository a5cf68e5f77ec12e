//! The rows a group's finding rests on, in few words: runs of rows, and how many more.

use crate::domain::columns::RunColumns;
use crate::domain::field::Field;
use crate::domain::place::{CellRange, RowRef, SheetId};

/// A finding names at most this many runs of rows.
const KEPT: usize = 20;

/// Runs of rows in the order read. A million scattered rows keep twenty runs and a count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowRanges {
    runs: Vec<(SheetId, u32, u32)>,
    more: u64,
}

impl RowRanges {
    /// Adds the row (or two rows) of a line.
    pub fn add(&mut self, at: RowRef) {
        let (first, last) = (at.row.min(if at.second_row == 0 { at.row } else { at.second_row }), at.row.max(at.second_row));
        if self.more == 0
            && let Some((sheet, start, end)) = self.runs.last_mut()
            && *sheet == at.sheet
            && first > *start
            && first <= end.saturating_add(1)
        {
            *end = last.max(*end);
        } else if self.runs.len() < KEPT {
            self.runs.push((at.sheet, first, last));
        } else {
            self.more += 1;
        }
    }

    /// Adds the rows of another, both in order.
    pub fn join(&mut self, other: &Self) {
        let mut all: Vec<(SheetId, u32, u32)> = self.runs.iter().chain(&other.runs).copied().collect();
        all.sort_unstable();
        self.more += other.more;
        let mut joined: Vec<(SheetId, u32, u32)> = Vec::with_capacity(all.len().min(KEPT));
        for (sheet, start, end) in all {
            let full = joined.len() == KEPT;
            match joined.last_mut() {
                Some((of, _, last)) if *of == sheet && start <= last.saturating_add(1) => *last = end.max(*last),
                _ if full => self.more += u64::from(end - start) + 1,
                _ => joined.push((sheet, start, end)),
            }
        }
        self.runs = joined;
    }

    /// Lines not among the runs.
    pub fn more(&self) -> u64 {
        self.more
    }

    /// The runs as cells of the first of a sheet's columns that holds one of the fields.
    pub fn cells(&self, columns: &RunColumns, is_wanted: impl Fn(Field) -> bool) -> Vec<CellRange> {
        let column_of = |sheet: SheetId| {
            let fields = &columns.0.get(usize::from(sheet.0))?.fields;
            fields.iter().position(|f| f.is_some_and(&is_wanted)).map(|c| c as u16)
        };
        let runs = self.runs.iter();
        runs.filter_map(|&(sheet, first_row, last_row)| Some(CellRange { sheet, column: column_of(sheet)?, first_row, last_row })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: u32) -> RowRef {
        RowRef { sheet: SheetId(0), row, second_row: 0 }
    }

    #[test]
    fn rows_that_follow_each_other_are_one_run_and_the_rest_is_counted() {
        let mut rows = RowRanges::default();
        for row in [9, 10, 11, 31] {
            rows.add(at(row));
        }
        assert_eq!(rows.runs, [(SheetId(0), 9, 11), (SheetId(0), 31, 31)]);
        for row in 0..30 {
            rows.add(at(100 + 2 * row));
        }
        assert_eq!((rows.runs.len(), rows.more()), (20, 12));
    }

    #[test]
    fn the_two_rows_of_a_form_are_one_run() {
        let mut rows = RowRanges::default();
        rows.add(RowRef { second_row: 8, ..at(7) });
        rows.add(RowRef { second_row: 10, ..at(9) });
        assert_eq!(rows.runs, [(SheetId(0), 7, 10)]);
    }
}
