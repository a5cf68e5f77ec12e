//! # What it checks
//!
//! The credit a payroll takes for fringe benefits paid to plans is no more than the plans cost an hour. The
//! cost of a plan paid by the year is spread over all hours worked in that year, on covered and on private
//! work alike (29 CFR 5.25(c)): 10,400 dollars over 2,080 hours are 5.00 an hour, though only some of those
//! hours were on this project. Base rate, cash fringe and the credit that counts must together reach the
//! wage determination's base and fringe; what is short is owed for every hour. Fringe above the
//! determination's makes good a short base and nothing beyond it (29 CFR 5.31).
//!
//! The plans of a firm stand in the project file, as `[[fringe_plan]]`.
//!
//! # Why
//!
//! A year's premium charged to the hours of public work alone makes public work pay for private work, and
//! the workers' wage is short by that much.
//!
//! # Cannot tell when
//!
//! - the project file gives no plan of the firm: the credit is as claimed, and the contractor knows what
//!   the plans cost;
//! - a plan gives a yearly cost and not all hours of the year: the contractor knows them;
//! - the claimed credit is above the cost of the plans and the wage determination has no rate for the
//!   classification: what is due is then not known;
//! - cash fringe is not given and the rest does not reach the rate.
//!
//! # How to fix
//!
//! Spread the cost of the plan over all hours, pay what is short in cash, and keep the plan's statement.

use super::context::{Context, subject_of};
use super::determined_rates::{Asked, DeterminedRates};
use super::gap::{self, Gap, LinesByGap, lines, said_once};
use super::plan_credit::{Credit, credit};
use super::rate_shortfall::{Paid, Worked};
use super::readings::{Readings, all_cells, hour_cells, said, step};
use super::{LineCheck, LineFinding, LineWorker, Owes, Verdict};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing};
use crate::domain::money::to_cents;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Level, PayrollLine};
use crate::domain::quantity::{Exact, Rate};
use crate::domain::week::days_of;
use chrono::NaiveDate;
use hashbrown::HashMap;

const CANNOT: &str = "The credit for fringe plans cannot be checked";

/// The check.
pub struct FringeCredit {
    ctx: Context,
    rates: DeterminedRates,
}

impl FringeCredit {
    /// Settles the project's rates.
    pub fn new(ctx: Context) -> Self {
        let rates = DeterminedRates::of(&ctx.project);
        Self { ctx, rates }
    }
}

impl LineCheck for FringeCredit {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        let credits = HashMap::default();
        Box::new(Worker { check: self, readings: Readings::new(&self.ctx, CANNOT), credits, classes: HashMap::default() })
    }

    fn once(&self, counts: &LinesByGap) -> Vec<Finding> {
        let mut findings = gap::missing_columns(&self.ctx, CANNOT, counts);
        let count = counts.of(Gap::PlanCost);
        if count > 0 {
            findings.push(said_once(
                &self.ctx,
                format!("{CANNOT} on {}: the project file does not say what the plans cost", lines(count)),
                Missing { fact: "what each fringe plan costs an hour".to_owned(), hangs_on: lines(count), holder: "the contractor" },
                "Add [[fringe_plan]] with contractor, plan, annual_cost and hours_all to the project file.".to_owned(),
            ));
        }
        findings
    }
}

