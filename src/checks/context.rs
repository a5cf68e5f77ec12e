//! What a check is told besides the lines.

use crate::domain::citation::Citation;
use crate::domain::columns::RunColumns;
use crate::domain::finding::{Finding, Subject};
use crate::domain::hours_to_date::HoursToDate;
use crate::domain::outcome::{Force, Outcome, Severity, Status};
use crate::domain::payroll::PayrollLine;
use crate::domain::project::Project;
use crate::rules::policy::{Clause, Policy};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::sync::Arc;

/// One clause at work in one run.
#[derive(Clone)]
pub struct Context {
    /// The project; empty if no project file was given.
    pub project: Arc<Project>,
    /// The policy.
    pub policy: Arc<Policy>,
    /// Index of the policy in the run's list.
    pub rule: u16,
    /// Index of the clause in the policy.
    pub clause: usize,
    /// Where each field stands, by sheet.
    pub columns: Arc<RunColumns>,
    /// The day of the assessment, if one was given.
    pub as_of: Option<NaiveDate>,
    /// List what is met, too.
    pub list_all: bool,
    /// Why the version could not be chosen for certain (a missing project date); `None` if it could.
    /// A check must then not answer `met` or `not met` unless every version in `alternatives` agrees.
    pub version_unsure: Option<String>,
    /// Other clauses of the policy that could be the right version.
    pub alternatives: Vec<usize>,
    /// Hours of the weeks before the files, if they are known.
    pub earlier: Option<Arc<HoursToDate>>,
}

impl Context {
    /// The clause.
    pub fn clause(&self) -> &Clause {
        &self.policy.clauses[self.clause]
    }

    /// Legal status on a day; before its first status a policy is not yet in force.
    pub fn status(&self, day: Option<NaiveDate>) -> Status {
        day.map_or(Status::InForce, |d| self.policy.status_on(d).map_or(Status::NotYet, |s| s.status))
    }

    /// The citations of the clause, and of the law that keeps it from being in force on a day.
    fn cited(&self, day: Option<NaiveDate>) -> Vec<Citation> {
        let mut cited = self.policy.cited(&self.clause().citations);
        let span = day.and_then(|d| self.policy.status_on(d)).filter(|s| !s.status.can_be_broken());
        if let Some(law) = span.and_then(|s| self.policy.citations.get(&s.citation))
            && !cited.contains(law)
        {
            cited.push(law.clone());
        }
        cited
    }

    /// A finding of this clause with nothing filled in but who, what and which law.
    pub fn finding(&self, outcome: Outcome, subject: Subject, day: Option<NaiveDate>, title: impl Into<Cow<'static, str>>) -> Finding {
        let clause = self.clause();
        Finding {
            rule: self.rule,
            check: clause.check.name(),
            outcome,
            force: clause.force,
            status: self.status(day),
            severity: clause.severity,
            subject,
            title: title.into(),
            read: None,
            interval: None,
            expected: None,
            difference: None,
            unit: "",
            owed: None,
            exposure: None,
            missing: Vec::new(),
            steps: Vec::new(),
            cells: Vec::new(),
            fix: Cow::Borrowed(""),
            citations: self.cited(day),
            rule_from: clause.from,
        }
    }

    /// Force of the clause.
    pub fn force(&self) -> Force {
        self.clause().force
    }

    /// Severity of the clause.
    pub fn severity(&self) -> Severity {
        self.clause().severity
    }
}

/// Who a line is about.
pub fn subject_of(line: &PayrollLine) -> Subject {
    Subject {
        project: line.project,
        contractor: line.contractor,
        worker: line.worker,
        trade: if line.classification.is_none() { line.trade } else { line.classification },
        level: line.level,
        group: None,
        week_ending: line.week_ending,
        day: None,
    }
}
