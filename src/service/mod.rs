//! Use cases: read a file, evaluate it against the rules, look after what is kept. No HTTP, no printing.

pub mod evaluate;
pub mod files;
mod membership;
mod merge;
mod owed;
mod pipeline;
mod plan;
mod quotes;
pub mod read;
mod read_determination;
mod records;
mod rows;
pub mod rule_cases;
pub mod rule_change;
mod tables;
pub mod understand;
pub mod upkeep;
