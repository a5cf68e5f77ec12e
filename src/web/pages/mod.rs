//! One file for each page, named for what it shows.

use super::{Entry, Stop};
use crate::service::fault::Fault;

/// The routes of all pages.
pub(super) fn routes() -> Vec<Entry> {
    Vec::new()
}

/// What is not there.
pub(super) async fn nothing_here() -> Stop {
    Stop::Fault(Fault::NotFound)
}
