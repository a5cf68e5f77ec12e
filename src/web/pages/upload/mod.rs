//! A contractor's way from a file to findings, page by page.

mod columns;
mod cutout;
mod file;
mod findings;
mod form_answers;
mod key_in;
mod no_work;
mod place;
mod problems;
pub(in crate::web::pages) mod said;
mod status;

use crate::service::Id;
use crate::service::fault::Fault;
use crate::web::{Entry, Stop};
use chrono::NaiveDate;

pub(super) fn routes() -> Vec<Entry> {
    let pages =
        [file::routes(), no_work::routes(), key_in::routes(), status::routes(), columns::routes(), problems::routes(), findings::routes()];
    pages.into_iter().flatten().collect()
}

/// An identifier in an address; what is none is not there.
fn id(text: &str) -> Result<Id, Stop> {
    Ok(Id::parse(text).ok_or(Fault::NotFound)?)
}

/// A week in an address, by its last day.
fn week(text: &str) -> Result<NaiveDate, Stop> {
    Ok(text.parse().map_err(|_| Fault::NotFound)?)
}
