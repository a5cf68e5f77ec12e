//! A small week typed in by hand. What was typed is written as a flat table, kept as the original, and read like any file.

use super::begin::{self, Begun, NewFile};
use super::last_week;
use super::open;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::store::Id;
use crate::store::lines::Line;
use chrono::{Datelike as _, Days, NaiveDate};
use rust_decimal::Decimal;

/// Workers that can be typed in.
pub const MOST_WORKERS: usize = 15;

/// What can be typed of one worker, in the order of the columns.
pub const FIELDS: [&str; 18] = [
    "worker",
    "kind",
    "level",
    "day1",
    "day2",
    "day3",
    "day4",
    "day5",
    "day6",
    "day7",
    "overtime",
    "rate",
    "overtime_rate",
    "plan",
    "cash",
    "gross",
    "deductions",
    "net",
];

/// One worker as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(pub [String; 18]);

/// What cannot be taken: the worker's place from 0, the field's place, what we need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amiss {
    /// The worker's place, from 0.
    pub worker: usize,
    /// The field, by its place in [`FIELDS`].
    pub field: usize,
    /// What we need.
    pub sentence: String,
}

/// A week to be typed in.
#[derive(Clone, Copy, Debug)]
pub struct NewTyped<'a> {
    /// The contract.
    pub contract: Id,
    /// Last day of the work week.
    pub week_ending: NaiveDate,
    /// The last payroll of this contractor on the project.
    pub last: bool,
    /// Why there is to be a further version.
    pub reason: Option<&'a str>,
    /// What a repeat is known by.
    pub key: &'a str,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keyed {
    /// It is being read.
    Upload(Id),
    /// Something cannot be taken; nothing was kept.
    Amiss(Vec<Amiss>),
}

impl Typed {
    fn is_empty(&self) -> bool {
        // A level is chosen beforehand, and says nothing alone.
        self.0.iter().enumerate().all(|(at, text)| at == 2 || text.trim().is_empty())
    }
    /// The text of a field.
    pub fn text(&self, field: usize) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }
}

/// The days of a week, first one first, as a heading says them: `Sun 9`.
pub fn days(week_ending: NaiveDate) -> Vec<String> {
    let day = |back| week_ending.checked_sub_days(Days::new(back)).unwrap_or(week_ending);
    (0..7).rev().map(|back| day(back).format("%a %-d").to_string()).collect()
}

/// The workers of the newest signed week before, to be corrected.
///
/// # Errors
/// As [`super::begin::file`].
pub async fn from_last_week(service: &Service, actor: &Actor, contract: Id, week: NaiveDate) -> Result<Vec<Typed>, Fault> {
    let mut tx = service.store.snapshot().await?;
    open::ask(&mut tx, actor, contract, week, service.clock.today()).await?;
    let before = last_week::newest_before(&mut tx, contract, week).await?;
    Ok(before.map_or_else(Vec::new, |(_, lines)| lines.iter().take(MOST_WORKERS).map(typed).collect()))
}

fn typed(line: &Line) -> Typed {
    let mut texts: [String; 18] = Default::default();
    let mut set = |at: usize, text: Option<String>| texts[at] = text.unwrap_or_default();
    set(0, line.worker.clone());
    set(1, line.classification.clone());
    set(2, line.level.map(|level| level.word().to_owned()));
    for (day, hours) in line.days.iter().enumerate() {
        set(3 + day, hours.known().map(|h| h.to_string()));
    }
    set(10, line.hours[1].known().map(|h| h.to_string()));
    set(11, line.rates[0].known().map(|r| r.to_string()));
    set(12, line.rates[1].known().map(|r| r.to_string()));
    set(13, line.rates[2].known().map(|r| r.to_string()));
    set(14, line.rates[3].known().map(|r| r.to_string()));
    // What was earned, taken out and paid is of one week alone: it is not copied.
    Typed(texts)
}

/// Begins a week with what was typed.
///
/// # Errors
/// As [`begin::file`].
pub async fn begin(service: &Service, actor: &Actor, new: NewTyped<'_>, typed: &[Typed]) -> Result<Keyed, Fault> {
    let mut tx = service.store.snapshot().await?;
    open::ask(&mut tx, actor, new.contract, new.week_ending, service.clock.today()).await?;
    drop(tx);
    let amiss = check(typed);
    if !amiss.is_empty() {
        return Ok(Keyed::Amiss(amiss));
    }
    let kept = service.originals.keep(table(new.week_ending, typed).into_bytes()).await?;
    let name = format!("typed-in-{}.csv", new.week_ending);
    let file = NewFile {
        contract: new.contract,
        week_ending: new.week_ending,
        last: new.last,
        reason: new.reason,
        file_name: &name,
        key: new.key,
        mapping: None,
    };
    match begin::with_original(service, actor, file, &kept, true).await? {
        Begun::Upload(id) => Ok(Keyed::Upload(id)),
        Begun::Duplicate(first) => Ok(Keyed::Upload(first.id)),
    }
}

