//! The weeks an officer looks at: newest first, with filters, page by page.

use super::value::values;
use super::week_lists::{AFTER_ALL, COUNTS, OF_AGENCY, WeekOnFile, list};
use super::{Id, Result, Transaction};
use crate::domain::moment::Moment;
use std::fmt::Write as _;

/// Which weeks are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeskFilter {
    /// Of one project.
    pub project: Option<Id>,
    /// Of one firm.
    pub contractor: Option<Id>,
    /// With a rule that is not met and no officer decided on.
    pub open: bool,
}

/// The version that counts of each week on the projects of an agency, newest signature first, after a key: moment and
/// identifier of the last one of the page before.
///
/// # Errors
/// [`super::StoreError::Database`].
pub async fn desk(
    tx: &mut Transaction,
    agency: Id,
    filter: DeskFilter,
    before: Option<(Moment, Id)>,
    limit: u16,
) -> Result<Vec<WeekOnFile>> {
    const OPEN: &str = " AND EXISTS (SELECT 1 FROM findings f WHERE f.run_id = g.run_id AND f.outcome = 'not-met' AND NOT EXISTS
        (SELECT 1 FROM determinations d WHERE d.run_id = f.run_id AND d.ordinal = f.ordinal))";
    let (at, id) = before.map_or_else(|| (i64::MAX, AFTER_ALL.to_owned()), |(at, id)| (at.micros(), id.to_string()));
    let mut values = values![&agency, at, id];
    let mut given = format!("{OF_AGENCY} AND (s.certified_at, s.id) < ($2, $3) AND {COUNTS}");
    if let Some(project) = &filter.project {
        values.extend(values![project]);
        let _ = write!(given, " AND s.project_id = ${}", values.len());
    }
    if let Some(contractor) = &filter.contractor {
        values.extend(values![contractor]);
        let _ = write!(given, " AND s.contract_id IN (SELECT k.id FROM contracts k WHERE k.contractor_id = ${})", values.len());
    }
    if filter.open {
        given.push_str(OPEN);
    }
    values.push(i64::from(limit).into());
    let _ = write!(given, " ORDER BY s.certified_at DESC, s.id DESC LIMIT ${}", values.len());
    list(tx, &given, values).await
}
