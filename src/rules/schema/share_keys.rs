//! Keys that shares of hours, heads, hires and openings have in common.

use super::forms::{Key, closed, group, list, may, name, needs, share, text, with, word, yes_no};
use crate::rules::asks::share_form::{CAP_OF, CREDITS, GROUP_BY, HOURS_KINDS, LEVELS, SCOPES, WINDOWS};
use crate::rules::words::SEEN;
use serde_json::{Value, json};

/// The keys of a share.
pub(super) fn shares() -> Vec<Key> {
    let preferred = closed(&[
        needs("group", "The group that is preferred.", group()),
        may("citation", "The key of the [citations.…] table that says so.", text()),
    ]);
    vec![
        needs("by", "What is counted apart; always each project.", list(word(GROUP_BY))),
        may("window", "The time over which the share is counted.", word(WINDOWS)),
        may("scope", "Whose hours or hires are counted together.", word(SCOPES)),
        may("outside_trades", "A list of trades that are not counted.", name()),
        may("counted", "What every share is counted out of; each key must hold.", counted()),
        may("target", "The shares asked for.", list(target())),
        may("preference", "Groups in the order in which they are preferred; shown, never judged.", list(preferred)),
    ]
}

fn counted() -> Value {
    closed(&[
        may("level", "Levels that count.", list(word(LEVELS))),
        may("trades", "Trades that count.", list(text())),
        may("trades_not", "Trades that do not count.", list(text())),
        may("groups", "Groups of which a worker belongs to every one.", list(group())),
        may("groups_not", "Groups of which a worker belongs to none.", list(group())),
        may("hours_kind", "Whether overtime hours count.", word(HOURS_KINDS)),
    ])
}

fn target() -> Value {
    let mut form = closed(&[
        needs("group", "Who is counted.", group()),
        may("id", "A short name within the clause; the group's word if left out.", name()),
        may("share", "The part asked for, as a part of one: 51 percent is \"0.51\".", share()),
        may("share_parameter", "The project's parameter that gives the part, where the law leaves it to the bid document.", text()),
        needs("citation", "The key of the [citations.…] table where it was read.", text()),
        may("seen", "Whether it was read in an official page or a secondary one.", word(SEEN)),
        may("note", "A word on the figure.", text()),
        may("level", "Levels whose hours count, above and below.", list(word(LEVELS))),
        may("counted", "What it is counted out of, in place of [clause.counted].", counted()),
        may("of_required", "Another target; this is a share of the amount it requires.", text()),
        may("of_target", "Another target; this is a share of the hours that count toward it.", text()),
        may("numerator_outside", "Hours count toward the target even where the whole leaves them out.", yes_no()),
        may("per_trade", "False where it is counted over all trades although others are counted by trade.", yes_no()),
        may("equal_or_more", "False where exactly the share is not enough.", yes_no()),
        may("credit", "Credits beside the hours themselves.", list(credit())),
    ]);
    let by_parameter = json!({ "required": ["share_parameter"], "not": { "required": ["note"] } });
    with(&mut form, "oneOf", json!([{ "required": ["share", "seen"], "not": { "required": ["share_parameter"] } }, by_parameter]));
    with(
        &mut form,
        "not",
        json!({ "anyOf": [{ "required": ["of_required", "of_target"] }, { "required": ["share", "share_parameter"] }] }),
    );
    form
}

fn credit() -> Value {
    let mut cap = closed(&[
        needs("share", "A part of what the credit is capped by.", share()),
        may("of", "The credit is capped by a part of the hours required.", word(CAP_OF)),
        may("of_group", "The credit is capped by a part of the hours of this group.", group()),
        may("citation", "The key of the [citations.…] table, where it is not the target's.", text()),
        may("seen", "How the cap was seen, where it has its own citation.", word(SEEN)),
        may("note", "A word on the figure.", text()),
    ]);
    with(&mut cap, "oneOf", json!([{ "required": ["of"] }, { "required": ["of_group"] }]));
    with(&mut cap, "dependencies", json!({ "citation": ["seen"], "seen": ["citation"], "note": ["citation"] }));
    let mut form = closed(&[
        needs("kind", "What the credit is for.", word(CREDITS)),
        may("group", "The group whose hours count twice.", group()),
        may("parameter", "The project's parameter that claims the hours.", text()),
        may("cap", "How far the credit goes.", cap),
    ]);
    with(&mut form, "if", json!({ "properties": { "kind": { "const": "double" } }, "required": ["kind"] }));
    with(&mut form, "then", json!({ "required": ["group"], "not": { "required": ["parameter"] } }));
    with(&mut form, "else", json!({ "required": ["parameter"], "not": { "required": ["group"] } }));
    form
}
