//! Passwords and guesses (W1, W2), and the links by which one is chosen (W4), as far as a page does not show them.

use crate::browser::Browser;
use crate::house::{House, on_each};
use crate::identity::{PASSWORD, code, link, signed_in, with_password, with_second_factor};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use plumbline::service::Service;
use plumbline::service::fault::Fault;
use plumbline::service::identity::passwords;
use plumbline::service::identity::sign_in::{self, SignedIn, Tried};
use plumbline::service::permission::{OrganisationKind, Role};
use plumbline::service::post;
use plumbline::store::{people, sha, sign_in_misses};
use std::net::IpAddr;

const WRONG: &str = "something else entirely";

async fn tries(service: &Service, email: &str, password: &str, from: Option<&str>) -> Result<SignedIn, Fault> {
    let from = from.map(|text| text.parse::<IpAddr>().expect("an address"));
    sign_in::sign_in(service, Tried { email, password, from, agent: "" }).await
}

async fn kept(house: &House) -> String {
    let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
    people::find(&mut tx, house.programme.clerk).await.expect("read").expect("there").password_hash.expect("a password")
}

#[test]
fn a_password_that_is_kept_weakly_is_kept_strongly_after_a_sign_in() {
    on_each(|house| async move {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).expect("parameters"));
        let weak = weak.hash_password_with_salt(PASSWORD.as_bytes(), &[5; 16]).expect("a hash").to_string();
        let mut tx = house.app.service.store.begin().await.expect("a transaction");
        people::set_secrets(&mut tx, house.programme.clerk, Some(&weak), None).await.expect("kept");
        tx.commit().await.expect("kept");
        assert!(tries(&house.app.service, "clerk@harbor.example", WRONG, None).await.is_err());
        assert_eq!(kept(&house).await, weak, "a wrong one changes nothing");
        signed_in(&house, "clerk@harbor.example").await;
        let strong = kept(&house).await;
        assert!(strong.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{strong}");
        signed_in(&house, "clerk@harbor.example").await;
        assert_eq!(kept(&house).await, strong, "once is enough");
    });
}

#[test]
fn who_has_no_account_costs_one_hash_like_who_has_one() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let service = &house.app.service;
        let hashes = async |email: &str, password: &str| {
            let (done, hashes) = passwords::counted(tries(service, email, password, None)).await;
            (done.is_ok(), hashes)
        };
        assert_eq!(hashes("clerk@harbor.example", WRONG).await, (false, 1));
        assert_eq!(hashes("nobody@harbor.example", WRONG).await, (false, 1));
        assert_eq!(hashes("sign@harbor.example", WRONG).await, (false, 1), "invited, and no password chosen");
        assert_eq!(hashes("clerk@harbor.example", PASSWORD).await, (true, 1));
    });
}

#[test]
fn twenty_guesses_at_once_get_no_further_than_five() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let service = house.app.service.clone();
            all.spawn(async move { tries(&service, "clerk@harbor.example", WRONG, None).await.err() });
        }
        let (mut wrong, mut too_often) = (0, 0);
        while let Some(done) = all.join_next().await {
            match done.expect("it ends").expect("none is right") {
                Fault::Refused { .. } => wrong += 1,
                Fault::TooOften(_) => too_often += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((wrong, too_often), (5, 15));
    });
}

#[test]
fn guesses_are_counted_over_a_restart_and_after_a_hundred_only_a_new_password_helps() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let service = &house.app.service;
        let mut tx = service.store.begin().await.expect("a transaction");
        let account = sha::of(b"account clerk@harbor.example");
        for _ in 0..98 {
            service.clock.move_by(901);
            sign_in_misses::add(&mut tx, &account, house.now(), house.now().plus_seconds(-900)).await.expect("counted");
        }
        tx.commit().await.expect("kept");
        for n in [99, 100] {
            service.clock.move_by(901);
            assert!(matches!(tries(service, "clerk@harbor.example", WRONG, None).await, Err(Fault::Refused { .. })), "{n}");
        }
        let again = Service::new(
            service.store.clone(),
            service.originals.clone(),
            service.clock.clone(),
            service.library.clone(),
            (*service.settings).clone(),
        );
        again.clock.move_by(86_400);
        assert!(matches!(tries(&again, "clerk@harbor.example", PASSWORD, None).await, Err(Fault::TooOften(_))), "the right one too");
        // A stranger cannot shut somebody out for good: the owner of the address chooses another password.
        let administrator = house.person(None, OrganisationKind::Agency, Role::Administrator, "admin@city.example").await;
        let browser = Browser::new(&house);
        let page = browser.get("/forgot").await;
        browser.fill(&page, "/forgot", &[("email", "clerk@harbor.example")]).await;
        let path = link(&house, &administrator).await;
        let page = browser.get(&path).await;
        browser.fill(&page, &path, &[("password", "the tide comes in at noon")]).await;
        assert!(tries(&again, "clerk@harbor.example", "the tide comes in at noon", None).await.is_ok());
    });
}

