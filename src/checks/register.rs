//! The one place where checks are registered: from a clause to a check, and from a name to its page.

use super::apprentice_ratio::ApprenticeRatio;
use super::apprentice_registered::ApprenticeRegistered;
use super::apprentice_step::ApprenticeStep;
use super::by_firm::{ByFirm, Firms, RunningByFirm};
use super::checklist::Checklist;
use super::classification_known::ClassificationKnown;
use super::context::Context;
use super::deduction_allowed::DeductionAllowed;
use super::determination_stale::DeterminationStale;
use super::event_clock::EventClock;
use super::fringe::FringeCredit;
use super::gross_adds_up::GrossAddsUp;
use super::hires_reported::HiresReported;
use super::hours_possible::HoursPossible;
use super::line_repeated::LineRepeated;
use super::minimum_hours::MinimumHours;
use super::net_adds_up::NetAddsUp;
use super::new_hire_share::NewHireShare;
use super::overtime::Overtime;
use super::overtime_by_day::OvertimeByDay;
use super::payroll_filed::PayrollFiled;
use super::prevailing_rate::PrevailingRate;
use super::retention::Retention;
use super::running_versions::RunningVersions;
use super::standing::{EveryVersion, Standing};
use super::vendor_history::VendorHistory;
use super::wage_floor::WageFloor;
use super::week_missing::WeekMissing;
use super::workforce_share::WorkforceShare;
use super::{Check, LineCheck, ProjectCheck, RunningCheck};
use crate::rules::asks::CheckRule;

/// Makes a clause ready for a run.
pub fn build(ctx: Context) -> Check {
    if let CheckRule::WageFloor(rule) = &ctx.clause().check
        && let (Some(minimum), Some(check)) = (rule.minimum_hours, every_version(&ctx))
    {
        return Check::Running(Box::new(MinimumHours::new(ctx, check, minimum)));
    }
    match every_version(&ctx) {
        Some(check) => Check::Line(check),
        // A clause is either of lines or of more; one that were neither would answer nothing.
        None => match (project_check(&ctx), running_check(&ctx)) {
            (Some(check), _) => Check::Project(check),
            (None, Some(check)) => Check::Running(check),
            (None, None) => Check::Line(Box::new(EveryVersion { checks: Vec::new(), ctx })),
        },
    }
}

/// The line check of a clause; where its version is not certain, of every version that may be the right one.
fn every_version(ctx: &Context) -> Option<Box<dyn LineCheck>> {
    match line_check(ctx) {
        Some(check) if ctx.version_unsure.is_some() => {
            let others = ctx.alternatives.iter().filter_map(|&clause| line_check(&Context { clause, ..ctx.clone() }));
            Some(Box::new(EveryVersion { checks: std::iter::once(check).chain(others).collect(), ctx: ctx.clone() }))
        }
        check => check,
    }
}

fn line_check(ctx: &Context) -> Option<Box<dyn LineCheck>> {
    fn standing<C: LineCheck + 'static>(ctx: &Context, check: C) -> Option<Box<dyn LineCheck>> {
        let check: Box<dyn LineCheck> = Box::new(Standing { ctx: ctx.clone(), check });
        Some(match Firms::of(ctx) {
            Some(firms) => Box::new(ByFirm { firms, check }),
            None => check,
        })
    }
    match &ctx.policy.clauses.get(ctx.clause)?.check {
        CheckRule::PrevailingRate(rule) => standing(ctx, PrevailingRate::new(ctx.clone(), *rule)),
        CheckRule::ApprenticeRegistered => standing(ctx, ApprenticeRegistered { ctx: ctx.clone() }),
        CheckRule::ApprenticeStep => standing(ctx, ApprenticeStep::new(ctx.clone())),
        CheckRule::GrossAddsUp(rule) => standing(ctx, GrossAddsUp { ctx: ctx.clone(), tolerance: rule.tolerance }),
        CheckRule::NetAddsUp(rule) => standing(ctx, NetAddsUp { ctx: ctx.clone(), tolerance: rule.tolerance }),
        CheckRule::HoursPossible => standing(ctx, HoursPossible { ctx: ctx.clone() }),
        CheckRule::Fringe(_) => standing(ctx, FringeCredit::new(ctx.clone())),
        CheckRule::DeductionAllowed(_) => standing(ctx, DeductionAllowed { ctx: ctx.clone() }),
        CheckRule::WageFloor(rule) => standing(ctx, WageFloor::new(ctx.clone(), rule.clone())),
        CheckRule::Overtime(_)
        | CheckRule::WorkforceShare(_)
        | CheckRule::NewHireShare(_)
        | CheckRule::ClassificationKnown
        | CheckRule::DeterminationStale(_)
        | CheckRule::LineRepeated
        | CheckRule::ApprenticeRatio(_)
        | CheckRule::Checklist(_)
        | CheckRule::EventClock(_)
        | CheckRule::VendorHistory(_)
        | CheckRule::PayrollFiled(_)
        | CheckRule::WeekMissing(_)
        | CheckRule::Retention(_)
        | CheckRule::HiresReported(_) => None,
    }
}

