//! `overtime`.

use crate::domain::quantity::{Hours, MICROS, Money};
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::schedule::Schedule;
use crate::rules::words::Words;

/// The rate on which the premium of a week at several rates is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RateBasis {
    /// The average of the week, each rate weighted with its hours.
    #[default]
    Weighted,
    /// The rate of the work done in the overtime hours.
    InEffect,
}

/// Figures of `overtime`.
#[derive(Clone, Debug)]
pub struct Overtime {
    /// Weekly hours over which overtime is due.
    pub weekly_over: Hours,
    /// Multiple of the basic rate, in millionths: 1.5 is 1,500,000.
    pub multiple_millionths: u32,
    /// Liquidated damages per worker and day, by work date.
    pub damages_per_day: Schedule<Money>,
    /// Hours of a day over which overtime is due, where the law counts days.
    pub daily_over: Option<Hours>,
    /// Hours of a day over which twice the rate is due.
    pub double_daily_over: Option<Hours>,
    /// The seventh consecutive day of the workweek is overtime from its first hour, and twice the rate over
    /// `daily_over`.
    pub seventh_day: bool,
    /// The rate the premium is counted on.
    pub rate_basis: RateBasis,
}

impl Overtime {
    /// True where hours must be known day by day.
    pub fn goes_by_day(&self) -> bool {
        self.daily_over.is_some() || self.double_daily_over.is_some() || self.seventh_day || self.rate_basis == RateBasis::InEffect
    }
}

pub(in crate::rules) const RATE_BASES: Words<RateBasis> = &[("weighted", RateBasis::Weighted), ("rate-in-effect", RateBasis::InEffect)];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<Overtime> {
    let weekly_over = home.figure(keys, "weekly_over", "hours", true);
    let multiple = home.figure(keys, "multiple", "times the basic rate", true);
    let damages_per_day = home.schedule(keys, "damages_per_day", "dollars per worker and day", false);
    let hours = |key: &str| home.figure(keys, key, "hours", false).map(|read| Hours::from_micros(read.micros));
    let (daily_over, double_daily_over) = (hours("daily_over"), hours("double_daily_over"));
    let seventh_day = keys.yes_no("seventh_day").unwrap_or(false);
    let rate_basis = if keys.has("rate_basis") { keys.word("rate_basis", RATE_BASES)? } else { RateBasis::default() };
    if seventh_day && daily_over.is_none() {
        let write = "Write daily_over too: the seventh day is paid twice over that number";
        keys.source.error(&keys.at("seventh_day"), "`seventh_day` stands without `daily_over`", write);
    }
    if let (Some(first), Some(second)) = (daily_over, double_daily_over)
        && second <= first
    {
        keys.source.error(
            &keys.at("double_daily_over"),
            "`double_daily_over` is not over `daily_over`",
            "Write the larger number of hours",
        );
    }
    let multiple = multiple.filter(|m| {
        let sound = m.micros >= MICROS;
        if !sound {
            keys.source.error(&keys.at("multiple"), "`multiple` is less than once the rate", "Write value = \"1.5\"");
        }
        sound
    });
    Some(Overtime {
        weekly_over: Hours::from_micros(weekly_over?.micros),
        multiple_millionths: u32::try_from(multiple?.micros).ok()?,
        damages_per_day,
        daily_over,
        double_daily_over,
        seventh_day,
        rate_basis,
    })
}
