//! Check and sign: each condition of a signature, and what a signature freezes.

use crate::examined::{clean, field, finding, under_other_rules, with_findings, with_hidden_row, with_problem};
use crate::house::{Answer, House, on_each};
use crate::programme::day;
use axum::http::StatusCode;
use plumbline::service::Id;
use plumbline::service::permission::{Actor, OrganisationKind, Role};
use plumbline::store::uploads::UploadState;
use plumbline::store::{answers, outbox, runs, signatures, verify};

const WEEK: &str = "2025-06-14";

/// The form of the page, all of it filled in.
pub fn filled(page: &str) -> Vec<(String, String)> {
    let fixed = [("title", "Payroll Manager"), ("true", "yes"), ("signature", "yes"), ("plans", "yes"), ("last", "no")];
    let hidden = ["key", "seen", "statement"].map(|name| (name.to_owned(), field(page, name)));
    hidden.into_iter().chain(fixed.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect()
}

pub async fn send(house: &House, who: &Actor, upload: Id, form: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    house.post(Some(who), &format!("/uploads/{upload}/sign"), &fields).await
}

/// Opens the page and signs.
pub async fn sign(house: &House, who: &Actor, upload: Id) -> Answer {
    let page = house.get(Some(who), &format!("/uploads/{upload}/sign")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    send(house, who, upload, &filled(&page.text())).await
}

async fn certifier(house: &House) -> Actor {
    house.actor(house.programme.certifier).await
}

#[test]
fn a_signature_freezes_rows_run_rules_and_text_and_tells_who_signed() {
    on_each(|house| async move {
        let who = certifier(&house).await;
        let upload =
            house.examined(WEEK, &with_findings(vec![finding("f-1", "answer", Some("120.00")), finding("f-2", "look", None)])).await;
        let older = house.examined(WEEK, &clean()).await;
        house.answered(WEEK, "f-1").await;
        let page = house.get(Some(&who), &format!("/uploads/{upload}/sign")).await.text();
        // 40 and 32 hours; twice 2377.60 for the project.
        for text in
            ["72.00 regular hours", "$4,755.20", "2 workers on 2 lines", "2 findings", "will pay (1)", "18 U.S.C. 1001", "31 U.S.C. 3729"]
        {
            assert!(page.contains(text), "{text} is not in:\n{page}");
        }
        assert!(!page.contains(" checked> <label for=\"true\"") && !page.contains(" checked> <label for=\"signature\""));
        let answer = send(&house, &who, upload, &filled(&page)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let versions = house.versions(house.programme.prime, WEEK).await;
        assert_eq!(versions.len(), 1);
        assert_eq!(answer.goes_to(), format!("/submissions/{}", versions[0].id));
        assert_eq!((versions[0].version, versions[0].certified_at, versions[0].last), (1, Some(house.now()), false));
        let mut tx = house.app.service.store.snapshot().await.unwrap();
        let signature = signatures::of(&mut tx, versions[0].id).await.unwrap().expect("signed");
        assert_eq!(
            (signature.by, signature.name.as_str(), signature.signed_as.as_str()),
            (who.person, who.name.as_str(), "Payroll Manager")
        );
        for text in [
            "(2) That each laborer or mechanic",
            "[x] Paid to approved plans",
            "[ ] Paid in cash",
            "[ ] This is the last payroll",
            "June 8, 2025 to June 14, 2025",
        ] {
            assert!(signature.text.contains(text), "{text} is not in:\n{}", signature.text);
        }
        let run = runs::find(&mut tx, signature.run.expect("a run")).await.unwrap().expect("kept");
        assert_eq!(run.report, b"{\"schema\":\"plumbline.check/1\"}\n");
        let findings = runs::findings(&mut tx, run.id).await.unwrap();
        assert_eq!((findings.len(), findings[0].owed.map(|owed| owed.to_string())), (2, Some("120.00".to_owned())));
        drop(tx);
        assert_eq!(house.upload_state(upload).await, UploadState::Signed);
        assert_eq!(house.upload_state(older).await, UploadState::Replaced);
        let seen = verify::verify(&house.app.service.store, Some(&house.app.service.originals), Vec::new()).await.unwrap();
        assert_eq!(seen.faults, Vec::<String>::new());
        let receipt = house.get(Some(&who), answer.goes_to()).await.text();
        for text in ["P104-2025-06-14-HAR-1", "sign@harbor.example", "Payroll Manager", "Signed. Waiting for the city.", "Will pay"] {
            assert!(receipt.contains(text), "{text} is not in:\n{receipt}");
        }
        let mut tx = house.app.service.store.begin().await.unwrap();
        let mail = outbox::take(&mut tx, house.now(), 60).await.unwrap().expect("a mail");
        assert_eq!(mail.recipient, "sign@harbor.example");
        assert!(
            !mail.body.contains("ZZWORKER7") && !mail.body.contains("120.00") && mail.body.contains("P104-2025-06-14-HAR-1"),
            "{}",
            mail.body
        );
        assert!(outbox::take(&mut tx, house.now(), 60).await.unwrap().is_none());
    });
}

#[test]
fn the_same_form_twice_signs_once() {
    on_each(|house| async move {
        let who = certifier(&house).await;
        let upload = house.examined(WEEK, &clean()).await;
        let page = house.get(Some(&who), &format!("/uploads/{upload}/sign")).await.text();
        let form = filled(&page);
        let first = send(&house, &who, upload, &form).await;
        let second = send(&house, &who, upload, &form).await;
        assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        assert_eq!(first.goes_to(), second.goes_to());
        assert_eq!(house.versions(house.programme.prime, WEEK).await.len(), 1);
        // The page again, with another key: it is signed already.
        let page = house.get(Some(&who), &format!("/uploads/{upload}/sign")).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
    });
}

#[test]
fn what_stops_a_signature_says_so_and_nothing_is_kept() {
    on_each(|house| async move {
        let who = certifier(&house).await;
        let cases = [
            ("2025-05-03", with_problem(), "1 cell could not be read"),
            ("2025-05-10", with_findings(vec![finding("f-1", "answer", None)]), "1 finding needs an answer first"),
            ("2025-05-17", with_findings(vec![finding("f-1", "block", None)]), "lets nobody sign over"),
        ];
        for (week, examination, says) in cases {
            let upload = house.examined(week, &examination).await;
            let answer = sign(&house, &who, upload).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{week}");
            assert!(answer.text().contains(says), "{says} is not in:\n{}", answer.text());
            assert!(house.versions(house.programme.prime, week).await.is_empty());
        }
        // An answer is enough for a finding that wants one, and not for one that blocks.
        for (week, status) in [("2025-05-10", StatusCode::SEE_OTHER), ("2025-05-17", StatusCode::UNPROCESSABLE_ENTITY)] {
            house.answered(week, "f-1").await;
            let examination = with_findings(vec![finding("f-1", if week == "2025-05-10" { "answer" } else { "block" }, None)]);
            let upload = house.examined(week, &examination).await;
            assert_eq!(sign(&house, &who, upload).await.status, status, "{week}");
        }
    });
}

#[test]
fn every_box_must_be_ticked() {
    on_each(|house| async move {
        let who = certifier(&house).await;
        let upload = house.examined(WEEK, &with_hidden_row()).await;
        let page = house.get(Some(&who), &format!("/uploads/{upload}/sign")).await.text();
        assert!(page.contains("Payroll!7: A row is hidden"), "{page}");
        let mut form = filled(&page);
        form.push(("hidden".to_owned(), "yes".to_owned()));
        for (without, says) in [
            ("true", "says the statement is true"),
            ("signature", "you want to sign with your name"),
            ("title", "Type your title"),
            ("plans", "how benefits were paid"),
            ("hidden", "Parts of the file are hidden"),
        ] {
            let less: Vec<_> = form.iter().filter(|(name, _)| name != without).cloned().collect();
            let answer = send(&house, &who, upload, &less).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{without}");
            assert!(answer.text().contains(says), "{says} is not in:\n{}", answer.text());
            assert!(answer.text().contains("<title>Error: "));
        }
        assert!(house.versions(house.programme.prime, WEEK).await.is_empty());
        assert_eq!(send(&house, &who, upload, &form).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn what_changed_since_it_was_looked_at_is_not_signed() {
    on_each(|house| async move {
        let who = certifier(&house).await;
        let upload = house.examined(WEEK, &clean()).await;
        let page = house.get(Some(&who), &format!("/uploads/{upload}/sign")).await.text();
        for stale in ["seen", "statement"] {
            let mut form = filled(&page);
            form.iter_mut().filter(|(name, _)| name == stale).for_each(|(_, value)| value.replace_range(..4, "0000"));
            let answer = send(&house, &who, upload, &form).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{stale}");
            assert!(answer.text().contains("The rules or the payroll changed after you reviewed it."), "{}", answer.text());
        }
        let other = house.examined("2025-06-07", &under_other_rules()).await;
        let answer = sign(&house, &who, other).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        // It is checked again under the rules of today when they ask for it.
        assert_eq!(house.post(Some(&who), &format!("/uploads/{other}/check-again"), &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(house.upload_state(other).await, UploadState::Reading);
        assert!(house.versions(house.programme.prime, WEEK).await.is_empty());
    });
}

#[test]
fn a_clerk_cannot_sign_and_an_old_code_does_not_do() {
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        let upload = house.examined(WEEK, &clean()).await;
        let page = house.get(Some(&clerk), &format!("/uploads/{upload}/sign")).await.text();
        assert!(page.contains("A certifier of your firm must sign it") && !page.contains("Sign and send"), "{page}");
        let answer = send(&house, &clerk, upload, &filled(&page)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text().contains("A certifier of your firm must sign it."));
        let mut certifier = certifier(&house).await;
        let page = house.get(Some(&certifier), &format!("/uploads/{upload}/sign")).await.text();
        certifier.stepped_up_at = Some(house.now().plus_seconds(-301));
        let answer = send(&house, &certifier, upload, &filled(&page)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("Type the code from your phone app"), "{}", answer.text());
        certifier.stepped_up_at = Some(house.now().plus_seconds(-300));
        assert_eq!(send(&house, &certifier, upload, &filled(&page)).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn another_firm_the_agency_and_nobody_find_nothing() {
    on_each(|house| async move {
        let upload = house.examined(WEEK, &clean()).await;
        let path = format!("/uploads/{upload}/sign");
        let stranger = house.person(None, OrganisationKind::Contractor, Role::ContractorCertifier, "other@firm.example").await;
        let officer = house.actor(house.programme.officer).await;
        for who in [&stranger, &officer] {
            assert_eq!(house.get(Some(who), &path).await.status, StatusCode::NOT_FOUND);
            assert_eq!(house.post(Some(who), &path, &[]).await.status, StatusCode::NOT_FOUND);
        }
        assert!(house.get(None, &path).await.goes_to().starts_with("/sign-in"));
        assert_eq!(house.upload_state(upload).await, UploadState::Examined);
    });
}

#[test]
fn a_week_without_work_is_signed_without_lines() {
    on_each(|house| async move {
        let who = certifier(&house).await;
        let upload = house.no_work(WEEK).await;
        let page = house.get(Some(&who), &format!("/uploads/{upload}/sign")).await.text();
        assert!(page.contains("No worker of this contractor worked on the project in this week."), "{page}");
        let answer = sign(&house, &who, upload).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let versions = house.versions(house.programme.prime, WEEK).await;
        assert_eq!(versions[0].kind.word(), "no-work");
        let receipt = house.get(Some(&who), answer.goes_to()).await.text();
        assert!(receipt.contains("No work was done in this week."), "{receipt}");
    });
}

#[test]
fn answers_after_signing_are_added_and_need_words_to_disagree() {
    on_each(|house| async move {
        let who = certifier(&house).await;
        let upload = house.examined(WEEK, &with_findings(vec![finding("f-1", "look", None)])).await;
        let receipt = sign(&house, &who, upload).await.goes_to().to_owned();
        let path = format!("{receipt}/answers");
        let say = |answer: &'static str, note: &'static str| [("finding", "f-1"), ("answer", answer), ("note", note)];
        assert_eq!(house.post(Some(&who), &path, &say("disagree", " ")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.post(Some(&who), &path, &say("", "x")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.post(Some(&who), &path, &[("finding", "f-9"), ("answer", "will-pay")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.post(Some(&who), &path, &say("disagree", "paid on Friday")).await.status, StatusCode::SEE_OTHER);
        let officer = house.actor(house.programme.officer).await;
        let page = house.get(Some(&officer), &receipt).await.text();
        assert!(page.contains("Disagrees") && page.contains("paid on Friday") && !page.contains("Add an answer"), "{page}");
        assert_eq!(house.post(Some(&officer), &path, &say("will-pay", "")).await.status, StatusCode::FORBIDDEN);
        let mut tx = house.app.service.store.snapshot().await.unwrap();
        assert_eq!(answers::of_week(&mut tx, house.programme.prime, day(WEEK)).await.unwrap()["f-1"].note, "paid on Friday");
    });
}
