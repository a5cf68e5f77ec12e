//! `apprentice-ratio`.

use crate::domain::apprenticeship::Ratio;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::words::Words;

/// Over which stretch apprentices are held against journeyworkers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// Each day.
    Day,
    /// Each week.
    Week,
    /// The whole work, once it is completed.
    Completion,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Workers.
    Heads,
    /// Straight-time hours.
    StraightHours,
    /// All hours.
    AllHours,
}

/// The ratio and which way it binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// At most so many apprentices.
    Allowed(Ratio),
    /// At most as many as the programme of the trade allows.
    Program,
    /// At least so many.
    Required(Ratio),
}

/// Which apprentices are those over the ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those paid least.
    LowestPaid,
    /// Those hired last.
    LastHired,
    /// The rule does not say.
    Any,
}

/// Figures of `apprentice-ratio`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApprenticeRatio {
    /// By day, by week or at completion.
    pub grouping: Grouping,
    /// Heads or hours.
    pub counted: Counted,
    /// The ratio.
    pub bound: Bound,
    /// Apprentices over the ratio are owed the journeyworker's rate, and which they are.
    pub excess_at_journey_rate: Option<Which>,
    /// An apprentice known not to be registered counts as a journeyworker.
    pub unregistered_at_journey_rate: bool,
}

/// Heads, or hours.
pub(in crate::rules) const COUNTS: Words<bool> = &[("heads", true), ("hours", false)];
pub(in crate::rules) const HOURS_KINDS: Words<Counted> = &[("straight", Counted::StraightHours), ("all", Counted::AllHours)];
pub(in crate::rules) const RATIO_FROM: Words<()> = &[("program", ())];
pub(in crate::rules) const EXCESS_AT: Words<()> = &[("journey-rate", ())];
/// What an apprentice who is not registered counts as.
pub(in crate::rules) const UNREGISTERED: Words<bool> = &[("journey-rate", true), ("as-marked", false)];
/// Unit of a ratio of heads, and of hours.
pub(in crate::rules) const HEADS_UNIT: &str = "apprentices to journeyworkers";
pub(in crate::rules) const HOURS_UNIT: &str = "apprentice hours to journeyworker hours";
pub(in crate::rules) const GROUPINGS: Words<Grouping> =
    &[("day", Grouping::Day), ("week", Grouping::Week), ("completion", Grouping::Completion)];
pub(in crate::rules) const WHICH: Words<Which> =
    &[("lowest-paid", Which::LowestPaid), ("last-hired", Which::LastHired), ("any", Which::Any)];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<ApprenticeRatio> {
    let grouping = keys.word("grouping", GROUPINGS);
    let heads = keys.word("counts", COUNTS);
    let kind = keys.has("hours_kind") || heads == Some(false);
    let hours_kind = if kind { keys.word("hours_kind", HOURS_KINDS) } else { None };
    let unit = if heads == Some(false) { HOURS_UNIT } else { HEADS_UNIT };
    let (allowed, required) = (home.ratio(keys, "allowed", unit), home.ratio(keys, "required", unit));
    let program = keys.has("ratio_from") && keys.word("ratio_from", RATIO_FROM).is_some();
    let excess = keys.has("excess_at") && keys.word("excess_at", EXCESS_AT).is_some();
    let which = if excess || keys.has("excess_which") { keys.word("excess_which", WHICH) } else { None };
    let unregistered = keys.has("unregistered_apprentice") && keys.word("unregistered_apprentice", UNREGISTERED) == Some(true);
    let given = [keys.has("allowed"), keys.has("required"), keys.has("ratio_from")];
    if given.iter().filter(|g| **g).count() != 1 {
        let write =
            format!("Write one of allowed = {{ value = \"1:3\", unit = \"{unit}\", … }}, required = {{ … }} or ratio_from = \"program\"");
        keys.source.error(&keys.span, "A ratio of apprentices stands once, as allowed, required or the programme's", write);
    }
    if grouping.is_some_and(|g| (g == Grouping::Completion) != given[1]) || (given[1] && heads == Some(true)) {
        let write = "Write grouping = \"completion\", counts = \"hours\" and required = { … } together, or allowed by day or week";
        keys.source.error(&keys.at("grouping"), "What is required of apprentices is counted in hours at completion", write);
    }
    let bound = match (allowed, required, program) {
        (Some(ratio), ..) => Bound::Allowed(ratio),
        (_, Some(ratio), _) => Bound::Required(ratio),
        (.., true) => Bound::Program,
        _ => return None,
    };
    let counted = if heads? { Counted::Heads } else { hours_kind? };
    let excess_at_journey_rate = if excess { Some(which?) } else { None };
    Some(ApprenticeRatio { grouping: grouping?, counted, bound, excess_at_journey_rate, unregistered_at_journey_rate: unregistered })
}
