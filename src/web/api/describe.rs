//! The description of the interface: OpenAPI 3.1, made from the handlers.

use super::fault::Problem;
use super::{projects, runs, submissions, uploads, wire};
use crate::web::{Entry, Who};
use axum::Json;
use serde::Serialize;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
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
        for item in openapi.paths.paths.values_mut() {
            for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
                say_faults(operation);
            }
        }
    }
}

/// What every operation behind a token can answer besides; and that every fault is a problem, RFC 9457.
fn say_faults(operation: &mut Operation) {
    const ANY: &[(&str, &str)] = &[
        ("400", "The form did not arrive whole"),
        ("401", "There is no token, or it does not count"),
        ("403", "The token, or its person, may not do this"),
        ("404", "It is not there, or not to be seen"),
        ("422", "What was sent cannot be taken"),
        ("429", "Too often: see Retry-After"),
        ("500", "Our own fault: quote the number in `instance`"),
    ];
    if operation.security.as_ref().is_some_and(|needed| needed.iter().all(|one| *one == SecurityRequirement::default())) {
        return;
    }
    for (status, words) in ANY {
        operation.responses.responses.insert((*status).to_owned(), problem(words));
    }
    for (status, response) in &mut operation.responses.responses {
        let fault = status.starts_with('4') || status.starts_with('5');
        if let (true, RefOr::T(inner)) = (fault, &*response) {
            *response = problem(&inner.description.clone());
        }
    }
}

fn problem(words: &str) -> RefOr<Response> {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    RefOr::T(ResponseBuilder::new().description(words).content("application/problem+json", content).build())
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
