//! # What it checks
//!
//! The work classification of every payroll line is on the project's wage determination. Spellings that
//! differ only in letter case, spaces or hyphens are the same classification. A line that gives a trade
//! and no classification is looked up by its trade.
//!
//! Lines are put together by contractor and classification, so that one missing classification is one
//! finding.
//!
//! # Why
//!
//! The classification decides the wage. Work under a name that the wage determination does not have can
//! be paid anything.
//!
//! # Cannot tell when
//!
//! - the project has no wage determination in the week worked: the city holds it;
//! - the line names no classification: the contractor knows it.
//!
//! # How to fix
//!
//! Use the classification of the wage determination that fits the work done. Near spellings are
//! suggested and never used. If none fits, ask the city for a rate for this work.

use super::context::Context;
use super::determined_rates::DeterminedRates;
use super::gap::lines;
use super::readings::step;
use super::row_ranges::RowRanges;
use super::standing::{Reach, reach, weigh};
use super::week_ledger::{LineId, WeekLedger};
use super::{LineFinding, Owes, RunningCheck, RunningResult};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::Exact;
use crate::domain::run::Counts;
use crate::domain::wage_determination::classification_key;
use chrono::{Days, NaiveDate};
use hashbrown::HashMap;

/// Near spellings are looked for in at most this many classifications, none longer than [`LONGEST`]:
/// a file with a million different ones costs no more.
const SUGGESTED_FOR: usize = 200;
const LONGEST: usize = 80;

/// Why lines are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Why {
    Unlisted,
    NotGiven,
    NoDetermination,
}

struct Group {
    why: Why,
    contractor: Sym,
    name: Sym,
    first: LineId,
    latest: Option<NaiveDate>,
    lines: u64,
    rows: RowRanges,
}

/// The check.
pub struct ClassificationKnown {
    ctx: Context,
    rates: DeterminedRates,
    found: HashMap<Sym, Option<u32>, foldhash::fast::FixedState>,
    by_key: HashMap<(Why, Sym, Sym), u32, foldhash::fast::FixedState>,
    groups: Vec<Group>,
    counts: Counts,
    last: Option<(Option<NaiveDate>, Reach)>,
}

impl ClassificationKnown {
    /// Settles the project's classifications.
    pub fn new(ctx: Context) -> Self {
        let rates = DeterminedRates::of(&ctx.project);
        Self {
            ctx,
            rates,
            found: HashMap::default(),
            by_key: HashMap::default(),
            groups: Vec::new(),
            counts: Counts::default(),
            last: None,
        }
    }

    fn why(&mut self, line: &PayrollLine, name: Sym, names: &Names) -> Option<Why> {
        if name.is_none() {
            return Some(Why::NotGiven);
        }
        let rates = &self.rates;
        let class = *self.found.entry(name).or_insert_with(|| rates.find(names.text(name)).map(|i| i as u32));
        let week = line.week_ending.map(|last| (last.checked_sub_days(Days::new(6)).unwrap_or(last), last));
        let listed = class.and_then(|i| rates.class(i as usize)).is_some_and(|class| match week {
            Some((first, last)) => class.rates.over(first, last).iter().any(|(_, r)| r.is_listed()),
            None => class.rates.all().iter().any(|(_, r)| r.is_listed()),
        });
        if listed {
            return None;
        }
        let in_force = match week {
            Some((first, last)) => rates.in_force.over(first, last),
            None => rates.in_force.all(),
        };
        Some(if in_force.iter().any(|(_, yes)| *yes) { Why::Unlisted } else { Why::NoDetermination })
    }
}

impl RunningCheck for ClassificationKnown {
    fn take(&mut self, line: &PayrollLine, id: LineId, names: &Names) {
        let reach = match self.last {
            Some((day, reach)) if day == line.week_ending => reach,
            _ => reach(&self.ctx, line.week_ending),
        };
        self.last = Some((line.week_ending, reach));
        if reach != Reach::InForce {
            self.counts.count(Outcome::NotApplicable);
            return;
        }
        let name = if line.classification.is_none() { line.trade } else { line.classification };
        let Some(why) = self.why(line, name, names) else {
            self.counts.count(Outcome::Met);
            return;
        };
        self.counts.count(if why == Why::Unlisted { Outcome::NotMet } else { Outcome::CannotTell });
        let key = match why {
            Why::NoDetermination => (why, Sym::NONE, Sym::NONE),
            Why::NotGiven => (why, line.contractor, Sym::NONE),
            Why::Unlisted => (why, line.contractor, name),
        };
        let groups = &mut self.groups;
        let index = *self.by_key.entry(key).or_insert_with(|| {
            let (why, contractor, name) = key;
            groups.push(Group { why, contractor, name, first: id, latest: None, lines: 0, rows: RowRanges::default() });
            groups.len() as u32 - 1
        });
        if let Some(group) = self.groups.get_mut(index as usize) {
            group.latest = group.latest.max(line.week_ending);
            group.lines += 1;
            group.rows.add(line.at);
        }
    }

