//! `gross-adds-up` and `net-adds-up`.

use crate::domain::quantity::Money;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;

/// Figures of `gross-adds-up` and `net-adds-up`.
#[derive(Clone, Debug, Default)]
pub struct AddsUp {
    /// A difference up to this is not reported (parts that are each rounded to the cent).
    pub tolerance: Money,
}

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<AddsUp> {
    let read = home.figure(keys, "tolerance", "dollars", true)?;
    Some(AddsUp { tolerance: Money::from_micros(read.micros) })
}
