//! `retention`.

use crate::domain::quantity::MICROS;
use crate::domain::share::Share;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::words::Words;

/// After so many days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retained {
    /// Calendar days after the first day of work.
    pub days: u32,
    /// The part that should still be at work, where the rule asks for one.
    pub share: Option<Share>,
}

/// Figures of `retention`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Only those hired through a referral; otherwise all hires of the log.
    pub referrals_only: bool,
    /// After which days, in the order of the file.
    pub after: Vec<Retained>,
}

/// Whose retention is looked at.
pub(in crate::rules) const RETAINED_OF: Words<bool> = &[("hires", false), ("referrals", true)];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<Retention> {
    const EXAMPLE: &str = "[[clause.after]] with value, unit = \"calendar days\", citation and seen";
    let of = keys.word("of", RETAINED_OF);
    let rows = keys.tables("after", EXAMPLE);
    if rows.is_empty() && !keys.has("after") {
        keys.source.error(&keys.span, "The clause says not after how many days", format!("Add {EXAMPLE}"));
    }
    let mut after = Vec::new();
    for row in rows {
        let days = home.number(&row, "after", "value", "calendar days", false).map(|read| read.micros);
        let whole = days.filter(|d| d % MICROS == 0).and_then(|d| u32::try_from(d / MICROS).ok());
        if days.is_some() && whole.is_none() {
            row.source.error(&row.at("value"), "`value` is not a whole number of calendar days", "Write whole calendar days");
        }
        let share = if row.has("share") {
            let read = home.number(&row, "retained", "share", "share", false);
            read.and_then(|read| u32::try_from(read.micros).ok()).and_then(Share::from_millionths)
        } else {
            None
        };
        row.finish();
        after.extend(whole.map(|days| Retained { days, share }));
    }
    Some(Retention { referrals_only: of?, after })
}
