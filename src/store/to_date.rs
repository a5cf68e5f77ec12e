//! Hours to date: the sum of every certified week before one, read in time that does not grow with the weeks.
//!
//! Weeks are summed in blocks, as in a Fenwick tree: block *b* holds the calendar weeks from *b* minus its lowest set bit
//! up to *b*. A week stands in at most thirteen blocks, and hours before a week are the sum of at most thirteen others.
//! When another version of a week counts, what the old one held is taken off and what the new one holds is added, in the
//! same transaction, from the lines of those two alone.

use super::hour_parts::{self, Part, places};
use super::value::values;
use super::{Id, Result, StoreError, Transaction, projects};
use crate::domain::attribute::Attribute;
use crate::domain::hours_to_date::{HoursToDate, PartToDate};
use crate::domain::payroll::Level;
use crate::domain::quantity::Hours;
use chrono::{Datelike as _, Days, NaiveDate};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// Calendar weeks, Monday to Sunday, from the one of 1 January 1970: until the year 2126.
const WEEKS: i64 = 1 << 13;
/// Most blocks before a week, and most that a week stands in.
const DEEPEST: usize = 13;
/// Rows of one statement.
const AT_ONCE: usize = 200;
/// Arguments of a row.
const COLUMNS: usize = 8;

/// Lines, lines without hours, hours, straight time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub lines: i64,
    pub without_hours: i64,
    pub hours: i64,
    pub straight: i64,
}

impl Sum {
    fn figures(&mut self) -> [&mut i64; 4] {
        [&mut self.lines, &mut self.without_hours, &mut self.hours, &mut self.straight]
    }

    /// Adds another so many times: once, or minus once.
    pub fn add(&mut self, mut other: Self, times: i64) -> Result<()> {
        for (sum, more) in self.figures().into_iter().zip(other.figures()) {
            let more = more.checked_mul(times).and_then(|more| sum.checked_add(more));
            *sum = more.ok_or_else(|| StoreError::Refused("the hours to date are past the range".to_owned()))?;
        }
        Ok(())
    }
}

/// The number of a calendar week, from 1.
fn number(week_ending: NaiveDate) -> Result<i64> {
    let week = (i64::from(week_ending.num_days_from_ce()) - 719_163 + 3).div_euclid(7) + 1;
    if (1..WEEKS).contains(&week) {
        Ok(week)
    } else {
        Err(StoreError::Refused(format!("no hours are kept for a week ending {week_ending}")))
    }
}

/// The blocks a week stands in.
pub(super) fn blocks_of(week_ending: NaiveDate) -> Result<Vec<i64>> {
    let first = number(week_ending)?;
    Ok(std::iter::successors(Some(first), |b| Some(b + (b & -b)).filter(|b| *b < WEEKS)).collect())
}

/// The blocks that hold every week before one.
fn blocks_before(week_ending: NaiveDate) -> Result<Vec<i64>> {
    let before = number(week_ending)? - 1;
    Ok(std::iter::successors(Some(before), |b| Some(b - (b & -b))).take_while(|b| *b > 0).collect())
}

/// The blocks that hold every week there can be.
pub(super) fn all_blocks() -> impl Iterator<Item = i64> {
    std::iter::successors(Some(WEEKS - 1), |b| Some(b - (b & -b))).take_while(|b| *b > 0)
}

/// The years of the first and the last day of a week, added together: one number that tells a week of 2025 from the one
/// around its new year, and grows from week to week.
pub(super) fn span(week_ending: NaiveDate) -> i64 {
    i64::from(week_ending.checked_sub_days(Days::new(6)).unwrap_or(week_ending).year()) + i64::from(week_ending.year())
}

/// The two years of a span.
fn years(span: i64) -> Result<(i32, i32)> {
    let year = |year: i64| i32::try_from(year).map_err(StoreError::damaged);
    Ok((year(span.div_euclid(2))?, year((span + 1).div_euclid(2))?))
}

