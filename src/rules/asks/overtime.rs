//! `overtime`.

use crate::domain::quantity::{Hours, Money};
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::schedule::Schedule;

/// Figures of `overtime`.
#[derive(Clone, Debug)]
pub struct Overtime {
    /// Weekly hours over which overtime is due.
    pub weekly_over: Hours,
    /// Multiple of the basic rate, in millionths: 1.5 is 1,500,000.
    pub multiple_millionths: u32,
    /// Liquidated damages per worker and day, by work date.
    pub damages_per_day: Schedule<Money>,
}

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<Overtime> {
    let weekly_over = home.figure(keys, "weekly_over", "hours", true);
    let multiple = home.figure(keys, "multiple", "times the basic rate", true);
    let damages_per_day = home.schedule(keys, "damages_per_day", "dollars per worker and day", false);
    Some(Overtime {
        weekly_over: Hours::from_micros(weekly_over?.micros),
        multiple_millionths: u32::try_from(multiple?.micros).ok()?,
        damages_per_day,
    })
}
