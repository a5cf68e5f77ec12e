//! Fields of a form nobody asked for: they are not looked at, and that they came is noted (ASVS 15.3.3).
//!
//! What a form asks for is said once, by the type a handler takes it as ([`super::form`]). What came besides is gathered here
//! and noted in the audit log, for pages and interface alike.

use super::api::ApiStop;
use super::{App, Stop};
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::service::unasked;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Fields of every form of ours that no handler reads: the token, and a name for the browser's store of passwords.
const OURS: [&str; 2] = ["csrf", "username"];

/// What came in a request besides what was asked for. A clone is the same.
#[derive(Clone, Default)]
pub(super) struct Unasked(Arc<Mutex<Came>>);

#[derive(Default)]
struct Came {
    by: Option<Actor>,
    route: String,
    /// Every field of the form, until a handler says what it asks for.
    untaken: Vec<String>,
    /// Fields it did not ask for.
    besides: Vec<String>,
}

impl Unasked {
    fn came(&self) -> MutexGuard<'_, Came> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who asks, where that is known only now.
    pub fn by(&self, actor: &Actor) {
        self.came().by = Some(actor.clone());
    }

    /// The fields of a form, before it is known what is asked for: it may be nothing.
    pub fn form(&self, names: impl Iterator<Item = String>) {
        self.came().untaken = names.collect();
    }

    /// The fields of a form as they were taken: what was not asked for is kept in mind.
    pub fn taken<'n>(&self, names: impl Iterator<Item = &'n str>, asked: impl Fn(&str) -> bool) {
        let mut came = self.came();
        came.untaken.clear();
        came.besides.extend(names.filter(|name| !asked(name)).map(str::to_owned));
    }

    /// Notes what came besides. What was noted is not noted again.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn note(&self, app: &App) -> Result<(), Fault> {
        let (by, route, mut names) = {
            let mut came = self.came();
            let mut names = std::mem::take(&mut came.besides);
            names.append(&mut came.untaken);
            (came.by.clone(), came.route.clone(), names)
        };
        names.retain(|name| !OURS.contains(&name.as_str()));
        match by {
            Some(actor) if !names.is_empty() => unasked::note(&app.service, &actor, &route, &names).await,
            _ => Ok(()),
        }
    }
}

/// Gathers what comes besides, and notes what the handler left.
pub(super) async fn watch(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let for_program = request.uri().path().starts_with("/api/");
    let route = request.extensions().get::<MatchedPath>().map_or_else(String::new, |path| path.as_str().to_owned());
    let by = request.extensions().get::<Actor>().cloned();
    let unasked = Unasked(Arc::new(Mutex::new(Came { by, route, ..Came::default() })));
    request.extensions_mut().insert(unasked.clone());
    let response = next.run(request).await;
    match unasked.note(&app).await {
        Ok(()) => response,
        Err(fault) if for_program => ApiStop::from(Stop::from(fault)).into_response(),
        Err(fault) => Stop::from(fault).into_response(),
    }
}
