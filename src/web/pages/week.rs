//! One week of a contract: its versions, what is on its way, what happened, and what can be done.

use crate::service::weeks::{self, OneWeek, UploadState};
use crate::web::frame::Frame;
use crate::web::visit::SignedIn;
use crate::web::words::long;
use crate::web::{App, Entry, Stop, Who, path, render};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/contracts/{contract}/weeks/{week}", Who::SignedIn, show)]
}

#[derive(Template)]
#[template(path = "pages/week.html")]
struct WeekPage {
    frame: Frame,
    it: OneWeek,
    today: NaiveDate,
    /// The version that counts, if one is signed.
    counting: Option<String>,
}

async fn show(State(app): State<App>, who: SignedIn, Path((contract, week)): Path<(String, String)>) -> Result<Response, Stop> {
    let (contract, week) = (path::id(&contract)?, path::day(&week)?);
    let today = app.service.clock.today();
    let it = weeks::one_week(&app.service, &who.actor, contract, week).await?;
    let home = if it.own { ("/weeks", "Your weeks") } else { ("/desk", "Payrolls") };
    let up = format!("/contracts/{contract}");
    let label = format!("{}, {}", it.firm, it.project.name);
    let frame = who.frame(&app, format!("Week ending {}", long(&week))).under(&[home, (&up, &label)]);
    let counting = it.versions.iter().find(|version| version.counts).map(|version| version.submission.id.to_string());
    render::page(&WeekPage { frame, it, today, counting })
}

/// How far an upload has come, as the firm reads it.
pub(super) fn state_in_words(state: &UploadState) -> &'static str {
    match state {
        UploadState::Reading => "Reading your file",
        UploadState::Refused => "The file could not be read",
        UploadState::Columns => "Fix needed: match the columns",
        UploadState::Examined => "Read and checked: look at it, then sign",
        UploadState::Signed => "Signed",
        UploadState::Replaced => "Replaced by a newer file",
        UploadState::Dropped => "Let go",
    }
}
