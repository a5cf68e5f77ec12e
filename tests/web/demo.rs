//! The demonstration: the same each time, with exactly the faults that were planted, counted by hand.

use crate::house::Answer;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::NaiveDate;
use plumbline::domain::attribute::Attribute;
use plumbline::domain::outcome::Outcome;
use plumbline::rules::library::Library;
use plumbline::service::Service;
use plumbline::service::demo::{self, Made};
use plumbline::service::fault::Fault;
use plumbline::service::identity::second_factor;
use plumbline::store::{cube, organisations, people, projects, runs, sha, submissions, verify};
use plumbline::web::{App, routes};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tower::ServiceExt as _;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A demonstration, made once for all tests: its folder is copied for each.
fn made() -> &'static (tempfile::TempDir, Made) {
    static MADE: OnceLock<(tempfile::TempDir, Made)> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let made = tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
            let service = opened(folder.path()).await;
            let made = demo::make(&service).await.expect("the demonstration is made");
            service.store.close().await;
            made
        });
        (folder, made)
    })
}

async fn opened(folder: &Path) -> Service {
    let library = Arc::new(Library::embedded().expect("the rules load"));
    let address = "127.0.0.1:8080".parse().expect("an address");
    demo::open(folder, address, env!("CARGO_BIN_EXE_plumbline").into(), library).await.expect("a house")
}

/// A house of its own with the whole programme in it.
pub(crate) async fn house() -> (tempfile::TempDir, Service) {
    // Made on a thread that may wait.
    let (made, _) = tokio::task::spawn_blocking(made).await.expect("it is made");
    let folder = tempfile::tempdir().expect("a folder");
    copy(made.path(), folder.path());
    let service = opened(folder.path()).await;
    (folder, service)
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&place).expect("a folder");
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).expect("a copy");
        }
    }
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
    let (_folder, service) = house().await;
    assert_eq!(made().1, Made { projects: 4, firms: 19, payrolls: 130, sheets: 3 });
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

pub(crate) async fn ask(service: &Service, path: &str, cookie: &str) -> Answer {
    let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).expect("a request");
    let response = routes::router(App { service: service.clone() }).oneshot(request).await.expect("a router always answers");
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

