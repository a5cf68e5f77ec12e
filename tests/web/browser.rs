//! A browser as far as cookies and forms go: what it is told to keep, it sends back.

use crate::house::{Answer, House};
use axum::body::Body;
use axum::http::{Request, header};
use plumbline::web::routes;
use std::cell::RefCell;
use std::collections::BTreeMap;
use tower::ServiceExt as _;

/// A browser.
pub struct Browser<'a> {
    house: &'a House,
    pub cookies: RefCell<BTreeMap<String, String>>,
}

impl<'a> Browser<'a> {
    pub fn new(house: &'a House) -> Self {
        Self { house, cookies: RefCell::default() }
    }

    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let line: Vec<String> = self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(header::COOKIE, line.join("; ").parse().expect("a header"));
        let response = routes::router(self.house.app.clone()).oneshot(request).await.expect("a router always answers");
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let text = set.to_str().expect("text");
            assert!(
                text.contains("; Secure") && text.contains("; HttpOnly") && text.contains("; SameSite=Lax") && text.contains("Path=/"),
                "{text}"
            );
            let (name, value) = text.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            assert!(name.starts_with("__Host-"), "{text}");
            if text.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("the body arrives").to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// The value of a hidden field of a page.
    pub fn hidden(page: &Answer, name: &str) -> String {
        let text = page.text();
        let at = text.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no field {name}: {text}"));
        text[at..].split('"').nth(3).expect("a value").to_owned()
    }

    /// Sends a form of a page, with the token that stands in it.
    pub async fn fill(&self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = Self::hidden(page, "csrf");
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        let body = serde_urlencoded::to_string(&all).expect("a form");
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(body));
        self.send(request.expect("a request")).await
    }
}
