//! What the columns of a file hold, as a person says: the fields there are, and the mapping a choice makes.

use super::{Upload, open, see};
use crate::domain::field::{Day, Field, HourKind};
use crate::domain::place::column_letters;
use crate::intake::mapping::{self, FIELDS};
use crate::intake::table::{LayoutName, RowShape};
use crate::service::Service;
use crate::service::examine::Examination;
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::store::{Id, saved_mappings, uploads};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A field somebody can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChoice {
    /// Its name in mappings.
    pub name: String,
    /// What people call it.
    pub label: String,
}

/// Why a choice does not do: the columns it is about, by their number, and what we need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The columns.
    pub columns: Vec<u16>,
    /// What we need.
    pub sentence: String,
}

/// A choice of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Row of the headings, from 1, where it was said.
    pub header_row: Option<u32>,
    /// The field of each column by its number; columns left out are not used.
    pub fields: BTreeMap<u16, String>,
    /// Remember it for the firm's next files of this shape.
    pub remember: bool,
}

/// The fields a payroll can hold, in the order of a payroll.
pub fn fields() -> Vec<FieldChoice> {
    let payroll = Field::every()
        .into_iter()
        .filter(|field| !matches!(field, Field::Hiring(_) | Field::HomeAddress | Field::Contact | Field::Ignored | Field::SsnLast4));
    payroll.map(|field| FieldChoice { name: field.name(), label: label(field) }).collect()
}

/// What people call a field, by its name; the name itself where it is none.
pub fn label_of(name: &str) -> String {
    Field::from_name(name).map_or_else(|| name.to_owned(), label)
}

fn label(field: Field) -> String {
    let said = match field {
        Field::WeekEnding => "Week ending",
        Field::Contractor => "Contractor",
        Field::Project => "Project",
        Field::WorkerId => "Worker: number of your own",
        Field::WorkerName => "Worker: full name",
        Field::LastName => "Worker: last name",
        Field::FirstName => "Worker: first name",
        Field::Classification => "Kind of work",
        Field::Trade => "Trade",
        Field::Level => "Journeyworker or apprentice",
        Field::Resident => "City resident, yes or no",
        Field::BaseRate => "Base rate",
        Field::OvertimeRate => "Overtime rate",
        Field::DoubleRate => "Double-time rate",
        Field::FringePlan => "Benefits paid to plans, per hour",
        Field::FringeCash => "Benefits paid in cash, per hour",
        Field::FringePlanWeek => "Benefits paid to plans, this week",
        Field::FringeCashWeek => "Benefits paid in cash, this week",
        Field::GrossProject => "Pay for this job",
        Field::GrossAll => "Pay for all jobs",
        Field::Deductions => "Money taken out of pay, in all",
        Field::DeductionPart => "Money taken out of pay, one part",
        Field::Net => "Net pay",
        Field::WeekHours(HourKind::Straight) => "Regular hours of the week",
        Field::WeekHours(HourKind::Overtime) => "Overtime hours of the week",
        Field::WeekHours(HourKind::Double) => "Double-time hours of the week",
        Field::WeekHours(HourKind::Unsplit) => "All hours of the week",
        Field::AllJobsHours => "All hours of the week, all jobs",
        Field::DayHours(kind, day) => return day_label(kind, day),
        other => return meaning(&other.name()),
    };
    said.to_owned()
}

fn day_label(kind: HourKind, day: Day) -> String {
    let hours = match kind {
        HourKind::Straight => "Regular hours",
        HourKind::Overtime => "Overtime hours",
        HourKind::Double => "Double-time hours",
        HourKind::Unsplit => "All hours",
    };
    match day {
        Day::Named(day) => format!("{hours}, {}", weekday(day)),
        Day::Nth(n) => format!("{hours}, day {} of the week", n + 1),
    }
}

const fn weekday(day: chrono::Weekday) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day.num_days_from_monday() as usize]
}

