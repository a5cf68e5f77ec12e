//! Stylesheet, script and icon, in the binary.

use super::{App, Entry, Stop, Who};
use crate::service::fault::Fault;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

const FILES: &[(&str, &str, &[u8])] = &[
    ("plumbline.css", "text/css; charset=utf-8", include_bytes!("../../assets/plumbline.css")),
    ("plumbline.js", "text/javascript; charset=utf-8", include_bytes!("../../assets/plumbline.js")),
    ("plumbline.svg", "image/svg+xml", include_bytes!("../../assets/plumbline.svg")),
];

pub(super) fn routes() -> Vec<Entry> {
    vec![Entry::get("/assets/{name}", Who::Everyone, asset)]
}

async fn asset(State(_): State<App>, Path(name): Path<String>) -> Result<Response, Stop> {
    let (_, kind, bytes) = FILES.iter().find(|(file, ..)| *file == name).ok_or(Fault::NotFound)?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"))];
    Ok((headers, *bytes).into_response())
}
