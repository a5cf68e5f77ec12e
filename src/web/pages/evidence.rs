//! A signed week to take away: the bundle with its proof, and the receipt.

use crate::service::Id;
use crate::service::bundle::{make, receipt};
use crate::service::fault::Fault;
use crate::web::visit::SignedIn;
use crate::web::{App, Entry, Stop, Who, render};
use axum::extract::{Path, State};
use axum::response::Response;

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::file("/submissions/{submission}/bundle.zip", Who::SignedIn, bundle),
        Entry::file("/submissions/{submission}/receipt.json", Who::SignedIn, receipt),
    ]
}

async fn bundle(State(app): State<App>, who: SignedIn, Path(submission): Path<String>) -> Result<Response, Stop> {
    let id = Id::parse(&submission).ok_or(Fault::NotFound)?;
    Ok(render::attachment("plumbline-bundle.zip", make::of(&app.service, &who.actor, id).await?))
}

async fn receipt(State(app): State<App>, who: SignedIn, Path(submission): Path<String>) -> Result<Response, Stop> {
    let id = Id::parse(&submission).ok_or(Fault::NotFound)?;
    let receipt = receipt::of(&app.service, &who.actor, id).await?;
    let text = serde_json::to_vec_pretty(&receipt).map_err(|error| Stop::ours(format!("a receipt: {error}")))?;
    Ok(render::attachment("plumbline-receipt.json", text))
}
