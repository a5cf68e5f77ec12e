//! The second factor, shown again on the form of the act that asks for it.

use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::web::App;

/// Somebody with the code they typed: their second factor is fresh now, or it was before.
pub(super) async fn with_code(app: &App, actor: &Actor, _code: &str) -> Result<Actor, Fault> {
    if permission::is_fresh(actor, app.service.clock.now()) { Ok(actor.clone()) } else { Err(Fault::StepUp) }
}
