//! Reading the conditions under which a policy or a version of it applies.

use super::figure_form::Home;
use super::keys::Keys;
use super::policy::Condition;
use super::words::{FUNDING, KINDS};
use crate::domain::quantity::{MICROS, Money};

/// How deep `any` may nest; deeper conditions are a sign that two policies were written as one.
const DEEPEST: u8 = 3;

/// Every key of a conditions table must hold; each table under `any` is one way of holding.
pub(super) fn conditions(home: Home<'_>, keys: &Keys<'_>) -> Vec<Condition> {
    nested(home, keys, 0)
}

fn nested(home: Home<'_>, keys: &Keys<'_>, depth: u8) -> Vec<Condition> {
    let mut all = Vec::new();
    if let Some(owners) = keys.texts("owner", "owner = [\"City of Boston\"]") {
        all.push(Condition::Owner(owners.into_iter().map(|t| t.text).collect()));
    }
    if let Some(kinds) = keys.words("kind", KINDS) {
        all.push(Condition::Kind(kinds));
    }
    if let Some(public) = keys.yes_no("public") {
        all.push(Condition::Public(public));
    }
    if let Some(funding) = keys.words("funding_any", FUNDING) {
        all.push(Condition::FundingAny(funding));
    }
    if let Some(read) = home.figure(keys, "value_at_least", "dollars", false) {
        all.push(Condition::ValueAtLeast(Money::from_micros(read.micros)));
    }
    if let Some(read) = home.figure(keys, "value_over", "dollars", false) {
        all.push(Condition::ValueOver(Money::from_micros(read.micros)));
    }
    if let Some(n) = whole(home, keys, "floor_area_over", "square feet") {
        all.push(Condition::FloorAreaOver(n));
    }
    if let Some(n) = whole(home, keys, "employees_at_least", "employees") {
        all.push(Condition::EmployeesAtLeast(n));
    }
    if keys.has("any") {
        let ways = keys.tables("any", "any = [{ … }, { … }], each table one way in which it applies");
        if depth >= DEEPEST {
            keys.source.error(&keys.at("any"), "Conditions nest too deep to be read", "Write the ways side by side, or split the policy");
        } else {
            let mut any = Vec::new();
            for way in ways {
                let mut inner = nested(home, &way, depth + 1);
                if inner.is_empty() && way.written().next().is_none() {
                    way.source.error(&way.span, "An empty way in `any` always holds", "Write its conditions, or leave it out");
                }
                way.finish();
                any.push(if inner.len() == 1 { inner.remove(0) } else { Condition::All(inner) });
            }
            all.push(Condition::Any(any));
        }
    }
    all
}

/// A whole number with its unit and citation.
pub(super) fn whole(home: Home<'_>, keys: &Keys<'_>, key: &str, unit: &'static str) -> Option<u32> {
    let read = home.figure(keys, key, unit, false)?;
    let number = (read.micros % MICROS == 0).then(|| u32::try_from(read.micros / MICROS).ok()).flatten();
    if number.is_none() {
        keys.source.error(&keys.at(key), format!("`{key}` is not a whole number of {unit}"), format!("Write whole {unit}"));
    }
    number
}
