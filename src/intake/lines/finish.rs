//! The readings of a row into a payroll line.

use super::row::RowBuffer;
use super::{LineBatch, LineReader};
use crate::domain::field::{Field, HourKind};
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::{Days, Fact, Level};
use crate::domain::place::{CellRange, a1};
use crate::domain::problem::{NotChecked, Problem, Site};
use crate::domain::quantity::{Given, Hours, Money, Rate};
use crate::domain::run::WhyNotUsed;
use crate::domain::vocabulary;
use crate::domain::week::position_of;
use crate::intake::lines::Event;
use crate::intake::table::LayoutName;
use chrono::{NaiveDate, Weekday};
use std::borrow::Cow;

impl LineReader<'_> {
    /// Finishes a row that is a line by itself.
    pub(super) fn finish_one(&mut self, names: &mut Names, out: &mut LineBatch) {
        let spare = self.spare.take().unwrap_or_default();
        let mut buffer = std::mem::replace(&mut self.buffer, spare);
        self.complete(&mut buffer, names, out);
        self.spare = Some(std::mem::replace(&mut self.buffer, buffer));
    }

    /// Completes the readings and hands on the line, unless the row is held.
    pub(super) fn complete(&mut self, buffer: &mut RowBuffer, names: &mut Names, out: &mut LineBatch) {
        let row = buffer.line.at.row;
        self.who(buffer, names);
        let line = &mut buffer.line;
        if line.week_ending.is_none() && !buffer.week_filled {
            line.week_ending = self.map.banner.week_ending;
        }
        if buffer.any_weekday {
            spread_weekdays(buffer);
        }
        weekly_fringe(buffer);
        let line = &mut buffer.line;
        if !line.deductions.is_known() {
            line.deductions = buffer.deduction_parts.into();
        }
        if line.level.is_none() && buffer.apprentice_id {
            line.level = Some(Level::Apprentice);
        }
        if line.person_of_color == Fact::Unknown {
            line.person_of_color = self.color(line.race, buffer.ethnicity, names);
        }
        if line.trade.is_none() {
            line.trade = line.classification;
        }
        if !buffer.held {
            self.missing_keys(buffer, out);
        }
        if !buffer.held {
            self.days_match_total(buffer, out);
        }
        if buffer.held {
            out.events.push((row, Event::NotUsed(WhyNotUsed::Problem)));
        } else {
            // Copied once, where `push` would copy it twice.
            out.lines.extend_from_slice(std::slice::from_ref(&buffer.line));
        }
    }

    /// Who the row is about, and for which firm and project.
    pub(super) fn who(&mut self, buffer: &mut RowBuffer, names: &mut Names) {
        buffer.line.worker = if buffer.id.is_none() { Self::name_key(buffer, names) } else { buffer.id };
        let line = &mut buffer.line;
        if !buffer.subcontractor.is_none() {
            line.contractor = buffer.subcontractor;
        }
        let or = |sym: &mut Sym, banner: Sym| {
            if sym.is_none() {
                *sym = banner;
            }
        };
        or(&mut line.project, self.banner.project);
        or(&mut line.contractor, self.banner.contractor);
        or(&mut line.payroll_number, self.banner.payroll_number);
    }

    /// The worker's name as the file gives it; nothing where it gives none.
    pub(super) fn name_key(buffer: &RowBuffer, names: &mut Names) -> Sym {
        let [full, last, first, middle] = &buffer.name;
        let mut name = full.clone();
        if name.is_empty() {
            name = [last.as_str(), first.as_str()].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
            if !middle.is_empty() && !name.is_empty() {
                name = format!("{name} {middle}");
            }
        }
        match (name.is_empty(), buffer.ssn4.is_none()) {
            (true, _) => buffer.ssn4,
            (false, true) => names.intern(&name),
            // Two people of one name are told apart by the last four digits.
            (false, false) => names.intern(&format!("{name} ({})", names.text(buffer.ssn4))),
        }
    }

    /// Person of color by race and ethnicity as given; remembered by symbol.
    pub(super) fn color(&mut self, race: Sym, ethnicity: Sym, names: &Names) -> Fact {
        let mut of = |sym: Sym| {
            if sym.is_none() {
                return Fact::Unknown;
            }
            if self.memo.races.len() <= sym.index() {
                self.memo.races.resize(sym.index() + 1, None);
            }
            *self.memo.races[sym.index()].get_or_insert_with(|| vocabulary::person_of_color(names.text(sym)).unwrap_or(Fact::Unknown))
        };
        match (of(race), of(ethnicity)) {
            (Fact::Yes, _) | (_, Fact::Yes) => Fact::Yes,
            (Fact::No, _) => Fact::No,
            (Fact::Unknown, other) => other,
        }
    }

    /// A line needs somebody who worked and a week it was worked in.
    fn missing_keys(&mut self, buffer: &mut RowBuffer, out: &mut LineBatch) {
        let line = &buffer.line;
        let aggregated = self.map.layout == LayoutName::BostonUtilization;
        let (code, field, expected) = if line.worker.is_none() && !aggregated && !self.map_lacks_workers() {
            ("row.no_worker", Field::WorkerId, "the worker's number or name")
        } else if line.week_ending.is_none() && self.map.fields.contains(&Some(Field::WeekEnding)) {
            ("row.no_week", Field::WeekEnding, "the last day of the work week")
        } else {
            return;
        };
        buffer.held = true;
        self.at_field(code, field, line.at.row, expected, String::new(), out);
    }

    /// A mapped table of aggregated hours has no column for workers.
    fn map_lacks_workers(&self) -> bool {
        let workers = [Field::WorkerId, Field::WorkerName, Field::LastName, Field::SsnLast4];
        !self.map.fields.iter().flatten().any(|f| workers.contains(f))
    }

    /// Where both days and the week's total are given they must agree.
    fn days_match_total(&mut self, buffer: &mut RowBuffer, out: &mut LineBatch) {
        let line = &buffer.line;
        let sum_of = |parts: &[Option<Hours>]| parts.iter().flatten().copied().reduce(|a, b| a + b);
        let stated = sum_of(&[line.straight_week.known(), line.overtime_week.known(), line.double_week.known()]);
        let split_days = sum_of(&[line.straight.total(), line.overtime.total(), line.double.total()]);
        let pairs = [
            (line.straight.total(), line.straight_week.known(), HourKind::Straight),
            (line.overtime.total(), line.overtime_week.known(), HourKind::Overtime),
            (line.double.total(), line.double_week.known(), HourKind::Double),
            (line.unsplit.total(), line.total_week.known().or(stated), HourKind::Unsplit),
            (split_days, line.total_week.known(), HourKind::Unsplit),
        ];
        // Thirds of an hour kept to six places may add up to a few millionths more or less.
        let near = |a: Hours, b: Hours| (a - b).micros().abs() <= 50;
        let Some((days, total, kind)) = pairs.into_iter().find_map(|(d, t, k)| Some((d?, t?, k)).filter(|(d, t, _)| !near(*d, *t))) else {
            return;
        };
        let row = line.at.row;
        buffer.held = true;
        let field = if self.map.fields.contains(&Some(Field::WeekHours(kind))) {
            Field::WeekHours(kind)
        } else {
            Field::WeekHours(HourKind::Straight)
        };
        self.at_field("totals.differ", field, row, "the sum of the days", format!("days {days}, total {total}"), out);
    }

    /// A Problem at the column of a field in a row, or at the row where no column holds it.
    pub(super) fn at_field(
        &mut self,
        code: &'static str,
        field: Field,
        row: u32,
        expected: &'static str,
        read: String,
        out: &mut LineBatch,
    ) {
        let column = self.map.fields.iter().position(|f| *f == Some(field)).unwrap_or(0) as u16;
        let range = CellRange::cell(self.sheet, column, row);
        let place = if self.sheet_name.is_empty() { a1(range) } else { format!("{}!{}", self.sheet_name, a1(range)) };
        let advice = crate::domain::problem_codes::find(code).map_or("", |c| c.fix);
        let kind = if read.is_empty() { "empty" } else { "number" };
        let fix = format!("{place}: {advice}");
        let (expected, not_checked) = (Cow::Borrowed(expected), NotChecked::Row);
        out.problems.push((row, Problem { code, site: Site::Cells(range), read, kind, expected, fix, not_checked }));
    }
}

