//! Before it is signed nobody but the firm knows of an upload.

use super::{WEEK, contract, mended, multipart, post_form, sent_and_read};
use crate::house::on_each;
use axum::http::StatusCode;
use plumbline::service::permission::{OrganisationKind, Role};

#[test]
fn another_firm_and_the_agency_get_the_same_answer_as_for_nothing() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let (upload, _) = sent_and_read(&house, &clerk, contract, "w.csv", &mended(), "k").await;
        let officer = house.actor(house.programme.officer).await;
        let other = house.person(None, OrganisationKind::Contractor, Role::ContractorCertifier, "x@other.example").await;
        let pages = ["", "/columns", "/problems", "/findings", "/worksheet.csv", "/documents/00"];
        for who in [&officer, &other] {
            let nothing = house.get(Some(who), "/uploads/01977420-dc00-7000-8000-000000000000").await;
            for page in pages {
                let answer = house.get(Some(who), &format!("{upload}{page}")).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
                assert_eq!(answer.bytes, nothing.bytes, "{page}");
            }
            for (act, fields) in [
                ("/check-again", &[][..]),
                ("/drop", &[]),
                ("/columns", &[("column-0", "worker_id")]),
                ("/corrections", &[("sheet-1", "w.csv"), ("row-1", "2"), ("column-1", "3"), ("text-1", "8")]),
                ("/corrections/undo", &[("correction", "01977420-dc00-7000-8000-000000000000")]),
            ] {
                let answer = house.post(Some(who), &format!("{upload}{act}"), fields).await;
                assert_eq!((answer.status, &answer.bytes), (StatusCode::NOT_FOUND, &nothing.bytes), "{act}");
            }
            let answer = post_form(&house, who, &format!("{upload}/answers"), &[("then", None, b"stay")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        // The agency sees the contract and may not file for it; a stranger does not see it.
        let week = format!("/contracts/{contract}/weeks/{WEEK}");
        for page in ["upload", "no-work", "key-in"] {
            assert_eq!(house.get(Some(&officer), &format!("{week}/{page}")).await.status, StatusCode::FORBIDDEN, "{page}");
            assert_eq!(house.get(Some(&other), &format!("{week}/{page}")).await.status, StatusCode::NOT_FOUND, "{page}");
            let nobody = house.get(None, &format!("{week}/{page}")).await;
            assert!(nobody.goes_to().starts_with("/sign-in?next="), "{page}");
        }
        let _ = multipart(&[]);
    });
}
