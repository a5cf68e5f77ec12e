//! Signing in by an account elsewhere (W16), against a provider that can be made to lie.

use crate::browser::Browser;
use crate::house::{Answer, House, on_each};
use crate::identity::{signed_in, with_password, with_second_factor};
use crate::provider::{self, CLIENT, Provider, SECRET};
use axum::http::StatusCode;
use plumbline::service::permission::{OrganisationKind, Role};
use plumbline::service::settings::{self, Settings};
use plumbline::store::outside_identities;
use serde_json::{Value, json};
use std::sync::Arc;

/// Lets people of a house sign in at a provider.
async fn with_provider(house: &mut House) -> Provider {
    let provider = Provider::begin().await;
    house.app.service.settings = Arc::new(told(house, &provider));
    provider
}

fn told(house: &House, provider: &Provider) -> Settings {
    let provider = settings::Provider {
        issuer: provider.issuer.clone(),
        client: CLIENT.to_owned(),
        secret: SECRET.to_owned(),
        name: "Harbor ID".to_owned(),
    };
    Settings { provider: Some(provider), ..(*house.app.service.settings).clone() }
}

fn second(house: &House) -> i64 {
    house.now().micros() / 1_000_000
}

/// Goes to the provider and comes back with a token made of true claims by `made`.
async fn round(house: &House, browser: &Browser<'_>, provider: &Provider, subject: &str, made: impl Fn(Value) -> String) -> Answer {
    let sent = browser.get("/sign-in/oidc?next=/account").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let brought = provider.reads(sent.goes_to());
    let code = provider.code(&brought, made(provider.claims(&brought, subject, second(house))));
    browser.get(&format!("/sign-in/oidc/callback?code={code}&state={}", brought.state)).await
}

/// Ties the clerk's account to a subject at the provider.
async fn tied(house: &House, provider: &Provider, subject: &str) {
    let browser = signed_in(house, "clerk@harbor.example").await;
    let back = round(house, &browser, provider, subject, |claims| provider.signed(&claims)).await;
    assert_eq!((back.status, back.goes_to()), (StatusCode::SEE_OTHER, "/account"), "{}", back.text());
}