struct Worker<'c> {
    check: &'c FringeCredit,
    readings: Readings<'c>,
    /// By firm and week, as far as plans change with time.
    credits: HashMap<(Sym, Option<NaiveDate>), Credit, foldhash::fast::FixedState>,
    classes: HashMap<Sym, Option<u32>, foldhash::fast::FixedState>,
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict {
        let check = self.check;
        let Some(claimed) = line.fringe_plan.known() else { return self.readings.absent(line, Gap::FringePlan) };
        if claimed <= Rate::ZERO {
            return Verdict::Quiet(Outcome::NotApplicable);
        }
        let project = &check.ctx.project;
        let name = names.text(line.contractor);
        let credit = self.credits.entry((line.contractor, line.week_ending)).or_insert_with(|| credit(project, name, line.week_ending));
        let Some(allowed) = credit.an_hour else {
            if credit.plans == 0 {
                return Verdict::SaidOnce(Gap::PlanCost);
            }
            return said(open(&check.ctx, line, claimed, credit));
        };
        if claimed.micros() as i128 * 1_000_000 <= allowed {
            if !check.ctx.list_all {
                return Verdict::Quiet(Outcome::Met);
            }
            let title = "The credit for fringe plans is no more than they cost".to_owned();
            return said(begin(&check.ctx, line, Outcome::Met, title, claimed, credit));
        }
        let credit = credit.clone();
        let class = if line.classification.is_none() { line.trade } else { line.classification };
        let rates = &check.rates;
        let found = *self.classes.entry(class).or_insert_with(|| rates.find(names.text(class)).map(|i| i as u32));
        let asked = found.map_or_else(Vec::new, |i| asked(rates, i as usize, line));
        over(&check.ctx, line, claimed, allowed, &credit, &asked)
    }
}

/// Every rate that may be the right one on the days of the line's week.
fn asked(rates: &DeterminedRates, class: usize, line: &PayrollLine) -> Vec<Asked> {
    let Some(class) = rates.class(class) else { return Vec::new() };
    let stretches = match line.week_ending {
        Some(last) => class.rates.over(days_of(last)[0], last),
        None => class.rates.in_week(None),
    };
    let of_level = stretches.iter().flat_map(|(_, rates)| match line.level {
        Some(Level::Journeyworker) => rates.journeyworker.clone(),
        Some(Level::Apprentice) => rates.apprentice.clone(),
        None => rates.journeyworker.iter().chain(&rates.apprentice).copied().collect(),
    });
    of_level.collect()
}

fn begin(ctx: &Context, line: &PayrollLine, outcome: Outcome, title: String, claimed: Rate, credit: &Credit) -> Finding {
    let mut finding = ctx.finding(outcome, subject_of(line), line.week_ending, title);
    finding.cells = all_cells(ctx, line, Field::FringePlan);
    finding.read = Some(claimed.to_string());
    finding.unit = "dollars per hour";
    finding.steps = credit.steps.clone();
    finding
}

fn open(ctx: &Context, line: &PayrollLine, claimed: Rate, credit: &Credit) -> Finding {
    let title = "What the fringe plans cost an hour is not known".to_owned();
    let mut finding = begin(ctx, line, Outcome::CannotTell, title, claimed, credit);
    let hangs_on = line.hours().map_or(String::new(), |hours| format!("at most ${}", to_cents(claimed * hours)));
    for fact in &credit.missing {
        finding.missing.push(Missing { fact: fact.clone(), hangs_on: hangs_on.clone(), holder: "the contractor" });
    }
    finding.fix = "Give all hours of the year, on covered and on private work, in the project file.".into();
    finding
}

