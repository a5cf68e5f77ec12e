//! `checklist`.

use crate::domain::event::EventKind;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;

/// What an item asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// An event on file.
    Event(EventKind),
    /// Every weekly payroll, or a report of no work.
    WeeklyPayroll,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Short name within the clause.
    pub id: String,
    /// What must be on file.
    pub what: ItemKind,
    /// Key of its citation.
    pub citation: String,
}

impl Item {
    /// In words.
    pub const fn words(&self) -> &'static str {
        match self.what {
            ItemKind::Event(what) => what.words(),
            ItemKind::WeeklyPayroll => "the payroll of each week",
        }
    }
}

/// Figures of `checklist`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// What must be on file.
    pub items: Vec<Item>,
}

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<Checklist> {
    const EXAMPLE: &str = "[[clause.item]] with id, what and citation";
    let rows = keys.tables("item", EXAMPLE);
    if rows.is_empty() && !keys.has("item") {
        keys.source.error(&keys.span, "A checklist has no items", format!("Add {EXAMPLE}"));
    }
    if keys.text("force", "force = \"disclosure\"").is_some_and(|force| force.text != "disclosure") {
        let write = "Write force = \"disclosure\": evidence on file is for the agency to weigh, never a pass";
        keys.source.error(&keys.at("force"), "A checklist is stated, not answered", write);
    }
    let mut items: Vec<Item> = Vec::new();
    for row in rows {
        let id = row.text("id", "id = \"meeting\", a short name within the clause");
        let what = match row.text("what", "what = \"pre-job-meeting\", an event, or \"weekly-payroll\"") {
            Some(text) if text.text == "weekly-payroll" => Some(ItemKind::WeeklyPayroll),
            Some(_) => row.word("what", EventKind::WORDS).map(ItemKind::Event),
            None => None,
        };
        let citation = home.citation(&row, "citation");
        if let (Some(id), Some(what), Some(citation)) = (id, what, citation) {
            if items.iter().any(|i| i.id == id.text) {
                row.source.error(&id.span, format!("Two items are called \"{}\"", id.text), "Give each an id of its own");
            }
            items.push(Item { id: id.text, what, citation });
        }
        row.finish();
    }
    Some(Checklist { items })
}
