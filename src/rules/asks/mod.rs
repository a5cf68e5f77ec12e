//! What a clause can ask for: the closed set of checks, one file per check with its figures and how they are
//! read from a rule file.
//!
//! To add one: a file here, a variant of [`CheckRule`], a line in `CHECKS` and one in `read`.

mod adds_up;
pub(super) mod apprentice_ratio;
mod checklist;
pub(super) mod determination_stale;
pub(super) mod event_clock;
pub mod formula;
mod fringe;
pub(super) mod hires_reported;
pub(super) mod new_hire_share;
pub(super) mod overtime;
mod payroll_filed;
pub(super) mod prevailing_rate;
pub(super) mod retention;
pub mod share;
pub(super) mod share_form;
pub(super) mod vendor_history;
pub(super) mod wage_floor;
pub(super) mod week_missing;
pub(super) mod workforce_share;

pub use adds_up::AddsUp;
pub use apprentice_ratio::{ApprenticeRatio, Bound, Counted, Grouping, Which};
pub use checklist::{Checklist, Item, ItemKind};
pub use determination_stale::{DeterminationStale, LockedBy};
pub use event_clock::{Anchor, ClockStep, Counting, EventClock, Per, Relation, Span};
pub use fringe::{DeductionAllowed, Fringe};
pub use hires_reported::{HiresReported, Reported};
pub use new_hire_share::{HiresOf, NewHireShare, PerDollars, Rounding};
pub use overtime::{Overtime, RateBasis};
pub use payroll_filed::PayrollFiled;
pub use prevailing_rate::{PrevailingRate, Unregistered};
pub use retention::{Retained, Retention};
pub use share::{GroupBy, ShareTarget};
pub use vendor_history::{LookbackFrom, VendorHistory};
pub use wage_floor::WageFloor;
pub use week_missing::WeekMissing;
pub use workforce_share::{ShareOf, WorkforceShare};

use super::figure_form::Home;
use super::keys::Keys;
use super::words::Words;
use chrono::NaiveDate;

/// The closed set of checks, each with its figures.
#[derive(Clone, Debug)]
pub enum CheckRule {
    /// The hourly rate paid is at least a floor, by work date.
    WageFloor(WageFloor),
    /// Base and fringe are at least the wage determination's, by classification and level.
    PrevailingRate(PrevailingRate),
    /// The credit for fringe plans is no more than they cost an hour.
    Fringe(Fringe),
    /// Deductions are of a kind that may be taken.
    DeductionAllowed(DeductionAllowed),
    /// Hours over a weekly number are paid at a multiple of the basic rate.
    Overtime(Overtime),
    /// A group's share of hours reaches a target.
    WorkforceShare(WorkforceShare),
    /// A group's share of new hires or openings reaches a target.
    NewHireShare(NewHireShare),
    /// The classification is on the wage determination.
    ClassificationKnown,
    /// The wage determination is the one the contract is locked to.
    DeterminationStale(DeterminationStale),
    /// Gross pay is hours times rates.
    GrossAddsUp(AddsUp),
    /// Net pay is gross pay less deductions.
    NetAddsUp(AddsUp),
    /// Hours are possible: no day over 24, none below zero, none outside the week.
    HoursPossible,
    /// A line repeated letter by letter is set aside.
    LineRepeated,
    /// Every apprentice is registered.
    ApprenticeRegistered,
    /// Apprentices stand in a ratio to journeyworkers.
    ApprenticeRatio(ApprenticeRatio),
    /// Every apprentice is paid the step of the programme.
    ApprenticeStep,
    /// The payroll is filed within a number of days of the pay date.
    PayrollFiled(PayrollFiled),
    /// Things happened in the order and within the days given.
    EventClock(EventClock),
    /// What a rule asks to be shown is on file.
    Checklist(Checklist),
    /// Those hired are still at work after some days.
    Retention(Retention),
    /// A firm has so many outside records.
    VendorHistory(VendorHistory),
    /// Every week between the first and the last has a payroll or a report of no work.
    WeekMissing(WeekMissing),
    /// Workers new on a payroll, hires reported and referrals hired agree.
    HiresReported(HiresReported),
}

impl CheckRule {
    /// Takes out the dated figures that were not yet public on a day.
    pub(super) fn forget_after(&mut self, day: NaiveDate) {
        match self {
            Self::WageFloor(floor) => floor.rates.forget_after(day),
            Self::Overtime(overtime) => overtime.damages_per_day.forget_after(day),
            _ => {}
        }
    }

