//! Runs a bundle again, with the rules, the project and the hours to date of its day, and compares bytes.

use super::contents::ReadUnder;
use super::zipped::Bundle;
use crate::rules::library::Library;
use crate::service::examine;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What came of running it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// A week without work: there was nothing to run.
    Nothing,
    /// The same bytes.
    Same {
        /// Bytes of the report.
        bytes: usize,
    },
    /// Other bytes. Nothing was changed.
    Differs {
        /// Version of the program that made the report.
        then: String,
        /// Findings that are not there any more, by their identifiers.
        gone: Vec<String>,
        /// Findings that were not there.
        new: Vec<String>,
        /// Findings that are there and say something else.
        changed: Vec<String>,
    },
}

/// Runs a bundle again.
///
/// # Errors
/// In words: what of it cannot be run.
pub fn replay(bundle: &Bundle) -> Result<Replayed, String> {
    let Some(report) = bundle.get("report.json") else { return Ok(Replayed::Nothing) };
    let need = |name: &str| bundle.get(name).ok_or_else(|| format!("{name} is not in the bundle"));
    let words = |error: &dyn std::fmt::Display| error.to_string();
    let folder = tempfile::tempdir().map_err(|error| words(&error))?;
    let place = |name: &str| folder.path().join(name);
    for (name, bytes) in bundle.below("project/") {
        let plain = Path::new(name).file_name().is_some_and(|plain| plain.to_str() == Some(name));
        if !plain {
            return Err(format!("project/{name} is no plain name"));
        }
        std::fs::write(place(name), bytes).map_err(|error| words(&error))?;
    }
    std::fs::write(place("the original"), need("original")?).map_err(|error| words(&error))?;
    let under: ReadUnder = serde_json::from_slice(need("request.json")?).map_err(|error| format!("request.json: {error}"))?;
    let mut request = under.request;
    request.file = place("the original");
    request.project_file = request.project_file.map(|_| place("project.toml"));
    let texts = bundle.below("rules/").filter_map(|(name, text)| {
        let id = name.strip_suffix(".toml")?;
        Some((format!("rules/{name}"), id.to_owned(), std::str::from_utf8(text).ok()?.to_owned()))
    });
    let library = Library::from_texts(texts).map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let again = examine::examine_under(&request, Arc::new(library)).map_err(|error| words(&error))?;
    if again.report.as_bytes() == report {
        return Ok(Replayed::Same { bytes: report.len() });
    }
    let then = std::str::from_utf8(bundle.get("run.txt").unwrap_or_default()).ok().and_then(|run| run.split(' ').nth(2));
    let (before, after) = (findings(report), findings(again.report.as_bytes()));
    let not_in = |these: &BTreeMap<String, serde_json::Value>, those: &BTreeMap<String, serde_json::Value>| {
        these.keys().filter(|id| !those.contains_key(*id)).cloned().collect()
    };
    Ok(Replayed::Differs {
        then: then.unwrap_or_default().to_owned(),
        gone: not_in(&before, &after),
        new: not_in(&after, &before),
        changed: before.iter().filter(|(id, body)| after.get(*id).is_some_and(|other| other != *body)).map(|(id, _)| id.clone()).collect(),
    })
}

fn findings(report: &[u8]) -> BTreeMap<String, serde_json::Value> {
    let report: serde_json::Value = serde_json::from_slice(report).unwrap_or_default();
    let all = report["findings"].as_array().cloned().unwrap_or_default();
    all.into_iter().filter_map(|finding| Some((finding["id"].as_str()?.to_owned(), finding))).collect()
}
