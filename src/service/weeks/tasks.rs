//! What somebody of a firm has to do, the most pressing first.

use super::{ContractWeeks, UploadState};
use crate::service::fault::Fault;
use crate::service::permission::{Actor, Role};
use crate::store::{Id, Transaction, examinations, filing_terms, organisations, projects, uploads, week_marks};
use chrono::{Days, NaiveDate};

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The contract.
    pub contract: Id,
    /// Name of the project.
    pub project: String,
    /// Last day of the week.
    pub ending: NaiveDate,
    /// The day it is due.
    pub due: NaiveDate,
    /// What.
    pub what: What,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A payroll is to be sent.
    Send {
        /// It is past due.
        late: bool,
    },
    /// The columns of an upload are to be matched.
    MatchColumns(Id),
    /// So many cells stop the signing.
    FixCells(Id, u64),
    /// It can be signed, or its findings answered.
    Sign(Id),
    /// A signed week of a firm below is to be approved.
    Approve {
        /// The version.
        submission: Id,
        /// The firm.
        firm: String,
    },
}

/// Days before a week is due from which it is spoken of.
const AHEAD: u64 = 7;

/// What is to be done about the weeks of a firm, by the day it is due.
///
/// # Errors
/// [`Fault::Store`].
pub(super) async fn tasks_of(tx: &mut Transaction, actor: &Actor, of: &[ContractWeeks], today: NaiveDate) -> Result<Vec<Task>, Fault> {
    let mut tasks = Vec::new();
    let soon = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    for weeks in of {
        let (contract, project) = (weeks.contract.id, weeks.project.name.clone());
        let due = |ending| crate::service::calendar::due(ending, weeks.terms.pay_day_after);
        let open = uploads::open_of_contract(tx, contract).await?;
        for upload in &open {
            let what = match (upload.state, upload.examination) {
                (UploadState::Columns, _) => What::MatchColumns(upload.id),
                (UploadState::Examined, Some(examination)) => {
                    let problems = examinations::find(tx, examination).await?.map_or(0, |found| found.problems);
                    if problems > 0 { What::FixCells(upload.id, problems) } else { What::Sign(upload.id) }
                }
                (UploadState::Examined, None) => What::Sign(upload.id),
                _ => continue,
            };
            tasks.push(Task { contract, project: project.clone(), ending: upload.week_ending, due: due(upload.week_ending), what });
        }
        for cell in weeks.weeks.iter().filter(|cell| cell.week.is_owed() && cell.week.due <= soon && cell.upload.is_none()) {
            let what = What::Send { late: cell.week.is_overdue() };
            tasks.push(Task { contract, project: project.clone(), ending: cell.week.ending, due: cell.week.due, what });
        }
        if weeks.contract.tier == 0 && actor.is(&[Role::ContractorCertifier]) {
            to_approve(tx, weeks, &mut tasks).await?;
        }
    }
    tasks.sort_by_key(|task| (task.due, task.ending, task.contract));
    Ok(tasks)
}

/// Signed weeks of firms below that wait for the main contractor.
async fn to_approve(tx: &mut Transaction, of: &ContractWeeks, tasks: &mut Vec<Task>) -> Result<(), Fault> {
    if !filing_terms::prime_approves(tx, of.project.id).await? {
        return Ok(());
    }
    let contracts = projects::contracts(tx, of.project.id).await?;
    for mark in week_marks::of_project(tx, of.project.id, None).await? {
        let below = contracts.iter().find(|contract| contract.id == mark.contract && contract.tier > 0);
        let Some(below) = below.filter(|_| !mark.approved) else { continue };
        let firm = organisations::find(tx, below.contractor).await?.map_or_else(String::new, |found| found.name);
        tasks.push(Task {
            contract: below.id,
            project: of.project.name.clone(),
            ending: mark.week_ending,
            due: crate::service::calendar::due(mark.week_ending, of.terms.pay_day_after),
            what: What::Approve { submission: mark.submission, firm },
        });
    }
    Ok(())
}
