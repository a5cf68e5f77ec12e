//! Who asks by a token.

use super::fault::{ApiStop, bad};
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::service::tokens::{self, Scope};
use crate::web::unasked::Unasked;
use crate::web::{App, Stop};
use axum::extract::{FromRequestParts, Query};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// A person by one of their tokens.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// For whom the token acts.
    pub actor: Actor,
    scopes: Vec<Scope>,
}

impl Bearer {
    /// The person, where the token may do this.
    ///
    /// # Errors
    /// 403 where it may not.
    pub fn may(&self, scope: Scope) -> Result<&Actor, ApiStop> {
        if self.scopes.contains(&scope) {
            return Ok(&self.actor);
        }
        let sentence = format!("This token cannot do this: it has no scope `{}`. Make another token on your account page.", scope.word());
        Err(ApiStop(Stop::Fault(Fault::NotAllowed(sentence))))
    }
}

impl FromRequestParts<App> for Bearer {
    type Rejection = ApiStop;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiStop> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let token = header.split_once(' ').filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        let unknown = || ApiStop(Stop::SignIn { next: String::new() });
        let (actor, scopes) = tokens::actor_of(&app.service, token.ok_or_else(unknown)?).await?.ok_or_else(unknown)?;
        if let Some(unasked) = parts.extensions.get::<Unasked>() {
            unasked.by(&actor);
        }
        let bearer = Self { actor, scopes };
        parts.extensions.insert(bearer.clone());
        Ok(bearer)
    }
}

/// What stands after the question mark. What cannot be read is a fault as any other.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = ApiStop;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiStop> {
        match Query::from_request_parts(parts, app).await {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(fault) => Err(bad("query", &format!("What stands after the question mark cannot be read: {}.", fault.body_text()))),
        }
    }
}
