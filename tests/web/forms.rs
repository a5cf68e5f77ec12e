//! Every route that changes something asks where it comes from (W6), and takes no more of a form than it asks for (W9).

use crate::browser::Browser;
use crate::house::{House, TOKEN, on_each};
use crate::identity::{signed_in, with_password};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use plumbline::store::people;
use plumbline::web::{Who, routes};

const FORM: &str = "application/x-www-form-urlencoded";

/// The paths of all routes of pages that change something, with something in the place of each name.
fn unsafe_paths() -> Vec<String> {
    let all = routes::all();
    let pages = all.iter().filter(|entry| entry.method != "GET" && entry.who != Who::Token && !entry.path.starts_with("/api/"));
    let paths: Vec<String> = pages
        .map(|entry| {
            let part = |part: &str| if part.starts_with('{') { "0192f0a0-0000-7000-8000-000000000000".to_owned() } else { part.to_owned() };
            entry.path.split('/').map(part).collect::<Vec<_>>().join("/")
        })
        .collect();
    assert!(paths.len() > 20, "{paths:?}");
    paths
}

async fn sends(browser: &Browser<'_>, path: &str, kind: &str, body: String, headers: &[(&str, &str)]) -> StatusCode {
    let mut request = Request::post(path).header(header::CONTENT_TYPE, kind);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.send(request.body(Body::from(body)).expect("a request")).await.status
}

/// How many entries the audit log has.
async fn entries(house: &House) -> u64 {
    let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
    plumbline::store::audit::head(&mut tx, house.now()).await.expect("read").map_or(0, |head| head.entries)
}

#[test]
fn no_route_changes_anything_for_another_site() {
    on_each(|house| async move {
        with_password(&house, house.programme.clerk).await;
        let browser = signed_in(&house, "clerk@harbor.example").await;
        let own = Browser::hidden(&browser.get("/account").await, "csrf");
        let foreign = Browser::hidden(&signed_in(&house, "clerk@harbor.example").await.get("/account").await, "csrf");
        assert_ne!(own, foreign);
        let before = entries(&house).await;
        let with = |token: &str| format!("csrf={token}");
        let file = |token: &str| format!("--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--b--\r\n");
        let refused = StatusCode::FORBIDDEN;
        for path in unsafe_paths() {
            assert_eq!(sends(&browser, &path, FORM, String::new(), &[]).await, refused, "{path}: no token");
            assert_eq!(sends(&browser, &path, FORM, with(&foreign), &[]).await, refused, "{path}: a token of another session");
            assert_eq!(sends(&browser, &path, FORM, with(TOKEN), &[]).await, refused, "{path}: any token");
            assert_eq!(sends(&browser, &path, "text/plain", with(&own), &[("origin", "null")]).await, refused, "{path}: from a frame");
            let evil = [("origin", "https://evil.example")];
            assert_eq!(sends(&browser, &path, FORM, with(&own), &evil).await, refused, "{path}: another origin");
            let cross = [("sec-fetch-site", "cross-site")];
            assert_eq!(sends(&browser, &path, FORM, with(&own), &cross).await, refused, "{path}: across sites");
            let kind = "multipart/form-data; boundary=b";
            assert_eq!(sends(&browser, &path, kind, file(&foreign), &[]).await, refused, "{path}: a form with files");
        }
        assert_eq!(entries(&house).await, before, "nothing was done");
        assert_eq!(browser.get("/account").await.status, StatusCode::OK, "and the session is there");
    });
}

#[test]
fn a_field_nobody_asked_for_does_nothing() {
    on_each(|house| async move {
        use plumbline::service::permission::Role;
        with_password(&house, house.programme.clerk).await;
        let browser = signed_in(&house, "clerk@harbor.example").await;
        let page = browser.get("/account").await;
        let agency = house.programme.agency.to_string();
        let more = [("role", "administrator"), ("roles", "administrator"), ("organisation_id", agency.as_str()), ("status", "certified")];
        for path in ["/account/password", "/account/sessions/end-others", "/account/second-factor"] {
            let mut fields = vec![("old", "x"), ("new", "y"), ("code", "1")];
            fields.extend(more);
            browser.fill(&page, path, &fields).await;
        }
        let mut tx = house.app.service.store.snapshot().await.expect("a snapshot");
        assert_eq!(people::roles(&mut tx, house.programme.clerk).await.expect("read"), [Role::ContractorClerk]);
        let clerk = people::find(&mut tx, house.programme.clerk).await.expect("read").expect("there");
        assert_ne!(clerk.organisation, house.programme.agency);
    });
}
