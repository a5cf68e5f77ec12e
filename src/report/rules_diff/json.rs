//! The comparison for a program: `plumbline.rules-diff/1`.

use super::{Answer, RowChange, RulesDiff};
use crate::rules::diff::{Change, State};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes it.
///
/// # Errors
/// Only those of `out`.
pub fn write(diff: &RulesDiff, out: &mut dyn Write) -> io::Result<()> {
    let mut value = json!({
        "schema": "plumbline.rules-diff/1",
        "engine": env!("CARGO_PKG_VERSION"),
        "from": diff.from.to_string(),
        "to": diff.to.to_string(),
        "policies": diff.policies,
        "changes": diff.changes.iter().map(change).collect::<Vec<_>>(),
    });
    if let Some(rows) = &diff.rows {
        let (short, cease) = rows.turned();
        value["against"] = json!({
            "files": rows.files,
            "rows_used": rows.rows_used,
            "rows_not_used": rows.rows_not_used,
            "become_short": short,
            "cease_to_be_short": cease,
            "owed_before": rows.owed_before.to_string(),
            "owed_after": rows.owed_after.to_string(),
            "rows": rows.list.iter().map(row).collect::<Vec<_>>(),
        });
    }
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}

fn change(change: &Change) -> Value {
    json!({
        "policy": change.policy,
        "clause": change.clause,
        "what": change.what,
        "on": change.on.to_string(),
        "before": state(&change.before),
        "after": state(&change.after),
        "citation": change.citation.as_ref().map(|c| json!({ "text": c.text, "url": c.url })),
    })
}

fn state(state: &State) -> Value {
    match state {
        State::Figure { value, unit, seen } => json!({ "value": value, "unit": unit, "seen": seen.map_or("chosen", |s| s.word()) }),
        State::NotHeld(why) => json!({ "not_held": why }),
        State::List { values, seen } => json!({ "values": values, "seen": seen.word() }),
        State::Status(status) => json!({ "status": status.word() }),
        State::Holds => json!({ "holds": true }),
        State::Nothing => Value::Null,
    }
}

fn row(row: &RowChange) -> Value {
    json!({
        "rule": row.rule,
        "check": row.check,
        "subject": row.subject,
        "cells": row.cells,
        "before": row.before.as_ref().map(answer),
        "after": row.after.as_ref().map(answer),
    })
}

fn answer(answer: &Answer) -> Value {
    json!({ "outcome": answer.outcome.word(), "owed": answer.owed.map(|m| m.to_string()), "title": answer.title })
}
