//! Evaluates files against the rules in force: the whole straight line from bytes to a Run.

use super::files::{FileArg, ReadOptions};
use super::merge::Merge;
use super::owed::{self, Priced};
use super::plan::{Plan, Slot};
use super::read::{room_for, stream};
use super::tables::Tables;
use super::week_watch::WeekWatch;
use crate::checks::by_firm::Firms;
use crate::checks::waivers::Waivers;
use crate::checks::week_ledger::WeekLedger;
use crate::checks::work_history::WorkHistory;
use crate::checks::{LineCheck, ProjectCheck, ProjectFacts, RunningCheck, RunningResult};
use crate::domain::finding::Finding;
use crate::domain::hours_to_date::HoursToDate;
use crate::domain::names::Names;
use crate::domain::payroll::PayrollLine;
use crate::domain::project::Project;
use crate::domain::run::{CheckCounts, Counts, Run};
use crate::intake::table::TableMap;
use crate::rules::library::Library;
use chrono::NaiveDate;
use std::cell::RefCell;
use std::sync::Arc;

const NOTHING_OF_HIRING: &str =
    "Hiring records were read, and no policy that takes part checks them. Give --project, or name a policy with --rules.";

/// What to evaluate against.
#[derive(Clone, Debug)]
pub struct EvaluateRequest {
    /// How files are read.
    pub read: ReadOptions,
    /// The project, if a project file was given.
    pub project: Option<Arc<Project>>,
    /// The rules.
    pub library: Arc<Library>,
    /// Policies asked for by name.
    pub rules: Option<Vec<String>>,
    /// The day as of which the rules are known.
    pub as_of: Option<NaiveDate>,
    /// Figures seen only in a secondary source decide, too.
    pub accept_secondary: bool,
    /// List what is met, too.
    pub list_all: bool,
    /// Hours of the weeks before the files, which count where a rule counts to date.
    pub hours_to_date: Option<Arc<HoursToDate>>,
}

/// Why a request cannot be evaluated: wrong usage, not a finding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct EvaluateError(pub String);

/// Evaluates files. A file that cannot be read gives a Run whose Problems refuse it.
pub fn evaluate(files: &[FileArg], request: &EvaluateRequest) -> Result<Run, EvaluateError> {
    Ok(evaluate_as(files, request, Wanted::Run)?.run)
}

/// Evaluates a payroll for one week, or for all its weeks, and keeps its lines.
pub(super) fn evaluate_payroll(files: &[FileArg], request: &EvaluateRequest, week: Option<NaiveDate>) -> Result<Evaluated, EvaluateError> {
    evaluate_as(files, request, Wanted::Lines(week))
}

/// What came of an evaluation.
#[derive(Debug, Default)]
pub(super) struct Evaluated {
    pub(super) run: Run,
    /// The lines used, in the order of the file, where they were wanted.
    pub(super) lines: Vec<PayrollLine>,
    /// How every table was understood, where lines were wanted.
    pub(super) maps: Vec<TableMap>,
    /// How far a table was understood whose headings cannot be used, with its sheet.
    pub(super) unusable: Option<(String, Box<TableMap>)>,
}

/// What is wanted of an evaluation.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    /// The run.
    Run,
    /// The lines as well, those of one week if it is said.
    Lines(Option<NaiveDate>),
}

fn evaluate_as(files: &[FileArg], request: &EvaluateRequest, wanted: Wanted) -> Result<Evaluated, EvaluateError> {
    let belongs = match evaluate_once(files, request, &Membership::All, wanted)? {
        Outcome::Done(done) => return Ok(*done),
        Outcome::SomeBelong(ids) => Membership::Only(ids),
    };
    // Some rows name this project and some name others: read again and leave the others out.
    match evaluate_once(files, request, &belongs, wanted)? {
        Outcome::Done(done) => Ok(*done),
        Outcome::SomeBelong(_) => Err(EvaluateError("the files changed while they were read".to_owned())),
    }
}

