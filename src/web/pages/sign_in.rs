//! Signing in and out.

use super::next_page;
use crate::service::fault::Fault;
use crate::service::identity::sign_in::{self, SignedIn as Outcome, Tried};
use crate::service::identity::{second_factor, sessions};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::session::Cookies;
use crate::web::visit::{SignedIn, Visit};
use crate::web::{App, Entry, Stop, Who, address, path, render};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/sign-in", Who::Everyone, form),
        Entry::post("/sign-in", Who::Everyone, take),
        Entry::get("/sign-in/code", Who::SignedIn, code_form),
        Entry::post("/sign-in/code", Who::SignedIn, take_code),
        Entry::post("/sign-out", Who::SignedIn, sign_out),
    ]
}

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
pub(super) struct SignInPage {
    frame: Frame,
    email: String,
    next: String,
    fault: Option<String>,
    pending: Option<String>,
    provider: Option<String>,
}

impl SignInPage {
    /// The empty form.
    pub fn of(app: &App, frame: Frame) -> Self {
        let provider = app.service.settings.provider.as_ref().map(|provider| provider.name.clone());
        Self { frame, email: String::new(), next: String::new(), fault: None, pending: None, provider }
    }

    /// Where to go after it, as a part of an address.
    fn next_in_address(&self) -> String {
        path::encoded(&self.next)
    }

    /// The form with what is in the way.
    pub fn with_fault(self, sentence: String) -> Self {
        Self { fault: Some(sentence), ..self }
    }
}

#[derive(Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    next: String,
}

async fn form(State(app): State<App>, visit: Visit, Query(wanted): Query<Wanted>) -> Result<Response, Stop> {
    if visit.actor.is_some() {
        return Ok(render::see(next_page(&wanted.next)));
    }
    let page = SignInPage::of(&app, visit.frame(&app, "Sign in"));
    render::page(&SignInPage { next: wanted.next, ..page })
}

#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    pending: Option<String>,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

async fn take(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    extensions: Extensions,
    Form(given): Form<Given>,
) -> Result<Response, Stop> {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let done = match &given.pending {
        Some(pending) => {
            let cookie = sign_in::with_code(&app.service, pending, &given.code, agent).await;
            cookie.map(|cookie| Outcome::Session { cookie, must_set_up: false })
        }
        None => {
            let tried = Tried { email: &given.email, password: &given.password, from: address::of(&app, &headers, &extensions), agent };
            sign_in::sign_in(&app.service, tried).await
        }
    };
    match done {
        Ok(outcome) => answer(&app, &visit, outcome, given.email, &given.next),
        Err(Fault::Refused { sentence, code }) => {
            let page = SignInPage::of(&app, visit.frame(&app, "Sign in").with_error(true)).with_fault(sentence);
            let pending = given.pending.filter(|_| code == "code.wrong");
            render::form_again(&SignInPage { email: given.email, next: given.next, pending, ..page })
        }
        Err(other) => Err(other.into()),
    }
}

/// After the password, or after a sign-in elsewhere: the page that was wanted, or the form for the code.
pub(super) fn answer(app: &App, visit: &Visit, outcome: Outcome, email: String, next: &str) -> Result<Response, Stop> {
    match outcome {
        Outcome::Session { cookie, must_set_up } => {
            let mut response = render::see(if must_set_up { "/account/second-factor" } else { next_page(next) });
            Cookies::of(app).begin(&mut response, &cookie);
            Ok(response)
        }
        Outcome::CodeNeeded { pending } => {
            let page = SignInPage::of(app, visit.frame(app, "Sign in"));
            render::page(&SignInPage { email, next: next.to_owned(), pending: Some(pending), ..page })
        }
    }
}

#[derive(Template)]
#[template(path = "pages/code.html")]
struct CodePage {
    frame: Frame,
    next: String,
    fault: Option<String>,
}

async fn code_form(State(app): State<App>, who: SignedIn, Query(wanted): Query<Wanted>) -> Result<Response, Stop> {
    render::page(&CodePage { frame: who.frame(&app, "Type your code"), next: wanted.next, fault: None })
}

#[derive(Deserialize)]
struct Code {
    code: String,
    #[serde(default)]
    next: String,
}

/// The second factor once more: the session goes on under another secret.
async fn take_code(State(app): State<App>, who: SignedIn, Form(given): Form<Code>) -> Result<Response, Stop> {
    match second_factor::check(&app.service, who.actor.person, &given.code).await {
        Ok(()) => {
            let secret = sessions::step_up(&app.service, &who.actor).await?;
            let mut response = render::see(next_page(&given.next));
            Cookies::of(&app).begin(&mut response, &secret);
            Ok(response)
        }
        Err(Fault::Refused { sentence, .. }) => {
            let frame = who.frame(&app, "Type your code").with_error(true);
            render::form_again(&CodePage { frame, next: given.next, fault: Some(sentence) })
        }
        Err(other) => Err(other.into()),
    }
}

async fn sign_out(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    if let Some(session) = who.actor.session {
        sessions::end(&app.service, &who.actor, session).await?;
    }
    let mut response = render::see("/sign-in");
    Cookies::of(&app).end(&mut response);
    Ok(response)
}
