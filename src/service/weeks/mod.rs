//! The weeks of a firm: what is on file, what is on its way, what is to be done.

mod one_week;
mod tasks;
mod terms;

pub use crate::store::filing_terms::FilingTerms;
pub use crate::store::submissions::SubmissionKind;
pub use crate::store::uploads::{Upload, UploadState};
pub use one_week::{Happened, OneWeek, VersionSeen, one_week, timeline_of};
pub use tasks::{Task, What};
pub use terms::{Days, may_set_days, may_set_terms, set_days, set_terms};

use super::Service;
use super::calendar::{self, Filed, Terms, Week};
use super::fault::Fault;
use super::permission::{self, Actor};
use crate::store::projects::{self, Contract, Project};
use crate::store::week_marks::{self, WeekMark};
use crate::store::{Id, Transaction, filing_terms, organisations, uploads};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use tasks::tasks_of;

/// One week of a contract, as its calendar shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekCell {
    /// How it stands.
    pub week: Week,
    /// The version that counts.
    pub submission: Option<Id>,
    /// The newest upload that is on its way.
    pub upload: Option<(Id, UploadState)>,
}

/// The weeks of one contract.
#[derive(Clone, Debug)]
pub struct ContractWeeks {
    /// The contract.
    pub contract: Contract,
    /// Its project.
    pub project: Project,
    /// The firm.
    pub firm: String,
    /// The main contractor, where that is another firm.
    pub main_contractor: Option<String>,
    /// When its weeks end and are paid.
    pub terms: FilingTerms,
    /// Its weeks, in order; none where its first day is not set and nothing is on file.
    pub weeks: Vec<WeekCell>,
}

impl ContractWeeks {
    /// Weeks past due.
    pub fn overdue(&self) -> impl Iterator<Item = &WeekCell> {
        self.weeks.iter().filter(|cell| cell.week.is_overdue())
    }

    /// Its last payroll is on file.
    pub fn is_finished(&self) -> bool {
        self.weeks.iter().any(|cell| matches!(cell.week.standing, calendar::Standing::Filed(filed) if filed.last))
    }
}

/// The weeks of every contract of the firm of somebody, by number of the project.
///
/// # Errors
/// [`Fault::NotFound`] for who prepares no payrolls.
pub async fn of_firm(service: &Service, actor: &Actor) -> Result<Vec<ContractWeeks>, Fault> {
    of_own(&mut service.store.snapshot().await?, actor, service.clock.today()).await
}

/// The weeks of every contract of the firm of somebody, and what is to be done about them, by the day it is due.
///
/// # Errors
/// As [`of_firm`].
pub async fn of_firm_with_tasks(service: &Service, actor: &Actor) -> Result<(Vec<ContractWeeks>, Vec<Task>), Fault> {
    let (mut tx, today) = (service.store.snapshot().await?, service.clock.today());
    let contracts = of_own(&mut tx, actor, today).await?;
    let tasks = tasks_of(&mut tx, actor, &contracts, today).await?;
    Ok((contracts, tasks))
}

async fn of_own(tx: &mut Transaction, actor: &Actor, today: NaiveDate) -> Result<Vec<ContractWeeks>, Fault> {
    permission::may_see_weeks(actor)?;
    let mut found = Vec::new();
    for (project, contract) in projects::of_contractor(tx, actor.organisation).await? {
        found.push(of_contract(tx, contract, project, today).await?);
    }
    Ok(found)
}

/// A contract as somebody sees it.
#[derive(Clone, Debug)]
pub struct OneContract {
    /// Its weeks.
    pub of: ContractWeeks,
    /// They prepare its payrolls.
    pub own: bool,
    /// They say when its work began and ended.
    pub sets_days: bool,
}

/// One contract, for its firm and the agency.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn of_one(service: &Service, actor: &Actor, contract: Id) -> Result<OneContract, Fault> {
    let mut tx = service.store.snapshot().await?;
    let (found, project) = permission::may_see_contract(&mut tx, actor, contract).await?;
    let own = permission::may_prepare(&mut tx, actor, contract).await.is_ok();
    let sets_days = permission::may_set_days(&mut tx, actor, contract).await.is_ok();
    Ok(OneContract { of: of_contract(&mut tx, found, project, service.clock.today()).await?, own, sets_days })
}

/// The weeks of a contract. Who may see them was asked before.
pub(super) async fn of_contract(
    tx: &mut Transaction,
    contract: Contract,
    project: Project,
    today: NaiveDate,
) -> Result<ContractWeeks, Fault> {
    let marks = week_marks::of_contract(tx, contract.id).await?;
    let terms = filing_terms::of_contract(tx, contract.id).await?;
    let approves = filing_terms::prime_approves(tx, project.id).await?;
    let mut open: BTreeMap<NaiveDate, (Id, UploadState)> = BTreeMap::new();
    for upload in uploads::open_of_contract(tx, contract.id).await? {
        open.insert(upload.week_ending, (upload.id, upload.state));
    }
    let name = |organisation: Option<organisations::Organisation>| organisation.map_or_else(String::new, |found| found.name);
    let firm = name(organisations::find(tx, contract.contractor).await?);
    let main_contractor = match contract.parent {
        None => None,
        Some(_) => main_contractor(tx, project.id).await?.map(|(_, name)| name),
    };
    let filed: Vec<Filed> = marks.iter().map(|mark| filed(&contract, approves, mark)).collect();
    let submissions = marks.iter().map(|mark| (mark.week_ending, mark.submission)).collect();
    let weeks = cells(&contract, terms, &filed, &submissions, &open, today);
    Ok(ContractWeeks { contract, project, firm, main_contractor, terms, weeks })
}

/// The main contractor of a project: organisation and name.
pub(super) async fn main_contractor(tx: &mut Transaction, project: Id) -> Result<Option<(Id, String)>, Fault> {
    let prime = projects::contracts(tx, project).await?.into_iter().find(|contract| contract.tier == 0);
    let Some(prime) = prime else { return Ok(None) };
    Ok(organisations::find(tx, prime.contractor).await?.map(|found| (found.id, found.name)))
}

/// A week on file, with what is open about it.
pub(super) fn filed(contract: &Contract, prime_approves: bool, mark: &WeekMark) -> Filed {
    Filed {
        ending: mark.week_ending,
        no_work: mark.no_work,
        last: mark.last,
        findings: mark.undecided,
        waiting: prime_approves && contract.tier > 0 && !mark.approved,
    }
}

/// The calendar of a contract from what is on file and what is on its way.
pub(super) fn cells(
    contract: &Contract,
    terms: FilingTerms,
    filed: &[Filed],
    submissions: &BTreeMap<NaiveDate, Id>,
    open: &BTreeMap<NaiveDate, (Id, UploadState)>,
    today: NaiveDate,
) -> Vec<WeekCell> {
    // A first day that nobody set is the first week on file: what came before is not known.
    let start = contract.started_on.or_else(|| filed.iter().map(|filed| filed.ending).min());
    let Some(start) = start else { return Vec::new() };
    let terms = Terms { start, last: contract.ended_on, week_ends: terms.week_ends, pay_day_after: terms.pay_day_after };
    calendar::weeks(terms, today, filed)
        .into_iter()
        .map(|week| WeekCell { week, submission: submissions.get(&week.ending).copied(), upload: open.get(&week.ending).copied() })
        .collect()
}
