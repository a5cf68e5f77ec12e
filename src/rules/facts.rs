//! What the project file says of a project and of a firm, as conditions ask for it; what it does not say
//! is missing, with the line to write.

use crate::domain::project::{Contract, FirmClass, Project};
use crate::domain::quantity::Money;

/// A fact of the project that decides whether a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingFact {
    /// In words: `the floor area`.
    pub fact: &'static str,
    /// What to write in the project file.
    pub write: &'static str,
}

macro_rules! missing {
    ($($name:ident = $fact:literal, $write:literal;)*) => {$(
        pub(super) const $name: MissingFact = MissingFact { fact: $fact, write: $write };
    )*};
}
missing! {
    STATE = "the state of the project", "state = \"MA\" under [project]";
    COUNTY = "the county of the project", "county = \"Suffolk\" under [project]";
    CITY = "the city of the project", "city = \"Boston\" under [project]";
    OWNER = "the awarding authority", "owner = \"City of Boston\" under [project]";
    KIND = "what is bought", "kind = \"construction\" under [project]";
    PUBLIC = "whether the project is public", "public = true under [project]";
    FUNDING = "who pays for the project", "funding = [\"city\"] under [project]";
    VALUE = "the value of the contract", "value = \"3000000.00\" under [[contract]]";
    AREA = "the floor area", "floor_area_sq_ft = 80000 under [project]";
    ASSISTANCE = "the public subsidy", "assistance = \"1200000.00\" under [project]";
    HUD_ASSISTANCE = "the subsidy by HUD", "hud_assistance = \"200000.00\" under [project]";
    ROOMS = "the number of hotel rooms", "rooms = 120 under [project]";
    UNITS = "the number of housing units", "housing_units = 24 under [project]";
    EMPLOYEES = "the number of employees of the firm", "employees_fte = 40 under [[contract]]";
    NONPROFIT = "whether the firm is a nonprofit one", "nonprofit = false under [[contract]]";
    CLASS = "the class of the firm", "class = \"for-profit\" under [[contract]]";
    HEALTH = "whether the firm gives health benefits", "health_benefits = true under [[contract]]";
    UNION = "whether the firm has a collective bargaining agreement", "union = \"none\", or the agreement's name, under [[contract]]";
    TIER = "the tier of the firm", "tier = 1 under [[contract]]";
    CONTRACT = "the contract of the firm", "a [[contract]] with contractor and value";
}

/// Whose contract counts.
#[derive(Clone, Copy)]
pub(super) enum Contracts<'a> {
    /// The prime contract.
    Prime,
    /// Any contract.
    Any,
    /// That of one firm.
    Of(&'a str),
}

/// One answer per contract that counts.
pub(super) type PerContract<T> = Vec<Result<T, MissingFact>>;

/// Letter case and spacing do not make another name.
pub(super) fn same(a: &str, b: &str) -> bool {
    let folded = |s: &str| s.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    folded(a) == folded(b)
}

fn counted<'p>(project: &'p Project, whose: Contracts<'_>) -> Vec<&'p Contract> {
    let matching = |test: &dyn Fn(&Contract) -> bool| project.contracts.iter().filter(|c| test(c)).collect();
    match whose {
        Contracts::Prime => matching(&|c| c.tier == Some(0)),
        Contracts::Any => matching(&|_| true),
        Contracts::Of(firm) => matching(&|c| same(&c.contractor, firm)),
    }
}

/// The values that count. Where no contract is given the project's value stands for it, and so it does
/// for a prime contract without a value that is the only one.
pub(super) fn values(project: &Project, whose: Contracts<'_>) -> PerContract<Money> {
    let contracts = counted(project, whose);
    let primes = project.contracts.iter().filter(|c| c.tier == Some(0)).count();
    if contracts.is_empty() {
        let missing = if matches!(whose, Contracts::Of(_)) { Err(CONTRACT) } else { project.value.ok_or(VALUE) };
        return vec![missing];
    }
    contracts.iter().map(|c| c.value.or(project.value.filter(|_| primes == 1 && c.tier == Some(0))).ok_or(VALUE)).collect()
}

/// A fact of each contract that counts.
fn each<T>(project: &Project, whose: Contracts<'_>, missing: MissingFact, fact: impl Fn(&Contract) -> Option<T>) -> PerContract<T> {
    let contracts = counted(project, whose);
    if contracts.is_empty() {
        return vec![Err(missing)];
    }
    contracts.iter().map(|c| fact(c).ok_or(missing)).collect()
}

pub(super) fn employees(project: &Project, whose: Contracts<'_>) -> PerContract<u32> {
    let nobody = counted(project, whose).is_empty() && matches!(whose, Contracts::Of(_));
    each(project, whose, if nobody { CONTRACT } else { EMPLOYEES }, |c| c.employees_fte)
}

pub(super) fn nonprofit(project: &Project, whose: Contracts<'_>) -> PerContract<bool> {
    each(project, whose, NONPROFIT, Contract::is_nonprofit)
}

/// The classes a firm may be of: one where the file says it, two where it only says *not nonprofit*.
pub(super) fn classes(project: &Project, whose: Contracts<'_>) -> PerContract<Vec<FirmClass>> {
    each(project, whose, CLASS, |c| match c.firm_class() {
        Some(class) => Some(vec![class]),
        None => c.nonprofit.map(|_| vec![FirmClass::ForProfit, FirmClass::PublicEntity]),
    })
}

pub(super) fn health_benefits(project: &Project, whose: Contracts<'_>) -> PerContract<bool> {
    each(project, whose, HEALTH, |c| c.health_benefits)
}

pub(super) fn union(project: &Project, whose: Contracts<'_>) -> PerContract<bool> {
    each(project, whose, UNION, Contract::has_agreement)
}

pub(super) fn tier(project: &Project, whose: Contracts<'_>) -> PerContract<u32> {
    each(project, whose, TIER, |c| c.tier.map(u32::from))
}
