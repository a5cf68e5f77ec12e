//! The main contractor's approval of a signed week of a firm below: the week in sum, without a worker.

use crate::service::filing::{self, Approvable};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::words::long;
use crate::web::{App, Entry, Stop, Who, path, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/submissions/{submission}/approve", Who::SignedIn, show),
        Entry::post("/submissions/{submission}/approve", Who::SignedIn, approve),
    ]
}

#[derive(Template)]
#[template(path = "pages/approve.html")]
struct ApprovePage {
    frame: Frame,
    it: Approvable,
}

async fn show(State(app): State<App>, who: SignedIn, Path(submission): Path<String>) -> Result<Response, Stop> {
    let it = filing::look(&app.service, &who.actor, path::id(&submission)?).await?;
    let back = format!("/projects/{}/filing", it.project.id);
    let title = format!("Approve the week ending {} of {}", long(&it.submission.week_ending), it.firm);
    let frame = who.frame(&app, title).under(&[("/weeks", "Your weeks"), (&back, "Who has filed")]);
    render::page(&ApprovePage { frame, it })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    note: String,
}

async fn approve(
    State(app): State<App>,
    who: SignedIn,
    Path(submission): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Stop> {
    let project = filing::approve(&app.service, &who.actor, path::id(&submission)?, &typed.note).await?;
    Ok(render::see(&format!("/projects/{project}/filing")))
}
