//! What holds for every route.

use crate::house::on_each;
use axum::body::Body;
use axum::http::{Request, StatusCode};

#[test]
fn the_program_says_that_it_lives_and_that_it_can_work() {
    on_each(|house| async move {
        assert_eq!(house.get(None, "/healthz").await.text(), "ok");
        assert_eq!(house.get(None, "/readyz").await.status, StatusCode::OK);
    });
}

#[test]
fn every_answer_carries_the_headers_that_shut_other_sites_out() {
    on_each(|house| async move {
        for path in ["/healthz", "/assets/plumbline.css", "/nothing-is-here"] {
            let answer = house.get(None, path).await;
            let header = |name: &str| answer.headers.get(name).map(|v| v.to_str().expect("text").to_owned()).unwrap_or_default();
            assert!(header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"), "{path}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header("referrer-policy"), "same-origin", "{path}");
            assert!(header("strict-transport-security").contains("max-age=31536000"), "{path}");
        }
    });
}

#[test]
fn trace_is_refused_and_what_is_not_there_says_so_in_words() {
    on_each(|house| async move {
        let trace = Request::builder().method("TRACE").uri("/healthz").body(Body::empty()).expect("a request");
        assert_eq!(house.ask(None, trace).await.status, StatusCode::METHOD_NOT_ALLOWED);
        let answer = house.get(None, "/nothing-is-here").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.text().contains("There is nothing here"), "{}", answer.text());
    });
}
