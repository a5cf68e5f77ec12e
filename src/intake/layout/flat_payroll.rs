//! The flat payroll table: one row per worker, week and classification, headings in any order.
//!
//! Its headings are those of `plumbline template payroll` and the short ones payroll clerks write. Weekday
//! columns without `ST` or `OT` hold all hours of the day.

use super::{Layout, PAYROLL_NEEDS};
use crate::domain::field::{Field, HourKind};
use crate::domain::hiring::RecordKind;
use crate::intake::table::{LayoutName, RowShape};

/// The layout. Day columns are known to every layout; see [`super::days`].
pub const LAYOUT: Layout = Layout {
    name: LayoutName::FlatPayroll,
    records: RecordKind::Payroll,
    title: "flat payroll table",
    shape: RowShape::One,
    own: &[
        ("week_ending", Field::WeekEnding),
        ("project", Field::Project),
        ("contractor", Field::Contractor),
        ("tier", Field::Tier),
        ("worker_id", Field::WorkerId),
        ("worker_name", Field::WorkerName),
        ("last_name", Field::LastName),
        ("first_name", Field::FirstName),
        ("zip", Field::Zip),
        ("boston_resident", Field::Resident),
        ("race", Field::Race),
        ("gender", Field::Gender),
        ("trade", Field::Trade),
        ("classification", Field::Classification),
        ("level", Field::Level),
        ("ST Hours", Field::WeekHours(HourKind::Straight)),
        ("OT Hours", Field::WeekHours(HourKind::Overtime)),
        ("DT Hours", Field::WeekHours(HourKind::Double)),
        ("base_rate", Field::BaseRate),
        ("ST Rate", Field::BaseRate),
        ("OT Rate", Field::OvertimeRate),
        ("DT Rate", Field::DoubleRate),
        ("Fringe", Field::FringePlan),
        ("fringe_plan", Field::FringePlan),
        ("fringe_cash", Field::FringeCash),
        ("Gross", Field::GrossProject),
        ("gross_project", Field::GrossProject),
        ("gross_all", Field::GrossAll),
        ("deductions", Field::Deductions),
        ("net", Field::Net),
    ],
    aliases: &[],
    numbers: &[],
    never_with: |_| false,
    needs: PAYROLL_NEEDS,
    example: "Week Ending,Worker ID,Worker Name,Classification,Mon,Tue,Wed,Thu,Fri,Sat,Sun,ST Hours,OT Hours,ST Rate,OT Rate,Fringe,Gross,Net\n\
              2026-01-10,W0417,Ana Example,Carpenter,8,8,8,8,8,0,0,40,0,61.19,91.79,31.55,2447.60,1909.12\n",
};
