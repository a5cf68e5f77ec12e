//! The description of the interface: OpenAPI 3.1, made from the handlers.

use super::fault::Problem;
use super::{projects, runs, submissions, uploads, wire};
use crate::web::{Entry, Who};
use axum::Json;
use serde::Serialize;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

pub(super) fn routes() -> Vec<Entry> {
    vec![
        Entry::get("/api/v1/openapi.json", Who::Everyone, openapi),
        Entry::get("/api/v1/health", Who::Everyone, health),
        Entry::get("/api/v1/version", Who::Everyone, version),
    ]
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Plumbline", description = "Send payrolls, read problems and findings, follow the signing.", license(name = "Apache-2.0", identifier = "Apache-2.0")),
    paths(health, version, projects::list, projects::one, projects::contractors, uploads::send, uploads::report_no_work, runs::one,
        submissions::list, submissions::one, submissions::statement),
    components(schemas(Problem, wire::RunState)),
    security(("token" = [])),
    modifiers(&Token)
)]
struct Description;

struct Token;
impl Modify for Token {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("A token of your account page, `pl_…`.")).build();
        openapi.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}

/// That the program answers.
#[derive(Serialize, ToSchema)]
struct Alive {
    /// `ok`
    status: &'static str,
}

/// Whether the program answers.
#[utoipa::path(get, path = "/api/v1/health", tag = "about", security(()), responses((status = 200, body = Alive)))]
async fn health() -> Json<Alive> {
    Json(Alive { status: "ok" })
}

/// The version of the program.
#[derive(Serialize, ToSchema)]
struct Version {
    /// The version of the program.
    version: &'static str,
}

/// The version of the program.
#[utoipa::path(get, path = "/api/v1/version", tag = "about", security(()), responses((status = 200, body = Version)))]
async fn version() -> Json<Version> {
    Json(Version { version: env!("CARGO_PKG_VERSION") })
}
