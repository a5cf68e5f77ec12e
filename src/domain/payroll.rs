//! A certified payroll line: one worker's week in one classification on one project.
//!
//! The same type holds an aggregated row (hours of a group of workers, as Boston publishes them):
//! such a line names no worker. A reading the file does not give is [`Given::ABSENT`], never zero.
//! A blank day beside filled ones is read as no hours that day; a line with no hours at all gives none.

use super::attribute::{Attribute, Attributes};
use super::names::Sym;
use super::place::RowRef;
use super::quantity::{DollarPerHourUnit, DollarUnit, Given, HourUnit, Hours};
use chrono::NaiveDate;

/// Whether the worker has the full skills of the trade or is learning them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// A journeyworker.
    Journeyworker,
    /// An apprentice. Registration is a separate fact.
    Apprentice,
}

impl Level {
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Journeyworker => "journeyworker",
            Self::Apprentice => "apprentice",
        }
    }

    /// The level of its word.
    ///
    /// # Errors
    /// In words, where it is none.
    pub fn of_word(word: &str) -> Result<Self, String> {
        let level = [Self::Journeyworker, Self::Apprentice].into_iter().find(|level| level.word() == word);
        level.ok_or_else(|| format!("{word} is no level"))
    }
}

/// What is known of a yes-or-no fact about a worker. Never inferred from a name, an address or an
/// employer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fact {
    /// Known to hold.
    Yes,
    /// Known not to hold.
    No,
    /// Not known.
    #[default]
    Unknown,
}

/// Self-identified gender. Kept as its own value where a policy does not address it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Woman.
    Woman,
    /// Man.
    Man,
    /// Non-binary, or another value of the worker's own.
    NonBinary,
    /// Not given.
    #[default]
    Unknown,
}

impl Gender {
    /// Whether the worker is a woman. The hours of a non-binary worker are no woman's hours; see [`Gender::NonBinary`].
    pub const fn is_woman(self) -> Fact {
        match self {
            Self::Woman => Fact::Yes,
            Self::Man | Self::NonBinary => Fact::No,
            Self::Unknown => Fact::Unknown,
        }
    }
}

/// Hours of the seven days of the week, first day first; the week's last day is the week ending. The sum
/// is kept beside the days, because every check asks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    each: [Given<HourUnit>; 7],
    sum: Given<HourUnit>,
}

impl Days {
    /// From what was given for each day.
    pub fn of(each: [Given<HourUnit>; 7]) -> Self {
        let known = each.iter().filter_map(|day| day.known());
        Self { each, sum: known.reduce(|a, b| a + b).into() }
    }
    /// Gives a day (0 to 6) its hours, in place of those it had.
    pub fn set(&mut self, day: usize, hours: Hours) {
        self.each[day] = Given::of(hours);
        *self = Self::of(self.each);
    }
    /// What was given for a day (0 to 6).
    pub fn given(&self, day: usize) -> Given<HourUnit> {
        self.each[day]
    }
    /// The days' sum; `None` if no day was given.
    pub fn total(&self) -> Option<Hours> {
        self.sum.known()
    }
    /// Hours of one day (0 to 6); a day not given counts as none only where other days are given.
    pub fn on(&self, day: usize) -> Hours {
        self.each[day].known().unwrap_or(Hours::ZERO)
    }
    /// True if any day was given.
    pub fn any(&self) -> bool {
        self.sum.is_known()
    }
}

