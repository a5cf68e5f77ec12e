//! The events of the project file, as checks look for them.

use crate::domain::event::{Event, EventKind};
use crate::domain::project::Project;
use crate::domain::wage_determination::classification_key;

/// Letter case, spaces and punctuation do not make another firm.
pub fn same_firm(a: &str, b: &str) -> bool {
    a == b || classification_key(a) == classification_key(b)
}

/// The events of a kind that concern a firm: its own, and those of the project as a whole.
pub fn of_firm<'p>(project: &'p Project, what: EventKind, contractor: &str) -> Vec<&'p Event> {
    let concerns = |e: &&Event| e.what == what && e.contractor.as_deref().is_none_or(|c| same_firm(c, contractor));
    project.events.iter().filter(concerns).collect()
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
