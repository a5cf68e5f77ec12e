//! What to answer when a line does not give a reading a check needs: a missing column is said once,
//! an empty cell is said of its line.

use super::context::{Context, subject_of};
use super::gap::Gap;
use super::{LineFinding, Owes, Verdict};
use crate::domain::columns::SheetColumns;
use crate::domain::field::{Field, HourKind};
use crate::domain::finding::{Missing, Step};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::place::{CellRange, a1};
use crate::domain::quantity::Exact;
use std::borrow::Cow;

/// The readings a check needs, and how it says that one is missing.
pub struct Readings<'c> {
    ctx: &'c Context,
    cannot: &'static str,
    /// One bit per gap and sheet: no column of the sheet holds it.
    lacking: Vec<u32>,
}

impl<'c> Readings<'c> {
    /// `cannot` begins the sentence, for example `Gross pay cannot be checked`.
    pub fn new(ctx: &'c Context, cannot: &'static str) -> Self {
        let lacking =
            ctx.columns.0.iter().map(|sheet| Gap::ALL.iter().fold(0, |bits, &gap| bits | (u32::from(!holds(sheet, gap)) << gap as u16)));
        Self { ctx, cannot, lacking: lacking.collect() }
    }

    /// True if no column of the line's sheet holds it. A sheet whose columns are not known lacks none.
    pub fn lacks_column(&self, line: &PayrollLine, gap: Gap) -> bool {
        self.lacking.get(usize::from(line.at.sheet.0)).is_some_and(|bits| bits & (1 << gap as u16) != 0)
    }

    /// The answer where a reading is missing.
    pub fn absent(&self, line: &PayrollLine, gap: Gap) -> Verdict {
        if self.lacks_column(line, gap) {
            return Verdict::SaidOnce(gap);
        }
        let what = gap.column().unwrap_or("a reading");
        let cells = field_of(gap).map(|f| all_cells(self.ctx, line, f)).unwrap_or_default();
        let mut finding =
            self.ctx.finding(Outcome::CannotTell, subject_of(line), line.week_ending, format!("{} without {what}", self.cannot));
        finding.missing.push(Missing { fact: what.to_owned(), hangs_on: String::new(), holder: "the contractor" });
        finding.fix = match cells.first() {
            Some(&cell) => Cow::Owned(format!("Fill in {}.", a1(cell))),
            None => Cow::Borrowed("Fill in the empty cell."),
        };
        finding.cells = cells;
        said(finding)
    }
}

/// A finding that owes nothing.
pub fn said(finding: crate::domain::finding::Finding) -> Verdict {
    Verdict::Said(Box::new(LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }))
}

/// A step of the arithmetic.
pub fn step(label: impl Into<Cow<'static, str>>, expression: impl Into<String>, value: impl ToString, cells: Vec<CellRange>) -> Step {
    Step { label: label.into(), expression: expression.into(), value: value.to_string(), cells }
}

/// Every cell of a line that holds a field; several columns may (health and pension plans).
pub fn all_cells(ctx: &Context, line: &PayrollLine, field: Field) -> Vec<CellRange> {
    let Some(first) = ctx.columns.cell(line, field) else { return Vec::new() };
    let Some(sheet) = ctx.columns.0.get(usize::from(line.at.sheet.0)) else { return vec![first] };
    let columns = sheet.fields.iter().enumerate().filter(|(_, f)| **f == Some(field));
    columns.map(|(column, _)| CellRange { column: column as u16, ..first }).collect()
}

/// The cells of all hours of a line.
pub fn hour_cells(ctx: &Context, line: &PayrollLine) -> Vec<CellRange> {
    let kinds = [HourKind::Straight, HourKind::Overtime, HourKind::Double];
    let mut cells: Vec<CellRange> = kinds.iter().flat_map(|&kind| ctx.columns.hour_cells(line, kind)).collect();
    if cells.is_empty() {
        cells = ctx.columns.hour_cells(line, HourKind::Unsplit);
    }
    cells.sort_unstable();
    cells.dedup();
    cells
}

fn field_of(gap: Gap) -> Option<Field> {
    Some(match gap {
        Gap::WeekEnding => Field::WeekEnding,
        Gap::BaseRate => Field::BaseRate,
        Gap::FringePlan => Field::FringePlan,
        Gap::FringeCash => Field::FringeCash,
        Gap::Gross => Field::GrossProject,
        Gap::GrossAll => Field::GrossAll,
        Gap::Deductions => Field::Deductions,
        Gap::Net => Field::Net,
        Gap::Classification => Field::Classification,
        Gap::Level => Field::Level,
        _ => return None,
    })
}

fn holds(sheet: &SheetColumns, gap: Gap) -> bool {
    sheet.fields.iter().flatten().any(|field| match gap {
        Gap::Hours => matches!(field, Field::DayHours(..) | Field::WeekHours(_)),
        Gap::HourSplit => {
            matches!(
                field,
                Field::DayHours(HourKind::Straight | HourKind::Overtime, _) | Field::WeekHours(HourKind::Straight | HourKind::Overtime)
            )
        }
        Gap::WeekEnding => *field == Field::WeekEnding,
        Gap::BaseRate => *field == Field::BaseRate,
        Gap::FringePlan => matches!(field, Field::FringePlan | Field::FringePlanWeek),
        Gap::FringeCash => matches!(field, Field::FringeCash | Field::FringeCashWeek),
        Gap::Gross => *field == Field::GrossProject,
        Gap::GrossAll => *field == Field::GrossAll,
        Gap::Deductions => matches!(field, Field::Deductions | Field::DeductionPart),
        Gap::Net => *field == Field::Net,
        Gap::Classification => matches!(field, Field::Classification | Field::Trade),
        Gap::Level => matches!(field, Field::Level | Field::ApprenticeId),
        Gap::Determination | Gap::Unlisted | Gap::FigureNotHeld | Gap::PlanCost | Gap::DeductionKinds => true,
    })
}
