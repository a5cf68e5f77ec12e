//! Payroll lines, wage determinations and facts about workers from tables. A reader of a test's own, so
//! that a check is not tested through the readers of files.

use super::markdown::Table;
use chrono::NaiveDate;
use plumbline::domain::attribute::Attribute;
use plumbline::domain::columns::{RunColumns, SheetColumns};
use plumbline::domain::field::{Day, Field, HourKind};
use plumbline::domain::names::Names;
use plumbline::domain::payroll::{Days, Fact, Level, PayrollLine};
use plumbline::domain::people::{DatedFact, FactKind, People};
use plumbline::domain::place::{RowRef, SheetId};
use plumbline::domain::quantity::{Given, Quantity, Unit};
use plumbline::domain::vocabulary;
use plumbline::domain::wage_determination::{DeterminationRate, WageDetermination};
use plumbline::domain::week::position_of;
use rust_decimal::Decimal;

pub fn quantity<U: Unit>(text: &str) -> Quantity<U> {
    let decimal: Decimal = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
    Quantity::from_decimal(decimal).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn given<U: Unit>(text: &str) -> Given<U> {
    if text.is_empty() { Given::ABSENT } else { Given::of(quantity(text)) }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn level(text: &str) -> Option<Level> {
    if text.is_empty() { None } else { Some(vocabulary::level(text).unwrap_or_else(|| panic!("level {text}"))) }
}

/// The columns of a table as a sheet.
pub fn columns(table: &Table) -> RunColumns {
    let fields = table.headings.iter().map(|h| Some(Field::from_name(h).unwrap_or_else(|| panic!("no field is called {h}"))));
    RunColumns(vec![SheetColumns { fields: fields.collect(), ..SheetColumns::default() }])
}

/// The lines of a table; headings stand in row 1.
pub fn lines(table: &Table, names: &mut Names) -> Vec<PayrollLine> {
    let fields: Vec<Field> = table.headings.iter().map(|h| Field::from_name(h).unwrap()).collect();
    let rows = table.rows.iter().zip(2..);
    rows.map(|(cells, row)| {
        let mut line =
            PayrollLine { at: RowRef { sheet: SheetId(0), row, second_row: 0 }, digest: digest(cells), ..PayrollLine::default() };
        let week = fields.iter().position(|f| *f == Field::WeekEnding).map(|i| cells[i].as_str()).filter(|c| !c.is_empty());
        line.week_ending = week.map(day);
        for (field, cell) in fields.iter().zip(cells) {
            put(&mut line, *field, cell, names);
        }
        blank_days(&mut line);
        line
    })
    .collect()
}

fn digest(cells: &[String]) -> u128 {
    let bytes = cells.iter().flat_map(|c| c.bytes().chain([0]));
    bytes.fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b)
    })
}

/// A blank day beside filled ones is read as no hours that day.
fn blank_days(line: &mut PayrollLine) {
    for days in [&mut line.straight, &mut line.overtime, &mut line.double, &mut line.unsplit] {
        if days.any() {
            *days = Days::of(std::array::from_fn(|day| Given::of(days.on(day))));
        }
    }
}

fn put(line: &mut PayrollLine, field: Field, cell: &str, names: &mut Names) {
    let fact = |cell: &str| vocabulary::yes_no(cell).unwrap_or_else(|| panic!("yes or no: {cell}"));
    match field {
        Field::WeekEnding => {}
        Field::Project => line.project = names.intern(cell),
        Field::Contractor => line.contractor = names.intern(cell),
        Field::WorkerId => line.worker = names.intern(cell),
        Field::Classification => line.classification = names.intern(cell),
        Field::Trade => line.trade = names.intern(cell),
        Field::Level => line.level = level(cell),
        Field::Race => {
            line.race = names.intern(cell);
            line.person_of_color = vocabulary::person_of_color(cell).unwrap_or(Fact::Unknown);
        }
        Field::PersonOfColor => line.person_of_color = fact(cell),
        Field::Gender => line.gender = vocabulary::gender(cell).unwrap_or_else(|| panic!("gender {cell}")),
        Field::Resident => line.resident = fact(cell),
        Field::Attribute(attribute) => line.attributes.set(attribute, fact(cell)),
        Field::Zip => line.zip = names.intern(cell),
        Field::DayHours(kind, on) => {
            let at = match on {
                Day::Nth(n) => usize::from(n),
                Day::Named(weekday) => position_of(weekday, line.week_ending.expect("days need a week ending")),
            };
            let days = match kind {
                HourKind::Straight => &mut line.straight,
                HourKind::Overtime => &mut line.overtime,
                HourKind::Double => &mut line.double,
                HourKind::Unsplit => &mut line.unsplit,
            };
            if let Some(hours) = given(cell).known() {
                days.set(at, hours);
            }
        }
        Field::WeekHours(HourKind::Straight) => line.straight_week = given(cell),
        Field::WeekHours(HourKind::Overtime) => line.overtime_week = given(cell),
        Field::WeekHours(HourKind::Double) => line.double_week = given(cell),
        Field::WeekHours(HourKind::Unsplit) => line.total_week = given(cell),
        Field::AllJobsHours => line.all_jobs_week = given(cell),
        Field::BaseRate => line.base_rate = given(cell),
        Field::OvertimeRate => line.overtime_rate = given(cell),
        Field::DoubleRate => line.double_rate = given(cell),
        Field::FringePlan => line.fringe_plan = given(cell),
        Field::FringeCash => line.fringe_cash = given(cell),
        Field::GrossProject => line.gross_project = given(cell),
        Field::GrossAll => line.gross_all = given(cell),
        Field::Deductions => line.deductions = given(cell),
        Field::Net => line.net = given(cell),
        Field::PaidOn => line.paid_on = (!cell.is_empty()).then(|| day(cell)),
        other => panic!("the pages' reader does not know {}", other.name()),
    }
}

