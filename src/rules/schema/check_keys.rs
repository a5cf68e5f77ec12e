//! The keys that go with each check.

use super::forms::{
    Key, about, amount, closed, dated, day, figure, figure_of, group, list, may, needs, one_of, provenance, ratio, share, spelt, text,
    whole, with, word, yes_no,
};
use super::share_keys::shares;
use crate::domain::event::EventKind;
use crate::domain::vendor_record::RecordKind;
use crate::rules::asks::{
    apprentice_ratio, determination_stale, event_clock, formula, hires_reported, new_hire_share, overtime, prevailing_rate, retention,
    share_form, vendor_history, wage_floor, week_missing, workforce_share,
};
use crate::rules::words::SEEN;
use serde_json::{Value, json};

const DAYS: &[&str] = &["calendar days"];

/// The keys of a check beside those of every clause.
pub(super) fn keys_of(check: &str) -> Vec<Key> {
    match check {
        "wage-floor" => wage_floor_keys(),
        "prevailing-rate" => vec![may("unregistered_apprentice", UNREGISTERED, word(prevailing_rate::UNREGISTERED))],
        "determination-stale" => vec![
            needs("locked_by", "What locks the wage determination of a contract.", word(determination_stale::LOCKED_BY)),
            figure("before_bids", "How long before bid opening a modification must be out to govern for certain.", whole(), DAYS, false),
            figure("award_within", "How long after bid opening the award must come for the lock to hold.", whole(), DAYS, false),
            figure("project_holds", "How long a determination issued for one project holds.", whole(), DAYS, false),
        ],
        "overtime" => overtime_keys(),
        "workforce-share" => {
            let of = needs("of", "What a share is a share of.", word(workforce_share::SHARE_OF));
            std::iter::once(of).chain(shares()).collect()
        }
        "new-hire-share" => new_hire_keys(),
        "gross-adds-up" | "net-adds-up" => {
            vec![figure("tolerance", "A difference up to this is not reported.", amount(), &["dollars"], true)]
        }
        "payroll-filed" => vec![figure("within", "Days after the pay date within which the payroll is filed.", whole(), DAYS, true)],
        "week-missing" => {
            vec![needs("no_work_report", "Whether a week without work needs a report that says so.", word(week_missing::NO_WORK_REPORT))]
        }
        "hires-reported" => vec![
            needs("reported", "Which workers new on a payroll must be in the hiring log.", word(hires_reported::REPORTED)),
            figure("work_within", "Days after the first day of work reported within which hours should show.", whole(), DAYS, true),
        ],
        "apprentice-ratio" => ratio_keys(),
        "event-clock" | "first-source-clock" => vec![needs("step", "What is to happen, and how it stands to another day.", list(step()))],
        "checklist" => vec![needs("item", "What must be on file.", list(item()))],
        "vendor-history" => history_keys(),
        "retention" => retention_keys(),
        // The others hold no figures of their own; the test of keys asks the loader whether that is so.
        _ => Vec::new(),
    }
}

const UNREGISTERED: &str = "What an apprentice who is not registered counts as.";

/// What must hold between the keys of a check.
pub(super) fn more_of(check: &str) -> Vec<Value> {
    let one_of_keys = |keys: &[&str]| json!({ "anyOf": keys.iter().map(|k| json!({ "required": [k] })).collect::<Vec<_>>() });
    let where_word =
        |key: &str, is: Value, then: Value| json!({ "if": { "properties": { key: { "const": is } }, "required": [key] }, "then": then });
    match check {
        "wage-floor" => vec![one_of_keys(&["rate", "at_least_of"])],
        "workforce-share" => vec![one_of_keys(&["target", "preference"])],
        "new-hire-share" => {
            let windows: Vec<&str> = spelt(share_form::WINDOWS).into_iter().filter(|w| *w != "week").collect();
            vec![one_of_keys(&["target", "preference", "per_dollars"]), json!({ "properties": { "window": { "enum": windows } } })]
        }
        "vendor-history" => vec![one_of_keys(&["any_at_least", "wilful_at_least"])],
        "checklist" => vec![json!({ "properties": { "force": { "const": "disclosure" } } })],
        "overtime" => vec![where_word("seventh_day", json!(true), json!({ "required": ["daily_over"] }))],
        "determination-stale" => {
            let days = ["before_bids", "award_within", "project_holds"];
            let none: Vec<Value> = days.iter().map(|d| json!({ "required": [d] })).collect();
            vec![
                where_word("locked_by", json!("solicited"), json!({ "required": days })),
                where_word("locked_by", json!("work-date"), json!({ "not": { "anyOf": none } })),
            ]
        }
        "apprentice-ratio" => vec![
            json!({ "oneOf": [{ "required": ["allowed"] }, { "required": ["required"] }, { "required": ["ratio_from"] }] }),
            json!({ "dependencies": { "excess_at": ["excess_which"] } }),
            where_word("counts", json!("hours"), json!({ "required": ["hours_kind"] })),
            where_word("grouping", json!("completion"), json!({ "required": ["required"] })),
            json!({ "if": { "required": ["required"] }, "then": { "properties": {
                "grouping": { "const": "completion" }, "counts": { "const": "hours" } } } }),
        ],
        _ => Vec::new(),
    }
}

