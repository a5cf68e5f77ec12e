//! What a firm's fringe plans cost an hour: a plan paid by the hour as it is, a plan paid by the year over
//! all hours of that year.

use super::readings::step;
use crate::domain::finding::Step;
use crate::domain::project::{FringePlan, Project};
use crate::domain::quantity::plain;
use crate::domain::week::days_of;
use crate::rules::applies::same_firm;
use chrono::NaiveDate;

/// Digits shown of a cost that does not come out even.
const SHOWN: i128 = 1_000_000;

/// What a firm's plans come to in one week.
#[derive(Clone, Debug, Default)]
pub struct Credit {
    /// Picodollars an hour of all plans together, further digits cut off; `None` if one is not known.
    pub an_hour: Option<i128>,
    /// How many plans the project file gives.
    pub plans: usize,
    /// What is missing.
    pub missing: Vec<String>,
    /// How each plan comes about.
    pub steps: Vec<Step>,
}

impl Credit {
    /// Dollars an hour, to six places.
    pub fn shown(&self) -> String {
        self.an_hour.map_or(String::new(), |picos| plain(picos / SHOWN, 6))
    }
}

/// The plans of a firm in a week.
pub fn credit(project: &Project, firm: &str, week_ending: Option<NaiveDate>) -> Credit {
    let mut credit = Credit { an_hour: Some(0), ..Credit::default() };
    let firm = match project.contracts.as_slice() {
        [one] if firm.is_empty() => one.contractor.as_str(),
        _ => firm,
    };
    for plan in project.fringe_plans.iter().filter(|p| same_firm(&p.contractor, firm)) {
        let holds = |last: NaiveDate| plan.from.is_none_or(|f| f <= days_of(last)[0]) && plan.until.is_none_or(|u| last <= u);
        let meets = |last: NaiveDate| plan.from.is_none_or(|f| f <= last) && plan.until.is_none_or(|u| days_of(last)[0] <= u);
        if !week_ending.is_none_or(meets) {
            continue;
        }
        credit.plans += 1;
        if !week_ending.map_or(plan.from.is_none() && plan.until.is_none(), holds) {
            credit.missing.push(format!("what the plan {} costs on every day of the week", plan.plan));
            credit.an_hour = None;
            continue;
        }
        match an_hour(plan) {
            Some((picos, words)) => {
                credit.steps.push(step(format!("cost of {} an hour", plan.plan), words, plain(picos / SHOWN, 6), Vec::new()));
                credit.an_hour = credit.an_hour.map(|sum| sum + picos);
            }
            None => {
                credit.missing.push(format!("all hours of the year, on covered and on private work, for the plan {}", plan.plan));
                credit.an_hour = None;
            }
        }
    }
    if credit.plans == 0 {
        credit.an_hour = None;
    }
    credit
}

fn an_hour(plan: &FringePlan) -> Option<(i128, String)> {
    if let Some(rate) = plan.hourly_credit {
        return Some((i128::from(rate.micros()) * 1_000_000, String::new()));
    }
    let (cost, hours) = (plan.annual_cost?, plan.hours_all?);
    let picos = i128::from(cost.micros()) * 1_000_000_000_000 / i128::from(hours.micros());
    Some((picos, format!("{cost} / {hours}")))
}
