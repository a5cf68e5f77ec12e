//! `wage-floor`.

use crate::domain::quantity::Rate;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::schedule::Schedule;

/// Figures of `wage-floor`.
#[derive(Clone, Debug, Default)]
pub struct WageFloor {
    /// Floor by work date.
    pub rates: Schedule<Rate>,
}

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<WageFloor> {
    Some(WageFloor { rates: home.schedule(keys, "rate", "dollars per hour", true) })
}