fn wage_floor_keys() -> Vec<Key> {
    let formula = closed(&[
        needs("for_rate", "The first day of the rate it is held against.", day()),
        needs("start", "What the formula starts from.", figure_of(amount(), &["dollars", "dollars per hour"])),
        may("times", "What the start is multiplied by; left out, once.", amount()),
        may("divided_by", "What the product is divided by; left out, by one.", amount()),
        may("cap", "The most it may grow over the start, as a part of it.", amount()),
        needs("rounding", "How the law rounds the result.", word(formula::ROUNDINGS)),
        needs("compare", "Whether the published figure is at least the result, or equal to it.", word(formula::COMPARISONS)),
        needs("citation", "The key of the [citations.…] table where it was read.", text()),
        needs("seen", "Whether it was read in an official page or a secondary one.", word(SEEN)),
    ]);
    vec![
        may("rate", "The floor, one table for each figure seen in a source.", dated("dollars per hour")),
        may("at_least_of", "Policies whose floors count beside; the highest of all governs.", list(text())),
        may("exempt_if_higher", "The floor gives way where this asks for more.", word(wage_floor::EXEMPT)),
        may("counts_fringe", "Whether fringe paid in cash counts toward the floor.", word(wage_floor::COUNTS)),
        figure("minimum_hours", "Hours of a week in the place from which on it binds.", amount(), &["hours per week"], false),
        may("formula", "The law's formula, held against a published figure; it binds nobody.", list(formula)),
    ]
}

fn overtime_keys() -> Vec<Key> {
    let hours = |key, words, needed| figure(key, words, amount(), &["hours"], needed);
    let times = json!({ "type": "string", "pattern": "^0*[1-9][0-9]*(\\.[0-9]{1,6})?$" });
    vec![
        hours("weekly_over", "Weekly hours over which overtime is due.", true),
        figure("multiple", "The multiple of the basic rate that is due.", times, &["times the basic rate"], true),
        may("damages_per_day", "Liquidated damages for each worker and day.", dated("dollars per worker and day")),
        hours("daily_over", "Hours of a day over which overtime is due.", false),
        hours("double_daily_over", "Hours of a day over which twice the rate is due.", false),
        may("seventh_day", "The seventh day in a row is overtime from its first hour.", yes_no()),
        may("rate_basis", "The rate on which the premium of a week at several rates is counted.", word(overtime::RATE_BASES)),
    ]
}

fn new_hire_keys() -> Vec<Key> {
    let mut keys = vec![
        needs("of", "What a share is a share of.", word(new_hire_share::SHARE_OF)),
        may("counts_as_hire", "Ways of filling an opening that count as a hire.", list(word(new_hire_share::WAYS))),
        figure("per_dollars", "Dollars of the contract for which one hire is due.", amount(), &["dollars per hire"], false),
        may("rounding", "What becomes of a part of a hire.", word(new_hire_share::ROUNDINGS)),
        may("group", "Who must be hired for the dollars of the contract.", group()),
    ];
    keys.extend(shares());
    keys
}

