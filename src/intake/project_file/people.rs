//! Facts about workers beside the payroll, as a list: `worker_id, fact, value, from, until, evidence`.
//!
//! A message never repeats a value: it may be personal.

use super::ProjectError;
use super::list::{self, List, ListRow};
use crate::domain::attribute::Attribute;
use crate::domain::people::{DatedFact, FactKind};
use crate::domain::vocabulary;
use crate::intake::toml_words::spelling;
use crate::intake::value::text::holds_full_ssn;
use std::path::Path;
use toml::Spanned;

/// The words for each kind of fact; the first is the one to write.
const KINDS: &[(FactKind, &[&str])] = &[
    (FactKind::ResidenceZip, &["residence-zip", "zip", "zip-code", "residence-zip-code"]),
    (FactKind::Resident, &["resident", "residency", "city-resident"]),
    (FactKind::Race, &["race", "ethnicity", "race-or-ethnicity"]),
    (FactKind::Gender, &["gender", "sex"]),
    (FactKind::ApprenticeRegistration, &["apprentice-registration", "registration", "registered-apprentice"]),
    (FactKind::ApprenticePeriod, &["apprentice-period", "apprentice-step", "period"]),
    (FactKind::Certificate, &["certificate", "certification"]),
];

pub(super) fn load(
    file: &Spanned<String>,
    text: &str,
    project: &str,
    folder: &Path,
    facts: &mut Vec<DatedFact>,
) -> Result<(), ProjectError> {
    let file = list::named(file, text, project, folder)?;
    let list = List::read(&file, &["worker_id", "fact", "value"], &["from", "until", "evidence"])?;
    for row in list.rows() {
        facts.push(fact(&row)?);
    }
    Ok(())
}

fn fact(row: &ListRow<'_>) -> Result<DatedFact, ProjectError> {
    let worker = row.given("worker_id")?;
    let value = row.given("value")?;
    if [worker, value, row.text("evidence")].iter().any(|t| holds_full_ssn(t)) {
        return Err(row
            .error("a full Social Security number stands in the row.".to_owned())
            .help("Use the identifying number of the payroll instead."));
    }
    let word = row.given("fact")?;
    let key = word.to_lowercase().replace(['_', ' '], "-");
    let named = KINDS.iter().find(|(_, words)| words.contains(&key.as_str())).map(|(kind, _)| *kind);
    let Some(kind) = named.or_else(|| attribute(&key).map(FactKind::of)) else {
        let known: Vec<&str> =
            KINDS.iter().filter_map(|(_, words)| words.first().copied()).chain(attributes().map(Attribute::word)).collect();
        let error = row.error(format!("the fact \"{word}\" is not known."));
        return Err(error.help(spelling(&key, &known)));
    };
    let wanted = match kind {
        FactKind::ResidenceZip if !is_zip(value) => Some("a ZIP code of five digits, or five and four"),
        FactKind::Resident | FactKind::ApprenticeRegistration | FactKind::Attribute(_) if vocabulary::yes_no(value).is_none() => {
            Some("yes, no or unknown")
        }
        FactKind::ApprenticePeriod if value.parse::<u8>().ok().is_none_or(|n| n == 0) => Some("the number of the period, 1 for the first"),
        FactKind::Gender if vocabulary::gender(value).is_none() => Some("woman, man, non-binary or unknown"),
        _ => None,
    };
    if let Some(wanted) = wanted {
        return Err(row.error(format!("the value of `{}` must be {wanted}.", key)));
    }
    let (from, until) = row.days()?;
    Ok(DatedFact { worker: worker.to_owned(), kind, value: value.to_owned(), from, until, evidence: row.text("evidence").to_owned() })
}

/// Attributes written by their own word; race and gender have kinds of their own.
fn attributes() -> impl Iterator<Item = Attribute> {
    Attribute::ALL.iter().copied().filter(|a| !a.has_own_reading())
}

fn attribute(word: &str) -> Option<Attribute> {
    attributes().find(|a| a.word() == word)
}

fn is_zip(text: &str) -> bool {
    let (five, four) = text.split_once('-').map_or((text, None), |(five, four)| (five, Some(four)));
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    digits(five, 5) && four.is_none_or(|f| digits(f, 4))
}
