//! What a sanction could come to: one reckoning for every check. Never a bill, and never part of what is owed.
//!
//! The sanction that was brought about is the finding's exposure. Every other one stands in the steps with
//! what would bring it about. Where the base of a percentage is not given, nothing is computed, and that is
//! said: it is not zero.

use super::context::Context;
use super::events_on_file::{of_firm, same_firm};
use super::readings::step;
use crate::domain::event::EventKind;
use crate::domain::finding::{Exposure, Finding};
use crate::domain::money::to_cents;
use crate::domain::outcome::Seen;
use crate::domain::quantity::{Exact, Hours, MICROS, Money, plain};
use crate::rules::consequence::{Base, Consequence, ConsequenceKind, When};
use chrono::{Datelike, NaiveDate};

/// In what way a clause was not kept.
#[derive(Clone, Copy, Debug)]
pub struct Missed<'a> {
    /// What happened.
    pub when: When,
    /// Percentage points short, as a fraction.
    pub points: Option<(i128, i128)>,
    /// Hours short.
    pub hours: Option<Hours>,
    /// Days late.
    pub days: Option<i64>,
    /// How many things were not done.
    pub violations: u64,
    /// The firm, or empty for the project as a whole.
    pub contractor: &'a str,
    /// The day years are counted back from.
    pub day: Option<NaiveDate>,
}

impl Default for Missed<'_> {
    fn default() -> Self {
        Self { when: When::Short, points: None, hours: None, days: None, violations: 0, contractor: "", day: None }
    }
}

/// The points a share is short of its target, as a fraction: target less `part / whole`, in percent.
pub fn points_short(target_millionths: u32, part: i64, whole: i64) -> Option<(i128, i128)> {
    let short = i128::from(target_millionths) * i128::from(whole) - i128::from(part) * i128::from(MICROS);
    (whole > 0 && short > 0).then(|| reduced(short, i128::from(whole) * 10_000))
}

/// Adds what may or shall follow to a finding that is not kept.
pub fn expose(ctx: &Context, missed: &Missed<'_>, finding: &mut Finding) {
    let wilful = !of_firm(&ctx.project, EventKind::WilfulBreachDetermined, missed.contractor).is_empty();
    let mut chosen: Option<(When, Exposure)> = None;
    for consequence in &ctx.clause().consequences {
        let comes = consequence.when == missed.when || (wilful && consequence.when == When::Wilful);
        let verb = if consequence.shall { "shall follow" } else { "may follow" };
        let condition = if comes { String::new() } else { format!(", only {}", when_words(consequence.when)) };
        let label = format!("{verb}{condition}: {}", consequence.id);
        let law = ctx.policy.citations.get(&consequence.citation);
        match reckon(ctx, consequence, missed) {
            Ok(Reckoned { amount, words, each_day }) => {
                let day = if each_day { " for each day" } else { "" };
                finding.steps.push(step(label, words.clone(), format!("{amount}{day}"), Vec::new()));
                // A wilful breach carries its own sanction in place of the others.
                let better = chosen.as_ref().is_none_or(|(when, _)| *when != When::Wilful && consequence.when == When::Wilful);
                if comes && better && !amount.is_zero() {
                    let seen = if consequence.seen == Some(Seen::Secondary) { ", a figure seen in a secondary source only" } else { "" };
                    let law = law.map_or(String::new(), |c| format!(", {}", c.text));
                    let why = format!("{words}{day}{seen}{law}");
                    chosen = Some((consequence.when, Exposure { amount, shall: consequence.shall, why }));
                }
            }
            Err(why) => finding.steps.push(step(label, String::new(), why, Vec::new())),
        }
        if let Some(law) = law
            && comes
            && !finding.citations.contains(law)
        {
            finding.citations.push(law.clone());
        }
    }
    if let Some((_, exposure)) = chosen {
        finding.exposure = Some(exposure);
    }
}

fn when_words(when: When) -> &'static str {
    crate::rules::consequence::when_words(when)
}

struct Reckoned {
    amount: Money,
    words: String,
    each_day: bool,
}

