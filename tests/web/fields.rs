//! What comes besides what a form asks for is noted (W9), and what is of a named worker goes to nobody it is not for.

use crate::browser::Browser;
use crate::examined::{Of, WORKER, clean};
use crate::house::{House, TOKEN, on_each};
use crate::identity::{signed_in, with_password};
use crate::matrix::{ask, cast, things};
use crate::weeks_signing::sign;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use plumbline::service::tokens::{self, Scope};
use plumbline::store::{audit, outbox};
use plumbline::web::routes;
use serde_json::Value;

/// Who, where and which field, of every entry that tells of one.
async fn noted(house: &House) -> Vec<(String, String)> {
    let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
    let mut found = Vec::new();
    let written = audit::export::write(&mut tx, |line| {
        let entry = line.split_once(' ').and_then(|(_, entry)| serde_json::from_str::<Value>(entry).ok()).unwrap_or_default();
        if entry["action"] == "field-ignored" {
            assert!(entry["commitment"].is_null() && entry["version"].is_null(), "{entry}");
            found.push((entry["actor"].as_str().unwrap_or_default().to_owned(), entry["object"].as_str().unwrap_or_default().to_owned()));
        }
        Ok(())
    });
    written.await.expect("it is read").expect("it is written");
    found
}

/// A request of a program.
async fn program(house: &House, token: &str, path: &str, kind: &str, body: Vec<u8>) -> StatusCode {
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header("idempotency-key", "k")
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body));
    house.ask(None, request.expect("a request")).await.status
}

#[test]
fn a_field_nobody_asked_for_is_noted_by_its_name_and_never_by_what_it_held() {
    on_each(|house| async move {
        let clerk = house.actor(house.programme.clerk).await;
        let officer = house.actor(house.programme.officer).await;
        let (by_clerk, by_officer) = (clerk.person.to_string(), officer.person.to_string());
        let contract = house.programme.prime.to_string();
        // A form with fields, one whose route asks for none, one with numbers, one with a file, both of the interface.
        let fields = [("old", "a"), ("new", "b"), ("role", "ZZVALUE"), ("user[tenant_id]", "ZZVALUE"), ("Jane ZZVALUE 123-45-6789", "x")];
        house.post(Some(&clerk), "/account/password", &fields).await;
        house.post(Some(&clerk), "/account/sessions/end-others", &[("status", "certified")]).await;
        house.post(Some(&officer), &format!("/contracts/{contract}/days"), &[("first", "2025-01-06"), ("signed_by", "ZZVALUE")]).await;
        let upload = house.examined("2025-06-07", &clean()).await;
        let cells = [("sheet-1", "w.csv"), ("row-1", "2"), ("column-1", "3"), ("text-1", ""), ("text-x", "ZZVALUE")];
        house.post(Some(&clerk), &format!("/uploads/{upload}/corrections"), &cells).await;
        let path = format!("/contracts/{contract}/weeks/2025-06-14/upload");
        house.post_files(Some(&clerk), &path, &[("key", "k"), ("organisation_id", "ZZVALUE")], &[("file", "w.csv", b"worker\n")]).await;
        let token = tokens::make(&house.app.service, &clerk, "payroll program", &[Scope::Submit]).await.expect("a token");
        let json = format!("{{\"contract\":\"{contract}\",\"week_ending\":\"2025-05-31\",\"certified_at\":\"ZZVALUE\"}}");
        assert_eq!(program(&house, &token, "/api/v1/no-work", "application/json", json.into_bytes()).await, StatusCode::ACCEPTED);
        let (kind, form) = crate::house::multipart(&[("contract", &contract), ("week_ending", "2025-05-24"), ("tenant", "ZZVALUE")], &[]);
        // The token of a page is no field of the interface either.
        assert_eq!(program(&house, &token, "/api/v1/uploads", &kind, form).await, StatusCode::UNPROCESSABLE_ENTITY);

        let expected = [
            (&by_clerk, "field:account.password:role"),
            (&by_clerk, "field:account.password:unnamed"),
            (&by_clerk, "field:account.password:user.tenant_id"),
            (&by_clerk, "field:account.sessions.end-others:status"),
            (&by_officer, "field:contracts.contract.days:signed_by"),
            (&by_clerk, "field:uploads.upload.corrections:text-x"),
            (&by_clerk, "field:contracts.contract.weeks.week.upload:organisation_id"),
            (&by_clerk, "field:api.v1.no-work:certified_at"),
            (&by_clerk, "field:api.v1.uploads:tenant"),
        ];
        assert_eq!(noted(&house).await, expected.map(|(who, what)| (who.clone(), what.to_owned())));
        let mut log = String::new();
        let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
        let written = audit::export::write(&mut tx, |line| {
            log.push_str(line);
            Ok(())
        });
        written.await.expect("read").expect("written");
        for never in ["ZZVALUE", "zzvalue", "Jane", "jane", "-45-6789"] {
            assert!(!log.contains(never), "{never}");
        }
    });
}

