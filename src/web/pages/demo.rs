//! The demonstration's own pages: a tour, and a link to sign in by for each part there is to play.
//!
//! They are there in a demonstration alone; elsewhere there is nothing at their addresses.

use super::next_page;
use crate::service::demo::{self, PLAYERS, Player};
use crate::service::fault::Fault;
use crate::web::frame::Frame;
use crate::web::session::Cookies;
use crate::web::visit::Visit;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/demo", Who::Everyone, tour), Entry::get("/demo/{link}", Who::Everyone, sign_in)]
}

/// One step of the tour.
struct Step {
    /// As whom.
    player: &'static Player,
    /// Where it begins.
    to: String,
    /// What the link says.
    label: &'static str,
    /// What to do there.
    how: &'static str,
}

#[derive(Template)]
#[template(path = "pages/demo.html")]
struct TourPage {
    frame: Frame,
    steps: Vec<Step>,
    players: &'static [Player],
}

async fn tour(State(app): State<App>, visit: Visit) -> Result<Response, Stop> {
    let places = demo::places(&app.service).await?;
    let week = format!("/contracts/{}/weeks/{}", places.contract, places.week);
    let shown = places.submission.map_or("/desk".to_owned(), |id| format!("/submissions/{id}"));
    let filing = format!("/projects/{}/filing", places.project);
    let all = [
        ("dana", "/weeks".to_owned(), "See the weeks of a firm", "What is on file, what is late, what is to be done first."),
        ("dana", format!("{week}/upload"), "Send a payroll", "Choose try-me.xlsx from the folder of the demonstration and check it."),
        (
            "dana",
            week.clone(),
            "Match the columns, mend two cells",
            "Two columns are both headed Rate. Then type 8.5 in F12 and 33.50 in O18, and check again.",
        ),
        (
            "dana",
            week,
            "Read three findings, answer, sign",
            "Each has its cells, its arithmetic and its law. The code for your signature is 000000.",
        ),
        (
            "tom",
            filing,
            "See who has filed",
            "The main contractor sees the firms below, by tier: filed, late, finished. Remind the late ones.",
        ),
        (
            "imani",
            "/desk".to_owned(),
            "Open the officer’s desk",
            "The living wage ends tonight and none is held to follow: that stands first.",
        ),
        (
            "imani",
            shown.clone(),
            "Look at a signed week",
            "Three findings, two of them paid and closed. Take the file as it came, or its proof.",
        ),
        ("ruth", shown, "Look as an investigator", "The same week, and nothing to change."),
        ("sam", "/people".to_owned(), "Keep accounts", "Invite somebody; the mail waits on a page, for nothing leaves this computer."),
    ];
    let steps = all.into_iter().filter_map(|(link, to, label, how)| {
        let player = PLAYERS.iter().find(|player| player.link == link)?;
        Some(Step { player, to, label, how })
    });
    render::page(&TourPage { frame: visit.frame(&app, "A tour in nine steps"), steps: steps.collect(), players: PLAYERS })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    to: String,
}

async fn sign_in(
    State(app): State<App>,
    Path(link): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Stop> {
    if !app.service.settings.demo {
        return Err(Fault::NotFound.into());
    }
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let cookie = demo::sign_in(&app.service, &link, agent).await?;
    let mut response = render::see(next_page(&wanted.to));
    Cookies::of(&app).begin(&mut response, &cookie);
    Ok(response)
}
