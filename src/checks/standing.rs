//! Where a rule stands on a day: in force, in another legal status, or in another version. What that
//! makes of an answer is decided here for every check alike.

use super::context::Context;
use super::gap::LinesByGap;
use super::readings::{said, step};
use super::{LineCheck, LineFinding, LineWorker, Owes, Verdict};
use crate::domain::finding::{Finding, Missing};
use crate::domain::names::Names;
use crate::domain::outcome::{Force, Outcome, Seen};
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::Exact;
use crate::rules::policy::{DateBasis, Figure};
use chrono::{Days, NaiveDate};

/// How a clause reaches a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It can be broken.
    InForce,
    /// It is computed and shown, and never *not met*.
    NotInForce,
    /// Another version of the rule governs that week.
    Outside,
}

/// How a clause reaches the week ending on a day. A line that names no week is taken to be reached.
pub fn reach(ctx: &Context, week_ending: Option<NaiveDate>) -> Reach {
    let clause = ctx.clause();
    if clause.basis == DateBasis::WorkDate
        && let Some(last) = week_ending
    {
        let first = last.checked_sub_days(Days::new(6)).unwrap_or(last);
        if clause.from.is_some_and(|f| last < f) || clause.until.is_some_and(|u| first > u) {
            return Reach::Outside;
        }
    }
    if ctx.status(week_ending).can_be_broken() { Reach::InForce } else { Reach::NotInForce }
}

/// What a finding comes to under the standing of its rule: a rule that is not in force is shown as
/// not applicable, and only a requirement in force owes money.
pub fn weigh(ctx: &Context, mut said: LineFinding) -> LineFinding {
    if !said.finding.status.can_be_broken() {
        let word = said.finding.status.word();
        if said.finding.outcome != Outcome::NotApplicable {
            said.finding.steps.push(step("status of the rule on this date", "", word, Vec::new()));
            cite_status(ctx, &mut said.finding);
            said.finding.title = format!("Computed only, the rule is {}: {}", word.replace('-', " "), said.finding.title).into();
        }
        said.finding.outcome = Outcome::NotApplicable;
        said.finding.exposure = None;
        said.finding.missing.clear();
        said.finding.fix = "".into();
        said.owed = Exact::ZERO;
    }
    if ctx.force() != Force::Requirement || said.finding.outcome != Outcome::NotMet {
        said.owed = Exact::ZERO;
    }
    if said.owed.is_zero() {
        said.owes = Owes::Nothing;
    }
    said
}

/// Beside the rule stands what took it out of force.
fn cite_status(ctx: &Context, finding: &mut Finding) {
    let span = finding.subject.week_ending.and_then(|day| ctx.policy.status_on(day));
    let span = span.or_else(|| ctx.policy.status.iter().rev().find(|s| s.status == finding.status));
    let Some(span) = span else { return };
    let more = ctx.policy.cited(std::slice::from_ref(&span.citation));
    finding.citations.extend(more.into_iter().filter(|c| !finding.citations.contains(c)).collect::<Vec<_>>());
}

/// The standing of a finding of a check that knows one version only: where another version may be the right
/// one, nothing is called met or not met.
pub fn hold_back(ctx: &Context, said: LineFinding) -> LineFinding {
    hold_back_for(ctx, said, None)
}

/// The same, for the figures of one name; without a name, for all figures of the clause. One that was seen in a
/// secondary source only does not decide unless the project accepts such figures.
pub fn hold_back_for(ctx: &Context, mut said: LineFinding, name: Option<&str>) -> LineFinding {
    let clause = ctx.clause();
    let decides = |f: &&Figure| match name {
        Some(name) => f.name == name,
        None => !f.name.starts_with("consequence ") && f.name != "cap",
    };
    let mut of_clause = ctx.policy.figures.iter().filter(|f| f.clause.as_deref() == Some(clause.id.as_str())).filter(decides);
    let secondary = of_clause.find(|f| f.seen == Some(Seen::Secondary));
    if let Some(figure) = secondary.filter(|_| matches!(said.finding.outcome, Outcome::Met | Outcome::NotMet)) {
        let shown = format!("{} {}", figure.value, figure.unit);
        if ctx.project.accept_secondary {
            said.finding.steps.push(step("seen in a secondary source only", "", shown, Vec::new()));
        } else {
            let would = said.finding.outcome.word();
            said.finding.steps.push(step("seen in a secondary source only, would say", "", would, Vec::new()));
            said.finding.outcome = Outcome::CannotTell;
            said.finding.exposure = None;
            let fact = format!("an official source for {shown}");
            said.finding.missing.push(Missing { fact, hangs_on: String::new(), holder: "the city" });
        }
    }
    if let Some(why) = ctx.version_unsure.as_deref().filter(|_| !ctx.alternatives.is_empty())
        && matches!(said.finding.outcome, Outcome::Met | Outcome::NotMet)
    {
        said.finding.outcome = Outcome::CannotTell;
        said.finding.missing.push(version_missing(why));
        said.finding.exposure = None;
    }
    weigh(ctx, said)
}