    /// Name of the check in rule files and output.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::WageFloor(_) => "wage-floor",
            Self::PrevailingRate(_) => "prevailing-rate",
            Self::Fringe(_) => "fringe",
            Self::DeductionAllowed(_) => "deduction-allowed",
            Self::Overtime(_) => "overtime",
            Self::WorkforceShare(_) => "workforce-share",
            Self::NewHireShare(_) => "new-hire-share",
            Self::ClassificationKnown => "classification-known",
            Self::DeterminationStale(_) => "determination-stale",
            Self::GrossAddsUp(_) => "gross-adds-up",
            Self::NetAddsUp(_) => "net-adds-up",
            Self::HoursPossible => "hours-possible",
            Self::LineRepeated => "line-repeated",
            Self::ApprenticeRegistered => "apprentice-registered",
            Self::ApprenticeRatio(_) => "apprentice-ratio",
            Self::ApprenticeStep => "apprentice-step",
            Self::PayrollFiled(_) => "payroll-filed",
            Self::EventClock(EventClock { hiring: true, .. }) => "first-source-clock",
            Self::EventClock(_) => "event-clock",
            Self::Checklist(_) => "checklist",
            Self::Retention(_) => "retention",
            Self::VendorHistory(_) => "vendor-history",
            Self::WeekMissing(_) => "week-missing",
            Self::HiresReported(_) => "hires-reported",
        }
    }
}

impl CheckRule {
    /// The targets of a share; none for other checks.
    pub fn targets(&self) -> &[ShareTarget] {
        match self {
            Self::WorkforceShare(rule) => &rule.targets,
            Self::NewHireShare(rule) => &rule.targets,
            _ => &[],
        }
    }
}

/// The names of the checks a clause may ask for.
pub(super) const CHECKS: Words<&str> = &[
    ("wage-floor", "wage-floor"),
    ("prevailing-rate", "prevailing-rate"),
    ("fringe", "fringe"),
    ("deduction-allowed", "deduction-allowed"),
    ("overtime", "overtime"),
    ("workforce-share", "workforce-share"),
    ("classification-known", "classification-known"),
    ("determination-stale", "determination-stale"),
    ("gross-adds-up", "gross-adds-up"),
    ("net-adds-up", "net-adds-up"),
    ("hours-possible", "hours-possible"),
    ("line-repeated", "line-repeated"),
    ("apprentice-registered", "apprentice-registered"),
    ("apprentice-ratio", "apprentice-ratio"),
    ("apprentice-step", "apprentice-step"),
    ("payroll-filed", "payroll-filed"),
    ("week-missing", "week-missing"),
    ("event-clock", "event-clock"),
    ("first-source-clock", "first-source-clock"),
    ("checklist", "checklist"),
    ("vendor-history", "vendor-history"),
    ("retention", "retention"),
    ("hires-reported", "hires-reported"),
    ("new-hire-share", "new-hire-share"),
];

/// Reads the figures of a check from its clause. `None` if they do not load; the source then holds why.
pub(super) fn read(check: &str, home: Home<'_>, keys: &Keys<'_>) -> Option<CheckRule> {
    Some(match check {
        "wage-floor" => CheckRule::WageFloor(wage_floor::read(home, keys)?),
        "prevailing-rate" => CheckRule::PrevailingRate(prevailing_rate::read(home, keys)?),
        "fringe" => CheckRule::Fringe(Fringe {}),
        "deduction-allowed" => CheckRule::DeductionAllowed(DeductionAllowed {}),
        "overtime" => CheckRule::Overtime(overtime::read(home, keys)?),
        "workforce-share" => CheckRule::WorkforceShare(workforce_share::read(home, keys)?),
        "classification-known" => CheckRule::ClassificationKnown,
        "determination-stale" => CheckRule::DeterminationStale(determination_stale::read(home, keys)?),
        "gross-adds-up" => CheckRule::GrossAddsUp(adds_up::read(home, keys)?),
        "net-adds-up" => CheckRule::NetAddsUp(adds_up::read(home, keys)?),
        "hours-possible" => CheckRule::HoursPossible,
        "line-repeated" => CheckRule::LineRepeated,
        "apprentice-registered" => CheckRule::ApprenticeRegistered,
        "apprentice-ratio" => CheckRule::ApprenticeRatio(apprentice_ratio::read(home, keys)?),
        "apprentice-step" => CheckRule::ApprenticeStep,
        "payroll-filed" => CheckRule::PayrollFiled(payroll_filed::read(home, keys)?),
        "new-hire-share" => CheckRule::NewHireShare(new_hire_share::read(home, keys)?),
        "event-clock" | "first-source-clock" => CheckRule::EventClock(event_clock::read(home, keys, check == "first-source-clock")?),
        "checklist" => CheckRule::Checklist(checklist::read(home, keys)?),
        "retention" => CheckRule::Retention(retention::read(home, keys)?),
        "vendor-history" => CheckRule::VendorHistory(vendor_history::read(home, keys)?),
        "week-missing" => CheckRule::WeekMissing(week_missing::read(home, keys)?),
        "hires-reported" => CheckRule::HiresReported(hires_reported::read(home, keys)?),
        _ => return None,
    })
}
