//! Hires reported, looked for on the payrolls.

use super::{Seen, Told, View, Without, missing};
use crate::checks::readings::step;
use crate::checks::work_history::Employment;
use crate::domain::finding::{Finding, Subject};
use crate::domain::hiring::HiringRecord;
use crate::domain::outcome::Outcome;
use chrono::{Days, NaiveDate};

impl View<'_> {
    pub(super) fn hires_at_work(&self, seen: &Seen, told: &mut Told<'_>) {
        for (at, hire) in self.facts.hiring.hires.iter().enumerate() {
            let known = seen.hires.get(at).copied().unwrap_or(false);
            let binds = hire.contractor.is_none() || (self.facts.binds)(self.names.text(hire.contractor));
            if binds {
                self.hire_at_work(hire, known, told);
            }
        }
    }

    /// A hire that was found from the payroll's side is told of only where its hours came late.
    fn hire_at_work(&self, hire: &HiringRecord, known: bool, told: &mut Told<'_>) {
        let day = hire.work_expected_from();
        if self.facts.work.employments().is_empty() {
            return told.without(Without::Payroll, day);
        }
        let Some(from) = day else {
            if known {
                return;
            }
            let mut finding = self.hired(hire, Outcome::CannotTell, "A hire gives neither its day nor the first day of work".to_owned());
            finding.missing.push(missing("the day of the hire", ""));
            finding.fix = "Fill in the day of the hire.".into();
            return told.answer(finding, None);
        };
        let last_day = from.checked_add_days(Days::new(u64::from(self.rule.work_within_days))).unwrap_or(from);
        // The first week of work on or after that day, with whichever spelling of the firm.
        let first = |e: &'_ Employment| {
            let after = e.weeks.partition_point(|w| w.week_ending < from);
            e.weeks.iter().skip(after).find(|w| w.may_have_worked()).copied()
        };
        let week = self.at_work.of_person(hire.person, self.firms.firm(hire.contractor)).filter_map(first).min_by_key(|w| w.week_ending);
        if let Some(week) = week.filter(|w| w.first_day() <= last_day) {
            if known {
                return;
            }
            let mut finding = self.hired(hire, Outcome::Met, "A hire reported is at work on the payroll".to_owned());
            let cells = self.worker_cells(week.at);
            finding.steps.push(step("first week with hours, ending", "", week.week_ending, cells));
            return told.answer(finding, day);
        }
        let span = if hire.contractor.is_none() {
            self.facts.work.weeks()
        } else {
            self.facts.work.span_of_firm(hire.contractor, self.names).map(|s| (s.first, s.last))
        };
        let period = format!("from {from} to {last_day}");
        match span {
            None => {
                let mut finding = self.hired(hire, Outcome::CannotTell, "A hire is reported by a firm no payroll is given of".to_owned());
                finding.missing.push(missing(format!("the firm's payrolls {period}"), ""));
                finding.fix = "Check the firm's payrolls together with the hiring log.".into();
                told.answer(finding, day);
            }
            Some((first, last)) if last < last_day || first_day(first) > last_day => {
                let title = format!("The payrolls given do not cover the days {period}, in which the hire should be at work");
                let mut finding = self.hired(hire, Outcome::NotApplicable, title);
                finding.steps.push(step("last week of the payrolls given, ending", "", last, Vec::new()));
                told.answer(finding, day);
            }
            Some((_, last)) => {
                let title = format!("A hire reported shows no hours on a payroll within {} days", self.rule.work_within_days);
                let mut finding = self.hired(hire, Outcome::CannotTell, title);
                finding.missing.push(missing(format!("hours of the worker {period}, or that the job is on no certified payroll"), ""));
                if let Some(later) = week {
                    finding.steps.push(step("first week with hours, ending", "", later.week_ending, self.worker_cells(later.at)));
                }
                finding.steps.push(step("last week of the payrolls given, ending", "", last, Vec::new()));
                finding.fix = "Say what became of the hire, or use the worker's number as on the payroll.".into();
                told.answer(finding, day);
            }
        }
    }

    /// A finding about a row of the hiring log.
    fn hired(&self, hire: &HiringRecord, outcome: Outcome, title: String) -> Finding {
        let subject = Subject {
            project: hire.project,
            contractor: hire.contractor,
            worker: hire.person.key(),
            trade: if hire.classification.is_none() { hire.trade } else { hire.classification },
            level: hire.level,
            day: hire.work_expected_from(),
            ..Subject::default()
        };
        let mut finding = self.ctx.finding(outcome, subject, hire.work_expected_from(), title);
        finding.cells = self.worker_cells(hire.at);
        self.hire_steps(&mut finding, hire);
        finding
    }
}

fn first_day(week_ending: NaiveDate) -> NaiveDate {
    week_ending.checked_sub_days(Days::new(6)).unwrap_or(week_ending)
}
