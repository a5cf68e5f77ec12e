//! A person's tokens, by which a payroll program acts for them.

use crate::service::Id;
use crate::service::fault::Fault;
use crate::service::tokens::{self, Scope};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/account/tokens", Who::SignedIn, list),
        Entry::post("/account/tokens", Who::SignedIn, make),
        Entry::post("/account/tokens/end", Who::SignedIn, end),
    ]
}

/// A token in the list.
struct Row {
    id: String,
    name: String,
    scopes: String,
    until: String,
    ended: bool,
}

#[derive(Template)]
#[template(path = "pages/tokens.html")]
struct Page {
    frame: Frame,
    tokens: Vec<Row>,
    made: Option<String>,
    fault: Option<String>,
}

async fn page(app: &App, who: &SignedIn, made: Option<String>, fault: Option<String>) -> Result<Page, Stop> {
    let now = app.service.clock.now();
    let rows = tokens::list(&app.service, &who.actor).await?.into_iter().map(|token| Row {
        id: token.id.to_string(),
        ended: token.revoked_at.is_some() || token.expires_at <= now,
        name: token.name,
        scopes: token.scopes.replace(' ', ", "),
        until: token.expires_at.to_string().chars().take(10).collect(),
    });
    let frame = who.frame(app, "Tokens for programs").under(&[("/account", "Your account")]).with_error(fault.is_some());
    Ok(Page { frame, tokens: rows.collect(), made, fault })
}

async fn list(State(app): State<App>, who: SignedIn) -> Result<Response, Stop> {
    render::page(&page(&app, &who, None, None).await?)
}

#[derive(Deserialize)]
struct NewToken {
    name: String,
    #[serde(default)]
    read: Option<String>,
    #[serde(default)]
    submit: Option<String>,
}

async fn make(State(app): State<App>, who: SignedIn, Form(form): Form<NewToken>) -> Result<Response, Stop> {
    let chosen = [(Scope::Read, form.read.is_some()), (Scope::Submit, form.submit.is_some())];
    let scopes: Vec<Scope> = chosen.into_iter().filter(|(_, is)| *is).map(|(scope, _)| scope).collect();
    match tokens::make(&app.service, &who.actor, &form.name, &scopes).await {
        Ok(token) => render::page(&page(&app, &who, Some(token), None).await?),
        Err(Fault::Refused { sentence, .. }) => render::form_again(&page(&app, &who, None, Some(sentence)).await?),
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
struct Ended {
    token: String,
}

async fn end(State(app): State<App>, who: SignedIn, Form(form): Form<Ended>) -> Result<Response, Stop> {
    tokens::revoke(&app.service, &who.actor, Id::parse(&form.token).ok_or(Fault::NotFound)?).await?;
    Ok(render::see("/account/tokens"))
}
