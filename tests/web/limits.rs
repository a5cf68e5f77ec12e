//! How much may be sent and taken away within an hour (W11): by a person, by an organisation, on pages and by programs.

use crate::examined::clean;
use crate::house::{Answer, House, on_each};
use crate::matrix::{ask, cast, things};
use crate::weeks_signing::sign;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use plumbline::service::permission::{Actor, OrganisationKind, Role};
use plumbline::service::settings::{Hourly, Settings};
use plumbline::service::tokens::{self, Scope};
use plumbline::service::{Service, permission};
use plumbline::web::{App, Who, routes};
use std::sync::Arc;

/// The signed week of the prime, as an address.
async fn signed_week(house: &House) -> (Actor, String) {
    let certifier = house.actor(house.programme.certifier).await;
    let upload = house.examined("2025-06-14", &clean()).await;
    let at = sign(house, &certifier, upload).await.goes_to().to_owned();
    (certifier, at)
}

fn waits(answer: &Answer, seconds: &str) -> bool {
    answer.status == StatusCode::TOO_MANY_REQUESTS && answer.headers.get(header::RETRY_AFTER).is_some_and(|after| after == seconds)
}

#[test]
fn the_twenty_first_file_in_an_hour_waits_whoever_of_the_organisation_asks_and_after_a_restart() {
    on_each(|mut house| async move {
        let settings = Settings { exports: Hourly { person: 20, organisation: 20 }, ..(*house.app.service.settings).clone() };
        house.app.service.settings = Arc::new(settings);
        let (certifier, week) = signed_week(&house).await;
        let files = ["/original", "/lines.csv", "/bundle.zip", "/receipt.json"];
        for n in 0..20 {
            let path = format!("{week}{}", files[n % 4]);
            assert_eq!(house.get(Some(&certifier), &path).await.status, StatusCode::OK, "{n}");
        }
        // A page is no file.
        assert_eq!(house.get(Some(&certifier), &week).await.status, StatusCode::OK);
        house.app.service.clock.move_by(600);
        for path in ["/weeks.csv".to_owned(), format!("{week}/original")] {
            let answer = house.get(Some(&certifier), &path).await;
            assert!(waits(&answer, "3000"), "{path}: {} {:?}", answer.status, answer.headers);
            assert!(answer.text().contains("You took 20 files within an hour. That is the limit."), "{}", answer.text());
            assert!(answer.text().contains("Wait 50 minutes and try again."), "{}", answer.text());
            assert!(!answer.headers.contains_key(header::CONTENT_DISPOSITION));
        }
        // A colleague shares what the firm may; the agency has its own.
        let clerk = house.actor(house.programme.clerk).await;
        let colleague = house.get(Some(&clerk), &format!("{week}/receipt.json")).await;
        assert!(waits(&colleague, "3000"), "{}", colleague.status);
        assert!(colleague.text().contains("Your organization took 20 files within an hour."), "{}", colleague.text());
        let officer = house.actor(house.programme.officer).await;
        assert_eq!(house.get(Some(&officer), &format!("{week}/bundle.zip")).await.status, StatusCode::OK);
        // A program of the same person is that person.
        let token = tokens::make(&house.app.service, &certifier, "program", &[Scope::Read]).await.expect("a token");
        let statement = format!("/api/v1{week}/statement");
        let request = || Request::get(&statement).header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty());
        let refused = house.ask(None, request().expect("a request")).await;
        assert!(waits(&refused, "3000"), "{}", refused.status);
        assert_eq!(refused.headers[header::CONTENT_TYPE], "application/problem+json");
        let problem: serde_json::Value = serde_json::from_slice(&refused.bytes).expect("JSON");
        assert_eq!((&problem["code"], &problem["status"]), (&"too-often".into(), &429.into()));
        // Another process over the same database counts on.
        let old = house.app.service.clone();
        let service = Service::new(old.store, old.originals, old.clock, old.library, (*old.settings).clone());
        house.app = App { service };
        assert!(waits(&house.get(Some(&certifier), "/weeks.json").await, "3000"));
        // What was refused did not count: an hour after the first, twenty go again.
        house.app.service.clock.move_by(3_000);
        for n in 0..20 {
            assert_eq!(house.get(Some(&clerk), "/weeks.csv").await.status, StatusCode::OK, "{n}");
        }
        assert!(waits(&house.get(Some(&clerk), "/weeks.csv").await, "3600"));
        assert!(waits(&house.ask(None, request().expect("a request")).await, "3600"));
    });
}

