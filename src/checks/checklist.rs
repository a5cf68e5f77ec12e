//! # What it checks
//!
//! Which of the things a rule asks a firm to show are on file: meetings held, projections handed in, requests
//! made, every weekly payroll. Each is named as on file or missing, with its law.
//!
//! # Why
//!
//! Where a percentage is a standard, the duty lies in the steps taken. What decides is the file.
//!
//! # Cannot tell when
//!
//! Anything is missing: what is not on file may still have happened. When all is on file there is no answer
//! either: whether it suffices is for the agency, and the check never passes anybody.
//!
//! # How to fix
//!
//! Add what is missing to the project file as an `[[event]]` with its day and evidence.

use super::context::Context;
use super::events_on_file::shown;
use super::exposure::{Missed, expose};
use super::readings::step;
use super::standing::hold_back;
use super::week_ledger::{LineId, WeekLedger};
use super::week_missing::not_on_file;
use super::weeks_on_file::WeeksOnFile;
use super::{LineFinding, RunningCheck, RunningResult};
use crate::domain::finding::{Missing, Subject};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::rules::asks::{Checklist as Rule, ItemKind};
use crate::rules::consequence::When;
use chrono::NaiveDate;

/// The check.
pub struct Checklist {
    ctx: Context,
    rule: Rule,
    weeks: WeeksOnFile,
    latest: Option<NaiveDate>,
}

impl Checklist {
    /// Over the items of a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { ctx, rule, weeks: WeeksOnFile::default(), latest: None }
    }
}

impl RunningCheck for Checklist {
    fn take(&mut self, line: &PayrollLine, _id: LineId, _names: &Names) {
        self.latest = self.latest.max(line.week_ending);
        self.weeks.take(line);
    }

    fn finish(self: Box<Self>, ledger: &WeekLedger, names: &Names) -> RunningResult {
        let Self { ctx, rule, weeks, latest } = *self;
        let weeks = weeks.sorted(ledger, names);
        let (mut present, mut missing, mut items) = (Vec::new(), Vec::new(), 0_u64);
        let mut miss = |fact: String, citation: &str, missing: &mut Vec<(Missing, String)>| {
            items += 1;
            let law = ctx.policy.citations.get(citation).map_or(String::new(), |c| c.text.clone());
            missing.push((Missing { fact, hangs_on: "1 item".to_owned(), holder: "the contractor" }, law));
        };
        for item in &rule.items {
            match item.what {
                ItemKind::Event(what) => {
                    let on_file: Vec<String> = ctx.project.events.iter().filter(|e| e.what == what).map(shown).collect();
                    if on_file.is_empty() {
                        miss(format!("evidence of {}", item.words()), &item.citation, &mut missing);
                    } else {
                        present.push((item.words().to_owned(), on_file.join("; ")));
                    }
                }
                ItemKind::WeeklyPayroll => {
                    let firms = not_on_file(&ctx, &weeks, names);
                    let whose = |firm: &str| if firm.is_empty() { String::new() } else { format!(" of {firm}") };
                    for (firm, gaps) in &firms {
                        for week in &gaps.weeks {
                            let fact = format!("the payroll{} of the week ending {week}, or a report of no work", whose(firm));
                            miss(fact, &item.citation, &mut missing);
                        }
                        for number in &gaps.numbers {
                            miss(format!("payroll number {number}{}", whose(firm)), &item.citation, &mut missing);
                        }
                    }
                    if firms.is_empty() {
                        miss("weekly payrolls".to_owned(), &item.citation, &mut missing);
                    } else if firms.iter().all(|(_, gaps)| gaps.items() == 0) {
                        present.push((item.words().to_owned(), format!("{} weeks", weeks.len())));
                    }
                }
            }
        }
        let outcome = if items == 0 { Outcome::NotApplicable } else { Outcome::CannotTell };
        let title = match items {
            0 => format!("All {} items are on file; whether they suffice is for the agency", rule.items.len()),
            1 => "Evidence missing: 1 item".to_owned(),
            n => format!("Evidence missing: {n} items"),
        };
        let mut finding = ctx.finding(outcome, Subject::default(), latest, title);
        finding.read = Some(present.len().to_string());
        finding.steps.extend(present.into_iter().map(|(what, shown)| step(format!("on file: {what}"), "", shown, Vec::new())));
        finding.steps.extend(missing.iter().map(|(m, law)| step(format!("missing: {}", m.fact), "", law, Vec::new())));
        finding.missing = missing.into_iter().map(|(m, _)| m).collect();
        if items > 0 {
            finding.fix = "Add what is missing to the project file, each with its day and evidence.".into();
            expose(&ctx, &Missed { when: When::EvidenceMissing, violations: items, ..Missed::default() }, &mut finding);
        }
        let found = hold_back(&ctx, LineFinding::unpaid(finding));
        let mut result = RunningResult::default();
        result.counts.count(found.finding.outcome);
        result.findings.push((None, found));
        result
    }
}
