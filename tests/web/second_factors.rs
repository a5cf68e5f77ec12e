//! Second factors (W3): who must have one, how long a code stands, how often it counts, how it is kept.

use crate::browser::Browser;
use crate::house::{House, on_each};
use crate::identity::{PASSWORD, code, signed_in, with_password, with_second_factor};
use axum::http::StatusCode;
use plumbline::service::Id;
use plumbline::service::fault::Fault;
use plumbline::service::identity::second_factor;
use plumbline::store::{people, second_factors};

async fn shows(house: &House, person: Id, code: &str) -> Result<(), Fault> {
    second_factor::check(&house.app.service, person, code).await
}

#[test]
fn whose_work_needs_a_second_factor_gets_nowhere_without_one() {
    on_each(|house| async move {
        with_password(&house, house.programme.officer).await;
        let browser = signed_in(&house, "officer@city.example").await;
        for path in ["/", "/desk", "/projects", "/account", "/account/tokens", "/help"] {
            let answer = browser.get(path).await;
            assert_eq!((answer.status, answer.goes_to()), (StatusCode::SEE_OTHER, "/account/second-factor"), "{path}");
        }
        let page = browser.get("/account/second-factor").await;
        let change = browser.fill(&page, "/account/password", &[("old", PASSWORD), ("new", "the tide comes in at noon")]).await;
        assert_eq!(change.goes_to(), "/account/second-factor");
        let letters = page.text().split("<code>").nth(1).and_then(|rest| rest.split('<').next()).expect("letters").to_owned();
        let done = browser
            .fill(&page, "/account/second-factor", &[("seed", &Browser::hidden(&page, "seed")), ("code", &code(&house, &letters))])
            .await;
        assert_eq!(done.text().matches("<li><code>").count(), 10);
        assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
    });
}

#[test]
fn a_code_stands_one_step_before_and_after_and_no_longer() {
    on_each(|house| async move {
        let who = house.programme.certifier;
        let letters = with_second_factor(&house, who).await;
        let clock = &house.app.service.clock;
        let now = code(&house, &letters);
        clock.move_by(30);
        shows(&house, who, &now).await.expect("the step before");
        clock.move_by(60);
        let early = code(&house, &letters);
        clock.move_by(-30);
        shows(&house, who, &early).await.expect("the step after");
        clock.move_by(30);
        let other = code(&house, &letters);
        assert!(shows(&house, who, &other).await.is_err(), "it was shown a step ago");
        clock.move_by(60);
        let old = code(&house, &letters);
        clock.move_by(60);
        assert!(shows(&house, who, &old).await.is_err(), "two steps before");
    });
}

#[test]
fn a_code_that_comes_eight_times_at_once_counts_once() {
    on_each(|house| async move {
        let who = house.programme.certifier;
        let letters = with_second_factor(&house, who).await;
        let now = code(&house, &letters);
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (service, now) = (house.app.service.clone(), now.clone());
            all.spawn(async move { second_factor::check(&service, who, &now).await.is_ok() });
        }
        let mut taken = 0;
        while let Some(done) = all.join_next().await {
            taken += u32::from(done.expect("it ends"));
        }
        assert_eq!(taken, 1);
    });
}

#[test]
fn after_five_wrong_codes_the_right_one_waits_too() {
    on_each(|house| async move {
        let who = house.programme.certifier;
        let letters = with_second_factor(&house, who).await;
        for _ in 0..5 {
            assert!(matches!(shows(&house, who, "12345").await, Err(Fault::Refused { .. })));
        }
        assert!(matches!(shows(&house, who, &code(&house, &letters)).await, Err(Fault::TooOften(60))));
        house.app.service.clock.move_by(60);
        shows(&house, who, &code(&house, &letters)).await.expect("after a minute");
    });
}

