//! The project and its contracts: what decides which promises apply.

use super::apprenticeship::Apprenticeship;
use super::event::Event;
use super::people::People;
use super::quantity::Money;
use super::vendor_record::VendorRecord;
use super::wage_determination::WageDetermination;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkKind {
    /// Building, alteration or repair.
    Construction,
    /// A service contract.
    Service,
    /// Cleaning, guarding and upkeep of buildings.
    BuildingService,
    /// A lease of public property.
    Lease,
    /// A licence to use public property.
    License,
}

/// Where the money comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Funding {
    /// City money.
    City,
    /// State money.
    State,
    /// Federal money.
    Federal,
    /// Housing and community development money of HUD.
    Hud,
    /// Property-assessed clean energy.
    Pace,
    /// Private money.
    Private,
}

/// A dated event of a project that can select the version of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Milestone {
    /// Bids were advertised.
    Advertised,
    /// Bids were solicited.
    Solicited,
    /// The contract was signed.
    Executed,
    /// The project was approved.
    Approved,
    /// Work started.
    Started,
    /// Work was completed.
    Completed,
}

/// A public project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// Number.
    pub id: String,
    /// Name.
    pub name: String,
    /// Awarding authority.
    pub owner: Option<String>,
    /// State, two letters.
    pub state: Option<String>,
    /// City.
    pub city: Option<String>,
    /// What is bought.
    pub kind: Option<WorkKind>,
    /// Public project, or private with public help.
    pub public: Option<bool>,
    /// Where the money comes from; empty if not said.
    pub funding: Vec<Funding>,
    /// Value of the project.
    pub value: Option<Money>,
    /// Gross floor area in square feet.
    pub floor_area_sq_ft: Option<u32>,
    /// Direct and indirect labor cost of the whole project.
    pub labor_cost: Option<Money>,
    /// Dated events.
    pub milestones: BTreeMap<Milestone, NaiveDate>,
    /// Policies asked for; `None` means every policy whose place and conditions fit.
    pub rules: Option<Vec<String>>,
    /// Figures the law leaves to the bid document or agreement, by policy and name.
    pub parameters: BTreeMap<String, BTreeMap<String, String>>,
    /// Contracts under it.
    pub contracts: Vec<Contract>,
    /// Wage determinations, in order of their first day.
    pub wage_determinations: Vec<WageDetermination>,
    /// Facts about workers beside the payroll.
    pub people: People,
    /// What happened that no payroll shows, by day.
    pub events: Vec<Event>,
    /// Apprenticeship programmes.
    pub apprenticeships: Vec<Apprenticeship>,
    /// Outside records on firms, by firm and day.
    pub history: Vec<VendorRecord>,
}

/// One contract or subcontract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contract {
    /// Firm, as payrolls name it.
    pub contractor: String,
    /// 0 for the prime, 1 for its subcontractors, and so on.
    pub tier: Option<u8>,
    /// Value.
    pub value: Option<Money>,
    /// Full-time equivalent employees of the firm.
    pub employees_fte: Option<u32>,
    /// Nonprofit firm.
    pub nonprofit: Option<bool>,
    /// Labor cost of the contract.
    pub labor_cost: Option<Money>,
    /// Labor cost of the firm by calendar year.
    pub labor_cost_by_year: BTreeMap<i32, Money>,
}
