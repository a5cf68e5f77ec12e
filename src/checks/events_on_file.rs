//! The events of the project file, as checks look for them.

use crate::domain::event::{Event, EventKind};
use crate::domain::project::Project;
use crate::domain::wage_determination::classification_key;
use std::collections::BTreeMap;

/// Letter case, spaces and punctuation do not make another firm.
pub fn same_firm(a: &str, b: &str) -> bool {
    a == b || classification_key(a) == classification_key(b)
}

/// The events of a kind that concern a firm: its own, and those of the project as a whole.
pub fn of_firm<'p>(project: &'p Project, what: EventKind, contractor: &str) -> Vec<&'p Event> {
    let concerns = |e: &&Event| e.what == what && e.contractor.as_deref().is_none_or(|c| same_firm(c, contractor));
    project.events.iter().filter(concerns).collect()
}

/// The events of each firm, so that many firms can look up theirs.
pub struct FirmEvents<'p> {
    by_firm: BTreeMap<String, Vec<&'p Event>>,
    common: Vec<&'p Event>,
}

impl<'p> FirmEvents<'p> {
    /// Of a project.
    pub fn of(project: &'p Project) -> Self {
        let mut events = Self { by_firm: BTreeMap::new(), common: Vec::new() };
        for event in &project.events {
            match &event.contractor {
                Some(firm) => events.by_firm.entry(classification_key(firm)).or_default().push(event),
                None => events.common.push(event),
            }
        }
        events
    }

    /// Those of a kind that concern a firm: its own, and those of the project as a whole.
    pub fn get(&self, what: EventKind, contractor: &str) -> impl Iterator<Item = &'p Event> {
        let own = self.by_firm.get(&classification_key(contractor)).map(Vec::as_slice).unwrap_or_default();
        own.iter().chain(&self.common).copied().filter(move |e| e.what == what)
    }
}

/// The number of a payroll without leading zeros and blanks, so that `007` is `7`.
pub fn bare_number(text: &str) -> &str {
    let bare = text.trim().trim_start_matches('0');
    if bare.is_empty() { text.trim() } else { bare }
}

/// An event in a step: its day, and what proves it.
pub fn shown(event: &Event) -> String {
    let until = event.until.map_or(String::new(), |u| format!(" to {u}"));
    let evidence = event.evidence.as_deref().map_or(String::new(), |e| format!(", {e}"));
    format!("{}{until}{evidence}", event.on)
}
