//! A fault as a program reads it: RFC 9457.

use crate::service::fault::Fault;
use crate::web::reference::Reference;
use crate::web::stop::Said;
use crate::web::{Stop, stop};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was not done.
#[derive(Debug)]
pub struct ApiStop(pub Stop);

impl<F: Into<Stop>> From<F> for ApiStop {
    fn from(fault: F) -> Self {
        Self(fault.into())
    }
}

/// Why a request was not done, `application/problem+json`.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// What kind of fault: an address that says more about it.
    #[serde(rename = "type")]
    kind: String,
    /// The same for every fault of this kind.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What we saw, what we need, what to do.
    detail: String,
    /// The number of this request, to be quoted.
    instance: String,
    /// The code: `plumbline explain CODE`.
    code: String,
}

impl IntoResponse for ApiStop {
    fn into_response(self) -> Response {
        let Said { status, code, title, sentence, retry_after } = match self.0 {
            Stop::Fault(fault) => stop::said(fault),
            other => other.said(),
        };
        let problem = Problem {
            kind: format!("/help/{code}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: sentence,
            instance: format!("urn:plumbline:request:{}", Reference::new()),
            code: code.to_owned(),
        };
        let mut response = (status, axum::Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == axum::http::StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// A request that cannot be read.
pub(super) fn bad(code: &'static str, sentence: &str) -> ApiStop {
    ApiStop(Stop::Fault(Fault::refused(code, sentence)))
}
