//! `determination-stale`.

use crate::rules::condition_form::whole;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::words::Words;

/// What locks the wage determination of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockedBy {
    /// The bids: what was published early enough before they were opened holds for the whole contract.
    Solicited,
    /// The day of the work: what is published last by then holds.
    WorkDate,
}

/// Figures of `determination-stale`, all in calendar days; unused where the day of the work decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeterminationStale {
    /// What locks it.
    pub locked_by: LockedBy,
    /// How long before bid opening a modification must be out to govern for certain.
    pub before_bids: u32,
    /// How long after bid opening the award must come for the lock to hold.
    pub award_within: u32,
    /// How long a determination issued for one project holds.
    pub project_holds: u32,
}

pub(in crate::rules) const LOCKED_BY: Words<LockedBy> = &[("solicited", LockedBy::Solicited), ("work-date", LockedBy::WorkDate)];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<DeterminationStale> {
    let locked_by = keys.word("locked_by", LOCKED_BY)?;
    if locked_by == LockedBy::WorkDate {
        return Some(DeterminationStale { locked_by, before_bids: 0, award_within: 0, project_holds: 0 });
    }
    let days = |key: &str| {
        home.needs(keys, key, "calendar days");
        whole(home, keys, key, "calendar days")
    };
    let (before_bids, award_within, project_holds) = (days("before_bids"), days("award_within"), days("project_holds"));
    Some(DeterminationStale { locked_by, before_bids: before_bids?, award_within: award_within?, project_holds: project_holds? })
}
