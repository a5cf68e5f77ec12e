//! Whether the program lives, and whether it can work.

use super::{App, Entry, Who};
use axum::extract::State;
use axum::http::StatusCode;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/healthz", Who::Everyone, alive), Entry::get("/readyz", Who::Everyone, ready)]
}

async fn alive() -> &'static str {
    "ok"
}

async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.service.is_ready().await {
        true => (StatusCode::OK, "ready"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be reached"),
    }
}
