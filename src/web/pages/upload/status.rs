//! An upload: where it stands, and the page of its next step.

use super::id;
use super::place::Place;
use crate::service::examine::ProblemSeen;
use crate::service::upload::see::{self, Seen};
use crate::service::upload::{UploadState, correct};
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/uploads/{upload}", Who::SignedIn, page),
        Entry::post("/uploads/{upload}/check-again", Who::SignedIn, check_again),
        Entry::post("/uploads/{upload}/drop", Who::SignedIn, let_go),
    ]
}

/// Seconds after which a page of something that is being read asks again: at once at first, then now and then.
const SOON: u32 = 1;
const LATER: u32 = 3;

#[derive(Template)]
#[template(path = "pages/upload/reading.html")]
struct Reading {
    frame: Frame,
    place: Place,
    /// The virus scanner does not answer.
    waits: bool,
}

#[derive(Template)]
#[template(path = "pages/upload/refused.html")]
struct Refused {
    frame: Frame,
    place: Place,
    problems: Vec<ProblemSeen>,
}

#[derive(Template)]
#[template(path = "pages/upload/closed.html")]
struct Closed {
    frame: Frame,
    place: Place,
    replaced: bool,
}

async fn page(State(app): State<App>, who: SignedIn, Path(upload): Path<String>) -> Result<Response, Stop> {
    let seen = see::upload(&app.service, &who.actor, id(&upload)?).await?;
    let at = format!("/uploads/{}", seen.upload.id);
    match seen.upload.state {
        UploadState::Reading => reading(&app, &who, &seen).await,
        UploadState::Refused => refused(&app, &who, &seen).await,
        UploadState::Columns => Ok(render::see(&format!("{at}/columns"))),
        UploadState::Examined => Ok(render::see(&format!("{at}/{}", next_step(&app, &seen).await?))),
        UploadState::Signed => Ok(render::see(&match seen.upload.submission {
            Some(submission) => format!("/submissions/{submission}"),
            None => Place::of_upload(&seen).week_page,
        })),
        UploadState::Replaced | UploadState::Dropped => {
            let place = Place::of_upload(&seen);
            let frame = who.frame(&app, "This file is no longer used").under(&place.crumbs());
            render::page(&Closed { frame, place, replaced: seen.upload.state == UploadState::Replaced })
        }
    }
}

/// The step of an upload that was read.
async fn next_step(app: &App, seen: &Seen) -> Result<&'static str, Stop> {
    let reading = see::reading(&app.service, &seen.upload).await?;
    Ok(match reading {
        Some(reading) if reading.examination.blocking().next().is_some() => "problems",
        // A week without work has nothing to be found in.
        _ if seen.upload.original.is_none() => "sign",
        _ => "findings",
    })
}

async fn reading(app: &App, who: &SignedIn, seen: &Seen) -> Result<Response, Stop> {
    let waits = see::waits_for_scanner(&app.service, &seen.upload).await?;
    let place = Place::of_upload(seen);
    let waited = app.service.clock.now().micros() - seen.upload.changed_at.micros();
    let mut frame = who.frame(app, "Reading your file").under(&place.crumbs());
    frame.refresh = Some(if waited < 3_000_000 { SOON } else { LATER });
    render::page(&Reading { frame, place, waits })
}

async fn refused(app: &App, who: &SignedIn, seen: &Seen) -> Result<Response, Stop> {
    let reading = see::reading(&app.service, &seen.upload).await?;
    let problems = reading.map(|reading| reading.examination.problems).unwrap_or_default();
    let place = Place::of_upload(seen);
    let frame = who.frame(app, "We could not use this file").under(&place.crumbs()).with_error(true);
    render::page(&Refused { frame, place, problems })
}

#[derive(Deserialize)]
struct Nothing {}

async fn check_again(State(app): State<App>, who: SignedIn, Path(upload): Path<String>, Form(_): Form<Nothing>) -> Result<Response, Stop> {
    let upload = id(&upload)?;
    correct::check_again(&app.service, &who.actor, upload).await?;
    Ok(render::see(&format!("/uploads/{upload}")))
}

async fn let_go(State(app): State<App>, who: SignedIn, Path(upload): Path<String>, Form(_): Form<Nothing>) -> Result<Response, Stop> {
    let seen = see::drop_it(&app.service, &who.actor, id(&upload)?).await?;
    Ok(render::see(&Place::of_upload(&seen).week_page))
}
