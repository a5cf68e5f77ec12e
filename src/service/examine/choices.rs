//! What a column may be said to hold: the fields of a weekly payroll in plain words, in groups.

use crate::domain::attribute::Attribute;
use crate::domain::field::{Day, Field, HourKind};
use chrono::Weekday;

/// One field a column may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChoice {
    /// The word in mappings: `base_rate`.
    pub word: String,
    /// What a person reads: `Base rate`.
    pub label: String,
    /// The group it stands in.
    pub group: &'static str,
}

/// Every field a column of a payroll may hold, group by group. Home addresses, telephones and hiring records are not
/// among them: a payroll needs none.
pub fn choosable() -> Vec<FieldChoice> {
    let mut choices = Vec::new();
    let mut add = |group: &'static str, fields: Vec<Field>| {
        choices.extend(fields.into_iter().map(|f| FieldChoice { word: f.name(), label: label_of(f), group }));
    };
    add("Who worked", vec![Field::WorkerId, Field::WorkerName, Field::LastName, Field::FirstName, Field::MiddleName, Field::SsnLast4]);
    add("The work", vec![Field::Classification, Field::Trade, Field::Level, Field::ApprenticeId]);
    add("The week and the job", {
        let job = [Field::Project, Field::Contractor, Field::Subcontractor, Field::Tier];
        [Field::WeekEnding, Field::PeriodStart, Field::PayrollNumber, Field::PaidOn].into_iter().chain(job).collect()
    });
    add(
        "Rates and benefits",
        vec![
            Field::BaseRate,
            Field::OvertimeRate,
            Field::DoubleRate,
            Field::FringePlan,
            Field::FringeCash,
            Field::FringePlanWeek,
            Field::FringeCashWeek,
        ],
    );
    add("Hours of the week", {
        let mut weeks: Vec<Field> = KINDS.iter().map(|kind| Field::WeekHours(*kind)).collect();
        weeks.extend([Field::AllJobsHours, Field::LineMark]);
        weeks
    });
    for (kind, group) in KINDS.iter().zip(["Regular hours by day", "Overtime hours by day", "Double-time hours by day", "All hours by day"])
    {
        let mut days: Vec<Field> = WEEK.iter().map(|day| Field::DayHours(*kind, Day::Named(*day))).collect();
        days.extend((0..7).map(|n| Field::DayHours(*kind, Day::Nth(n))));
        add(group, days);
    }
    add("Pay", vec![Field::GrossProject, Field::GrossAll, Field::Deductions, Field::DeductionPart, Field::Net]);
    add("What workers told you", {
        let own = [Field::Resident, Field::Zip, Field::Race, Field::Ethnicity, Field::PersonOfColor, Field::Gender];
        own.into_iter().chain(Attribute::ALL.iter().filter(|a| !a.has_own_reading()).map(|a| Field::Attribute(*a))).collect()
    });
    choices
}

/// What a person reads for the word of a field; the word itself where it is none of a payroll.
pub fn label(word: &str) -> String {
    Field::from_name(word).map_or_else(|| word.to_owned(), label_of)
}

const KINDS: [HourKind; 4] = [HourKind::Straight, HourKind::Overtime, HourKind::Double, HourKind::Unsplit];
const WEEK: [Weekday; 7] = [Weekday::Sun, Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat];

fn hours(kind: HourKind) -> &'static str {
    match kind {
        HourKind::Straight => "Regular hours",
        HourKind::Overtime => "Overtime hours",
        HourKind::Double => "Double-time hours",
        HourKind::Unsplit => "All hours",
    }
}

fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Sun => "Sunday",
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
    }
}

/// What a person reads for a field.
pub(super) fn label_of(field: Field) -> String {
    let fixed = match field {
        Field::WeekEnding => "Week ending",
        Field::PeriodStart => "First day of the week",
        Field::PayrollNumber => "Payroll number",
        Field::Project => "Project",
        Field::Contractor => "Contractor",
        Field::Subcontractor => "Subcontractor",
        Field::Tier => "Subcontractor tier",
        Field::WorkerId => "Worker number",
        Field::SsnLast4 => "Last four digits of the Social Security number",
        Field::WorkerName => "Worker name",
        Field::LastName => "Last name",
        Field::FirstName => "First name",
        Field::MiddleName => "Middle name",
        Field::Classification => "Kind of work",
        Field::Trade => "Trade",
        Field::Level => "Journeyworker or apprentice",
        Field::ApprenticeId => "Apprentice number",
        Field::Race => "Race or ethnicity",
        Field::Ethnicity => "Ethnicity",
        Field::PersonOfColor => "Person of color, yes or no",
        Field::Gender => "Gender",
        Field::Resident => "City resident, yes or no",
        Field::Zip => "ZIP code of the home",
        Field::AllJobsHours => "Hours on all jobs",
        Field::BaseRate => "Base rate",
        Field::OvertimeRate => "Overtime rate",
        Field::DoubleRate => "Double-time rate",
        Field::FringePlan => "Benefits paid to plans, per hour",
        Field::FringeCash => "Benefits paid in cash, per hour",
        Field::FringePlanWeek => "Benefits paid to plans, for the week",
        Field::FringeCashWeek => "Benefits paid in cash, for the week",
        Field::GrossProject => "Pay for this job",
        Field::GrossAll => "Pay for all jobs",
        Field::Deductions => "Money taken out of pay, in all",
        Field::DeductionPart => "Money taken out of pay, one kind",
        Field::Net => "Take-home pay",
        Field::PaidOn => "Day of payment",
        Field::LineMark => "Which of two rows: regular or overtime",
        Field::Ignored => "Not used",
        Field::WeekHours(kind) => return format!("{}, whole week", hours(kind)),
        Field::DayHours(kind, Day::Named(day)) => return format!("{}, {}", hours(kind), day_name(day)),
        Field::DayHours(kind, Day::Nth(n)) => return format!("{}, day {} of the week", hours(kind), n + 1),
        Field::Attribute(attribute) => return format!("{}, yes or no", attribute.words()),
        Field::HomeAddress | Field::Contact | Field::Hiring(_) => return field.name(),
    };
    fixed.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_choice_has_a_label_of_its_own_and_is_a_field() {
        let choices = choosable();
        let labels: BTreeSet<&str> = choices.iter().map(|c| c.label.as_str()).collect();
        assert_eq!(labels.len(), choices.len());
        for choice in &choices {
            let field = Field::from_name(&choice.word).unwrap();
            assert_eq!(label(&choice.word), choice.label);
            assert!(!matches!(field, Field::HomeAddress | Field::Contact | Field::Hiring(_) | Field::Ignored));
            assert!(!choice.label.contains('_'), "{}", choice.label);
        }
        // What is left out is what no payroll needs.
        let left = Field::every().into_iter().filter(|f| !choices.iter().any(|c| c.word == f.name()));
        assert!(left.into_iter().all(|f| matches!(f, Field::HomeAddress | Field::Contact | Field::Hiring(_) | Field::Ignored)));
    }
}
