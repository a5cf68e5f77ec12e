//! A small invented programme: one agency, one project, a prime with a sub, three people, weeks of payroll.

use chrono::NaiveDate;
use plumbline::domain::attribute::Attribute;
use plumbline::domain::moment::Moment;
use plumbline::domain::payroll::Level;
use plumbline::domain::quantity::{Given, Hours, Money, Rate};
use plumbline::store::lines::Line;
use plumbline::store::organisations::{self, OrganisationKind};
use plumbline::store::people::{self, Role};
use plumbline::store::projects::{self, NewProject, Terms};
use plumbline::store::signatures::Statement;
use plumbline::store::submissions::{self, NewSubmission, Submission, SubmissionKind};
use plumbline::store::{Id, Result, Store, Transaction};

/// Seconds after noon of 30 June 2025.
pub fn at(seconds: i64) -> Moment {
    Moment::parse("2025-06-30T12:00:00.000000Z").expect("a moment").plus_seconds(seconds)
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Who and what there is.
#[derive(Clone, Copy)]
pub struct Programme {
    pub agency: Id,
    pub project: Id,
    pub prime: Id,
    pub sub: Id,
    pub clerk: Id,
    pub certifier: Id,
    pub officer: Id,
}

pub async fn programme(store: &Store) -> Programme {
    let mut tx = store.begin().await.unwrap();
    let made = add(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    made
}

async fn add(tx: &mut Transaction) -> Result<Programme> {
    let agency = organisations::add(tx, OrganisationKind::Agency, "City of Harbor", at(0)).await?;
    let prime_firm = organisations::add(tx, OrganisationKind::Contractor, "Harbor Builders", at(0)).await?;
    let sub_firm = organisations::add(tx, OrganisationKind::Contractor, "Tide Electric", at(0)).await?;
    let new = NewProject { agency, number: "P-104", name: "Library renovation", facts: "[project]\nid = \"P-104\"\n" };
    let project = projects::add(tx, new, at(0)).await?;
    let terms = Terms { value: Some(Money::whole(3_000_000)), started_on: Some(day("2025-01-06")), ended_on: None };
    let prime = projects::add_prime(tx, project, prime_firm, terms, at(0)).await?;
    let sub = projects::add_sub(tx, prime, sub_firm, Terms::default(), at(0)).await?;
    let mut person = [agency; 3];
    let who = [
        (prime_firm, "Clerk@harbor.example", Role::ContractorClerk),
        (prime_firm, "sign@harbor.example", Role::ContractorCertifier),
        (agency, "officer@city.example", Role::Officer),
    ];
    for (id, (organisation, email, role)) in person.iter_mut().zip(who) {
        *id = people::add(tx, organisation, email, email, at(0)).await?;
        people::grant(tx, *id, role, None, at(0)).await?;
    }
    let [clerk, certifier, officer] = person;
    Ok(Programme { agency, project, prime, sub, clerk, certifier, officer })
}

/// A line of so many hours; the rest as on any payroll.
pub fn line(worker: &str, trade: &str, hours: Option<i32>, resident: Option<bool>) -> Line {
    let hours: Given<_> = hours.map(Hours::whole).into();
    Line {
        file_row: 2,
        worker: Some(worker.to_owned()),
        classification: Some(format!("{trade}, building")),
        trade: Some(trade.to_owned()),
        level: Some(Level::Journeyworker),
        hours: [hours, Given::ABSENT, Given::ABSENT, hours],
        rates: [Given::of(Rate::from_micros(59_440_000)), Given::ABSENT, Given::of(Rate::from_micros(31_550_000)), Given::of(Rate::ZERO)],
        pay: [Given::of(Money::from_micros(2_377_600_000)), Given::ABSENT, Given::ABSENT, Given::of(Money::from_micros(1_900_010_000))],
        known: resident.map(|lives| (Attribute::Resident, lives)).into_iter().collect(),
        ..Line::default()
    }
}

pub fn week<'a>(programme: &Programme, ending: &str, lines: &'a [Line], reason: Option<&'a str>) -> NewSubmission<'a> {
    NewSubmission {
        contract: programme.prime,
        week_ending: day(ending),
        kind: SubmissionKind::Payroll,
        last: false,
        original: None,
        file_name: Some("week.csv"),
        layout: Some("flat-payroll"),
        mapping: None,
        reason,
        by: programme.clerk,
        lines,
    }
}

pub fn statement(programme: &Programme) -> Statement<'static> {
    Statement { by: programme.certifier, name: "R. Example", signed_as: "Owner", text: "I certify …", run: None }
}

/// Adds a week and certifies it.
pub async fn certified(store: &Store, programme: &Programme, new: NewSubmission<'_>) -> Result<Submission> {
    let mut tx = store.begin().await?;
    let made = submissions::draft(&mut tx, new, at(60)).await?;
    submissions::certify(&mut tx, made.id, statement(programme), at(61)).await?;
    tx.commit().await?;
    Ok(made)
}