#[test]
fn a_recovery_code_counts_once_and_new_ones_end_the_old() {
    on_each(|house| async move {
        let (who, service) = (house.programme.certifier, &house.app.service);
        let begun = second_factor::begin(service, who).await.expect("a seed");
        let codes = second_factor::confirm(service, who, &begun.sealed, &code(&house, &begun.typed)).await.expect("confirmed");
        shows(&house, who, &format!(" {} ", codes[0].to_uppercase())).await.expect("as it was written down");
        assert!(shows(&house, who, &codes[0]).await.is_err(), "once");
        assert_eq!(second_factor::codes_left(service, who).await.expect("a number"), 9);
        let new = second_factor::other_codes(service, who, &codes[1]).await.expect("others");
        assert!(shows(&house, who, &codes[2]).await.is_err(), "the old ones ended");
        shows(&house, who, &new[0]).await.expect("a new one");
    });
}

#[test]
fn neither_the_seed_nor_a_code_is_kept_as_it_is() {
    on_each(|house| async move {
        let (who, service) = (house.programme.certifier, &house.app.service);
        let begun = second_factor::begin(service, who).await.expect("a seed");
        let codes = second_factor::confirm(service, who, &begun.sealed, &code(&house, &begun.typed)).await.expect("confirmed");
        let seed = totp_rs::Secret::try_from_base32(begun.typed.replace(' ', "")).expect("base 32");
        let mut tx = service.store.snapshot().await.expect("a snapshot");
        let sealed = people::find(&mut tx, who).await.expect("read").expect("there").second_factor.expect("sealed");
        assert_eq!(sealed.len(), 24 + 20 + 16, "a nonce, the seed, a tag");
        assert!(!sealed.windows(20).any(|part| part == seed.as_ref()));
        assert!(!second_factors::use_code(&mut tx, who, &codes[0], house.now()).await.unwrap_or(false), "not by the code itself");
    });
}

#[test]
fn a_second_factor_is_set_up_or_taken_away_by_its_owner_alone() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let browser = signed_in(&house, "clerk@harbor.example").await;
        house.app.service.clock.move_by(601);
        let old = browser.get("/account/second-factor").await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY, "a session somebody left open sets nothing up");
        assert!(old.text().contains("sign in again") && !old.text().contains("<svg"), "{}", old.text());
        let refused = browser.fill(&old, "/account/second-factor", &[("code", "123456")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

        let letters = with_second_factor(&house, house.programme.clerk).await;
        let page = browser.get("/account").await;
        let wrong = browser.fill(&page, "/account/second-factor/remove", &[("code", "123456")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(second_factor::has(&house.app.service, house.programme.clerk).await.expect("read"));
        let right = browser.fill(&page, "/account/second-factor/remove", &[("code", &code(&house, &letters))]).await;
        assert_eq!(right.status, StatusCode::SEE_OTHER);
        assert!(!second_factor::has(&house.app.service, house.programme.clerk).await.expect("read"));
    });
}

#[test]
fn a_seed_is_kept_with_its_first_code_and_for_its_owner_alone() {
    on_each(|house| async move {
        let (who, other, service) = (house.programme.certifier, house.programme.officer, &house.app.service);
        let begun = second_factor::begin(service, who).await.expect("a seed");
        let kept = async |person| {
            let mut tx = service.store.snapshot().await.expect("a snapshot");
            people::find(&mut tx, person).await.expect("read").expect("there").second_factor
        };
        assert_eq!(kept(who).await, None, "to look at the picture keeps nothing");
        let again = second_factor::again(service, who, &begun.sealed).await.expect("the same");
        assert_eq!(again.typed, begun.typed, "after a wrong code the picture is the same");
        for sealed in [begun.sealed.as_str(), "", "00", "zz"] {
            assert!(second_factor::confirm(service, other, sealed, &code(&house, &begun.typed)).await.is_err(), "{sealed}");
        }
        assert_eq!(kept(other).await, None);
        second_factor::confirm(service, who, &begun.sealed, &code(&house, &begun.typed)).await.expect("confirmed");
        assert!(kept(who).await.is_some());
    });
}
