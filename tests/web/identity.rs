//! Signing in, second factors, sessions, links.

use crate::browser::Browser;
use crate::house::{House, on_each};
use axum::http::StatusCode;
use plumbline::service::Id;
use plumbline::service::identity::{passwords, second_factor};
use plumbline::service::post;
use plumbline::store::people;

pub const PASSWORD: &str = "forks run dry at dawn";

/// Gives a person a password.
pub async fn with_password(house: &House, person: Id) {
    let hashed = passwords::hash(PASSWORD.to_owned()).await.expect("a hash");
    let mut tx = house.app.service.store.begin().await.expect("a transaction");
    people::set_secrets(&mut tx, person, Some(&hashed), None).await.expect("it is kept");
    tx.commit().await.expect("it is kept");
}

/// A browser in which the person of a mail address is signed in by password.
pub async fn signed_in<'a>(house: &'a House, email: &str) -> Browser<'a> {
    let browser = Browser::new(house);
    let form = browser.get("/sign-in").await;
    let signed = browser.fill(&form, "/sign-in", &[("email", email), ("password", PASSWORD)]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    browser
}

/// The code an app shows now for the letters that were typed into it.
pub fn code(house: &House, letters: &str) -> String {
    let seed = totp_rs::Secret::try_from_base32(letters.replace(' ', "")).expect("base 32");
    let totp = totp_rs::Builder::new().with_secret(seed).build_noncompliant();
    totp.generate(u64::try_from(house.now().micros() / 1_000_000).expect("after 1970")).to_string()
}

/// Sets a second factor up and gives the letters of the app.
pub async fn with_second_factor(house: &House, person: Id) -> String {
    let begun = second_factor::begin(&house.app.service, person).await.expect("a seed");
    let codes =
        second_factor::confirm(&house.app.service, person, &begun.sealed, &code(house, &begun.typed)).await.expect("it is confirmed");
    assert_eq!(codes.len(), 10);
    house.app.service.clock.move_by(60);
    begun.typed
}

#[test]
fn who_is_unknown_and_who_mistypes_get_the_same_answer() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let browser = Browser::new(&house);
        let form = browser.get("/sign-in").await;
        let wrong = browser.fill(&form, "/sign-in", &[("email", "clerk@harbor.example"), ("password", "something else entirely")]).await;
        let unknown = browser.fill(&form, "/sign-in", &[("email", "CLERK@harbor.exampl"), ("password", "something else entirely")]).await;
        assert_eq!((wrong.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(wrong.text().replace("clerk@harbor.example", "WHO"), unknown.text().replace("CLERK@harbor.exampl", "WHO"));
    });
}

#[test]
fn a_clerk_signs_in_by_password_and_a_session_ends_unused_or_after_twelve_hours_or_at_sign_out() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let browser = Browser::new(&house);
        let form = browser.get("/sign-in?next=/account").await;
        let visitor = browser.cookies.borrow().get("__Host-v").cloned().expect("a visitor's cookie");
        let fields = [("email", "Clerk@harbor.example "), ("password", PASSWORD), ("next", "/account")];
        let signed = browser.fill(&form, "/sign-in", &fields).await;
        assert_eq!((signed.status, signed.goes_to()), (StatusCode::SEE_OTHER, "/account"));
        let session = browser.cookies.borrow().get("__Host-s").cloned().expect("a session");
        assert_ne!(session, visitor);
        let clock = &house.app.service.clock;
        for _ in 0..24 {
            clock.move_by(29 * 60);
            assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        }
        clock.move_by(25 * 60);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "twelve hours and more");

        let form = browser.get("/sign-in").await;
        browser.fill(&form, "/sign-in", &fields).await;
        clock.move_by(30 * 60);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "half an hour unused");

        let form = browser.get("/sign-in").await;
        browser.fill(&form, "/sign-in", &fields).await;
        let stolen = browser.cookies.borrow().clone();
        let page = browser.get("/account").await;
        let out = browser.fill(&page, "/sign-out", &[]).await;
        assert!(out.headers.contains_key("clear-site-data"));
        *browser.cookies.borrow_mut() = stolen;
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "the old cookie opens nothing");
    });
}

