//! Which checks of which policies take part in a run, each made ready.

use super::evaluate::{EvaluateError, EvaluateRequest};
use crate::checks::context::Context;
use crate::checks::{Check, LineCheck, LineFinding, Owes, ProjectCheck, RunningCheck};
use crate::domain::columns::RunColumns;
use crate::domain::finding::{Finding, Subject};
use crate::domain::hours_to_date::HoursToDate;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::project::{Milestone, Project};
use crate::domain::quantity::Exact;
use crate::domain::run::{Run, RunRule};
use crate::domain::wage_determination::{WageDetermination, lines_in_words};
use crate::rules::asks::CheckRule;
use crate::rules::library::Library;
use crate::rules::policy::{DateBasis, Policy};
use crate::rules::select::{Selection, WhyLeftOut, select};
use crate::rules::versions::{Versions, WorkDays, versions_assessed};
use chrono::{Days, NaiveDate};
use std::sync::Arc;

/// One clause at work, in the order findings are listed.
pub(super) struct Slot {
    pub(super) rule: u16,
    pub(super) check: &'static str,
    /// Index among the line checks.
    pub(super) line: Option<usize>,
    /// Index among the running checks.
    pub(super) running: Option<usize>,
    /// Index among the project checks.
    pub(super) project: Option<usize>,
    /// The check of repeated lines, which the merge itself makes.
    pub(super) repeated: bool,
    pub(super) ctx: Context,
}

/// The checks of a run.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) slots: Vec<Slot>,
    pub(super) line_checks: Vec<Box<dyn LineCheck>>,
    pub(super) running: Vec<Box<dyn RunningCheck>>,
    pub(super) project_checks: Vec<Box<dyn ProjectCheck>>,
    /// Findings known before any line is read, by slot: a policy that does not apply, a version that is
    /// not held.
    pub(super) preset: Vec<(usize, Finding)>,
}

