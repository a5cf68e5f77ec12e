//! Why a page is not shown, as the page that is shown instead.

use super::frame::Frame;
use super::reference::Reference;
use super::{path, render};
use crate::service::fault::Fault;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

/// Why a page is not shown.
#[derive(Debug)]
pub enum Stop {
    /// They must sign in first.
    SignIn {
        /// Where they wanted to go.
        next: String,
    },
    /// A use case did not do it.
    Fault(Fault),
    /// Another site sent it, or the form carries no token of this session.
    OtherSite,
    /// The form cannot be read.
    BadForm,
    /// The form is too long.
    TooLong,
}

impl Stop {
    /// We did something wrong.
    pub fn ours(what: impl Into<String>) -> Self {
        Self::Fault(Fault::Ours(what.into()))
    }
}

impl<F: Into<Fault>> From<F> for Stop {
    fn from(fault: F) -> Self {
        Self::Fault(fault.into())
    }
}

/// What is said in place of the page.
pub(super) struct Said {
    pub status: StatusCode,
    pub code: &'static str,
    pub title: &'static str,
    pub sentence: String,
    pub retry_after: Option<u32>,
}

#[derive(Template)]
#[template(path = "pages/stop.html")]
struct StopPage {
    frame: Frame,
    sentence: String,
}

/// What is said of a fault, on a page and in the interface alike.
pub(super) fn said(fault: Fault) -> Said {
    let say = |status, code, title, sentence: String| Said { status, code, title, sentence, retry_after: None };
    match fault {
        Fault::NotFound => say(
            StatusCode::NOT_FOUND,
            "not-found",
            "There is nothing here",
            "This page is not there, or it is not one you can see. Check the address, or go back to your first page.".to_owned(),
        ),
        Fault::NotAllowed(sentence) => say(StatusCode::FORBIDDEN, "not-allowed", "You cannot do this", sentence),
        Fault::StepUp => say(
            StatusCode::FORBIDDEN,
            "step-up",
            "Type the code from your phone app",
            "For this step we need the code from your phone app again. Sign in once more and come back.".to_owned(),
        ),
        Fault::Refused { code, sentence } => say(StatusCode::UNPROCESSABLE_ENTITY, code, "There is a problem", sentence),
        Fault::Conflict { code, sentence } => say(StatusCode::CONFLICT, code, "This has changed", sentence),
        Fault::Busy(seconds) => Said {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: "busy",
            title: "Many files are coming in",
            sentence: format!("Your file was not taken yet. Wait {seconds} seconds and send it again."),
            retry_after: Some(seconds),
        },
        Fault::TooOften(seconds) => Said {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "too-often",
            title: "Too many tries",
            sentence: format!("Wait {seconds} seconds and try again."),
            retry_after: Some(seconds),
        },
        Fault::TooMany { sentence, seconds } => Said {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "too-often",
            title: "That is enough for this hour",
            sentence,
            retry_after: Some(seconds),
        },
        Fault::NotNow { code, sentence, seconds } => Said {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code,
            title: "This cannot be done just now",
            sentence,
            retry_after: Some(seconds),
        },
        Fault::TooLarge(sentence) => say(StatusCode::PAYLOAD_TOO_LARGE, "upload.too_large", "There is a problem", sentence),
        Fault::TooSlow(sentence) => say(StatusCode::REQUEST_TIMEOUT, "upload.too_slow", "The file came too slowly", sentence),
        Fault::Full => say(
            StatusCode::INSUFFICIENT_STORAGE,
            "full",
            "There is no room left",
            "Nothing was kept and nothing was sent. The people who run this site must make room first.".to_owned(),
        ),
        Fault::Store(error) => ours(&error.to_string()),
        Fault::Ours(what) => ours(&what),
    }
}

/// Something of ours broke: the log says what, the page says the number.
fn ours(what: &str) -> Said {
    let reference = Reference::new();
    tracing::error!(%reference, what, "a request failed");
    Said {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        code: "ours",
        title: "Something broke on our side",
        sentence: format!("Nothing was sent. Try again in a few minutes, or call and quote {reference}."),
        retry_after: None,
    }
}

impl Stop {
    pub(super) fn said(self) -> Said {
        let say = |status, code, title, sentence: &str| Said { status, code, title, sentence: sentence.to_owned(), retry_after: None };
        match self {
            Self::Fault(fault) => said(fault),
            Self::SignIn { .. } => say(StatusCode::UNAUTHORIZED, "sign-in", "Sign in first", "Sign in, then come back to this page."),
            Self::OtherSite => say(
                StatusCode::FORBIDDEN,
                "other-site",
                "This form is too old",
                "Nothing was changed. Go back, load the page again, and send it once more.",
            ),
            Self::BadForm => {
                say(StatusCode::BAD_REQUEST, "form", "The form did not arrive whole", "Nothing was changed. Go back and send it again.")
            }
            Self::TooLong => say(
                StatusCode::PAYLOAD_TOO_LARGE,
                "form-too-long",
                "The form is too long",
                "Nothing was changed. Send a shorter text, or upload a file.",
            ),
        }
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        if let Self::SignIn { next } = &self {
            return Redirect::to(&format!("/sign-in?next={}", path::encoded(next))).into_response();
        }
        let Said { status, title, sentence, retry_after, .. } = self.said();
        let frame = Frame { title: title.to_owned(), lang: "en", error: true, version: env!("CARGO_PKG_VERSION"), ..Frame::default() };
        let mut response = match render::with_status(status, &StopPage { frame, sentence: sentence.clone() }) {
            Ok(page) => page,
            Err(_) => (status, sentence).into_response(),
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
