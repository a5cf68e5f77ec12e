//! The second factor, shown again on the form of the act that asks for it.

use crate::service::fault::Fault;
use crate::service::identity::second_factor;
use crate::service::permission::{self, Actor};
use crate::web::App;

/// Somebody with the code they typed: their second factor is fresh now, or it was before.
pub(super) async fn with_code(app: &App, actor: &Actor, code: &str) -> Result<Actor, Fault> {
    let now = app.service.clock.now();
    if code.trim().is_empty() {
        return if permission::is_fresh(actor, now) { Ok(actor.clone()) } else { Err(Fault::StepUp) };
    }
    second_factor::check(&app.service, actor.person, code).await?;
    Ok(Actor { stepped_up_at: Some(now), ..actor.clone() })
}
