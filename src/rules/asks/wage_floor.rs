//! `wage-floor`.

use super::formula::{self, Formula};
use crate::domain::quantity::{Hours, Rate};
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::policy::Policy;
use crate::rules::schedule::Schedule;
use crate::rules::words::Words;
use std::sync::Arc;

/// Figures of `wage-floor`.
#[derive(Clone, Debug, Default)]
pub struct WageFloor {
    /// Floor by work date.
    pub rates: Schedule<Rate>,
    /// Policies whose floors count beside: the highest of all governs. With the line of the file.
    pub at_least_of: Vec<(String, u32)>,
    /// Those policies, and those they name in turn, each once: filled in when the library is put together.
    pub beside: Vec<Arc<Policy>>,
    /// Where the wage determination asks for more, this floor does not apply.
    pub exempt_if_higher: bool,
    /// Fringe paid in cash counts toward the floor.
    pub counts_cash: bool,
    /// Hours of a worker's week in the place from which on it binds.
    pub minimum_hours: Option<Hours>,
    /// Checks of published figures against the formula of the law.
    pub formulas: Vec<Formula>,
}

pub(in crate::rules) const COUNTS: Words<bool> = &[("none", false), ("cash", true)];
pub(in crate::rules) const EXEMPT: Words<()> = &[("wage-determination", ())];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<WageFloor> {
    let at_least_of = keys.texts("at_least_of", "at_least_of = [\"us-dc/minimum-wage\"], names of policies").unwrap_or_default();
    let rates = home.schedule(keys, "rate", "dollars per hour", at_least_of.is_empty());
    let formulas = formula::read(home, keys, &rates);
    let minimum = home.figure(keys, "minimum_hours", "hours per week", false);
    let counts_cash = keys.has("counts_fringe") && keys.word("counts_fringe", COUNTS).unwrap_or(false);
    let exempt_if_higher = keys.has("exempt_if_higher") && keys.word("exempt_if_higher", EXEMPT).is_some();
    Some(WageFloor {
        rates,
        at_least_of: at_least_of.into_iter().map(|t| (t.text, keys.source.line(t.span.start))).collect(),
        beside: Vec::new(),
        exempt_if_higher,
        counts_cash,
        minimum_hours: minimum.map(|m| Hours::from_micros(m.micros)),
        formulas,
    })
}
