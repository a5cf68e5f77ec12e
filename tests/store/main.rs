//! The store, on both engines: every test here runs on SQLite, and on a PostgreSQL of its own where the machine has one.

mod backup;
mod chain;
mod command_line;
mod cube;
mod earlier;
mod earlier_listed;
mod engines;
mod full;
mod guards;
mod kill;
mod lists;
mod once;
mod originals;
mod postgres;
mod postgres_role;
mod programme;
mod queues;
mod s3_server;
mod storm_state;
mod weeks;
