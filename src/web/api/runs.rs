//! Runs: a file as it was read and checked, until it is signed.

use super::bearer::{Asked, Bearer};
use super::fault::ApiStop;
use super::wire::{Run, RunState, Unread, id};
use crate::service::certify;
use crate::service::examine::{Examination, ProblemSeen};
use crate::service::tokens::Scope;
use crate::service::upload::{Upload, UploadState, see};
use crate::web::{App, Entry, Who};
use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;
use utoipa::IntoParams;

/// The longest a program may wait for an answer.
const LONGEST_WAIT: u64 = 20;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/api/v1/runs/{run}", Who::Token, one)]
}

/// How long to wait.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wait {
    /// Seconds to wait while the file is being read, 20 at most.
    #[param(minimum = 0, maximum = 20)]
    pub wait: Option<u64>,
}

/// How a file was read and checked: problems, findings, and whether it can be signed.
#[utoipa::path(get, path = "/api/v1/runs/{run}", tag = "runs", params(("run" = String, Path), Wait),
    responses((status = 200, body = Run), (status = 404, body = super::fault::Problem)))]
pub(super) async fn one(
    State(app): State<App>,
    bearer: Bearer,
    Path(run): Path<String>,
    Asked(Wait { wait }): Asked<Wait>,
) -> Result<Json<Run>, ApiStop> {
    let actor = bearer.may(Scope::Read)?;
    let wanted = id(&run)?;
    for _ in 0..wait.unwrap_or(0).min(LONGEST_WAIT) * 4 {
        if see::upload(&app.service, actor, wanted).await?.upload.state != UploadState::Reading {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let upload = see::upload(&app.service, actor, wanted).await?.upload;
    let reading = see::reading(&app.service, &upload).await?;
    let why_not = certify::why_not(&app.service, actor, wanted).await?;
    Ok(Json(wire(&upload, reading.as_ref().map(|reading| &reading.examination), why_not, &app.service.settings.base_url)))
}

/// The state of an upload, as a program reads it.
pub(super) const fn state(state: UploadState) -> RunState {
    match state {
        UploadState::Reading => RunState::Reading,
        UploadState::Columns => RunState::Columns,
        UploadState::Examined => RunState::Checked,
        UploadState::Refused => RunState::Unreadable,
        UploadState::Signed => RunState::Signed,
        UploadState::Replaced | UploadState::Dropped => RunState::Superseded,
    }
}

fn wire(upload: &Upload, examination: Option<&Examination>, why_not: Vec<String>, base_url: &str) -> Run {
    let report = examination.and_then(|e| serde_json::from_str(&e.report).ok());
    Run {
        id: upload.id.to_string(),
        contract: upload.contract.to_string(),
        week_ending: upload.week_ending.to_string(),
        state: state(upload.state),
        sha256: upload.original.clone(),
        can_sign: why_not.is_empty(),
        why_not,
        submission: upload.submission.map(|id| id.to_string()),
        problems: examination.iter().flat_map(|e| &e.problems).map(unread).collect(),
        report: report.map(without_readings),
        page: format!("{base_url}/uploads/{}", upload.id),
    }
}

/// The report without what stood in the cells that could not be read.
fn without_readings(mut report: Value) -> Value {
    for list in ["problems", "notes"] {
        if let Some(problems) = report.get_mut(list).and_then(Value::as_array_mut) {
            problems.iter_mut().filter_map(Value::as_object_mut).for_each(|problem| {
                problem.remove("read");
            });
        }
    }
    report
}

fn unread(problem: &ProblemSeen) -> Unread {
    let ProblemSeen { code, r#where: place, expected, fix, not_checked, .. } = problem.clone();
    Unread { code, place, expected, fix, not_checked }
}
