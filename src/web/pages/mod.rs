//! One file for each page, named for what it shows.

mod changes;
mod projects;
mod sign;
mod step_up;
mod submission;
mod tokens;

use super::{Entry, Stop};
use crate::service::fault::Fault;

/// The routes of all pages.
pub(super) fn routes() -> Vec<Entry> {
    let pages = [changes::routes(), projects::routes(), sign::routes(), submission::routes(), tokens::routes()];
    pages.into_iter().flatten().collect()
}

/// What is not there.
pub(super) async fn nothing_here() -> Stop {
    Stop::Fault(Fault::NotFound)
}
