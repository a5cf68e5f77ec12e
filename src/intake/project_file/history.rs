//! `[[history]]`: outside records on firms; and a firm's labor cost by year.

use super::ProjectError;
use super::events::word;
use super::scalar::{Day, Dollars, Figure, Given};
use crate::domain::quantity::Money;
use crate::domain::share::Share;
use crate::domain::vendor_record::{RecordKind, VendorRecord};
use crate::intake::toml_words::line_at;
use crate::intake::value::number::{Millionths, written};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// One `[[history]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRecord {
    contractor: Given,
    kind: Spanned<String>,
    on: Day,
    until: Option<Day>,
    #[serde(rename = "final")]
    is_final: Option<bool>,
    wilful: Option<bool>,
    law: Option<Given>,
    amount: Option<Dollars>,
    source: Option<Given>,
    #[serde(rename = "match")]
    score: Option<Spanned<Figure>>,
    confirmed: Option<bool>,
}

/// All records, by firm and day.
pub(super) fn load(raw: Vec<RawRecord>, text: &str, project: &str) -> Result<Vec<VendorRecord>, ProjectError> {
    let at = |start: usize, message: String| ProjectError::new(project, Some(line_at(text.as_bytes(), start)), message);
    let mut all = Vec::new();
    for record in raw {
        let kind = word(&record.kind, RecordKind::WORDS, "kind of record")
            .map_err(|(message, help)| at(record.kind.span().start, message).help(help))?;
        let score = match &record.score {
            None => None,
            Some(figure) => Some(part_of_one(&figure.get_ref().0).ok_or_else(|| {
                at(figure.span().start, format!("match is \"{}\".", figure.get_ref().0)).help("Write a part of one: match = \"0.83\".")
            })?),
        };
        all.push(VendorRecord {
            contractor: record.contractor.0,
            kind,
            on: record.on.0,
            until: record.until.map(|d| d.0),
            is_final: record.is_final,
            wilful: record.wilful,
            law: record.law.map(|g| g.0),
            amount: record.amount.map(|d| d.0),
            source: record.source.map(|g| g.0),
            score,
            confirmed: record.confirmed,
        });
    }
    all.sort_by(|a, b| (&a.contractor, a.on, a.kind).cmp(&(&b.contractor, b.on, b.kind)));
    Ok(all)
}

fn part_of_one(text: &str) -> Option<Share> {
    match written(text.trim()).map(crate::intake::value::number::Figure::millionths) {
        Ok(Millionths::Exact(micros)) => u32::try_from(micros).ok().and_then(Share::from_millionths),
        _ => None,
    }
}

/// Labor cost by calendar year.
pub(super) fn years(raw: BTreeMap<Spanned<String>, Dollars>, text: &str, project: &str) -> Result<BTreeMap<i32, Money>, ProjectError> {
    let mut years = BTreeMap::new();
    for (key, cost) in raw {
        let year = key.get_ref().parse::<i32>().ok().filter(|y| (1990..=2100).contains(y));
        let wrong = || {
            let line = line_at(text.as_bytes(), key.span().start);
            ProjectError::new(project, Some(line), format!("\"{}\" is no year.", key.get_ref()))
                .help("Write labor_cost_by_year = { 2024 = \"1800000.00\" }.")
        };
        years.insert(year.ok_or_else(wrong)?, cost.0);
    }
    Ok(years)
}