fn project_check(ctx: &Context) -> Option<Box<dyn ProjectCheck>> {
    Some(match &ctx.clause().check {
        CheckRule::NewHireShare(rule) => Box::new(NewHireShare::new(ctx.clone(), rule)),
        CheckRule::HiresReported(rule) => Box::new(HiresReported::new(ctx.clone(), *rule)),
        CheckRule::VendorHistory(rule) => Box::new(VendorHistory::new(ctx.clone(), rule.clone())),
        CheckRule::Retention(rule) => Box::new(Retention::new(ctx.clone(), rule.clone())),
        CheckRule::EventClock(rule) => Box::new(EventClock::new(ctx.clone(), rule.clone())),
        _ => return None,
    })
}

fn running_check(ctx: &Context) -> Option<Box<dyn RunningCheck>> {
    let of = ctx.clone();
    let check: Box<dyn RunningCheck> = match &ctx.clause().check {
        CheckRule::ClassificationKnown => Box::new(ClassificationKnown::new(of)),
        CheckRule::DeterminationStale(rule) => Box::new(DeterminationStale::new(of, *rule)),
        CheckRule::LineRepeated => Box::new(LineRepeated::default()),
        // It goes by the ledger's weeks, so it asks for the firm of each week by itself.
        CheckRule::Overtime(_) => return Some(overtime_of_every_version(of)),
        CheckRule::WorkforceShare(rule) => Box::new(WorkforceShare::new(of, rule)),
        CheckRule::ApprenticeRatio(rule) => Box::new(ApprenticeRatio::new(of, *rule)),
        CheckRule::Checklist(rule) => Box::new(Checklist::new(of, rule.clone())),
        CheckRule::PayrollFiled(rule) => Box::new(PayrollFiled::new(of, rule.clone())),
        CheckRule::WeekMissing(rule) => Box::new(WeekMissing::new(of, *rule)),
        CheckRule::PrevailingRate(_)
        | CheckRule::ApprenticeRegistered
        | CheckRule::ApprenticeStep
        | CheckRule::WageFloor(_)
        | CheckRule::Fringe(_)
        | CheckRule::DeductionAllowed(_)
        | CheckRule::GrossAddsUp(_)
        | CheckRule::NetAddsUp(_)
        | CheckRule::HoursPossible
        | CheckRule::EventClock(_)
        | CheckRule::NewHireShare(_)
        | CheckRule::VendorHistory(_)
        | CheckRule::Retention(_)
        | CheckRule::HiresReported(_) => return None,
    };
    Some(match Firms::of(ctx) {
        Some(firms) => Box::new(RunningByFirm::new(firms, check)),
        None => check,
    })
}

