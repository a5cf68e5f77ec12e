//! `prevailing-rate`.

use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::words::Words;

/// Figures of `prevailing-rate`. The rates themselves are the wage determination's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrevailingRate {
    /// What an apprentice who is not registered is held to.
    pub unregistered: Unregistered,
}

/// What an apprentice who is not registered is held to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unregistered {
    /// What the payroll marks them as.
    #[default]
    AsMarked,
    /// The journeyworker's rate where it is known that they are not registered; else what the payroll marks them as.
    JourneyRateIfKnown,
    /// The journeyworker's rate; one whose registration is not known may be held to it.
    JourneyRate,
}

/// The words for them.
pub(in crate::rules) const UNREGISTERED: Words<Unregistered> = &[
    ("journey-rate", Unregistered::JourneyRate),
    ("journey-rate-if-known", Unregistered::JourneyRateIfKnown),
    ("as-marked", Unregistered::AsMarked),
];

pub(super) fn read(_: Home<'_>, keys: &Keys<'_>) -> Option<PrevailingRate> {
    let said = keys.has("unregistered_apprentice");
    let unregistered = if said { keys.word("unregistered_apprentice", UNREGISTERED)? } else { Unregistered::default() };
    Some(PrevailingRate { unregistered })
}
