//! Signing in by an account elsewhere. The browser goes to the provider by a link and comes back by one, so both routes
//! are `GET`: the one begins nothing but a note of what must come back, the other counts once, for the browser that began.

use super::next_page;
use super::sign_in::{self, SignInPage};
use crate::service::fault::Fault;
use crate::service::identity::outside::{self, CameBack, Done, Wanted};
use crate::web::visit::Visit;
use crate::web::{App, Entry, Stop, Who, render};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/sign-in/oidc", Who::Everyone, begin), Entry::get("/sign-in/oidc/callback", Who::Everyone, come_back)]
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

async fn begin(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Stop> {
    let wanted = Wanted { browser: &visit.csrf, next: next_page(&asked.next), actor: visit.actor.as_ref() };
    match outside::begin(&app.service, wanted).await {
        Ok(address) => Ok(render::see(&address)),
        Err(fault) => again(&app, &visit, fault),
    }
}

#[derive(Deserialize)]
struct Returned {
    #[serde(default)]
    state: String,
    code: Option<String>,
    iss: Option<String>,
}

async fn come_back(State(app): State<App>, visit: Visit, headers: HeaderMap, Query(came): Query<Returned>) -> Result<Response, Stop> {
    let came = CameBack {
        state: &came.state,
        code: came.code.as_deref(),
        issuer: came.iss.as_deref(),
        browser: &visit.csrf,
        agent: headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default(),
        actor: visit.actor.as_ref(),
    };
    match outside::end(&app.service, came).await {
        Ok(Done::Tied) => Ok(render::see("/account")),
        Ok(Done::SignedIn(outcome, next)) => sign_in::answer(&app, &visit, outcome, String::new(), &next),
        Err(fault) => again(&app, &visit, fault),
    }
}

/// The sign-in page with what is in the way; for who is signed in already, a page that says so.
fn again(app: &App, visit: &Visit, fault: Fault) -> Result<Response, Stop> {
    match fault {
        Fault::Refused { sentence, .. } if visit.actor.is_none() => {
            let frame = visit.frame(app, "Sign in").with_error(true);
            render::form_again(&SignInPage::of(app, frame).with_fault(sentence))
        }
        other => Err(other.into()),
    }
}
