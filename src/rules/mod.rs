//! Rules are data: one TOML file per policy, dated, cited, with legal status and force.

pub mod policy;
pub mod schedule;
