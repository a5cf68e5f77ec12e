//! One file for each page, named for what it shows.

mod help;
mod projects;
mod tokens;
mod upload;

use super::{Entry, Stop};
use crate::service::fault::Fault;

/// The routes of all pages.
pub(super) fn routes() -> Vec<Entry> {
    let pages = [help::routes(), projects::routes(), tokens::routes(), upload::routes()];
    pages.into_iter().flatten().collect()
}

/// What is not there.
pub(super) async fn nothing_here() -> Stop {
    Stop::Fault(Fault::NotFound)
}
