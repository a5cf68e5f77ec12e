//! In front of every route a file leaves by: how many leave within an hour is counted, before anything is asked for.

use super::App;
use super::api::{ApiStop, Bearer};
use super::stop::Stop;
use crate::service::hourly;
use crate::service::permission::Actor;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Lets through whoever may take another file. Who is not signed in is told so by the route itself.
pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let for_program = request.uri().path().starts_with("/api/");
    let (mut parts, body) = request.into_parts();
    let actor = if for_program {
        match Bearer::from_request_parts(&mut parts, &app).await {
            Ok(bearer) => Some(bearer.actor),
            Err(stop) => return stop.into_response(),
        }
    } else {
        parts.extensions.get::<Actor>().cloned()
    };
    if let Some(actor) = actor
        && let Err(fault) = hourly::takes_a_file(&app.service, &actor).await
    {
        let stop = Stop::from(fault);
        return if for_program { ApiStop(stop).into_response() } else { stop.into_response() };
    }
    next.run(Request::from_parts(parts, body)).await
}
