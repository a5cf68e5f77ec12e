//! Signed weeks.

use super::bearer::{Asked, Bearer};
use super::fault::ApiStop;
use super::paging::{Which, cut};
use super::wire::{Page, Submission, id};
use crate::service::overview::{self, Signature};
use crate::service::tokens::Scope;
use crate::web::{App, Entry, Who};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/api/v1/contracts/{contract}/submissions", Who::Token, list),
        Entry::get("/api/v1/submissions/{submission}", Who::Token, one),
        Entry::file("/api/v1/submissions/{submission}/statement", Who::Token, statement),
    ]
}

/// The weeks of a contract, each in the version that counts.
#[utoipa::path(get, path = "/api/v1/contracts/{contract}/submissions", tag = "submissions", params(("contract" = String, Path), Which),
    responses((status = 200, body = Page<Submission>), (status = 404, body = super::fault::Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    bearer: Bearer,
    Path(contract): Path<String>,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<Submission>>, ApiStop> {
    let found = overview::submissions_of(&app.service, bearer.may(Scope::Read)?, id(&contract)?).await?;
    let key = |s: &overview::Submission| format!("{} {:08}", s.week_ending, s.version);
    Ok(Json(cut(found.into_iter().map(|(s, signature)| (key(&s), wire(s, signature))).collect(), &which)))
}

/// One version of a week, and whether it is signed.
#[utoipa::path(get, path = "/api/v1/submissions/{submission}", tag = "submissions", params(("submission" = String, Path)),
    responses((status = 200, body = Submission), (status = 404, body = super::fault::Problem)))]
pub(super) async fn one(State(app): State<App>, bearer: Bearer, Path(submission): Path<String>) -> Result<Json<Submission>, ApiStop> {
    let (found, signature) = overview::submission_of(&app.service, bearer.may(Scope::Read)?, id(&submission)?).await?;
    Ok(Json(wire(found, signature)))
}

/// The signed Statement of Compliance, word for word.
#[utoipa::path(get, path = "/api/v1/submissions/{submission}/statement", tag = "submissions", params(("submission" = String, Path)),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 404, body = super::fault::Problem)))]
pub(super) async fn statement(State(app): State<App>, bearer: Bearer, Path(submission): Path<String>) -> Result<Response, ApiStop> {
    let (_, signature) = overview::submission_of(&app.service, bearer.may(Scope::Read)?, id(&submission)?).await?;
    let signature = signature.ok_or(crate::service::fault::Fault::NotFound)?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))], signature.text).into_response())
}

fn wire(submission: overview::Submission, signature: Option<Signature>) -> Submission {
    Submission {
        id: submission.id.to_string(),
        contract: submission.contract.to_string(),
        week_ending: submission.week_ending.to_string(),
        version: submission.version,
        kind: submission.kind.word(),
        last: submission.last,
        certified_at: submission.certified_at.map(|at| at.to_string()),
        withdrawn_at: submission.withdrawn_at.map(|at| at.to_string()),
        signed_by: signature.map(|s| format!("{}, {}", s.name, s.signed_as)),
        sha256: submission.original,
    }
}
