//! Whether a policy applies to a project: yes, no and why, or not to be told and which facts are missing.
//!
//! A fact the project file does not give is unknown. It is never taken for no: a project without a
//! stated floor area may well be large enough.

use super::policy::{Condition, Place, Policy};
use super::words::{funding_word, kind_word};
use crate::domain::project::{Contract, Project};
use crate::domain::quantity::Money;

/// The answer for one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applies {
    /// Place and conditions hold.
    Yes,
    /// One does not hold.
    No {
        /// Which, in a clause that follows "because".
        why: String,
    },
    /// No condition is known not to hold, and at least one is not known to hold.
    CannotTell {
        /// What the project file must say to settle it.
        missing: Vec<MissingFact>,
    },
    /// No project was given, so nothing could be tested.
    Assumed,
}

/// A fact of the project that decides whether a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingFact {
    /// In words: `the floor area`.
    pub fact: &'static str,
    /// What to write in the project file.
    pub write: &'static str,
}

const STATE: MissingFact = MissingFact { fact: "the state of the project", write: "state = \"MA\" under [project]" };
const CITY: MissingFact = MissingFact { fact: "the city of the project", write: "city = \"Boston\" under [project]" };
const OWNER: MissingFact = MissingFact { fact: "the awarding authority", write: "owner = \"City of Boston\" under [project]" };
const KIND: MissingFact = MissingFact { fact: "what is bought", write: "kind = \"construction\" under [project]" };
const PUBLIC: MissingFact = MissingFact { fact: "whether the project is public", write: "public = true under [project]" };
const FUNDING: MissingFact = MissingFact { fact: "who pays for the project", write: "funding = [\"city\"] under [project]" };
const VALUE: MissingFact = MissingFact { fact: "the value of the contract", write: "value = \"3000000.00\" under [[contract]]" };
const AREA: MissingFact = MissingFact { fact: "the floor area", write: "floor_area_sq_ft = 80000 under [project]" };
const EMPLOYEES: MissingFact = MissingFact { fact: "the number of employees of the firm", write: "employees_fte = 40 under [[contract]]" };
const CONTRACT: MissingFact = MissingFact { fact: "the contract of the firm", write: "a [[contract]] with contractor and value" };

/// Whether a policy applies to a project. Without a project nothing is tested: `Assumed`, or `Yes` for a
/// policy that binds everywhere and always.
pub fn applies(policy: &Policy, project: Option<&Project>) -> Applies {
    let Some(project) = project else {
        return if binds_everything(policy) { Applies::Yes } else { Applies::Assumed };
    };
    let whose = if policy.each_contract { Contracts::Any } else { Contracts::Prime };
    answer(all(std::iter::once(in_place(&policy.place, project)).chain(policy.applies.iter().map(|c| holds(c, project, whose)))))
}

/// Whether a policy applies to one firm on a project. It differs from [`applies`] only where value and
/// size are tested for each contract by itself ([`Policy::each_contract`]).
pub fn applies_to_firm(policy: &Policy, project: &Project, contractor: &str) -> Applies {
    if !policy.each_contract || project.contracts.is_empty() {
        return applies(policy, Some(project));
    }
    let whose = Contracts::Of(contractor);
    answer(all(std::iter::once(in_place(&policy.place, project)).chain(policy.applies.iter().map(|c| holds(c, project, whose)))))
}

/// Whether conditions of one version hold, on top of those of its policy.
pub(super) fn version_applies(conditions: &[Condition], each_contract: bool, project: Option<&Project>) -> Applies {
    let Some(project) = project else {
        return if conditions.is_empty() { Applies::Yes } else { Applies::Assumed };
    };
    let whose = if each_contract { Contracts::Any } else { Contracts::Prime };
    answer(all(conditions.iter().map(|c| holds(c, project, whose))))
}

/// True for a policy with no place and no conditions.
pub(super) fn binds_everything(policy: &Policy) -> bool {
    policy.place == Place::default() && policy.applies.is_empty()
}

enum Answer {
    Yes,
    No(String),
    Unknown(Vec<MissingFact>),
}

/// Whose value and size count.
#[derive(Clone, Copy)]
enum Contracts<'a> {
    /// Those of the prime contract.
    Prime,
    /// Those of any contract.
    Any,
    /// Those of one firm.
    Of(&'a str),
}

fn answer(answer: Answer) -> Applies {
    match answer {
        Answer::Yes => Applies::Yes,
        Answer::No(why) => Applies::No { why },
        Answer::Unknown(mut missing) => {
            missing.sort_unstable();
            missing.dedup();
            Applies::CannotTell { missing }
        }
    }
}

fn all(answers: impl Iterator<Item = Answer>) -> Answer {
    let mut missing = Vec::new();
    for answer in answers {
        match answer {
            Answer::No(why) => return Answer::No(why),
            Answer::Unknown(facts) => missing.extend(facts),
            Answer::Yes => {}
        }
    }
    if missing.is_empty() { Answer::Yes } else { Answer::Unknown(missing) }
}