#[test]
fn a_certifier_needs_a_second_factor_and_a_code_counts_once() {
    on_each(|house| async move {
        with_password(&house, house.programme.certifier).await;
        let letters = with_second_factor(&house, house.programme.certifier).await;
        let browser = Browser::new(&house);
        let form = browser.get("/sign-in").await;
        let asked = browser.fill(&form, "/sign-in", &[("email", "sign@harbor.example"), ("password", PASSWORD)]).await;
        assert_eq!(asked.status, StatusCode::OK);
        assert!(!asked.text().contains(PASSWORD), "the password is not sent back");
        assert!(!browser.cookies.borrow().contains_key("__Host-s"));
        let pending = Browser::hidden(&asked, "pending");
        let now = code(&house, &letters);
        let with = |code: String| vec![("pending", pending.clone()), ("code", code)];
        let send = async |fields: Vec<(&str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.fill(&asked, "/sign-in", &fields).await
        };
        let wrong = send(with("12345".to_owned())).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("The code did not match"));
        assert_eq!(send(with(now.clone())).await.status, StatusCode::SEE_OTHER);
        browser.cookies.borrow_mut().remove("__Host-s");
        assert_eq!(send(with(now)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a code counts once");
        house.app.service.clock.move_by(301);
        let late = send(with(code(&house, &letters))).await;
        assert!(late.text().contains("more than 5 minutes"), "{}", late.text());
    });
}

#[test]
fn a_second_factor_shown_again_gives_the_session_another_secret() {
    on_each(|house| async move {
        with_password(&house, house.programme.certifier).await;
        let browser = Browser::new(&house);
        let form = browser.get("/sign-in").await;
        let signed = browser.fill(&form, "/sign-in", &[("email", "sign@harbor.example"), ("password", PASSWORD)]).await;
        assert_eq!(signed.goes_to(), "/account/second-factor", "who signs sets one up first");
        let before = browser.cookies.borrow()["__Host-s"].clone();
        let page = browser.get("/account/second-factor").await;
        assert!(page.text().contains("<svg"), "a picture for the app");
        let text = page.text();
        let letters = text.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).expect("letters").to_owned();
        let confirmed = browser
            .fill(&page, "/account/second-factor", &[("seed", &Browser::hidden(&page, "seed")), ("code", &code(&house, &letters))])
            .await;
        assert_eq!(confirmed.text().matches("<li><code>").count(), 10, "{}", confirmed.text());
        assert_ne!(browser.cookies.borrow()["__Host-s"], before);
    });
}

#[test]
fn guesses_are_slowed_down_and_the_right_password_waits_too() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let browser = Browser::new(&house);
        let form = browser.get("/sign-in").await;
        for _ in 0..5 {
            browser.fill(&form, "/sign-in", &[("email", "clerk@harbor.example"), ("password", "wrong wrong wrong")]).await;
        }
        let sixth = browser.fill(&form, "/sign-in", &[("email", "clerk@harbor.example"), ("password", PASSWORD)]).await;
        assert_eq!(sixth.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(sixth.headers.get("retry-after").and_then(|v| v.to_str().ok()), Some("1"));
        house.app.service.clock.move_by(1);
        let after = browser.fill(&form, "/sign-in", &[("email", "clerk@harbor.example"), ("password", PASSWORD)]).await;
        assert_eq!(after.status, StatusCode::SEE_OTHER);
    });
}

/// The link in the newest mail.
pub async fn link(house: &House, administrator: &plumbline::service::permission::Actor) -> String {
    let mail = post::waiting(&house.app.service, administrator).await.expect("a list").remove(0);
    let at = mail.body.find("https://").expect("a link");
    let link = mail.body[at..].split_whitespace().next().expect("a link");
    link.strip_prefix("https://payroll.city.example").expect("the address of the installation, whatever the request says").to_owned()
}

#[test]
fn an_invitation_leads_to_an_account_once() {
    on_each(|house| async move {
        use plumbline::service::permission::{OrganisationKind, Role};
        let administrator = house.person(None, OrganisationKind::Agency, Role::Administrator, "admin@city.example").await;
        let officer_firm = house.actor(house.programme.officer).await.organisation.to_string();
        let fields = [("name", "R. Vega"), ("email", "vega@city.example"), ("organisation", officer_firm.as_str()), ("role", "officer")];
        assert_eq!(house.post(Some(&administrator), "/people", &fields).await.status, StatusCode::OK);
        let unfit = [("name", "X"), ("email", "x@city.example"), ("organisation", officer_firm.as_str()), ("role", "contractor-clerk")];
        assert_eq!(house.post(Some(&administrator), "/people", &unfit).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let path = link(&house, &administrator).await;
        let browser = Browser::new(&house);
        let page = browser.get(&path).await;
        assert!(page.text().contains("vega@city.example"), "{}", page.text());
        let short = browser.fill(&page, &path, &[("password", "too short")]).await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        let chosen = browser.fill(&page, &path, &[("password", PASSWORD)]).await;
        assert_eq!(chosen.goes_to(), "/account/second-factor");
        assert_eq!(Browser::new(&house).get(&path).await.status, StatusCode::NOT_FOUND, "a link counts once");
    });
}

#[test]
fn a_forgotten_password_is_chosen_anew_within_twenty_minutes_and_ends_every_session() {
    on_each(|house| async move {
        use plumbline::service::permission::{OrganisationKind, Role};
        let administrator = house.person(None, OrganisationKind::Agency, Role::Administrator, "admin@city.example").await;
        with_password(&house, house.programme.clerk).await;
        let browser = Browser::new(&house);
        let form = browser.get("/sign-in").await;
        let fields = [("email", "clerk@harbor.example"), ("password", PASSWORD)];
        browser.fill(&form, "/sign-in", &fields).await;
        let other = Browser::new(&house);
        let page = other.get("/forgot").await;
        let known = other.fill(&page, "/forgot", &[("email", "clerk@harbor.example")]).await;
        let unknown = other.fill(&page, "/forgot", &[("email", "nobody@harbor.example")]).await;
        assert_eq!(known.text(), unknown.text());
        let first = link(&house, &administrator).await;
        house.app.service.clock.move_by(1);
        other.fill(&page, "/forgot", &[("email", "clerk@harbor.example")]).await;
        let second = link(&house, &administrator).await;
        assert_eq!(other.get(&first).await.status, StatusCode::NOT_FOUND, "a newer link ends an older one");
        let page = other.get(&second).await;
        house.app.service.clock.move_by(20 * 60);
        let late = other.fill(&page, &second, &[("password", "the tide comes in at noon")]).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND);
        let page = other.get("/forgot").await;
        other.fill(&page, "/forgot", &[("email", "clerk@harbor.example")]).await;
        let third = link(&house, &administrator).await;
        let page = other.get(&third).await;
        assert_eq!(other.fill(&page, &third, &[("password", "the tide comes in at noon")]).await.goes_to(), "/sign-in");
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "every session ended");
        let form = other.get("/sign-in").await;
        assert_eq!(other.fill(&form, "/sign-in", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "the old one opens nothing");
    });
}

