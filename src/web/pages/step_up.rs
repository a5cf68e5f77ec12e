//! The second factor, shown again on the form of the act that asks for it.

use crate::service::fault::Fault;
use crate::service::identity::{second_factor, sessions};
use crate::service::permission::Actor;
use crate::web::App;
use crate::web::session::Cookies;
use axum::response::Response;

/// Somebody who has just shown the code of their second factor, and the cookie their session goes on with.
pub(super) struct SteppedUp {
    /// Who it is.
    pub actor: Actor,
    cookie: String,
}

impl SteppedUp {
    /// An answer with the cookie: without it the session would be lost.
    pub fn answer(&self, app: &App, mut response: Response) -> Response {
        Cookies::of(app).begin(&mut response, &self.cookie);
        response
    }
}

/// Takes the code.
pub(super) async fn with_code(app: &App, actor: &Actor, code: &str) -> Result<SteppedUp, Fault> {
    if code.trim().is_empty() {
        return Err(Fault::StepUp);
    }
    second_factor::check(&app.service, actor.person, code).await?;
    let cookie = sessions::step_up(&app.service, actor).await?;
    let actor = Actor { stepped_up_at: Some(app.service.clock.now()), ..actor.clone() };
    Ok(SteppedUp { actor, cookie })
}