#[test]
fn a_stranger_fills_no_log_and_neither_does_a_program_that_goes_on_and_on() {
    on_each(|house| async move {
        house.post(None, "/sign-in", &[("email", "a@b.example"), ("password", "x"), ("role", "administrator")]).await;
        house.post(None, "/forgot", &[("email", "a@b.example"), ("role", "administrator")]).await;
        assert_eq!(noted(&house).await, []);
        let clerk = house.actor(house.programme.clerk).await;
        for _ in 0..70 {
            house.post(Some(&clerk), "/account/sessions/end-others", &[("role", "x")]).await;
        }
        assert_eq!(noted(&house).await.len(), 60);
        house.app.service.clock.move_by(3_600);
        house.post(Some(&clerk), "/account/sessions/end-others", &[("role", "x")]).await;
        assert_eq!(noted(&house).await.len(), 61);
        // A form of another site is none of ours: what it holds says nothing of the person.
        let foreign = Request::post("/account/sessions/end-others")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("csrf=fedcba9876543210&role=x"));
        assert_eq!(house.ask(Some(&clerk), foreign.expect("a request")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(noted(&house).await.len(), 61);
    });
}

/// A form of a page: where it goes, whether it takes files, the names of its fields.
struct FormSeen {
    to: String,
    files: bool,
    names: Vec<String>,
}

/// The forms of a page that change something.
fn forms_of(page: &str, at: &str) -> Vec<FormSeen> {
    let between = |text: &str, begin: &str| Some(text.split_once(begin)?.1.split('"').next()?.to_owned());
    let forms = page.split("<form").skip(1).filter_map(|rest| rest.split_once("</form>")).filter_map(|(form, _)| {
        let head = form.split_once('>')?.0;
        let names = form.match_indices(" name=\"").filter_map(|(at, begin)| between(&form[at..], begin));
        let to = between(head, "action=\"").unwrap_or_else(|| at.to_owned()).replace("&#38;", "&").replace("&amp;", "&");
        head.contains("method=\"post\"").then(|| FormSeen { to, files: head.contains("multipart"), names: names.collect() })
    });
    forms.collect()
}

#[test]
fn no_form_of_ours_sends_a_field_nobody_asks_for() {
    on_each(|mut house| async move {
        house.without_limits();
        let cast = cast(&house).await;
        let things = things(&house, &cast).await;
        let mut forms = Vec::new();
        for entry in routes::all().iter().filter(|entry| entry.method == "GET" && !entry.leaves) {
            for who in [&cast[0], &cast[1], &cast[2], &cast[4], &cast[6]] {
                let at = things.address(entry.path);
                let page = house.get(Some(who), &at).await.text();
                forms.extend(forms_of(&page, &at).into_iter().map(|form| (who, form)));
            }
        }
        let known: std::collections::BTreeSet<&str> = forms.iter().map(|(_, form)| form.to.as_str()).collect();
        assert!(known.len() > 25, "{known:?}");
        for (who, form) in &forms {
            let fields: Vec<(&str, &str)> = form.names.iter().filter(|name| *name != "csrf").map(|name| (name.as_str(), "")).collect();
            if form.files {
                house.post_files(Some(who), &form.to, &fields, &[]).await;
            } else {
                house.post(Some(who), &form.to, &fields).await;
            }
        }
        assert_eq!(noted(&house).await, []);
    });
}

/// What is told of named workers: names, rates, pay, and what stands in cells of their file.
const OF_WORKERS: [&str; 6] = [WORKER, "59.44", "2377.60", "1900.01", "ZZSSN9137", "ZZRACEGENDER"];

/// Which of it stands in a text.
fn told(text: &str) -> Vec<&'static str> {
    OF_WORKERS.into_iter().filter(|of| text.contains(of)).collect()
}

