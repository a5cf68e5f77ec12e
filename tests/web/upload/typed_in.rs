//! A small week typed in by hand.

use super::{WEEK, contract, hidden, read_all};
use crate::house::on_each;
use crate::programme;
use axum::http::StatusCode;

#[test]
fn what_is_typed_is_checked_kept_on_the_page_and_read_like_a_file() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let path = format!("/contracts/{contract}/weeks/{WEEK}/key-in");
        let form = house.get(Some(&clerk), &path).await.text();
        assert!(form.contains("Sun 9") && form.contains("Sat 15"), "{form}");
        let key = hidden(&form, "key");
        let mut fields = vec![
            ("key", key.as_str()),
            ("w1-worker", "W0418"),
            ("w1-kind", "Carpenter"),
            ("w1-level", "journeyworker"),
            ("w1-day2", "8"),
            ("w1-day3", "8"),
            ("w1-day4", "8"),
            ("w1-day5", "8"),
            ("w1-day6", "8,0"),
            ("w1-rate", "59.44"),
            ("w1-plan", "31.55"),
            ("w1-cash", "0"),
            ("w2-level", "journeyworker"),
        ];
        let wrong = house.post(Some(&clerk), &path, &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = wrong.text();
        assert!(page.contains("Worker 1, Fri 14: Type a number with a point") && page.contains("href=\"#w1-day6\""), "{page}");
        assert!(page.contains("value=\"W0418\"") && page.contains("value=\"8,0\"") && page.contains("value=\"59.44\""), "{page}");

        fields[8].1 = "8";
        let sent = house.post(Some(&clerk), &path, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let upload = sent.goes_to().to_owned();
        read_all(&house).await;
        let next = house.get(Some(&clerk), &upload).await.goes_to().to_owned();
        assert_eq!(next, format!("{upload}/findings"));
        // 92.74 asked, 59.44 + 31.55 = 90.99 paid: 1.75 x 40 = 70.00.
        let page = house.get(Some(&clerk), &next).await.text();
        assert!(page.contains("70.00") && page.contains("typed-in-2025-03-15.csv"), "{page}");
    });
}

#[test]
fn last_weeks_workers_are_copied_without_their_pay_and_compared() {
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        let lines = [programme::line("W1", "Carpenter", Some(40), None), programme::line("W2", "Laborer", Some(38), None)];
        let week = programme::week(&house.programme, "2025-03-08", &lines, None);
        programme::certified(&house.app.service.store, &house.programme, week).await.expect("a signed week");
        let path = format!("/contracts/{}/weeks/{WEEK}/key-in", house.programme.prime);
        let page = house.get(Some(&clerk), &format!("{path}?copy=last")).await.text();
        assert!(
            page.contains("value=\"W1\"") && page.contains("value=\"Laborer, building\"") && page.contains("value=\"59.44\""),
            "{page}"
        );
        assert!(!page.contains("2377.60"), "pay is of one week alone");
        let fields = [
            ("key", "k"),
            ("w1-worker", "W1"),
            ("w1-kind", "Carpenter, building"),
            ("w1-level", "journeyworker"),
            ("w1-day2", "8"),
            ("w1-rate", "60.00"),
        ];
        let upload = house.post(Some(&clerk), &path, &fields).await.goes_to().to_owned();
        read_all(&house).await;
        let page = house.get(Some(&clerk), &format!("{upload}/findings")).await.text();
        assert!(page.contains("Compared with the week ending March 8, 2025"), "{page}");
        assert!(page.contains("Hours of W1: 40.00 then, 8.00 now") && page.contains("Not there any more: W2"), "{page}");
        assert!(page.contains("59.44 then, 60.00 now"), "{page}");
    });
}

#[test]
fn a_further_version_of_a_signed_week_asks_for_its_reason() {
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        let lines = [programme::line("W1", "Carpenter", Some(40), None)];
        let week = programme::week(&house.programme, WEEK, &lines, None);
        programme::certified(&house.app.service.store, &house.programme, week).await.expect("a signed week");
        let path = format!("/contracts/{}/weeks/{WEEK}/no-work", house.programme.prime);
        assert!(house.get(Some(&clerk), &path).await.text().contains("Why is there to be a new version?"));
        let fields = [("key", "k"), ("worked", "no"), ("last", "no")];
        let unsaid = house.post(Some(&clerk), &path, &fields).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.text().contains("You already sent a payroll for the week ending March 15."), "{}", unsaid.text());
        let with_reason = [("key", "k"), ("worked", "no"), ("last", "no"), ("reason", "It was the other job")];
        assert_eq!(house.post(Some(&clerk), &path, &with_reason).await.status, StatusCode::SEE_OTHER);
    });
}