#[test]
fn a_range_of_addresses_that_guesses_at_many_accounts_waits_and_others_do_not() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let service = &house.app.service;
        for n in 0..50 {
            let done = tries(service, &format!("n{n}@harbor.example"), WRONG, Some(&format!("192.0.2.{n}"))).await;
            assert!(matches!(done, Err(Fault::Refused { .. })), "{n}");
        }
        let near = tries(service, "clerk@harbor.example", PASSWORD, Some("192.0.2.200")).await;
        assert!(matches!(near, Err(Fault::TooOften(900))));
        assert!(tries(service, "clerk@harbor.example", PASSWORD, Some("198.51.100.1")).await.is_ok());
        service.clock.move_by(900);
        assert!(tries(service, "clerk@harbor.example", PASSWORD, Some("192.0.2.200")).await.is_ok());
    });
}

#[test]
fn a_reset_link_dies_with_a_sign_in_and_leads_where_the_installation_says() {
    on_each(|house| async move {
        let administrator = house.person(None, OrganisationKind::Agency, Role::Administrator, "admin@city.example").await;
        with_password(&house, house.programme.clerk).await;
        let browser = Browser::new(&house);
        let page = browser.get("/forgot").await;
        let form = [("csrf", Browser::hidden(&page, "csrf")), ("email", "clerk@harbor.example".to_owned())];
        let forged = Request::post("/forgot")
            .header(header::HOST, "evil.example")
            .header("x-forwarded-host", "evil.example")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(serde_urlencoded::to_string(form).expect("a form")));
        assert_eq!(browser.send(forged.expect("a request")).await.status, StatusCode::OK);
        let path = link(&house, &administrator).await;
        let secret = path.strip_prefix("/reset/").expect("a link");
        assert_eq!(secret.len(), 64, "256 bits as hexadecimal digits");
        assert_eq!(browser.get(&path).await.status, StatusCode::OK);
        signed_in(&house, "clerk@harbor.example").await;
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_reset_does_not_go_round_the_second_factor() {
    on_each(|house| async move {
        let administrator = house.person(None, OrganisationKind::Agency, Role::Administrator, "admin@city.example").await;
        with_password(&house, house.programme.certifier).await;
        let letters = with_second_factor(&house, house.programme.certifier).await;
        // An administrator begins it, and sees no more of it than that it was sent.
        let who = house.programme.certifier.to_string();
        assert_eq!(house.post(Some(&administrator), "/people/link", &[("person", &who)]).await.status, StatusCode::SEE_OTHER);
        let clerk = house.actor(house.programme.clerk).await;
        assert_eq!(house.post(Some(&clerk), "/people/link", &[("person", &who)]).await.status, StatusCode::NOT_FOUND);
        let path = link(&house, &administrator).await;
        let browser = Browser::new(&house);
        let page = browser.get(&path).await;
        browser.fill(&page, &path, &[("password", "the tide comes in at noon")]).await;
        assert!(!browser.cookies.borrow().contains_key("__Host-s"));
        let form = browser.get("/sign-in").await;
        let fields = [("email", "sign@harbor.example"), ("password", "the tide comes in at noon")];
        let asked = browser.fill(&form, "/sign-in", &fields).await;
        let pending = Browser::hidden(&asked, "pending");
        let now = code(&house, &letters);
        let signed = browser.fill(&asked, "/sign-in", &[("pending", &pending), ("code", &now)]).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "the same second factor as before");
    });
}

#[test]
fn a_stranger_cannot_fill_a_mailbox() {
    on_each(|house| async move {
        let administrator = house.person(None, OrganisationKind::Agency, Role::Administrator, "admin@city.example").await;
        let browser = Browser::new(&house);
        let page = browser.get("/forgot").await;
        for _ in 0..6 {
            house.app.service.clock.move_by(1);
            browser.fill(&page, "/forgot", &[("email", "clerk@harbor.example")]).await;
        }
        assert_eq!(post::waiting(&house.app.service, &administrator).await.expect("a list").len(), 3);
    });
}
