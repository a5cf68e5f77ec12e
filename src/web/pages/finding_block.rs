//! A finding as every page shows it (`templates/parts/finding.html`): the cells, the arithmetic, the law, what mends it.

use super::cell_links::{CellLink, CellLinks};
use crate::service::examine::{FindingSeen, StepSeen};
use crate::web::words::dollars;

/// A finding ready to be shown.
pub(super) struct FindingBlock {
    /// Its number on the page, from 1.
    pub number: usize,
    /// Level of its heading: 2 or 3.
    pub level: u8,
    /// The finding.
    pub seen: FindingSeen,
    /// Money owed, in dollars; empty where none is.
    pub owed: String,
    /// The arithmetic, each step with the cells it was read from.
    pub steps: Vec<(StepSeen, Vec<CellLink>)>,
    /// The cells it rests on.
    pub cells: Vec<CellLink>,
}

impl FindingBlock {
    /// From a finding, by its number, with the names of its cells.
    pub fn of(seen: &FindingSeen, number: usize, level: u8, links: &CellLinks<'_>) -> Self {
        Self {
            number,
            level,
            owed: seen.owed.as_deref().map(dollars).unwrap_or_default(),
            steps: seen.steps.iter().map(|step| (step.clone(), links.to(&step.cells))).collect(),
            cells: links.to(&seen.cells),
            seen: seen.clone(),
        }
    }

    /// What the check answered, as a person reads it.
    pub fn answered(&self) -> &'static str {
        match (self.seen.outcome.as_str(), self.seen.force.as_str()) {
            ("cannot-tell", _) => "Cannot tell yet",
            (_, "requirement") => "Not met",
            _ => "Below standard",
        }
    }
}
