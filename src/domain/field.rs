//! The fields that a column can hold: those of a payroll line, and those of hiring files.

use super::hiring_field::HiringField;
use chrono::Weekday;

/// Which of the seven days a day column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Day {
    /// A named weekday; its date comes from the week-ending date.
    Named(Weekday),
    /// Day 1 to 7 of the week (0 to 6 here), the seventh being the week-ending date.
    Nth(u8),
}

/// What hours a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HourKind {
    /// Straight time.
    Straight,
    /// Overtime.
    Overtime,
    /// Double time.
    Double,
    /// Not split.
    Unsplit,
}

/// What a column is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Last day of the work week.
    WeekEnding,
    /// First day of the pay period, where the file gives a period.
    PeriodStart,
    /// Payroll number.
    PayrollNumber,
    /// Project name or number.
    Project,
    /// Contractor (employer of the worker).
    Contractor,
    /// Subcontractor; wins over the contractor where both are given.
    Subcontractor,
    /// Subcontractor tier.
    Tier,
    /// Identifying number of the worker.
    WorkerId,
    /// A column headed as a Social Security number: at most the last four digits may stand in it.
    SsnLast4,
    /// Full name.
    WorkerName,
    /// Last name.
    LastName,
    /// First name.
    FirstName,
    /// Middle name or initial.
    MiddleName,
    /// Work classification.
    Classification,
    /// Trade.
    Trade,
    /// Journeyworker or apprentice.
    Level,
    /// Apprentice identification: a filled cell marks an apprentice.
    ApprenticeId,
    /// Race or ethnicity.
    Race,
    /// Ethnicity where race has a column of its own.
    Ethnicity,
    /// Person of color, yes or no.
    PersonOfColor,
    /// Gender.
    Gender,
    /// Resident of the awarding city, yes or no.
    Resident,
    /// ZIP code of residence.
    Zip,
    /// Hours of one day.
    DayHours(HourKind, Day),
    /// Hours of the week.
    WeekHours(HourKind),
    /// Hours of the week on all jobs.
    AllJobsHours,
    /// Base hourly rate.
    BaseRate,
    /// Overtime hourly rate.
    OvertimeRate,
    /// Double-time hourly rate.
    DoubleRate,
    /// Fringe to plans per hour. Several such columns (health, pension, …) add up.
    FringePlan,
    /// Fringe in cash per hour.
    FringeCash,
    /// Fringe to plans, dollars of the week. Several add up; divided by the hours only where exact.
    FringePlanWeek,
    /// Fringe in cash, dollars of the week.
    FringeCashWeek,
    /// Gross pay, this project.
    GrossProject,
    /// Gross pay, all work.
    GrossAll,
    /// Total deductions.
    Deductions,
    /// One kind of deduction; they add up where no total is given.
    DeductionPart,
    /// Net pay.
    Net,
    /// The day wages were paid.
    PaidOn,
    /// `S`, `O`, `ST`, `OT`: which of a worker's two lines this is.
    LineMark,
    /// Home address: not read, refuses an upload if filled.
    HomeAddress,
    /// Telephone or e-mail: not read, refuses an upload if filled.
    Contact,
    /// A field of a hiring log, job orders or referrals.
    Hiring(HiringField),
    /// Known, and not needed for any check.
    Ignored,
}

