//! What the footer of every page leads to: access, and privacy.

use crate::web::frame::Frame;
use crate::web::visit::Visit;
use crate::web::{App, Entry, Stop, Who, render};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/accessibility", Who::Everyone, accessibility), Entry::get("/privacy", Who::Everyone, privacy)]
}

#[derive(Template)]
#[template(path = "pages/accessibility.html")]
struct Accessibility {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "pages/privacy.html")]
struct Privacy {
    frame: Frame,
}

async fn accessibility(State(app): State<App>, visit: Visit) -> Result<Response, Stop> {
    render::page(&Accessibility { frame: visit.frame(&app, "Accessibility") })
}

async fn privacy(State(app): State<App>, visit: Visit) -> Result<Response, Stop> {
    render::page(&Privacy { frame: visit.frame(&app, "Privacy") })
}