fn any(answers: impl Iterator<Item = Answer>) -> Answer {
    let (mut missing, mut whys) = (Vec::new(), Vec::new());
    for answer in answers {
        match answer {
            Answer::Yes => return Answer::Yes,
            Answer::No(why) => whys.push(why),
            Answer::Unknown(facts) => missing.extend(facts),
        }
    }
    if missing.is_empty() { Answer::No(whys.join(", and ")) } else { Answer::Unknown(missing) }
}

/// Letter case and spacing do not make another name.
fn same(a: &str, b: &str) -> bool {
    let folded = |s: &str| s.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    folded(a) == folded(b)
}

fn in_place(place: &Place, project: &Project) -> Answer {
    let part = |wanted: &Option<String>, given: &Option<String>, missing: MissingFact| match (wanted, given) {
        (None, _) => Answer::Yes,
        (Some(_), None) => Answer::Unknown(vec![missing]),
        (Some(wanted), Some(given)) if same(wanted, given) => Answer::Yes,
        (Some(wanted), Some(given)) => Answer::No(format!("it holds in {wanted} and the project is in {given}")),
    };
    all([part(&place.state, &project.state, STATE), part(&place.city, &project.city, CITY)].into_iter())
}

fn holds(condition: &Condition, project: &Project, whose: Contracts<'_>) -> Answer {
    match condition {
        Condition::Owner(owners) => {
            known(project.owner.as_deref(), OWNER, |o| owners.iter().any(|w| same(w, o)), |o| format!("the awarding authority is {o}"))
        }
        Condition::Kind(kinds) => known(
            project.kind,
            KIND,
            |k| kinds.contains(k),
            |k| format!("it is for {} and the project is {}", listed(kinds.iter().map(|k| kind_word(*k)), "or"), kind_word(*k)),
        ),
        Condition::Public(wanted) => {
            known(project.public, PUBLIC, |p| p == wanted, |p| format!("the project is {}", if *p { "public" } else { "private" }))
        }
        Condition::FundingAny(wanted) => known(
            (!project.funding.is_empty()).then_some(&project.funding),
            FUNDING,
            |f| wanted.iter().any(|w| f.contains(w)),
            |f| {
                let (asked, given) =
                    (listed(wanted.iter().map(|w| funding_word(*w)), "or"), listed(f.iter().map(|w| funding_word(*w)), "and"));
                format!("it needs {asked} money and the project has {given} money")
            },
        ),
        Condition::ValueAtLeast(least) => figures(values(project, whose), |v| v >= least, |v| format!("the value {v} is under {least}")),
        Condition::ValueOver(floor) => figures(values(project, whose), |v| v > floor, |v| format!("the value {v} is not over {floor}")),
        Condition::FloorAreaOver(floor) => {
            known(project.floor_area_sq_ft, AREA, |a| a > floor, |a| format!("the floor area of {a} square feet is not over {floor}"))
        }
        Condition::EmployeesAtLeast(least) => {
            figures(employees(project, whose), |n| n >= least, |n| format!("the firm's {n} employees are under {least}"))
        }
        Condition::Any(ways) => any(ways.iter().map(|c| holds(c, project, whose))),
        Condition::All(parts) => all(parts.iter().map(|c| holds(c, project, whose))),
    }
}

fn known<T>(given: Option<T>, missing: MissingFact, test: impl Fn(&T) -> bool, why: impl Fn(&T) -> String) -> Answer {
    match given {
        None => Answer::Unknown(vec![missing]),
        Some(value) if test(&value) => Answer::Yes,
        Some(value) => Answer::No(why(&value)),
    }
}

/// One figure per contract that counts; any that passes decides.
fn figures<T>(given: Vec<Result<T, MissingFact>>, test: impl Fn(&T) -> bool, why: impl Fn(&T) -> String) -> Answer {
    any(given.into_iter().map(|figure| match figure {
        Ok(value) if test(&value) => Answer::Yes,
        Ok(value) => Answer::No(why(&value)),
        Err(missing) => Answer::Unknown(vec![missing]),
    }))
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
fn values(project: &Project, whose: Contracts<'_>) -> Vec<Result<Money, MissingFact>> {
    let contracts = counted(project, whose);
    let primes = project.contracts.iter().filter(|c| c.tier == Some(0)).count();
    if contracts.is_empty() {
        let missing = if matches!(whose, Contracts::Of(_)) { Err(CONTRACT) } else { project.value.ok_or(VALUE) };
        return vec![missing];
    }
    contracts.iter().map(|c| c.value.or(project.value.filter(|_| primes == 1 && c.tier == Some(0))).ok_or(VALUE)).collect()
}

fn employees(project: &Project, whose: Contracts<'_>) -> Vec<Result<u32, MissingFact>> {
    let contracts = counted(project, whose);
    if contracts.is_empty() {
        return vec![Err(if matches!(whose, Contracts::Of(_)) { CONTRACT } else { EMPLOYEES })];
    }
    contracts.iter().map(|c| c.employees_fte.ok_or(EMPLOYEES)).collect()
}

/// `city, federal or HUD`.
pub(super) fn listed<'w>(items: impl Iterator<Item = &'w str>, last: &str) -> String {
    let items: Vec<&str> = items.collect();
    match items.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => items.concat(),
    }
}
