//! Who asks, and the frame their pages stand in.

use super::frame::{Frame, NavItem};
use super::{App, CsrfToken, Stop};
use crate::service::permission::{self, Actor, OrganisationKind, Role};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use std::convert::Infallible;

/// Somebody who asks, signed in or not.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Who is signed in.
    pub actor: Option<Actor>,
    /// The token their forms carry.
    pub csrf: String,
    /// The path they asked for.
    pub path: String,
}

/// Somebody who is signed in. Asking without is answered by the sign-in page.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who it is.
    pub actor: Actor,
    /// What they asked.
    pub visit: Visit,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let csrf = parts.extensions.get::<CsrfToken>().map(|token| token.0.clone()).unwrap_or_default();
        Ok(Self { actor: parts.extensions.get::<Actor>().cloned(), csrf, path: parts.uri.path().to_owned() })
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn
where
    App: FromRef<S>,
{
    type Rejection = Stop;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Stop> {
        let Ok(visit) = Visit::from_request_parts(parts, state).await;
        match visit.actor.clone() {
            Some(actor) => Ok(Self { actor, visit }),
            None if parts.method == axum::http::Method::GET => Err(Stop::SignIn { next: parts.uri.path().to_owned() }),
            None => Err(Stop::SignIn { next: "/".to_owned() }),
        }
    }
}

impl SignedIn {
    /// The frame of a page of theirs.
    pub fn frame(&self, app: &App, title: impl Into<String>) -> Frame {
        self.visit.frame(app, title)
    }
}

impl Visit {
    /// The frame of a page.
    pub fn frame(&self, app: &App, title: impl Into<String>) -> Frame {
        let settings = &app.service.settings;
        let nav = self.actor.as_ref().map(|actor| places(actor, &self.path)).unwrap_or_default();
        let demo = settings.demo.then(|| {
            let today = app.service.clock.today().format("%A, %B %-d, %Y");
            format!("DEMO. Invented firms and people. Today is set to {today}.")
        });
        Frame {
            title: title.into(),
            lang: "en",
            agency: Some(settings.agency.clone()),
            person: self.actor.as_ref().map(|actor| actor.name.clone()),
            organisation: self.actor.as_ref().map(|actor| actor.organisation_name.clone()),
            nav,
            csrf: self.csrf.clone(),
            demo,
            contact: settings.contact.clone(),
            version: env!("CARGO_PKG_VERSION"),
            ..Frame::default()
        }
    }
}

/// Where somebody can go.
fn places(actor: &Actor, path: &str) -> Vec<NavItem> {
    let mut places = match actor.kind {
        OrganisationKind::Contractor => vec![("/weeks", "Your weeks")],
        OrganisationKind::Agency => vec![("/desk", "Payrolls"), ("/projects", "Projects")],
        OrganisationKind::Intermediary => Vec::new(),
    };
    if permission::may_see_colleagues(actor).is_ok() {
        places.push(("/firm", "Your people"));
    }
    if actor.is(&[Role::Administrator]) {
        places.extend([("/people", "People"), ("/outbox", "Mail")]);
    }
    places.push(("/help", "Help"));
    places.into_iter().map(|(href, label)| NavItem { href, label, current: path.starts_with(href) }).collect()
}
