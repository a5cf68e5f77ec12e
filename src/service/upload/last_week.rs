//! This week compared with the last one signed before it: new people, gone people, rates and hours that changed.

use super::see::Seen;
use crate::domain::quantity::{Given, Hours, Rate};
use crate::service::Service;
use crate::service::examine::Examination;
use crate::service::fault::Fault;
use crate::store::lines::{self, Line};
use crate::store::{Id, Transaction, submissions};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Lines read at a time.
const PAGE: u16 = 2_000;

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The week it is compared with.
    pub week_ending: NaiveDate,
    /// Workers of both weeks.
    pub in_both: usize,
    /// Workers of this week alone.
    pub new: Vec<String>,
    /// Workers of the week before alone.
    pub gone: Vec<String>,
    /// Base rates that changed: worker, kind of work, then, now.
    pub rates: Vec<(String, String, String, String)>,
    /// All hours, then and now; none where a line gives none.
    pub hours: Option<(String, String)>,
}

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

/// What changed since the week before; none where there is no such week, or nothing was read of this one.
///
/// # Errors
/// Where the store fails.
pub async fn changes(service: &Service, seen: &Seen, examination: &Examination) -> Result<Option<Changes>, Fault> {
    if examination.lines.is_empty() {
        return Ok(None);
    }
    let mut tx = service.store.snapshot().await?;
    let Some((week_ending, before)) = newest_before(&mut tx, seen.upload.contract, seen.upload.week_ending).await? else { return Ok(None) };
    if before.is_empty() {
        return Ok(None);
    }
    let now: Vec<Line> = examination.lines.iter().map(Line::from).collect();
    Ok(Some(compare(week_ending, &before, &now)))
}

fn compare(week_ending: NaiveDate, before: &[Line], now: &[Line]) -> Changes {
    let workers = |lines: &[Line]| {
        let mut workers: Vec<String> = lines.iter().filter_map(|line| line.worker.clone()).collect();
        workers.sort();
        workers.dedup();
        workers
    };
    let (then_all, now_all) = (workers(before), workers(now));
    let rates_of = |lines: &[Line]| {
        let mut rates: BTreeMap<(String, String), Given<_>> = BTreeMap::new();
        for line in lines {
            if let Some(worker) = &line.worker {
                rates.entry((worker.clone(), line.classification.clone().unwrap_or_default())).or_insert(line.rates[0]);
            }
        }
        rates
    };
    let (then_rates, now_rates) = (rates_of(before), rates_of(now));
    let changed = now_rates.into_iter().filter_map(|((worker, kind), now)| {
        let then: Rate = then_rates.get(&(worker.clone(), kind.clone()))?.known()?;
        let now: Rate = now.known()?;
        (then != now).then(|| (worker, kind, then.to_string(), now.to_string()))
    });
    let hours = |lines: &[Line]| lines.iter().map(|line| line.hours[3].known()).sum::<Option<Hours>>();
    Changes {
        week_ending,
        in_both: now_all.iter().filter(|worker| then_all.binary_search(worker).is_ok()).count(),
        new: now_all.iter().filter(|worker| then_all.binary_search(worker).is_err()).cloned().collect(),
        gone: then_all.iter().filter(|worker| now_all.binary_search(worker).is_err()).cloned().collect(),
        rates: changed.collect(),
        hours: hours(before).zip(hours(now)).map(|(then, now)| (then.to_string(), now.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(worker: &str, hours: i32, rate: i64) -> Line {
        let mut line = Line { worker: Some(worker.to_owned()), classification: Some("Carpenter".to_owned()), ..Line::default() };
        line.hours[3] = Given::of(Hours::whole(hours));
        line.rates[0] = Given::of(Rate::from_micros(rate * 1_000_000));
        line
    }

    #[test]
    fn people_rates_and_hours_are_compared() {
        let week = "2025-03-08".parse().unwrap();
        let changes = compare(week, &[line("A", 40, 50), line("B", 40, 60)], &[line("B", 38, 61), line("C", 40, 50)]);
        assert_eq!((changes.in_both, changes.new, changes.gone), (1, vec!["C".to_owned()], vec!["A".to_owned()]));
        assert_eq!(changes.rates, [("B".to_owned(), "Carpenter".to_owned(), "60.00".to_owned(), "61.00".to_owned())]);
        assert_eq!(changes.hours, Some(("80.00".to_owned(), "78.00".to_owned())));
    }

    #[test]
    fn hours_that_are_not_known_make_no_sum() {
        let mut unknown = line("A", 40, 50);
        unknown.hours[3] = Given::ABSENT;
        assert_eq!(compare("2025-03-08".parse().unwrap(), &[unknown], &[line("A", 40, 50)]).hours, None);
    }
}
