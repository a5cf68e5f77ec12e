//! The first page, by what somebody does.

use crate::service::permission::{self, OrganisationKind, Role};
use crate::web::visit::Visit;
use crate::web::{App, Entry, Stop, Who, render};
use axum::extract::State;
use axum::response::Response;

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/", Who::SignedIn, first)]
}

async fn first(State(_): State<App>, visit: Visit) -> Result<Response, Stop> {
    let Some(actor) = visit.actor else { return Err(Stop::SignIn { next: "/".to_owned() }) };
    let to = match actor.kind {
        _ if permission::may_see_weeks(&actor).is_ok() => "/weeks",
        _ if actor.is(&[Role::Officer, Role::Approver, Role::Investigator]) && permission::may_see_desk(&actor).is_ok() => "/desk",
        OrganisationKind::Agency if actor.is(&[Role::Administrator]) => "/projects",
        _ => "/account",
    };
    Ok(render::see(to))
}
