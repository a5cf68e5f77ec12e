//! Conditions under which a policy or a clause applies.

use super::forms::{Key, amount, closed, figure, list, may, needs, text, whole, with, word, yes_no};
use crate::rules::condition_form::{COUNTS, DOLLARS, YES_NO};
use crate::rules::words::{CLASSES, FUNDING, KINDS};
use serde_json::{Value, json};

/// `[applies]`.
pub(super) fn of_policy() -> Value {
    let mut keys = outer();
    keys.extend([
        needs("citations", "The keys of the [citations.…] tables that give the conditions.", list(text())),
        may("each_contract", "Value and size of each contract count by themselves, subcontracts included.", yes_no()),
    ]);
    closed(&keys)
}

/// `[clause.applies]`.
pub(super) fn of_clause() -> Value {
    closed(&outer())
}

/// Conditions inside another condition, where there is no exemption.
pub(super) fn inner() -> Value {
    let mut form = closed(&keys());
    with(&mut form, "minProperties", json!(1));
    form
}

fn outer() -> Vec<Key> {
    let mut keys = keys();
    keys.push(may(
        "unless",
        "Exemptions; it does not apply where all keys of one hold.",
        list(json!({ "$ref": "#/definitions/conditions" })),
    ));
    keys
}

fn keys() -> Vec<Key> {
    let mut keys = vec![
        may("owner", "Awarding authorities, of which one is the project's.", list(text())),
        may("kind", "What is bought.", list(word(KINDS))),
        may("funding_any", "Sources of money, of which at least one pays.", list(word(FUNDING))),
        may("funding_none", "Sources of money, of which none pays.", list(word(FUNDING))),
        may("class", "Classes of firms.", list(word(CLASSES))),
        may("any", "Ways to hold, of which one is enough.", list(json!({ "$ref": "#/definitions/conditions" }))),
    ];
    keys.extend(YES_NO.iter().map(|(key, _)| may(key, meaning(key), yes_no())));
    keys.extend(DOLLARS.iter().map(|(key, _)| figure(key, meaning(key), amount(), &["dollars"], false)));
    keys.extend(COUNTS.iter().map(|(key, unit, _)| figure(key, meaning(key), whole(), &[unit], false)));
    keys
}

/// One sentence for each condition; a test fails where one has none.
fn meaning(key: &str) -> &'static str {
    match key {
        "public" => "The project is public, or is not.",
        "nonprofit" => "The firm is a nonprofit one, or is not.",
        "health_benefits" => "The firm gives health benefits as the law asks for them, or does not.",
        "union" => "The firm has a collective bargaining agreement, or does not.",
        "value_at_least" => "The contract's value is this or more.",
        "value_over" => "The contract's value is more than this.",
        "value_at_most" => "The contract's value is this or less.",
        "assistance_at_least" => "The public subsidy is this or more.",
        "assistance_over" => "The public subsidy is more than this.",
        "hud_assistance_over" => "The subsidy by HUD is more than this.",
        "floor_area_over" => "The floor area is more than this.",
        "employees_at_least" => "The firm has so many full-time equivalents or more.",
        "employees_at_most" => "The firm has so many full-time equivalents or fewer.",
        "employees_over" => "The firm has more full-time equivalents than this.",
        "tier_at_least" => "The firm stands on this tier or a lower one; 0 is the prime contractor.",
        "tier_at_most" => "The firm stands on this tier or a higher one; 0 is the prime contractor.",
        "rooms_at_least" => "The hotel has so many rooms or more.",
        "units_over" => "The project has more housing units than this.",
        _ => "",
    }
}
