//! Form WH-347 as it stood through 2024: eight blocks a page, two rows a worker, overtime (O) above straight
//! time (S). Name, classification, gross, deductions and net stand once in a block.
//!
//! Column 6 may hold `basic rate / cash fringe`, column 7 `this project / all work`: both as the form's
//! instructions allow. Those cells are taken apart where rows are read.
//! <https://www.dol.gov/agencies/whd/forms/wh347>

use super::{Layout, PAYROLL_NEEDS};
use crate::domain::field::{Field, HourKind};
use crate::domain::hiring::RecordKind;
use crate::intake::table::{LayoutName, RowShape};

const TOTAL: Field = Field::WeekHours(HourKind::Unsplit);

/// The layout. Headings that payrolls of other shapes use too are left to the shared vocabulary: they are no
/// evidence of the form.
pub const LAYOUT: Layout = Layout {
    name: LayoutName::Wh3472008,
    records: RecordKind::Payroll,
    title: "form WH-347 before 2025",
    shape: RowShape::OvertimeAboveStraight,
    own: &[
        ("NAME AND INDIVIDUAL IDENTIFYING NUMBER (e.g., LAST FOUR DIGITS OF SOCIAL SECURITY NUMBER) OF WORKER", Field::WorkerName),
        ("NAME AND INDIVIDUAL IDENTIFYING NUMBER OF WORKER", Field::WorkerName),
        ("NAME AND INDIVIDUAL IDENTIFYING NUMBER", Field::WorkerName),
        ("NAME, ADDRESS AND SOCIAL SECURITY NUMBER OF EMPLOYEE", Field::WorkerName),
        ("NO. OF WITHHOLDING EXEMPTIONS", Field::Ignored),
        ("NO. OF WITH-HOLDING EXEMPTIONS", Field::Ignored),
        ("OT. OR ST.", Field::LineMark),
        ("GROSS AMOUNT EARNED", Field::GrossProject),
        ("NET WAGES PAID FOR WEEK", Field::Net),
    ],
    aliases: &[],
    numbers: &[
        ("1", Field::WorkerName),
        ("2", Field::Ignored),
        ("3", Field::Classification),
        ("5", TOTAL),
        ("6", Field::BaseRate),
        ("7", Field::GrossProject),
        ("9", Field::Net),
    ],
    never_with: |_| false,
    needs: PAYROLL_NEEDS,
    example: "FOR WEEK ENDING: 03/15/2025\n\
              NAME AND INDIVIDUAL IDENTIFYING NUMBER OF WORKER,WORK CLASSIFICATION,OT. OR ST.,S,M,T,W,T,F,S,TOTAL HOURS,RATE OF PAY,GROSS AMOUNT EARNED,NET WAGES PAID FOR WEEK\n\
              Ana Example 0417,Carpenter,O,,,,,,,4,4,91.79,2814.76,2195.51\n\
              ,,S,,8,8,8,8,8,,40,61.19,,\n",
};
