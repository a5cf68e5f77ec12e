//! The command line as a user meets it: the program itself, its exit codes, its words and its bytes.

mod demo;
mod exit_codes;
mod output_places;
mod own_rules;
mod same_bytes;
mod terminal;
mod words;
