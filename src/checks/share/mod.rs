//! How shares are counted and judged: of hours, of heads and of hires alike.
//!
//! Lines are gathered by what is known of the worker, not worker by worker: a [`signature::Signature`] says which
//! of the facts that a rule asks about are yes, no or not known. A million lines come to a few dozen signatures in
//! each trade. At the end every target is a linear measure over them ([`measure`]), and what is not known makes it an
//! interval ([`judge`]).

pub mod answer;
pub mod cells;
pub mod counting;
pub mod earlier;
#[cfg(test)]
mod every_way;
pub mod facts;
pub mod finals;
pub mod hires_needed;
pub mod judge;
pub mod measure;
pub mod parameters;
pub mod preference;
pub mod sets;
pub mod signature;
pub mod telling;
