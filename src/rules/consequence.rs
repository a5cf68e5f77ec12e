//! What may follow when a clause is not kept: the closed set of sanctions, and how they are read.

use super::figure_form::Home;
use super::keys::Keys;
use super::words::Words;
use crate::domain::outcome::Seen;
use crate::domain::quantity::Money;

/// How a sanction is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsequenceKind {
    /// For each percentage point that a share is short.
    PerPointShort,
    /// A part of the labor cost.
    PercentOfLaborCost,
    /// A part of the contract's value.
    PercentOfContract,
    /// For each day late.
    PerDay,
    /// For each violation and each day it lasts.
    PerViolationPerDay,
    /// For each hour short.
    PerHourShort,
    /// One amount.
    Fixed,
    /// A bond of the firm's average labor cost over its last years.
    AverageLaborCost,
    /// Something other than money, in words.
    Measure,
}

/// What brings it about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Hours or heads are short of what is asked.
    Short,
    /// The authority determined the breach to be wilful.
    Wilful,
    /// Something was done late, or not as asked.
    Late,
    /// Evidence is missing.
    EvidenceMissing,
    /// Records were found.
    RecordFound,
}

/// What a percentage is a percentage of, or that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Dollars as they stand.
    Dollars,
    /// Percent of the labor cost.
    LaborCost,
    /// Percent of the contract's value.
    ContractValue,
}

/// One sanction of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequence {
    /// Short name within the clause.
    pub id: String,
    /// How it is reckoned.
    pub kind: ConsequenceKind,
    /// Dollars or percent, in millionths; years for [`ConsequenceKind::AverageLaborCost`]; zero for a measure.
    pub rate: i64,
    /// What `rate` is a part of.
    pub base: Base,
    /// Only full points count, the rest of a point is dropped; otherwise points count exactly.
    pub whole_points: bool,
    /// The law says the sanction shall follow; otherwise it may.
    pub shall: bool,
    /// What brings it about.
    pub when: When,
    /// The most it can come to.
    pub cap: Option<Money>,
    /// In words, for what is not money.
    pub words: Option<String>,
    /// How the rate was seen.
    pub seen: Option<Seen>,
    /// Key of its citation.
    pub citation: String,
}

/// Whether the law says it may follow, or shall.
pub(super) const BINDINGS: Words<bool> = &[("may", false), ("shall", true)];
/// Whether a part of a percentage point counts.
pub(super) const POINTS: Words<bool> = &[("whole", true), ("exact", false)];

pub(super) const KINDS: Words<ConsequenceKind> = &[
    ("per-point-short", ConsequenceKind::PerPointShort),
    ("percent-of-labor-cost", ConsequenceKind::PercentOfLaborCost),
    ("percent-of-contract", ConsequenceKind::PercentOfContract),
    ("per-day", ConsequenceKind::PerDay),
    ("per-violation-per-day", ConsequenceKind::PerViolationPerDay),
    ("per-hour-short", ConsequenceKind::PerHourShort),
    ("fixed", ConsequenceKind::Fixed),
    ("average-labor-cost", ConsequenceKind::AverageLaborCost),
    ("measure", ConsequenceKind::Measure),
];

pub(super) const WHENS: Words<When> = &[
    ("short", When::Short),
    ("wilful", When::Wilful),
    ("late", When::Late),
    ("evidence-missing", When::EvidenceMissing),
    ("record-found", When::RecordFound),
];

/// What brings it about, in words that follow "only".
pub fn when_words(when: When) -> &'static str {
    match when {
        When::Short => "when short",
        When::Wilful => "when the breach is determined to be wilful",
        When::Late => "when late or not done as asked",
        When::EvidenceMissing => "when evidence is missing",
        When::RecordFound => "when records are found",
    }
}

