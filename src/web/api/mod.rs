//! The interface for programs: `/api/v1`. The same use cases as the pages, by a token in place of a session.
//!
//! Every fault is `application/problem+json`; what is foreign and what is not there give the same answer; no cell's value
//! is ever in a fault.

mod bearer;
mod describe;
mod fault;
mod paging;
mod projects;
mod runs;
mod submissions;
mod uploads;
mod wire;

pub(super) use bearer::Bearer;
pub(super) use fault::ApiStop;

use super::Entry;

/// The routes of the interface.
pub(super) fn routes() -> Vec<Entry> {
    let rooms = [describe::routes(), projects::routes(), uploads::routes(), runs::routes(), submissions::routes()];
    rooms.into_iter().flatten().collect()
}
