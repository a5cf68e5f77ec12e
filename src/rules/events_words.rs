//! Clocks, lists, ratios, records and sanctions in plain words.

use super::asks::{CheckRule, Grouping};
use super::consequence::when_words;
use super::policy::Clause;

/// What a check asks, in one sentence; empty for checks that are told elsewhere.
pub(super) fn purpose(check: &CheckRule) -> &'static str {
    match check {
        CheckRule::ApprenticeRegistered => "every apprentice is registered on the days worked.",
        CheckRule::ApprenticeRatio(rule) => match rule.grouping {
            Grouping::Day => "apprentices stand in the ratio to journeyworkers each day.",
            Grouping::Week => "apprentices stand in the ratio to journeyworkers each week.",
            Grouping::Completion => "apprentices reach their share of the hours by the end of the work.",
        },
        CheckRule::ApprenticeStep => "every apprentice is paid the step of the programme.",
        CheckRule::EventClock(_) => "things happen in the order and within the days given.",
        CheckRule::Checklist(_) => "what must be on file, never a pass by itself.",
        CheckRule::Retention(_) => "how many of those hired are still at work after some days.",
        CheckRule::VendorHistory(_) => "outside records of a firm that have consequences.",
        CheckRule::WeekMissing(_) => "every week between the first and the last has a payroll or a report of no work.",
        _ => "",
    }
}

/// Steps, items and sanctions of a clause, each with the key of its citation.
pub(super) fn details(clause: &Clause) -> Vec<(String, Option<String>)> {
    let mut all: Vec<(String, Option<String>)> = match &clause.check {
        CheckRule::EventClock(clock) => {
            clock.steps.iter().map(|s| (format!("{}: {}", s.id, s.words()), Some(s.citation.clone()))).collect()
        }
        CheckRule::Checklist(list) => list.items.iter().map(|i| (format!("{}: {}", i.id, i.words()), Some(i.citation.clone()))).collect(),
        _ => Vec::new(),
    };
    all.extend(clause.consequences.iter().map(|c| {
        let verb = if c.shall { "shall" } else { "may" };
        let words = c.words.as_deref().unwrap_or(&c.id);
        (format!("{words} {verb} follow {}", when_words(c.when)), Some(c.citation.clone()))
    }));
    all
}

/// What a figure is, in words.
pub(super) fn figure(name: &str) -> Option<&str> {
    if let Some(id) = name.strip_prefix("consequence ") {
        return Some(id);
    }
    Some(match name {
        "after" => "days after the first day of work",
        "retained" => "part still at work",
        "lookback" => "look-back",
        "any_at_least" => "records that matter",
        "wilful_at_least" => "wilful records that matter",
        "allowed" => "most apprentices",
        "required" => "least apprentices",
        _ => return None,
    })
}
