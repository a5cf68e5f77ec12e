//! Readings of an upload, and the rows of its sheet. A reading is never changed; a further one takes its place.

use super::value::{Row, values};
use super::{Id, Result, StoreError, Transaction, sha};
use crate::domain::moment::Moment;
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;

/// A reading to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewExamination<'a> {
    /// The upload that was read.
    pub upload: Id,
    /// The how manieth reading, from 1.
    pub number: u64,
    /// What was asked, as one text: limits, mapping, corrections, project, hours to date.
    pub request: &'a str,
    /// What came of it, as one canonical text.
    pub body: &'a [u8],
    /// `refused`, `columns` or `examined`.
    pub outcome: &'a str,
    /// Problems that stop the signing.
    pub problems: usize,
    /// Findings that are not met or cannot be told.
    pub findings: usize,
    /// The rows of the sheet: its name, the row, its cells as JSON.
    pub rows: &'a [SheetRow],
}

/// One row of a sheet, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Sheet name.
    pub sheet: String,
    /// Row of the sheet, from 1.
    pub row: u32,
    /// Its cells, as JSON.
    pub cells: String,
}

/// A reading that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptExamination {
    /// Its identifier.
    pub id: Id,
    /// The upload that was read.
    pub upload: Id,
    /// The how manieth reading.
    pub number: u64,
    /// What was asked.
    pub request: String,
    /// What came of it.
    pub body: Vec<u8>,
    /// SHA-256 of the body.
    pub sha256: String,
    /// `refused`, `columns` or `examined`.
    pub outcome: String,
    /// Problems that stop the signing.
    pub problems: u64,
    /// Findings that are not met or cannot be told.
    pub findings: u64,
    /// When it was read.
    pub at: Moment,
}

/// Rows that go in with one statement: five values each, below SQLite's 32,766.
const AT_ONCE: usize = 1_000;

/// Keeps a reading with the rows of its sheet.
///
/// # Errors
/// [`StoreError::Refused`] where a reading of this number is there.
pub async fn keep(tx: &mut Transaction, new: NewExamination<'_>, at: Moment) -> Result<Id> {
    const ADD: &str = "INSERT INTO examinations (id, upload_id, number, request, body, sha256, outcome, problems, findings, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let id = Id::new(at)?;
    let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let number = i64::try_from(new.number).map_err(StoreError::damaged)?;
    let what = values![&id, &new.upload, number, new.request, new.body, sha::of(new.body), new.outcome];
    let counts = values![whole(new.problems), whole(new.findings), at];
    tx.run(ADD, what.into_iter().chain(counts).collect()).await?;
    for (chunk, first) in new.rows.chunks(AT_ONCE).zip((0..).step_by(AT_ONCE)) {
        let mut sql = "INSERT INTO sheet_rows (examination_id, place, sheet, file_row, cells) VALUES".to_owned();
        let mut values = Vec::with_capacity(chunk.len() * 5);
        for (at, row) in chunk.iter().enumerate() {
            let n = at * 5;
            let _ = write!(sql, "{} (${},${},${},${},${})", if at == 0 { "" } else { "," }, n + 1, n + 2, n + 3, n + 4, n + 5);
            values.extend(values![&id, whole(first + at), row.sheet.as_str(), i64::from(row.row), row.cells.as_str()]);
        }
        tx.run(AssertSqlSafe(sql), values).await?;
    }
    Ok(id)
}

/// A reading, by its identifier.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn find(tx: &mut Transaction, id: Id) -> Result<Option<KeptExamination>> {
    const FIND: &str = "SELECT id, upload_id, number, request, body, sha256, outcome, problems, findings, created_at FROM examinations
        WHERE id = $1";
    tx.first(FIND, values![&id]).await?.as_ref().map(read).transpose()
}

/// So many rows of the sheet of a reading, from a place on, with their places. Places count from 0 in the order of the file.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn rows(tx: &mut Transaction, examination: Id, first: u64, most: u16) -> Result<Vec<(u64, SheetRow)>> {
    const PAGE: &str = "SELECT place, sheet, file_row, cells FROM sheet_rows WHERE examination_id = $1 AND place >= $2
        ORDER BY place LIMIT $3";
    let first = i64::try_from(first).unwrap_or(i64::MAX);
    tx.rows(PAGE, values![&examination, first, i64::from(most)]).await?.iter().map(read_row).collect()
}

/// The rows of a sheet around the given one, for a cut-out.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn rows_around(tx: &mut Transaction, examination: Id, sheet: &str, row: u32, each_side: u32) -> Result<Vec<(u64, SheetRow)>> {
    const AROUND: &str = "SELECT place, sheet, file_row, cells FROM sheet_rows
        WHERE examination_id = $1 AND sheet = $2 AND file_row BETWEEN $3 AND $4 ORDER BY place";
    let (from, to) = (row.saturating_sub(each_side), row.saturating_add(each_side));
    tx.rows(AROUND, values![&examination, sheet, i64::from(from), i64::from(to)]).await?.iter().map(read_row).collect()
}

fn read_row(row: &Row) -> Result<(u64, SheetRow)> {
    let number: i64 = row.get(2)?;
    let number = u32::try_from(number).map_err(|_| StoreError::damaged(format_args!("row {number}")))?;
    Ok((row.count(0)?, SheetRow { sheet: row.get(1)?, row: number, cells: row.get(3)? }))
}

fn read(row: &Row) -> Result<KeptExamination> {
    Ok(KeptExamination {
        id: row.id(0)?,
        upload: row.id(1)?,
        number: row.count(2)?,
        request: row.get(3)?,
        body: row.get(4)?,
        sha256: row.get(5)?,
        outcome: row.get(6)?,
        problems: row.count(7)?,
        findings: row.count(8)?,
        at: row.moment(9)?,
    })
}