#[test]
fn a_certifier_invites_to_the_own_firm_and_to_those_below_it_and_gives_no_role_of_the_city() {
    on_each(|house| async move {
        let certifier = house.actor(house.programme.certifier).await;
        let page = house.get(Some(&certifier), "/firm").await.text();
        assert!(page.contains("clerk@harbor.example") && page.contains("upload and sign"), "{page}");
        assert!(!page.contains("officer@"), "people of the city are not there: {page}");
        let firm = certifier.organisation.to_string();
        let fields = |email, role| [("name", "T. Ames"), ("email", email), ("organisation", firm.as_str()), ("role", role)];
        let invited = house.post(Some(&certifier), "/firm", &fields("ames@harbor.example", "contractor-clerk")).await;
        assert!(invited.status == StatusCode::OK && invited.text().contains("T. Ames is invited"), "{}", invited.text());
        assert!(house.get(Some(&certifier), "/firm").await.text().contains("ames@harbor.example"));
        let officer = house.post(Some(&certifier), "/firm", &fields("other@harbor.example", "officer")).await;
        assert_eq!(officer.status, StatusCode::UNPROCESSABLE_ENTITY, "no role of the city");
        let city = house.actor(house.programme.officer).await.organisation.to_string();
        let elsewhere = [("name", "X"), ("email", "x@x.example"), ("organisation", city.as_str()), ("role", "contractor-clerk")];
        assert_eq!(house.post(Some(&certifier), "/firm", &elsewhere).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_account_that_is_closed_opens_nothing() {
    on_each(|house| async move {
        use plumbline::service::permission::{OrganisationKind, Role};
        let administrator = house.person(None, OrganisationKind::Agency, Role::Administrator, "admin@city.example").await;
        with_password(&house, house.programme.clerk).await;
        let browser = Browser::new(&house);
        let form = browser.get("/sign-in").await;
        let fields = [("email", "clerk@harbor.example"), ("password", PASSWORD)];
        browser.fill(&form, "/sign-in", &fields).await;
        let who = house.programme.clerk.to_string();
        assert_eq!(house.post(Some(&administrator), "/people/close", &[("person", &who)]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
        assert_eq!(browser.fill(&form, "/sign-in", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let own = administrator.person.to_string();
        assert_eq!(house.post(Some(&administrator), "/people/close", &[("person", &own)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let clerk = house.actor(house.programme.clerk).await;
        assert_eq!(house.get(Some(&clerk), "/people").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_sign_in_form_of_another_session_is_refused() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let (browser, other) = (Browser::new(&house), Browser::new(&house));
        browser.get("/sign-in").await;
        let foreign = other.get("/sign-in").await;
        let fields = [("email", "clerk@harbor.example"), ("password", PASSWORD)];
        assert_eq!(browser.fill(&foreign, "/sign-in", &fields).await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_link_is_for_its_owner_alone_where_mail_is_handed_over() {
    on_each(|house| async move {
        use plumbline::service::permission::{OrganisationKind, Role};
        let administrator = house.person(None, OrganisationKind::Agency, Role::Administrator, "admin@city.example").await;
        let other = Browser::new(&house);
        let page = other.get("/forgot").await;
        other.fill(&page, "/forgot", &[("email", "clerk@harbor.example")]).await;
        let shown = post::waiting(&house.app.service, &administrator).await.expect("a list");
        assert!(shown[0].body.contains("/reset/"), "without a server the administrator hands the link on");
        let mut settings = (*house.app.service.settings).clone();
        settings.smtp = Some("smtp://localhost".to_owned());
        let handing_over = plumbline::service::Service { settings: std::sync::Arc::new(settings), ..house.app.service.clone() };
        let shown = post::waiting(&handing_over, &administrator).await.expect("a list");
        assert_eq!((shown[0].recipient.as_str(), shown[0].body.as_str()), ("clerk@harbor.example", ""));
    });
}