/// Which rows count.
enum Membership {
    /// All.
    All,
    /// Those that name the project one of these ways.
    Only(Vec<String>),
}

enum Outcome {
    Done(Box<Evaluated>),
    SomeBelong(Vec<String>),
}

fn evaluate_once(files: &[FileArg], request: &EvaluateRequest, membership: &Membership, wanted: Wanted) -> Result<Outcome, EvaluateError> {
    let mut run = Run { as_of: request.as_of, project: request.project.as_ref().map(|p| p.id.clone()), ..Run::default() };
    let options = &request.read;
    let week = if let Wanted::Lines(week) = wanted { week } else { None };
    let tables = Tables::open(files, options, &mut run);
    let first_week = week.or_else(|| tables.as_ref().ok().and_then(|t| t.first_week(options)));
    let columns = tables.as_ref().map(Tables::columns).unwrap_or_default();
    let columns = Arc::new(columns);
    let plan = Plan::make(request, Arc::clone(&columns), first_week, &mut run)?;
    let mut tables = match tables {
        Ok(tables) => tables,
        Err(none) => return Ok(Outcome::Done(Box::new(Evaluated { run, unusable: none.unusable, ..Evaluated::default() }))),
    };
    let maps = if matches!(wanted, Wanted::Lines(_)) { tables.tables.iter().map(|t| t.map.clone()).collect() } else { Vec::new() };
    let Plan { slots, line_checks, running, project_checks, preset } = plan;
    let mut merge = Merge::new(&slots, running, options.limits.rows, room_for(files));
    merge.quotes.columns = columns;
    merge.week = week.map(WeekWatch::of);
    merge.kept = matches!(wanted, Wanted::Lines(_)).then(Vec::new);
    merge.default_project = request.project.as_ref().map_or(crate::domain::names::Sym::NONE, |p| merge.names.intern(&p.id));
    for part in request.hours_to_date.iter().flat_map(|earlier| &earlier.parts) {
        // Checks find them by their texts when they speak.
        merge.names.intern(&part.trade);
        merge.names.intern(&part.contractor);
    }
    if let Membership::Only(ids) = membership {
        let ids = ids.clone();
        merge.belongs = Some(Box::new(move |name| ids.iter().any(|id| id == name)));
    }
    if !stream(&mut tables, options, &line_checks, &mut merge, &mut run) {
        return Ok(Outcome::Done(Box::new(Evaluated { run, maps, ..Evaluated::default() })));
    }
    if let (Membership::All, Some(project)) = (membership, &request.project) {
        let (named, others) = merge.projects_named(project);
        if !named.is_empty() && others > 0 {
            return Ok(Outcome::SomeBelong(named));
        }
        if named.is_empty() && others > 0 {
            run.remarks.push(format!(
                "No row names project {}; the rows name {}. All were checked as rows of {}.",
                project.id,
                if others == 1 { "one other project".to_owned() } else { format!("{others} other projects") },
                project.id
            ));
        }
    }
    if project_checks.is_empty() && !merge.hiring.is_empty() {
        run.remarks.push(NOTHING_OF_HIRING.to_owned());
    }
    if let Some(week) = merge.week.take() {
        week.say(!merge.ledger.is_empty(), &mut run, &merge.quotes.columns);
    }
    let lines = merge.kept.take().unwrap_or_default();
    speak(merge, &slots, &line_checks, project_checks, preset, options.worker_threads(), &mut run);
    Ok(Outcome::Done(Box::new(Evaluated { run, lines, maps, unusable: None })))
}

/// Lets the running checks speak, side by side; on one thread one after the other.
fn finish(checks: Vec<Box<dyn RunningCheck>>, ledger: &WeekLedger, names: &Names, threads: usize) -> Vec<RunningResult> {
    if threads == 1 {
        return checks.into_iter().map(|check| check.finish(ledger, names)).collect();
    }
    std::thread::scope(|scope| {
        let speaking: Vec<_> = checks.into_iter().map(|check| scope.spawn(move || check.finish(ledger, names))).collect();
        let results = speaking.into_iter().map(|thread| thread.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault)));
        results.collect()
    })
}

