//! What is kept, and the only SQL of the house. See `docs/store.md`.
//!
//! SQLite by default, PostgreSQL where the address says so: one binary, one text for every statement. Evidence is
//! written by one transaction after the other on both ([`Store::begin`]), so what two of them do is what they would
//! do in some order. Time comes in from outside as a [`crate::domain::moment::Moment`].
//!
//! The room keeps and finds; who may do what is decided above it.

pub mod answers;
pub mod api_tokens;
pub mod approvals;
pub mod audit;
pub mod backup;
pub mod corrections;
pub mod cube;
mod cube_check;
pub mod desk_list;
pub mod determinations;
mod engine;
pub mod error;
pub mod examinations;
pub mod filing_terms;
mod finding_lists;
mod hour_parts;
pub mod id;
pub mod idempotency;
pub mod jobs;
pub mod lines;
pub mod links;
mod migrations;
pub mod moves;
pub mod organisations;
pub mod originals;
pub mod outbox;
pub mod outside_identities;
pub mod people;
pub mod project_facts;
pub mod project_files;
pub mod projects;
mod quantity;
pub mod reminders;
pub mod rule_sets;
pub mod runs;
pub mod saved_mappings;
pub mod second_factors;
pub mod sessions;
pub mod sha;
pub mod sign_in_misses;
pub mod signatures;
pub mod submissions;
mod to_date;
mod to_date_check;
mod transaction;
pub mod uploads;
mod value;
pub mod verify;
mod week_lists;
pub mod week_marks;

pub use engine::Store;
pub use error::StoreError;
pub use id::Id;
pub(crate) use id::random;
pub use transaction::Transaction;

/// What the functions of this room give back.
pub type Result<T> = std::result::Result<T, StoreError>;
