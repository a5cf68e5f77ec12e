//! Sessions (W5): whose secret they are under, and what ends them.

use crate::browser::Browser;
use crate::house::on_each;
use crate::identity::{PASSWORD, code, signed_in, with_password, with_second_factor};
use axum::http::{StatusCode, header};
use plumbline::store::{people, sessions, sha};

#[test]
fn a_secret_somebody_put_into_the_browser_before_is_not_the_session() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let browser = Browser::new(&house);
        let planted = "a".repeat(64);
        browser.cookies.borrow_mut().insert("__Host-s".to_owned(), planted.clone());
        let form = browser.get("/sign-in").await;
        browser.fill(&form, "/sign-in", &[("email", "clerk@harbor.example"), ("password", PASSWORD)]).await;
        let given = browser.cookies.borrow()["__Host-s"].clone();
        assert_ne!(given, planted);
        assert_eq!(given.len(), 64, "256 bits");
        let stranger = Browser::new(&house);
        stranger.cookies.borrow_mut().insert("__Host-s".to_owned(), planted);
        assert_eq!(stranger.get("/account").await.status, StatusCode::SEE_OTHER);
        // Only the digest is kept.
        let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
        assert_eq!(sessions::by_digest(&mut tx, &given).await.expect("read"), None);
        assert!(sessions::by_digest(&mut tx, &sha::of(given.as_bytes())).await.expect("read").is_some());
    });
}

#[test]
fn after_the_second_factor_the_old_secret_opens_nothing() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let browser = signed_in(&house, "clerk@harbor.example").await;
        let letters = with_second_factor(&house, house.programme.clerk).await;
        let before = browser.cookies.borrow()["__Host-s"].clone();
        let page = browser.get("/sign-in/code?next=/account").await;
        let shown = browser.fill(&page, "/sign-in/code", &[("code", &code(&house, &letters)), ("next", "/account")]).await;
        assert_eq!(shown.goes_to(), "/account");
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        let old = Browser::new(&house);
        old.cookies.borrow_mut().insert("__Host-s".to_owned(), before);
        assert_eq!(old.get("/account").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn somebody_sees_their_sessions_and_ends_one_or_all_others() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let [first, second, third] = [
            signed_in(&house, "clerk@harbor.example").await,
            signed_in(&house, "clerk@harbor.example").await,
            signed_in(&house, "clerk@harbor.example").await,
        ];
        let page = first.get("/account").await;
        assert_eq!(page.text().matches("name=\"session\"").count(), 2, "{}", page.text());
        let one = Browser::hidden(&page, "session");
        first.fill(&page, "/account/sessions/end", &[("session", &one)]).await;
        let open = async |browser: &Browser<'_>| browser.get("/account").await.status == StatusCode::OK;
        assert_eq!((open(&second).await, open(&third).await).0 as u8 + u8::from(open(&third).await), 1, "one of them ended");
        first.fill(&page, "/account/sessions/end-others", &[]).await;
        assert_eq!([open(&first).await, open(&second).await, open(&third).await], [true, false, false]);
    });
}

#[test]
fn nobody_ends_a_session_of_somebody_else() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let theirs = signed_in(&house, "clerk@harbor.example").await;
        let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
        let id = sessions::of_person(&mut tx, house.programme.clerk).await.expect("read")[0].id.to_string();
        drop(tx);
        let stranger = house.actor(house.programme.certifier).await;
        assert_eq!(house.post(Some(&stranger), "/account/sessions/end", &[("session", &id)]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(theirs.get("/account").await.status, StatusCode::OK);
    });
}

#[test]
fn another_password_ends_every_other_session_at_once_and_guesses_at_the_old_one_wait() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let (own, other) = (signed_in(&house, "clerk@harbor.example").await, signed_in(&house, "clerk@harbor.example").await);
        let page = own.get("/account").await;
        let new = "the tide comes in at noon";
        for _ in 0..5 {
            let wrong = own.fill(&page, "/account/password", &[("old", "another one again"), ("new", new)]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let sixth = own.fill(&page, "/account/password", &[("old", PASSWORD), ("new", new)]).await;
        assert_eq!(sixth.status, StatusCode::TOO_MANY_REQUESTS);
        house.app.service.clock.move_by(1);
        let right = own.fill(&page, "/account/password", &[("old", PASSWORD), ("new", new)]).await;
        assert_eq!(right.status, StatusCode::OK, "{}", right.text());
        assert_eq!(own.get("/account").await.status, StatusCode::OK);
        assert_eq!(other.get("/account").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn what_a_signed_in_person_sees_stays_in_no_cache() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let browser = signed_in(&house, "clerk@harbor.example").await;
        let page = browser.get("/account").await;
        assert_eq!(page.headers.get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok()), Some("no-store"));
        let out = browser.fill(&page, "/sign-out", &[]).await;
        let clear = out.headers.get("clear-site-data").and_then(|value| value.to_str().ok());
        assert_eq!(clear, Some("\"cache\", \"cookies\", \"storage\""));
    });
}

#[test]
fn roles_are_kept_by_an_administrator_and_fit_where_somebody_works() {
    on_each(|house| async move {
        use plumbline::service::permission::{OrganisationKind, Role};
        let administrator = house.person(None, OrganisationKind::Agency, Role::Administrator, "admin@city.example").await;
        let clerk = house.programme.clerk.to_string();
        let set = async |person: &str, role: &str, take: &str| {
            house.post(Some(&administrator), "/people/role", &[("person", person), ("role", role), ("take", take)]).await.status
        };
        assert_eq!(set(&clerk, "officer", "false").await, StatusCode::UNPROCESSABLE_ENTITY, "a contractor's clerk is no officer");
        assert_eq!(set(&clerk, "contractor-clerk", "true").await, StatusCode::UNPROCESSABLE_ENTITY, "the last one");
        assert_eq!(set(&clerk, "contractor-certifier", "false").await, StatusCode::SEE_OTHER);
        assert_eq!(set(&clerk, "contractor-clerk", "true").await, StatusCode::SEE_OTHER);
        assert_eq!(set(&clerk, "owner-of-everything", "false").await, StatusCode::NOT_FOUND);
        let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
        assert_eq!(people::roles(&mut tx, house.programme.clerk).await.expect("read"), [Role::ContractorCertifier]);
        drop(tx);
        let officer = house.actor(house.programme.officer).await;
        let by_officer = house.post(Some(&officer), "/people/role", &[("person", &clerk), ("role", "contractor-clerk")]).await;
        assert_eq!(by_officer.status, StatusCode::NOT_FOUND);
    });
}
