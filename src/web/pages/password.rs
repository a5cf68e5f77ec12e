//! Choosing a password by a link: an invitation, or one that was forgotten.

use crate::service::fault::Fault;
use crate::service::identity::invitations::{self, LinkPurpose};
use crate::service::identity::{passwords, second_factor, sign_in};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::session::Cookies;
use crate::web::visit::Visit;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/forgot", Who::Everyone, forgot_form),
        Entry::post("/forgot", Who::Everyone, forgot),
        Entry::get("/reset/{link}", Who::Everyone, reset_form),
        Entry::post("/reset/{link}", Who::Everyone, reset),
        Entry::get("/invitation/{link}", Who::Everyone, invitation_form),
        Entry::post("/invitation/{link}", Who::Everyone, invitation),
    ]
}

#[derive(Template)]
#[template(path = "pages/forgot.html")]
struct ForgotPage {
    frame: Frame,
    sent: bool,
}

async fn forgot_form(State(app): State<App>, visit: Visit) -> Result<Response, Stop> {
    render::page(&ForgotPage { frame: visit.frame(&app, "Choose another password"), sent: false })
}

#[derive(Deserialize)]
struct Forgotten {
    email: String,
}

async fn forgot(State(app): State<App>, visit: Visit, Form(given): Form<Forgotten>) -> Result<Response, Stop> {
    invitations::forgot(&app.service, &given.email).await?;
    render::page(&ForgotPage { frame: visit.frame(&app, "Look into your mail"), sent: true })
}

#[derive(Template)]
#[template(path = "pages/password.html")]
struct PasswordPage {
    frame: Frame,
    email: String,
    action: String,
    fewest: usize,
    fault: Option<String>,
}

async fn page(app: &App, visit: &Visit, purpose: LinkPurpose, link: &str, fault: Option<String>) -> Result<PasswordPage, Stop> {
    let email = invitations::whose(&app.service, purpose, link).await?.ok_or(Fault::NotFound)?;
    let (title, at) = match purpose {
        LinkPurpose::Invitation => ("Welcome: choose your password", "invitation"),
        LinkPurpose::Reset => ("Choose another password", "reset"),
    };
    let frame = visit.frame(app, title).with_error(fault.is_some());
    Ok(PasswordPage { frame, email, action: format!("/{at}/{link}"), fewest: passwords::FEWEST, fault })
}

async fn reset_form(State(app): State<App>, visit: Visit, Path(link): Path<String>) -> Result<Response, Stop> {
    render::page(&page(&app, &visit, LinkPurpose::Reset, &link, None).await?)
}

async fn invitation_form(State(app): State<App>, visit: Visit, Path(link): Path<String>) -> Result<Response, Stop> {
    render::page(&page(&app, &visit, LinkPurpose::Invitation, &link, None).await?)
}

#[derive(Deserialize)]
struct Chosen {
    password: String,
}

async fn reset(State(app): State<App>, visit: Visit, Path(link): Path<String>, Form(given): Form<Chosen>) -> Result<Response, Stop> {
    match invitations::choose(&app.service, LinkPurpose::Reset, &link, &given.password).await {
        Ok(_) => {
            let mut response = render::see("/sign-in");
            Cookies::of(&app).end(&mut response);
            Ok(response)
        }
        Err(Fault::Refused { sentence, .. }) => render::form_again(&page(&app, &visit, LinkPurpose::Reset, &link, Some(sentence)).await?),
        Err(other) => Err(other.into()),
    }
}

/// Takes an account up: the password, then at once the second factor where one is needed.
async fn invitation(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(link): Path<String>,
    Form(given): Form<Chosen>,
) -> Result<Response, Stop> {
    match invitations::choose(&app.service, LinkPurpose::Invitation, &link, &given.password).await {
        Ok(person) => {
            let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
            let has = second_factor::has(&app.service, person).await?;
            let cookie = sign_in::begin(&app.service, person, None, agent).await?;
            let mut response = render::see(if has { "/" } else { "/account/second-factor" });
            Cookies::of(&app).begin(&mut response, &cookie);
            Ok(response)
        }
        Err(Fault::Refused { sentence, .. }) => {
            render::form_again(&page(&app, &visit, LinkPurpose::Invitation, &link, Some(sentence)).await?)
        }
        Err(other) => Err(other.into()),
    }
}
