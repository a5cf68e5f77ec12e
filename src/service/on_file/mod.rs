//! A signed version as it is on file: who signed what, what was found, what was said to it, what happened since.

mod answering;
mod show;

pub use answering::{Answering, answer};
pub use show::{FindingOnFile, OnFile, csv_lines, original, show};

pub use crate::store::answers::{Answer, Said};
