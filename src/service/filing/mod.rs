//! Who has filed on a project, tier by tier, as the main contractor and the agency see it: status, hours by trade, money
//! owed. Workers of another firm are never among it.

mod approval;
mod remind;
mod subcontractor;

pub use approval::{Approvable, approve, look, set_prime_approves};
pub use remind::{Reminded, remind_late, remind_today};
pub use subcontractor::{Added, NewSubcontractor, add_subcontractor};

use super::Service;
use super::calendar::Filed;
use super::fault::Fault;
use super::permission::{self, Actor};
use super::weeks::{FilingTerms, WeekCell, cells, filed};
use crate::domain::moment::Moment;
use crate::domain::quantity::{Hours, Money};
use crate::store::projects::{self, Contract, Project};
use crate::store::week_marks::{self, AllOnFile, OnFile, WeekMark};
use crate::store::{Id, Transaction, filing_terms, organisations, reminders};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One firm of a project.
#[derive(Clone, Debug)]
pub struct FirmFiling {
    /// Its contract.
    pub contract: Contract,
    /// Its name.
    pub firm: String,
    /// When its weeks end and are paid.
    pub terms: FilingTerms,
    /// Its weeks.
    pub weeks: Vec<WeekCell>,
    /// Hours by trade, all signed weeks that count.
    pub hours: Vec<(String, Hours)>,
    /// Money its findings leave unpaid, before any officer decided.
    pub owed: Option<Money>,
    /// When it was last reminded.
    pub reminded: Option<Moment>,
}

impl FirmFiling {
    /// Weeks past due.
    pub fn late(&self) -> impl Iterator<Item = &WeekCell> {
        self.weeks.iter().filter(|cell| cell.week.is_overdue())
    }

    /// Days the oldest week is late.
    pub fn oldest(&self, today: NaiveDate) -> i64 {
        self.late().map(|cell| cell.week.days_late(today)).max().unwrap_or(0)
    }

    /// Its last payroll is on file.
    pub fn is_finished(&self) -> bool {
        self.weeks.iter().any(|cell| matches!(cell.week.standing, super::calendar::Standing::Filed(filed) if filed.last))
    }

    /// Hours of all trades.
    pub fn all_hours(&self) -> Hours {
        self.hours.iter().map(|(_, hours)| *hours).sum()
    }
}

/// Who has filed on a project.
#[derive(Clone, Debug)]
pub struct Filing {
    /// The project.
    pub project: Project,
    /// Its firms, each below the one it works for.
    pub firms: Vec<FirmFiling>,
    /// The main contractor approves the weeks of the firms below it.
    pub prime_approves: bool,
    /// The person may add firms, remind them, and say whether the main contractor approves.
    pub directs: bool,
    /// The person is of the agency.
    pub agency: bool,
}

/// Of which weeks it is told what is open about them: findings, and whether the main contractor approved. Whether a week is
/// on file, late or missing is told of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Of all.
    All,
    /// Of those that end from one day to another, both included.
    Between(NaiveDate, NaiveDate),
    /// Of none.
    None,
}

/// Who has filed on a project, for its main contractor, the firms above others, and the agency.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn filing(service: &Service, actor: &Actor, project: Id, shown: Shown) -> Result<Filing, Fault> {
    let mut tx = service.store.snapshot().await?;
    let project = permission::may_see_filing(&mut tx, actor, project).await?;
    let directs = permission::may_direct(&mut tx, actor, project.id).await.is_ok();
    let agency = project.agency == actor.organisation;
    let mut firms = of_project(&mut tx, &project, service.clock.today(), shown).await?;
    if !agency {
        let own: Vec<Id> =
            firms.iter().filter(|firm| firm.contract.contractor == actor.organisation).map(|firm| firm.contract.id).collect();
        let below = below(&firms, &own);
        firms.retain(|firm| below.contains(&firm.contract.id));
    }
    let prime_approves = filing_terms::prime_approves(&mut tx, project.id).await?;
    Ok(Filing { project, firms, prime_approves, directs, agency })
}

/// Some contracts and all below them.
fn below(firms: &[FirmFiling], of: &[Id]) -> Vec<Id> {
    let mut found = of.to_vec();
    // Each firm stands after the one it works for.
    for firm in firms {
        if firm.contract.parent.is_some_and(|parent| found.contains(&parent)) && !found.contains(&firm.contract.id) {
            found.push(firm.contract.id);
        }
    }
    found
}

/// Every firm of a project, each below the one it works for, by name. Who may see it was asked before.
pub(super) async fn of_project(tx: &mut Transaction, project: &Project, today: NaiveDate, shown: Shown) -> Result<Vec<FirmFiling>, Fault> {
    let contracts = projects::contracts(tx, project.id).await?;
    let mut on_file = week_marks::on_file(tx, project.id).await?;
    let marks = match shown {
        Shown::All => week_marks::of_project(tx, project.id, None).await?,
        Shown::Between(first, last) => week_marks::of_project(tx, project.id, Some((first, last))).await?,
        Shown::None => Vec::new(),
    };
    let marks: BTreeMap<(Id, NaiveDate), WeekMark> = marks.into_iter().map(|mark| ((mark.contract, mark.week_ending), mark)).collect();
    let hours = week_marks::hours_by_firm(tx, project.id).await?;
    let reminded = reminders::last_of_project(tx, project.id).await?;
    let approves = filing_terms::prime_approves(tx, project.id).await?;
    let names: BTreeMap<Id, String> =
        organisations::on_project(tx, project.id).await?.into_iter().map(|firm| (firm.id, firm.name)).collect();
    let mut all_terms = filing_terms::of_project(tx, project.id).await?;
    let mut firms = Vec::new();
    for contract in contracts {
        let AllOnFile { weeks, owed } = on_file.remove(&contract.id).unwrap_or_default();
        let plain = |week: &OnFile| Filed { ending: week.week_ending, no_work: week.no_work, last: week.last, findings: 0, waiting: false };
        let mark = |week: &OnFile| marks.get(&(contract.id, week.week_ending));
        let filed: Vec<Filed> = weeks.iter().map(|w| mark(w).map_or_else(|| plain(w), |mark| filed(&contract, approves, mark))).collect();
        let submissions = weeks.iter().filter_map(mark).map(|mark| (mark.week_ending, mark.submission)).collect();
        let terms = all_terms.remove(&contract.id).unwrap_or_default();
        firms.push(FirmFiling {
            weeks: cells(&contract, terms, &filed, &submissions, &BTreeMap::new(), today),
            hours: hours.iter().filter(|(id, ..)| *id == contract.contractor).map(|(_, trade, hours)| (trade.clone(), *hours)).collect(),
            owed: Some(owed).filter(|owed| !owed.is_zero()),
            reminded: reminded.get(&contract.id).copied(),
            firm: names.get(&contract.contractor).cloned().unwrap_or_default(),
            contract,
            terms,
        });
    }
    firms.sort_by(|a, b| (&a.firm, a.contract.id).cmp(&(&b.firm, b.contract.id)));
    let mut ordered = Vec::new();
    place(&mut firms, None, &mut ordered);
    Ok(ordered)
}

/// Takes the firms that work for one out of the list and puts each before those that work for it.
fn place(firms: &mut Vec<FirmFiling>, parent: Option<Id>, ordered: &mut Vec<FirmFiling>) {
    while let Some(at) = firms.iter().position(|firm| firm.contract.parent == parent) {
        let firm = firms.remove(at);
        let id = firm.contract.id;
        ordered.push(firm);
        place(firms, Some(id), ordered);
    }
}
