//! A wage determination as a list: `classification, level, base_rate, fringe`, and where needed `from`,
//! `until` and `area`.

use super::ProjectError;
use super::list::{self, List, ListRow};
use super::raw::RawDetermination;
use crate::domain::payroll::Level;
use crate::domain::quantity::Rate;
use crate::domain::vocabulary;
use crate::domain::wage_determination::{DeterminationRate, WageDetermination, classification_key};
use crate::intake::toml_words::line_at;
use crate::intake::value::number::{Millionths, written};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::Path;

/// Rates above this are slips of the pen: a thousand dollars an hour.
const HIGHEST: i64 = 1_000_000_000;

pub(super) fn load(wanted: &RawDetermination, text: &str, project: &str, folder: &Path) -> Result<WageDetermination, ProjectError> {
    let from = wanted.from.map(|d| d.0);
    let until = wanted.until.as_ref().map(|d| d.get_ref().0);
    if let (Some(from), Some(day), Some(at)) = (from, until, &wanted.until)
        && day < from
    {
        let line = line_at(text.as_bytes(), at.span().start);
        return Err(ProjectError::new(project, Some(line), "`until` comes before `from`."));
    }
    let file = list::named(&wanted.file, text, project, folder)?;
    if is_published_text(&file.bytes) {
        return Err(ProjectError::new(&file.name, None, "this is a determination as SAM.gov publishes it; that form is not read yet.")
            .help("Write its rates as a list: classification,level,base_rate,fringe."));
    }
    let list = List::read(&file, &["classification", "level", "base_rate", "fringe"], &["from", "until", "area"])?;
    let rates = list.rows().map(|row| rate(&row)).collect::<Result<Vec<_>, _>>()?;
    if rates.is_empty() {
        return Err(ProjectError::new(&file.name, None, "there are no rates under the headings."));
    }
    no_two_at_once(&rates, &list.name)?;
    Ok(WageDetermination {
        id: wanted.id.0.clone(),
        modification: wanted.modification,
        from,
        until,
        sha256: list::sha256(&file.bytes),
        rates,
    })
}

fn is_published_text(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..400).unwrap_or(bytes));
    start.trim_start_matches(['"', '\u{feff}', ' ', '\n', '\r']).to_lowercase().starts_with("general decision")
}

fn rate(row: &ListRow<'_>) -> Result<DeterminationRate, ProjectError> {
    let level = row.given("level")?;
    let level = vocabulary::level(level).ok_or_else(|| {
        row.error(format!("the level \"{level}\" is not known; write J for journeyworker or RA for registered apprentice."))
    })?;
    let (from, until) = row.days()?;
    let area = row.text("area");
    Ok(DeterminationRate {
        classification: row.given("classification")?.to_owned(),
        level,
        base: dollars_per_hour(row, "base_rate")?,
        fringe: dollars_per_hour(row, "fringe")?,
        from,
        until,
        area: (!area.is_empty()).then(|| area.to_owned()),
        row: u32::try_from(row.line).unwrap_or(u32::MAX),
    })
}

fn dollars_per_hour(row: &ListRow<'_>, column: &str) -> Result<Rate, ProjectError> {
    let text = row.given(column)?;
    match written(text).map(super::super::value::number::Figure::millionths) {
        Ok(Millionths::Exact(micros)) if (0..=HIGHEST).contains(&micros) => Ok(Rate::from_micros(micros)),
        _ => Err(row.error(format!("\"{text}\" under `{column}` is no rate; write dollars per hour, for example 61.19."))),
    }
}

/// Two rates of one classification, level and area must not hold on the same day.
fn no_two_at_once(rates: &[DeterminationRate], name: &str) -> Result<(), ProjectError> {
    let mut groups: BTreeMap<(String, Level, Option<String>), Vec<&DeterminationRate>> = BTreeMap::new();
    for rate in rates {
        let area = rate.area.as_deref().map(classification_key);
        groups.entry((classification_key(&rate.classification), rate.level, area)).or_default().push(rate);
    }
    for group in groups.values_mut() {
        group.sort_by_key(|r| (r.from.unwrap_or(NaiveDate::MIN), r.row));
        for pair in group.windows(2) {
            let [earlier, later] = pair else { continue };
            if earlier.until.is_none_or(|until| later.from.is_none_or(|from| from <= until)) {
                let level = later.level.word();
                let message =
                    format!("{}, {level}, has two rates for the same days: lines {} and {}.", later.classification, earlier.row, later.row);
                return Err(
                    ProjectError::new(name, Some(later.row as usize), message).help("Give each its `from` and `until`, or its `area`.")
                );
            }
        }
    }
    Ok(())
}
