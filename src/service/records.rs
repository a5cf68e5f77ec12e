//! Hiring records on their way into the run, in order: another project's set aside, repeated rows once.

use super::merge::Merge;
use crate::domain::hiring::Record;
use crate::domain::names::Sym;
use crate::domain::run::{NotUsed, SheetReading, WhyNotUsed};

impl Merge<'_> {
    /// Takes one record, its names in the table of the thread that read it.
    pub(super) fn record(&mut self, mut record: Record, thread: usize, sheet: &mut SheetReading) {
        self.table.lines += 1;
        let map = &self.maps[thread];
        for sym in record.names_mut() {
            *sym = map.get(sym.index()).copied().unwrap_or(Sym::NONE);
        }
        let row = record.at().row;
        let project = *record.project_mut();
        if self.outside(project) {
            sheet.rows_outside += 1;
            sheet.not_used.push(NotUsed { row, why: WhyNotUsed::OutsideProject });
            if let Record::Hire(hire) = record {
                self.hiring.hires_elsewhere.push(hire);
            }
            return;
        }
        if project.is_none() {
            *record.project_mut() = self.default_project;
        }
        if !self.records_seen.insert((record.kind(), record.digest())) {
            sheet.not_used.push(NotUsed { row, why: WhyNotUsed::Repeated });
            return;
        }
        sheet.rows_used += 1;
        self.hiring.take(record);
    }
}
