//! Cells corrected on the page. The original is never touched: a reading lays these over it, and they are signed with it.

use super::value::values;
use super::{Id, Result, StoreError, Transaction};
use crate::domain::moment::Moment;
use serde::Serialize;

/// A cell that was corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCorrection {
    /// Its identifier.
    pub id: Id,
    /// Sheet name.
    pub sheet: String,
    /// Row of the sheet, from 1.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// Who corrected it.
    pub by: Id,
    /// When.
    pub at: Moment,
}

/// The bytes of a correction as the audit log pins them: one line of JSON, keys in the order of the alphabet.
pub fn record(after: &str, at: &str, before: &str, column: u16, row: u32, sheet: &str) -> Vec<u8> {
    // Texts and numbers alone: this cannot fail.
    serde_json::to_vec(&Record { after, at, before, column, row, sheet }).unwrap_or_default()
}

#[derive(Serialize)]
struct Record<'a> {
    after: &'a str,
    at: &'a str,
    before: &'a str,
    column: u16,
    row: u32,
    sheet: &'a str,
}

/// Adds a correction. A later one of the same cell counts in place of an earlier one; both stay on file.
///
/// # Errors
/// [`StoreError::Refused`] where the upload was signed.
pub async fn add(tx: &mut Transaction, upload: Id, correction: &KeptCorrection) -> Result<()> {
    const ADD: &str = "INSERT INTO corrections (id, upload_id, sheet, file_row, column_index, before, after, corrected_by, corrected_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let c = correction;
    let cell = values![&c.id, &upload, c.sheet.as_str(), i64::from(c.row), i64::from(c.column), c.before.as_str(), c.after.as_str()];
    tx.run(ADD, cell.into_iter().chain(values![&c.by, c.at]).collect()).await?;
    Ok(())
}

/// Takes a correction back.
///
/// # Errors
/// [`StoreError::Missing`] where there is none that counts; [`StoreError::Refused`] where the upload was signed.
pub async fn undo(tx: &mut Transaction, upload: Id, correction: Id, at: Moment) -> Result<()> {
    const UNDO: &str = "UPDATE corrections SET undone_at = $3 WHERE id = $2 AND upload_id = $1 AND undone_at IS NULL";
    let rows = tx.run(UNDO, values![&upload, &correction, at]).await?;
    if rows == 0 { Err(StoreError::Missing("correction")) } else { Ok(()) }
}

/// The corrections that count, oldest first: of each cell the last one that was not taken back.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_upload(tx: &mut Transaction, upload: Id) -> Result<Vec<KeptCorrection>> {
    const LIST: &str = "SELECT id, sheet, file_row, column_index, before, after, corrected_by, corrected_at FROM corrections
        WHERE upload_id = $1 AND undone_at IS NULL ORDER BY corrected_at, id";
    let mut counted: Vec<KeptCorrection> = Vec::new();
    for row in tx.rows(LIST, values![&upload]).await? {
        let (line, column): (i64, i64) = (row.get(2)?, row.get(3)?);
        let place = |_| StoreError::damaged(format_args!("row {line}, column {column}"));
        let correction = KeptCorrection {
            id: row.id(0)?,
            sheet: row.get(1)?,
            row: u32::try_from(line).map_err(place)?,
            column: u16::try_from(column).map_err(place)?,
            before: row.get(4)?,
            after: row.get(5)?,
            by: row.id(6)?,
            at: row.moment(7)?,
        };
        let cell = (&correction.sheet, correction.row, correction.column);
        counted.retain(|earlier| (&earlier.sheet, earlier.row, earlier.column) != cell);
        counted.push(correction);
    }
    Ok(counted)
}
