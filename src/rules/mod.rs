//! Rules are data: one TOML file per policy, dated, cited, with legal status and force.
//!
//! A file is read whole or not at all ([`load`]); everything that is wrong with it is said at once, with
//! line and column. [`library`] holds the policies that ship in the binary and those of an agency's own
//! folder.

pub mod applies;
pub mod asks;
mod asks_words;
mod clause_form;
mod condition_form;
mod condition_words;
pub mod consequence;
pub mod diff;
pub mod error;
mod events_words;
pub mod explain;
mod facts;
mod figure_form;
mod frozen;
mod group_form;
pub mod groups;
mod keys;
mod known;
pub mod library;
mod links;
pub mod lint;
pub mod load;
pub mod policy;
pub mod schedule;
pub mod schema;
pub mod select;
mod share_words;
mod source_text;
pub mod versions;
mod words;
