//! `event-clock` and `first-source-clock`: the same figures under two names.

use crate::domain::event::EventKind;
use crate::domain::project::Milestone;
use crate::domain::quantity::MICROS;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::versions::day_of;
use crate::rules::words::Words;

/// How an event stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It comes before it.
    Before,
    /// It comes after it, or on the same day.
    After,
    /// It lasts.
    Lasting,
    /// It happened.
    Exists,
}

/// What an event is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// A day of the project.
    Milestone(Milestone),
    /// Another event.
    Event(EventKind),
}

impl Anchor {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Milestone(milestone) => day_of(milestone),
            Self::Event(what) => what.words(),
        }
    }
}

/// A number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// How many.
    pub days: u32,
    /// Business days, weekends and federal holidays left out.
    pub business: bool,
}

impl Span {
    /// The unit, in words.
    pub const fn unit(self) -> &'static str {
        if self.business { "business days" } else { "calendar days" }
    }
}

/// Whether both the first and the last day count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Both count.
    Inclusive,
    /// The first does not.
    Exclusive,
    /// The law does not say.
    NotStated,
}

/// For what a step is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Once for the project.
    Project,
    /// For each firm.
    Contractor,
    /// For each job order.
    JobOrder,
    /// For each hire.
    Hire,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockStep {
    /// Short name within the clause.
    pub id: String,
    /// What is to happen.
    pub what: EventKind,
    /// How it stands to the anchor.
    pub relation: Relation,
    /// What it is held against.
    pub anchor: Option<Anchor>,
    /// At least so long.
    pub at_least: Option<Span>,
    /// At most so long.
    pub within: Option<Span>,
    /// Whether both ends count.
    pub counting: Counting,
    /// One factor of good faith among others: not shown is not broken.
    pub factor: bool,
    /// Asked only if it happened at all.
    pub if_any: bool,
    /// For what it is asked.
    pub per: Per,
    /// Key of its citation.
    pub citation: String,
}

impl ClockStep {
    /// The step in words: `the public advertisement after the posting …, at least 7 calendar days`.
    pub fn words(&self) -> String {
        let anchor = self.anchor.map_or("", Anchor::words);
        let relation = match self.relation {
            Relation::Before => format!(" before {anchor}"),
            Relation::After => format!(" after {anchor}"),
            Relation::Lasting | Relation::Exists => String::new(),
        };
        let at_least = self.at_least.map_or(String::new(), |s| format!(", at least {} {}", s.days, s.unit()));
        let within = self.within.map_or(String::new(), |s| format!(", within {} {}", s.days, s.unit()));
        format!("{}{relation}{at_least}{within}", self.what.words())
    }
}

/// Figures of `event-clock`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventClock {
    /// The steps concern hiring: the check is then called `first-source-clock`.
    pub hiring: bool,
    /// What is asked.
    pub steps: Vec<ClockStep>,
}

pub(in crate::rules) const RELATIONS: Words<Relation> =
    &[("before", Relation::Before), ("after", Relation::After), ("lasting", Relation::Lasting), ("exists", Relation::Exists)];
pub(in crate::rules) const COUNTING: Words<Counting> =
    &[("inclusive", Counting::Inclusive), ("exclusive", Counting::Exclusive), ("not-stated", Counting::NotStated)];
pub(in crate::rules) const PER: Words<Per> =
    &[("project", Per::Project), ("contractor", Per::Contractor), ("job-order", Per::JobOrder), ("hire", Per::Hire)];
