//! What changes in the rules between two days: figures, lists, versions, legal status, and where a figure
//! ceases to be held.

use super::library::Library;
use super::policy::{Clause, Figure, Policy};
use crate::domain::citation::Citation;
use crate::domain::outcome::{Seen, Status};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// One change of one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Path of the policy.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// Clause it is about; `None` for the policy as a whole.
    pub clause: Option<String>,
    /// What changes: the key of a figure, `status`, `version`, or `list` and its name.
    pub what: String,
    /// First day of the new state.
    pub on: NaiveDate,
    /// State of the day before.
    pub before: State,
    /// State from that day on.
    pub after: State,
    /// Source of the new state.
    pub citation: Option<Citation>,
}

/// How something stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A figure, in plain digits, with its unit and how it was seen.
    Figure {
        /// In plain digits.
        value: String,
        /// Unit, in words.
        unit: &'static str,
        /// How it was seen; `None` for one chosen by the reading taken.
        seen: Option<Seen>,
    },
    /// The figure exists in law and is not in the file; why.
    NotHeld(String),
    /// A published list.
    List {
        /// What stands in it; trades in lower case.
        values: BTreeSet<String>,
        /// How it was seen.
        seen: Seen,
    },
    /// A legal status.
    Status(Status),
    /// The version holds.
    Holds,
    /// There is nothing.
    Nothing,
}

/// Every change after `from` up to and on `to`, in every policy or in one; by policy, day and place in
/// the file. The order of the two days does not matter.
pub fn changes(library: &Library, only: Option<&str>, from: NaiveDate, to: NaiveDate) -> Vec<Change> {
    let (from, to) = (from.min(to), from.max(to));
    let policies = library.list().filter(|p| only.is_none_or(|id| p.id == id));
    policies.flat_map(|policy| of_policy(policy, from, to)).collect()
}

/// What a state is about: clause and name.
type Key = (Option<usize>, String);

fn of_policy(policy: &Policy, from: NaiveDate, to: NaiveDate) -> Vec<Change> {
    let mut changes = Vec::new();
    for day in boundaries(policy).into_iter().filter(|day| from < *day && *day <= to) {
        let Some(eve) = day.pred_opt() else { continue };
        let (before, after) = (states(policy, eve), states(policy, day));
        let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let state = |states: &BTreeMap<Key, Stands>| states.get(key).map_or(State::Nothing, |s| s.state.clone());
            let (was, is) = (state(&before), state(&after));
            // A figure that begins or ends with its version is told by the version.
            let own = key.1 == VERSION || key.1.starts_with(LIST);
            let told = |other: &BTreeMap<Key, Stands>| own || other.contains_key(&(key.0, VERSION.to_owned()));
            if was == is || (was == State::Nothing && !told(&before)) || (is == State::Nothing && !told(&after)) {
                continue;
            }
            changes.push(Change {
                policy: policy.id.clone(),
                title: policy.title.clone(),
                clause: key.0.and_then(|at| policy.clauses.get(at)).map(|c| c.id.clone()),
                what: key.1.clone(),
                on: day,
                before: was,
                after: is,
                citation: after.get(key).or(before.get(key)).and_then(|s| policy.citations.get(&s.citation).cloned()),
            });
        }
    }
    changes
}

/// The name of a clause's own days among the states.
const VERSION: &str = "version";
const STATUS: &str = "status";
/// What the name of a list stands behind.
const LIST: &str = "list ";

/// Each day on which something begins, or begins to be missing.
fn boundaries(policy: &Policy) -> BTreeSet<NaiveDate> {
    let figures = policy.figures.iter().map(|f| (f.from, f.until));
    let clauses = policy.clauses.iter().map(|c| (c.from, c.until));
    let gaps = policy.clauses.iter().flat_map(|c| c.not_held.iter().map(|n| (n.from, n.until)));
    let statuses = policy.status.iter().map(|s| (s.from, s.until));
    let lists = policy.groups.lists.iter().flat_map(|l| l.versions.iter().map(|v| (Some(v.from), v.until)));
    let spans = figures.chain(clauses).chain(gaps).chain(statuses).chain(lists);
    spans.flat_map(|(from, until)| [from, until.and_then(|u| u.succ_opt())]).flatten().collect()
}

/// A state and the key of its citation.
struct Stands {
    state: State,
    citation: String,
}

fn states(policy: &Policy, day: NaiveDate) -> BTreeMap<Key, Stands> {
    let mut states = BTreeMap::new();
    if let Some(span) = policy.status_on(day) {
        states.insert((None, STATUS.to_owned()), Stands { state: State::Status(span.status), citation: span.citation.clone() });
    }
    for list in &policy.groups.lists {
        if let Some(version) = list.on(day).and_then(|at| list.versions.get(at)) {
            let state = State::List { values: version.values.clone(), seen: version.seen };
            states.insert((None, format!("{LIST}{}", list.id)), Stands { state, citation: version.citation.clone() });
        }
    }
    for (at, clause) in policy.clauses.iter().enumerate().filter(|(_, c)| holds(c, day)) {
        let citation = clause.citations.first().cloned().unwrap_or_default();
        states.insert((Some(at), VERSION.to_owned()), Stands { state: State::Holds, citation: citation.clone() });
        for figure in dated(policy, clause) {
            let key = (Some(at), figure.name.clone());
            if covers((figure.from, figure.until), day) {
                let state = State::Figure { value: figure.value.clone(), unit: figure.unit, seen: figure.seen };
                states.insert(key, Stands { state, citation: figure.citation.clone() });
            } else if let (false, Some(why)) = (states.contains_key(&key), clause.why_not_held(day)) {
                states.insert(key, Stands { state: State::NotHeld(why.to_owned()), citation: citation.clone() });
            }
        }
    }
    states
}

/// The figures of a clause that change with time.
fn dated<'p>(policy: &'p Policy, clause: &'p Clause) -> impl Iterator<Item = &'p Figure> {
    policy.figures.iter().filter(|f| f.from.is_some() && f.clause.as_deref() == Some(&clause.id))
}

fn holds(clause: &Clause, day: NaiveDate) -> bool {
    covers((clause.from, clause.until), day)
}

fn covers((from, until): (Option<NaiveDate>, Option<NaiveDate>), day: NaiveDate) -> bool {
    from.is_none_or(|f| f <= day) && until.is_none_or(|u| day <= u)
}
