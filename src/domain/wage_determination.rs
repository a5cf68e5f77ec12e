//! The wage determination: the lowest pay for each classification on a project.

use super::payroll::Level;
use super::quantity::Rate;
use chrono::NaiveDate;

/// One rate of a wage determination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeterminationRate {
    /// Work classification as published.
    pub classification: String,
    /// Level the rate is for.
    pub level: Level,
    /// Basic hourly rate.
    pub base: Rate,
    /// Fringe benefits per hour.
    pub fringe: Rate,
    /// First day of the rate, if the file dates it.
    pub from: Option<NaiveDate>,
    /// Last day of the rate.
    pub until: Option<NaiveDate>,
    /// Area, if the file names one.
    pub area: Option<String>,
    /// Row of the file it was read from.
    pub row: u32,
}

/// A wage determination as it binds a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WageDetermination {
    /// Number, for example `MA20260001`.
    pub id: String,
    /// Modification number.
    pub modification: u32,
    /// First day it binds this project.
    pub from: Option<NaiveDate>,
    /// Last day it binds this project.
    pub until: Option<NaiveDate>,
    /// SHA-256 of the file it was read from.
    pub sha256: String,
    /// Its rates, in file order.
    pub rates: Vec<DeterminationRate>,
}

/// Spelling differences that do not make another classification: letter case, spaces, hyphens.
pub fn classification_key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