fn ratio_keys() -> Vec<Key> {
    let units = [apprentice_ratio::HEADS_UNIT, apprentice_ratio::HOURS_UNIT];
    vec![
        needs("grouping", "Over which stretch apprentices are held against journeyworkers.", word(apprentice_ratio::GROUPINGS)),
        needs("counts", "Whether heads or hours are counted.", word(apprentice_ratio::COUNTS)),
        may("hours_kind", "Whether overtime hours count.", word(apprentice_ratio::HOURS_KINDS)),
        figure("allowed", "The most apprentices to journeyworkers, by day or week.", ratio(), &units, false),
        figure("required", "The fewest apprentice hours to journeyworker hours, at completion.", ratio(), &units[1..], false),
        may("ratio_from", "The ratio is that of the programme in the project file.", word(apprentice_ratio::RATIO_FROM)),
        may("excess_at", "The rate apprentices over the ratio are owed.", word(apprentice_ratio::EXCESS_AT)),
        may("excess_which", "Which apprentices are those over the ratio.", word(apprentice_ratio::WHICH)),
        may("unregistered_apprentice", UNREGISTERED, word(apprentice_ratio::UNREGISTERED)),
    ]
}

fn step() -> Value {
    let events = spelt(EventKind::WORDS);
    let anchors: Vec<&str> = spelt(event_clock::MILESTONES).into_iter().chain(events.iter().copied()).collect();
    let days: &[&str] = &["calendar days", "business days"];
    let mut form = closed(&[
        needs("id", "A short name within the clause.", text()),
        needs("what", "The event that is to happen.", one_of(&events)),
        needs("relation", "How it stands to the anchor, or that it lasts or exists.", word(event_clock::RELATIONS)),
        may("anchor", "What it is held against, an event or a day of the project.", one_of(&anchors)),
        figure("at_least", "At least so long.", whole(), days, false),
        figure("within", "At most so long.", whole(), days, false),
        may("counting", "Whether both the first and the last day count.", word(event_clock::COUNTING)),
        may("factor", "One factor of good faith, shown and never broken by itself.", yes_no()),
        may("if_any", "Asked only where it happened at all.", yes_no()),
        may("per", "For what the step is asked.", word(event_clock::PER)),
        needs("citation", "The key of the [citations.…] table that asks for it.", text()),
    ]);
    let relation = |words: &[&str], then: Value| json!({ "if": { "properties": { "relation": { "enum": words } }, "required": ["relation"] }, "then": then });
    let no_anchor = json!({ "not": { "required": ["anchor"] } });
    with(
        &mut form,
        "allOf",
        json!([
            relation(&["before", "after"], json!({ "required": ["anchor"] })),
            relation(&["lasting", "exists"], no_anchor),
            relation(&["lasting"], json!({ "anyOf": [{ "required": ["at_least"] }, { "required": ["within"] }] })),
            relation(&["exists"], json!({ "not": { "anyOf": [{ "required": ["at_least"] }, { "required": ["within"] }] } })),
        ]),
    );
    form
}

fn item() -> Value {
    let events: Vec<&str> = spelt(EventKind::WORDS).into_iter().chain(["weekly-payroll"]).collect();
    closed(&[
        needs("id", "A short name within the clause.", text()),
        needs("what", "The event that must be on file, or the payroll of every week.", one_of(&events)),
        needs("citation", "The key of the [citations.…] table that asks for it.", text()),
    ])
}

fn history_keys() -> Vec<Key> {
    vec![
        figure("lookback", "How far back records count; left out, every record counts.", whole(), &["months", "years"], false),
        needs("lookback_from", "The day from which it is counted back.", word(vendor_history::FROM)),
        needs("counts", "Kinds of records that count.", list(word(RecordKind::WORDS))),
        may("final_only", "Records under appeal do not count; so if left out.", yes_no()),
        figure("any_at_least", "So many records of any sort.", whole(), &["records"], false),
        figure("wilful_at_least", "So many wilful ones.", whole(), &["records"], false),
    ]
}

fn retention_keys() -> Vec<Key> {
    let mut keys = vec![
        needs("value", "Calendar days after the first day of work.", whole()),
        may("share", "The part that should still be at work, where the rule asks for one.", share()),
    ];
    keys.extend(provenance(DAYS));
    vec![
        needs("of", "Whose retention is looked at.", word(retention::RETAINED_OF)),
        needs("after", "After how many days those hired should still be at work.", about("Days.", list(closed(&keys)))),
    ]
}
