//! Workers new on a payroll, looked for in the hiring log.

use super::{Seen, Told, View, Without, missing};
use crate::checks::readings::step;
use crate::checks::work_history::{Employment, WeekWorked};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Subject};
use crate::domain::hiring::HiringRecord;
use crate::domain::hiring_field::HiringField;
use crate::domain::outcome::Outcome;
use crate::domain::place::{CellRange, RowRef};
use crate::rules::asks::Reported;

const WORKER: [Field; 4] = [Field::WorkerId, Field::WorkerName, Field::LastName, Field::SsnLast4];

impl View<'_> {
    pub(super) fn new_workers(&self, seen: &mut Seen, told: &mut Told<'_>) {
        for employment in self.facts.work.employments() {
            let (Some(first), Some(span)) = (employment.first_worked(), self.facts.work.span(employment.contractor)) else { continue };
            if first.week_ending <= span.first || !(self.facts.binds)(self.names.text(employment.contractor)) {
                continue;
            }
            self.new_worker(employment, first, seen, told);
        }
    }

    fn new_worker(&self, employment: &Employment, first: &WeekWorked, seen: &mut Seen, told: &mut Told<'_>) {
        let day = Some(first.week_ending);
        let firm = self.firms.firm(employment.contractor);
        let mut hires: Vec<&HiringRecord> = Vec::new();
        for (at, hire) in self.hires.of_worker(employment.worker, firm) {
            if let Some(known) = seen.hires.get_mut(at) {
                *known = true;
            }
            hires.push(hire);
        }
        let in_time = |h: &&&HiringRecord| h.hired_on.or(h.started_on).is_none_or(|d| d <= first.week_ending);
        if let Some(hire) = hires.iter().find(in_time) {
            let mut finding = self.about(employment, first, Outcome::Met, "A worker new on the payroll is in the hiring log".to_owned());
            self.hire_steps(&mut finding, hire);
            return told.answer(finding, day);
        }
        if let Some(hire) = hires.iter().min_by_key(|h| h.hired_on.or(h.started_on)) {
            let on = hire.hired_on.or(hire.started_on).map_or_else(String::new, |d| d.to_string());
            let title = format!("The hire is reported as of {on}, after the first week worked, ending {}", first.week_ending);
            let mut finding = self.about(employment, first, Outcome::NotMet, title);
            self.hire_steps(&mut finding, hire);
            finding.read = Some(on);
            finding.expected = Some(first.week_ending.to_string());
            finding.fix = "Correct the day of the hire in the hiring log, or the hours on the payroll.".into();
            return told.answer(finding, day);
        }
        let referral = self.referrals.of_worker(employment.worker, firm);
        if let Some(told) = referral.and_then(|(at, _)| seen.referrals.get_mut(at)) {
            *told = true;
        }
        let log = self.facts.hiring.hiring_logs;
        if log.tables == 0 {
            return told.without(Without::HiringLog, day);
        }
        let title = format!("A worker new on the payroll in the week ending {} is not in the hiring log", first.week_ending);
        let mut finding = self.about(employment, first, Outcome::CannotTell, title);
        finding.fix = "Add the hire to the hiring log, with the worker's number as on the payroll and how the job was filled.".into();
        if let Some(other) = self.hires.any_of(employment.worker) {
            finding.missing.push(missing("the firm that hired the worker: the hiring log names another", ""));
            self.hire_steps(&mut finding, other);
        } else if let Some(other) = self.elsewhere.any_of(employment.worker) {
            finding.missing.push(missing("the project the worker was hired for: the hiring log names another", ""));
            self.hire_steps(&mut finding, other);
        } else if log.rows_held > 0 {
            finding.missing.push(missing(format!("the {} of the hiring log that could not be read", rows(log.rows_held)), ""));
        } else if !self.by_number(first.at) {
            finding
                .missing
                .push(missing("the worker's number, on the payroll and in the hiring log: a name may be written in two ways", ""));
        } else if self.hires.without_number > 0 {
            let fact = format!("the worker's number in {} of the hiring log", rows(self.hires.without_number));
            finding.missing.push(missing(fact, ""));
        } else if self.rule.reported == Reported::NewWorkers || referral.is_some() {
            finding.outcome = Outcome::NotMet;
        } else {
            finding.missing.push(missing("whether the worker was newly hired, or came from other work of the contractor", ""));
        }
        if let Some((_, referral)) = referral {
            let cells = self.ctx.columns.cells_at(referral.at, &[Field::Hiring(HiringField::Hired)]);
            finding.cells.extend(&cells);
            finding.steps.push(step("the referral says hired", "", "yes", cells));
        }
        told.answer(finding, day);
    }

    /// A finding about a worker on a payroll, with the first week worked as its first step.
    fn about(&self, employment: &Employment, first: &WeekWorked, outcome: Outcome, title: String) -> Finding {
        let subject = Subject {
            project: employment.project,
            contractor: employment.contractor,
            worker: employment.worker,
            trade: employment.classification,
            level: employment.level,
            week_ending: Some(first.week_ending),
            ..Subject::default()
        };
        let mut finding = self.ctx.finding(outcome, subject, Some(first.week_ending), title);
        let cells = self.worker_cells(first.at);
        finding.steps.push(step("first week with hours on the payroll, ending", "", first.week_ending, cells.clone()));
        finding.cells = cells;
        finding
    }

    /// The cell that names the worker of a row.
    pub(super) fn worker_cells(&self, at: RowRef) -> Vec<CellRange> {
        WORKER.iter().find_map(|f| self.ctx.columns.cell_at(at, *f)).into_iter().collect()
    }

    /// True if the rows of a table identify workers by number.
    fn by_number(&self, at: RowRef) -> bool {
        self.ctx.columns.column(at, Field::WorkerId).is_some()
    }

    /// What the hiring log says of a hire.
    pub(super) fn hire_steps(&self, finding: &mut Finding, hire: &HiringRecord) {
        let told = [(hire.hired_on, HiringField::HireDate, "hired on"), (hire.started_on, HiringField::StartDate, "first day of work")];
        for (day, field, label) in told {
            let Some(day) = day else { continue };
            let cells = self.ctx.columns.cells_at(hire.at, &[Field::Hiring(field)]);
            finding.cells.extend(&cells);
            finding.steps.push(step(label, "", day, cells));
        }
    }
}

/// `1 row`, `3 rows`.
pub(super) fn rows(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}
