//! Identifiers and days in an address. What is none is not there.

use super::Stop;
use crate::service::Id;
use crate::service::fault::Fault;
use chrono::NaiveDate;

/// An identifier.
pub(super) fn id(text: &str) -> Result<Id, Stop> {
    Ok(Id::parse(text).ok_or(Fault::NotFound)?)
}

/// A day, exactly as we write it.
pub(super) fn day(text: &str) -> Result<NaiveDate, Stop> {
    let day: NaiveDate = text.parse().map_err(|_| Fault::NotFound)?;
    if day.to_string() == text { Ok(day) } else { Err(Fault::NotFound.into()) }
}

/// A day of a form: none where nothing was typed.
pub(super) fn day_typed(text: &str) -> Result<Option<NaiveDate>, Stop> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let read = text.parse().map(Some);
    Ok(read.map_err(|_| Fault::refused("day", "That is not a day. Type it as year, month and day, for example 2025-03-15."))?)
}

/// A text as a part of an address.
pub(super) fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
