//! Which column of a sheet holds which field, so that a finding can name its cells.

use super::field::{Day, Field, HourKind};
use super::payroll::PayrollLine;
use super::place::{CellRange, RowRef};
use super::week::position_of;

/// The columns of one sheet.
#[derive(Clone, Debug, Default)]
pub struct SheetColumns {
    /// Field of each column, by column index.
    pub fields: Vec<Option<Field>>,
    /// On two-line forms, true if overtime stands on the upper line.
    pub overtime_above: bool,
    /// Two rows make a line.
    pub two_lines: bool,
}

/// The columns of every sheet of a run, by sheet.
#[derive(Clone, Debug, Default)]
pub struct RunColumns(pub Vec<SheetColumns>);

impl RunColumns {
    /// The first column of a sheet that holds a field.
    pub fn column(&self, at: RowRef, field: Field) -> Option<u16> {
        let sheet = self.0.get(usize::from(at.sheet.0))?;
        sheet.fields.iter().position(|f| *f == Some(field)).map(|i| i as u16)
    }

    /// The cell of a field in a row, for records of one row.
    pub fn cell_at(&self, at: RowRef, field: Field) -> Option<CellRange> {
        Some(CellRange::cell(at.sheet, self.column(at, field)?, at.row))
    }

    /// The cells of several fields in a row, those that exist.
    pub fn cells_at(&self, at: RowRef, fields: &[Field]) -> Vec<CellRange> {
        fields.iter().filter_map(|f| self.cell_at(at, *f)).collect()
    }

    /// The first day column of a kind of hours.
    pub fn first_day_column(&self, at: RowRef, kind: HourKind) -> Option<u16> {
        let sheet = self.0.get(usize::from(at.sheet.0))?;
        sheet.fields.iter().position(|f| matches!(f, Some(Field::DayHours(k, _)) if *k == kind)).map(|i| i as u16)
    }

    /// The cell of a field of a line.
    pub fn cell(&self, line: &PayrollLine, field: Field) -> Option<CellRange> {
        let column = self.column(line.at, field)?;
        Some(CellRange::cell(line.at.sheet, column, self.row_of(line.at, field)))
    }

    /// The cells of several fields of a line, those that exist.
    pub fn cells(&self, line: &PayrollLine, fields: &[Field]) -> Vec<CellRange> {
        fields.iter().filter_map(|f| self.cell(line, *f)).collect()
    }

    /// The cells of one kind of hours of a line: the days that hold some, else the week's total.
    pub fn hour_cells(&self, line: &PayrollLine, kind: HourKind) -> Vec<CellRange> {
        let days: Vec<CellRange> = (0..7).filter_map(|day| self.day_cell(line, kind, day)).collect();
        if days.is_empty() { self.cell(line, Field::WeekHours(kind)).into_iter().collect() } else { days }
    }

    /// The cell of one kind of hours on a day (0 to 6, the week ending being 6), whether the column is
    /// named by weekday or by number.
    pub fn day_cell(&self, line: &PayrollLine, kind: HourKind, day: usize) -> Option<CellRange> {
        let sheet = self.0.get(usize::from(line.at.sheet.0))?;
        let column = sheet.fields.iter().position(|f| match f {
            Some(Field::DayHours(k, Day::Nth(n))) => *k == kind && usize::from(*n) == day,
            Some(Field::DayHours(k, Day::Named(weekday))) => {
                *k == kind && line.week_ending.is_some_and(|w| position_of(*weekday, w) == day)
            }
            _ => false,
        })?;
        Some(CellRange::cell(line.at.sheet, column as u16, self.row_of(line.at, Field::DayHours(kind, Day::Nth(0)))))
    }

    /// On two-line forms overtime hours and the overtime rate stand on a line of their own. There the
    /// day columns are shared, so both kinds of hours are mapped to the same columns as `Straight`.
    fn row_of(&self, at: RowRef, field: Field) -> u32 {
        let Some(sheet) = self.0.get(usize::from(at.sheet.0)) else { return at.row };
        if !sheet.two_lines || at.second_row == 0 {
            return at.row;
        }
        let overtime = matches!(field, Field::DayHours(HourKind::Overtime, _) | Field::WeekHours(HourKind::Overtime) | Field::OvertimeRate);
        if overtime == sheet.overtime_above { at.row } else { at.second_row }
    }
}
