//! Hires, job orders and referrals from tables: a reader of a test's own.

use super::markdown::Table;
use super::payroll::{day, quantity};
use chrono::NaiveDate;
use plumbline::domain::columns::SheetColumns;
use plumbline::domain::field::Field;
use plumbline::domain::hiring::{Happened, HiringFacts, HiringRecord, JobOrder, Person, Referral};
use plumbline::domain::hiring_field::HiringField;
use plumbline::domain::names::{Names, Sym};
use plumbline::domain::payroll::{Fact, Level};
use plumbline::domain::place::{RowRef, SheetId};
use plumbline::domain::quantity::Given;
use plumbline::domain::vocabulary;

/// One row, cell by field.
struct Row<'t> {
    fields: &'t [Field],
    cells: &'t [String],
}

impl Row<'_> {
    fn text(&self, field: Field) -> &str {
        self.fields.iter().position(|f| *f == field).map_or("", |i| self.cells[i].as_str())
    }
    fn sym(&self, field: Field, names: &mut Names) -> Sym {
        names.intern(self.text(field))
    }
    fn own(&self, field: HiringField) -> &str {
        self.text(Field::Hiring(field))
    }
    fn date(&self, field: HiringField) -> Option<NaiveDate> {
        Some(self.own(field)).filter(|t| !t.is_empty()).map(day)
    }
    fn happened(&self, field: HiringField) -> Happened {
        match self.own(field) {
            "" => Happened::default(),
            text if text.starts_with('2') => Happened { fact: Fact::Yes, on: Some(day(text)) },
            text => Happened { fact: vocabulary::done(text).unwrap_or_else(|| panic!("result {text}")), on: None },
        }
    }
    fn fact(&self, field: Field) -> Fact {
        vocabulary::yes_no(self.text(field)).unwrap()
    }
    fn level(&self) -> Option<Level> {
        Some(self.text(Field::Level)).filter(|t| !t.is_empty()).map(|t| vocabulary::level(t).unwrap())
    }
    fn person(&self, names: &mut Names) -> Person {
        Person { number: self.sym(Field::WorkerId, names), name: self.sym(Field::WorkerName, names) }
    }
}

/// Adds a table to the facts. `caption` says which: `Hiring log`, `Job orders` or `Referrals`, with `, N rows
/// unread` where some were held.
pub fn add(caption: &str, table: &Table, sheet: u16, facts: &mut HiringFacts, names: &mut Names) -> (SheetColumns, String) {
    let fields: Vec<Field> =
        table.headings.iter().map(|h| Field::from_name(h).unwrap_or_else(|| panic!("no field is called {h}"))).collect();
    let (kind, held) = caption.split_once(", ").map_or((caption, 0), |(kind, rest)| {
        (kind, rest.split(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("how many rows unread? {rest}")))
    });
    let count = match kind {
        "Hiring log" => &mut facts.hiring_logs,
        "Job orders" => &mut facts.job_order_logs,
        _ => &mut facts.referral_logs,
    };
    count.tables += 1;
    count.rows_held += held;
    for (cells, row) in table.rows.iter().zip(2..) {
        let at = RowRef { sheet: SheetId(sheet), row, second_row: 0 };
        let read = Row { fields: &fields, cells };
        match kind {
            "Hiring log" => facts.hires.push(hire(at, &read, names)),
            "Job orders" => facts.job_orders.push(order(at, &read, names)),
            _ => facts.referrals.push(referral(at, &read, names)),
        }
    }
    let columns = SheetColumns { fields: fields.into_iter().map(Some).collect(), ..SheetColumns::default() };
    (columns, kind.split(' ').next().unwrap().to_owned())
}

fn hire(at: RowRef, row: &Row<'_>, names: &mut Names) -> HiringRecord {
    HiringRecord {
        at,
        person: row.person(names),
        project: row.sym(Field::Project, names),
        contractor: row.sym(Field::Contractor, names),
        classification: row.sym(Field::Classification, names),
        trade: row.sym(Field::Trade, names),
        level: row.level(),
        job_order: row.sym(Field::Hiring(HiringField::JobOrder), names),
        how_filled: Some(row.own(HiringField::HowFilled)).filter(|t| !t.is_empty()).map(|t| vocabulary::how_filled(t).unwrap()),
        hired_on: row.date(HiringField::HireDate),
        started_on: row.date(HiringField::StartDate),
        ended_on: row.date(HiringField::EndDate),
        end_reason: row.sym(Field::Hiring(HiringField::EndReason), names),
        resident: row.fact(Field::Resident),
        zip: row.sym(Field::Zip, names),
        city: row.sym(Field::Hiring(HiringField::ResidenceCity), names),
        race: row.sym(Field::Race, names),
        person_of_color: vocabulary::person_of_color(row.text(Field::Race)).unwrap_or_default(),
        gender: vocabulary::gender(row.text(Field::Gender)).unwrap(),
        wage: Some(row.own(HiringField::WageOffered)).filter(|t| !t.is_empty()).map_or(Given::ABSENT, |t| Given::of(quantity(t))),
        referred_by: row.sym(Field::Hiring(HiringField::ReferredBy), names),
        referred_on: row.date(HiringField::ReferredOn),
        posted_on: row.date(HiringField::PostedOn),
        digest: 0,
    }
}

fn order(at: RowRef, row: &Row<'_>, names: &mut Names) -> JobOrder {
    JobOrder {
        at,
        id: row.sym(Field::Hiring(HiringField::JobOrder), names),
        project: row.sym(Field::Project, names),
        contractor: row.sym(Field::Contractor, names),
        classification: row.sym(Field::Classification, names),
        trade: row.sym(Field::Trade, names),
        level: row.level(),
        openings: row.own(HiringField::Openings).parse().ok(),
        posted_on: row.date(HiringField::PostedOn),
        advertised_on: row.date(HiringField::AdvertisedOn),
        closed_on: row.date(HiringField::ClosedOn),
        filled_on: row.date(HiringField::FilledOn),
        digest: 0,
    }
}

fn referral(at: RowRef, row: &Row<'_>, names: &mut Names) -> Referral {
    Referral {
        at,
        person: row.person(names),
        job_order: row.sym(Field::Hiring(HiringField::JobOrder), names),
        project: row.sym(Field::Project, names),
        contractor: row.sym(Field::Contractor, names),
        classification: row.sym(Field::Classification, names),
        trade: row.sym(Field::Trade, names),
        level: row.level(),
        referred_by: row.sym(Field::Hiring(HiringField::ReferredBy), names),
        referred_on: row.date(HiringField::ReferredOn),
        interviewed: row.happened(HiringField::Interviewed),
        offered: row.happened(HiringField::Offered),
        hired: row.happened(HiringField::Hired),
        reason_not_hired: row.sym(Field::Hiring(HiringField::ReasonNotHired), names),
        resident: row.fact(Field::Resident),
        zip: row.sym(Field::Zip, names),
        city: row.sym(Field::Hiring(HiringField::ResidenceCity), names),
        race: row.sym(Field::Race, names),
        person_of_color: vocabulary::person_of_color(row.text(Field::Race)).unwrap_or_default(),
        gender: vocabulary::gender(row.text(Field::Gender)).unwrap(),
        digest: 0,
    }
}
