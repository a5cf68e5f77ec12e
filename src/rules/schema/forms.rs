//! The forms that values of a rule file take, as JSON Schema.

use crate::rules::figure_form::value_is_ours;
use crate::rules::words::{SEEN, SEEN_OR_CHOSEN, Words};
use serde_json::{Map, Value, json};

/// A key of a table.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) name: &'static str,
    /// The table does not load without it.
    pub(super) needed: bool,
    /// One sentence on what it is.
    pub(super) about: &'static str,
    pub(super) form: Value,
}

/// A key that must be there.
pub(super) fn needs(name: &'static str, about: &'static str, form: Value) -> Key {
    Key { name, needed: true, about, form }
}

/// A key that may be left out.
pub(super) fn may(name: &'static str, about: &'static str, form: Value) -> Key {
    Key { name, needed: false, about, form }
}

/// A table with these keys and no other.
pub(super) fn closed(keys: &[Key]) -> Value {
    let needed: Vec<&str> = keys.iter().filter(|k| k.needed).map(|k| k.name).collect();
    let properties: Map<String, Value> = keys.iter().map(|k| (k.name.to_owned(), about(k.about, k.form.clone()))).collect();
    let mut table = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !needed.is_empty() {
        with(&mut table, "required", json!(needed));
    }
    table
}

/// The same form with a sentence on it.
pub(super) fn about(words: &str, mut form: Value) -> Value {
    with(&mut form, "description", json!(words));
    form
}

/// Sets a keyword of a form.
pub(super) fn with(form: &mut Value, keyword: &str, value: Value) {
    if let Some(map) = form.as_object_mut() {
        map.insert(keyword.to_owned(), value);
    }
}

/// A text that says something.
pub(super) fn text() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

/// Lower-case letters, digits and hyphens.
pub(super) fn name() -> Value {
    json!({ "type": "string", "pattern": NAME })
}

/// What a name within a file looks like.
pub(super) const NAME: &str = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";

const DAY: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

/// A day in quotation marks.
pub(super) fn day() -> Value {
    json!({ "type": "string", "pattern": format!("^{DAY}$") })
}

/// A day in quotation marks, or `open`.
pub(super) fn open_day() -> Value {
    json!({ "type": "string", "pattern": format!("^({DAY}|open)$") })
}

/// Yes or no.
pub(super) fn yes_no() -> Value {
    json!({ "type": "boolean" })
}

/// A word of a closed vocabulary.
pub(super) fn word<T>(words: Words<T>) -> Value {
    one_of(&spelt(words))
}

/// One of these texts.
pub(super) fn one_of(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

/// The words of a vocabulary.
pub(super) fn spelt<T>(words: Words<T>) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

/// A list that is not empty.
pub(super) fn list(form: Value) -> Value {
    json!({ "type": "array", "items": form, "minItems": 1 })
}

/// What a group is named by: a word known already, or a `[group.…]` of the file.
pub(super) fn group() -> Value {
    json!({ "$ref": "#/definitions/group" })
}

/// Digits, with a point before at most six decimals.
pub(super) fn amount() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]+(\\.[0-9]{1,6})?$" })
}

/// The same without a part of one.
pub(super) fn whole() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]+(\\.0{1,6})?$" })
}

/// A part of one.
pub(super) fn share() -> Value {
    json!({ "type": "string", "pattern": "^(0+(\\.[0-9]{1,6})?|0*1(\\.0{1,6})?)$" })
}

/// Apprentices to journeyworkers.
pub(super) fn ratio() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]+:[0-9]+$" })
}

/// Keys that stand beside every number: unit, citation, how it was seen, a word on it.
pub(super) fn provenance(units: &[&str]) -> Vec<Key> {
    vec![
        needs("unit", "The unit, in the words of this figure and no others.", one_of(units)),
        needs("citation", "The key of the [citations.…] table where it was read.", text()),
        needs("seen", "Whether it was read in an official page or a secondary one.", word(SEEN)),
        may("note", "A word on the figure.", text()),
    ]
}

/// `{ value, unit, citation, seen }` under a key.
pub(super) fn figure_of(value: Value, units: &[&str]) -> Value {
    let mut keys = vec![needs("value", "The figure, in quotation marks so that it stays exact.", value)];
    keys.extend(provenance(units));
    closed(&keys)
}

/// The figure of a key, in a unit; one that no law gives may be chosen, with a reason.
pub(super) fn figure(key: &'static str, words: &'static str, value: Value, units: &[&str], needed: bool) -> Key {
    let mut form = figure_of(value, units);
    if value_is_ours(key) {
        form["properties"]["seen"] = about("How it was seen, or that it was chosen: then `note` says why.", word(SEEN_OR_CHOSEN));
        let chosen = json!({ "properties": { "seen": { "const": "chosen" } }, "required": ["seen"] });
        with(&mut form, "if", chosen);
        with(&mut form, "then", json!({ "required": ["note"] }));
    }
    Key { name: key, needed, about: words, form }
}

/// Rows of a figure that changes with time.
pub(super) fn dated(unit: &'static str) -> Value {
    let mut keys = vec![
        needs("from", "The first day a source gives it for.", day()),
        needs("until", "The last day, or \"open\" only if the law sets no yearly change.", open_day()),
        needs("value", "The figure, in quotation marks so that it stays exact.", amount()),
        may("published", "The day it became public, where that matters.", day()),
    ];
    keys.extend(provenance(&[unit]));
    list(closed(&keys))
}

/// First and last day of something that need not have either.
pub(super) fn open_days() -> [Key; 2] {
    [
        needs("from", "The first day, or \"open\" where no source gives one.", open_day()),
        needs("until", "The last day, or \"open\" where no source gives one.", open_day()),
    ]
}
