//! Clocks, lists, ratios, records and sanctions in plain words.

use super::asks::{CheckRule, Grouping};
use super::consequence::{Base, Consequence, ConsequenceKind, when_words};
use super::policy::{Clause, Figure};
use crate::domain::quantity::plain;
use rust_decimal::Decimal;

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

/// Steps, items and sanctions of a clause, each with the key of its citation. `figures` are the policy's: a word
/// on the figure of a sanction stands there.
pub(super) fn details(clause: &Clause, figures: &[Figure]) -> Vec<(String, Option<String>)> {
    let mut all: Vec<(String, Option<String>)> = match &clause.check {
        CheckRule::EventClock(clock) => {
            clock.steps.iter().map(|s| (format!("{}: {}", s.id, s.words()), Some(s.citation.clone()))).collect()
        }
        CheckRule::Checklist(list) => list.items.iter().map(|i| (format!("{}: {}", i.id, i.words()), Some(i.citation.clone()))).collect(),
        _ => Vec::new(),
    };
    all.extend(clause.consequences.iter().map(|c| {
        let verb = if c.shall { "shall" } else { "may" };
        let seen = c.seen.map_or(String::new(), |seen| format!(" ({})", seen.word()));
        let of_it = |f: &&Figure| f.clause.as_deref() == Some(&clause.id) && f.name.strip_prefix("consequence ") == Some(&c.id);
        let note = figures.iter().find(of_it).and_then(|f| f.note.as_deref()).map_or(String::new(), |n| format!(". {n}"));
        (format!("{}: {} {verb} follow {}{seen}{note}", c.id, sanction(c), when_words(c.when)), Some(c.citation.clone()))
    }));
    all
}

/// What a sanction comes to, before anything is reckoned.
fn sanction(consequence: &Consequence) -> String {
    if let Some(words) = &consequence.words {
        return words.clone();
    }
    let rate = Decimal::new(consequence.rate, 6).normalize();
    let part = match consequence.base {
        Base::LaborCost => format!("{rate} percent of labor cost"),
        Base::ContractValue => format!("{rate} percent of the contract's value"),
        Base::Dollars => format!("{} dollars", plain(i128::from(consequence.rate), 6)),
    };
    let words = match consequence.kind {
        ConsequenceKind::PerPointShort => format!("{part} for each percentage point short"),
        ConsequenceKind::PerDay => format!("{part} for each day late"),
        ConsequenceKind::PerViolationPerDay => format!("{part} for each violation and day"),
        ConsequenceKind::PerHourShort => format!("{part} for each hour short"),
        ConsequenceKind::AverageLaborCost => format!("a bond of the firm's average labor cost over {rate} years"),
        ConsequenceKind::PercentOfLaborCost | ConsequenceKind::PercentOfContract | ConsequenceKind::Fixed | ConsequenceKind::Measure => {
            part
        }
    };
    consequence.cap.map_or(words.clone(), |cap| format!("{words}, at most {cap} dollars"))
}

/// What a figure is, in words; `None` for those of sanctions, which are told whole.
pub(super) fn figure(name: &str) -> Option<&str> {
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
