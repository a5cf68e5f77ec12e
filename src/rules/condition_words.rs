//! A condition in words, for explanations and for the reason a rule does not apply.

use super::applies::listed;
use super::policy::Condition;
use super::words::{class_word, funding_word, kind_word};

/// A condition as a clause without a capital: `the project is public`. `contract` says whose value counts.
pub(super) fn words(condition: &Condition, contract: &str) -> String {
    let list = |items: Vec<&str>| listed(items.into_iter(), "or");
    let dollars = |value: &crate::domain::quantity::Money| format!("${}", grouped(&value.to_string()));
    match condition {
        Condition::Owner(owners) => format!("the awarding authority is {}", list(owners.iter().map(String::as_str).collect())),
        Condition::Kind(kinds) => format!("what is bought is {}", list(kinds.iter().map(|k| kind_word(*k)).collect())),
        Condition::Public(true) => "the project is public".to_owned(),
        Condition::Public(false) => "the project is private".to_owned(),
        Condition::FundingAny(funding) => {
            format!("at least part of the money is {}", list(funding.iter().map(|f| funding_word(*f)).collect()))
        }
        Condition::FundingNone(funding) => format!("none of the money is {}", list(funding.iter().map(|f| funding_word(*f)).collect())),
        Condition::ValueAtLeast(value) => format!("the value of {contract} is {} or more", dollars(value)),
        Condition::ValueOver(value) => format!("the value of {contract} is over {}", dollars(value)),
        Condition::ValueAtMost(value) => format!("the value of {contract} is {} or less", dollars(value)),
        Condition::FloorAreaOver(area) => format!("the floor area is over {} square feet", grouped(&area.to_string())),
        Condition::EmployeesAtLeast(n) => format!("the firm has {n} full-time equivalent employees or more"),
        Condition::EmployeesAtMost(n) => format!("the firm has {n} full-time equivalent employees or fewer"),
        Condition::EmployeesOver(n) => format!("the firm has over {n} full-time equivalent employees"),
        Condition::Nonprofit(true) => "the firm is a nonprofit one".to_owned(),
        Condition::Nonprofit(false) => "the firm is not a nonprofit one".to_owned(),
        Condition::Class(classes) => format!("the firm is {}", list(classes.iter().map(|c| class_word(*c)).collect())),
        Condition::HealthBenefits(true) => "the firm gives health benefits".to_owned(),
        Condition::HealthBenefits(false) => "the firm gives no health benefits".to_owned(),
        Condition::Union(true) => "the firm has a collective bargaining agreement".to_owned(),
        Condition::Union(false) => "the firm has no collective bargaining agreement".to_owned(),
        Condition::TierAtLeast(n) => format!("the firm stands at tier {n} or further down"),
        Condition::TierAtMost(n) => format!("the firm stands at tier {n} or further up"),
        Condition::AssistanceAtLeast(value) => format!("the public subsidy is {} or more", dollars(value)),
        Condition::AssistanceOver(value) => format!("the public subsidy is over {}", dollars(value)),
        Condition::HudAssistanceOver(value) => format!("the subsidy by HUD is over {}", dollars(value)),
        Condition::RoomsAtLeast(n) => format!("the hotel has {n} rooms or more"),
        Condition::UnitsOver(n) => format!("there are over {n} housing units"),
        Condition::Any(ways) => ways.iter().map(|w| words(w, contract)).collect::<Vec<_>>().join(", or "),
        Condition::All(parts) => parts.iter().map(|p| words(p, contract)).collect::<Vec<_>>().join(", and "),
        Condition::Unless(parts) => {
            format!("it is not so that {}", parts.iter().map(|p| words(p, contract)).collect::<Vec<_>>().join(", and "))
        }
    }
}

/// Thousands set apart.
pub(super) fn grouped(figure: &str) -> String {
    let (whole, decimals) = figure.split_once('.').map_or((figure, String::new()), |(w, d)| (w, format!(".{d}")));
    let mut text = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + &decimals
}
