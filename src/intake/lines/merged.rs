//! Merged cells: a key that stands once for several rows is filled down; money never is.

use crate::intake::batch::{CellKind, NumberFormat, RawCell, RowBatch};
use crate::intake::table::TableMap;
use std::collections::BTreeMap;

type Held = (CellKind, NumberFormat, String);

/// The values of merged cells, as their first rows are met.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// By column: first row, last row.
    spans: BTreeMap<u16, Vec<(u32, u32)>>,
    values: BTreeMap<(u16, u32), Held>,
    /// Blocks of rows that belong to one worker, and the row they begin on.
    block: Option<(u32, u32)>,
    parent: BTreeMap<u16, Held>,
}

impl Merged {
    pub(super) fn new(map: &TableMap) -> Self {
        let mut spans: BTreeMap<u16, Vec<(u32, u32)>> = BTreeMap::new();
        for merge in map.merges.iter().filter(|m| m.last_row > m.first_row && m.first_row > map.header_row) {
            spans.entry(merge.first_column).or_default().push((merge.first_row, merge.last_row));
        }
        for list in spans.values_mut() {
            list.sort_unstable();
        }
        Self { spans, ..Self::default() }
    }

    pub(super) fn any(&self) -> bool {
        !self.spans.is_empty()
    }

    /// The cells to fill into a row: those that merged cells of earlier rows reach down to. Where any
    /// cell of the row is so reached, the row continues its parent, and every other key it leaves blank
    /// is its parent's too.
    pub(super) fn fill(&mut self, row: u32, cells: &[RawCell], batch: &RowBatch) -> Vec<(u16, CellKind, NumberFormat, String)> {
        let has = |column: u16| cells.iter().any(|c| c.column == column && !batch.text_of(c).trim().is_empty());
        let mut reached_from = None;
        for (&column, spans) in &self.spans {
            let at = spans.partition_point(|s| s.0 <= row);
            let Some(&(first, last)) = at.checked_sub(1).and_then(|i| spans.get(i)) else { continue };
            if row > last {
                continue;
            }
            if row == first {
                if let Some(cell) = cells.iter().find(|c| c.column == column) {
                    self.values.insert((column, first), (cell.kind, cell.format, batch.text_of(cell).to_owned()));
                }
            } else if self.values.contains_key(&(column, first)) {
                reached_from = Some(first);
            }
        }
        let Some(first) = reached_from else {
            self.block = Some((row, row));
            self.parent = cells.iter().map(|c| (c.column, (c.kind, c.format, batch.text_of(c).to_owned()))).collect();
            self.values.retain(|(_, r), _| *r == row);
            return Vec::new();
        };
        if self.block.is_none_or(|(begin, _)| begin != first) {
            // The parent row was not read (it lay above the data): only what is merged is known.
            self.parent = self.values.iter().filter(|((_, r), _)| *r == first).map(|((c, _), v)| (*c, v.clone())).collect();
        }
        self.parent.iter().filter(|(c, _)| !has(**c)).map(|(c, (k, f, t))| (*c, *k, *f, t.clone())).collect()
    }
}
