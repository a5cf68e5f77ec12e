//! `vendor-history`.

use crate::domain::project::Milestone;
use crate::domain::quantity::MICROS;
use crate::domain::vendor_record::RecordKind;
use crate::rules::condition_form::whole;
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::words::Words;

/// The day the look-back is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookbackFrom {
    /// A day of the project.
    Milestone(Milestone),
    /// The day of the assessment.
    Assessment,
}

/// Figures of `vendor-history`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorHistory {
    /// Months looked back over; `None` where the rule sets none and every record counts, however old.
    pub lookback_months: Option<u32>,
    /// From which day.
    pub lookback_from: LookbackFrom,
    /// Which records count.
    pub counts: Vec<RecordKind>,
    /// Only records against which no appeal is open.
    pub final_only: bool,
    /// So many wilful ones.
    pub wilful_at_least: Option<u32>,
    /// So many of any sort.
    pub any_at_least: Option<u32>,
}

pub(in crate::rules) const FROM: Words<LookbackFrom> = &[
    ("assessment", LookbackFrom::Assessment),
    ("advertised", LookbackFrom::Milestone(Milestone::Advertised)),
    ("solicited", LookbackFrom::Milestone(Milestone::Solicited)),
    ("executed", LookbackFrom::Milestone(Milestone::Executed)),
    ("approved", LookbackFrom::Milestone(Milestone::Approved)),
    ("started", LookbackFrom::Milestone(Milestone::Started)),
    ("completed", LookbackFrom::Milestone(Milestone::Completed)),
];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>) -> Option<VendorHistory> {
    let lookback_months = if keys.has("lookback") { Some(lookback(home, keys)?) } else { None };
    let lookback_from = keys.word("lookback_from", FROM);
    let counts = keys.words("counts", RecordKind::WORDS);
    if counts.is_none() && !keys.has("counts") {
        keys.source.error(&keys.span, "The clause says not which records count", "Write counts = [\"judgment\", \"citation\"]");
    }
    let final_only = keys.yes_no("final_only").unwrap_or(true);
    let wilful_at_least = whole(home, keys, "wilful_at_least", "records");
    let any_at_least = whole(home, keys, "any_at_least", "records");
    if wilful_at_least.or(any_at_least).unwrap_or(0) == 0 {
        let write = "Write any_at_least = { value = \"2\", unit = \"records\", … }, wilful_at_least, or both";
        keys.source.error(&keys.span, "The clause says not how many records count", write);
        return None;
    }
    let (lookback_from, counts) = (lookback_from?, counts?);
    Some(VendorHistory { lookback_months, lookback_from, counts, final_only, wilful_at_least, any_at_least })
}

fn lookback(home: Home<'_>, keys: &Keys<'_>) -> Option<u32> {
    let table = keys.table("lookback", "lookback = { value = \"36\", unit = \"months\", citation = \"key\", seen = \"official\" }")?;
    let years = table.optional_text("unit", "unit = \"months\"").is_some_and(|u| u.text == "years");
    let read = home.number(&table, "lookback", "value", if years { "years" } else { "months" }, false);
    table.finish();
    let micros = read?.micros;
    let number = (micros % MICROS == 0).then(|| u32::try_from(micros / MICROS).ok()).flatten();
    if number.is_none() {
        keys.source.error(&keys.at("lookback"), "`lookback` is no whole number", "Write whole months or years");
    }
    number?.checked_mul(if years { 12 } else { 1 })
}
