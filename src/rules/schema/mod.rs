//! The form of a policy file as a JSON Schema, so that an editor completes keys and shows what they mean.
//!
//! Words, units and names of checks are those the loader reads by; `tests/rules_schema.rs` asks the loader
//! for the keys of every table and fails where one is not here. A schema sees one value at a time: that a
//! citation exists, that days do not overlap or that two ids differ is for `plumbline rules lint`.

mod check_keys;
mod clause;
mod conditions;
mod forms;
mod sanctions;
mod share_keys;

use super::group_form::LIST_KINDS;
use super::groups::EVERYBODY;
use super::load::SCHEMA;
use super::words::{SEEN, STATUSES};
use crate::domain::attribute::Attribute;
use forms::{Key, NAME, about, closed, day, group, list, may, name, needs, one_of, open_day, open_days, text, with, word};
use serde_json::{Map, Value, json};

/// The schema of a policy file.
pub fn policy() -> Value {
    let mut schema = closed(&file());
    with(&mut schema, "$schema", json!("http://json-schema.org/draft-07/schema#"));
    with(&mut schema, "title", json!("Plumbline policy"));
    with(&mut schema, "description", json!("One policy: its place, sources, standing in law, conditions and what it asks."));
    let known: Vec<&str> = known_groups();
    let groups = json!({ "anyOf": [one_of(&known), name()] });
    let mut definitions = Map::new();
    definitions.insert("group".to_owned(), about("A group known already, or a [group.…] of this file.", groups));
    definitions.insert("conditions".to_owned(), about("Conditions of which every one must hold.", conditions::inner()));
    with(&mut schema, "definitions", Value::Object(definitions));
    schema
}

fn known_groups() -> Vec<&'static str> {
    Attribute::ALL.iter().map(|a| a.word()).chain([EVERYBODY]).collect()
}

fn file() -> Vec<Key> {
    vec![
        needs("schema", "The form of the file.", json!({ "const": SCHEMA })),
        needs("title", "The name of the policy, as people call it.", text()),
        needs("summary", "What it asks, in one or two sentences.", text()),
        needs("reviewed_on", "The day a person last held it against its sources.", day()),
        may("place", "Where it holds; left out, the whole country.", place()),
        needs("citations", "The pages the policy rests on, each under a short name.", named(citation(), json!({ "pattern": NAME }))),
        needs("status", "Its standing in law, dated where it changed.", list(status())),
        may("applies", "Whom it binds; every key must hold.", conditions::of_policy()),
        may("list", "Lists that the law or the city publishes, by date.", list(dated_list())),
        may(
            "group",
            "Groups of people of the policy's own, by word.",
            named(own_group(), json!({ "pattern": NAME, "not": { "enum": known_groups() } })),
        ),
        needs("clause", "What it asks, each by one check in one version.", list(clause::clause())),
        may("conflict", "Sources that say different things.", list(conflict())),
        may("open_question", "What is not settled, and how it is read until it is.", list(open_question())),
    ]
}

/// A table of tables under names of the file's own.
fn named(form: Value, names: Value) -> Value {
    json!({ "type": "object", "additionalProperties": form, "propertyNames": names })
}

fn place() -> Value {
    let mut table = closed(&[
        may("state", "The state, as two capital letters.", json!({ "type": "string", "pattern": "^[A-Z]{2}$" })),
        may("county", "The county, without the word County.", text()),
        may("city", "The city; left out, the whole state.", text()),
    ]);
    with(&mut table, "dependencies", json!({ "city": ["state"], "county": ["state"] }));
    table
}

fn citation() -> Value {
    let mut form = closed(&[
        needs("text", "The source in words, with its section.", text()),
        needs("url", "The whole address of the page where it was read.", json!({ "type": "string", "pattern": "^https?://" })),
        needs("seen", "Whether the page is official or secondary.", word(SEEN)),
        needs("seen_on", "The day it was read.", day()),
    ]);
    with(&mut form, "description", json!("A page, under the short name by which figures cite it."));
    form
}

fn status() -> Value {
    let mut keys = vec![needs("status", "How the policy stands in law in these days.", word(STATUSES))];
    keys.extend(open_days());
    keys.extend([
        needs("citation", "The key of the [citations.…] table that says so.", text()),
        may("note", "A word on it.", text()),
        may("published", "The day it became public, where that matters.", day()),
    ]);
    closed(&keys)
}

fn dated_list() -> Value {
    let version = closed(&[
        needs("from", "The first day a source gives it for.", day()),
        needs("until", "The last day, or \"open\" where the source gives no end.", open_day()),
        needs("values", "What stands in the list, as ZIP codes of five digits or as trades.", list(text())),
        needs("citation", "The key of the [citations.…] table where it was read.", text()),
        needs("seen", "Whether it was read in an official page or a secondary one.", word(SEEN)),
        may("note", "A word on it.", text()),
    ]);
    let mut form = closed(&[
        needs("id", "A short name within the policy.", name()),
        needs("kind", "What its values are.", word(LIST_KINDS)),
        needs("version", "The list as it stood on some days.", list(version)),
    ]);
    let zip = json!({ "type": "string", "pattern": "^[0-9]{5}$" });
    with(&mut form, "if", json!({ "properties": { "kind": { "const": "zip" } }, "required": ["kind"] }));
    with(&mut form, "then", json!({ "properties": { "version": { "items": { "properties": { "values": { "items": zip } } } } } }));
    form
}

fn own_group() -> Value {
    let mut form = closed(&[
        may("words", "Who they are, as a sentence begins.", text()),
        may("all_of", "Attributes or groups, of which a worker has every one.", list(group())),
        may("any_of", "Attributes or groups, of which a worker has at least one.", list(group())),
        may("lives_in", "A list of ZIP codes in which the worker's residence stands.", name()),
    ]);
    with(&mut form, "anyOf", json!([{ "required": ["all_of"] }, { "required": ["any_of"] }, { "required": ["lives_in"] }]));
    with(&mut form, "description", json!("A group of people, under the word by which targets name it."));
    form
}

fn conflict() -> Value {
    let voice = closed(&[
        needs("text", "What this source says.", text()),
        needs("citation", "The key of the [citations.…] table of the source.", text()),
    ]);
    let mut says = list(voice);
    with(&mut says, "minItems", json!(2));
    closed(&[needs("says", "What each source says.", says), needs("reading", "Which of them is followed, and why.", text())])
}

fn open_question() -> Value {
    closed(&[needs("question", "What is not settled.", text()), needs("reading", "How it is read until it is settled.", text())])
}