fn reckon(ctx: &Context, consequence: &Consequence, missed: &Missed<'_>) -> Result<Reckoned, String> {
    let rate = plain(i128::from(consequence.rate), 6);
    let done = |exact: Option<i128>, words: String, each_day: bool| {
        let amount = to_cents(Exact::from_picos(exact.ok_or("exposure not computed: the figures are too large")?));
        Ok(match consequence.cap.filter(|cap| *cap < amount) {
            Some(cap) => Reckoned { amount: cap, words: format!("{words}, at most {cap}"), each_day },
            None => Reckoned { amount, words, each_day },
        })
    };
    // Dollars in 10⁻¹² are millionths of dollars times a million.
    let dollars = |count: i128| count.checked_mul(i128::from(consequence.rate))?.checked_mul(i128::from(MICROS));
    match consequence.kind {
        ConsequenceKind::Measure => Err(consequence.words.clone().unwrap_or_default()),
        ConsequenceKind::Fixed => done(dollars(1), rate, false),
        ConsequenceKind::PerDay => match missed.days {
            Some(days) => done(dollars(i128::from(days)), format!("{days} × {rate}"), false),
            None => done(dollars(1), rate, true),
        },
        ConsequenceKind::PerViolationPerDay => {
            let (count, days) = (i128::from(missed.violations.max(1)), missed.days.map(i128::from));
            let words = format!("{count} × {rate}");
            match days {
                Some(days) => done(dollars(count * days), format!("{words} × {days} days"), false),
                None => done(dollars(count), words, true),
            }
        }
        ConsequenceKind::PerHourShort => {
            let hours = missed.hours.ok_or("exposure not computed: the hours short are not known")?;
            let exact = i128::from(hours.micros()).checked_mul(i128::from(consequence.rate));
            done(exact, format!("{hours} × {rate}"), false)
        }
        ConsequenceKind::PercentOfLaborCost | ConsequenceKind::PercentOfContract => {
            let (base, _) = base(ctx, consequence.base, missed.contractor)?;
            done(percent(consequence.rate, base, (1, 1)), format!("{rate} % × {base}"), false)
        }
        ConsequenceKind::PerPointShort => {
            let (points, of) = missed.points.ok_or("exposure not computed: the points short are not known")?;
            let (points, of) = if consequence.whole_points { (points / of, 1) } else { (points, of) };
            let shown = if of == 1 { points.to_string() } else { fraction(points, of) };
            if consequence.base == Base::Dollars {
                return done(dollars(points).map(|d| d / of), format!("{shown} points × {rate}"), false);
            }
            let (base, _) = base(ctx, consequence.base, missed.contractor)?;
            done(percent(consequence.rate, base, (points, of)), format!("{shown} points × {rate} % × {base}"), false)
        }
        ConsequenceKind::AverageLaborCost => average(ctx, consequence, missed),
    }
}

/// `rate` percent of a base, times a fraction, in 10⁻¹² dollars.
fn percent(rate: i64, base: Money, (times, over): (i128, i128)) -> Option<i128> {
    let product = i128::from(base.micros()).checked_mul(i128::from(rate))?.checked_mul(times)?;
    Some(product / over.checked_mul(100)?)
}

/// The labor cost or the contract's value, of a firm or of the project.
fn base(ctx: &Context, base: Base, contractor: &str) -> Result<(Money, &'static str), String> {
    let project = &ctx.project;
    let mut contracts = project.contracts.iter();
    let contract = match contractor {
        "" => contracts.find(|c| c.tier == Some(0)),
        firm => contracts.find(|c| same_firm(&c.contractor, firm)),
    };
    let (value, word) = match base {
        Base::LaborCost if contractor.is_empty() => (project.labor_cost, "labor cost"),
        Base::LaborCost => (contract.and_then(|c| c.labor_cost), "labor cost"),
        _ if contractor.is_empty() => (contract.and_then(|c| c.value).or(project.value), "contract value"),
        _ => (contract.and_then(|c| c.value), "contract value"),
    };
    let whose = if contractor.is_empty() { String::new() } else { format!(" of {contractor}") };
    value.map(|v| (v, word)).ok_or_else(|| format!("exposure not computed: the {word}{whose} is not given"))
}

fn average(ctx: &Context, consequence: &Consequence, missed: &Missed<'_>) -> Result<Reckoned, String> {
    let years = i32::try_from(consequence.rate / MICROS).unwrap_or(1).max(1);
    let contract = ctx.project.contracts.iter().find(|c| same_firm(&c.contractor, missed.contractor));
    let costs = contract.map(|c| &c.labor_cost_by_year);
    let last = missed.day.map(|d| d.year() - 1).or_else(|| costs.and_then(|c| c.keys().next_back().copied()));
    let found: Option<Vec<Money>> =
        last.and_then(|last| (last - years + 1..=last).map(|y| costs.and_then(|c| c.get(&y)).copied()).collect());
    let wanted = last.map_or(String::new(), |last| format!(" of {} to {last}", last - years + 1));
    let found = found.ok_or_else(|| format!("exposure not computed: the labor cost{wanted} is not given"))?;
    let sum: Money = found.iter().copied().sum();
    let exact = Exact::from(sum).times_ratio(1, i128::from(years));
    let parts: Vec<String> = found.iter().map(ToString::to_string).collect();
    Ok(Reckoned { amount: to_cents(exact), words: format!("({}) / {years}", parts.join(" + ")), each_day: false })
}

/// A fraction in plain digits, or as it stands where it has no end.
fn fraction(numerator: i128, denominator: i128) -> String {
    match numerator.checked_mul(1_000_000) {
        Some(micros) if micros % denominator == 0 => plain(micros / denominator, 6),
        _ => format!("{numerator}/{denominator}"),
    }
}

fn reduced(a: i128, b: i128) -> (i128, i128) {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x, b / x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_reckoned_exactly() {
        // 44 % against 51 %: 7 points. 1 of 3 against 51 %: 17 2/3 points, that is 53/3.
        assert_eq!(points_short(510_000, 44, 100), Some((7, 1)));
        assert_eq!(points_short(510_000, 1, 3), Some((53, 3)));
        assert_eq!(points_short(510_000, 51, 100), None);
        assert_eq!(points_short(510_000, 0, 0), None);
        assert_eq!(fraction(53, 3), "53/3");
        assert_eq!(fraction(13, 2), "6.50");
    }
}
