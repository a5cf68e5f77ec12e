//! What many lines can lack alike, so that it is said once and not a million times.

use super::context::Context;
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::outcome::Outcome;

/// Something many lines lack alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gap {
    /// No column holds hours.
    Hours,
    /// Hours are not split into straight time and overtime.
    HourSplit,
    /// No column holds the last day of the work week.
    WeekEnding,
    /// No column holds the base rate.
    BaseRate,
    /// No column holds the fringe paid to plans.
    FringePlan,
    /// No column holds the fringe paid in cash.
    FringeCash,
    /// No column holds gross pay.
    Gross,
    /// No column holds gross pay for all work.
    GrossAll,
    /// No column holds deductions.
    Deductions,
    /// No column holds net pay.
    Net,
    /// No column holds the work classification.
    Classification,
    /// No column holds the level.
    Level,
    /// No wage determination is in force on the days worked.
    Determination,
    /// The classification is not on the wage determination.
    Unlisted,
    /// No figure of the rule is held for the days worked.
    FigureNotHeld,
    /// The project file does not say what fringe plans cost.
    PlanCost,
    /// The project file does not say of what kind deductions are.
    DeductionKinds,
}

/// How many lines lacked each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinesByGap([u64; Gap::ALL.len()]);

impl LinesByGap {
    /// Counts a line.
    pub fn count(&mut self, gap: Gap) {
        self.0[gap as usize] += 1;
    }
    /// Lines that lacked it.
    pub fn of(&self, gap: Gap) -> u64 {
        self.0[gap as usize]
    }
}
impl std::ops::AddAssign for LinesByGap {
    fn add_assign(&mut self, other: Self) {
        for (mine, more) in self.0.iter_mut().zip(other.0) {
            *mine += more;
        }
    }
}

impl Gap {
    /// Every gap, in order.
    pub const ALL: [Self; 17] = [
        Self::Hours,
        Self::HourSplit,
        Self::WeekEnding,
        Self::BaseRate,
        Self::FringePlan,
        Self::FringeCash,
        Self::Gross,
        Self::GrossAll,
        Self::Deductions,
        Self::Net,
        Self::Classification,
        Self::Level,
        Self::Determination,
        Self::Unlisted,
        Self::FigureNotHeld,
        Self::PlanCost,
        Self::DeductionKinds,
    ];

    /// What a column would hold; `None` where it is not a column that is missing.
    pub const fn column(self) -> Option<&'static str> {
        Some(match self {
            Self::Hours => "hours",
            Self::HourSplit => "overtime hours beside straight time",
            Self::WeekEnding => "the week ending",
            Self::BaseRate => "the base rate",
            Self::FringePlan => "fringe paid to plans per hour",
            Self::FringeCash => "fringe paid in cash per hour",
            Self::Gross => "gross pay for this project",
            Self::GrossAll => "gross pay for all work",
            Self::Deductions => "deductions",
            Self::Net => "net pay",
            Self::Classification => "the work classification",
            Self::Level => "the level (journeyworker or apprentice)",
            Self::Determination | Self::Unlisted | Self::FigureNotHeld | Self::PlanCost | Self::DeductionKinds => return None,
        })
    }
}

/// `1 line`, `214 lines`.
pub fn lines(count: u64) -> String {
    if count == 1 { "1 line".to_owned() } else { format!("{count} lines") }
}

/// One finding per column that is missing. `cannot` begins the sentence: `Gross pay cannot be checked`.
pub fn missing_columns(ctx: &Context, cannot: &str, counts: &LinesByGap) -> Vec<Finding> {
    let mut findings = Vec::new();
    for gap in Gap::ALL {
        let count = counts.of(gap);
        let Some(column) = gap.column().filter(|_| count > 0) else { continue };
        findings.push(said_once(
            ctx,
            format!("{cannot} on {}: the file has no column for {column}", lines(count)),
            Missing { fact: format!("a column for {column}"), hangs_on: lines(count), holder: "the contractor" },
            format!("Add a column for {column}, or name the column that holds it with --map."),
        ));
    }
    findings
}

/// A finding that speaks for many lines.
pub fn said_once(ctx: &Context, title: String, missing: Missing, fix: String) -> Finding {
    let mut finding = ctx.finding(Outcome::CannotTell, Subject::default(), None, title);
    finding.missing.push(missing);
    finding.fix = fix.into();
    finding
}