/// Counts a version of a week in the place of the one counted until now; either may be none.
pub(super) async fn count(tx: &mut Transaction, contract: &projects::Contract, week: NaiveDate, counts: Option<Id>) -> Result<()> {
    const COUNTED: &str = "SELECT submission_id FROM weeks_counted WHERE contract_id = $1 AND week_ending = $2";
    const FORGET: &str = "DELETE FROM weeks_counted WHERE contract_id = $1 AND week_ending = $2";
    const NOTE: &str = "INSERT INTO weeks_counted (contract_id, week_ending, project_id, submission_id, mark, owed)
        SELECT $1, $2, $3, s.id, CASE WHEN s.kind = 'no-work' THEN 'n' ELSE '' END || CASE WHEN s.final THEN 'l' ELSE '' END,
            (SELECT CAST(COALESCE(SUM(f.owed), 0) AS BIGINT) FROM signatures g JOIN findings f ON f.run_id = g.run_id
                WHERE g.submission_id = s.id)
        FROM submissions s WHERE s.id = $4";
    let before = tx.first(COUNTED, values![&contract.id, week]).await?.map(|row| row.id(0)).transpose()?;
    if before == counts {
        return Ok(());
    }
    let mut change: BTreeMap<Part, Sum> = BTreeMap::new();
    for (submission, times) in [(before, -1), (counts, 1)] {
        for (part, sum) in parts(tx, submission).await? {
            change.entry(part).or_default().add(sum, times)?;
        }
    }
    change.retain(|_, sum| *sum != Sum::default());
    let blocks = blocks_of(week)?;
    write(tx, contract, week, &blocks, &change).await?;
    let payrolls = i64::from(counts.is_some()) - i64::from(before.is_some());
    if payrolls != 0 {
        count_payroll(tx, contract, &blocks, payrolls).await?;
    }
    if before.is_some() {
        tx.run(FORGET, values![&contract.id, week]).await?;
    }
    if let Some(counts) = counts {
        tx.run(NOTE, values![&contract.id, week, &contract.project, &counts]).await?;
    }
    Ok(())
}

/// What a version holds.
async fn parts(tx: &mut Transaction, submission: Option<Id>) -> Result<Vec<(Part, Sum)>> {
    // Sorted by the words with 0 for their hyphens: that order is the same in every language a database is set up in.
    const PARTS: &str = "SELECT trade, level, known, count(*), count(*) - count(hours), CAST(COALESCE(SUM(hours), 0) AS BIGINT),
        CAST(COALESCE(SUM(straight), 0) AS BIGINT) FROM (SELECT COALESCE(l.trade, '') AS trade, COALESCE(l.level, '') AS level, l.hours,
            COALESCE(l.straight, l.hours - COALESCE(l.overtime, 0) - COALESCE(l.doubletime, 0)) AS straight,
            COALESCE((SELECT string_agg(d.attribute || CASE WHEN d.holds THEN '=1' ELSE '=0' END, ',' ORDER BY replace(d.attribute, '-', '0'))
                FROM demographics d WHERE d.submission_id = l.submission_id AND d.line = l.line), '') AS known
            FROM payroll_lines l WHERE l.submission_id = $1) lines
        GROUP BY trade, level, known";
    let Some(submission) = submission else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for row in tx.rows(PARTS, values![&submission]).await? {
        let sum = Sum { lines: row.get(3)?, without_hours: row.get(4)?, hours: row.get(5)?, straight: row.get(6)? };
        found.push(((row.get(0)?, row.get(1)?, row.get(2)?), sum));
    }
    Ok(found)
}

async fn write(tx: &mut Transaction, of: &projects::Contract, week: NaiveDate, blocks: &[i64], change: &BTreeMap<Part, Sum>) -> Result<()> {
    const EMPTY: &str = "DELETE FROM hours_to_date WHERE project_id = $1 AND block = $2 AND lines = 0";
    let span = span(week);
    let numbers = hour_parts::numbers(tx, of, change.keys()).await?;
    let rows: Vec<_> =
        blocks.iter().flat_map(|block| numbers.iter().zip(change.values()).map(move |(part, sum)| (*block, *part, sum))).collect();
    for some in rows.chunks(AT_ONCE) {
        let mut sql =
            "INSERT INTO hours_to_date (project_id, block, part_id, span, lines, without_hours, hours, straight) VALUES".to_owned();
        sql.push_str(&places(some.len(), COLUMNS));
        sql.push_str(
            " ON CONFLICT (project_id, block, part_id, span) DO UPDATE SET
            lines = hours_to_date.lines + excluded.lines, without_hours = hours_to_date.without_hours + excluded.without_hours,
            hours = hours_to_date.hours + excluded.hours, straight = hours_to_date.straight + excluded.straight",
        );
        let mut arguments = Vec::with_capacity(some.len() * COLUMNS);
        for (block, part, sum) in some {
            arguments.extend(values![&of.project, *block, *part, span, sum.lines, sum.without_hours, sum.hours, sum.straight]);
        }
        tx.run(AssertSqlSafe(sql), arguments).await?;
    }
    if change.values().any(|sum| sum.lines < 0) {
        for block in blocks {
            tx.run(EMPTY, values![&of.project, *block]).await?;
        }
    }
    Ok(())
}

