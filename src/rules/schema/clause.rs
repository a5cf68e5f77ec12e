//! A clause: the keys of every clause, and for each check those that go with it.

use super::check_keys::{keys_of, more_of};
use super::conditions;
use super::forms::{Key, about, closed, list, may, name, needs, one_of, open_days, spelt, text, with, word};
use super::sanctions;
use crate::rules::asks::CHECKS;
use crate::rules::words::{FORCES, SELECTED_BY, SEVERITIES};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// `[[clause]]`.
pub(super) fn clause() -> Value {
    let shared = shared();
    let mut form = closed(&shared);
    let checks = spelt(CHECKS);
    let mut forms: BTreeMap<&str, Vec<Key>> = BTreeMap::new();
    for key in checks.iter().flat_map(|check| keys_of(check)) {
        let known = forms.entry(key.name).or_default();
        if !known.iter().any(|k| k.form == key.form && k.about == key.about) {
            known.push(key);
        }
    }
    if let Some(properties) = form["properties"].as_object_mut() {
        properties.extend(forms.iter().map(|(name, keys)| ((*name).to_owned(), either(keys))));
    }
    let each: Vec<Value> = checks.iter().map(|check| for_check(check, &shared, &forms)).collect();
    with(&mut form, "allOf", json!(each));
    form
}

fn shared() -> Vec<Key> {
    let not_held = {
        let mut keys: Vec<Key> = open_days().into();
        keys.push(needs("why", "Why the figure is not held.", text()));
        closed(&keys)
    };
    let mut keys = vec![
        needs("id", "A short name within the policy.", name()),
        needs("check", "What is checked; it says which other keys the clause has.", one_of(&spelt(CHECKS))),
        needs("force", "How strongly the law asks.", word(FORCES)),
        needs("severity", "What the agency wants done about it.", word(SEVERITIES)),
        may("severity_reason", "Why the severity is not the usual one for the force.", text()),
        needs("selected_by", "The day that selects which version of the clause binds.", word(SELECTED_BY)),
        needs("citations", "The keys of the [citations.…] tables it rests on.", list(text())),
        may("applies", "Whom this clause binds; every key must hold.", conditions::of_clause()),
        may("not_held", "Days whose figure exists and was not seen.", list(not_held)),
        may("consequence", "What may follow where the clause is not kept.", list(sanctions::consequence())),
    ];
    keys.extend(open_days());
    keys
}

/// A key that several checks have, each in a form of its own.
fn either(keys: &[Key]) -> Value {
    let mut words: Vec<&str> = keys.iter().map(|k| k.about).collect();
    words.dedup();
    let mut forms: Vec<Value> = Vec::new();
    for key in keys {
        if !forms.contains(&key.form) {
            forms.push(key.form.clone());
        }
    }
    let form = if forms.len() == 1 { forms.remove(0) } else { json!({ "anyOf": forms }) };
    about(&words.join(" Or: "), form)
}

/// What holds of a clause with this check: its keys and no other check's, and those it cannot do without.
fn for_check(check: &'static str, shared: &[Key], forms: &BTreeMap<&str, Vec<Key>>) -> Value {
    let own = keys_of(check);
    let names: Vec<&str> = shared.iter().chain(&own).map(|k| k.name).collect();
    let needed: Vec<&str> = own.iter().filter(|k| k.needed).map(|k| k.name).collect();
    // Where no other check has the key in another form, the clause says it already.
    let particular = own.iter().filter(|k| forms.get(k.name).is_some_and(|all| all.len() > 1));
    let properties: Map<String, Value> = particular.map(|k| (k.name.to_owned(), about(k.about, k.form.clone()))).collect();
    let mut then = json!({ "propertyNames": { "enum": names } });
    if !needed.is_empty() {
        with(&mut then, "required", json!(needed));
    }
    if !properties.is_empty() {
        with(&mut then, "properties", Value::Object(properties));
    }
    let more = more_of(check);
    if !more.is_empty() {
        with(&mut then, "allOf", Value::Array(more));
    }
    json!({ "if": { "properties": { "check": { "const": check } }, "required": ["check"] }, "then": then })
}