/// Lets every check speak, prices what is owed, and orders the findings: by policy, by clause, then by
/// line or in the order the check gave them.
fn speak(
    merge: Merge<'_>,
    slots: &[Slot],
    line_checks: &[Box<dyn LineCheck>],
    project_checks: Vec<Box<dyn ProjectCheck>>,
    preset: Vec<(usize, Finding)>,
    threads: usize,
    run: &mut Run,
) {
    let Merge { mut names, ledger, hiring, running, counts, gaps, said, said_repeated, repeated_counts, quotes, .. } = merge;
    quotes.into_run(run);
    let mut by_slot: Vec<Vec<Priced>> = slots.iter().map(|_| Vec::new()).collect();
    let mut slot_counts = vec![Counts::default(); slots.len()];
    for (check, line, finding) in said {
        if let Some(at) = slots.iter().position(|s| s.line == Some(usize::from(check))) {
            by_slot[at].push(Priced { line: Some(line), said: *finding });
        }
    }
    for (at, slot) in slots.iter().enumerate() {
        if let Some(check) = slot.line {
            slot_counts[at] = counts[check];
            for finding in line_checks[check].once(&gaps[check]) {
                by_slot[at].push(Priced::unpriced(finding));
            }
        } else if slot.repeated {
            slot_counts[at] = repeated_counts;
            by_slot[at].extend(said_repeated.iter().map(|(line, said)| Priced { line: Some(*line), said: said.clone() }));
        }
    }
    for (index, result) in finish(running, &ledger, &names, threads).into_iter().enumerate() {
        if let Some(at) = slots.iter().position(|s| s.running == Some(index)) {
            slot_counts[at] = result.counts;
            by_slot[at].extend(result.findings.into_iter().map(|(line, said)| Priced { line, said }));
        }
    }
    let work = if project_checks.is_empty() { WorkHistory::default() } else { WorkHistory::of(&ledger, &names) };
    for (index, check) in project_checks.into_iter().enumerate() {
        let Some(at) = slots.iter().position(|s| s.project == Some(index)) else { continue };
        let firms = RefCell::new(Firms::of(&slots[at].ctx));
        let binds = |name: &str| firms.borrow_mut().as_mut().is_none_or(|firms| firms.binds(name));
        let result = check.finish(&ProjectFacts { hiring: &hiring, work: &work, binds: &binds }, &mut names);
        slot_counts[at] = result.counts;
        by_slot[at].extend(result.findings.into_iter().map(|(line, said)| Priced { line, said }));
    }
    for (at, slot) in slots.iter().enumerate() {
        let Some(waivers) = Waivers::of(&slot.ctx, &ledger) else { continue };
        // What a line check says once, of a missing column, is about no firm and no day.
        let about = |p: &&mut Priced| p.line.is_some() || slot.line.is_none();
        by_slot[at].iter_mut().filter(about).for_each(|p| waivers.waive(&mut p.said, &names, &mut slot_counts[at]));
    }
    for (at, finding) in preset {
        slot_counts[at].count(finding.outcome);
        by_slot[at].push(Priced::unpriced(finding));
    }
    let mut all: Vec<Priced> = by_slot.into_iter().flatten().collect();
    (run.owed, run.owed_total) = owed::settle(&mut all, &ledger, &names);
    run.findings = all.into_iter().map(|p| p.said.finding).collect();
    for (slot, counts) in slots.iter().zip(slot_counts) {
        match run.counts.iter_mut().find(|c| c.rule == slot.rule && c.check == slot.check) {
            Some(known) => known.counts += counts,
            None => run.counts.push(CheckCounts { rule: slot.rule, check: slot.check, counts }),
        }
    }
    run.names = names;
}