impl Field {
    /// The name used in output and mapping files: `st_wed`, `base_rate`, ….
    pub fn name(self) -> String {
        let fixed = match self {
            Self::WeekEnding => "week_ending",
            Self::PeriodStart => "period_start",
            Self::PayrollNumber => "payroll_number",
            Self::Project => "project",
            Self::Contractor => "contractor",
            Self::Subcontractor => "subcontractor",
            Self::Tier => "tier",
            Self::WorkerId => "worker_id",
            Self::SsnLast4 => "ssn_last4",
            Self::WorkerName => "worker_name",
            Self::LastName => "last_name",
            Self::FirstName => "first_name",
            Self::MiddleName => "middle_name",
            Self::Classification => "classification",
            Self::Trade => "trade",
            Self::Level => "level",
            Self::ApprenticeId => "apprentice_id",
            Self::Race => "race",
            Self::Ethnicity => "ethnicity",
            Self::PersonOfColor => "person_of_color",
            Self::Gender => "gender",
            Self::Resident => "resident",
            Self::Zip => "zip",
            Self::AllJobsHours => "hours_all_jobs",
            Self::BaseRate => "base_rate",
            Self::OvertimeRate => "overtime_rate",
            Self::DoubleRate => "double_rate",
            Self::FringePlan => "fringe_plan",
            Self::FringeCash => "fringe_cash",
            Self::FringePlanWeek => "fringe_plan_week",
            Self::FringeCashWeek => "fringe_cash_week",
            Self::GrossProject => "gross_project",
            Self::GrossAll => "gross_all",
            Self::Deductions => "deductions",
            Self::DeductionPart => "deduction_part",
            Self::Net => "net",
            Self::PaidOn => "paid_on",
            Self::LineMark => "line_mark",
            Self::HomeAddress => "home_address",
            Self::Contact => "contact",
            Self::Hiring(field) => field.name(),
            Self::Ignored => "not_used",
            Self::DayHours(kind, day) => return format!("{}_{}", kind.prefix(), day.suffix()),
            Self::WeekHours(HourKind::Straight) => "st_hours",
            Self::WeekHours(HourKind::Overtime) => "ot_hours",
            Self::WeekHours(HourKind::Double) => "dt_hours",
            Self::WeekHours(HourKind::Unsplit) => "total_hours",
        };
        fixed.to_owned()
    }

    /// The field of a name, for mapping files.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::every().into_iter().find(|f| f.name() == name)
    }

    /// Every field, in a fixed order.
    pub fn every() -> Vec<Self> {
        use Field::*;
        let mut all = vec![
            WeekEnding,
            PeriodStart,
            PayrollNumber,
            Project,
            Contractor,
            Subcontractor,
            Tier,
            WorkerId,
            SsnLast4,
            WorkerName,
            LastName,
            FirstName,
            MiddleName,
            Classification,
            Trade,
            Level,
            ApprenticeId,
            Race,
            Ethnicity,
            PersonOfColor,
            Gender,
            Resident,
            Zip,
        ];
        for kind in [HourKind::Straight, HourKind::Overtime, HourKind::Double, HourKind::Unsplit] {
            let mut weekday = Weekday::Sun;
            for _ in 0..7 {
                all.push(DayHours(kind, Day::Named(weekday)));
                weekday = weekday.succ();
            }
            all.extend((0..7).map(|n| DayHours(kind, Day::Nth(n))));
            all.push(WeekHours(kind));
        }
        all.extend([
            AllJobsHours,
            BaseRate,
            OvertimeRate,
            DoubleRate,
            FringePlan,
            FringeCash,
            FringePlanWeek,
            FringeCashWeek,
            GrossProject,
            GrossAll,
            Deductions,
            DeductionPart,
            Net,
            PaidOn,
            LineMark,
            HomeAddress,
            Contact,
            Ignored,
        ]);
        all.extend(HiringField::ALL.iter().map(|&f| Hiring(f)));
        all
    }

    /// True for fields that several columns may hold together; any other field has one column.
    pub fn adds_up(self) -> bool {
        // A result may stand in two columns: yes or no, and its day.
        let result = matches!(self, Self::Hiring(HiringField::Interviewed | HiringField::Offered | HiringField::Hired));
        result
            || matches!(
                self,
                Self::FringePlan | Self::FringePlanWeek | Self::DeductionPart | Self::HomeAddress | Self::Contact | Self::Ignored
            )
    }
}

impl HourKind {
    fn prefix(self) -> &'static str {
        match self {
            Self::Straight => "st",
            Self::Overtime => "ot",
            Self::Double => "dt",
            Self::Unsplit => "hours",
        }
    }
}

impl Day {
    fn suffix(self) -> String {
        match self {
            Self::Named(weekday) => format!("{weekday}").to_lowercase(),
            Self::Nth(n) => format!("day{}", n + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_name_of_its_own_and_is_found_by_it() {
        for field in Field::every() {
            assert_eq!(Field::from_name(&field.name()), Some(field), "{}", field.name());
        }
        assert_eq!(Field::DayHours(HourKind::Straight, Day::Named(Weekday::Wed)).name(), "st_wed");
        assert_eq!(Field::DayHours(HourKind::Overtime, Day::Nth(0)).name(), "ot_day1");
    }
}
