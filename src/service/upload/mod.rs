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

/// What a file may have, in bytes: the limit of the reader itself.
pub fn most_bytes() -> u64 {
    limits().file_bytes
}

/// What a sheet may have, in rows.
pub fn most_rows() -> u32 {
    limits().rows
}

fn limits() -> crate::intake::limits::Limits {
    crate::intake::limits::Limits::of(crate::intake::limits::Profile::Upload)
}

/// The file is too large; how large, where that is known.
pub fn too_large(bytes: Option<u64>) -> Fault {
    let mb = |bytes: u64| bytes.div_ceil(1 << 20);
    let limit = most_bytes() >> 20;
    let seen = bytes.map_or(format!("over {limit}"), |bytes| mb(bytes).max(limit + 1).to_string());
    Fault::TooLarge(format!(
        "The file is {seen} MB. The limit is {limit} MB. Remove pictures and extra sheets, save the file, and choose it again."
    ))
}
