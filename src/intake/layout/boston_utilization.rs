//! Boston Jobs Policy Compliance Reports, as the city publishes them: the hours of a group of workers of
//! one trade, firm and week. No worker is named, and no row says journey or apprentice.

use super::{Layout, Need};
use crate::domain::field::{Field, HourKind};
use crate::domain::hiring::RecordKind;
use crate::intake::table::{LayoutName, RowShape};

const HOURS: Field = Field::WeekHours(HourKind::Unsplit);

/// The layout, with the current headings and those of older copies.
pub const LAYOUT: Layout = Layout {
    name: LayoutName::BostonUtilization,
    records: RecordKind::Payroll,
    title: "Boston utilization rows",
    shape: RowShape::One,
    own: &[
        ("agency", Field::Ignored),
        ("compliance_project_name", Field::Project),
        ("project_address", Field::Ignored),
        ("neighborhood", Field::Ignored),
        ("developer", Field::Ignored),
        ("general_contractor_name", Field::Contractor),
        ("sub_contractor_name", Field::Subcontractor),
        ("subcontractor", Field::Subcontractor),
        ("trade", Field::Trade),
        ("period_ending", Field::WeekEnding),
        ("gender", Field::Gender),
        ("person_of_color", Field::PersonOfColor),
        ("race", Field::Race),
        ("boston_resident", Field::Resident),
        ("worker_hours_this_period", HOURS),
        ("ProjectName", Field::Project),
        ("ProjectAddress_1", Field::Ignored),
        ("ProjectNeighborhood", Field::Ignored),
        ("GeneralContractor", Field::Contractor),
        ("SubContractorAddress_1", Field::Ignored),
        ("SubContractorAddress_2", Field::Ignored),
        ("DateEntered", Field::WeekEnding),
        ("SEX", Field::Gender),
        ("MINOR", Field::PersonOfColor),
        ("Race_Desc", Field::Race),
        ("RESIDENT", Field::Resident),
        ("TotalHours", HOURS),
    ],
    aliases: &[],
    numbers: &[],
    never_with: super::names_a_worker,
    needs: &[Need::WeekEnding, Need::Classification, Need::Hours],
    example: "agency,compliance_project_name,general_contractor_name,subcontractor,trade,period_ending,gender,person_of_color,race,boston_resident,worker_hours_this_period\n\
              OED,Example Tower,Example Builders,Example Piping,Plumber,2024-09-22,Woman,f,Caucasian,t,40\n",
};
