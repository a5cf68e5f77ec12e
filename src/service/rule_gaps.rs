//! Figures of rules that end soon with none held to follow: what an officer must bring in before checks begin to say
//! *cannot tell*.
//!
//! A figure is never stretched past its last day. Where the law changes it every year, the day after the last is a day
//! without a figure until somebody adds the new one.

use super::fault::Fault;
use crate::domain::project::Project as Facts;
use crate::intake::project_file;
use crate::rules::applies::{Applies, applies_to_firm};
use crate::rules::asks::CheckRule;
use crate::rules::library::Library;
use crate::rules::policy::Policy;
use crate::rules::schedule::Schedule;
use crate::rules::select::select;
use crate::store::{Id, Transaction, projects};
use chrono::{Days, NaiveDate};
use std::path::Path;
use std::sync::Arc;

/// Days ahead from which on a gap is told.
const AHEAD: u64 = 30;

/// A figure that ends soon, with none held to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The policy.
    pub policy: String,
    /// Its title, without the city the agency is of.
    pub title: String,
    /// First day without a figure.
    pub from: NaiveDate,
    /// Contracts the policy binds.
    pub contracts: usize,
    /// Why no figure is held, where the policy says so.
    pub why: Option<String>,
}

impl Gap {
    /// The gap in one sentence.
    pub fn says(&self) -> String {
        let contracts = if self.contracts == 1 { "1 contract".to_owned() } else { format!("{} contracts", self.contracts) };
        format!("No {} on file from {}: {contracts} affected", self.title, self.from.format("%B %-d, %Y"))
    }
}

/// The gaps that begin within thirty days, in rules that bind contracts on projects of an agency: by day, then policy.
///
/// # Errors
/// [`Fault::Store`]; [`Fault::Ours`] where a project's file can no longer be read.
pub async fn rule_gaps(tx: &mut Transaction, library: &Library, agency: Id, today: NaiveDate) -> Result<Vec<Gap>, Fault> {
    let mut gaps: Vec<Gap> = Vec::new();
    for project in projects::of_agency(tx, agency).await? {
        let facts = facts_alone(&project.facts)?;
        for taking in select(library, Some(&facts), facts.rules.as_deref()).taking_part {
            let Some(from) = first_day_without(&taking.policy, today) else { continue };
            let contracts = bound(&taking.policy, &facts);
            match gaps.iter_mut().find(|gap| gap.policy == taking.policy.id && gap.from == from) {
                Some(gap) => gap.contracts += contracts,
                None => gaps.push(gap(&taking.policy, from, contracts)),
            }
        }
    }
    gaps.retain(|gap| gap.contracts > 0);
    gaps.sort_by(|a, b| (a.from, &a.policy).cmp(&(b.from, &b.policy)));
    Ok(gaps)
}

fn gap(policy: &Arc<Policy>, from: NaiveDate, contracts: usize) -> Gap {
    let why = policy.clauses.iter().find_map(|clause| clause.why_not_held(from)).map(str::to_owned);
    let title = policy.place.city.as_deref().and_then(|city| policy.title.strip_prefix(city)).unwrap_or(&policy.title);
    Gap { policy: policy.id.clone(), title: title.trim().to_owned(), from, contracts, why }
}

/// The project file without the files it names: which rules bind whom does not hang on them.
fn facts_alone(text: &str) -> Result<Facts, Fault> {
    let ours = |error: &dyn std::fmt::Display| Fault::Ours(format!("a project file on record: {error}"));
    let mut whole: toml::Table = toml::from_str(text).map_err(|error| ours(&error))?;
    for named in ["wage_determination", "people"] {
        whole.remove(named);
    }
    let text = toml::to_string(&whole).map_err(|error| ours(&error))?;
    project_file::read(&text, "project file", Path::new("")).map_err(|error| ours(&error))
}

/// The first day without a figure, where it is near.
fn first_day_without(policy: &Policy, today: NaiveDate) -> Option<NaiveDate> {
    let ends = policy.clauses.iter().filter_map(|clause| match &clause.check {
        CheckRule::WageFloor(floor) => last_day(&floor.rates, today),
        _ => None,
    });
    ends.min()?.succ_opt()
}

/// The last day of the figure of a day, where it ends within the days ahead and none follows.
fn last_day<T>(schedule: &Schedule<T>, today: NaiveDate) -> Option<NaiveDate> {
    let last = schedule.on(today)?.until?;
    let near = today.checked_add_days(Days::new(AHEAD)).is_some_and(|soon| last <= soon);
    (near && schedule.on(last.succ_opt()?).is_none()).then_some(last)
}

/// How many contracts of a project a policy binds.
fn bound(policy: &Policy, facts: &Facts) -> usize {
    if facts.contracts.is_empty() {
        return 1;
    }
    facts.contracts.iter().filter(|contract| matches!(applies_to_firm(policy, facts, &contract.contractor), Applies::Yes)).count()
}