/// The cookie of somebody who signs in by their link.
pub(crate) async fn signed_in(service: &Service, link: &str) -> String {
    let answer = ask(service, &format!("/demo/{link}"), "").await;
    assert_eq!((answer.status, answer.goes_to()), (StatusCode::SEE_OTHER, "/"), "{link}");
    let set = answer.headers.get_all(header::SET_COOKIE).iter().map(|set| set.to_str().expect("text"));
    let session = set.into_iter().find(|set| set.starts_with("s=")).expect("a session");
    session.split(';').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn every_part_has_a_link_that_signs_in_and_a_first_page_under_the_band() {
    let (_folder, service) = house().await;
    for player in demo::PLAYERS {
        let cookie = signed_in(&service, player.link).await;
        let first = ask(&service, "/", &cookie).await.goes_to().to_owned();
        let page = ask(&service, &first, &cookie).await;
        let text = page.text();
        assert_eq!(page.status, StatusCode::OK, "{} {first}", player.link);
        assert!(text.contains("DEMO. Invented firms and people. Today is set to Monday, June 30, 2025."), "{} {first}", player.link);
        assert!(text.contains(player.name), "{}", player.link);
    }
    let weeks = ask(&service, "/weeks", &signed_in(&service, "dana").await).await.text();
    assert!(weeks.contains("3 days late"), "{weeks}");
    let desk = ask(&service, "/desk", &signed_in(&service, "imani").await).await.text();
    assert!(desk.contains("No living wage on file from July 1, 2025: 3 contracts affected"), "{desk}");
    let tour = ask(&service, "/demo", "").await.text();
    assert_eq!(tour.matches("<li><p>").count(), 9, "{tour}");
    assert_eq!(ask(&service, "/demo/nobody", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn outside_a_demonstration_there_is_no_link_and_no_demo_code() {
    let (_folder, service) = house().await;
    let mut tx = service.store.snapshot().await.expect("a snapshot");
    let person = people::by_email(&mut tx, "dana@baysideelectric.example").await.expect("it is read").expect("Dana").id;
    drop(tx);
    assert!(second_factor::check(&service, person, "000000").await.is_ok());
    let mut settings = (*service.settings).clone();
    settings.demo = false;
    let real = Service { settings: Arc::new(settings), ..service };
    for path in ["/demo", "/demo/dana"] {
        assert_eq!(ask(&real, path, "").await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(matches!(second_factor::check(&real, person, "000000").await, Err(Fault::Refused { code: "code.wrong", .. })));
}

#[tokio::test]
async fn every_step_of_the_tour_leads_somewhere() {
    let (_folder, service) = house().await;
    let tour = ask(&service, "/demo", "").await.text();
    let links: Vec<&str> = tour.split("<li><p><a href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links.len(), 9);
    for link in links {
        let answer = ask(&service, link, "").await;
        let cookie =
            answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|set| set.to_str().ok()).find(|set| set.starts_with("s="));
        let cookie = cookie.and_then(|set| set.split(';').next()).expect("a session").to_owned();
        let to = answer.goes_to().to_owned();
        assert!(to.len() > 1, "{link}");
        assert_eq!(ask(&service, &to, &cookie).await.status, StatusCode::OK, "{link} leads to {to}");
    }
}

#[tokio::test]
async fn the_evidence_of_the_whole_year_verifies() {
    let (_folder, service) = house().await;
    let found = verify::verify(&service.store, Some(&service.originals), Vec::new()).await.expect("it is looked at");
    assert_eq!(found.faults, Vec::<String>::new());
    assert!(found.entries > 500, "{}", found.entries);
}

#[tokio::test]
async fn a_folder_with_anything_else_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("demo");
    // Twice: the second makes it anew.
    for _ in 0..2 {
        drop(demo::folder::prepare(&place).await.expect("it is made"));
    }
    let refused = async |why: &str| {
        let fault = demo::folder::prepare(&place).await.map(drop).expect_err("it is refused").to_string();
        assert!(fault.contains(why), "{fault}");
    };
    let held = demo::folder::prepare(&place).await.expect("it is made");
    refused("is in use by another demonstration").await;
    drop(held);
    std::fs::write(place.join("payroll.xlsx"), b"mine").expect("a file");
    refused("holds something a demonstration did not make").await;
    std::fs::remove_file(place.join("payroll.xlsx")).expect("it goes");
    let service = opened(&place).await;
    let mut tx = service.store.begin().await.expect("a transaction");
    organisations::add(&mut tx, organisations::OrganisationKind::Contractor, "A real firm", demo::moment()).await.expect("a firm");
    tx.commit().await.expect("kept");
    service.store.close().await;
    refused("has a database with other firms in it").await;
    std::fs::remove_file(place.join("this-is-a-demo.txt")).expect("it goes");
    refused("holds something else").await;
    let file = folder.path().join("file");
    std::fs::write(&file, b"mine").expect("a file");
    assert!(demo::folder::prepare(&file).await.is_err());
    assert_eq!(std::fs::read(file).expect("it is there"), b"mine");
}

/// Text of a page without its marks.
fn words(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in page.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn post(service: &Service, path: &str, cookie: &str, kind: &str, body: Vec<u8>) -> Answer {
    let request = Request::post(path).header(header::COOKIE, cookie).header(header::CONTENT_TYPE, kind).body(Body::from(body));
    let response = routes::router(App { service: service.clone() }).oneshot(request.expect("a request")).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let field = page.split("<input").find(|input| input.contains(&format!("name=\"{name}\""))).expect(name);
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_file_to_try_has_fifteen_of_seventeen_columns_two_cells_and_three_findings() {
    let (_folder, service) = house().await;
    let work = plumbline::service::serving::work(&service);
    let dana = signed_in(&service, "dana").await;
    let places = demo::places(&service).await.expect("places");
    let form = format!("/contracts/{}/weeks/{}/upload", places.contract, places.week);
    let page = ask(&service, &form, &dana).await.text();
    let file = demo::try_me::sheet(false).expect("a sheet").xlsx().expect("a workbook");
    let mut body = Vec::new();
    for name in ["csrf", "key"] {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{}\r\n", hidden(&page, name)).into_bytes());
    }
    body.extend(b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"try-me.xlsx\"\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--x--\r\n");
    let sent = post(&service, &form, &dana, "multipart/form-data; boundary=x", body).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let upload = sent.goes_to().to_owned();
    let columns = loop {
        let state = ask(&service, &upload, &dana).await;
        if state.goes_to().ends_with("/columns") {
            break ask(&service, state.goes_to(), &dana).await.text();
        }
        assert!(state.status == StatusCode::OK || !state.goes_to().contains("findings"), "{}", state.text());
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    };
    let seen = words(&columns);
    assert!(seen.contains("15 of 17"), "{seen}");
    assert!(seen.contains("Needs you (2)") && seen.contains("Matched (15)"), "{seen}");
    work.end().await;
}

#[tokio::test]
async fn every_signed_week_opens_for_the_city_the_amended_one_with_what_changed() {
    let (_folder, service) = house().await;
    let signed_in = ask(&service, "/demo/imani", "").await;
    let cookies = signed_in.headers.get_all(header::SET_COOKIE).iter().filter_map(|set| set.to_str().ok());
    let cookie = cookies.filter_map(|set| set.split(';').next()).find(|pair| pair.starts_with("s=")).expect("a session").to_owned();
    let mut tx = service.store.snapshot().await.expect("a snapshot");
    let agency = organisations::of_kind(&mut tx, organisations::OrganisationKind::Agency).await.expect("agencies").remove(0).id;
    let weeks = submissions::certified_of_agency(&mut tx, agency, None, 500).await.expect("weeks");
    drop(tx);
    assert!(weeks.len() >= 130, "{}", weeks.len());
    let mut amended = 0;
    for week in weeks {
        let page = ask(&service, &format!("/submissions/{}", week.submission.id), &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}, {}", week.contractor_name, week.submission.week_ending);
        let text = page.text();
        assert!(!text.contains("checks were met 0 times"), "silence is not taken for a pass");
        if week.submission.version > 1 {
            assert!(text.contains("Compared with version 1") && text.contains("→"), "{text}");
            amended += 1;
        }
    }
    assert!(amended > 0, "one week of the demonstration is amended");
}