/// `Wage determination ID [modification N] [from DAY] [until DAY] [published DAY] [for-project]` and its table.
pub fn wage_determination(caption: &str, table: &Table) -> WageDetermination {
    let words: Vec<&str> = caption.split_whitespace().skip(2).collect();
    let after = |word: &str| words.iter().position(|w| *w == word).and_then(|i| words.get(i + 1)).copied();
    let column = |name: &str| table.headings.iter().position(|h| h == name);
    let rates = table.rows.iter().zip(2..).map(|(cells, row)| {
        let cell = |name: &str| column(name).map_or("", |i| cells[i].as_str());
        let date = |name: &str| (!cell(name).is_empty()).then(|| day(cell(name)));
        DeterminationRate {
            classification: cell("classification").to_owned(),
            level: level(cell("level")).unwrap_or(Level::Journeyworker),
            base: quantity(cell("base_rate")),
            fringe: quantity(cell("fringe")),
            from: date("from"),
            until: date("until"),
            area: (!cell("area").is_empty()).then(|| cell("area").to_owned()),
            beside: Vec::new(),
            row,
        }
    });
    WageDetermination {
        id: words[0].to_owned(),
        modification: after("modification").map_or(0, |n| n.parse().unwrap()),
        from: after("from").map(day),
        until: after("until").map(day),
        published_on: after("published").map(day),
        for_project: words.contains(&"for-project"),
        rates: rates.collect(),
        ..WageDetermination::default()
    }
}

/// `Wage determination text [from DAY] [until DAY]` and the text of a general decision.
pub fn published(caption: &str, text: &str) -> WageDetermination {
    let words: Vec<&str> = caption.split_whitespace().collect();
    let after = |word: &str| words.iter().position(|w| *w == word).and_then(|i| words.get(i + 1)).copied();
    let read = plumbline::intake::wage_text::read(text).unwrap_or_else(|e| panic!("{e}"));
    let last = read.text.modifications.iter().max_by_key(|m| m.number).copied();
    WageDetermination {
        id: read.text.number.clone(),
        modification: last.map_or(0, |m| m.number),
        from: after("from").map(day),
        until: after("until").map(day),
        published_on: last.map(|m| m.published_on).or(read.text.date),
        rates: read.rates,
        text: Some(read.text),
        ..WageDetermination::default()
    }
}

/// Dated facts: worker_id, fact, value, from, until.
pub fn people(table: &Table) -> People {
    let column = |name: &str| table.headings.iter().position(|h| h == name);
    let mut facts: Vec<DatedFact> = table
        .rows
        .iter()
        .map(|cells| {
            let cell = |name: &str| column(name).map_or("", |i| cells[i].as_str());
            let date = |name: &str| (!cell(name).is_empty()).then(|| day(cell(name)));
            let kind = match cell("fact") {
                "resident" => FactKind::Resident,
                "race" => FactKind::Race,
                "gender" => FactKind::Gender,
                "residence-zip" => FactKind::ResidenceZip,
                other => FactKind::of(Attribute::from_word(other).unwrap_or_else(|| panic!("fact {other}"))),
            };
            DatedFact {
                worker: cell("worker_id").to_owned(),
                kind,
                value: cell("value").to_owned(),
                from: date("from"),
                until: date("until"),
                evidence: String::new(),
            }
        })
        .collect();
    facts.sort_by(|a, b| (&a.worker, a.kind, a.from).cmp(&(&b.worker, b.kind, b.from)));
    People { facts }
}
