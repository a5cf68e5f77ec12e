//! A wage determination: as a list, `classification, level, base_rate, fringe`, and where needed `from`,
//! `until` and `area`; or as a general decision in its own text.

use super::ProjectError;
use super::list::{self, List, ListRow};
use super::raw::RawDetermination;
use crate::domain::payroll::Level;
use crate::domain::quantity::Rate;
use crate::domain::vocabulary;
use crate::domain::wage_area::Holds;
use crate::domain::wage_determination::{DeterminationRate, WageDetermination, classification_key};
use crate::intake::toml_words::line_at;
use crate::intake::value::number::{Millionths, written};
use crate::intake::wage_text;
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
    let common = WageDetermination {
        id: wanted.id.get_ref().0.clone(),
        modification: wanted.modification.as_ref().map_or(0, |m| *m.get_ref()),
        from,
        until,
        sha256: list::sha256(&file.bytes),
        published_on: wanted.published_on.as_ref().map(|d| d.get_ref().0),
        for_project: wanted.for_project,
        ..WageDetermination::default()
    };
    if wage_text::is_published(&file.bytes) {
        return published(common, wanted, &file.bytes, &file.name, (text, project));
    }
    let list = List::read(&file, &["classification", "level", "base_rate", "fringe"], &["from", "until", "area"])?;
    let rates = list.rows().map(|row| rate(&row)).collect::<Result<Vec<_>, _>>()?;
    if rates.is_empty() {
        return Err(ProjectError::new(&file.name, None, "there are no rates under the headings."));
    }
    no_two_at_once(&rates, &list.name)?;
    Ok(WageDetermination { rates, ..common })
}

/// A general decision. What the project file says of it must be what it says of itself: the wrong file under
/// the right number would decide money.
fn published(
    common: WageDetermination,
    wanted: &RawDetermination,
    bytes: &[u8],
    name: &str,
    (text, project): (&str, &str),
) -> Result<WageDetermination, ProjectError> {
    let read = wage_text::read(&wage_text::decoded(bytes)).map_err(|e| ProjectError::new(name, None, format!("{e}.")))?;
    let differs = |at: usize, message: String| Err(ProjectError::new(project, Some(line_at(text.as_bytes(), at)), message));
    if !read.text.number.eq_ignore_ascii_case(&common.id) {
        let message = format!("`id` is \"{}\" and {name} is general decision {}.", common.id, read.text.number);
        return differs(wanted.id.span().start, message);
    }
    let last = read.text.modifications.iter().max_by_key(|m| m.number);
    if let (Some(given), Some(last)) = (&wanted.modification, last)
        && *given.get_ref() != last.number
    {
        let message = format!("`modification` is {} and {name} is modification {}.", given.get_ref(), last.number);
        return differs(given.span().start, message);
    }
    let published_on = last.map(|m| m.published_on).or(read.text.date);
    if let (Some(given), Some(published)) = (&wanted.published_on, published_on)
        && given.get_ref().0 != published
    {
        let message = format!("`published_on` is {} and {name} was published on {published}.", given.get_ref().0);
        return differs(given.span().start, message);
    }
    if read.rates.is_empty() && read.text.unread.is_empty() {
        return Err(ProjectError::new(name, None, "no rate was found in this general decision.")
            .help("Save the text as SAM.gov shows it, with its line breaks."));
    }
    Ok(WageDetermination {
        id: read.text.number.clone(),
        modification: last.map_or(common.modification, |m| m.number),
        published_on: published_on.or(common.published_on),
        rates: read.rates,
        text: Some(read.text),
        ..common
    })
}

/// A general decision must cover the county of the work, where both are known.
pub(super) fn covers(
    determination: &WageDetermination,
    wanted: &RawDetermination,
    county: Option<&str>,
    (text, project): (&str, &str),
) -> Result<(), ProjectError> {
    let (Some(published), Some(county)) = (&determination.text, county) else { return Ok(()) };
    if published.area.holds(Some(county), None) != Holds::No {
        return Ok(());
    }
    let line = line_at(text.as_bytes(), wanted.id.span().start);
    let message = format!("{} covers {} and `county` is \"{county}\".", determination.id, published.area.text);
    Err(ProjectError::new(project, Some(line), message).help("Correct `county`, or name the determination of that county."))
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
        beside: Vec::new(),
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
