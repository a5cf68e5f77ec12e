//! Hours of certified weeks before the one in hand, as the store keeps them: by firm, trade, level, year and everything
//! that is known of the worker, never by worker.

use super::attribute::Attribute;
use super::payroll::Level;
use super::quantity::Hours;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Hours of earlier weeks on one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct HoursToDate {
    /// Certified payrolls they are from.
    pub payrolls: u64,
    /// Last day of the first week.
    pub first_week: NaiveDate,
    /// Last day of the last one.
    pub last_week: NaiveDate,
    /// The hours.
    pub parts: Vec<PartToDate>,
}

/// Hours of which the same is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartToDate {
    /// They are of the firm whose payroll is in hand.
    pub own: bool,
    /// The firm.
    pub contractor: String,
    /// Trade; empty where it is not given.
    pub trade: String,
    /// Level; `None` where it is not given.
    pub level: Option<Level>,
    /// Calendar years of the first and the last day of their weeks. Weeks before the years of the week in hand are one part:
    /// the years are those of its latest week.
    pub years: (i32, i32),
    /// What is known of the workers, yes or no, in the order of attributes. What is not here is not known.
    pub known: Vec<(Attribute, bool)>,
    /// Lines.
    pub lines: u64,
    /// Lines among them that give no hours.
    pub without_hours: u64,
    /// All hours.
    pub hours: Hours,
    /// Straight time among them.
    pub straight: Hours,
}

/// As JSON has it: days and words as texts, hours in millionths.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    payrolls: u64,
    first_week: String,
    last_week: String,
    parts: Vec<WrittenPart>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPart {
    own: bool,
    contractor: String,
    trade: String,
    level: Option<String>,
    first_year: i32,
    last_year: i32,
    known: Vec<(String, bool)>,
    lines: u64,
    without_hours: u64,
    hours: i64,
    straight: i64,
}

impl From<HoursToDate> for Written {
    fn from(of: HoursToDate) -> Self {
        let parts = of.parts.into_iter().map(|part| WrittenPart {
            own: part.own,
            contractor: part.contractor,
            trade: part.trade,
            level: part.level.map(|level| level.word().to_owned()),
            first_year: part.years.0,
            last_year: part.years.1,
            known: part.known.into_iter().map(|(attribute, holds)| (attribute.word().to_owned(), holds)).collect(),
            lines: part.lines,
            without_hours: part.without_hours,
            hours: part.hours.micros(),
            straight: part.straight.micros(),
        });
        Self { payrolls: of.payrolls, first_week: of.first_week.to_string(), last_week: of.last_week.to_string(), parts: parts.collect() }
    }
}

impl TryFrom<Written> for HoursToDate {
    type Error = String;

    fn try_from(of: Written) -> Result<Self, String> {
        let day = |text: &str| text.parse().map_err(|_| format!("{text} is no day"));
        let parts = of.parts.into_iter().map(|part| {
            Ok(PartToDate {
                own: part.own,
                contractor: part.contractor,
                trade: part.trade,
                level: part.level.as_deref().map(Level::of_word).transpose()?,
                years: (part.first_year, part.last_year),
                known: part
                    .known
                    .into_iter()
                    .map(|(word, holds)| Attribute::from_word(&word).map(|a| (a, holds)).ok_or_else(|| format!("{word} is no attribute")))
                    .collect::<Result<_, String>>()?,
                lines: part.lines,
                without_hours: part.without_hours,
                hours: Hours::from_micros(part.hours),
                straight: Hours::from_micros(part.straight),
            })
        });
        Ok(Self {
            payrolls: of.payrolls,
            first_week: day(&of.first_week)?,
            last_week: day(&of.last_week)?,
            parts: parts.collect::<Result<_, String>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_back_from_json_and_another_word_is_refused() {
        let part = PartToDate {
            own: true,
            contractor: "Harbor Builders".to_owned(),
            trade: "Carpenter".to_owned(),
            level: Some(Level::Apprentice),
            years: (2024, 2025),
            known: vec![(Attribute::Resident, true), (Attribute::Woman, false)],
            lines: 3,
            without_hours: 1,
            hours: Hours::whole(72),
            straight: Hours::whole(64),
        };
        let day = |text: &str| text.parse().unwrap();
        let of = HoursToDate { payrolls: 1, first_week: day("2025-01-04"), last_week: day("2025-01-04"), parts: vec![part] };
        let text = serde_json::to_string(&of).unwrap();
        assert_eq!(serde_json::from_str::<HoursToDate>(&text).unwrap(), of);
        for (word, other) in [("apprentice", "helper"), ("woman", "tall"), ("2025-01-04", "soon"), ("payrolls", "weeks")] {
            assert!(serde_json::from_str::<HoursToDate>(&text.replacen(word, other, 1)).is_err(), "{word}");
        }
    }
}
