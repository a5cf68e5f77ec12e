//! What was signed is never edited: amended, taken back, moved, and everything stays on file.

use crate::examined::{Of, clean, with_cells};
use crate::house::{House, on_each};
use crate::programme::day;
use crate::weeks_signing::sign;
use axum::http::StatusCode;
use plumbline::service::Id;
use plumbline::service::permission::Actor;
use plumbline::store::projects::{self, NewProject, Terms};
use plumbline::store::uploads::{self, UploadState};
use plumbline::store::{corrections, examinations, organisations};

const WEEK: &str = "2025-06-14";

/// Signs an upload and gives the address of the version.
async fn signed(house: &House, who: &Actor, upload: Id) -> String {
    let answer = sign(house, who, upload).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.goes_to().to_owned()
}

fn last_id(address: &str) -> Id {
    Id::parse(address.rsplit('/').next().expect("a last part")).expect("an identifier")
}

/// Makes the reading a worker would make of an upload that was begun.
async fn read(house: &House, upload: Id, cells: &[(u32, &str)]) {
    let mut tx = house.app.service.store.begin().await.unwrap();
    let found = uploads::find(&mut tx, upload).await.unwrap().expect("there");
    let body = with_cells(&clean(), cells).canonical().unwrap();
    let new = examinations::NewExamination {
        upload,
        number: found.readings,
        request: "{}",
        body: &body,
        outcome: "examined",
        problems: 0,
        findings: 0,
    };
    let reading = examinations::keep(&mut tx, new, house.now()).await.unwrap();
    uploads::set_state(&mut tx, upload, UploadState::Examined, Some(reading), house.now()).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn an_amendment_makes_a_second_version_and_both_are_shown_with_what_changed() {
    on_each(|house| async move {
        let who = house.actor(house.programme.certifier).await;
        let of = Of { contract: house.programme.prime, ending: WEEK, amends: None, reason: None, by: house.programme.clerk };
        let first = house.examined_of(of, &clean(), &[(2, "8,5"), (3, "same")]).await;
        let address = signed(&house, &who, first).await;
        let amend = format!("{address}/amend");
        assert_eq!(house.post(Some(&who), &amend, &[("reason", "  ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let begun = house.post(Some(&who), &amend, &[("reason", "a cell was misread")]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
        let second = last_id(begun.goes_to());
        // A second amendment beside the one on its way is refused.
        assert_eq!(house.post(Some(&who), &amend, &[("reason", "again")]).await.status, StatusCode::CONFLICT);
        let mut tx = house.app.service.store.snapshot().await.unwrap();
        let (old, new) =
            (uploads::find(&mut tx, first).await.unwrap().expect("there"), uploads::find(&mut tx, second).await.unwrap().expect("there"));
        drop(tx);
        assert_eq!((new.original.as_ref(), new.amends, new.state), (old.original.as_ref(), Some(last_id(&address)), UploadState::Reading));
        read(&house, second, &[(2, "8.5")]).await;
        let page = house.get(Some(&who), &format!("/uploads/{second}/sign")).await.text();
        assert!(page.contains("amends version 1"), "{page}");
        let newer = signed(&house, &who, second).await;
        let versions = house.versions(house.programme.prime, WEEK).await;
        assert_eq!(
            versions.iter().map(|v| (v.version, v.reason.as_deref())).collect::<Vec<_>>(),
            [(1, None), (2, Some("a cell was misread"))]
        );
        let page = house.get(Some(&who), &newer).await.text();
        for text in [
            "Compared with version 1",
            "F2 Monday: 8,5 → 8.5",
            "Row 3 of the file before is gone",
            "a cell was misread",
            "Amend: make version 3",
        ] {
            assert!(page.contains(text), "{text} is not in:\n{page}");
        }
        let page = house.get(Some(&who), &address).await.text();
        assert!(page.contains("Replaced by version 2") && !page.contains("Amend: make version"), "{page}");
        let week = house.get(Some(&who), &format!("/contracts/{}/weeks/{WEEK}", house.programme.prime)).await.text();
        for text in ["Version 1", "Version 2", "Counts", "Replaced by a newer version", "signed version 2"] {
            assert!(week.contains(text), "{text} is not in:\n{week}");
        }
        // An older version is history: it is neither amended nor taken back.
        for act in ["amend", "withdraw"] {
            assert_eq!(house.post(Some(&who), &format!("{address}/{act}"), &[("reason", "no")]).await.status, StatusCode::CONFLICT);
        }
    });
}

#[test]
fn after_the_signature_no_cell_can_be_corrected() {
    on_each(|house| async move {
        let who = house.actor(house.programme.certifier).await;
        let upload = house.examined(WEEK, &clean()).await;
        signed(&house, &who, upload).await;
        let at = house.now();
        let cell = corrections::KeptCorrection {
            id: Id::new(at).unwrap(),
            sheet: "Payroll".to_owned(),
            row: 2,
            column: 5,
            before: "8".to_owned(),
            after: "9".to_owned(),
            by: who.person,
            at,
        };
        let mut tx = house.app.service.store.begin().await.unwrap();
        assert!(corrections::add(&mut tx, upload, &cell).await.is_err());
        drop(tx);
        for (path, fields) in [
            ("corrections", &[("sheet-1", "Payroll"), ("row-1", "2"), ("column-1", "5"), ("text-1", "9")][..]),
            ("check-again", &[]),
            ("drop", &[]),
            ("sign", &[("key", "another")]),
        ] {
            let answer = house.post(Some(&who), &format!("/uploads/{upload}/{path}"), fields).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{path}: {}", answer.text());
        }
    });
}

#[test]
fn a_version_taken_back_stays_on_file_and_the_week_is_asked_for_again() {
    on_each(|house| async move {
        let who = house.actor(house.programme.certifier).await;
        let clerk = house.actor(house.programme.clerk).await;
        let upload = house.examined(WEEK, &clean()).await;
        let address = signed(&house, &who, upload).await;
        let withdraw = format!("{address}/withdraw");
        assert_eq!(house.post(Some(&clerk), &withdraw, &[("reason", "wrong")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.post(Some(&who), &withdraw, &[("reason", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.post(Some(&who), &withdraw, &[("reason", "wrong file")]).await.status, StatusCode::SEE_OTHER);
        let page = house.get(Some(&who), &address).await;
        assert!(page.status == StatusCode::OK && page.text().contains("Taken back"), "{}", page.text());
        let weeks = house.get(Some(&who), "/weeks.csv").await.text();
        assert!(weeks.contains("\"2025-06-14\",\"2025-06-27\",\"late\",\"To send, 3 days late\",\"3\""), "{weeks}");
        // Filed again: a second version, with a reason of ours.
        let again = house.examined(WEEK, &clean()).await;
        signed(&house, &who, again).await;
        let versions = house.versions(house.programme.prime, WEEK).await;
        assert_eq!(versions[1].reason.as_deref(), Some("Filed again after the version before was taken back."));
    });
}

#[test]
fn a_wrong_week_is_moved_with_a_reason_and_nothing_is_deleted() {
    on_each(|house| async move {
        let who = house.actor(house.programme.certifier).await;
        let upload = house.examined(WEEK, &clean()).await;
        let address = signed(&house, &who, upload).await;
        let prime = house.programme.prime.to_string();
        let to = |contract: &str, ending: &str, reason: &str| {
            vec![
                ("contract".to_owned(), contract.to_owned()),
                ("ending".to_owned(), ending.to_owned()),
                ("reason".to_owned(), reason.to_owned()),
            ]
        };
        let send = async |fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            house.post(Some(&who), &format!("{address}/move"), &fields).await
        };
        assert_eq!(send(to(&prime, "2025-06-07", "")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(send(to(&prime, WEEK, "same")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(send(to(&house.programme.sub.to_string(), "2025-06-07", "not ours")).await.status, StatusCode::NOT_FOUND);
        let begun = send(to(&prime, "2025-06-07", "it was the week before")).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
        let moved = last_id(begun.goes_to());
        // Until it is signed there, it counts here.
        assert!(house.get(Some(&who), &address).await.text().contains("To be moved once it is signed there"));
        assert!(house.versions(house.programme.prime, WEEK).await[0].withdrawn_at.is_none());
        read(&house, moved, &[]).await;
        signed(&house, &who, moved).await;
        let wrong = house.versions(house.programme.prime, WEEK).await;
        assert_eq!((wrong.len(), wrong[0].withdrawn_at.is_some()), (1, true));
        let right = house.versions(house.programme.prime, "2025-06-07").await;
        assert_eq!((right.len(), right[0].original.as_ref()), (1, wrong[0].original.as_ref()));
        let page = house.get(Some(&who), &address).await.text();
        assert!(page.contains("Taken back") && page.contains("Moved: it was the week before"), "{page}");
    });
}

#[test]
fn a_wrong_project_is_moved_to_another_contract_of_the_firm() {
    on_each(|house| async move {
        let who = house.actor(house.programme.certifier).await;
        let mut tx = house.app.service.store.begin().await.unwrap();
        let new = NewProject { agency: house.programme.agency, number: "P-200", name: "Pier", facts: "[project]\nid = \"P-200\"\n" };
        let project = projects::add(&mut tx, new, house.now()).await.unwrap();
        let terms = Terms { started_on: Some(day("2025-06-02")), ..Terms::default() };
        let pier = projects::add_prime(&mut tx, project, who.organisation, terms, house.now()).await.unwrap();
        let firm = organisations::find(&mut tx, who.organisation).await.unwrap();
        assert!(firm.is_some());
        tx.commit().await.unwrap();
        let upload = house.examined(WEEK, &clean()).await;
        let address = signed(&house, &who, upload).await;
        let page = house.get(Some(&who), &format!("{address}/move")).await.text();
        assert!(page.contains("Pier") && page.contains("Library renovation"), "{page}");
        let fields = [("contract", pier.to_string()), ("ending", WEEK.to_owned()), ("reason", "other site".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let begun = house.post(Some(&who), &format!("{address}/move"), &fields).await;
        let moved = last_id(begun.goes_to());
        read(&house, moved, &[]).await;
        signed(&house, &who, moved).await;
        assert!(house.versions(house.programme.prime, WEEK).await[0].withdrawn_at.is_some());
        assert_eq!(house.versions(pier, WEEK).await.len(), 1);
    });
}

#[test]
fn a_week_without_work_is_amended_to_the_same_and_signed_again() {
    on_each(|house| async move {
        let who = house.actor(house.programme.certifier).await;
        let upload = house.no_work(WEEK).await;
        let address = signed(&house, &who, upload).await;
        let begun = house.post(Some(&who), &format!("{address}/amend"), &[("reason", "it was our last week")]).await;
        let second = last_id(begun.goes_to());
        assert_eq!(house.get(Some(&who), begun.goes_to()).await.goes_to(), format!("/uploads/{second}/sign"));
        signed(&house, &who, second).await;
        let versions = house.versions(house.programme.prime, WEEK).await;
        assert_eq!(versions.iter().map(|v| (v.version, v.kind.word())).collect::<Vec<_>>(), [(1, "no-work"), (2, "no-work")]);
    });
}
