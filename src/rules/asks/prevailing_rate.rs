//! `prevailing-rate`.

use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::words::Words;

/// Figures of `prevailing-rate`. The rates themselves are the wage determination's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrevailingRate {
    /// An apprentice who is not registered is held to the journeyworker's rate; one whose registration is not
    /// known may be.
    pub unregistered_at_journey_rate: bool,
}

/// What an apprentice who is not registered counts as.
pub(in crate::rules) const UNREGISTERED: Words<bool> = &[("journey-rate", true), ("as-marked", false)];

pub(super) fn read(_: Home<'_>, keys: &Keys<'_>) -> Option<PrevailingRate> {
    let unregistered_at_journey_rate = keys.has("unregistered_apprentice") && keys.word("unregistered_apprentice", UNREGISTERED)?;
    Some(PrevailingRate { unregistered_at_journey_rate })
}
