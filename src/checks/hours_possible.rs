//! # What it checks
//!
//! The hours of a line can have been worked: no day has more than 24, no day or week less than none, and
//! no week more than 168. All kinds of hours of a day count together.
//!
//! Day columns are placed in the week by the week-ending date, so the hours of a line always fall within
//! its week; a date outside the week is a problem of the file, named when it is read.
//!
//! # Why
//!
//! A day of 25 hours is a slip of the pen or worse, and everything computed from it is wrong too.
//!
//! # Cannot tell when
//!
//! The line gives no hours.
//!
//! # How to fix
//!
//! Compare the day with the time record and correct its hours.

use super::context::{Context, subject_of};
use super::gap::{self, Gap, LinesByGap};
use super::readings::{Readings, hour_cells, said, step};
use super::{LineCheck, LineWorker, Verdict};
use crate::domain::field::HourKind;
use crate::domain::finding::Finding;
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{self, PayrollLine};
use crate::domain::place::{CellRange, a1};
use crate::domain::quantity::{HourUnit, Hours, Quantity};
use crate::domain::week::days_of;

const CANNOT: &str = "Hours cannot be checked";
const DAY: Hours = Quantity::<HourUnit>::whole(24);
const WEEK: Hours = Quantity::<HourUnit>::whole(168);

/// The check.
pub struct HoursPossible {
    /// The clause.
    pub ctx: Context,
}

impl LineCheck for HoursPossible {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(Worker { ctx: &self.ctx, readings: Readings::new(&self.ctx, CANNOT) })
    }
    fn once(&self, lines: &LinesByGap) -> Vec<Finding> {
        gap::missing_columns(&self.ctx, CANNOT, lines)
    }
}

struct Worker<'c> {
    ctx: &'c Context,
    readings: Readings<'c>,
}

/// What cannot be on a line.
enum Impossible {
    Day(usize, Hours),
    Negative(HourKind, Option<usize>, Hours),
    Week(Hours),
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, _names: &Names) -> Verdict {
        let Some(total) = line.hours() else { return self.readings.absent(line, Gap::Hours) };
        if !self.ctx.list_all && is_possible(line, total) {
            return Verdict::Quiet(Outcome::Met);
        }
        let found = impossible(line, total);
        let (outcome, title) = match found.first() {
            None => (Outcome::Met, "The hours can have been worked".to_owned()),
            Some(_) if found.len() > 1 => (Outcome::NotMet, format!("{} entries of hours cannot be", found.len())),
            Some(Impossible::Day(_, hours)) => (Outcome::NotMet, format!("A day has {hours} hours, more than 24")),
            Some(Impossible::Week(hours)) => (Outcome::NotMet, format!("The week has {hours} hours, more than 168")),
            Some(Impossible::Negative(_, _, hours)) => (Outcome::NotMet, format!("Hours are below zero: {hours}")),
        };
        let mut subject = subject_of(line);
        let date = |day: usize| line.week_ending.and_then(|w| days_of(w).get(day).copied());
        if let Some(Impossible::Day(day, _) | Impossible::Negative(_, Some(day), _)) = found.first() {
            subject.day = date(*day);
        }
        let mut finding = self.ctx.finding(outcome, subject, subject.day.or(line.week_ending), title);
        finding.unit = "hours";
        for thing in &found {
            let (label, value, most, cells) = match thing {
                Impossible::Day(day, hours) => ("hours of the day", hours, DAY, self.day_cells(line, *day)),
                Impossible::Week(hours) => ("hours of the week", hours, WEEK, hour_cells(self.ctx, line)),
                Impossible::Negative(kind, Some(day), hours) => {
                    ("hours of the day", hours, Hours::ZERO, self.ctx.columns.day_cell(line, *kind, *day).into_iter().collect())
                }
                Impossible::Negative(kind, None, hours) => {
                    ("hours of the week", hours, Hours::ZERO, self.ctx.columns.hour_cells(line, *kind))
                }
            };
            let label = match thing {
                Impossible::Day(day, _) | Impossible::Negative(_, Some(day), _) => {
                    date(*day).map_or_else(|| format!("{label} {}", day + 1), |date| format!("hours on {date}"))
                }
                _ => label.to_owned(),
            };
            if finding.read.is_none() {
                finding.read = Some(value.to_string());
                finding.expected = Some(most.to_string());
                finding.difference = Some((*value - most).to_string());
            }
            finding.cells.extend(&cells);
            finding.steps.push(step(label, "", value, cells));
        }
        if outcome == Outcome::NotMet {
            let at: Vec<String> = finding.cells.iter().take(3).map(|&c| a1(c)).collect();
            let at = if at.is_empty() { "the hours".to_owned() } else { at.join(", ") };
            finding.fix = format!("Compare with the time record and correct {at}.").into();
        }
        said(finding)
    }
}

