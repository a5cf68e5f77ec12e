//! A payroll line as it is kept, in JSON: every amount a decimal figure, and what was not given is `null`, never zero.

use crate::domain::attribute::Attribute;
use crate::domain::payroll::Level;
use crate::domain::quantity::{Given, Quantity, Unit};
use crate::store::lines::Line;
use serde::{Deserialize, Serialize};

/// A line of a payroll, on its way to the store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptLine {
    /// Row of the file, from 1.
    pub file_row: u32,
    /// Worker, as the payroll identifies them.
    pub worker: Option<String>,
    /// Work classification.
    pub classification: Option<String>,
    /// Trade.
    pub trade: Option<String>,
    /// `journeyworker` or `apprentice`.
    pub level: Option<String>,
    /// All hours of each day, first day of the week first.
    pub days: [Option<String>; 7],
    /// Straight-time, overtime, double-time and all hours of the week.
    pub hours: [Option<String>; 4],
    /// Base rate, overtime rate, fringe to plans, fringe in cash.
    pub rates: [Option<String>; 4],
    /// Gross for the project, gross for all work, deductions, net.
    pub pay: [Option<String>; 4],
    /// What is known of the worker throughout the week, yes or no, by the word of the fact.
    pub known: Vec<(String, bool)>,
}

fn figure<U: Unit>(given: &Given<U>) -> Option<String> {
    given.known().map(|value| value.to_string())
}

/// A figure; what is no figure reads as not given.
pub(super) fn given<U: Unit>(text: Option<&str>) -> Given<U> {
    let decimal = text.and_then(|text| text.parse().ok());
    decimal.and_then(|decimal| Quantity::from_decimal(decimal).ok()).into()
}

impl From<&Line> for KeptLine {
    fn from(line: &Line) -> Self {
        Self {
            file_row: line.file_row,
            worker: line.worker.clone(),
            classification: line.classification.clone(),
            trade: line.trade.clone(),
            level: line.level.map(|level| level.word().to_owned()),
            days: line.days.each_ref().map(figure),
            hours: line.hours.each_ref().map(figure),
            rates: line.rates.each_ref().map(figure),
            pay: line.pay.each_ref().map(figure),
            known: line.known.iter().map(|(what, holds)| (what.word().to_owned(), *holds)).collect(),
        }
    }
}

impl From<&KeptLine> for Line {
    fn from(line: &KeptLine) -> Self {
        let level = |word: &str| [Level::Journeyworker, Level::Apprentice].into_iter().find(|level| level.word() == word);
        let fact = |word: &str| Attribute::ALL.iter().copied().find(|fact| fact.word() == word);
        Self {
            file_row: line.file_row,
            worker: line.worker.clone(),
            classification: line.classification.clone(),
            trade: line.trade.clone(),
            level: line.level.as_deref().and_then(level),
            days: line.days.each_ref().map(|text| given(text.as_deref())),
            hours: line.hours.each_ref().map(|text| given(text.as_deref())),
            rates: line.rates.each_ref().map(|text| given(text.as_deref())),
            pay: line.pay.each_ref().map(|text| given(text.as_deref())),
            known: line.known.iter().filter_map(|(word, holds)| Some((fact(word)?, *holds))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::{Hours, Money, Rate};

    #[test]
    fn a_line_comes_back_as_it_went() {
        let mut line = Line { file_row: 12, worker: Some("W0418".to_owned()), level: Some(Level::Apprentice), ..Line::default() };
        line.days[2] = Given::of(Hours::from_micros(8_125_000));
        line.hours[3] = Given::of(Hours::ZERO);
        line.rates[0] = Given::of(Rate::from_micros(59_440_000));
        line.pay[3] = Given::of(Money::from_micros(-1));
        line.known = vec![(Attribute::Resident, true), (Attribute::Woman, false)];
        let kept = KeptLine::from(&line);
        assert_eq!(kept.days[2].as_deref(), Some("8.125"));
        assert_eq!((kept.hours[3].as_deref(), kept.hours[0].as_deref()), (Some("0.00"), None));
        let text = serde_json::to_string(&kept).unwrap();
        let back: KeptLine = serde_json::from_str(&text).unwrap();
        assert_eq!(Line::from(&back), line);
    }
}
