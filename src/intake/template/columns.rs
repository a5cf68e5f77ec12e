//! The columns of the payroll template and what to write in each.

use crate::domain::field::{Day, Field, HourKind};
use chrono::Weekday;

/// What a column holds; it decides format, drop-down and limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A date.
    Date,
    /// Text; kept as typed, leading zeros too.
    Text,
    /// J or RA.
    Level,
    /// Y or N.
    YesNo,
    /// A small whole number.
    Whole,
    /// Hours of a day.
    Hours,
    /// Dollars per hour.
    Rate,
    /// Dollars.
    Dollars,
    /// New hire, transfer, promotion, rehire or recalled.
    HowFilled,
    /// Y, N or a date.
    Result,
    /// A count of one or more.
    Count,
}

/// One column of a template.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Heading.
    pub heading: &'static str,
    /// Field it is read as.
    pub field: Field,
    /// What it holds.
    pub holds: Holds,
    /// Checks need it on every row.
    pub needed: bool,
    /// What to write.
    pub meaning: &'static str,
}

pub(super) const fn column(heading: &'static str, field: Field, holds: Holds, needed: bool, meaning: &'static str) -> Column {
    Column { heading, field, holds, needed, meaning }
}

const fn straight(heading: &'static str, day: Weekday) -> Column {
    let meaning = "Straight-time hours of that day on this project. Leave it blank if none.";
    column(heading, Field::DayHours(HourKind::Straight, Day::Named(day)), Holds::Hours, false, meaning)
}

const fn overtime(heading: &'static str, day: Weekday) -> Column {
    let meaning = "Overtime hours of that day on this project. Leave it blank if none.";
    column(heading, Field::DayHours(HourKind::Overtime, Day::Named(day)), Holds::Hours, false, meaning)
}

/// The payroll template, column by column.
pub const PAYROLL: &[Column] = &[
    column(
        "Week Ending",
        Field::WeekEnding,
        Holds::Date,
        true,
        "Last day of the work week. The weekday columns are the seven days up to it.",
    ),
    column("Payroll No.", Field::PayrollNumber, Holds::Text, false, "Number of this payroll on the project, from 1."),
    column("Project", Field::Project, Holds::Text, false, "Project number, as the contract has it."),
    column("Contractor", Field::Contractor, Holds::Text, false, "Firm the worker works for."),
    column("Tier", Field::Tier, Holds::Whole, false, "0 for the prime contractor, 1 for its subcontractors, 2 for theirs."),
    column(
        "Worker ID",
        Field::WorkerId,
        Holds::Text,
        true,
        "A number of your own for the worker, the same every week. Never a full Social Security number.",
    ),
    column("Last Name", Field::LastName, Holds::Text, false, "Last name of the worker."),
    column("First Name", Field::FirstName, Holds::Text, false, "First name of the worker."),
    column("ZIP", Field::Zip, Holds::Text, false, "ZIP code of residence, five digits. Only if the project counts residents."),
    column(
        "City Resident",
        Field::Resident,
        Holds::YesNo,
        false,
        "Y if the worker lives in the awarding city, N if not, blank if not known.",
    ),
    column("Race", Field::Race, Holds::Text, false, "Race or ethnicity in the worker's own words. Only if the project counts it."),
    column("Gender", Field::Gender, Holds::Text, false, "Gender in the worker's own words. Only if the project counts it."),
    column("Trade", Field::Trade, Holds::Text, false, "Trade, as the local-hire rules count it. Blank if it is the classification."),
    column("Classification", Field::Classification, Holds::Text, true, "Work classification, as the wage determination spells it."),
    column("Level", Field::Level, Holds::Level, false, "J for journeyworker, RA for registered apprentice."),
    straight("Sun ST", Weekday::Sun),
    straight("Mon ST", Weekday::Mon),
    straight("Tue ST", Weekday::Tue),
    straight("Wed ST", Weekday::Wed),
    straight("Thu ST", Weekday::Thu),
    straight("Fri ST", Weekday::Fri),
    straight("Sat ST", Weekday::Sat),
    overtime("Sun OT", Weekday::Sun),
    overtime("Mon OT", Weekday::Mon),
    overtime("Tue OT", Weekday::Tue),
    overtime("Wed OT", Weekday::Wed),
    overtime("Thu OT", Weekday::Thu),
    overtime("Fri OT", Weekday::Fri),
    overtime("Sat OT", Weekday::Sat),
    column("Base Rate", Field::BaseRate, Holds::Rate, false, "Base hourly rate for straight time, without fringe benefits."),
    column("OT Rate", Field::OvertimeRate, Holds::Rate, false, "Hourly rate paid for overtime."),
    column("Fringe Plan", Field::FringePlan, Holds::Rate, false, "Fringe benefits paid to plans, dollars per hour."),
    column(
        "Fringe Cash",
        Field::FringeCash,
        Holds::Rate,
        false,
        "Fringe benefits paid in cash, dollars per hour. They are part of gross pay.",
    ),
    column("Gross Project", Field::GrossProject, Holds::Dollars, false, "Gross pay of the week on this project."),
    column("Gross All", Field::GrossAll, Holds::Dollars, false, "Gross pay of the week on all work."),
    column("Deductions", Field::Deductions, Holds::Dollars, false, "Total deductions of the week."),
    column("Net", Field::Net, Holds::Dollars, false, "Net pay of the week: gross pay of all work less deductions."),
];