fn overtime_of_every_version(ctx: Context) -> Box<dyn RunningCheck> {
    fn one(ctx: &Context, clause: usize) -> Option<Box<dyn RunningCheck>> {
        let ctx = Context { clause, ..ctx.clone() };
        match &ctx.policy.clauses.get(clause)?.check {
            CheckRule::Overtime(rule) if rule.goes_by_day() => Some(Box::new(OvertimeByDay::new(ctx.clone(), rule.clone()))),
            CheckRule::Overtime(rule) => Some(Box::new(Overtime::new(ctx.clone(), rule.clone()))),
            _ => None,
        }
    }
    let alternatives = if ctx.version_unsure.is_some() { ctx.alternatives.as_slice() } else { &[] };
    let versions = std::iter::once(ctx.clause).chain(alternatives.iter().copied()).filter_map(|clause| one(&ctx, clause)).collect();
    Box::new(RunningVersions { versions, ctx })
}

/// The page of a check: its module's own documentation.
#[derive(Clone, Copy, Debug)]
pub struct CheckDoc {
    /// Name in rule files and output.
    pub name: &'static str,
    source: &'static str,
}

/// The headings of every check's page, in order.
pub const HEADINGS: [&str; 4] = ["What it checks", "Why", "Cannot tell when", "How to fix"];

static DOCS: &[CheckDoc] = &[
    CheckDoc { name: "apprentice-ratio", source: include_str!("apprentice_ratio.rs") },
    CheckDoc { name: "apprentice-registered", source: include_str!("apprentice_registered.rs") },
    CheckDoc { name: "apprentice-step", source: include_str!("apprentice_step.rs") },
    CheckDoc { name: "checklist", source: include_str!("checklist.rs") },
    CheckDoc { name: "classification-known", source: include_str!("classification_known.rs") },
    CheckDoc { name: "deduction-allowed", source: include_str!("deduction_allowed.rs") },
    CheckDoc { name: "determination-stale", source: include_str!("determination_stale.rs") },
    CheckDoc { name: "event-clock", source: include_str!("event_clock.rs") },
    CheckDoc { name: "first-source-clock", source: include_str!("event_clock.rs") },
    CheckDoc { name: "fringe", source: include_str!("fringe.rs") },
    CheckDoc { name: "gross-adds-up", source: include_str!("gross_adds_up.rs") },
    CheckDoc { name: "hires-reported", source: include_str!("hires_reported.rs") },
    CheckDoc { name: "hours-possible", source: include_str!("hours_possible.rs") },
    CheckDoc { name: "line-repeated", source: include_str!("line_repeated.rs") },
    CheckDoc { name: "net-adds-up", source: include_str!("net_adds_up.rs") },
    CheckDoc { name: "new-hire-share", source: include_str!("new_hire_share.rs") },
    CheckDoc { name: "overtime", source: include_str!("overtime.rs") },
    CheckDoc { name: "payroll-filed", source: include_str!("payroll_filed.rs") },
    CheckDoc { name: "prevailing-rate", source: include_str!("prevailing_rate.rs") },
    CheckDoc { name: "retention", source: include_str!("retention.rs") },
    CheckDoc { name: "vendor-history", source: include_str!("vendor_history.rs") },
    CheckDoc { name: "wage-floor", source: include_str!("wage_floor.rs") },
    CheckDoc { name: "week-missing", source: include_str!("week_missing.rs") },
    CheckDoc { name: "workforce-share", source: include_str!("workforce_share.rs") },
];

/// The pages of all checks, by name.
pub fn docs() -> &'static [CheckDoc] {
    DOCS
}

impl CheckDoc {
    /// The page as Markdown, headings of the second level, without a title.
    pub fn text(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        let mut text = String::new();
        for line in lines {
            let line = line.strip_prefix(' ').unwrap_or(line);
            if line.starts_with("# ") {
                text.push('#');
            }
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// The text under a heading.
    pub fn section(&self, heading: &str) -> String {
        let text = self.text();
        let title = format!("## {heading}\n");
        let Some((_, after)) = text.split_once(&title) else { return String::new() };
        let body = after.split("\n## ").next().unwrap_or(after);
        body.trim().to_owned()
    }
}
