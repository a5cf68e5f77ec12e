//! The project file as written: every table and key it may hold, and no other.

use super::scalar::{Day, Dollars, Figure, Given, HoursWorked};
use crate::domain::project::{FirmClass, Funding, WorkKind};
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
    pub waiver: Vec<RawWaiver>,
    #[serde(default)]
    pub fringe_plan: Vec<RawFringePlan>,
    #[serde(default)]
    pub deduction: Vec<RawDeduction>,
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
    pub county: Option<Given>,
    pub area: Option<Given>,
    pub kind: Option<WorkKind>,
    pub public: Option<bool>,
    #[serde(default)]
    pub funding: Vec<Funding>,
    pub value: Option<Dollars>,
    pub floor_area_sq_ft: Option<u32>,
    pub assistance: Option<Dollars>,
    pub hud_assistance: Option<Dollars>,
    pub rooms: Option<u32>,
    pub housing_units: Option<u32>,
    pub labor_cost: Option<Dollars>,
    #[serde(default)]
    pub accept_secondary: bool,
    pub advertised_on: Option<Day>,
    pub solicited_on: Option<Day>,
    pub bids_opened_on: Option<Day>,
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
    pub class: Option<Spanned<FirmClass>>,
    pub labor_cost: Option<Dollars>,
    pub health_benefits: Option<bool>,
    pub union: Option<Given>,
    pub awarded_on: Option<Day>,
}

/// `[[waiver]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWaiver {
    pub policy: Given,
    pub clause: Option<Given>,
    pub contractor: Option<Given>,
    pub from: Day,
    pub until: Spanned<Day>,
    pub granted_by: Given,
    pub evidence: Given,
}

/// `[[fringe_plan]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFringePlan {
    pub contractor: Spanned<Given>,
    pub plan: Given,
    pub hourly_credit: Option<Dollars>,
    pub annual_cost: Option<Dollars>,
    pub hours_all: Option<HoursWorked>,
    pub from: Option<Day>,
    pub until: Option<Spanned<Day>>,
}

/// `[[deduction]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDeduction {
    pub contractor: Given,
    pub worker: Option<Given>,
    pub kind: Spanned<String>,
    pub amount: Option<Dollars>,
    pub from: Option<Day>,
    pub until: Option<Spanned<Day>>,
    pub consent: Option<Given>,
    pub approved: Option<bool>,
}

/// `[[wage_determination]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDetermination {
    pub id: Spanned<Given>,
    pub modification: Option<Spanned<u32>>,
    pub file: Spanned<String>,
    pub from: Option<Day>,
    pub until: Option<Spanned<Day>>,
    pub published_on: Option<Spanned<Day>>,
    #[serde(default)]
    pub for_project: bool,
}

/// `[[people]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPeople {
    pub file: Spanned<String>,
}
