//! The payroll register: one row a worker with the totals of a pay period, as Gusto, QuickBooks and ADP export
//! it. It has no day columns, so nothing that depends on a day can be told from it; often it names neither
//! the week nor the work classification, and what needs them cannot be told either. Gross pay is of all
//! work.

use super::{Layout, Need};
use crate::domain::field::{Field, HourKind};
use crate::domain::hiring::RecordKind;
use crate::intake::table::{LayoutName, RowShape};

const STRAIGHT: Field = Field::WeekHours(HourKind::Straight);
const OVERTIME: Field = Field::WeekHours(HourKind::Overtime);

/// The layout.
pub const LAYOUT: Layout = Layout {
    name: LayoutName::Register,
    records: RecordKind::Payroll,
    title: "payroll register",
    shape: RowShape::One,
    own: &[
        ("Employee last name", Field::LastName),
        ("Employee first name", Field::FirstName),
        ("Employee Name", Field::WorkerName),
        ("Full Name", Field::WorkerName),
        ("Employee ID", Field::WorkerId),
        ("File #", Field::WorkerId),
        ("Tax ID", Field::SsnLast4),
        ("Job title", Field::Classification),
        ("Regular hours", STRAIGHT),
        ("Regular Pay Hours", STRAIGHT),
        ("Reg Hours", STRAIGHT),
        ("Overtime hours", OVERTIME),
        ("O/T Hours", OVERTIME),
        ("Double overtime hours", Field::WeekHours(HourKind::Double)),
        ("Regular Rate", Field::BaseRate),
        ("Temp Rate", Field::BaseRate),
        ("Rate 1", Field::BaseRate),
        ("Overtime Rate", Field::OvertimeRate),
        ("Gross earnings", Field::GrossAll),
        ("Gross Pay", Field::GrossAll),
        ("Federal income tax", Field::DeductionPart),
        ("Social Security tax", Field::DeductionPart),
        ("Social Security", Field::DeductionPart),
        ("Medicare", Field::DeductionPart),
        ("Employee deductions", Field::DeductionPart),
        ("Other Deductions", Field::DeductionPart),
        ("Net pay", Field::Net),
        ("Job Cost#", Field::Project),
        ("Co Code", Field::Ignored),
        ("Batch ID", Field::Ignored),
        ("Temp Dept", Field::Ignored),
        ("Home Dept", Field::Ignored),
        ("Rate Code", Field::Ignored),
        ("Reg Earnings", Field::Ignored),
        ("O/T Earnings", Field::Ignored),
    ],
    aliases: &[],
    numbers: &[],
    never_with: |field| matches!(field, Field::DayHours(..)),
    needs: &[Need::Worker, Need::Hours],
    example: "Employee last name,Employee first name,Regular hours,Overtime hours,Gross earnings,Federal income tax,Social Security tax,Employee deductions,Net pay,Job title,Employee ID\n\
              Example,Ana,40,4,2814.76,310.00,174.52,0,2289.43,Carpenter,W0417\n",
};
