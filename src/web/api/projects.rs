//! Projects and the firms on them.

use super::bearer::{Asked, Bearer};
use super::fault::ApiStop;
use super::paging::{Which, cut};
use super::wire::{Contractor, Page, Project, id};
use crate::service::fault::Fault;
use crate::service::overview;
use crate::service::tokens::Scope;
use crate::web::{App, Entry, Who};
use axum::Json;
use axum::extract::{Path, State};

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/api/v1/projects", Who::Token, list),
        Entry::get("/api/v1/projects/{project}", Who::Token, one),
        Entry::get("/api/v1/projects/{project}/contractors", Who::Token, contractors),
    ]
}

/// The projects the token's person can see.
#[utoipa::path(get, path = "/api/v1/projects", tag = "projects", params(Which),
    responses((status = 200, body = Page<Project>), (status = 401, body = super::fault::Problem)))]
pub(super) async fn list(State(app): State<App>, bearer: Bearer, Asked(which): Asked<Which>) -> Result<Json<Page<Project>>, ApiStop> {
    let found = overview::projects_of(&app.service, bearer.may(Scope::Read)?).await?;
    let items = found.into_iter().map(|(p, c)| (format!("{} {}", p.number, p.id), wire(p, c))).collect();
    Ok(Json(cut(items, &which)))
}

/// One project.
#[utoipa::path(get, path = "/api/v1/projects/{project}", tag = "projects", params(("project" = String, Path)),
    responses((status = 200, body = Project), (status = 404, body = super::fault::Problem)))]
pub(super) async fn one(State(app): State<App>, bearer: Bearer, Path(project): Path<String>) -> Result<Json<Project>, ApiStop> {
    let wanted = id(&project)?;
    let found = overview::projects_of(&app.service, bearer.may(Scope::Read)?).await?;
    let (p, c) = found.into_iter().find(|(p, _)| p.id == wanted).ok_or(Fault::NotFound)?;
    Ok(Json(wire(p, c)))
}

/// The firms on a project, for the agency and the firms that have others below them.
#[utoipa::path(get, path = "/api/v1/projects/{project}/contractors", tag = "projects", params(("project" = String, Path), Which),
    responses((status = 200, body = Page<Contractor>), (status = 404, body = super::fault::Problem)))]
pub(super) async fn contractors(
    State(app): State<App>,
    bearer: Bearer,
    Path(project): Path<String>,
    Asked(which): Asked<Which>,
) -> Result<Json<Page<Contractor>>, ApiStop> {
    let firms = overview::firms_of(&app.service, bearer.may(Scope::Read)?, id(&project)?).await?;
    let items = firms.into_iter().map(|(contract, firm)| {
        let wire = Contractor {
            contract: contract.id.to_string(),
            name: firm.name,
            tier: contract.tier,
            above: contract.parent.map(|id| id.to_string()),
            started_on: contract.started_on.map(|day| day.to_string()),
            ended_on: contract.ended_on.map(|day| day.to_string()),
        };
        (format!("{} {}", contract.tier, contract.id), wire)
    });
    Ok(Json(cut(items.collect(), &which)))
}

fn wire(project: overview::Project, contract: Option<overview::Contract>) -> Project {
    Project {
        id: project.id.to_string(),
        number: project.number,
        name: project.name,
        contract: contract.map(|contract| contract.id.to_string()),
    }
}
