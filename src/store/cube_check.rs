//! The cube counted again, line by line and without the statements that count it: what `verify` holds it against.

use super::hour_parts::Part;
use super::to_date::Sum;
use super::to_date_check::{Expected, part_of};
use super::value::values;
use super::verify::Verified;
use super::{Id, Result, StoreError, Transaction, cube, lines, projects};
use crate::domain::quantity::Hours;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Trade, level, group.
type Cell = (String, String, String);

/// Lines, lines without hours, hours in the group, hours out of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    lines: u64,
    without_hours: u64,
    inside: Hours,
    outside: Hours,
}

/// Counts every week again.
pub(super) async fn check(tx: &mut Transaction, seen: &mut Verified) -> Result<()> {
    const WEEKS: &str = "SELECT project_id, contract_id, week_ending FROM submissions WHERE certified_at IS NOT NULL
        AND (project_id, contract_id, week_ending) > ($1, $2, $3) GROUP BY project_id, contract_id, week_ending
        ORDER BY project_id, contract_id, week_ending LIMIT 500";
    const HELD: &str = "SELECT count(*) FROM (SELECT 1 FROM cube GROUP BY project_id, contractor_id, week_ending) weeks";
    let (mut project, mut contract, mut week) = (String::new(), String::new(), NaiveDate::default());
    let (mut counted, mut to_date) = (0, Expected::default());
    loop {
        let page = tx.rows(WEEKS, values![project.as_str(), contract.as_str(), week]).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            let id = row.id(1)?;
            (project, contract, week) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (mut expected, mut parts) = (BTreeMap::new(), BTreeMap::new());
            if let Some(counts) = tx.first(cube::COUNTS, values![&id, week]).await? {
                let submission = counts.id(0)?;
                count(tx, submission, &mut expected, &mut parts).await?;
                let of = projects::contract(tx, id).await?.ok_or(StoreError::Missing("contract"))?;
                to_date.add(tx, &of, week, submission, &parts, seen).await?;
            }
            if !expected.is_empty() {
                counted += 1;
            }
            if expected != held(tx, id, week).await? {
                seen.faults.push(format!("contract:{id}: the totals of the week ending {week} are not those of its lines"));
            }
        }
    }
    seen.weeks = counted;
    if tx.one(HELD, Vec::new()).await?.count(0)? > counted {
        seen.faults.push("the totals hold a week that nobody certified".to_owned());
    }
    to_date.end(tx, seen).await
}

/// The lines of a version, by cell of the cube and by part of the hours to date.
async fn count(tx: &mut Transaction, submission: Id, cells: &mut BTreeMap<Cell, Count>, parts: &mut BTreeMap<Part, Sum>) -> Result<()> {
    let known = known(tx, submission).await?;
    let mut first = 0;
    loop {
        let page = lines::page(tx, submission, first, 1_000).await?;
        if page.is_empty() {
            return Ok(());
        }
        for (line, number) in page.iter().zip(i64::from(first)..) {
            let hours = line.hours[3].known();
            let level = line.level.map_or("", crate::domain::payroll::Level::word);
            let trade = line.trade.as_deref().or(line.classification.as_deref()).unwrap_or_default();
            let all = [("all".to_owned(), true)];
            let of_line = known.get(&number).map_or(&[][..], Vec::as_slice);
            let (part, sum) = part_of(line, of_line);
            parts.entry(part).or_default().add(sum, 1)?;
            for (group, inside) in all.iter().chain(of_line) {
                let cell = cells.entry((trade.to_owned(), level.to_owned(), group.clone())).or_default();
                cell.lines += 1;
                cell.without_hours += u64::from(hours.is_none());
                *if *inside { &mut cell.inside } else { &mut cell.outside } += hours.unwrap_or(Hours::ZERO);
            }
        }
        first += 1_000;
    }
}

/// What is known of the workers, by line.
async fn known(tx: &mut Transaction, submission: Id) -> Result<BTreeMap<i64, Vec<(String, bool)>>> {
    const KNOWN: &str = "SELECT line, attribute, holds FROM demographics WHERE submission_id = $1";
    let mut known: BTreeMap<i64, Vec<(String, bool)>> = BTreeMap::new();
    for row in tx.rows(KNOWN, values![&submission]).await? {
        known.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
    }
    Ok(known)
}

async fn held(tx: &mut Transaction, contract: Id, week: NaiveDate) -> Result<BTreeMap<Cell, Count>> {
    const HELD: &str = "SELECT trade, level, grouping_name, lines, without_hours, hours_in, hours_out FROM cube
        WHERE project_id = $1 AND contractor_id = $2 AND week_ending = $3";
    let place = projects::contract(tx, contract).await?.ok_or(StoreError::Missing("contract"))?;
    let mut cells = BTreeMap::new();
    for row in tx.rows(HELD, values![&place.project, &place.contractor, week]).await? {
        let count = Count { lines: row.count(3)?, without_hours: row.count(4)?, inside: row.get(5)?, outside: row.get(6)? };
        cells.insert((row.get(0)?, row.get(1)?, row.get(2)?), count);
    }
    Ok(cells)
}
