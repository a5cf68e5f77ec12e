//! A contractor's way from a file to findings: receive, read, match columns, correct cells, answer.
//!
//! Until it is signed an upload is the firm's own. What a page does here, the interface for programs does the same way.

pub mod again;
pub mod answer;
pub mod begin;
pub mod columns;
pub mod correct;
pub mod document;
pub mod file_name;
pub mod key_in;
pub mod last_week;
pub mod no_work;
pub mod notes;
mod open;
pub mod reading;
pub mod receive;
pub mod scan;
pub mod see;
pub mod sheet;
pub mod worksheet;

pub(super) use open::{ask_for_reading, note};

pub use crate::store::submissions::SubmissionKind;
pub use crate::store::uploads::{Upload, UploadState};

use super::fault::Fault;
use crate::intake::limits::{Limits, Profile};

/// What a sheet may have, in rows.
pub fn most_rows() -> u32 {
    Limits::of(Profile::Upload).rows
}

/// The file has more than it may have; how much, where that is known.
pub fn too_large(most: u64, bytes: Option<u64>) -> Fault {
    let mb = |bytes: u64| bytes.div_ceil(1 << 20);
    let limit = most >> 20;
    let seen = bytes.map_or(format!("over {limit}"), |bytes| mb(bytes).max(limit + 1).to_string());
    Fault::TooLarge(format!(
        "The file is {seen} MB. The limit is {limit} MB. Remove pictures and extra sheets, save the file, and choose it again."
    ))
}