#[test]
fn a_hiring_partner_and_another_firm_receive_nothing_of_a_named_worker() {
    on_each(|mut house| async move {
        house.without_limits();
        let cast = cast(&house).await;
        let mut things = things(&house, &cast).await;
        let of = Of { contract: house.programme.prime, ending: "2025-05-24", amends: None, reason: None, by: house.programme.clerk };
        let upload = house.examined_of(of, &clean(), &[(2, "ZZSSN9137"), (3, "ZZRACEGENDER")]).await;
        things.submission = sign(&house, &cast[1], upload).await.goes_to().trim_start_matches("/submissions/").to_owned();
        // The firm's sub, another firm of the city, an officer and a firm of another city, and the hiring partner.
        let strangers = [&cast[2], &cast[3], &cast[8], &cast[9], &cast[10]];
        let mut programs = Vec::new();
        for who in strangers.into_iter().chain([&cast[0]]) {
            programs.push(tokens::make(&house.app.service, who, "program", &[Scope::Read, Scope::Submit]).await.expect("a token"));
        }
        let own_program = programs.pop().expect("one");
        let (mut wrong, mut own) = (Vec::new(), String::new());
        let mut entries = routes::all();
        entries.sort_by_key(|entry| (entry.path.ends_with("/drop"), entry.method != "GET"));
        for entry in &entries {
            // First those it is not for, so that nothing was changed by those it is.
            for who in strangers {
                let answer = ask(&house, Some(who), entry, &things).await;
                wrong.extend(told(&answer.text()).into_iter().map(|of| format!("{} {}: {} gets {of}", entry.method, entry.path, who.name)));
            }
            if entry.method == "GET" {
                let address = things.address(entry.path).replace("{run}", &things.upload);
                for token in &programs {
                    let text = by_token(&house, token, &address).await;
                    wrong.extend(told(&text).into_iter().map(|of| format!("{} by a token: {of}", entry.path)));
                }
                own += &ask(&house, Some(&cast[0]), entry, &things).await.text();
                own += &by_token(&house, &own_program, &address).await;
            }
        }
        assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
        assert_eq!(told(&own), OF_WORKERS, "the firm itself sees all of it, or the test sees nothing");
        let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
        let mails = outbox::waiting(&mut tx, 1_000).await.expect("read");
        assert!(!mails.is_empty());
        assert_eq!(told(&mails.into_iter().map(|mail| mail.subject + &mail.body).collect::<String>()), [""; 0]);
    });
}

async fn by_token(house: &House, token: &str, address: &str) -> String {
    let request = Request::get(address).header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty());
    house.ask(None, request.expect("a request")).await.text()
}

#[test]
fn a_session_of_a_browser_is_told_apart_from_who_is_nobody() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let browser = signed_in(&house, "clerk@harbor.example").await;
        let page = browser.get("/account").await;
        let token = Browser::hidden(&page, "csrf");
        assert_ne!(token, TOKEN);
        browser.fill(&page, "/account/sessions/end-others", &[("is_admin", "1")]).await;
        let noted = noted(&house).await;
        assert_eq!(noted, [(house.programme.clerk.to_string(), "field:account.sessions.end-others:is_admin".to_owned())]);
    });
}
