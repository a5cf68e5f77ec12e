//! What every request goes through, from outside to inside: a panic is caught, the answer gets its headers, a line goes to
//! the log, the session is known, what nobody asked for is noted, a change is ours.

use super::reference::Reference;
use super::{App, file_gate, same_site, session, unasked};
use axum::Extension;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

/// The most any request may bring, in bytes. Each form has its own, smaller limit.
const MOST: usize = 26 * 1024 * 1024;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

// `no-referrer` would make a browser hide the origin of our own forms from us as well.
const HEADERS: [(&str, &str); 5] = [
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// The routes with everything around them.
pub(super) fn around(routes: Router, app: App) -> Router {
    routes
        .layer(Extension(file_gate::Most(app.service.settings.upload_bytes)))
        .layer(middleware::from_fn_with_state(app.clone(), same_site::guard))
        .layer(middleware::from_fn_with_state(app.clone(), unasked::watch))
        .layer(middleware::from_fn_with_state(app.clone(), session::layer))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(MOST))
        .layer(middleware::from_fn(headers))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(app, logged))
}

/// What is answered where a handler panics: a number to quote, and nothing of what the panic said.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    super::Stop::ours("a handler panicked").into_response()
}

/// The headers of every answer. One that is set already stays.
async fn headers(request: Request, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    if !asset {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// One line in the log for every request: the route and not the address, so that nothing of the query is in it.
async fn logged(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() == Method::TRACE {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let reference = Reference::new();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-".to_owned(), |path| path.as_str().to_owned());
    let began = app.service.clock.now();
    let response = next.run(request).await;
    let millis = (app.service.clock.now().micros() - began.micros()) / 1_000;
    tracing::info!(%reference, %method, route, status = response.status().as_u16(), millis, "request");
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt as _;

    async fn breaks() -> &'static str {
        std::panic::panic_any("ZZSECRET of somebody")
    }

    #[test]
    fn a_panic_is_answered_by_a_number_and_nothing_it_said() {
        let router = Router::new().route("/", get(breaks)).layer(CatchPanicLayer::custom(panicked));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (status, text) = runtime.block_on(async {
            let response = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
            let status = response.status();
            let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            (status, String::from_utf8_lossy(&bytes).into_owned())
        });
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(text.contains("Something broke on our side") && text.contains("quote"), "{text}");
        assert!(!text.contains("ZZSECRET") && !text.contains("layers.rs"), "{text}");
    }
}