/// Columns named by weekday find their place in the week from the week-ending date. Without one the
/// order Sunday to Saturday is kept and no day has a date.
pub(super) fn spread_weekdays(buffer: &mut RowBuffer) {
    let line = &mut buffer.line;
    let last = line.week_ending;
    let sunday = last.map_or(0, |ending: NaiveDate| position_of(Weekday::Sun, ending));
    for (days, given) in [&mut line.straight, &mut line.overtime, &mut line.double, &mut line.unsplit].into_iter().zip(&buffer.weekdays) {
        if given.iter().all(|hours| !hours.is_known()) {
            continue;
        }
        // Position 0 is the weekday after the week ending.
        let mut week: [_; 7] = std::array::from_fn(|position| given[(position + 7 - sunday) % 7]);
        if days.any() {
            for (day, hours) in week.iter_mut().enumerate().filter(|(_, hours)| !hours.is_known()) {
                *hours = days.given(day);
            }
        }
        *days = Days::of(week);
    }
}

/// Fringe stated in dollars of the week becomes a rate per hour. Dollars are stated to the cent, so up to
/// half a cent more may have been paid; that half cent is counted for the contractor, and the rate is
/// taken to the next millionth.
fn weekly_fringe(buffer: &mut RowBuffer) {
    if buffer.fringe_plan_week.is_none() && buffer.fringe_cash_week.is_none() {
        return;
    }
    let Some(hours) = buffer.line.hours().filter(|h| h.micros() > 0) else { return };
    let per_hour = |dollars: Money| -> Rate {
        if dollars.is_zero() {
            return Rate::ZERO;
        }
        let picos = (i128::from(dollars.micros()) + 5_000) * 1_000_000;
        let rate = picos.div_euclid(i128::from(hours.micros())) + 1;
        Rate::from_micros(i64::try_from(rate).unwrap_or(i64::MAX))
    };
    if let (Some(dollars), false) = (buffer.fringe_plan_week, buffer.line.fringe_plan.is_known()) {
        buffer.line.fringe_plan = Given::of(per_hour(dollars));
    }
    if let (Some(dollars), false) = (buffer.fringe_cash_week, buffer.line.fringe_cash.is_known()) {
        buffer.line.fringe_cash = Given::of(per_hour(dollars));
    }
}
