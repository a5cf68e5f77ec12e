//! The pages and the interface, asked as a browser or a program asks.

// Shared with the tests of the store: the engines, and a small invented programme.
#[path = "../store/engines.rs"]
#[expect(dead_code, reason = "the tests of the store ask for the address too")]
mod engines;
#[path = "../store/postgres.rs"]
mod postgres;
#[path = "../store/programme.rs"]
mod programme;
#[path = "../rust_source/mod.rs"]
mod rust_source;

mod browser;
mod checkpoints;
mod demo;
mod demo_to_date;
mod evidence;
mod examined;
mod fields;
mod forms;
mod house;
mod identity;
mod interface;
mod limits;
mod log;
mod matrix;
mod outside;
mod passwords;
mod project_facts;
mod projects;
mod provider;
mod second_factors;
mod secrets;
mod sessions;
mod skeleton;
mod unchanged;
mod upload;
mod weeks_changes;
mod weeks_lists;
mod weeks_reminders;
mod weeks_signing;
mod wire;
mod words;