/// The missing fact where the version of a rule cannot be chosen.
pub fn version_missing(why: &str) -> Missing {
    Missing { fact: why.to_owned(), hangs_on: String::new(), holder: "the city" }
}

/// A line check under the standing of its rule.
pub struct Standing<C> {
    /// The clause.
    pub ctx: Context,
    /// The check.
    pub check: C,
}

impl<C: LineCheck> LineCheck for Standing<C> {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(StandingWorker { ctx: &self.ctx, inner: self.check.on_thread(), last: None })
    }
    fn once(&self, lines: &LinesByGap) -> Vec<Finding> {
        self.check.once(lines)
    }
}

struct StandingWorker<'c> {
    ctx: &'c Context,
    inner: Box<dyn LineWorker + 'c>,
    last: Option<(Option<NaiveDate>, Reach)>,
}

impl LineWorker for StandingWorker<'_> {
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict {
        let reach = match self.last {
            Some((day, reach)) if day == line.week_ending => reach,
            _ => {
                let reach = reach(self.ctx, line.week_ending);
                self.last = Some((line.week_ending, reach));
                reach
            }
        };
        if reach == Reach::Outside {
            return Verdict::Quiet(Outcome::NotApplicable);
        }
        match self.inner.check(line, names) {
            Verdict::Said(found) if reach == Reach::NotInForce && found.finding.outcome != Outcome::NotMet && !self.ctx.list_all => {
                Verdict::Quiet(Outcome::NotApplicable)
            }
            Verdict::Said(found) => Verdict::Said(Box::new(weigh(self.ctx, *found))),
            _ if reach == Reach::NotInForce => Verdict::Quiet(Outcome::NotApplicable),
            verdict => verdict,
        }
    }
}

/// A line check whose version is not certain: it answers only what every possible version answers.
pub struct EveryVersion {
    /// The clause chosen for want of better.
    pub ctx: Context,
    /// One check per possible version, the chosen one first.
    pub checks: Vec<Box<dyn LineCheck>>,
}

impl LineCheck for EveryVersion {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(EveryVersionWorker { ctx: &self.ctx, workers: self.checks.iter().map(|c| c.on_thread()).collect() })
    }
    fn once(&self, lines: &LinesByGap) -> Vec<Finding> {
        self.checks.first().map(|c| c.once(lines)).unwrap_or_default()
    }
}

struct EveryVersionWorker<'c> {
    ctx: &'c Context,
    workers: Vec<Box<dyn LineWorker + 'c>>,
}

impl LineWorker for EveryVersionWorker<'_> {
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict {
        let mut answers = self.workers.iter_mut().map(|w| w.check(line, names));
        let Some(mut least) = answers.next() else { return Verdict::Quiet(Outcome::NotApplicable) };
        let mut agree = true;
        for other in answers {
            agree &= other.outcome() == least.outcome();
            if owed(&other) < owed(&least) {
                least = other;
            }
        }
        if agree {
            return least;
        }
        let mut finding = self.ctx.finding(
            Outcome::CannotTell,
            super::context::subject_of(line),
            line.week_ending,
            "The versions of this rule disagree on this line, and which one binds the project is not known",
        );
        finding.missing.extend(self.ctx.version_unsure.as_deref().map(version_missing));
        finding.fix = "Add the date to the project file.".into();
        said(finding)
    }
}

fn owed(verdict: &Verdict) -> Exact {
    if let Verdict::Said(said) = verdict { said.owed } else { Exact::ZERO }
}