impl Worker<'_> {
    fn day_cells(&self, line: &PayrollLine, day: usize) -> Vec<CellRange> {
        let kinds: [(HourKind, &payroll::Days); 4] = kinds(line);
        let given = kinds.iter().filter(|(_, days)| !days.on(day).is_zero());
        let mut cells: Vec<CellRange> = given.filter_map(|(kind, _)| self.ctx.columns.day_cell(line, *kind, day)).collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    }
}

fn kinds(line: &PayrollLine) -> [(HourKind, &payroll::Days); 4] {
    [
        (HourKind::Straight, &line.straight),
        (HourKind::Overtime, &line.overtime),
        (HourKind::Double, &line.double),
        (HourKind::Unsplit, &line.unsplit),
    ]
}

fn weeks(line: &PayrollLine) -> [(HourKind, Hours); 4] {
    let known = |given: crate::domain::quantity::Given<HourUnit>| given.known().unwrap_or(Hours::ZERO);
    [
        (HourKind::Straight, known(line.straight_week)),
        (HourKind::Overtime, known(line.overtime_week)),
        (HourKind::Double, known(line.double_week)),
        (HourKind::Unsplit, known(line.total_week)),
    ]
}

/// A line that names no worker adds up the hours of many: only what is below zero cannot be.
fn is_one_worker(line: &PayrollLine) -> bool {
    !line.worker.is_none()
}

fn is_possible(line: &PayrollLine, total: Hours) -> bool {
    let one = is_one_worker(line);
    if (one && total > WEEK) || weeks(line).iter().any(|(_, hours)| hours.is_negative() || (one && *hours > WEEK)) {
        return false;
    }
    if !line.has_days() {
        return true;
    }
    let mut split = [Hours::ZERO; 7];
    for days in [&line.straight, &line.overtime, &line.double].into_iter().filter(|days| days.any()) {
        for (day, sum) in split.iter_mut().enumerate() {
            let hours = days.on(day);
            if hours.is_negative() {
                return false;
            }
            *sum += hours;
        }
    }
    let fits = |hours: Hours| !hours.is_negative() && (!one || hours <= DAY);
    split.into_iter().all(fits) && (!line.unsplit.any() || (0..7).all(|day| fits(line.unsplit.on(day))))
}

fn impossible(line: &PayrollLine, total: Hours) -> Vec<Impossible> {
    let one = is_one_worker(line);
    let mut found = Vec::new();
    for day in 0..7 {
        let split = line.straight.on(day) + line.overtime.on(day) + line.double.on(day);
        let hours = split.max(line.unsplit.on(day));
        if one && hours > DAY {
            found.push(Impossible::Day(day, hours));
        }
        for (kind, days) in kinds(line) {
            if days.on(day).is_negative() {
                found.push(Impossible::Negative(kind, Some(day), days.on(day)));
            }
        }
    }
    for (kind, hours) in weeks(line) {
        if hours.is_negative() {
            found.push(Impossible::Negative(kind, None, hours));
        }
    }
    let most = weeks(line).iter().map(|(_, hours)| *hours).fold(total, Hours::max);
    if one && most > WEEK && !found.iter().any(|f| matches!(f, Impossible::Day(..))) {
        found.push(Impossible::Week(most));
    }
    found
}
