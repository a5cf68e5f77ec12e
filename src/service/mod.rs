//! Use cases: read a file, evaluate it against the rules, look after what is kept. No HTTP, no printing.

pub mod amend;
pub mod calendar;
pub mod certify;
pub mod clock;
pub mod evaluate;
pub mod examine;
pub mod fault;
pub mod files;
pub mod house;
mod membership;
mod merge;
pub mod on_file;
pub mod overview;
mod owed;
pub mod permission;
mod pipeline;
mod plan;
pub mod project_setup;
mod quotes;
pub mod read;
mod read_determination;
mod records;
mod rows;
pub mod rule_cases;
pub mod rule_change;
pub mod serving;
pub mod settings;
mod tables;
pub mod tokens;
pub mod understand;
pub mod upload;
pub mod upkeep;
mod week_watch;
pub mod weeks;

pub use crate::store::Id;
pub use house::Service;
