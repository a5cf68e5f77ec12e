//! The evidence bundle of a signed week: everything it rests on, in one file that is checked and run again anywhere.
//!
//! See `docs/evidence.md`. What is in it is named by digest in the signature or committed to in the audit log, so a bundle
//! that was changed as a whole is found by a checkpoint from outside, and one that was changed in part is found by itself.

mod contents;
pub mod make;
mod pins;
pub mod receipt;
pub mod replay;
mod trail;
pub mod verify;
mod zipped;

pub(in crate::service) use contents::reading_record;
pub use contents::{Answered, Corrected, ReadUnder, Submitted};
pub use zipped::{Bundle, BundleFault};