#[test]
fn somebody_who_tied_an_account_signs_in_by_it_and_a_stranger_does_not() {
    on_each(|mut house| async move {
        let provider = with_provider(&mut house).await;
        with_password(&house, house.programme.clerk).await;
        let page = Browser::new(&house).get("/sign-in").await;
        assert!(page.text().contains("Sign in with Harbor ID"), "{}", page.text());
        let sign = |claims: Value| provider.signed(&claims);
        let before = round(&house, &Browser::new(&house), &provider, "s-1", sign).await;
        assert_eq!(before.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody tied it");
        tied(&house, &provider, "s-1").await;

        let browser = Browser::new(&house);
        let back = round(&house, &browser, &provider, "s-1", sign).await;
        assert_eq!((back.status, back.goes_to()), (StatusCode::SEE_OTHER, "/account"), "{}", back.text());
        assert!(browser.get("/account").await.text().contains("You can sign in with Harbor ID"));
        // The mail address says nothing: a stranger may have been given it.
        let by_mail = |mut claims: Value| {
            claims["email"] = json!("clerk@harbor.example");
            claims["email_verified"] = json!(true);
            provider.signed(&claims)
        };
        let stranger = round(&house, &Browser::new(&house), &provider, "s-2", by_mail).await;
        assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);

        // Tied to one account, it cannot be tied to another.
        house.person(None, OrganisationKind::Contractor, Role::ContractorClerk, "other@firm.example").await;
        let other = plumbline::store::people::by_email(&mut house.app.service.store.snapshot().await.unwrap(), "other@firm.example").await;
        with_password(&house, other.unwrap().unwrap().id).await;
        let other = signed_in(&house, "other@firm.example").await;
        assert_eq!(round(&house, &other, &provider, "s-1", sign).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn a_token_that_does_not_hold_signs_nobody_in() {
    on_each(|mut house| async move {
        let provider = with_provider(&mut house).await;
        let other = Provider::begin().await;
        with_password(&house, house.programme.clerk).await;
        tied(&house, &provider, "s-1").await;
        let with = |key: &'static str, value: Value| {
            let provider = provider.clone();
            Box::new(move |mut claims: Value| {
                claims[key] = value.clone();
                provider.signed(&claims)
            }) as Box<dyn Fn(Value) -> String>
        };
        let lies: Vec<(&str, Box<dyn Fn(Value) -> String>)> = vec![
            ("another issuer", with("iss", json!("https://evil.example"))),
            ("for somebody else", with("aud", json!("another-client"))),
            ("for us and somebody else", with("aud", json!([CLIENT, "another-client"]))),
            ("another nonce", with("nonce", json!("another"))),
            ("no nonce", with("nonce", Value::Null)),
            ("expired", with("exp", json!(second(&house) - 1))),
            ("signed by nobody", Box::new(|claims| provider::unsigned(&claims))),
            ("signed with the shared secret", Box::new(|claims| provider::by_shared_secret(&claims))),
            ("signed by another key", Box::new(move |claims| other.signed(&claims))),
            ("no token at all", Box::new(|_| "not-a-token".to_owned())),
        ];
        for (what, lie) in lies {
            let browser = Browser::new(&house);
            let back = round(&house, &browser, &provider, "s-1", lie).await;
            assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
            assert!(!browser.cookies.borrow().contains_key("__Host-s"), "{what}");
        }
        let browser = Browser::new(&house);
        let back = round(&house, &browser, &provider, "s-1", |claims| provider.signed(&claims)).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "and a true one does: {}", back.text());
    });
}

#[test]
fn what_comes_back_counts_once_in_the_browser_that_began_it_and_within_ten_minutes() {
    on_each(|mut house| async move {
        let provider = with_provider(&mut house).await;
        with_password(&house, house.programme.clerk).await;
        tied(&house, &provider, "s-1").await;
        let (browser, other) = (Browser::new(&house), Browser::new(&house));
        let go = |brought: &provider::Brought| {
            let code = provider.code(brought, provider.signed(&provider.claims(brought, "s-1", second(&house))));
            format!("/sign-in/oidc/callback?code={code}&state={}", brought.state)
        };
        other.get("/sign-in").await;
        let stolen = provider.reads(browser.get("/sign-in/oidc").await.goes_to());
        assert_eq!(other.get(&go(&stolen)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "another browser");
        assert_eq!(browser.get(&go(&stolen)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "it was used up");

        let late = provider.reads(browser.get("/sign-in/oidc").await.goes_to());
        house.app.service.clock.move_by(601);
        assert_eq!(browser.get(&go(&late)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "too late");

        let refused = provider.reads(browser.get("/sign-in/oidc").await.goes_to());
        let no = browser.get(&format!("/sign-in/oidc/callback?error=access_denied&state={}", refused.state)).await;
        assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mixed = provider.reads(browser.get("/sign-in/oidc").await.goes_to());
        let from_elsewhere = browser.get(&format!("{}&iss=https%3A%2F%2Fevil.example", go(&mixed))).await;
        assert_eq!(from_elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY, "another provider answers");

        let good = provider.reads(browser.get("/sign-in/oidc").await.goes_to());
        let path = go(&good);
        assert_eq!(browser.get(&path).await.status, StatusCode::SEE_OTHER);
        assert_eq!(Browser::new(&house).get(&path).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a code replayed");
        let used = path.split("code=").nth(1).and_then(|rest| rest.split('&').next()).expect("a code").to_owned();
        let third = Browser::new(&house);
        let again = provider.reads(third.get("/sign-in/oidc").await.goes_to());
        let replayed = third.get(&format!("/sign-in/oidc/callback?code={used}&state={}", again.state)).await;
        assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY, "an old code in a new sign-in");
    });
}

#[test]
fn the_same_subject_at_two_providers_is_two_people() {
    on_each(|mut house| async move {
        let first = with_provider(&mut house).await;
        with_password(&house, house.programme.clerk).await;
        tied(&house, &first, "s-1").await;
        let second = with_provider(&mut house).await;
        let back = round(&house, &Browser::new(&house), &second, "s-1", |claims| second.signed(&claims)).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", back.text());
        let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
        assert_eq!(outside_identities::person(&mut tx, &first.issuer, "s-1").await.expect("read"), Some(house.programme.clerk));
        assert_eq!(outside_identities::person(&mut tx, &second.issuer, "s-1").await.expect("read"), None);
    });
}

#[test]
fn a_second_factor_shown_there_counts_and_else_it_is_asked_for_here() {
    on_each(|mut house| async move {
        let provider = with_provider(&mut house).await;
        with_password(&house, house.programme.clerk).await;
        tied(&house, &provider, "s-1").await;
        with_second_factor(&house, house.programme.clerk).await;
        let browser = Browser::new(&house);
        let asked = round(&house, &browser, &provider, "s-1", |claims| provider.signed(&claims)).await;
        assert_eq!(asked.status, StatusCode::OK);
        assert!(asked.text().contains("name=\"pending\"") && !browser.cookies.borrow().contains_key("__Host-s"));
        let shown = |mut claims: Value| {
            claims["amr"] = json!(["pwd", "mfa"]);
            provider.signed(&claims)
        };
        let browser = Browser::new(&house);
        let back = round(&house, &browser, &provider, "s-1", shown).await;
        assert_eq!((back.status, back.goes_to()), (StatusCode::SEE_OTHER, "/account"), "{}", back.text());
    });
}

#[test]
fn who_is_untied_is_out_and_a_closed_account_opens_from_nowhere() {
    on_each(|mut house| async move {
        let provider = with_provider(&mut house).await;
        with_password(&house, house.programme.clerk).await;
        tied(&house, &provider, "s-1").await;
        let administrator = house.person(None, OrganisationKind::Agency, Role::Administrator, "admin@city.example").await;
        let sign = |claims: Value| provider.signed(&claims);
        let browser = Browser::new(&house);
        round(&house, &browser, &provider, "s-1", sign).await;
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        let clerk = house.programme.clerk.to_string();
        let stranger = house.actor(house.programme.certifier).await;
        assert_eq!(house.post(Some(&stranger), "/people/untie", &[("person", &clerk)]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.post(Some(&administrator), "/people/untie", &[("person", &clerk)]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "the session ended");
        assert_eq!(round(&house, &Browser::new(&house), &provider, "s-1", sign).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        tied(&house, &provider, "s-1").await;
        house.post(Some(&administrator), "/people/close", &[("person", &clerk)]).await;
        assert_eq!(round(&house, &Browser::new(&house), &provider, "s-1", sign).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        house.post(Some(&administrator), "/people/open", &[("person", &clerk)]).await;
        assert_eq!(round(&house, &Browser::new(&house), &provider, "s-1", sign).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn an_old_session_ties_nothing() {
    on_each(|mut house| async move {
        with_provider(&mut house).await;
        with_password(&house, house.programme.clerk).await;
        let browser = signed_in(&house, "clerk@harbor.example").await;
        house.app.service.clock.move_by(601);
        let sent = browser.get("/sign-in/oidc?next=/account").await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(sent.text().contains("sign in again"), "{}", sent.text());
    });
}
