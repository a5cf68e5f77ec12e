//! The session of a request: from its cookie to the person, and the token their forms carry.
//!
//! The cookie is `__Host-s` over TLS; a demonstration on this machine has no TLS, and calls it `s`. A visitor who is not
//! signed in has a cookie too, `__Host-v`, so that the sign-in form carries a token that no other site knows.

use super::same_site::CsrfToken;
use super::{App, Stop, render};
use crate::service::identity::sessions;
use crate::service::permission::Actor;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The cookies of an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cookies {
    tls: bool,
}

impl Cookies {
    pub fn of(app: &App) -> Self {
        Self { tls: !app.service.settings.demo }
    }

    const fn session(self) -> &'static str {
        if self.tls { "__Host-s" } else { "s" }
    }

    const fn visitor(self) -> &'static str {
        if self.tls { "__Host-v" } else { "v" }
    }

    fn set(self, name: &str, value: &str, seconds: i64) -> HeaderValue {
        let secure = if self.tls { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }

    /// Puts the secret of a session into an answer.
    pub fn begin(self, response: &mut Response, secret: &str) {
        response.headers_mut().append(header::SET_COOKIE, self.set(self.session(), secret, sessions::LASTS));
    }

    /// Takes the session out of the browser, and everything the browser kept of it.
    pub fn end(self, response: &mut Response) {
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, self.set(self.session(), "", 0));
        headers.insert("clear-site-data", HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""));
    }
}

/// A cookie of a request.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Where a second factor is set up.
const SET_UP: &str = "/account/second-factor";
/// What somebody may ask for whose work needs a second factor and who has none.
const BEFORE_SET_UP: [&str; 2] = [SET_UP, "/sign-out"];

/// Finds out who asks, and hands it on.
pub(super) async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") || path.starts_with("/assets/") || path == "/healthz" || path == "/readyz" {
        return next.run(request).await;
    }
    let cookies = Cookies::of(&app);
    let held = cookie(request.headers(), cookies.session()).map(str::to_owned);
    let asking = match &held {
        Some(secret) => match sessions::asking(&app.service, secret).await {
            Ok(asking) => asking,
            Err(fault) => return Stop::Fault(fault).into_response(),
        },
        None => None,
    };
    if asking.as_ref().is_some_and(|asking| asking.must_set_up) && !BEFORE_SET_UP.contains(&path) {
        return render::see(SET_UP);
    }
    let actor = asking.map(|asking| asking.actor);
    let mut fresh = None;
    let secret = match (&actor, held) {
        (Some(_), Some(secret)) => secret,
        _ => match cookie(request.headers(), cookies.visitor()).filter(|secret| secret.len() == 64) {
            Some(secret) => secret.to_owned(),
            None => match sessions::visitor() {
                Ok(secret) => {
                    fresh = Some(secret.clone());
                    secret
                }
                Err(fault) => return Stop::Fault(fault).into_response(),
            },
        },
    };
    if request.extensions().get::<CsrfToken>().is_none() {
        request.extensions_mut().insert(CsrfToken(sessions::form_token(&app.service, &secret)));
    }
    if let Some(actor) = actor
        && request.extensions().get::<Actor>().is_none()
    {
        request.extensions_mut().insert(actor);
    }
    let mut response = next.run(request).await;
    if let Some(secret) = fresh {
        response.headers_mut().append(header::SET_COOKIE, cookies.set(cookies.visitor(), &secret, sessions::LASTS));
    }
    response
}
