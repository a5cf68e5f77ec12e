//! Reading the conditions under which a policy or a version of it applies.

use super::figure_form::Home;
use super::keys::Keys;
use super::policy::Condition;
use super::words::{CLASSES, FUNDING, KINDS};
use crate::domain::quantity::{MICROS, Money};

/// How deep `any` may nest; deeper conditions are a sign that two policies were written as one.
const DEEPEST: u8 = 3;

pub(super) type Key<T> = (&'static str, fn(T) -> Condition);

pub(super) const YES_NO: [Key<bool>; 4] = [
    ("public", Condition::Public),
    ("nonprofit", Condition::Nonprofit),
    ("health_benefits", Condition::HealthBenefits),
    ("union", Condition::Union),
];

pub(super) const DOLLARS: [Key<Money>; 6] = [
    ("value_at_least", Condition::ValueAtLeast),
    ("value_over", Condition::ValueOver),
    ("value_at_most", Condition::ValueAtMost),
    ("assistance_at_least", Condition::AssistanceAtLeast),
    ("assistance_over", Condition::AssistanceOver),
    ("hud_assistance_over", Condition::HudAssistanceOver),
];

/// A whole number of something.
pub(super) type Counted = (&'static str, &'static str, fn(u32) -> Condition);

pub(super) const COUNTS: [Counted; 8] = [
    ("floor_area_over", "square feet", Condition::FloorAreaOver),
    ("employees_at_least", "employees", Condition::EmployeesAtLeast),
    ("employees_at_most", "employees", Condition::EmployeesAtMost),
    ("employees_over", "employees", Condition::EmployeesOver),
    ("tier_at_least", "tiers", Condition::TierAtLeast),
    ("tier_at_most", "tiers", Condition::TierAtMost),
    ("rooms_at_least", "rooms", Condition::RoomsAtLeast),
    ("units_over", "units", Condition::UnitsOver),
];

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
    if let Some(funding) = keys.words("funding_any", FUNDING) {
        all.push(Condition::FundingAny(funding));
    }
    if let Some(funding) = keys.words("funding_none", FUNDING) {
        all.push(Condition::FundingNone(funding));
    }
    if let Some(classes) = keys.words("class", CLASSES) {
        all.push(Condition::Class(classes));
    }
    for (key, condition) in YES_NO {
        all.extend(keys.yes_no(key).map(condition));
    }
    for (key, condition) in DOLLARS {
        all.extend(home.figure(keys, key, "dollars", false).map(|read| condition(Money::from_micros(read.micros))));
    }
    for (key, unit, condition) in COUNTS {
        all.extend(whole(home, keys, key, unit).map(condition));
    }
    for exemption in keys.tables("unless", "[[applies.unless]] tables, each an exemption: the conditions that make it") {
        if depth > 0 {
            exemption.source.error(&exemption.span, "An exemption inside another condition", "Write [[applies.unless]] beside `any`");
            continue;
        }
        let inner = nested(home, &exemption, depth + 1);
        if inner.is_empty() && exemption.written().next().is_none() {
            exemption.source.error(&exemption.span, "An empty exemption always holds", "Write its conditions, or leave it out");
        }
        exemption.finish();
        all.push(Condition::Unless(inner));
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
