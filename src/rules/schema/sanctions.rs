//! `[[clause.consequence]]`.

use super::forms::{amount, closed, figure, figure_of, may, needs, text, with, word};
use crate::rules::consequence::{BINDINGS, ConsequenceKind, KINDS, POINTS, WHENS, units};
use serde_json::{Value, json};

/// One sanction; its kind says in which unit its rate stands.
pub(super) fn consequence() -> Value {
    let mut all: Vec<&str> = Vec::new();
    for unit in KINDS.iter().flat_map(|(_, kind)| units(*kind)).map(|(unit, _)| *unit) {
        if !all.contains(&unit) {
            all.push(unit);
        }
    }
    let mut form = closed(&[
        needs("id", "A short name within the clause.", text()),
        needs("kind", "How the sanction is reckoned.", word(KINDS)),
        needs("binding", "Whether the law says it may follow, or shall.", word(BINDINGS)),
        needs("when", "What brings it about.", word(WHENS)),
        may("rate", "How much, in the unit of its kind.", figure_of(amount(), &all)),
        may("points", "Whether a part of a percentage point is dropped or counts.", word(POINTS)),
        figure("cap", "The most it can come to.", amount(), &["dollars"], false),
        may("words", "What may follow, where it is not money.", text()),
        may("citation", "The key of the [citations.…] table of a measure.", text()),
    ]);
    let each: Vec<Value> = KINDS.iter().map(|(word, kind)| of_kind(word, *kind)).collect();
    with(&mut form, "allOf", json!(each));
    form
}

fn of_kind(word: &str, kind: ConsequenceKind) -> Value {
    let units: Vec<&str> = units(kind).iter().map(|(unit, _)| *unit).collect();
    let then = match kind {
        ConsequenceKind::Measure => {
            json!({ "required": ["words", "citation"], "not": { "anyOf": [{ "required": ["rate"] }, { "required": ["points"] }] } })
        }
        _ => {
            let (needed, unknown) = match kind {
                ConsequenceKind::PerPointShort => (vec!["rate", "points"], vec![json!({ "required": ["citation"] })]),
                _ => (vec!["rate"], vec![json!({ "required": ["citation"] }), json!({ "required": ["points"] })]),
            };
            let rate = json!({ "properties": { "unit": { "enum": units } } });
            json!({ "required": needed, "properties": { "rate": rate }, "not": { "anyOf": unknown } })
        }
    };
    json!({ "if": { "properties": { "kind": { "const": word } }, "required": ["kind"] }, "then": then })
}