/// The meaning of a field as mapping files give it, as a sentence begins.
fn meaning(name: &str) -> String {
    let meaning = FIELDS.iter().find(|(field, _)| *field == name).map_or(name, |(_, meaning)| meaning);
    let mut letters = meaning.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Keeps a choice of columns and asks for a reading by it.
///
/// # Errors
/// [`Fault::Conflict`] where the upload is closed; what does not do is given back, and nothing is kept.
pub async fn choose(service: &Service, actor: &Actor, upload: Id, choice: &Choice) -> Result<Vec<Wrong>, Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let (found, contract, _) = open::still_open(&mut tx, actor, upload).await?;
    let examination = found.examination.ok_or_else(open::closed)?;
    let reading = see::of(&mut tx, examination).await?.ok_or(Fault::NotFound)?;
    let text = match mapping_of(&reading.examination, &found, choice) {
        Ok(text) => text,
        Err(wrong) => return Ok(wrong),
    };
    uploads::set_mapping(&mut tx, upload, Some(&text), at).await?;
    if let Some(shape) = &reading.examination.shape {
        // What is not to be remembered is forgotten: otherwise the next reading would bring back the earlier choice.
        if choice.remember {
            saved_mappings::keep(&mut tx, contract.contractor, shape, &text, actor.person, at).await?;
        } else {
            saved_mappings::forget(&mut tx, contract.contractor, shape).await?;
        }
    }
    open::ask_for_reading(&mut tx, upload, at).await?;
    tx.commit().await?;
    service.bell.notify_one();
    Ok(Vec::new())
}

/// The mapping a choice makes.
fn mapping_of(examination: &Examination, upload: &Upload, choice: &Choice) -> Result<String, Vec<Wrong>> {
    let wrong = doubled(&choice.fields);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if choice.fields.is_empty() {
        return Err(vec![Wrong { columns: Vec::new(), sentence: "Choose what at least one column holds.".to_owned() }]);
    }
    let (based_on, shape) = kind_of_table(examination, upload);
    let mut text = format!("name = \"your choice\"\nbased_on = \"{}\"\nrows = \"{}\"\n", based_on.word(), shape.word());
    if let Some(row) = choice.header_row {
        let _ = writeln!(text, "header_row = {row}");
    }
    text.push_str("\n[columns]\n");
    for (column, field) in &choice.fields {
        let _ = writeln!(text, "\"column {}\" = \"{field}\"", column_letters(*column));
    }
    match mapping::read(&text) {
        Ok(_) => Ok(text),
        Err(problem) => Err(vec![Wrong { columns: Vec::new(), sentence: format!("{} {}", problem.read, problem.fix) }]),
    }
}

/// The layout whose needs hold, and how rows make lines: as they were understood, or as an earlier choice had them.
fn kind_of_table(examination: &Examination, upload: &Upload) -> (LayoutName, RowShape) {
    let earlier = upload.mapping.as_deref().and_then(|text| mapping::read(text).ok());
    if let Some(mapping) = earlier {
        return (mapping.based_on.unwrap_or(LayoutName::FlatPayroll), mapping.shape);
    }
    let word = examination.input.layout.as_deref().unwrap_or_default();
    match LayoutName::ALL.iter().copied().find(|layout| layout.word() == word) {
        Some(layout @ LayoutName::Wh3472008) => (layout, RowShape::OvertimeAboveStraight),
        Some(layout @ LayoutName::Wh3472025) => (layout, RowShape::StraightAboveOvertime),
        Some(layout @ (LayoutName::Lcptracker | LayoutName::Register)) => (layout, RowShape::One),
        _ => (LayoutName::FlatPayroll, RowShape::One),
    }
}

/// Columns given the same meaning, where the meaning does not add up.
fn doubled(fields: &BTreeMap<u16, String>) -> Vec<Wrong> {
    let mut by_field: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
    for (column, field) in fields {
        by_field.entry(field).or_default().push(*column);
    }
    let twice =
        by_field.into_iter().filter(|(field, columns)| columns.len() > 1 && Field::from_name(field).is_none_or(|field| !field.adds_up()));
    let said = twice.map(|(field, columns)| {
        let letters: Vec<String> = columns.iter().map(|c| column_letters(*c)).collect();
        let sentence = format!("Columns {} are all matched to {}. Keep one of them.", letters.join(", "), label_of(field));
        Wrong { columns, sentence }
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_columns_of_one_meaning_are_both_named() {
        let same = BTreeMap::from([
            (12, "base_rate".to_owned()),
            (13, "base_rate".to_owned()),
            (14, "fringe_plan".to_owned()),
            (15, "fringe_plan".to_owned()),
        ]);
        let wrong = doubled(&same);
        assert_eq!(wrong.len(), 1, "benefits add up: {wrong:?}");
        assert_eq!(wrong[0].columns, [12, 13]);
        assert_eq!(wrong[0].sentence, "Columns M, N are all matched to Base rate. Keep one of them.");
    }

    #[test]
    fn every_field_that_can_be_chosen_has_words_of_its_own() {
        let mut labels: Vec<String> = fields().into_iter().map(|field| field.label).collect();
        let all = labels.len();
        labels.sort();
        labels.dedup();
        assert_eq!(labels.len(), all);
        assert_eq!(label_of("st_wed"), "Regular hours, Wednesday");
        assert_eq!(label_of("veteran"), "Veteran, yes or no");
    }
}
