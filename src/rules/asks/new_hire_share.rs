//! `new-hire-share`.

use super::share::{Shares, Window};
use super::share_form::{optional, shares};
use crate::domain::hiring::HowFilled;
use crate::domain::quantity::Money;
use crate::rules::figure_form::Home;
use crate::rules::group_form::group_of;
use crate::rules::groups::Group;
use crate::rules::keys::Keys;
use crate::rules::words::Words;
use std::ops::Deref;

/// What a share is a share of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HiresOf {
    /// People newly hired.
    #[default]
    NewHires,
    /// Openings of the job orders.
    Openings,
}

/// What becomes of a part of a hire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// A part is one more.
    Up,
    /// A part is none.
    Down,
    /// No source says.
    #[default]
    NotStated,
}

/// So many hires for so many dollars of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerDollars {
    /// Dollars for each hire.
    pub each: Money,
    /// What becomes of a part of one.
    pub rounding: Rounding,
    /// Who must be hired.
    pub group: Group,
}

/// Figures of `new-hire-share`.
#[derive(Clone, Debug)]
pub struct NewHireShare {
    /// Hires or openings.
    pub of: HiresOf,
    /// Which parts of them, and for whom.
    pub shares: Shares,
    /// Ways of filling an opening that count as a hire.
    pub counts_as_hire: Vec<HowFilled>,
    /// So many hires for so many dollars.
    pub per_dollars: Option<PerDollars>,
}

impl Deref for NewHireShare {
    type Target = Shares;
    fn deref(&self) -> &Shares {
        &self.shares
    }
}

pub(in crate::rules) const SHARE_OF: Words<HiresOf> = &[("new-hires", HiresOf::NewHires), ("openings", HiresOf::Openings)];
pub(in crate::rules) const ROUNDINGS: Words<Rounding> =
    &[("up", Rounding::Up), ("down", Rounding::Down), ("not-stated", Rounding::NotStated)];
pub(in crate::rules) const WAYS: Words<HowFilled> = &[
    ("new-hire", HowFilled::NewHire),
    ("transfer", HowFilled::Transfer),
    ("promotion", HowFilled::Promotion),
    ("rehire", HowFilled::Rehire),
    ("recalled", HowFilled::Recalled),
];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<NewHireShare> {
    let of = keys.word("of", SHARE_OF);
    let per_dollars = home.figure(keys, "per_dollars", "dollars per hire", false);
    let shares = shares(home, keys, !keys.has("per_dollars"));
    if shares.as_ref().is_some_and(|s| s.window == Window::Week) {
        keys.source.error(
            &keys.at("window"),
            "Hires are not counted by week",
            "Write window = \"to-date\", \"calendar-year\" or \"completion\"",
        );
    }
    let counts_as_hire = keys.words("counts_as_hire", WAYS).unwrap_or_else(|| vec![HowFilled::NewHire]);
    let rounding = optional(keys, "rounding", ROUNDINGS);
    let named = keys.optional_text("group", "group = \"resident\", who must be hired for the dollars of the contract");
    let group = named.map_or_else(|| Some(Group::everybody()), |n| group_of(keys, "group", &n, &home.provenance.groups));
    if per_dollars.as_ref().is_some_and(|p| p.micros == 0) {
        keys.source.error(
            &keys.at("per_dollars"),
            "`per_dollars` is nothing",
            "Write the dollars of the contract for which one hire is due",
        );
    }
    let per_dollars = match (per_dollars, group) {
        (Some(read), Some(group)) => Some(PerDollars { each: Money::from_micros(read.micros), rounding, group }),
        _ => None,
    };
    Some(NewHireShare { of: of.unwrap_or_default(), shares: shares?, counts_as_hire, per_dollars })
}
