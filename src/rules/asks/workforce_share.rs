//! `workforce-share`.

use super::share::{Counted, GroupBy, Scope, ShareTarget, Window};
use super::share_form as form;
use crate::rules::figure_form::Home;
use crate::rules::groups::Group;
use crate::rules::keys::Keys;
use crate::rules::words::Words;

/// What a share is a share of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShareOf {
    /// Hours worked.
    #[default]
    Hours,
    /// Workers on the payroll, each counted once.
    Workers,
}

/// Figures of `workforce-share`.
#[derive(Clone, Debug)]
pub struct WorkforceShare {
    /// Hours or heads.
    pub of: ShareOf,
    /// What is counted apart. Always by project.
    pub by: Vec<GroupBy>,
    /// Over which time.
    pub window: Window,
    /// Whose hours are counted together.
    pub scope: Scope,
    /// The list of trades that are not counted, by index.
    pub outside_trades: Option<usize>,
    /// What is counted, unless a target says otherwise.
    pub counted: Counted,
    /// The targets.
    pub targets: Vec<ShareTarget>,
    /// Groups in the order in which the rule prefers them; shown, never judged.
    pub preference: Vec<Group>,
}

const SHARE_OF: Words<ShareOf> = &[("hours", ShareOf::Hours), ("workers", ShareOf::Workers)];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<WorkforceShare> {
    let by = form::by(keys);
    let of = keys.word("of", SHARE_OF);
    let preference = form::preference(home, keys);
    let rule = WorkforceShare {
        of: of.unwrap_or_default(),
        by: by.clone().unwrap_or_default(),
        window: form::window(keys),
        scope: form::scope(keys),
        outside_trades: form::outside_trades(home, keys),
        counted: form::clause_counted(home, keys),
        targets: form::targets(home, keys, preference.is_empty()),
        preference,
    };
    by.map(|_| rule)
}
