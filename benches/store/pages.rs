//! Pages of a project with many lines.

use super::Times;
use super::fill::{self, LINES};
use super::web;
use plumbline::store::{Id, Store, lines, runs, submissions};
use std::time::Instant;

type Failed = Box<dyn std::error::Error>;

/// Rows of a page.
const PAGE: u16 = 50;
/// Firms on the project: with a million lines each has two hundred weeks.
const FIRMS: usize = 100;
const SAMPLES: usize = 400;
/// Submissions of one transaction, while the project is filled.
const AT_ONCE: usize = 200;

pub async fn measure(store: &Store, wanted: usize) -> Result<(), Failed> {
    let begin = Instant::now();
    let rows = fill::lines();
    let mut tx = store.begin().await?;
    let of = fill::firms(&mut tx, FIRMS).await?;
    let (project, contracts) = fill::project(&mut tx, &of, 0).await?;
    tx.commit().await?;
    let count = wanted.div_ceil(LINES);
    let mut all: Vec<(Id, usize)> = Vec::with_capacity(count);
    for some in (0..count).collect::<Vec<_>>().chunks(AT_ONCE) {
        let mut tx = store.begin().await?;
        for at in some {
            let week = at / FIRMS + 1;
            let id = fill::certify(&mut tx, &of, (contracts[at % FIRMS], week), &rows, b"{}", &fill::findings(*at)).await?;
            all.push((id, week));
        }
        tx.commit().await?;
    }
    println!(
        "{}: a project of {} lines in {} weeks of {FIRMS} firms, filled in {:.0?}",
        store.engine_name().await?,
        count * LINES,
        count,
        begin.elapsed()
    );
    // A stride that meets every part of the project.
    let at = |sample: usize| all[sample * 7_919 % all.len()];
    let page = async |name: &str, times: Result<Times, Failed>| -> Result<(), Failed> {
        say(name, &times?);
        Ok(())
    };
    let of_week = Times::of(SAMPLES, async |sample| {
        let mut tx = store.snapshot().await?;
        let found = lines::page(&mut tx, at(sample).0, 0, PAGE).await?;
        assert_eq!(found.len(), usize::from(PAGE).min(LINES));
        Ok::<(), Failed>(())
    });
    page("lines of a week", of_week.await).await?;
    let weeks = Times::of(SAMPLES, async |sample| {
        let (id, week) = at(sample);
        let found = submissions::of_project(&mut store.snapshot().await?, project, Some((fill::ending(week), id)), PAGE).await?;
        assert!(found.len() <= usize::from(PAGE));
        Ok::<(), Failed>(())
    });
    page("weeks of the project, from any place in it", weeks.await).await?;
    let first = Times::of(SAMPLES, async |_| {
        let found = submissions::of_project(&mut store.snapshot().await?, project, None, PAGE).await?;
        assert_eq!(found.len(), usize::from(PAGE).min(count));
        Ok::<(), Failed>(())
    });
    page("weeks of the project, the newest", first.await).await?;
    let findings = Times::of(SAMPLES, async |sample| {
        let (id, week) = at(sample);
        let found = runs::findings_of_project(&mut store.snapshot().await?, project, Some((fill::ending(week), id, 1)), PAGE).await?;
        assert!(!found.is_empty());
        Ok::<(), Failed>(())
    });
    page("findings of the project, from any place in it", findings.await).await?;
    let of_contract = Times::of(SAMPLES, async |sample| {
        let (contract, week) = (contracts[sample % FIRMS], fill::ending(at(sample).1));
        let found = submissions::newest_of_contract(&mut store.snapshot().await?, contract, Some(week), PAGE).await?;
        assert!(found.len() <= usize::from(PAGE));
        Ok::<(), Failed>(())
    });
    page("weeks of a contract, from any place in it", of_contract.await).await?;
    let year = Times::of(SAMPLES, async |sample| {
        let (contract, last) = (contracts[sample % FIRMS], fill::ending(at(sample).1));
        let from = last - chrono::Days::new(363);
        let found = submissions::weeks_of_contract(&mut store.snapshot().await?, contract, from, last).await?;
        assert!(found.len() <= 52);
        Ok::<(), Failed>(())
    });
    page("a year of a contract", year.await).await?;
    let desk = Times::of(SAMPLES, async |sample| {
        let (id, week) = at(sample);
        let key = Some((fill::signed(week), id));
        let found = submissions::certified_of_agency(&mut store.snapshot().await?, of.agency, key, PAGE).await?;
        assert!(found.len() <= usize::from(PAGE));
        Ok::<(), Failed>(())
    });
    page("what the agency's firms certified, from any place in it", desk.await).await?;
    let last = count.div_ceil(FIRMS);
    web::measure(store, &of, &web::Asked { project, contracts, last }).await
}

pub fn say(name: &str, times: &Times) {
    let (median, most) = (times.percentile(50), times.percentile(100));
    println!("  {name}: median {median:.3?}, 95 of 100 {:.3?}, longest {most:.3?}", times.percentile(95));
}
