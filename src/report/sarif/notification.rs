//! Problems and notes: what the run has to say about the file, not about the work.

use super::location::{Location, of_site};
use crate::domain::problem::Problem;
use crate::domain::problem_codes::{self, Weight};
use crate::domain::run::Run;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

pub(super) struct Invocation<'r> {
    pub run: &'r Run,
    /// Codes in the order of their descriptors.
    pub codes: Vec<&'r str>,
}

struct Notifications<'a, 'r>(&'a Invocation<'r>);

#[derive(Serialize)]
struct Notification<'r> {
    descriptor: DescriptorReference<'r>,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Serialize)]
struct DescriptorReference<'r> {
    id: &'r str,
    index: usize,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

impl Serialize for Invocation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("executionSuccessful", &super::executed(self.run))?;
        map.serialize_entry("toolExecutionNotifications", &Notifications(self))?;
        map.end()
    }
}

impl Serialize for Notifications<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let run = self.0.run;
        serializer.collect_seq(run.problems.iter().chain(&run.notes).map(|problem| Notification {
            descriptor: DescriptorReference {
                id: problem.code,
                index: self.0.codes.iter().position(|c| *c == problem.code).unwrap_or_default(),
            },
            level: match problem.weight() {
                Weight::Refuse => "error",
                Weight::Hold => "warning",
                Weight::Note => "note",
            },
            message: Message { text: words(problem) },
            locations: of_site(run, &problem.site).into_iter().collect(),
        }))
    }
}

/// What was seen, what is needed, what to do, what was not checked.
fn words(problem: &Problem) -> String {
    let mut text = problem_codes::find(problem.code).map_or(problem.code, |c| c.title).to_owned();
    if !problem.read.is_empty() {
        text.push_str(&format!(": {}", problem.read));
    }
    if !problem.expected.is_empty() {
        text.push_str(&format!("; we need {}", problem.expected));
    }
    text.push('.');
    if !problem.fix.is_empty() {
        text.push_str(&format!(" {}", problem.fix));
    }
    text.push_str(&format!(" Not checked: {}.", problem.not_checked.word()));
    text
}
