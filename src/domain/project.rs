//! The project and its contracts: what decides which promises apply.

use super::people::People;
use super::quantity::{Hours, Money, Rate};
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
    /// The day a sanction or a finding is assessed. Not a day of the project file: it is the day the
    /// rules are held as of, where one is given.
    Assessed,
}

/// What kind of firm a contractor is; some laws give each its own figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirmClass {
    /// A firm run for profit.
    ForProfit,
    /// A nonprofit firm.
    Nonprofit,
    /// A public body.
    PublicEntity,
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
    /// County the work is in, as wage determinations name it.
    pub county: Option<String>,
    /// Town or zone within the county, where a wage determination tells them apart.
    pub area: Option<String>,
    /// The day bids were opened.
    pub bids_opened_on: Option<NaiveDate>,
    /// Gross floor area in square feet.
    pub floor_area_sq_ft: Option<u32>,
    /// Public subsidy of any kind.
    pub assistance: Option<Money>,
    /// Part of it from HUD's housing and community development programmes.
    pub hud_assistance: Option<Money>,
    /// Rooms of a hotel.
    pub rooms: Option<u32>,
    /// Housing units.
    pub housing_units: Option<u32>,
    /// Labor cost of the whole project, direct and indirect.
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
    /// Waivers granted, each for its days.
    pub waivers: Vec<Waiver>,
    /// Fringe benefit plans and what they cost.
    pub fringe_plans: Vec<FringePlan>,
    /// What is taken from pay, by kind.
    pub deductions: Vec<Deduction>,
    /// Figures seen only in a secondary source decide, too.
    pub accept_secondary: bool,
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
    /// Class of the firm. Where it is given, `nonprofit` says nothing else.
    pub class: Option<FirmClass>,
    /// Labor cost of this contract.
    pub labor_cost: Option<Money>,
    /// The firm gives health benefits as the law asks for them.
    pub health_benefits: Option<bool>,
    /// Collective bargaining agreement; `none` where the firm has none.
    pub union: Option<String>,
    /// The day the contract was awarded.
    pub awarded_on: Option<NaiveDate>,
}

impl Contract {
    /// Class of the firm, as far as the file gives it.
    pub fn firm_class(&self) -> Option<FirmClass> {
        self.class.or((self.nonprofit == Some(true)).then_some(FirmClass::Nonprofit))
    }

    /// Whether the firm is a nonprofit one.
    pub fn is_nonprofit(&self) -> Option<bool> {
        self.class.map(|c| c == FirmClass::Nonprofit).or(self.nonprofit)
    }

    /// Whether a collective bargaining agreement covers the firm's workers.
    pub fn has_agreement(&self) -> Option<bool> {
        self.union.as_deref().map(|u| !u.eq_ignore_ascii_case("none"))
    }
}

/// A waiver: a finding of its rule in its days is shown as waived, never taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiver {
    /// Path of the policy.
    pub policy: String,
    /// Clause of it; all of them if left out.
    pub clause: Option<String>,
    /// Firm; all of them if left out.
    pub contractor: Option<String>,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// Who granted it.
    pub granted_by: String,
    /// What proves it.
    pub evidence: String,
}

/// A fringe benefit plan and what it costs for an hour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FringePlan {
    /// Firm.
    pub contractor: String,
    /// Name of the plan.
    pub plan: String,
    /// Credit for each hour, where the plan itself is paid by the hour.
    pub hourly_credit: Option<Rate>,
    /// What the plan costs in a year.
    pub annual_cost: Option<Money>,
    /// All hours the workers worked in that year, on covered and on private work.
    pub hours_all: Option<Hours>,
    /// First day these figures hold.
    pub from: Option<NaiveDate>,
    /// Last day these figures hold.
    pub until: Option<NaiveDate>,
}

/// A deduction from pay, by its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deduction {
    /// Firm.
    pub contractor: String,
    /// Worker; every worker of the firm if left out.
    pub worker: Option<String>,
    /// Kind, a word of [`super::deduction::KINDS`].
    pub kind: String,
    /// Dollars a week; not said if left out.
    pub amount: Option<Money>,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// The worker's written consent, or the agreement that stands for it.
    pub consent: Option<String>,
    /// Approved by the Secretary of Labor.
    pub approved: Option<bool>,
}