/// The units in which the rate of a kind may stand, the usual one first; a measure has none.
pub(super) const fn units(kind: ConsequenceKind) -> &'static [(&'static str, Base)] {
    match kind {
        ConsequenceKind::PercentOfLaborCost => &[("percent of labor cost", Base::LaborCost)],
        ConsequenceKind::PercentOfContract => &[("percent of contract value", Base::ContractValue)],
        ConsequenceKind::PerDay | ConsequenceKind::PerViolationPerDay => &[("dollars per day", Base::Dollars)],
        ConsequenceKind::PerHourShort => &[("dollars per hour short", Base::Dollars)],
        ConsequenceKind::AverageLaborCost => &[("years", Base::LaborCost)],
        // A point may cost a part of something, or dollars.
        ConsequenceKind::PerPointShort => {
            &[("dollars", Base::Dollars), ("percent of labor cost", Base::LaborCost), ("percent of contract value", Base::ContractValue)]
        }
        ConsequenceKind::Fixed => &[("dollars", Base::Dollars)],
        ConsequenceKind::Measure => &[],
    }
}

/// The `[[clause.consequence]]` tables of a clause.
pub(super) fn consequences(home: Home<'_>, keys: &Keys<'_>) -> Vec<Consequence> {
    let mut all: Vec<Consequence> = Vec::new();
    for row in keys.tables("consequence", "[[clause.consequence]] tables with id, kind, rate, binding and when") {
        let place = row.at("id");
        if let Some(read) = consequence(home, &row) {
            if all.iter().any(|c| c.id == read.id) {
                row.source.error(&place, format!("Two consequences are called \"{}\"", read.id), "Give each an id of its own");
            }
            all.push(read);
        }
        row.finish();
    }
    all
}

fn consequence(home: Home<'_>, row: &Keys<'_>) -> Option<Consequence> {
    let id = row.text("id", "id = \"fine\", a short name within the clause");
    let kind = row.word("kind", KINDS);
    let shall = row.word("binding", BINDINGS);
    let when = row.word("when", WHENS);
    let points = if kind == Some(ConsequenceKind::PerPointShort) { row.word("points", POINTS) } else { None };
    let cap = home.figure(row, "cap", "dollars", false).map(|read| Money::from_micros(read.micros));
    let words = row.optional_text("words", "words = \"what may follow\"").map(|t| t.text);
    let kind = kind?;
    let (rate, base, seen, citation) = match kind {
        ConsequenceKind::Measure => {
            if words.is_none() {
                row.source.error(&row.span, "A measure does not say what may follow", "Write words = \"denial of the licence\"");
            }
            (0, Base::Dollars, None, home.citation(row, "citation")?)
        }
        _ => rate(home, row, kind)?,
    };
    Some(Consequence {
        id: id?.text,
        kind,
        rate,
        base,
        whole_points: points.unwrap_or(true),
        shall: shall?,
        when: when?,
        cap,
        words,
        seen,
        citation,
    })
}

fn rate(home: Home<'_>, row: &Keys<'_>, kind: ConsequenceKind) -> Option<(i64, Base, Option<Seen>, String)> {
    let known = units(kind);
    let usual = known.first().copied().unwrap_or(("dollars", Base::Dollars));
    let (unit, base) = if known.len() > 1 {
        row.table("rate", "rate = { value = \"0.125\", unit = \"percent of labor cost\", citation = \"key\", seen = \"official\" }")
            .and_then(|table| table.optional_text("unit", "unit = \"percent of labor cost\""))
            .and_then(|unit| known.iter().find(|(words, _)| *words == unit.text))
            .copied()
            .unwrap_or(usual)
    } else {
        usual
    };
    home.needs(row, "rate", unit);
    let table = row.table("rate", "rate = { value, unit, citation, seen }")?;
    let name = format!("consequence {}", row.optional_text("id", "").map(|t| t.text).unwrap_or_default());
    let read = home.number(&table, &name, "value", unit, false);
    table.finish();
    let read = read?;
    Some((read.micros, base, read.seen, read.citation))
}
