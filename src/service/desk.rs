//! The officer's desk: what was signed, newest first.

use super::Service;
use super::fault::Fault;
use super::permission::{self, Actor};
use super::rule_gaps::{Gap, rule_gaps};
use crate::domain::moment::Moment;
pub use crate::store::desk_list::DeskFilter;
pub use crate::store::submissions::WeekOnFile;
use crate::store::{Id, approvals, desk_list, filing_terms, organisations, projects};
use std::collections::BTreeMap;

/// A line of the desk.
#[derive(Clone, Debug)]
pub struct DeskLine {
    /// The week.
    pub week: WeekOnFile,
    /// The main contractor has still to approve it.
    pub waits_for_approval: bool,
}

/// A page of the desk.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Its lines.
    pub lines: Vec<DeskLine>,
    /// The key the next page begins after, if there is one.
    pub next: Option<(Moment, Id)>,
    /// The projects of the agency: identifier and name.
    pub projects: Vec<(Id, String)>,
    /// The firms on them: identifier and name.
    pub firms: Vec<(Id, String)>,
    /// Figures of rules that end soon with none held to follow.
    pub gaps: Vec<Gap>,
}

/// A page of the desk of somebody of an agency.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn page(service: &Service, actor: &Actor, filter: DeskFilter, before: Option<(Moment, Id)>, limit: u16) -> Result<Desk, Fault> {
    permission::may_see_desk(actor)?;
    let mut tx = service.store.snapshot().await?;
    let mut found = desk_list::desk(&mut tx, actor.organisation, filter, before, limit + 1).await?;
    let more = found.len() > usize::from(limit);
    found.truncate(usize::from(limit));
    let next = found.last().filter(|_| more).and_then(|last| Some((last.submission.certified_at?, last.submission.id)));
    let (mut lines, mut approves) = (Vec::new(), BTreeMap::new());
    for week in found {
        let asked = match approves.get(&week.project) {
            Some(asked) => *asked,
            None => {
                let asked = filing_terms::prime_approves(&mut tx, week.project).await?;
                approves.insert(week.project, asked);
                asked
            }
        };
        let below = asked && projects::contract(&mut tx, week.submission.contract).await?.is_some_and(|contract| contract.tier > 0);
        let waits_for_approval = below && approvals::of_submission(&mut tx, week.submission.id).await?.is_none();
        lines.push(DeskLine { week, waits_for_approval });
    }
    let of_agency = projects::of_agency(&mut tx, actor.organisation).await?.into_iter().map(|project| (project.id, project.name)).collect();
    let firms = organisations::on_projects_of(&mut tx, actor.organisation).await?.into_iter().map(|firm| (firm.id, firm.name)).collect();
    let gaps = rule_gaps(&mut tx, &service.library, actor.organisation, service.clock.today()).await?;
    Ok(Desk { lines, next, projects: of_agency, firms, gaps })
}
