//! Shares to date in the demonstration: its list of people dates everybody's residence, and every earlier week has the
//! list's word.

use crate::demo::{ask, day, house, signed_in};
use plumbline::service::bundle::Bundle;
use plumbline::service::bundle::replay::{Replayed, replay};
use plumbline::service::bundle::verify::verify;
use plumbline::service::examine::FindingSeen;
use plumbline::store::{organisations, projects, runs, submissions};
use std::io::Cursor;

/// The hand count stands in the documentation of `service::demo`: of electricians' hours 2,080 of 5,200 are residents', of
/// painters nobody said where they live: 51 % of 1,120 are 571.20.
#[tokio::test]
async fn the_newest_week_of_each_firm_knows_every_hour_before_it() {
    let (_folder, service) = house().await;
    let mut tx = service.store.snapshot().await.expect("a snapshot");
    let agency = organisations::of_kind(&mut tx, organisations::OrganisationKind::Agency).await.expect("an agency")[0].id;
    let projects = projects::of_agency(&mut tx, agency).await.expect("projects");
    let tidewater = projects.into_iter().find(|p| p.number == "TBL").expect("Tidewater").id;
    let (mut said, mut newest) = (Vec::new(), Vec::new());
    for contract in projects::contracts(&mut tx, tidewater).await.expect("contracts") {
        let weeks = submissions::weeks_of_contract(&mut tx, contract.id, day("2024-01-01"), day("2026-01-01")).await.expect("weeks");
        let Some(last) = weeks.into_iter().map(|week| week.submission).max_by_key(|last| last.week_ending) else { continue };
        let Some(run) = runs::newest(&mut tx, last.id).await.expect("runs") else { continue };
        newest.push(last.id);
        for finding in runs::findings(&mut tx, run.id).await.expect("findings") {
            let finding: FindingSeen = serde_json::from_slice(&finding.body).expect("a finding");
            if finding.check == "workforce-share" && finding.subject.group.as_deref() == Some("resident") {
                let step = |label: &str| finding.steps.iter().find(|s| s.label == label).map_or("", |s| s.value.as_str());
                let trade = finding.subject.trade.clone().unwrap_or_default();
                let (all, residents) = (step("all hours"), step("hours of residents"));
                let unknown: Vec<&str> = finding.missing.iter().map(|m| m.fact.as_str()).collect();
                said.push(format!("{trade}: {}, {residents} of {all} {}", finding.outcome, unknown.join("; ")).trim().to_owned());
            }
        }
    }
    drop(tx);
    said.sort();
    assert_eq!(
        said,
        [
            "Carpenter: met, 3840.00 of 6400.00",
            "Cement Mason: met, 1320.00 of 1760.00",
            "Drywall Finisher: met, 80.00 of 120.00",
            "Electrician: not-met, 2080.00 of 5200.00",
            "Laborer: met, 1806.00 of 2686.00",
            "Painter: cannot-tell, 0.00 of 1120.00 residency of at least 571.20 hours of the 1120.00 not known",
        ]
    );
    // What is signed with the list's word in it holds, and is the same when it is read again.
    let officer = signed_in(&service, "imani").await;
    assert_eq!(newest.len(), 5);
    for submission in newest {
        let answer = ask(&service, &format!("/submissions/{submission}/bundle.zip"), &officer).await;
        let bundle = Bundle::read(Cursor::new(answer.bytes)).expect("a bundle");
        assert_eq!(verify(&bundle, &[]).faults, Vec::<String>::new());
        assert!(matches!(replay(&bundle), Ok(Replayed::Same { .. })));
    }
}
