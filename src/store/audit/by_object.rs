//! What was done to one thing, in the order of the log: for its timeline.

use super::act::Object;
use super::entry::Entry;
use crate::store::value::values;
use crate::store::{Result, StoreError, Transaction};

/// The entries that tell of a thing, oldest first.
///
/// # Errors
/// [`StoreError::Damaged`] where an entry cannot be read.
pub async fn entries_of(tx: &mut Transaction, object: &Object) -> Result<Vec<Entry>> {
    const LIST: [&str; 2] = [
        "SELECT entry FROM audit_log WHERE json_extract(entry, '$.object') = $1 ORDER BY seq",
        "SELECT entry FROM audit_log WHERE (entry::jsonb ->> 'object') = $1 ORDER BY seq",
    ];
    let sql = tx.either(LIST[0], LIST[1]);
    let mut found = Vec::new();
    for row in tx.rows(sql, values![object.to_string()]).await? {
        let text: String = row.get(0)?;
        found.push(Entry::read(&text).ok_or_else(|| StoreError::damaged("an audit entry"))?);
    }
    Ok(found)
}