async fn count_payroll(tx: &mut Transaction, of: &projects::Contract, blocks: &[i64], payrolls: i64) -> Result<()> {
    const COUNT: &str = "INSERT INTO payrolls_to_date (project_id, block, contractor_id, payrolls) VALUES ($1, $2, $3, $4)
        ON CONFLICT (project_id, block, contractor_id) DO UPDATE SET payrolls = payrolls_to_date.payrolls + excluded.payrolls";
    for block in blocks {
        tx.run(COUNT, values![&of.project, *block, &of.contractor, payrolls]).await?;
    }
    Ok(())
}

/// Hours on the project of a contract in the calendar weeks before the one a week ends in: of every firm, those of the
/// contract's own marked. `None` where no week before it is certified. In the order of their parts.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such contract; [`StoreError::Refused`] for a week before 1970 or after 2125.
pub async fn before(tx: &mut Transaction, contract: Id, week_ending: NaiveDate) -> Result<Option<HoursToDate>> {
    const PAYROLLS: &str = "SELECT CAST(COALESCE(SUM(payrolls), 0) AS BIGINT) FROM payrolls_to_date WHERE project_id = $1
        AND block IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    const SPAN: &str = "SELECT (SELECT week_ending FROM weeks_counted WHERE project_id = $1 ORDER BY week_ending LIMIT 1),
        (SELECT week_ending FROM weeks_counted WHERE project_id = $1 AND week_ending < $2 ORDER BY week_ending DESC LIMIT 1)";
    // Of years before the week's own nobody asks which they were: they are one sum.
    const HOURS: &str = "SELECT p.contractor_id, o.name, p.trade, p.level, p.known, sums.span, sums.lines, sums.without_hours, sums.hours,
        sums.straight FROM (
            SELECT part_id, MAX(span) AS span, CAST(SUM(lines) AS BIGINT) AS lines, CAST(SUM(without_hours) AS BIGINT) AS without_hours,
                CAST(SUM(hours) AS BIGINT) AS hours, CAST(SUM(straight) AS BIGINT) AS straight
            FROM hours_to_date WHERE project_id = $1 AND block IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            GROUP BY part_id, CASE WHEN span < $15 THEN 0 ELSE span END) sums
        JOIN hour_parts p ON p.id = sums.part_id JOIN organisations o ON o.id = p.contractor_id";
    let of = projects::contract(tx, contract).await?.ok_or(StoreError::Missing("contract"))?;
    let mut blocks = blocks_before(week_ending)?;
    // No block has the number zero.
    blocks.resize(DEEPEST, 0);
    let asked = || values![&of.project].into_iter().chain(blocks.iter().map(|block| (*block).into())).collect::<Vec<_>>();
    let payrolls = tx.one(PAYROLLS, asked()).await?.count(0)?;
    let monday = week_ending.checked_sub_days(Days::new(week_ending.weekday().num_days_from_monday().into())).unwrap_or(week_ending);
    let weeks = tx.one(SPAN, values![&of.project, monday]).await?;
    let (Some(first_week), Some(last_week), 1..) = (weeks.get(0)?, weeks.get(1)?, payrolls) else { return Ok(None) };
    let mut parts = Vec::new();
    // The first that shares a year with the week: that around the new year before.
    let own_years = span(week_ending).div_euclid(2) * 2 - 1;
    for row in tx.rows(HOURS, asked().into_iter().chain([own_years.into()]).collect()).await? {
        let level: String = row.get(3)?;
        parts.push(PartToDate {
            own: row.id(0)? == of.contractor,
            contractor: row.get(1)?,
            trade: row.get(2)?,
            level: if level.is_empty() { None } else { Some(Level::of_word(&level).map_err(StoreError::Damaged)?) },
            years: years(row.get(5)?)?,
            known: read_known(&row.get::<String>(4)?)?,
            lines: row.count(6)?,
            without_hours: row.count(7)?,
            hours: row.get::<Hours>(8)?,
            straight: row.get::<Hours>(9)?,
        });
    }
    parts.retain(|part| part.lines > 0);
    parts.sort_unstable();
    Ok(Some(HoursToDate { payrolls, first_week, last_week, parts }))
}