#[test]
fn what_a_person_may_take_is_counted_apart_from_what_all_may() {
    on_each(|mut house| async move {
        let settings = Settings { exports: Hourly { person: 2, organisation: 3 }, ..(*house.app.service.settings).clone() };
        house.app.service.settings = Arc::new(settings);
        let (certifier, clerk) = (house.actor(house.programme.certifier).await, house.actor(house.programme.clerk).await);
        let other = house.person(None, OrganisationKind::Contractor, Role::ContractorClerk, "x@other.example").await;
        // Tries beyond one's own two take nothing from the others.
        let mut seen = Vec::new();
        for who in [&certifier, &certifier, &certifier, &certifier, &clerk, &clerk, &other] {
            seen.push(house.get(Some(who), "/weeks.csv").await.status.as_u16());
        }
        assert_eq!(seen, [200, 200, 429, 429, 200, 429, 200]);
        // Many at once get no more than one after the other.
        house.app.service.clock.move_by(3_600);
        let (house, certifier) = (Arc::new(house), Arc::new(certifier));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let (house, certifier) = (house.clone(), certifier.clone());
            tasks.spawn(async move { house.get(Some(&certifier), "/weeks.csv").await.status });
        }
        let taken = tasks.join_all().await.into_iter().filter(|status| *status == StatusCode::OK).count();
        assert_eq!(taken, 2);
    });
}

#[test]
fn every_answer_that_is_a_file_is_counted() {
    on_each(|mut house| async move {
        house.without_limits();
        let cast = cast(&house).await;
        let things = things(&house, &cast).await;
        let mut files = 0;
        for entry in routes::all().iter().filter(|entry| entry.method == "GET" && entry.who == Who::SignedIn) {
            for who in [&cast[0], &cast[4]] {
                let answer = ask(&house, Some(who), entry, &things).await;
                let kind = answer.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
                let file = answer.headers.contains_key(header::CONTENT_DISPOSITION) || kind == "application/json";
                if file && answer.status == StatusCode::OK {
                    files += 1;
                    assert!(entry.leaves, "{} gives a file and is not counted: make it an Entry::file", entry.path);
                }
            }
        }
        assert!(files > 12, "{files}");
    });
}

#[test]
fn documents_that_come_with_answers_are_counted_as_payrolls_are() {
    on_each(|mut house| async move {
        let settings = Settings { uploads: Hourly { person: 3, organisation: 3 }, ..(*house.app.service.settings).clone() };
        house.app.service.settings = Arc::new(settings);
        let clerk = house.actor(house.programme.clerk).await;
        let upload = house.examined("2025-06-14", &clean()).await;
        let pdf: &[u8] = b"%PDF-1.7\n1 0 obj\n";
        let path = format!("/uploads/{upload}/answers");
        for n in 0..3 {
            let sent = house.post_files(Some(&clerk), &path, &[], &[("document-f-1", "proof.pdf", pdf)]).await;
            assert_ne!(sent.status, StatusCode::TOO_MANY_REQUESTS, "{n}");
        }
        let sent = house.post_files(Some(&clerk), &path, &[], &[("document-f-1", "proof.pdf", pdf)]).await;
        assert!(waits(&sent, "3600"), "{}", sent.status);
        assert!(sent.text().contains("You sent 3 documents within an hour."), "{}", sent.text());
        let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
        assert!(permission::may_prepare(&mut tx, &clerk, house.programme.prime).await.is_ok(), "payrolls are counted apart");
    });
}
