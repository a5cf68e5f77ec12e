//! The project file as written: every table and key it may hold, and no other.

use super::events::RawEvent;
use super::history::RawRecord;
use super::programs::RawApprenticeship;
use super::scalar::{Day, Dollars, Figure, Given};
use crate::domain::project::{Funding, WorkKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub project: RawProject,
    #[serde(default)]
    pub contract: Vec<RawContract>,
    #[serde(default)]
    pub wage_determination: Vec<RawDetermination>,
    #[serde(default)]
    pub people: Vec<RawPeople>,
    #[serde(default)]
    pub event: Vec<RawEvent>,
    #[serde(default)]
    pub apprenticeship: Vec<RawApprenticeship>,
    #[serde(default)]
    pub history: Vec<RawRecord>,
}

/// `[project]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProject {
    pub id: Given,
    pub name: Option<Given>,
    pub owner: Option<String>,
    pub state: Option<Spanned<String>>,
    pub city: Option<String>,
    pub kind: Option<WorkKind>,
    pub public: Option<bool>,
    #[serde(default)]
    pub funding: Vec<Funding>,
    pub value: Option<Dollars>,
    pub floor_area_sq_ft: Option<u32>,
    pub labor_cost: Option<Dollars>,
    pub advertised_on: Option<Day>,
    pub solicited_on: Option<Day>,
    pub executed_on: Option<Day>,
    pub approved_on: Option<Day>,
    pub started_on: Option<Day>,
    pub completed_on: Option<Day>,
    pub rules: Option<Vec<String>>,
    #[serde(default)]
    pub parameters: BTreeMap<String, BTreeMap<String, Figure>>,
}

/// `[[contract]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawContract {
    pub contractor: Given,
    pub tier: Option<u8>,
    pub value: Option<Dollars>,
    pub employees_fte: Option<u32>,
    pub nonprofit: Option<bool>,
    pub labor_cost: Option<Dollars>,
    #[serde(default)]
    pub labor_cost_by_year: BTreeMap<Spanned<String>, Dollars>,
}

/// `[[wage_determination]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDetermination {
    pub id: Given,
    #[serde(default)]
    pub modification: u32,
    pub file: Spanned<String>,
    pub from: Option<Day>,
    pub until: Option<Spanned<Day>>,
}

/// `[[people]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPeople {
    pub file: Spanned<String>,
}
