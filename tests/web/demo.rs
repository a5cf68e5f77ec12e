//! The demonstration: the same each time, with exactly the faults that were planted, counted by hand.

use chrono::NaiveDate;
use plumbline::domain::attribute::Attribute;
use plumbline::domain::outcome::Outcome;
use plumbline::rules::library::Library;
use plumbline::service::Service;
use plumbline::service::demo::{self, Made};
use plumbline::store::{cube, organisations, projects, runs, sha, submissions};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A demonstration in a folder, made and not served.
async fn made(folder: &Path) -> (Service, Made) {
    let library = Arc::new(Library::embedded().expect("the rules load"));
    let address = "127.0.0.1:8080".parse().expect("an address");
    let service = demo::open(folder, address, env!("CARGO_BIN_EXE_plumbline").into(), library).await.expect("an empty house");
    let made = demo::make(&service).await.expect("the demonstration is made");
    (service, made)
}

#[test]
fn the_files_are_the_same_each_time() {
    let digests = || {
        let files = demo::files().expect("files");
        let bytes: Vec<u8> = files.iter().flat_map(|(name, bytes)| format!("{name} {}\n", sha::of(bytes)).into_bytes()).collect();
        (files.len(), sha::of(&bytes))
    };
    let first = digests();
    assert_eq!(first, digests());
    // Tidewater 16 + 14 + 11 + 7 + 1, the Annex 51 + 6 + 6 + 2, Harbor Row 8 × 2.
    assert_eq!(first.0, 130);
    let tries = || [true, false].map(|mended| demo::try_me::sheet(mended).expect("a sheet").xlsx().expect("a workbook"));
    assert_eq!(tries(), tries());
}

#[tokio::test]
async fn the_checks_find_what_was_planted_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let (service, made) = made(folder.path()).await;
    assert_eq!(made, Made { projects: 4, firms: 19, payrolls: 130, sheets: 3 });
    let mut tx = service.store.snapshot().await.expect("a snapshot");
    let firms: BTreeMap<_, _> = organisations::list(&mut tx).await.expect("firms").into_iter().map(|firm| (firm.id, firm.name)).collect();
    let agency = organisations::of_kind(&mut tx, organisations::OrganisationKind::Agency).await.expect("an agency")[0].id;
    let mut found = Vec::new();
    let mut late = Vec::new();
    for project in projects::of_agency(&mut tx, agency).await.expect("projects") {
        for contract in projects::contracts(&mut tx, project.id).await.expect("contracts") {
            let firm = firms[&contract.contractor].split(' ').next().unwrap_or_default().to_owned();
            for week in submissions::weeks_of_contract(&mut tx, contract.id, day("2024-01-01"), day("2026-01-01")).await.expect("weeks") {
                for version in submissions::of_week(&mut tx, contract.id, week.submission.week_ending).await.expect("versions") {
                    let certified = version.certified_at.expect("every version is signed");
                    if (plumbline::service::clock::day_of(certified) - version.week_ending).num_days() > 13 && version.version == 1 {
                        late.push((version.week_ending.to_string(), firm.clone()));
                    }
                    let Some(run) = runs::newest(&mut tx, version.id).await.expect("runs") else { continue };
                    for finding in runs::findings(&mut tx, run.id).await.expect("findings") {
                        let requirement = finding.force == plumbline::domain::outcome::Force::Requirement;
                        if requirement && finding.outcome != Outcome::Met && finding.outcome != Outcome::NotApplicable {
                            let owed = finding.owed.map(|owed| owed.to_string()).unwrap_or_default();
                            let worker = finding.worker.unwrap_or_default();
                            let what = format!("{} {}", finding.outcome.word(), finding.check);
                            found.push((version.week_ending.to_string(), firm.clone(), version.version, worker, what, owed));
                        }
                    }
                }
            }
        }
    }
    found.sort();
    let found: Vec<String> = found
        .into_iter()
        .map(|(week, firm, version, worker, what, owed)| format!("{week} {firm} v{version} {worker} {what} {owed}"))
        .collect();
    // The hand counts stand in the documentation of `service::demo`.
    assert_eq!(
        found,
        [
            "2024-11-30 Harborlight v1 6003 not-met gross-adds-up ",
            "2025-02-15 Harborlight v1 6002 not-met net-adds-up ",
            "2025-03-15 Bayside v1 0417 not-met prevailing-rate 120.00",
            "2025-03-15 Bayside v1 0419 not-met overtime 126.00",
            "2025-03-15 Bayside v1 0421 not-met prevailing-rate 742.40",
            "2025-04-26 Bayside v1 0422 not-met prevailing-rate 40.00",
            "2025-05-10 Kestrel v1 0204 not-met prevailing-rate 462.00",
            "2025-06-07 Gull v1 8203 not-met prevailing-rate 614.00",
            "2025-06-07 Harborlight v1 6006 not-met wage-floor 28.50",
        ]
    );
    assert_eq!(late, [("2025-05-10".to_owned(), "Two".to_owned())]);

    // Residents on Tidewater, by trade: all hours, residents', others'.
    let tidewater =
        projects::of_agency(&mut tx, agency).await.expect("projects").into_iter().find(|p| p.number == "TBL").expect("Tidewater");
    let trades = cube::by_trade(&mut tx, tidewater.id, Attribute::Resident, day("2025-06-28")).await.expect("trades");
    let trades: Vec<String> =
        trades.into_iter().map(|t| format!("{} {}: {} of {}, {} not", t.trade, t.level, t.holding, t.all, t.not_holding)).collect();
    assert_eq!(
        trades,
        [
            "Carpenter journeyworker: 3840.00 of 6400.00, 2560.00 not",
            "Cement Mason journeyworker: 1320.00 of 1760.00, 440.00 not",
            "Drywall Finisher journeyworker: 80.00 of 120.00, 40.00 not",
            "Electrician apprentice: 32.00 of 32.00, 0.00 not",
            "Electrician journeyworker: 2080.00 of 5200.00, 3120.00 not",
            "Laborer journeyworker: 1806.00 of 2686.00, 880.00 not",
            "Painter journeyworker: 0.00 of 1120.00, 0.00 not",
        ]
    );
}