fn check(typed: &[Typed]) -> Vec<Amiss> {
    let mut amiss = Vec::new();
    let mut say = |worker, field, sentence: &str| amiss.push(Amiss { worker, field, sentence: sentence.to_owned() });
    if typed.iter().all(Typed::is_empty) {
        say(0, 0, "Type at least one worker. If nobody worked, report a no-work week instead.");
    }
    for (at, worker) in typed.iter().enumerate().filter(|(_, worker)| !worker.is_empty()) {
        if worker.text(0).trim().is_empty() {
            say(at, 0, "Type a number of your own for the worker, the same every week.");
        }
        if worker.text(1).trim().is_empty() {
            say(at, 1, "Type the kind of work, as the rate sheet spells it.");
        }
        for (field, text) in worker.0.iter().enumerate().take(3) {
            if text.chars().count() > 100 || text.chars().any(char::is_control) {
                say(at, field, "The text is too long. Type at most 100 letters.");
            }
        }
        let digits = worker.text(0).chars().filter(char::is_ascii_digit).count();
        if digits >= 9 {
            say(at, 0, "This looks like a full Social Security number. Type a number of your own, or the last four digits.");
        }
        for field in 3..18 {
            let text = worker.text(field).trim();
            let Some(most) = (!text.is_empty()).then(|| most_of(field)) else { continue };
            match text.parse::<Decimal>() {
                Ok(figure) if figure >= Decimal::ZERO && figure <= Decimal::from(most) && figure.scale() <= 4 => {}
                Ok(_) if field <= 10 => say(at, field, &format!("We read {text}. Type hours from 0 to {most}, for example 8.5.")),
                Ok(_) => say(at, field, &format!("We read {text}. Type an amount from 0 to {most}, for example 58.00.")),
                Err(_) => say(at, field, "Type a number with a point, for example 8.5."),
            }
        }
        if (3..=10).all(|field| worker.text(field).trim().is_empty()) {
            say(at, 3, "Type the hours of at least one day.");
        }
    }
    amiss
}

/// The most a field can hold: hours of a day, overtime of a week, dollars an hour, dollars of a week.
const fn most_of(field: usize) -> u32 {
    match field {
        3..=9 => 24,
        10 => 168,
        11..=14 => 1_000,
        _ => 100_000,
    }
}

/// What was typed as a table: the headings of the template, a row for each worker.
fn table(week_ending: NaiveDate, typed: &[Typed]) -> String {
    let weekday = |at: u64| week_ending.checked_sub_days(Days::new(6 - at)).unwrap_or(week_ending).weekday();
    let days: Vec<String> = (0..7).map(|at| format!("{} ST", weekday(at))).collect();
    let mut out = format!(
        "Week Ending,Worker ID,Classification,Level,{},OT Hours,Base Rate,OT Rate,Fringe Plan,Fringe Cash,Gross Project,Deductions,Net\r\n",
        days.join(",")
    );
    for worker in typed.iter().filter(|worker| !worker.is_empty()) {
        let texts = worker.0.iter().map(|text| quoted(text.trim()));
        out.push_str(&format!("{week_ending},{}\r\n", texts.collect::<Vec<_>>().join(",")));
    }
    out
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker(texts: &[(usize, &str)]) -> Typed {
        let mut typed = Typed::default();
        texts.iter().for_each(|(at, text)| typed.0[*at] = (*text).to_owned());
        typed
    }

    #[test]
    fn what_was_typed_becomes_a_flat_table() {
        let table = table(
            "2025-03-15".parse().unwrap(),
            &[
                worker(&[(0, "W1"), (1, "Carpenter, finish"), (2, "journeyworker"), (4, "8"), (11, "61.19")]),
                worker(&[(2, "journeyworker")]),
            ],
        );
        assert_eq!(
            table,
            "Week Ending,Worker ID,Classification,Level,Sun ST,Mon ST,Tue ST,Wed ST,Thu ST,Fri ST,Sat ST,OT Hours,Base Rate,OT Rate,Fringe Plan,\
             Fringe Cash,Gross Project,Deductions,Net\r\n2025-03-15,W1,\"Carpenter, finish\",journeyworker,,8,,,,,,,61.19,,,,,,\r\n"
        );
    }

    #[test]
    fn what_cannot_be_taken_is_said_at_its_field() {
        let amiss = check(&[worker(&[(0, "123456789"), (3, "25"), (4, "8,5"), (11, "-1")])]);
        let places: Vec<usize> = amiss.iter().map(|a| a.field).collect();
        assert_eq!(places, [1, 0, 3, 4, 11], "{amiss:?}");
        assert_eq!(amiss[2].sentence, "We read 25. Type hours from 0 to 24, for example 8.5.");
        assert_eq!(check(&[Typed::default()]).len(), 1);
        assert_eq!(check(&[worker(&[(0, "W1"), (1, "Carpenter"), (4, "8")])]), []);
    }
}
