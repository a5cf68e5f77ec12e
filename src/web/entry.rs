//! One route: how it is asked for, by whom, and what answers. The table of all of them is what tests walk.

use super::{App, file_gate, same_site};
use axum::handler::Handler;
use axum::middleware;
use axum::routing::{self, MethodRouter};

/// Who may ask for a route at all. What they may do there is decided by `service::permission`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Everyone,
    /// Who is signed in.
    SignedIn,
    /// A program with a token of the interface.
    Token,
}

/// One route.
pub struct Entry {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with `{names}`.
    pub path: &'static str,
    /// Who may ask for it.
    pub who: Who,
    /// A file leaves by it: how many do within an hour is counted (`web::leaving`).
    pub leaves: bool,
    pub(super) answers: MethodRouter<App>,
}

impl Entry {
    /// A route that shows and changes nothing.
    pub fn get<H: Handler<T, App>, T: 'static>(path: &'static str, who: Who, handler: H) -> Self {
        Self { method: "GET", path, who, leaves: false, answers: routing::get(handler) }
    }

    /// A route by which a file leaves: a list, a receipt, a bundle, a file as it came.
    pub fn file<H: Handler<T, App>, T: 'static>(path: &'static str, who: Who, handler: H) -> Self {
        Self { leaves: true, ..Self::get(path, who, handler) }
    }

    /// A route that changes something. It takes no file: the token of a form with files would not be looked at.
    pub fn post<H: Handler<T, App>, T: 'static>(path: &'static str, who: Who, handler: H) -> Self {
        Self {
            method: "POST",
            path,
            who,
            leaves: false,
            answers: routing::post(handler).layer(middleware::from_fn(same_site::was_checked)),
        }
    }

    /// A route that takes a file: see `web::file_gate`.
    pub fn post_file<H: Handler<T, App>, T: 'static>(path: &'static str, who: Who, handler: H) -> Self {
        Self { method: "POST", path, who, leaves: false, answers: routing::post(handler).layer(middleware::from_fn(file_gate::guard)) }
    }
}
