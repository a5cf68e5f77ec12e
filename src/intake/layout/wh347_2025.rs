//! Form WH-347 as revised in January 2025: two rows a worker, straight time (ST) above overtime (OT).
//!
//! Fringe benefits are never one figure here: 6B is the credit for plans (hours times the hourly credit), 6C
//! the payment in lieu of fringe benefits (hours times the cash rate), both dollars of the week. 7A is gross
//! pay of this project, 7B of all work. 1A numbers the workers of one payroll and is no identifying number;
//! that is 1E. <https://www.dol.gov/agencies/whd/forms/wh347>

use super::{Layout, PAYROLL_NEEDS};
use crate::domain::field::{Field, HourKind};
use crate::domain::hiring::RecordKind;
use crate::intake::table::{LayoutName, RowShape};

const TOTAL: Field = Field::WeekHours(HourKind::Unsplit);

/// The layout. Headings that payrolls of other shapes use too are left to the shared vocabulary: they are no
/// evidence of the form.
pub const LAYOUT: Layout = Layout {
    name: LayoutName::Wh3472025,
    records: RecordKind::Payroll,
    title: "form WH-347 of January 2025",
    shape: RowShape::StraightAboveOvertime,
    own: &[
        ("Worker Entry No.", Field::Ignored),
        ("Worker Entry Number", Field::Ignored),
        ("1B Last Name", Field::LastName),
        ("1C First Name", Field::FirstName),
        ("1D Middle Initial", Field::MiddleName),
        ("1E Worker Identifying No.", Field::WorkerId),
        ("Worker Identifying No.", Field::WorkerId),
        ("Worker Identifying Number", Field::WorkerId),
        ("J or RA", Field::Level),
        ("Journey Worker (J) or Registered Apprentice (RA)", Field::Level),
        ("Journeyworker or Registered Apprentice", Field::Level),
        ("Hourly Wage Rate Paid", Field::BaseRate),
        ("Hourly Wage Rate Paid ST/OT", Field::BaseRate),
        ("Total Fringe Benefit Credit", Field::FringePlanWeek),
        ("Fringe Benefit Credit", Field::FringePlanWeek),
        ("Payment in Lieu of Fringe Benefits", Field::FringeCashWeek),
        ("Total Payment in Lieu of Fringe Benefits", Field::FringeCashWeek),
        ("7A Gross Amount Earned This Project", Field::GrossProject),
        ("7A Gross This Project", Field::GrossProject),
        ("7B Gross Amount Earned All Work", Field::GrossAll),
        ("7B Gross All Work", Field::GrossAll),
        ("Other", Field::DeductionPart),
        ("Net Payment", Field::Net),
        ("Net Payment All Work", Field::Net),
    ],
    aliases: &[],
    numbers: &[
        ("1a", Field::Ignored),
        ("1b", Field::LastName),
        ("1c", Field::FirstName),
        ("1d", Field::MiddleName),
        ("1e", Field::WorkerId),
        ("2", Field::Level),
        ("3", Field::Classification),
        ("5", TOTAL),
        ("6a", Field::BaseRate),
        ("6b", Field::FringePlanWeek),
        ("6c", Field::FringeCashWeek),
        ("7a", Field::GrossProject),
        ("7b", Field::GrossAll),
        ("9", Field::Net),
    ],
    never_with: |_| false,
    needs: PAYROLL_NEEDS,
    example: "Week Ending Date: 03/15/2025\n\
              1A Worker Entry No.,1B Last Name,1C First Name,1E Worker Identifying No.,2 J or RA,3 Labor Classification,ST/OT,S,M,T,W,T,F,S,5 Total Hours,6A Hourly Wage Rate Paid,6B Total Fringe Benefit Credit,6C Payment in Lieu of Fringe Benefits,7A Gross This Project,7B Gross All Work,9 Net Payment\n\
              1,Example,Ana,0417,J,Carpenter,ST,,8,8,8,8,8,,40,61.19,1262.00,0,2447.60,2447.60,1909.12\n\
              ,,,,,,OT,,,,,,,,0,91.79,,,,,\n",
};