fn read_known(text: &str) -> Result<Vec<(Attribute, bool)>> {
    let one = |pair: &str| match pair.split_once('=') {
        Some((word, holds @ ("0" | "1"))) => Attribute::from_word(word).map(|attribute| (attribute, holds == "1")),
        _ => None,
    };
    let pairs = text.split(',').filter(|pair| !pair.is_empty());
    let mut known: Vec<(Attribute, bool)> = pairs
        .map(|pair| one(pair).ok_or_else(|| StoreError::damaged(format_args!("{pair} is not known of a worker"))))
        .collect::<Result<_>>()?;
    known.sort_unstable();
    Ok(known)
}

/// As [`parts`] writes it, from pairs in any order.
pub(super) fn written_known(known: &[(String, bool)]) -> String {
    let mut pairs: Vec<String> = known.iter().map(|(word, holds)| format!("{word}={}", u8::from(*holds))).collect();
    pairs.sort_by_key(|pair| pair.replace('-', "0"));
    pairs.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_runs_from_monday_to_sunday_and_the_first_is_that_of_1970() {
        // 1 January 1970 was a Thursday; 29 June 2025 was a Sunday.
        assert_eq!(number(day("1970-01-01")).unwrap(), 1);
        assert_eq!(number(day("1970-01-04")).unwrap(), 1);
        assert_eq!(number(day("1970-01-05")).unwrap(), 2);
        assert_eq!(number(day("2025-06-29")).unwrap() + 1, number(day("2025-06-30")).unwrap());
        assert!(number(day("1969-12-28")).is_err() && number(day("2127-01-01")).is_err());
        assert_eq!((span(day("2025-01-04")), span(day("2025-01-11"))), (4049, 4050));
        assert_eq!((years(4049).unwrap(), years(4050).unwrap()), ((2024, 2025), (2025, 2025)));
    }

    #[test]
    fn every_week_before_another_stands_in_exactly_one_of_its_blocks_and_no_later_one_does() {
        let start = day("2024-12-29");
        for week in 0..400 {
            let of = start + Days::new(7 * week);
            let before = blocks_before(of).unwrap();
            assert!(before.len() <= DEEPEST && blocks_of(of).unwrap().len() <= DEEPEST);
            for other in 0..400 {
                let shared = blocks_of(start + Days::new(7 * other)).unwrap().iter().filter(|b| before.contains(b)).count();
                assert_eq!(shared, usize::from(other < week), "week {other} among those before week {week}");
            }
        }
    }

    #[test]
    fn all_blocks_hold_every_week_once() {
        for week in [1, 2, 63, 64, 2_900, WEEKS - 1] {
            let of: Vec<i64> = std::iter::successors(Some(week), |b| Some(b + (b & -b)).filter(|b| *b < WEEKS)).collect();
            assert_eq!(all_blocks().filter(|block| of.contains(block)).count(), 1, "week {week}");
        }
        assert_eq!(all_blocks().count(), DEEPEST);
    }

    #[test]
    fn what_is_known_reads_back_in_one_order() {
        let known = [("woman".to_owned(), false), ("section-3".to_owned(), true), ("resident".to_owned(), true)];
        assert_eq!(written_known(&known), "resident=1,section-3=1,woman=0");
        let read = read_known("resident=1,section-3=1,woman=0").unwrap();
        assert_eq!(read, [(Attribute::Resident, true), (Attribute::Woman, false), (Attribute::Section3, true)]);
        assert!(read_known("resident=2").is_err() && read_known("tall=1").is_err());
    }
}
