//! Hours to date counted again, line by line and without the statements that sum them: what `verify` holds them against.

use super::hour_parts::Part;
use super::lines::Line;
use super::submissions::{self, SubmissionKind};
use super::to_date::{Sum, blocks_of, span, written_known};
use super::value::values;
use super::verify::Verified;
use super::{Id, Result, Transaction, projects};
use crate::domain::payroll::Level;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Block, firm, part, span of years.
type Place = (i64, String, Part, i64);

/// A week that is counted: the version, its mark, what it leaves owed.
type Counted = (String, String, i64);

/// What one project's hours to date must be, and how many rows all projects so far must have.
#[derive(Default)]
pub(super) struct Expected {
    project: Option<Id>,
    hours: BTreeMap<Place, Sum>,
    payrolls: BTreeMap<(i64, String), i64>,
    counted: BTreeMap<(String, NaiveDate), Counted>,
    rows: u64,
}

/// A line as a part of the hours.
pub(super) fn part_of(line: &Line, known: &[(String, bool)]) -> (Part, Sum) {
    let micros = |at: usize| line.hours.get(at).and_then(|given| given.known()).map(|hours| hours.micros());
    let straight = micros(0).or_else(|| Some(micros(3)? - micros(1).unwrap_or(0) - micros(2).unwrap_or(0)));
    let part = (line.trade.clone().unwrap_or_default(), line.level.map_or("", Level::word).to_owned(), written_known(known));
    let sum =
        Sum { lines: 1, without_hours: i64::from(micros(3).is_none()), hours: micros(3).unwrap_or(0), straight: straight.unwrap_or(0) };
    (part, sum)
}

impl Expected {
    /// Adds a week that counts. Weeks come project by project.
    pub async fn add(
        &mut self,
        tx: &mut Transaction,
        of: &projects::Contract,
        week: NaiveDate,
        submission: Id,
        parts: &BTreeMap<Part, Sum>,
        seen: &mut Verified,
    ) -> Result<()> {
        if self.project != Some(of.project) {
            self.compare(tx, seen).await?;
            self.project = Some(of.project);
        }
        for block in blocks_of(week)? {
            for (part, sum) in parts {
                let place = (block, of.contractor.to_string(), part.clone(), span(week));
                self.hours.entry(place).or_default().add(*sum, 1)?;
            }
            *self.payrolls.entry((block, of.contractor.to_string())).or_default() += 1;
        }
        let counted = (submission.to_string(), mark(tx, submission).await?, owed(tx, submission).await?);
        self.counted.insert((of.id.to_string(), week), counted);
        Ok(())
    }

    /// Holds what is kept of the project against what was added, and forgets it.
    async fn compare(&mut self, tx: &mut Transaction, seen: &mut Verified) -> Result<()> {
        const HOURS: &str =
            "SELECT h.block, p.contractor_id, p.trade, p.level, p.known, h.span, h.lines, h.without_hours, h.hours, h.straight
            FROM hours_to_date h JOIN hour_parts p ON p.id = h.part_id WHERE h.project_id = $1 AND p.project_id = $1";
        const PAYROLLS: &str = "SELECT block, contractor_id, payrolls FROM payrolls_to_date WHERE project_id = $1 AND payrolls <> 0";
        const COUNTED: &str = "SELECT contract_id, week_ending, submission_id, mark, owed FROM weeks_counted WHERE project_id = $1";
        let Some(project) = self.project.take() else { return Ok(()) };
        let mut hours = BTreeMap::new();
        for row in tx.rows(HOURS, values![&project]).await? {
            let place = (row.get(0)?, row.get(1)?, (row.get(2)?, row.get(3)?, row.get(4)?), row.get(5)?);
            hours.insert(place, Sum { lines: row.get(6)?, without_hours: row.get(7)?, hours: row.get(8)?, straight: row.get(9)? });
        }
        let mut payrolls = BTreeMap::new();
        for row in tx.rows(PAYROLLS, values![&project]).await? {
            payrolls.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
        let mut counted = BTreeMap::new();
        for row in tx.rows(COUNTED, values![&project]).await? {
            counted.insert((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?, row.get(4)?));
        }
        if (&hours, &payrolls, &counted) != (&self.hours, &self.payrolls, &self.counted) {
            seen.faults.push(format!("project:{project}: the hours to date are not those of its weeks"));
        }
        self.rows += (self.hours.len() + self.counted.len()) as u64;
        (self.hours, self.payrolls, self.counted) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Ok(())
    }

    /// The last project, and that no other holds anything.
    pub async fn end(mut self, tx: &mut Transaction, seen: &mut Verified) -> Result<()> {
        const HELD: &str = "SELECT (SELECT count(*) FROM hours_to_date) + (SELECT count(*) FROM weeks_counted)";
        let before = seen.faults.len();
        self.compare(tx, seen).await?;
        if seen.faults.len() == before && tx.one(HELD, Vec::new()).await?.count(0)? > self.rows {
            seen.faults.push("the hours to date hold a week that nobody certified".to_owned());
        }
        Ok(())
    }
}

/// The mark of a version in lists.
async fn mark(tx: &mut Transaction, submission: Id) -> Result<String> {
    let found = submissions::find(tx, submission).await?;
    let of = |found: submissions::Submission| match (found.kind, found.last) {
        (SubmissionKind::NoWork, true) => "nl",
        (SubmissionKind::NoWork, false) => "n",
        (SubmissionKind::Payroll, true) => "l",
        (SubmissionKind::Payroll, false) => "",
    };
    Ok(found.map_or("", of).to_owned())
}

/// What the findings of the signed run say is owed, added up finding by finding.
async fn owed(tx: &mut Transaction, submission: Id) -> Result<i64> {
    const OWED: &str =
        "SELECT f.owed FROM signatures g JOIN findings f ON f.run_id = g.run_id WHERE g.submission_id = $1 AND f.owed IS NOT NULL";
    let mut sum = 0;
    for row in tx.rows(OWED, values![&submission]).await? {
        sum += row.get::<i64>(0)?;
    }
    Ok(sum)
}
