//! Reading a clause: which check it asks for, how strongly, from when, with which figures.

use super::asks;
use super::condition_form::conditions;
use super::consequence::consequences;
use super::figure_form::{Home, Provenance};
use super::keys::Keys;
use super::policy::{Clause, NotHeld};
use super::words::{FORCES, SELECTED_BY, SEVERITIES};

/// One `[[clause]]`. `None` if it does not load; the source then holds why.
pub(super) fn clause(provenance: &Provenance, keys: Keys<'_>) -> Option<Clause> {
    let id = keys.text("id", "id = \"standards-2017\", a short name within the policy");
    if let Some(id) = &id
        && !is_name(&id.text)
    {
        keys.source.error(
            &id.span,
            format!("`id` is \"{}\"", id.text),
            "Write lower-case letters, digits and hyphens: id = \"standards-2017\"",
        );
    }
    let name = id.map(|t| t.text);
    let home = Home { provenance, clause: Some(name.as_deref().unwrap_or("")) };
    let check = keys.word("check", asks::CHECKS);
    let force = keys.word("force", FORCES);
    let severity = keys.word("severity", SEVERITIES);
    let severity_reason = keys.optional_text("severity_reason", "severity_reason = \"why\"").map(|t| t.text);
    let basis = keys.word("selected_by", SELECTED_BY);
    let days = keys.span_of_days();
    let citations = home.citations(&keys);
    let applies = match keys.table("applies", "[clause.applies] with conditions") {
        Some(table) => {
            let conditions = conditions(home, &table);
            table.finish();
            conditions
        }
        None => Vec::new(),
    };
    let not_held = not_held(&keys);
    let consequences = consequences(home, &keys);
    let rule = check.and_then(|check| asks::read(check, home, &keys));
    // With an unknown check its figures are not known either; one error is enough.
    if let Some(check) = check {
        keys.named(format!("A [[clause]] with check = \"{check}\"")).finish();
    }
    let (from, until) = days?;
    Some(Clause {
        id: name?,
        force: force?,
        severity: severity?,
        basis: basis?,
        from,
        until,
        applies,
        citations,
        not_held,
        severity_reason,
        consequences,
        check: rule?,
    })
}

fn not_held(keys: &Keys<'_>) -> Vec<NotHeld> {
    let mut all = Vec::new();
    for row in keys.tables("not_held", "[[clause.not_held]] tables with from, until and why") {
        let days = row.span_of_days();
        let why = row.text("why", "why = \"the notice of that year was not seen\"");
        if let (Some((from, until)), Some(why)) = (days, why) {
            all.push(NotHeld { from, until, why: why.text });
        }
        row.finish();
    }
    all.sort_by_key(|n| n.from);
    all
}

/// Lower-case letters, digits and hyphens.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
