//! A programme to be measured: agency, firms, project, weeks of payroll.

use chrono::{Days, NaiveDate};
use plumbline::domain::attribute::Attribute;
use plumbline::domain::moment::Moment;
use plumbline::domain::outcome::{Force, Outcome, Severity};
use plumbline::domain::payroll::Level;
use plumbline::domain::quantity::{Given, Hours, Money, Rate};
use plumbline::store::lines::Line;
use plumbline::store::organisations::{self, OrganisationKind};
use plumbline::store::people;
use plumbline::store::projects::{self, NewProject, Terms};
use plumbline::store::runs::{self, KeptFinding, NewRun};
use plumbline::store::signatures::Statement;
use plumbline::store::submissions::{self, NewSubmission, SubmissionKind};
use plumbline::store::{Id, Result, Transaction};

/// Lines of a week.
pub const LINES: usize = 50;
const FINDINGS: usize = 4;
const TRADES: [&str; 6] = ["Carpenter", "Electrician", "Laborer", "Painter", "Plumber", "Roofer"];

/// Who there is.
#[derive(Clone)]
pub struct Firms {
    pub agency: Id,
    pub firms: Vec<Id>,
    pub person: Id,
}

pub fn now() -> Moment {
    Moment::from_micros(1_751_284_800_000_000).unwrap_or_else(|| unreachable!("a moment of 2025"))
}

/// When the week of a number is signed: the morning after.
pub fn signed(week: usize) -> Moment {
    let day = i64::from((ending(week) - NaiveDate::default()).num_days() as i32) + 1;
    Moment::from_micros((day * 24 + 9) * 3_600_000_000).unwrap_or_else(|| unreachable!("a moment of this century"))
}

pub async fn firms(tx: &mut Transaction, count: usize) -> Result<Firms> {
    let agency = organisations::add(tx, OrganisationKind::Agency, "City of Harbor", now()).await?;
    let mut firms = Vec::new();
    for firm in 0..count {
        firms.push(organisations::add(tx, OrganisationKind::Contractor, &format!("Firm {firm}"), now()).await?);
    }
    let person = people::add(tx, firms[0], "sign@firm.example", "R. Example", now()).await?;
    Ok(Firms { agency, firms, person })
}

/// A project with a contract for each firm, the first the prime.
pub async fn project(tx: &mut Transaction, of: &Firms, number: usize) -> Result<(Id, Vec<Id>)> {
    let facts = format!("[project]\nid = \"P-{number}\"\nname = \"Library\"\napproved_on = 2020-01-02\n");
    let new = NewProject { agency: of.agency, number: &format!("P-{number}"), name: "Library", facts: &facts };
    let project = projects::add(tx, new, now()).await?;
    let mut contracts = vec![projects::add_prime(tx, project, of.firms[0], Terms::default(), now()).await?];
    for firm in &of.firms[1..] {
        contracts.push(projects::add_sub(tx, contracts[0], *firm, Terms::default(), now()).await?);
    }
    Ok((project, contracts))
}

/// The last day of the week of a number, from 1.
pub fn ending(week: usize) -> NaiveDate {
    NaiveDate::default() + Days::new(7 * (2_600 + week as u64))
}

/// What the row of a number says: trade, level, resident, person of color, woman.
pub fn row(n: usize) -> (&'static str, Level, Option<bool>, Option<bool>, Option<bool>) {
    let level = if n.is_multiple_of(9) { Level::Apprentice } else { Level::Journeyworker };
    (
        TRADES[n % TRADES.len()],
        level,
        (!n.is_multiple_of(11)).then_some(n.is_multiple_of(2)),
        (!n.is_multiple_of(13)).then_some(n.is_multiple_of(3)),
        Some(n.is_multiple_of(7)),
    )
}

pub fn lines() -> Vec<Line> {
    let line = |n| {
        let (trade, level, resident, color, woman) = row(n);
        let facts = [(Attribute::Resident, resident), (Attribute::PersonOfColor, color), (Attribute::Woman, woman)];
        let (eight, forty) = (Given::of(Hours::whole(8)), Given::of(Hours::whole(40)));
        Line {
            file_row: n as u32 + 2,
            worker: Some(format!("W{n}")),
            classification: Some(trade.to_owned()),
            trade: Some(trade.to_owned()),
            level: Some(level),
            days: [eight, eight, eight, eight, eight, Given::ABSENT, Given::ABSENT],
            hours: [forty, Given::ABSENT, Given::ABSENT, forty],
            rates: [Given::of(Rate::whole(61)), Given::ABSENT, Given::of(Rate::whole(31)), Given::of(Rate::ZERO)],
            pay: [
                Given::of(Money::whole(2_440)),
                Given::of(Money::whole(2_440)),
                Given::of(Money::whole(540)),
                Given::of(Money::whole(1_900)),
            ],
            known: facts.into_iter().filter_map(|(what, holds)| Some((what, holds?))).collect(),
        }
    };
    (0..LINES).map(line).collect()
}

/// Drafts a week, keeps its run and certifies it.
pub async fn certify(
    tx: &mut Transaction,
    of: &Firms,
    (contract, week): (Id, usize),
    lines: &[Line],
    report: &[u8],
    found: &[KeptFinding],
) -> Result<Id> {
    let at = signed(week);
    let new = NewSubmission {
        contract,
        week_ending: ending(week),
        kind: SubmissionKind::Payroll,
        last: false,
        original: None,
        file_name: Some("week.csv"),
        layout: Some("flat-payroll"),
        mapping: None,
        reason: None,
        by: of.person,
        lines,
    };
    let submission = submissions::draft(tx, new, at).await?.id;
    let run = runs::keep(tx, NewRun { submission, engine: "0.1.0", rules_digest: "d", report, findings: found }, at).await?;
    let statement = Statement { by: of.person, name: "R. Example", signed_as: "Owner", text: "I certify …", run: Some(run) };
    submissions::certify(tx, submission, statement, at).await?;
    Ok(submission)
}

/// Findings as a week with faults has them.
pub fn findings(week: usize) -> Vec<KeptFinding> {
    let finding = |n: usize| KeptFinding {
        fingerprint: format!("{week:08x}{n:08x}"),
        rule: "us/davis-bacon".to_owned(),
        check: "prevailing-rate".to_owned(),
        outcome: if n.is_multiple_of(2) { Outcome::NotMet } else { Outcome::CannotTell },
        force: Force::Requirement,
        severity: Severity::Answer,
        worker: Some(format!("W{n}")),
        owed: Some(Money::whole(80)),
        body: vec![b'x'; 1_200],
    };
    (0..FINDINGS).map(finding).collect()
}