impl Plan {
    /// Selects policies and versions and builds their checks.
    pub(super) fn make(
        request: &EvaluateRequest,
        columns: Arc<RunColumns>,
        first_week: Option<NaiveDate>,
        run: &mut Run,
    ) -> Result<Self, EvaluateError> {
        let with_file = request.project.as_deref().map(|p| settled(p.clone(), request));
        let project = with_file.as_ref();
        let library = request.as_of.map(|day| request.library.as_known_on(day));
        let library = library.as_ref().unwrap_or(&request.library);
        let selection = select(library, project, request.rules.as_deref());
        if !selection.unknown.is_empty() {
            return Err(EvaluateError(selection.unknown.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")));
        }
        waivers_name_rules(project, library)?;
        remarks(&selection, request, run);
        let mut plan = Self::default();
        let work = first_week.and_then(|w| Some((w.checked_sub_days(Days::new(6))?, w)));
        let facts = project.cloned().unwrap_or_else(|| settled(Project::default(), request));
        let earlier = request.hours_to_date.clone();
        let base = Base { project: Arc::new(facts), columns, list_all: request.list_all, as_of: request.as_of, earlier };
        for taking in &selection.taking_part {
            let rule = declare(run, &taking.policy);
            let chosen = versions_of_a_file(&taking.policy, project, work, request.as_of);
            for clause in &chosen.chosen {
                let mut ctx = base.context(&taking.policy, rule, clause.clause);
                ctx.version_unsure.clone_from(&clause.unsure);
                ctx.alternatives.clone_from(&clause.alternatives);
                plan.add(ctx);
            }
            for none in &chosen.none {
                plan.say(base.context(&taking.policy, rule, none.clause), Outcome::NotApplicable, none.why.clone());
            }
        }
        let asked = request.rules.as_ref().or(project.and_then(|p| p.rules.as_ref()));
        for left in &selection.left_out {
            if let (WhyLeftOut::DoesNotApply(why), true) = (&left.why, asked.is_some_and(|ids| ids.iter().any(|id| *id == left.policy.id)))
            {
                let rule = declare(run, &left.policy);
                for clause in 0..left.policy.clauses.len() {
                    let title = format!("{} does not apply: {why}", left.policy.title);
                    plan.say(base.context(&left.policy, rule, clause), Outcome::NotApplicable, title);
                }
            }
        }
        Ok(plan)
    }

    fn add(&mut self, ctx: Context) {
        let check = ctx.clause().check.name();
        let mut slot = Slot { rule: ctx.rule, check, line: None, running: None, project: None, repeated: false, ctx: ctx.clone() };
        if matches!(ctx.clause().check, CheckRule::LineRepeated) {
            slot.repeated = true;
        } else {
            match crate::checks::build(ctx) {
                Check::Line(line) => {
                    slot.line = Some(self.line_checks.len());
                    self.line_checks.push(line);
                }
                Check::Running(running) => {
                    slot.running = Some(self.running.len());
                    self.running.push(running);
                }
                Check::Project(project) => {
                    slot.project = Some(self.project_checks.len());
                    self.project_checks.push(project);
                }
            }
        }
        self.slots.push(slot);
    }

    /// A slot that only says one thing.
    fn say(&mut self, ctx: Context, outcome: Outcome, title: String) {
        let finding = ctx.finding(outcome, Subject::default(), None, title);
        self.preset.push((self.slots.len(), finding));
        let check = ctx.clause().check.name();
        self.slots.push(Slot { rule: ctx.rule, check, line: None, running: None, project: None, repeated: false, ctx });
    }
}

/// A waiver of a rule that does not exist would waive nothing unseen.
fn waivers_name_rules(project: Option<&Project>, library: &Library) -> Result<(), EvaluateError> {
    for waiver in project.iter().flat_map(|p| &p.waivers) {
        let Some(policy) = library.get(&waiver.policy) else {
            let near = library.closest(&waiver.policy).map_or_else(String::new, |near| format!(" Write {near}."));
            return Err(EvaluateError(format!("A [[waiver]] names the policy \"{}\", and there is none.{near}", waiver.policy)));
        };
        if let Some(clause) = &waiver.clause
            && !policy.clauses.iter().any(|c| c.id == *clause)
        {
            let ids: Vec<&str> = policy.clauses.iter().map(|c| c.id.as_str()).collect();
            let known = ids.join(", ");
            return Err(EvaluateError(format!("A [[waiver]] names the clause \"{clause}\" of {}; its clauses are {known}.", policy.id)));
        }
    }
    Ok(())
}

/// The project with what this run adds to it: the day of assessment, and whether figures seen only in a
/// secondary source decide.
fn settled(mut project: Project, request: &EvaluateRequest) -> Project {
    project.accept_secondary |= request.accept_secondary;
    if let Some(day) = request.as_of {
        project.milestones.insert(Milestone::Assessed, day);
    }
    project
}

struct Base {
    project: Arc<Project>,
    columns: Arc<RunColumns>,
    list_all: bool,
    as_of: Option<NaiveDate>,
    earlier: Option<Arc<HoursToDate>>,
}

impl Base {
    fn context(&self, policy: &Arc<Policy>, rule: u16, clause: usize) -> Context {
        Context {
            project: Arc::clone(&self.project),
            policy: Arc::clone(policy),
            rule,
            clause,
            columns: Arc::clone(&self.columns),
            list_all: self.list_all,
            as_of: self.as_of,
            version_unsure: None,
            alternatives: Vec::new(),
            earlier: self.earlier.clone(),
        }
    }
}

/// The versions that may answer for some row of a file. Only the first week is known before it is read, and
/// later and earlier ones may follow: every version by the day of the work takes part, and answers for the
/// days it holds.
fn versions_of_a_file(policy: &Policy, project: Option<&Project>, work: Option<WorkDays>, as_of: Option<NaiveDate>) -> Versions {
    let mut versions = versions_assessed(policy, project, work, as_of);
    let by_work = versions_assessed(policy, project, None, as_of).chosen.into_iter();
    let by_work = by_work.filter(|c| policy.clauses.get(c.clause).is_some_and(|c| c.basis == DateBasis::WorkDate));
    for chosen in by_work {
        if !versions.chosen.iter().any(|c| c.clause == chosen.clause) {
            let check = policy.clauses.get(chosen.clause).map_or("", |c| c.check.name());
            versions.none.retain(|none| none.check != check);
            versions.chosen.push(chosen);
        }
    }
    versions.chosen.sort_by_key(|c| c.clause);
    versions
}

fn declare(run: &mut Run, policy: &Policy) -> u16 {
    run.rules.push(RunRule { id: policy.id.clone(), title: policy.title.clone(), digest: policy.digest.clone(), overlay: policy.overlay });
    (run.rules.len() - 1) as u16
}

fn remarks(selection: &Selection, request: &EvaluateRequest, run: &mut Run) {
    run.remarks.extend(selection.taking_part.iter().filter_map(crate::rules::select::Taking::remark));
    run.remarks.extend(
        selection.left_out.iter().filter(|l| matches!(l.why, WhyLeftOut::CannotTell(_))).filter_map(crate::rules::select::LeftOut::remark),
    );
    run.remarks.extend(request.project.iter().flat_map(|p| &p.wage_determinations).filter_map(not_read_whole));
    if request.project.is_none() && request.rules.is_none() {
        run.remarks.push(
            "No project file was given, so only the arithmetic of the payroll was checked. Give --project for the rules of a project, or name policies with --rules."
                .to_owned(),
        );
    }
}

/// Classes named in one remark; of more, only how many.
const NAMED: usize = 8;

/// What of a determination's text was not understood, and whom it touches.
fn not_read_whole(determination: &WageDetermination) -> Option<String> {
    let text = determination.text.as_ref()?;
    let lines = text.lines_among_rates();
    if lines.is_empty() && text.unread.is_empty() {
        return None;
    }
    let mut remark = format!("Wage determination {} was not read whole.", determination.id);
    if !lines.is_empty() {
        remark.push_str(&format!(" Left out: {}.", lines_in_words(&lines)));
    }
    if !text.unread.is_empty() {
        let mut names: Vec<&str> = text.unread.iter().take(NAMED).map(|u| u.classification.as_str()).collect();
        let more = format!("{} more", text.unread.len().saturating_sub(NAMED));
        if text.unread.len() > NAMED {
            names.push(&more);
        }
        remark.push_str(&format!(" Without a rate: {}; pay in these classifications is answered cannot-tell.", names.join(", ")));
    }
    Some(remark)
}

/// The finding about a repeated line, for the slot of its check.
pub(super) fn repeated_finding(slot: &Slot, line: &PayrollLine, first: &crate::checks::week_ledger::Entry) -> LineFinding {
    LineFinding { finding: crate::checks::line_repeated::repeated(&slot.ctx, line, first), owed: Exact::ZERO, owes: Owes::Nothing }
}
