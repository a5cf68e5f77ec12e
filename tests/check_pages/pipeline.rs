//! Lines through checks, in the simplest way: one thread, one sheet.

use plumbline::checks::context::Context;
use plumbline::checks::gap::LinesByGap;
use plumbline::checks::line_repeated::repeated;
use plumbline::checks::waivers::Waivers;
use plumbline::checks::week_ledger::{LineId, Taken, WeekLedger};
use plumbline::checks::work_history::WorkHistory;
use plumbline::checks::{Check, LineFinding, Owes, ProjectFacts, Verdict, build};
use plumbline::domain::columns::RunColumns;
use plumbline::domain::finding::Finding;
use plumbline::domain::hiring::HiringFacts;
use plumbline::domain::money::RunningCents;
use plumbline::domain::names::Names;
use plumbline::domain::outcome::Outcome;
use plumbline::domain::payroll::PayrollLine;
use plumbline::domain::project::Project;
use plumbline::domain::quantity::Exact;
use plumbline::domain::run::Counts;
use plumbline::rules::asks::CheckRule;
use plumbline::rules::policy::Policy;
use plumbline::rules::versions::versions;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a run over some lines gave.
#[derive(Debug, Default)]
pub struct Outcomes {
    pub findings: Vec<Finding>,
    /// The same findings as the checks gave them.
    pub said: Vec<LineFinding>,
    pub counts: BTreeMap<&'static str, Counts>,
    pub names: Names,
    /// What stands before the cells of each sheet.
    pub sheets: Vec<String>,
}

/// What the files of a case gave.
pub struct Given<'g> {
    pub columns: &'g RunColumns,
    pub lines: &'g [PayrollLine],
    pub hiring: &'g HiringFacts,
}

/// Runs every clause of the policies over the lines.
pub fn run(policies: &[Arc<Policy>], project: &Arc<Project>, given: &Given<'_>, mut names: Names, list_all: bool) -> Outcomes {
    let mut ledger = WeekLedger::default();
    let mut kept: Vec<(LineId, &PayrollLine)> = Vec::new();
    let mut repeats: Vec<(LineId, &PayrollLine)> = Vec::new();
    let lines = given.lines;
    for line in lines {
        match ledger.take(line) {
            Taken::Kept(id) => kept.push((id, line)),
            Taken::Repeats(first) => repeats.push((first, line)),
        }
    }
    let weeks = lines.iter().filter_map(|l| l.week_ending);
    let work = weeks.clone().min().zip(weeks.max());
    let mut result = Outcomes::default();
    for (rule, policy) in policies.iter().enumerate() {
        for chosen in versions(policy, Some(project), work).chosen {
            let ctx = Context {
                project: project.clone(),
                policy: policy.clone(),
                rule: rule as u16,
                clause: chosen.clause,
                columns: Arc::new(given.columns.clone()),
                as_of: None,
                list_all,
                version_unsure: chosen.unsure,
                alternatives: chosen.alternatives,
                earlier: None,
            };
            let (mut said, mut counts) = clause(&ctx, &ledger, given.hiring, &kept, &repeats, &mut names);
            if let Some(waivers) = Waivers::of(&ctx, &ledger) {
                said.iter_mut().for_each(|(_, said)| waivers.waive(said, &names, &mut counts));
            }
            *result.counts.entry(ctx.clause().check.name()).or_default() += counts;
            price(said, &ledger, &mut result);
        }
    }
    result.names = names;
    result
}

type Said = Vec<(Option<LineId>, LineFinding)>;

fn clause(
    ctx: &Context,
    ledger: &WeekLedger,
    hiring: &HiringFacts,
    kept: &[(LineId, &PayrollLine)],
    repeats: &[(LineId, &PayrollLine)],
    names: &mut Names,
) -> (Said, Counts) {
    let (mut said, mut counts) = (Vec::new(), Counts::default());
    match build(ctx.clone()) {
        Check::Line(check) => {
            let mut gaps = LinesByGap::default();
            let mut worker = check.on_thread();
            for (id, line) in kept {
                let verdict = worker.check(line, names);
                counts.count(verdict.outcome());
                match verdict {
                    Verdict::Said(finding) => said.push((Some(*id), *finding)),
                    Verdict::SaidOnce(gap) => gaps.count(gap),
                    Verdict::Quiet(_) => {}
                }
            }
            said.extend(check.once(&gaps).into_iter().map(|f| (None, unpaid(f))));
        }
        Check::Running(mut check) => {
            for (id, line) in kept {
                check.take(line, *id, names);
            }
            let result = check.finish(ledger, names);
            counts = result.counts;
            said.extend(result.findings);
        }
        Check::Project(check) => {
            let work = WorkHistory::of(ledger, names);
            let result = check.finish(&ProjectFacts { hiring, work: &work, binds: &|_| true }, names);
            counts = result.counts;
            said.extend(result.findings);
        }
    }
    if matches!(ctx.clause().check, CheckRule::LineRepeated) {
        for (first, line) in repeats {
            counts.not_met += 1;
            said.push((Some(*first), unpaid(repeated(ctx, line, ledger.entry(*first)))));
        }
    }
    (said, counts)
}

fn unpaid(finding: Finding) -> LineFinding {
    LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }
}

/// Rounds once per worker and week.
fn price(said: Said, ledger: &WeekLedger, result: &mut Outcomes) {
    let mut weeks: BTreeMap<LineId, RunningCents> = BTreeMap::new();
    for (line, said) in said {
        let mut finding = said.finding.clone();
        if let Some(line) = line.filter(|_| said.owes != Owes::Nothing) {
            assert_eq!(finding.outcome, Outcome::NotMet, "only what is not met owes: {finding:?}");
            finding.owed = Some(weeks.entry(ledger.week_of(line)).or_default().add(said.owed));
        }
        result.findings.push(finding);
        result.said.push(said);
    }
}
