//! What to do with the cell of a column, decided once per table.

use crate::domain::field::{Day, Field, HourKind};
use crate::domain::hiring::RecordKind;
use crate::domain::hiring_field::HiringField;
use crate::intake::table::TableMap;

/// A rate column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RateSlot {
    Base,
    Overtime,
    Double,
    FringePlan,
    FringeCash,
}

/// A column of dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MoneySlot {
    GrossProject,
    GrossAll,
    Deductions,
    DeductionPart,
    Net,
    FringePlanWeek,
    FringeCashWeek,
}

/// A column of text that is kept as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextSlot {
    PayrollNumber,
    Project,
    Contractor,
    Subcontractor,
    Classification,
    Trade,
    Race,
    Ethnicity,
    ApprenticeId,
}

/// A part of a worker's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamePart {
    Full,
    Last,
    First,
    Middle,
}

/// What a column is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Not used; only looked at for data that may not be there.
    Unused,
    WeekEnding,
    PaidOn,
    /// Hours of a weekday, Sunday being 0.
    Weekday(HourKind, u8),
    /// Hours of day 1 to 7 of the week (0 to 6).
    NthDay(HourKind, u8),
    Week(HourKind),
    AllJobs,
    Rate(RateSlot),
    Money(MoneySlot),
    Text(TextSlot),
    Name(NamePart),
    WorkerId,
    Ssn,
    Zip,
    Tier,
    Level,
    Gender,
    Resident,
    PersonOfColor,
    LineMark,
    HomeAddress,
    Contact,
    /// A field of a hiring file.
    Hiring(HiringField),
}

pub(super) fn plan(map: &TableMap) -> Vec<Slot> {
    let slot = |field: Field| match field {
        // On a payroll a column mapped to a field of hiring files is not used.
        Field::Hiring(field) if map.records != RecordKind::Payroll => Slot::Hiring(field),
        field => slot(field),
    };
    map.fields.iter().map(|f| f.map_or(Slot::Unused, slot)).collect()
}

fn slot(field: Field) -> Slot {
    match field {
        Field::WeekEnding => Slot::WeekEnding,
        Field::PaidOn => Slot::PaidOn,
        Field::PayrollNumber => Slot::Text(TextSlot::PayrollNumber),
        Field::Project => Slot::Text(TextSlot::Project),
        Field::Contractor => Slot::Text(TextSlot::Contractor),
        Field::Subcontractor => Slot::Text(TextSlot::Subcontractor),
        Field::Classification => Slot::Text(TextSlot::Classification),
        Field::Trade => Slot::Text(TextSlot::Trade),
        Field::Race => Slot::Text(TextSlot::Race),
        Field::Ethnicity => Slot::Text(TextSlot::Ethnicity),
        Field::ApprenticeId => Slot::Text(TextSlot::ApprenticeId),
        Field::WorkerId => Slot::WorkerId,
        Field::SsnLast4 => Slot::Ssn,
        Field::WorkerName => Slot::Name(NamePart::Full),
        Field::LastName => Slot::Name(NamePart::Last),
        Field::FirstName => Slot::Name(NamePart::First),
        Field::MiddleName => Slot::Name(NamePart::Middle),
        Field::Tier => Slot::Tier,
        Field::Level => Slot::Level,
        Field::Gender => Slot::Gender,
        Field::Resident => Slot::Resident,
        Field::PersonOfColor => Slot::PersonOfColor,
        Field::Zip => Slot::Zip,
        Field::DayHours(kind, Day::Named(weekday)) => Slot::Weekday(kind, weekday.num_days_from_sunday() as u8),
        Field::DayHours(kind, Day::Nth(n)) => Slot::NthDay(kind, n.min(6)),
        Field::WeekHours(kind) => Slot::Week(kind),
        Field::AllJobsHours => Slot::AllJobs,
        Field::BaseRate => Slot::Rate(RateSlot::Base),
        Field::OvertimeRate => Slot::Rate(RateSlot::Overtime),
        Field::DoubleRate => Slot::Rate(RateSlot::Double),
        Field::FringePlan => Slot::Rate(RateSlot::FringePlan),
        Field::FringeCash => Slot::Rate(RateSlot::FringeCash),
        Field::FringePlanWeek => Slot::Money(MoneySlot::FringePlanWeek),
        Field::FringeCashWeek => Slot::Money(MoneySlot::FringeCashWeek),
        Field::GrossProject => Slot::Money(MoneySlot::GrossProject),
        Field::GrossAll => Slot::Money(MoneySlot::GrossAll),
        Field::Deductions => Slot::Money(MoneySlot::Deductions),
        Field::DeductionPart => Slot::Money(MoneySlot::DeductionPart),
        Field::Net => Slot::Money(MoneySlot::Net),
        Field::LineMark => Slot::LineMark,
        Field::HomeAddress => Slot::HomeAddress,
        Field::Contact => Slot::Contact,
        Field::PeriodStart | Field::Ignored | Field::Hiring(_) => Slot::Unused,
    }
}
