//! Cells of a row as they are shown around one that is spoken of, so that a person finds it at a glance.
//!
//! Only hours, rates, money and the work are ever quoted: no name, no identifying number, nothing that
//! says who a worker is.

use super::columns::SheetColumns;
use super::field::{Day, Field, HourKind};
use super::names::Names;
use super::payroll::{Days, PayrollLine};
use super::place::SheetId;
use super::quantity::{Given, Unit};
use super::week::position_of;

/// Cells of one row, by column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedRow {
    /// The table.
    pub sheet: SheetId,
    /// Sheet row, from 1.
    pub row: u32,
    /// Column, from 0, and what stands there; empty where nothing does.
    pub cells: Vec<(u16, String)>,
}

/// True for a field whose cells may be quoted beside another.
pub fn may_be_quoted(field: Field) -> bool {
    use Field::*;
    matches!(
        field,
        DayHours(..)
            | WeekHours(_)
            | AllJobsHours
            | BaseRate
            | OvertimeRate
            | DoubleRate
            | FringePlan
            | FringeCash
            | FringePlanWeek
            | FringeCashWeek
            | GrossProject
            | GrossAll
            | Deductions
            | DeductionPart
            | Net
            | Classification
            | Trade
    )
}

impl QuotedRow {
    /// A line as it was read. Where several columns make one reading they are left out, and where two rows
    /// make a line it is `None`: what the cell says cannot be told from the line.
    pub fn of(line: &PayrollLine, columns: &SheetColumns, names: &Names) -> Option<Self> {
        if columns.two_lines {
            return None;
        }
        let many = |field: Field| columns.fields.iter().filter(|f| **f == Some(field)).count() > 1;
        let any = |field: Field| columns.fields.contains(&Some(field));
        let unsure = |field: Field| match field {
            Field::FringePlan => many(field) || any(Field::FringePlanWeek),
            Field::FringeCash => any(Field::FringeCashWeek),
            Field::Deductions => any(Field::DeductionPart),
            // A trade that is not given is taken from the classification.
            Field::Trade => any(Field::Classification),
            _ => false,
        };
        let cells = columns.fields.iter().enumerate().filter_map(|(column, field)| {
            let field = field.filter(|f| !unsure(*f))?;
            Some((column as u16, reading(line, field, names)?))
        });
        Some(Self { sheet: line.at.sheet, row: line.at.row, cells: cells.collect() })
    }
}

fn reading(line: &PayrollLine, field: Field, names: &Names) -> Option<String> {
    fn text<U: Unit>(given: Given<U>) -> Option<String> {
        Some(given.known().map_or_else(String::new, |value| value.to_string()))
    }
    match field {
        Field::DayHours(kind, day) => {
            let position = match day {
                Day::Nth(n) => usize::from(n),
                Day::Named(weekday) => position_of(weekday, line.week_ending?),
            };
            (position < 7).then(|| days(line, kind).given(position)).and_then(text)
        }
        Field::WeekHours(HourKind::Straight) => text(line.straight_week),
        Field::WeekHours(HourKind::Overtime) => text(line.overtime_week),
        Field::WeekHours(HourKind::Double) => text(line.double_week),
        Field::WeekHours(HourKind::Unsplit) => text(line.total_week),
        Field::AllJobsHours => text(line.all_jobs_week),
        Field::BaseRate => text(line.base_rate),
        Field::OvertimeRate => text(line.overtime_rate),
        Field::DoubleRate => text(line.double_rate),
        Field::FringePlan => text(line.fringe_plan),
        Field::FringeCash => text(line.fringe_cash),
        Field::GrossProject => text(line.gross_project),
        Field::GrossAll => text(line.gross_all),
        Field::Deductions => text(line.deductions),
        Field::Net => text(line.net),
        Field::Classification => Some(names.text(line.classification).to_owned()),
        Field::Trade => Some(names.text(line.trade).to_owned()),
        _ => None,
    }
}

fn days(line: &PayrollLine, kind: HourKind) -> &Days {
    match kind {
        HourKind::Straight => &line.straight,
        HourKind::Overtime => &line.overtime,
        HourKind::Double => &line.double,
        HourKind::Unsplit => &line.unsplit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::RowRef;
    use crate::domain::quantity::{Hours, Rate};

    #[test]
    fn nothing_that_says_who_a_worker_is_may_be_quoted() {
        use Field::*;
        let who = [WorkerId, SsnLast4, WorkerName, LastName, FirstName, MiddleName, ApprenticeId, Race, Ethnicity];
        for field in who.into_iter().chain([PersonOfColor, Gender, Resident, Zip, HomeAddress, Contact]) {
            assert!(!may_be_quoted(field), "{field:?}");
            assert_eq!(reading(&PayrollLine::default(), field, &Names::default()), None, "{field:?}");
        }
    }

    #[test]
    fn a_line_is_quoted_column_by_column() {
        let mut names = Names::default();
        let mut line = PayrollLine { at: RowRef { sheet: SheetId(2), row: 7, second_row: 0 }, ..PayrollLine::default() };
        line.trade = names.intern("Carpenter");
        line.straight.set(6, Hours::whole(8));
        line.base_rate = Given::of(Rate::whole(61));
        let fields = [Field::WorkerId, Field::Trade, Field::DayHours(HourKind::Straight, Day::Nth(6)), Field::Net, Field::BaseRate];
        let mut columns = SheetColumns { fields: fields.map(Some).to_vec(), ..SheetColumns::default() };
        let cells = [(1, "Carpenter"), (2, "8.00"), (3, ""), (4, "61.00")].map(|(c, t)| (c, t.to_owned())).to_vec();
        assert_eq!(QuotedRow::of(&line, &columns, &names), Some(QuotedRow { sheet: SheetId(2), row: 7, cells }));
        columns.two_lines = true;
        assert_eq!(QuotedRow::of(&line, &columns, &names), None);
    }
}