/// The claimed credit is above what the plans cost: does the rest still reach the wage determination?
fn over(ctx: &Context, line: &PayrollLine, claimed: Rate, allowed: i128, credit: &Credit, asked: &[Asked]) -> Verdict {
    let (Some(paid), Some(worked)) = (Paid::of(line), Worked::of(line)) else {
        let title = "The credit for fringe plans is more than they cost, and the base rate or the hours are not given".to_owned();
        let mut finding = begin(ctx, line, Outcome::CannotTell, title, claimed, credit);
        let fact = if line.base_rate.is_known() { "the hours" } else { "the base rate" };
        finding.missing.push(Missing { fact: fact.to_owned(), hangs_on: String::new(), holder: "the contractor" });
        return said(finding);
    };
    let cash = paid.cash.unwrap_or(Rate::ZERO);
    let ends: Vec<(Exact, &Asked)> = asked.iter().map(|a| (short(a, &paid, cash, allowed, &worked), a)).collect();
    let least = if paid.cash.is_none() { Some(Exact::ZERO) } else { ends.iter().map(|(owed, _)| *owed).min() };
    let most = ends.iter().map(|(owed, _)| *owed).max();
    if most == Some(Exact::ZERO) {
        if !ctx.list_all {
            return Verdict::Quiet(Outcome::Met);
        }
        let title = "The credit for fringe plans is more than they cost, and the rate is reached without the rest".to_owned();
        return said(begin(ctx, line, Outcome::Met, title, claimed, credit));
    }
    let (least, outcome) = match least {
        Some(least) if least > Exact::ZERO => (least, Outcome::NotMet),
        _ => (Exact::ZERO, Outcome::CannotTell),
    };
    let title = "The credit for fringe plans is more than they cost an hour".to_owned();
    let mut finding = begin(ctx, line, outcome, title, claimed, credit);
    finding.expected = Some(credit.shown());
    finding.difference = Some(Exact::from_picos(allowed - i128::from(claimed.micros()) * 1_000_000).to_string());
    finding.cells.extend(all_cells(ctx, line, Field::BaseRate));
    finding.cells.extend(hour_cells(ctx, line));
    if let [(owed, asked)] = ends.as_slice() {
        let id = ctx.project.wage_determinations.get(asked.determination).map_or("", |d| d.id.as_str());
        let words = format!("{} + {}", asked.base, asked.fringe);
        finding.steps.push(step(
            format!("due: base + fringe, wage determination {id}, row {}", asked.row),
            words,
            asked.total(),
            Vec::new(),
        ));
        let counts = format!("{} + {cash} + {}", paid.base, credit.shown());
        let sum = Exact::from_picos(i128::from((paid.base + cash).micros()) * 1_000_000 + allowed);
        finding.steps.push(step("counts: base + cash fringe + cost of plans", counts, sum, Vec::new()));
        finding.steps.push(step("short for all hours", format!("{} hours", worked.all()), to_cents(*owed), Vec::new()));
    }
    let hangs_on = most.map_or(String::new(), |most| format!("${} to ${}", to_cents(least), to_cents(most)));
    let mut missing = |fact: &str, holder| finding.missing.push(Missing { fact: fact.to_owned(), hangs_on: hangs_on.clone(), holder });
    if ends.is_empty() {
        missing("the wage determination's rate for the classification", "the city");
    } else if paid.cash.is_none() {
        missing("fringe paid in cash per hour", "the contractor");
    } else if Some(least) != most {
        missing("which of the wage determination's rates governs", "the city");
    }
    if let Some(most) = most.filter(|most| *most != least) {
        finding.interval = Some((to_cents(least).to_string(), to_cents(most).to_string()));
    }
    finding.fix = "Spread the cost over all hours and pay what is short in cash, or correct the cost of the plans.".into();
    if least.is_zero() {
        return said(finding);
    }
    Verdict::Said(Box::new(LineFinding { finding, owed: least, owes: Owes::Rate }))
}

/// What the hours are owed where the credit is `allowed` picodollars an hour. In overtime the premium is
/// due on what the base is short, as in `prevailing-rate`.
fn short(asked: &Asked, paid: &Paid, cash: Rate, allowed: i128, worked: &Worked) -> Exact {
    let per_hour = i128::from((asked.total() - paid.base - cash).micros()) * 1_000_000 - allowed;
    let per_hour = per_hour.max(0);
    let base = (i128::from((asked.base - paid.base).max(Rate::ZERO).micros()) * 1_000_000).min(per_hour);
    let of = |each: i128, hours: crate::domain::quantity::Hours| each * i128::from(hours.micros()) / 1_000_000;
    let premium = of(base, worked.overtime) / 2 + of(base, worked.double);
    Exact::from_picos(of(per_hour, worked.all()) + premium)
}