    fn may_speak_of(&self, id: LineId) -> bool {
        self.groups.last().is_some_and(|group| group.first == id)
    }

    fn finish(self: Box<Self>, _ledger: &WeekLedger, names: &mut Names) -> RunningResult {
        let mut order: Vec<&Group> = self.groups.iter().collect();
        order.sort_by_key(|g| (g.why, names.text(g.contractor), names.text(g.name), g.first));
        let mut suggested = 0;
        let findings = order.into_iter().map(|group| {
            let mut near = Vec::new();
            if group.why == Why::Unlisted && suggested < SUGGESTED_FOR {
                suggested += 1;
                near = near_spellings(&self.rates, names.text(group.name));
            }
            let finding = self.finding(group, &near, names);
            (Some(group.first), weigh(&self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }))
        });
        RunningResult { findings: findings.collect(), counts: self.counts }
    }
}

impl ClassificationKnown {
    fn finding(&self, group: &Group, near: &[&str], names: &Names) -> Finding {
        let count = lines(group.lines);
        let (outcome, title) = match group.why {
            Why::Unlisted => {
                (Outcome::NotMet, format!("\u{ab}{}\u{bb} is not on the wage determination ({count})", names.text(group.name)))
            }
            Why::NotGiven => (Outcome::CannotTell, format!("No work classification is given ({count})")),
            Why::NoDetermination => {
                (Outcome::CannotTell, format!("The project file has no wage determination for the days worked ({count})"))
            }
        };
        let subject = Subject { contractor: group.contractor, trade: group.name, ..Subject::default() };
        let mut finding = self.ctx.finding(outcome, subject, group.latest, title);
        finding.cells = group.rows.cells(&self.ctx.columns, |f| f == Field::Classification);
        if finding.cells.is_empty() {
            finding.cells = group.rows.cells(&self.ctx.columns, |f| f == Field::Trade);
        }
        finding.steps.push(step("lines", "", group.lines, finding.cells.clone()));
        if group.rows.more() > 0 {
            finding.steps.push(step("further lines, their rows not listed", "", group.rows.more(), Vec::new()));
        }
        let missing = |fact: &str, holder| Missing { fact: fact.to_owned(), hangs_on: count.clone(), holder };
        match group.why {
            Why::Unlisted => {
                let ids: Vec<&str> = self.ctx.project.wage_determinations.iter().map(|d| d.id.as_str()).collect();
                finding.expected = Some(format!("a classification of wage determination {}", ids.join(", ")));
                finding.fix = if near.is_empty() {
                    "Use a classification of the wage determination, or ask the city for a rate for this work.".into()
                } else {
                    format!("Did you mean {}? Correct it, or ask the city for a rate for this work.", near.join(" or ")).into()
                };
            }
            Why::NotGiven => {
                finding.missing.push(missing("the work classification", "the contractor"));
                finding.fix = "Fill in the work classification.".into();
            }
            Why::NoDetermination => {
                finding.missing.push(missing("the wage determination of the days worked", "the city"));
                finding.fix = "Add the wage determination to the project file.".into();
            }
        }
        finding
    }
}

/// At most three published names a few letters away, nearest first.
fn near_spellings<'r>(rates: &'r DeterminedRates, text: &str) -> Vec<&'r str> {
    let key = classification_key(text);
    if key.is_empty() || key.len() > LONGEST {
        return Vec::new();
    }
    let most = (key.chars().count() / 4).max(2);
    let mut near: Vec<(usize, &str)> = rates
        .classes()
        .iter()
        .filter(|class| class.name.len() <= LONGEST)
        .map(|class| (strsim::osa_distance(&key, &classification_key(&class.name)), class.name.as_str()))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}
