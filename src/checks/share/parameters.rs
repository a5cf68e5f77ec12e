//! Figures that the law leaves to the bid document, the agreement or the contractor's choice: parameters of the project.

use crate::domain::finding::Missing;
use crate::domain::project::Project;
use crate::domain::quantity::Hours;
use crate::domain::share::Share;
use rust_decimal::Decimal;

/// The parameters of one policy on one project.
#[derive(Clone, Copy)]
pub struct Parameters<'p> {
    project: &'p Project,
    policy: &'p str,
}

/// A parameter that is needed and not given, or not readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoParameter {
    name: String,
    /// What the project file holds instead, if anything.
    found: Option<String>,
    write: String,
}

impl NoParameter {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As a missing fact.
    pub fn missing(&self, policy: &str) -> Missing {
        let found = self.found.as_ref().map_or(String::new(), |f| format!(", which is \"{f}\"; write {}", self.write));
        Missing { fact: format!("the parameter `{}` of {policy}{found}", self.name), hangs_on: String::new(), holder: "the city" }
    }

    /// What to do.
    pub fn fix(&self, policy: &str) -> String {
        format!(
            "Add \"{policy}\" = {{ {} }} under [project.parameters] in the project file, from the bid document or agreement.",
            self.write
        )
    }
}

impl<'p> Parameters<'p> {
    /// Those of a policy.
    pub const fn of(project: &'p Project, policy: &'p str) -> Self {
        Self { project, policy }
    }

    /// As given.
    pub fn text(&self, name: &str) -> Option<&'p str> {
        self.project.parameters.get(self.policy)?.get(name).map(|t| t.trim())
    }

    /// A share.
    ///
    /// # Errors
    /// If it is not given, or is no part of one.
    pub fn share(&self, name: &str) -> Result<Share, NoParameter> {
        let found = self.text(name);
        let share = found.and_then(millionths).and_then(|m| u32::try_from(m).ok()).and_then(Share::from_millionths);
        share.ok_or_else(|| self.none(name, "0.30"))
    }

    /// Hours that are claimed; `None` where none are.
    ///
    /// # Errors
    /// If what is given is no number of hours.
    pub fn hours(&self, name: &str) -> Result<Option<Hours>, NoParameter> {
        let Some(found) = self.text(name) else { return Ok(None) };
        let hours = millionths(found).filter(|m| *m >= 0).map(Hours::from_micros);
        hours.map(Some).ok_or_else(|| self.none(name, "1200.00"))
    }

    fn none(&self, name: &str, example: &str) -> NoParameter {
        NoParameter { name: name.to_owned(), found: self.text(name).map(str::to_owned), write: format!("{name} = \"{example}\"") }
    }
}

fn millionths(text: &str) -> Option<i64> {
    let decimal: Decimal = text.parse().ok()?;
    Hours::from_decimal(decimal).ok().map(Hours::micros)
}
