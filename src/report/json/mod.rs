//! The Run for a program: `plumbline.check/1`, and `plumbline.read/1` where nothing was checked.
//!
//! Every figure of money, hours or share is a decimal string; counts and row numbers are numbers. The order of keys and of lists is
//! fixed. It is written as it goes, one finding a line, so that a run of a hundred thousand findings
//! needs no memory of its own.

mod determination;
mod finding;
mod input;
mod lines;
mod problem;
mod summary;

use super::{Options, identity};
use crate::domain::run::Run;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::io::{self, Write};

/// Name and number of the form a check is written in. The number rises when a key changes its meaning.
pub const CHECK_SCHEMA: &str = "plumbline.check/1";
/// Name and number of the form a reading is written in.
pub const READ_SCHEMA: &str = "plumbline.read/1";

/// Writes the Run as JSON, with a line break at the end.
///
/// # Errors
/// Only those of `out`.
pub fn write(run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, lines::Lines::default());
    Document { run, reading_only: options.reading_only }.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

struct Document<'r> {
    run: &'r Run,
    reading_only: bool,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let run = self.run;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", if self.reading_only { READ_SCHEMA } else { CHECK_SCHEMA })?;
        map.serialize_entry("engine", env!("CARGO_PKG_VERSION"))?;
        if !self.reading_only {
            map.serialize_entry("as_of", &run.as_of.map(|d| d.to_string()))?;
        }
        map.serialize_entry("inputs", &input::Inputs(run))?;
        let determinations = determination::Determinations(run);
        if !determinations.is_empty() {
            map.serialize_entry("wage_determinations", &determinations)?;
        }
        if !self.reading_only {
            map.serialize_entry("rules", &summary::Rules(run))?;
        }
        map.serialize_entry("problems", &problem::Problems(run))?;
        if !self.reading_only {
            let names = identity::of_all(run);
            map.serialize_entry("findings", &finding::Findings { run, names: &names })?;
            map.serialize_entry("summary", &summary::Summary(run))?;
        }
        map.serialize_entry("notes", &problem::Notes(run))?;
        map.serialize_entry("remarks", &run.remarks)?;
        if !self.reading_only {
            map.serialize_entry("owed_by_worker", &summary::OwedByWorker(run))?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests;
