//! What a check asks beyond its first sentence, in words.

use super::applies::listed;
use super::asks::formula::{Compare, Formula};
use super::asks::{CheckRule, Overtime, RateBasis, WageFloor};

/// Sentences, in the order in which they matter.
pub(super) fn further(check: &CheckRule) -> Vec<String> {
    match check {
        CheckRule::WageFloor(floor) => wage_floor(floor),
        CheckRule::Overtime(overtime) => by_day(overtime),
        _ => Vec::new(),
    }
}

fn wage_floor(floor: &WageFloor) -> Vec<String> {
    let mut all = Vec::new();
    if !floor.at_least_of.is_empty() {
        let ids = listed(floor.at_least_of.iter().map(|(id, _)| id.as_str()), "and");
        let whose = if floor.rates.0.is_empty() { "the floors of" } else { "this floor and of those of" };
        all.push(format!("The highest of {whose} {ids} on the day governs."));
    }
    if floor.exempt_if_higher {
        all.push("It gives way where the wage determination asks for more.".to_owned());
    }
    if floor.counts_cash {
        all.push("Fringe paid in cash counts toward it.".to_owned());
    }
    all.extend(floor.formulas.iter().map(|formula| held_against(formula, floor)));
    all
}

/// What the formula says of the published figure it is held against.
fn held_against(formula: &Formula, floor: &WageFloor) -> String {
    let Some(rate) = floor.rates.0.iter().find(|r| r.from == formula.for_rate) else {
        return format!("Formula for {}: {}; no figure is held.", formula.for_rate, formula.words());
    };
    let asks = match formula.compare {
        Compare::AtLeast => "at least",
        Compare::Equal => "exactly",
    };
    let answer = if formula.agrees(rate.value) { "is consistent with it" } else { "is not consistent with it" };
    format!("Formula for {}: {}; the published {} should be {asks} that and {answer}.", formula.for_rate, formula.words(), rate.value)
}

/// True if every published figure agrees with its formula; else the words for those that do not.
pub(super) fn inconsistent(floor: &WageFloor) -> Vec<String> {
    let differs = |f: &&Formula| floor.rates.0.iter().find(|r| r.from == f.for_rate).is_some_and(|r| !f.agrees(r.value));
    floor.formulas.iter().filter(differs).map(|f| held_against(f, floor)).collect()
}

fn by_day(overtime: &Overtime) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(over) = overtime.daily_over {
        all.push(format!("Hours over {over} in a day are overtime too; an hour is counted once."));
    }
    if let Some(over) = overtime.double_daily_over {
        all.push(format!("Hours over {over} in a day are paid twice the rate."));
    }
    if let (true, Some(over)) = (overtime.seventh_day, overtime.daily_over) {
        let twice = if overtime.double_daily_over.is_some() { format!(", and over {over} hours twice the rate") } else { String::new() };
        all.push(format!("The seventh day in a row of the workweek is overtime from its first hour{twice}."));
    }
    if overtime.rate_basis == RateBasis::InEffect {
        all.push("The premium of a week at several rates is counted on the rate of the work done in the overtime hours.".to_owned());
    }
    all
}
