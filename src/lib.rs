//! Plumbline checks public work against the promises made for it.
//!
//! A contractor's payroll or hiring spreadsheet goes in; findings come out, each with the rule, the
//! section of law, the cells it rests on and the arithmetic. See `ARCHITECTURE.md` for the rooms and a
//! walkthrough of one payroll.

pub mod checks;
pub mod cli;
pub mod domain;
pub mod intake;
pub mod report;
pub mod rules;
pub mod service;
pub mod store;
pub mod web;
