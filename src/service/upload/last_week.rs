//! This week compared with the last one signed before it.

use super::see::Seen;
use crate::service::Service;
use crate::service::examine::compare::{WeekChanges, weeks};
use crate::service::examine::{Examination, KeptLine};
use crate::service::fault::Fault;
use crate::store::lines::{self, Line};
use crate::store::{Id, Transaction, submissions};
use chrono::NaiveDate;

/// Lines read at a time.
const PAGE: u16 = 2_000;

/// The newest signed week before one, of a contract, and its lines.
pub(super) async fn newest_before(tx: &mut Transaction, contract: Id, week: NaiveDate) -> Result<Option<(NaiveDate, Vec<Line>)>, Fault> {
    let newest = submissions::newest_of_contract(tx, contract, Some(week), 1).await?;
    let Some(found) = newest.into_iter().next() else { return Ok(None) };
    let mut all = Vec::new();
    let mut first = 0;
    loop {
        let page = lines::page(tx, found.submission.id, first, PAGE).await?;
        let full = page.len() == usize::from(PAGE);
        all.extend(page);
        first += u32::from(PAGE);
        if !full {
            return Ok(Some((found.submission.week_ending, all)));
        }
    }
}

/// What changed since the week before, and which week that is; none where there is none, or nothing was read of this one.
///
/// # Errors
/// Where the store fails.
pub async fn changes(service: &Service, seen: &Seen, examination: &Examination) -> Result<Option<(NaiveDate, WeekChanges)>, Fault> {
    if examination.lines.is_empty() {
        return Ok(None);
    }
    let mut tx = service.store.snapshot().await?;
    let Some((week, before)) = newest_before(&mut tx, seen.upload.contract, seen.upload.week_ending).await? else { return Ok(None) };
    let before: Vec<KeptLine> = before.iter().map(KeptLine::from).collect();
    Ok((!before.is_empty()).then(|| (week, weeks(&before, &examination.lines))))
}
