//! Use cases: read a file, evaluate it against the rules. No HTTP, no printing.

pub mod files;
mod merge;
mod owed;
mod pipeline;
pub mod read;
mod tables;
