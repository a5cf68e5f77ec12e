//! Payrolls that come in, and weeks without work.

use super::bearer::Bearer;
use super::fault::{ApiStop, bad};
use super::wire::{RunState, Taken, id};
use crate::service::Id;
use crate::service::permission::Actor;
use crate::service::tokens::Scope;
use crate::service::upload::begin::{self, Begun, NewFile};
use crate::service::upload::no_work;
use crate::service::upload::receive;
use crate::web::form::{FileForm, FilePart, JsonForm};
use crate::web::{App, Entry, Stop, Who};
use axum::Json;
use axum::extract::State;
use axum::extract::multipart::Field;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::post_file("/api/v1/uploads", Who::Token, send), Entry::post("/api/v1/no-work", Who::Token, report_no_work)]
}

/// A payroll for one week. The fields stand before the file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the form; the form is read part by part")]
pub struct UploadForm {
    /// The contract: see `/api/v1/projects`.
    contract: String,
    /// Last day of the work week.
    #[schema(format = Date)]
    week_ending: String,
    /// `true` for the last payroll of the firm on the project.
    last: Option<bool>,
    /// Why there is a further version, where one was signed.
    reason: Option<String>,
    /// The spreadsheet, .xlsx or .csv.
    #[schema(format = Binary, value_type = String)]
    file: Vec<u8>,
}

/// The fields of the form.
const FIELDS: [&str; 5] = ["contract", "week_ending", "last", "reason", "file"];

/// The fields that stand before the file.
#[derive(Default)]
struct Before {
    contract: Option<Id>,
    week_ending: Option<NaiveDate>,
    last: bool,
    reason: Option<String>,
}

/// Sends a payroll. It is read and checked; a person signs it on the page.
#[utoipa::path(post, path = "/api/v1/uploads", tag = "uploads",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = String, Header, min_length = 1, max_length = 200, description = "A text of your own; the same key with the same file gives the same answer")),
    responses((status = 202, body = Taken), (status = 200, body = Taken, description = "The same bytes were sent for this week before"),
        (status = 400, body = super::fault::Problem), (status = 401, body = super::fault::Problem), (status = 403, body = super::fault::Problem),
        (status = 404, body = super::fault::Problem), (status = 409, body = super::fault::Problem), (status = 413, body = super::fault::Problem),
        (status = 422, body = super::fault::Problem), (status = 429, body = super::fault::Problem), (status = 503, body = super::fault::Problem)))]
pub(super) async fn send(
    State(app): State<App>,
    bearer: Bearer,
    headers: HeaderMap,
    form: Result<FileForm, Stop>,
) -> Result<Response, ApiStop> {
    let actor = bearer.may(Scope::Submit)?;
    let key = key(&headers)?;
    let mut form = form?;
    let place = receive::place(&app.service)?;
    let mut before = Before::default();
    while let Some(field) = form.next(|name| FIELDS.contains(&name)).await? {
        match field.name().unwrap_or_default() {
            "contract" => before.contract = Some(id(text(field).await?.trim())?),
            "week_ending" => before.week_ending = Some(day(&text(field).await?)?),
            "last" => before.last = text(field).await?.trim() == "true",
            "reason" => before.reason = Some(text(field).await?).filter(|reason| !reason.trim().is_empty()),
            "file" => return take(&app, actor, &key, before, place, field).await,
            // A field nobody asked for is not looked at; the form notes that it came.
            _ => {}
        }
    }
    Err(bad("upload.no-file", "There is no file in the form. Put the spreadsheet in the field `file`, after the other fields."))
}

