//! What hours to date are kept by: firm, trade, level and everything known of the workers, each combination of a project
//! under a number.

use super::value::values;
use super::{Result, StoreError, Transaction, projects};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Hours of one firm of which the same is known: trade, level, everything known.
pub(super) type Part = (String, String, String);

/// Rows of one statement.
const AT_ONCE: usize = 200;
/// Arguments of a row.
const COLUMNS: usize = 5;

/// The numbers of parts of a firm on a project, in the order asked; a part that has none is given one.
pub(super) async fn numbers<'p>(
    tx: &mut Transaction,
    of: &projects::Contract,
    parts: impl Iterator<Item = &'p Part> + Clone,
) -> Result<Vec<i64>> {
    let mut known = of_firm(tx, of).await?;
    let new: Vec<&Part> = parts.clone().filter(|part| !known.contains_key(*part)).collect();
    for some in new.chunks(AT_ONCE) {
        let mut sql = "INSERT INTO hour_parts (project_id, contractor_id, trade, level, known) VALUES".to_owned();
        sql.push_str(&places(some.len(), COLUMNS));
        // Another transaction may have been first.
        sql.push_str(" ON CONFLICT (project_id, contractor_id, trade, level, known) DO NOTHING");
        let mut arguments = Vec::with_capacity(some.len() * COLUMNS);
        for (trade, level, known) in some {
            arguments.extend(values![&of.project, &of.contractor, trade.as_str(), level.as_str(), known.as_str()]);
        }
        tx.run(AssertSqlSafe(sql), arguments).await?;
    }
    if !new.is_empty() {
        known = of_firm(tx, of).await?;
    }
    parts.map(|part| known.get(part).copied().ok_or(StoreError::Missing("part of the hours to date"))).collect()
}

async fn of_firm(tx: &mut Transaction, of: &projects::Contract) -> Result<BTreeMap<Part, i64>> {
    const PARTS: &str = "SELECT id, trade, level, known FROM hour_parts WHERE project_id = $1 AND contractor_id = $2";
    let mut known = BTreeMap::new();
    for row in tx.rows(PARTS, values![&of.project, &of.contractor]).await? {
        known.insert((row.get(1)?, row.get(2)?, row.get(3)?), row.get(0)?);
    }
    Ok(known)
}

/// So many rows of so many places each: ` ($1,$2), ($3,$4)`.
pub(super) fn places(rows: usize, columns: usize) -> String {
    let mut text = String::new();
    for row in 0..rows {
        text.push_str(if row == 0 { " (" } else { ", (" });
        for column in 1..=columns {
            let _ = write!(text, "{}${}", if column == 1 { "" } else { "," }, row * columns + column);
        }
        text.push(')');
    }
    text
}
