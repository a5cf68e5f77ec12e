//! Reminders: one mail a person and day, with every missing week in it, and none when nothing is missing.

use crate::examined::WORKER;
use crate::house::{House, on_each};
use crate::programme::day;
use crate::weeks_lists::{sub_certifier, sub_week};
use axum::http::StatusCode;
use plumbline::service::filing::{Reminded, remind_today};
use plumbline::service::permission::Actor;
use plumbline::store::{filing_terms, outbox};

/// Every mail that waits: recipient, subject, body.
async fn mails(house: &House) -> Vec<(String, String, String)> {
    let mut tx = house.app.service.store.begin().await.unwrap();
    let mut found = Vec::new();
    while let Some(mail) = outbox::take(&mut tx, house.now(), 3_600).await.unwrap() {
        outbox::sent(&mut tx, &mail, house.now()).await.unwrap();
        found.push((mail.recipient, mail.subject, mail.body));
    }
    tx.commit().await.unwrap();
    found.sort();
    found
}

/// The prime is not asked for anything; the sub begins on June 16, so its first week ends on June 21 and is due on July 4.
async fn only_the_sub(house: &House) -> Actor {
    let sub = sub_certifier(house).await;
    let mut tx = house.app.service.store.begin().await.unwrap();
    filing_terms::set_days(&mut tx, house.programme.prime, Some(day("2026-01-05")), None, sub.person, house.now()).await.unwrap();
    filing_terms::set_days(&mut tx, house.programme.sub, Some(day("2025-06-16")), None, sub.person, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    sub
}

async fn pass_days(house: &House, days: i64) -> usize {
    house.app.service.clock.move_by(days * 86_400);
    remind_today(&house.app.service).await.unwrap().mails
}

#[test]
fn the_day_before_the_day_after_and_then_weekly() {
    on_each(|house| async move {
        let sub = only_the_sub(&house).await;
        // June 30, July 1 and 2: quiet. July 3: due tomorrow, the firm alone is told.
        assert_eq!([pass_days(&house, 0).await, pass_days(&house, 1).await, pass_days(&house, 1).await], [0, 0, 0]);
        assert_eq!(pass_days(&house, 1).await, 1);
        let told = mails(&house).await;
        assert_eq!(
            (told[0].0.as_str(), told[0].1.as_str()),
            ("sign@tide.example", "Payroll for week ending June 21, 2025 is due tomorrow — Library renovation")
        );
        // Twice on one day is once; July 4 is the due day: quiet.
        assert_eq!([pass_days(&house, 0).await, pass_days(&house, 1).await], [0, 0]);
        // July 5: a day late. The firm, and the main contractor's clerk and certifier.
        assert_eq!(pass_days(&house, 1).await, 3);
        let told = mails(&house).await;
        assert_eq!(
            told.iter().map(|(to, ..)| to.as_str()).collect::<Vec<_>>(),
            ["clerk@harbor.example", "sign@harbor.example", "sign@tide.example"]
        );
        assert_eq!(told[2].1, "Payroll for week ending June 21, 2025 is 1 day late — Library renovation");
        assert!(told[0].2.contains("Firms below you are late") && told[0].2.contains("Tide Electric, Library renovation"), "{}", told[0].2);
        // July 6 to 9: quiet. July 10: June 28 is due tomorrow; the list holds both weeks.
        for _ in 0..4 {
            assert_eq!(pass_days(&house, 1).await, 0);
        }
        assert_eq!(pass_days(&house, 1).await, 3);
        let told = mails(&house).await;
        assert!(told[2].2.contains("Week ending June 21, 2025") && told[2].2.contains("Week ending June 28, 2025"), "{}", told[2].2);
        assert_eq!(told[2].1, "2 payrolls are missing — Library renovation");
        assert!(told.iter().all(|(_, _, body)| !body.contains(WORKER) && !body.contains('$')));
        let _ = sub;
    });
}

#[test]
fn nothing_missing_nothing_written() {
    on_each(|house| async move {
        let mut sub = only_the_sub(&house).await;
        house.app.service.clock.move_by(2 * 86_400);
        sub.stepped_up_at = Some(house.now());
        sub_week(&house, &sub, "2025-06-21").await;
        mails(&house).await;
        assert_eq!([pass_days(&house, 1).await, pass_days(&house, 1).await, pass_days(&house, 1).await], [0, 0, 0]);
    });
}

#[test]
fn the_last_payroll_ends_the_asking() {
    on_each(|house| async move {
        let mut sub = only_the_sub(&house).await;
        sub.stepped_up_at = Some(house.now());
        let of = crate::examined::Of { contract: house.programme.sub, ending: "2025-06-21", amends: None, reason: None, by: sub.person };
        let upload = house.examined_of(of, &crate::examined::clean(), &[]).await;
        let page = house.get(Some(&sub), &format!("/uploads/{upload}/sign")).await.text();
        let mut form = crate::weeks_signing::filled(&page);
        form.retain(|(name, _)| name != "last");
        form.push(("last".to_owned(), "yes".to_owned()));
        assert_eq!(crate::weeks_signing::send(&house, &sub, upload, &form).await.status, StatusCode::SEE_OTHER);
        mails(&house).await;
        for _ in 0..60 {
            assert_eq!(pass_days(&house, 1).await, 0);
        }
        let page = house.get(Some(&sub), "/weeks").await.text();
        assert!(page.contains("last payroll is on file") && page.contains("Filed, last payroll") && !page.contains("To send"), "{page}");
    });
}

#[test]
fn the_button_reminds_each_late_firm_once_a_day() {
    on_each(|house| async move {
        only_the_sub(&house).await;
        let prime = house.actor(house.programme.clerk).await;
        let remind = format!("/projects/{}/filing/remind", house.programme.project);
        let answer = house.post(Some(&prime), &remind, &[]).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text().contains("No firm is late"), "{}", answer.text());
        house.app.service.clock.move_by(6 * 86_400);
        assert_eq!(house.post(Some(&prime), &remind, &[]).await.status, StatusCode::SEE_OTHER);
        let told = mails(&house).await;
        assert_eq!(told.iter().map(|(to, ..)| to.as_str()).collect::<Vec<_>>(), ["sign@tide.example"]);
        let answer = house.post(Some(&prime), &remind, &[]).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text().contains("reminded today"), "{}", answer.text());
        assert_eq!(remind_today(&house.app.service).await.unwrap(), Reminded::default());
        let page = house.get(Some(&prime), &format!("/projects/{}/filing", house.programme.project)).await.text();
        assert!(page.contains("Last reminder Jul 6"), "{page}");
    });
}
