//! Only our own pages can ask for a change: the browser's word on where a request comes from, and a token in each form.
//!
//! A request that changes something is refused where the browser says that another site sent it, and where it does not
//! carry the token of the session. Both are asked: an old browser says nothing of the first.

use super::unasked::Unasked;
use super::{App, Stop};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The token the forms of one session carry. The layer that knows the session puts it in the request.
#[derive(Clone, Debug)]
pub struct CsrfToken(pub String);

impl CsrfToken {
    /// Whether a form's token is this one; the time it takes does not tell how much of it is right.
    pub fn is(&self, given: &str) -> bool {
        let (own, given) = (self.0.as_bytes(), given.as_bytes());
        let differ = own.iter().zip(given).fold(0, |differ, (a, b)| differ | (a ^ b));
        !own.is_empty() && own.len() == given.len() && differ == 0
    }
}

/// A multipart form is not read here: the extractor of [`super::form`] must check its first field.
#[derive(Clone, Copy, Debug)]
pub(super) struct CheckedByForm;

/// The longest form that is no file.
const LONGEST_FORM: usize = 2 * 1024 * 1024;

/// Lets through what our own pages ask.
pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    match check(&app, request).await {
        Ok(request) => next.run(request).await,
        Err(stop) => stop.into_response(),
    }
}

/// Refuses a form whose token was left for an extractor to check, on a route whose handler may have none.
pub(super) async fn was_checked(request: Request, next: Next) -> Response {
    if request.extensions().get::<CheckedByForm>().is_some() {
        return Stop::OtherSite.into_response();
    }
    next.run(request).await
}

async fn check(app: &App, request: Request) -> Result<Request, Stop> {
    // The interface knows no session: who asks is told by a token that no browser adds by itself.
    let by_token = request.uri().path().starts_with("/api/");
    if by_token || matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(request);
    }
    if !from_here(request.headers(), &app.service.settings.base_url) {
        return Err(Stop::OtherSite);
    }
    let (mut parts, body) = request.into_parts();
    let token = parts.extensions.get::<CsrfToken>().cloned().ok_or(Stop::OtherSite)?;
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if parts.headers.get("x-csrf").and_then(|given| given.to_str().ok()).is_some_and(|given| token.is(given)) {
        return Ok(Request::from_parts(parts, body));
    }
    if kind.starts_with("multipart/form-data") {
        parts.extensions.insert(CheckedByForm);
        return Ok(Request::from_parts(parts, body));
    }
    let bytes: Bytes = axum::body::to_bytes(body, LONGEST_FORM).await.map_err(|_| Stop::TooLong)?;
    // A form as browsers send it.
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&bytes).unwrap_or_default();
    if !fields.iter().find(|(field, _)| field == "csrf").is_some_and(|(_, given)| token.is(given)) {
        return Err(Stop::OtherSite);
    }
    if let Some(unasked) = parts.extensions.get::<Unasked>() {
        unasked.form(fields.into_iter().map(|(field, _)| field));
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// Whether a request comes from our own pages, as far as the browser says.
fn from_here(headers: &HeaderMap, base_url: &str) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let fetch = text(axum::http::HeaderName::from_static("sec-fetch-site"));
    if fetch.is_some_and(|site| site != "same-origin" && site != "none") {
        return false;
    }
    // Where something on the way strips the origin, the browser's own word is enough.
    if fetch == Some("same-origin") && text(ORIGIN) == Some("null") {
        return true;
    }
    text(ORIGIN).is_none_or(|origin| {
        let host = text(HOST).unwrap_or_default();
        origin == base_url || (!host.is_empty() && origin.split_once("://").is_some_and(|(_, rest)| rest == host))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect();
        from_here(&headers, "https://payroll.city.example")
    }

    #[test]
    fn another_site_is_refused_and_our_own_is_not() {
        assert!(asked(&[]));
        assert!(asked(&[("sec-fetch-site", "same-origin"), ("origin", "https://payroll.city.example")]));
        assert!(asked(&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:8080")]));
        assert!(!asked(&[("sec-fetch-site", "cross-site")]));
        assert!(!asked(&[("sec-fetch-site", "same-site")]));
        assert!(!asked(&[("origin", "https://evil.example")]));
        assert!(!asked(&[("origin", "null")]));
        assert!(!asked(&[("sec-fetch-site", "none"), ("origin", "null")]));
        assert!(asked(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
    }

    #[test]
    fn a_token_is_right_or_it_is_not() {
        let token = CsrfToken("abc".to_owned());
        assert!(token.is("abc"));
        assert!(!token.is("abd") && !token.is("ab") && !token.is("") && !CsrfToken(String::new()).is(""));
    }
}