/// One line of a certified payroll.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PayrollLine {
    /// Where it was read.
    pub at: RowRef,
    /// 128-bit digest of the readings of the row: equal for a line repeated letter by letter.
    pub digest: u128,
    /// The last day of the work week.
    pub week_ending: Option<NaiveDate>,
    /// Number of this payroll on the project.
    pub payroll_number: Sym,
    /// Project, as the row names it.
    pub project: Sym,
    /// Contractor, or subcontractor where the row names both.
    pub contractor: Sym,
    /// Subcontractor tier: 0 is the prime.
    pub tier: Option<u8>,
    /// Identifying number, or the name where the file gives no number. None on aggregated rows.
    pub worker: Sym,
    /// Work classification, as on the wage determination.
    pub classification: Sym,
    /// Trade, as local-hire rules count it.
    pub trade: Sym,
    /// Journeyworker or apprentice.
    pub level: Option<Level>,
    /// Race or ethnicity as the worker gave it.
    pub race: Sym,
    /// Person of color: as a column states it, else as the policy reads `race`.
    pub person_of_color: Fact,
    /// Gender.
    pub gender: Gender,
    /// Resident of the awarding city, as the file states it.
    pub resident: Fact,
    /// What else the file states about the worker.
    pub attributes: Attributes,
    /// ZIP code of residence, leading zeros kept.
    pub zip: Sym,
    /// Straight-time hours by day.
    pub straight: Days,
    /// Overtime hours by day.
    pub overtime: Days,
    /// Double-time hours by day.
    pub double: Days,
    /// Hours by day where the file does not split straight time from overtime.
    pub unsplit: Days,
    /// Straight-time hours of the week as stated.
    pub straight_week: Given<HourUnit>,
    /// Overtime hours of the week as stated.
    pub overtime_week: Given<HourUnit>,
    /// Double-time hours of the week as stated.
    pub double_week: Given<HourUnit>,
    /// All hours of the week on this project as stated.
    pub total_week: Given<HourUnit>,
    /// Hours of the week on all jobs, this project included.
    pub all_jobs_week: Given<HourUnit>,
    /// Base hourly rate for straight time.
    pub base_rate: Given<DollarPerHourUnit>,
    /// Hourly rate for overtime.
    pub overtime_rate: Given<DollarPerHourUnit>,
    /// Hourly rate for double time.
    pub double_rate: Given<DollarPerHourUnit>,
    /// Fringe benefits paid to plans, per hour.
    pub fringe_plan: Given<DollarPerHourUnit>,
    /// Fringe benefits paid in cash, per hour. Already inside gross pay.
    pub fringe_cash: Given<DollarPerHourUnit>,
    /// Gross pay for this project.
    pub gross_project: Given<DollarUnit>,
    /// Gross pay for all work of the week.
    pub gross_all: Given<DollarUnit>,
    /// Total deductions.
    pub deductions: Given<DollarUnit>,
    /// Net pay of the week.
    pub net: Given<DollarUnit>,
    /// The day wages were paid.
    pub paid_on: Option<NaiveDate>,
}

impl PayrollLine {
    /// What the file states of an attribute.
    pub fn stated(&self, attribute: Attribute) -> Fact {
        match attribute {
            Attribute::Resident => self.resident,
            Attribute::PersonOfColor => self.person_of_color,
            Attribute::Woman => self.gender.is_woman(),
            other => self.attributes.get(other),
        }
    }

    /// Straight-time hours: the days' sum where days are given, else the stated week.
    pub fn straight_hours(&self) -> Option<Hours> {
        self.straight.total().or(self.straight_week.known()).or_else(|| {
            // Days that are not split are all straight time when the week states no overtime.
            let all = self.unsplit.total().or(self.total_week.known())?;
            let over = self.overtime_week.known().or(self.overtime.total()).unwrap_or(Hours::ZERO);
            let double = self.double_week.known().or(self.double.total()).unwrap_or(Hours::ZERO);
            Some(all - over - double)
        })
    }

    /// Overtime hours; none given beside given straight time means none worked.
    pub fn overtime_hours(&self) -> Hours {
        self.overtime.total().or(self.overtime_week.known()).unwrap_or(Hours::ZERO)
    }

    /// Double-time hours; none given means none worked.
    pub fn double_hours(&self) -> Hours {
        self.double.total().or(self.double_week.known()).unwrap_or(Hours::ZERO)
    }

    /// All hours on this project; `None` if the row gives no hours at all.
    pub fn hours(&self) -> Option<Hours> {
        if self.straight.any() || self.overtime.any() || self.double.any() || self.straight_week.is_known() || self.overtime_week.is_known()
        {
            let straight = self.straight_hours().unwrap_or(Hours::ZERO);
            return Some(straight + self.overtime_hours() + self.double_hours());
        }
        self.unsplit.total().or(self.total_week.known())
    }

    /// Hours of one day (0 to 6), however the file splits them; `None` if it gives no days.
    pub fn hours_on(&self, day: usize) -> Option<Hours> {
        if self.unsplit.any() {
            return Some(self.unsplit.on(day));
        }
        if self.straight.any() || self.overtime.any() || self.double.any() {
            return Some(self.straight.on(day) + self.overtime.on(day) + self.double.on(day));
        }
        None
    }

    /// True if the file gives hours day by day.
    pub fn has_days(&self) -> bool {
        self.unsplit.any() || self.straight.any() || self.overtime.any() || self.double.any()
    }
}
