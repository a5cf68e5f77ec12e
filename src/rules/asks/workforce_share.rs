//! `workforce-share`.

use super::share::Shares;
use super::share_form::shares;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::words::Words;
use std::ops::Deref;

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
    /// Which parts of them, and for whom.
    pub shares: Shares,
}

impl Deref for WorkforceShare {
    type Target = Shares;
    fn deref(&self) -> &Shares {
        &self.shares
    }
}

pub(in crate::rules) const SHARE_OF: Words<ShareOf> = &[("hours", ShareOf::Hours), ("workers", ShareOf::Workers)];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<WorkforceShare> {
    let of = keys.word("of", SHARE_OF);
    let shares = shares(home, keys, true)?;
    Some(WorkforceShare { of: of.unwrap_or_default(), shares })
}
