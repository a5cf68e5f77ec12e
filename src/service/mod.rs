//! Use cases: read a file, evaluate it against the rules. No HTTP, no printing.

pub mod evaluate;
pub mod files;
mod membership;
mod merge;
mod owed;
mod pipeline;
mod plan;
pub mod read;
mod records;
mod rows;
mod tables;
pub mod understand;
