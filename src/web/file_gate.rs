//! In front of every route that takes a file: what says of itself that it is too large is answered before anything of it is
//! read, and a sender that is answered early can still read the answer.
//!
//! A browser reads the answer only once it has sent everything. So what is left of the body is taken and thrown away
//! for a little while, instead of shutting the line in its face.

use super::Stop;
use super::api::ApiStop;
use crate::service::upload;
use axum::Extension;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// What a form has besides its file, in bytes.
const BESIDES: u64 = 256 * 1024;
/// How long the rest of a body is taken after the answer.
const LINGER: Duration = Duration::from_secs(5);
/// How much of it.
const RUNS_OUT: u64 = 64 << 20;

/// What a file may have here, in bytes; the layers put it into every request.
#[derive(Clone, Copy)]
pub(super) struct Most(pub u64);

/// Lets through a body that can be a file, and takes the rest of one that was answered early.
pub(super) async fn guard(Extension(Most(most)): Extension<Most>, request: Request, next: Next) -> Response {
    let said = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let for_program = request.uri().path().starts_with("/api/");
    let (parts, body) = request.into_parts();
    let shared = Shared(Arc::new(Mutex::new(body)));
    let rest = Shared(Arc::clone(&shared.0));
    let response = match said {
        Some(bytes) if bytes > most + BESIDES => {
            let stop = Stop::from(upload::too_large(most, Some(bytes)));
            if for_program { ApiStop(stop).into_response() } else { stop.into_response() }
        }
        _ => next.run(Request::from_parts(parts, Body::new(shared))).await,
    };
    if !rest.is_end_stream() {
        tokio::spawn(async move {
            // A sender that goes on for longer is cut off.
            let _ = tokio::time::timeout(LINGER, throw_away(rest)).await;
        });
    }
    response
}

async fn throw_away(mut rest: Shared) {
    let mut taken = 0;
    while let Some(Ok(frame)) = poll_fn(|cx| Pin::new(&mut rest).poll_frame(cx)).await {
        taken += frame.data_ref().map_or(0, |data| data.len() as u64);
        if taken > RUNS_OUT {
            return;
        }
    }
}

/// A body that is read by the handler, and after it by nobody.
struct Shared(Arc<Mutex<Body>>);

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_end_stream()
    }
}