async fn take(
    app: &App,
    actor: &Actor,
    key: &str,
    before: Before,
    mut place: receive::Place,
    field: Field<'_>,
) -> Result<Response, ApiStop> {
    let Before { contract, week_ending, last, reason } = before;
    let (Some(contract), Some(week_ending)) = (contract, week_ending) else {
        return Err(bad("upload.fields", "The fields `contract` and `week_ending` must stand before the file. Send them first."));
    };
    receive::may_send(&app.service, actor, contract, &mut place).await?;
    let file_name = field.file_name().unwrap_or_default().to_owned();
    let received = receive::receive(&app.service, place, FilePart(field)).await?;
    let reason = reason.as_deref();
    let new = NewFile { contract, week_ending, last, reason, file_name: &file_name, key, mapping: None };
    let (status, upload, state) = match begin::file(&app.service, actor, new, received).await? {
        Begun::Upload(id) => (StatusCode::ACCEPTED, id, RunState::Reading),
        Begun::Duplicate(first) => (StatusCode::OK, first.id, super::runs::state(first.state)),
    };
    Ok(taken(app, status, upload, state))
}

/// A week in which nobody of the firm worked on the job.
#[derive(Deserialize, ToSchema)]
pub struct NoWork {
    /// The contract: see `/api/v1/projects`.
    contract: String,
    /// Last day of the work week.
    #[schema(format = Date)]
    week_ending: String,
    /// `true` where there will be no further week.
    #[serde(default)]
    last: bool,
    /// Why there is a further version, where one was signed.
    #[serde(default)]
    reason: Option<String>,
}

/// Reports a week without work. A person signs it on the page.
#[utoipa::path(post, path = "/api/v1/no-work", tag = "uploads", request_body = NoWork,
    params(("Idempotency-Key" = String, Header, min_length = 1, max_length = 200, description = "A text of your own; the same key with the same week gives the same answer")),
    responses((status = 202, body = Taken), (status = 400, body = super::fault::Problem), (status = 401, body = super::fault::Problem),
        (status = 403, body = super::fault::Problem), (status = 404, body = super::fault::Problem), (status = 409, body = super::fault::Problem),
        (status = 422, body = super::fault::Problem), (status = 429, body = super::fault::Problem)))]
pub(super) async fn report_no_work(
    State(app): State<App>,
    bearer: Bearer,
    headers: HeaderMap,
    JsonForm(body): JsonForm<NoWork>,
) -> Result<Response, ApiStop> {
    let actor = bearer.may(Scope::Submit)?;
    let key = key(&headers)?;
    let asked = body.map_err(|error| {
        bad("body", &format!("The body cannot be read as a week without work: {error}. Send JSON with `contract` and `week_ending`."))
    })?;
    let (contract, week_ending) = (id(&asked.contract)?, day(&asked.week_ending)?);
    let upload = no_work::report(&app.service, actor, contract, week_ending, asked.last, asked.reason.as_deref(), &key).await?;
    Ok(taken(&app, StatusCode::ACCEPTED, upload, RunState::Checked))
}

fn taken(app: &App, status: StatusCode, upload: Id, state: RunState) -> Response {
    let href = format!("/api/v1/runs/{upload}");
    let page = format!("{}/uploads/{upload}", app.service.settings.base_url);
    let mut response = (status, Json(Taken { id: upload.to_string(), state, href: href.clone(), page })).into_response();
    if let Ok(location) = HeaderValue::from_str(&href) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    if matches!(state, RunState::Reading) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(1));
    }
    response
}

/// The key a repeat is known by.
fn key(headers: &HeaderMap) -> Result<String, ApiStop> {
    let given = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default().trim_matches('"');
    if given.is_empty() || given.len() > 200 {
        return Err(bad("idempotency.missing", "Send a header `Idempotency-Key` with a text of your own: then a repeat does no harm."));
    }
    Ok(given.to_owned())
}

fn day(text: &str) -> Result<NaiveDate, ApiStop> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d");
    day.map_err(|_| bad("week-ending", "We need the last day of the work week as year, month and day, for example 2025-03-15."))
}

async fn text(field: Field<'_>) -> Result<String, ApiStop> {
    field.text().await.map_err(|_| broken_form())
}

fn broken_form() -> ApiStop {
    ApiStop(Stop::BadForm)
}
