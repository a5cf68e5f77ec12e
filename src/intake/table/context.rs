//! Headings that mean something only beside their neighbours.

use super::LayoutName;
use super::calendar::{self, DayText};
use super::columns;
use super::head::Head;
use super::heading::key;
use super::matching::{Matched, kind_of_group};
use crate::domain::field::{Day, Field, HourKind};
use crate::domain::week::days_of;
use crate::intake::layout::days;
use chrono::{Datelike, NaiveDate};

/// Settles what the headings alone leave open.
pub(super) fn settle(layout: LayoutName, head: Head<'_>, last: usize, week_ending: Option<NaiveDate>, matched: &mut Vec<Matched>) {
    match layout {
        LayoutName::Wh3472008 | LayoutName::Wh3472025 => columns::unnamed_line_marks(head, last, matched),
        LayoutName::Lcptracker => {
            columns::unnamed_worker_names(head, last, matched);
            weekly_cash_wins(matched);
        }
        LayoutName::Register => rate_by_code(matched),
        _ => {}
    }
    days_by_letters(matched);
    days_by_dates(matched, week_ending);
    race_or_ethnicity(matched);
    social_security_tax(matched);
}

fn use_as(matched: &mut Matched, field: Field, how: &'static str) {
    matched.field = Some(field);
    matched.how = how;
    matched.weight = 1;
    matched.gives_way = false;
}

/// Seven columns in a row headed `S M T W T F S`.
fn days_by_letters(matched: &mut [Matched]) {
    let letter = |m: &Matched| {
        if m.field.is_some() {
            return None;
        }
        m.head.parts.iter().map(|p| key(p)).find(|k| (1..=2).contains(&k.len()) && k.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    let letters: Vec<Option<String>> = matched.iter().map(letter).collect();
    let mut at = 0;
    while at + 7 <= letters.len() {
        let seven: Option<Vec<&str>> = letters[at..at + 7].iter().map(Option::as_deref).collect();
        let week = seven.and_then(|s| <[&str; 7]>::try_from(s).ok()).and_then(|s| days::week_of_letters(&s));
        let Some(week) = week else {
            at += 1;
            continue;
        };
        for (column, weekday) in matched[at..at + 7].iter_mut().zip(week) {
            let kind = kind_of_group(&column.head).unwrap_or(HourKind::Unsplit);
            use_as(column, Field::DayHours(kind, Day::Named(weekday)), "context");
        }
        at += 7;
    }
}

/// Columns headed by dates. A full date names its weekday; a date without its year must lie in the week of
/// the form; seven bare dates in a row are the days one to seven.
fn days_by_dates(matched: &mut [Matched], week_ending: Option<NaiveDate>) {
    let date = |m: &Matched| if m.field.is_some() { None } else { m.head.parts.iter().rev().find_map(|p| calendar::read(p)) };
    let dates: Vec<Option<DayText>> = matched.iter().map(date).collect();
    let mut at = 0;
    while at < dates.len() {
        let Some(first) = dates[at] else {
            at += 1;
            continue;
        };
        let mut run = vec![first];
        while let Some(Some(next)) = dates.get(at + run.len())
            && run.last().is_some_and(|&before| calendar::follows(before, *next))
            && run.len() < 7
        {
            run.push(*next);
        }
        if let Some(meant) = days_meant(&run, week_ending) {
            for (column, day) in matched[at..].iter_mut().zip(meant) {
                let kind = kind_of_group(&column.head).unwrap_or(HourKind::Unsplit);
                use_as(column, Field::DayHours(kind, day), "context");
            }
        }
        at += run.len();
    }
}

fn days_meant(run: &[DayText], week_ending: Option<NaiveDate>) -> Option<Vec<Day>> {
    let week = week_ending.map(days_of);
    run.iter()
        .enumerate()
        .map(|(nth, day)| match (*day, week) {
            (DayText::Full(date), Some(week)) => week.contains(&date).then(|| Day::Named(date.weekday())),
            (DayText::Full(date), None) => Some(Day::Named(date.weekday())),
            (DayText::MonthDay(m, d), Some(week)) => week.iter().find(|w| w.month() == m && w.day() == d).map(|w| Day::Named(w.weekday())),
            (DayText::Day(d), Some(week)) => {
                let found = week.iter().find(|w| w.day() == d).map(|w| Day::Named(w.weekday()));
                found.filter(|_| run.len() >= 5)
            }
            (_, None) => (run.len() == 7).then_some(Day::Nth(nth as u8)),
        })
        .collect()
}

/// `Ethnicity` without a column for race is the race or ethnicity.
fn race_or_ethnicity(matched: &mut [Matched]) {
    let has_race = matched.iter().any(|m| m.field == Some(Field::Race));
    if !has_race {
        for m in matched.iter_mut().filter(|m| m.field == Some(Field::Ethnicity)) {
            m.field = Some(Field::Race);
            m.how = "context";
        }
    }
}

/// `Social Security` among other withholdings is the tax, not the number.
fn social_security_tax(matched: &mut [Matched]) {
    if !matched.iter().any(|m| m.field == Some(Field::DeductionPart)) {
        return;
    }
    for m in matched.iter_mut().filter(|m| m.field == Some(Field::SsnLast4)) {
        if m.head.parts.iter().all(|p| key(p) == "socialsecurity") {
            m.field = Some(Field::DeductionPart);
            m.how = "context";
        }
    }
}

/// Cash in lieu as dollars of the week and again per hour: the same money, counted once.
fn weekly_cash_wins(matched: &mut [Matched]) {
    if matched.iter().any(|m| m.field == Some(Field::FringeCashWeek)) {
        for m in matched.iter_mut().filter(|m| m.field == Some(Field::FringeCash)) {
            m.field = Some(Field::Ignored);
        }
    }
}

/// A register that chooses between rates by a code: which of them was paid cannot be told from `Rate 1`.
fn rate_by_code(matched: &mut [Matched]) {
    if matched.iter().any(|m| m.head.parts.iter().any(|p| key(p) == "ratecode")) {
        for m in matched.iter_mut().filter(|m| m.head.parts.iter().all(|p| key(p) == "rate1")) {
            m.field = None;
            m.how = "not-used";
            m.weight = 0;
        }
    }
}
