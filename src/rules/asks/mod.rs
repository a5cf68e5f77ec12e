//! What a clause can ask for: the closed set of checks, one file per check with its figures and how they are
//! read from a rule file.
//!
//! To add one: a file here, a variant of [`CheckRule`], a line in [`CHECKS`] and one in [`read`].

mod adds_up;
mod apprentice_ratio;
mod checklist;
mod event_clock;
mod hires_reported;
mod overtime;
mod payroll_filed;
mod prevailing_rate;
mod retention;
mod vendor_history;
mod wage_floor;
mod week_missing;
mod workforce_share;

pub use adds_up::AddsUp;
pub use apprentice_ratio::{ApprenticeRatio, Bound, Counted, Grouping, Which};
pub use checklist::{Checklist, Item, ItemKind};
pub use event_clock::{Anchor, ClockStep, Counting, EventClock, Per, Relation, Span};
pub use hires_reported::{HiresReported, Reported};
pub use overtime::Overtime;
pub use payroll_filed::PayrollFiled;
pub use prevailing_rate::PrevailingRate;
pub use retention::{Retained, Retention};
pub use vendor_history::{LookbackFrom, VendorHistory};
pub use wage_floor::WageFloor;
pub use week_missing::WeekMissing;
pub use workforce_share::{GroupBy, PeopleGroup, ShareTarget, WorkforceShare};

use super::figure_form::Home;
use super::keys::Keys;
use super::words::Words;

/// The closed set of checks, each with its figures.
#[derive(Clone, Debug)]
pub enum CheckRule {
    /// The hourly rate paid is at least a floor, by work date.
    WageFloor(WageFloor),
    /// Base and fringe are at least the wage determination's, by classification and level.
    PrevailingRate(PrevailingRate),
    /// Hours over a weekly number are paid at a multiple of the basic rate.
    Overtime(Overtime),
    /// A group's share of hours reaches a target.
    WorkforceShare(WorkforceShare),
    /// The classification is on the wage determination.
    ClassificationKnown,
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
    /// Name of the check in rule files and output.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::WageFloor(_) => "wage-floor",
            Self::PrevailingRate(_) => "prevailing-rate",
            Self::Overtime(_) => "overtime",
            Self::WorkforceShare(_) => "workforce-share",
            Self::ClassificationKnown => "classification-known",
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

/// The names of the checks a clause may ask for.
pub(super) const CHECKS: Words<&str> = &[
    ("wage-floor", "wage-floor"),
    ("prevailing-rate", "prevailing-rate"),
    ("overtime", "overtime"),
    ("workforce-share", "workforce-share"),
    ("classification-known", "classification-known"),
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
];

/// Reads the figures of a check from its clause. `None` if they do not load; the source then holds why.
pub(super) fn read(check: &str, home: Home<'_>, keys: &Keys<'_>) -> Option<CheckRule> {
    Some(match check {
        "wage-floor" => CheckRule::WageFloor(wage_floor::read(home, keys)?),
        "prevailing-rate" => CheckRule::PrevailingRate(prevailing_rate::read(home, keys)?),
        "overtime" => CheckRule::Overtime(overtime::read(home, keys)?),
        "workforce-share" => CheckRule::WorkforceShare(workforce_share::read(home, keys)?),
        "classification-known" => CheckRule::ClassificationKnown,
        "gross-adds-up" => CheckRule::GrossAddsUp(adds_up::read(home, keys)?),
        "net-adds-up" => CheckRule::NetAddsUp(adds_up::read(home, keys)?),
        "hours-possible" => CheckRule::HoursPossible,
        "line-repeated" => CheckRule::LineRepeated,
        "apprentice-registered" => CheckRule::ApprenticeRegistered,
        "apprentice-ratio" => CheckRule::ApprenticeRatio(apprentice_ratio::read(home, keys)?),
        "apprentice-step" => CheckRule::ApprenticeStep,
        "payroll-filed" => CheckRule::PayrollFiled(payroll_filed::read(home, keys)?),
        "event-clock" | "first-source-clock" => CheckRule::EventClock(event_clock::read(home, keys, check == "first-source-clock")?),
        "checklist" => CheckRule::Checklist(checklist::read(home, keys)?),
        "retention" => CheckRule::Retention(retention::read(home, keys)?),
        "vendor-history" => CheckRule::VendorHistory(vendor_history::read(home, keys)?),
        "week-missing" => CheckRule::WeekMissing(week_missing::read(home, keys)?),
        "hires-reported" => CheckRule::HiresReported(hires_reported::read(home, keys)?),
        _ => return None,
    })
}