pub(in crate::rules) const MILESTONES: Words<Milestone> = &[
    ("advertised", Milestone::Advertised),
    ("solicited", Milestone::Solicited),
    ("executed", Milestone::Executed),
    ("approved", Milestone::Approved),
    ("started", Milestone::Started),
    ("completed", Milestone::Completed),
];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>, hiring: bool) -> Option<EventClock> {
    const EXAMPLE: &str = "[[clause.step]] with id, what, relation and citation";
    let rows = keys.tables("step", EXAMPLE);
    if rows.is_empty() && !keys.has("step") {
        keys.source.error(&keys.span, "A clock has no steps", format!("Add {EXAMPLE}"));
    }
    let mut steps: Vec<ClockStep> = Vec::new();
    for row in rows {
        let place = row.at("id");
        if let Some(read) = step(home, &row) {
            if steps.iter().any(|s| s.id == read.id) {
                row.source.error(&place, format!("Two steps are called \"{}\"", read.id), "Give each an id of its own");
            }
            steps.push(read);
        }
        row.finish();
    }
    Some(EventClock { hiring, steps })
}

fn step(home: Home<'_>, row: &Keys<'_>) -> Option<ClockStep> {
    let id = row.text("id", "id = \"posted-first\", a short name within the clause");
    let what = row.word("what", EventKind::WORDS);
    let relation = row.word("relation", RELATIONS);
    let (has_anchor, anchor) = (row.has("anchor"), anchor(row));
    let name = format!("step {}", id.as_ref().map_or("", |i| i.text.as_str()));
    let (at_least, within) = (span(home, row, &name, "at_least"), span(home, row, &name, "within"));
    let counting = if row.has("counting") { row.word("counting", COUNTING) } else { Some(Counting::NotStated) };
    let (factor, if_any) = (row.yes_no("factor").unwrap_or(false), row.yes_no("if_any").unwrap_or(false));
    let per = if row.has("per") { row.word("per", PER) } else { Some(Per::Project) };
    let citation = home.citation(row, "citation");
    let relation = relation?;
    let needs_anchor = matches!(relation, Relation::Before | Relation::After);
    if needs_anchor != has_anchor {
        let write = "Write anchor = \"public-advertisement\" with before or after, and none with lasting or exists";
        row.source.error(&row.at("anchor"), "A step names what it is held against where it has a relation to it", write);
    }
    if relation == Relation::Lasting && at_least.is_none() && within.is_none() {
        row.source.error(
            &row.span,
            "A step that lasts does not say how long",
            "Write at_least = { value = \"10\", unit = \"calendar days\", … }",
        );
    }
    if relation == Relation::Exists && (at_least.is_some() || within.is_some()) {
        row.source.error(&row.span, "A step that only exists has no days", "Leave out at_least and within, or write another relation");
    }
    let anchor = if has_anchor { Some(anchor?) } else { None };
    let (counting, per, citation) = (counting?, per?, citation?);
    Some(ClockStep { id: id?.text, what: what?, relation, anchor, at_least, within, counting, factor, if_any, per, citation })
}

/// A milestone of the project or an event.
fn anchor(row: &Keys<'_>) -> Option<Anchor> {
    if !row.has("anchor") {
        return None;
    }
    let text = row.text("anchor", "anchor = \"public-advertisement\", an event, or \"started\", a day of the project")?;
    if let Some((_, milestone)) = MILESTONES.iter().find(|(w, _)| *w == text.text) {
        return Some(Anchor::Milestone(*milestone));
    }
    row.word("anchor", EventKind::WORDS).map(Anchor::Event)
}

fn span(home: Home<'_>, row: &Keys<'_>, name: &str, key: &str) -> Option<Span> {
    const EXAMPLE: &str = "{ value = \"10\", unit = \"business days\", citation = \"key\", seen = \"official\" }";
    let table = row.table(key, &format!("{key} = {EXAMPLE}"))?;
    let business = table.optional_text("unit", "unit = \"business days\"").is_some_and(|u| u.text == "business days");
    let unit = if business { "business days" } else { "calendar days" };
    let read = home.number(&table, name, "value", unit, false);
    table.finish();
    let micros = read?.micros;
    let days = (micros % MICROS == 0).then(|| u32::try_from(micros / MICROS).ok()).flatten();
    if days.is_none() {
        row.source.error(&row.at(key), format!("`{key}` is not a whole number of {unit}"), format!("Write whole {unit}"));
    }
    Some(Span { days: days?, business })
}
