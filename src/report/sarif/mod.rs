//! The Run for code-review tools: SARIF 2.1.0.
//!
//! A finding is a result; a Problem is a notification, because a cell that cannot be read is not a
//! result. Met and not-applicable findings are left out unless all are asked for.

mod location;
mod notification;
mod result;
mod tool;

use super::{Options, identity};
use crate::domain::problem_codes::Weight;
use crate::domain::run::Run;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::io::{self, Write};

/// Address of the schema the document follows.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes the Run as SARIF, with a line break at the end.
///
/// # Errors
/// Only those of `out`.
pub fn write(run: &Run, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let names = identity::of_all(run);
    let document = Document { schema: SCHEMA, version: "2.1.0", runs: [SarifRun { run, options: *options, names: &names }] };
    let mut serializer = serde_json::Serializer::pretty(&mut *out);
    document.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'r> {
    #[serde(rename = "$schema")]
    schema: &'r str,
    version: &'r str,
    runs: [SarifRun<'r>; 1],
}

struct SarifRun<'r> {
    run: &'r Run,
    options: Options,
    names: &'r [u64],
}

impl Serialize for SarifRun<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let run = self.run;
        let tool = tool::Tool::of(run, &self.options);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("tool", &tool)?;
        map.serialize_entry("invocations", &[notification::Invocation { run, codes: tool.codes() }])?;
        map.serialize_entry("artifacts", &Artifacts(run))?;
        map.serialize_entry("results", &result::Results { run, options: &self.options, names: self.names, checks: tool.checks() })?;
        map.end()
    }
}

#[derive(Serialize)]
struct Artifact<'r> {
    location: location::ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    hashes: Option<Hashes<'r>>,
}

#[derive(Serialize)]
struct Hashes<'r> {
    #[serde(rename = "sha-256")]
    sha256: &'r str,
}

struct Artifacts<'r>(&'r Run);

impl Serialize for Artifacts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.inputs.iter().map(|i| Artifact {
            location: location::ArtifactLocation::of(&i.name),
            hashes: (!i.sha256.is_empty()).then_some(Hashes { sha256: &i.sha256 }),
        }))
    }
}

/// True where nothing refused a file: the words SARIF has for "it ran to its end".
fn executed(run: &Run) -> bool {
    !run.problems.iter().any(|p| p.weight() == Weight::Refuse)
}

#[cfg(test)]
mod tests;
