//! The tool: its version, the checks that spoke and the codes of the notifications.

use super::Options;
use super::result::listed;
use crate::domain::problem_codes;
use crate::domain::run::Run;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
struct Driver<'r> {
    name: &'r str,
    version: &'r str,
    #[serde(rename = "semanticVersion")]
    semantic_version: &'r str,
    rules: Vec<Descriptor<'r>>,
    notifications: Vec<Descriptor<'r>>,
}

#[derive(Serialize)]
struct Descriptor<'r> {
    id: &'r str,
    #[serde(rename = "shortDescription", skip_serializing_if = "Option::is_none")]
    short_description: Option<Message<'r>>,
    help: Help,
}

#[derive(Serialize)]
struct Message<'r> {
    text: &'r str,
}

#[derive(Serialize)]
struct Help {
    text: String,
}

impl<'r> Tool<'r> {
    /// The checks and codes of a run, each once, in order of first use.
    pub fn of(run: &'r Run, options: &Options) -> Self {
        let mut checks: Vec<&'r str> = Vec::new();
        for finding in run.findings.iter().filter(|f| listed(f, options)) {
            if !checks.contains(&finding.check) {
                checks.push(finding.check);
            }
        }
        let mut codes: Vec<&'r str> = Vec::new();
        for problem in run.problems.iter().chain(&run.notes) {
            if !codes.contains(&problem.code) {
                codes.push(problem.code);
            }
        }
        let descriptor = |id: &'r str| Descriptor {
            id,
            short_description: problem_codes::find(id).map(|c| Message { text: c.title }),
            help: Help { text: format!("plumbline explain {id}") },
        };
        Self {
            driver: Driver {
                name: "plumbline",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: checks.into_iter().map(descriptor).collect(),
                notifications: codes.into_iter().map(descriptor).collect(),
            },
        }
    }

    /// The checks, in the order of their descriptors.
    pub fn checks(&self) -> Vec<&'r str> {
        self.driver.rules.iter().map(|d| d.id).collect()
    }

    /// The codes of notifications, in the order of their descriptors.
    pub fn codes(&self) -> Vec<&'r str> {
        self.driver.notifications.iter().map(|d| d.id).collect()
    }
}
