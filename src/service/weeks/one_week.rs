//! One week of a contract: its versions, what is on its way, and what happened.

use super::{Upload, WeekCell};
use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::audit::act::Object;
use crate::store::audit::by_object;
use crate::store::projects::{Contract, Project};
use crate::store::signatures::{self, Signature};
use crate::store::submissions::{self, Submission};
use crate::store::{Id, Transaction, organisations, people, uploads};
use chrono::NaiveDate;

/// A version of a week.
#[derive(Clone, Debug)]
pub struct VersionSeen {
    /// The version.
    pub submission: Submission,
    /// Its signature.
    pub signature: Option<Signature>,
    /// It is the one that counts.
    pub counts: bool,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: Moment,
    /// Who did it, by the name they had or have; none where the program did.
    pub who: Option<String>,
    /// The word of the audit log.
    pub action: String,
    /// To which version.
    pub version: Option<u64>,
}

/// One week of a contract.
#[derive(Clone, Debug)]
pub struct OneWeek {
    /// The contract.
    pub contract: Contract,
    /// Its project.
    pub project: Project,
    /// The firm.
    pub firm: String,
    /// Last day of the week.
    pub ending: NaiveDate,
    /// How it stands in the calendar; none where no such week is asked for.
    pub cell: Option<WeekCell>,
    /// Every version, newest first.
    pub versions: Vec<VersionSeen>,
    /// Uploads that were not signed, newest first; the agency does not see them.
    pub uploads: Vec<Upload>,
    /// What happened, newest first.
    pub timeline: Vec<Happened>,
    /// The person may prepare payrolls here.
    pub own: bool,
}

/// One week of a contract, for its firm and the agency.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else.
pub async fn one_week(service: &Service, actor: &Actor, contract: Id, ending: NaiveDate) -> Result<OneWeek, Fault> {
    let (tx, today) = (&mut service.store.snapshot().await?, service.clock.today());
    let (contract, project) = permission::may_see_contract(tx, actor, contract).await?;
    let own = contract.contractor == actor.organisation;
    let weeks = super::of_contract(tx, contract.clone(), project.clone(), today).await?;
    let cell = weeks.weeks.into_iter().find(|cell| cell.week.ending == ending);
    let counts = cell.as_ref().and_then(|cell| cell.submission);
    let (mut versions, mut timeline) = (Vec::new(), Vec::new());
    for submission in submissions::of_week(tx, contract.id, ending).await? {
        timeline.extend(timeline_of(tx, &submission).await?);
        let signature = signatures::of(tx, submission.id).await?;
        // A draft that was never signed says nothing to anybody.
        if signature.is_some() {
            versions.push(VersionSeen { counts: counts == Some(submission.id), submission, signature });
        }
    }
    versions.reverse();
    timeline.sort_by_key(|happened| std::cmp::Reverse(happened.at));
    let mut on_their_way = if own { uploads::of_week(tx, contract.id, ending).await? } else { Vec::new() };
    on_their_way.retain(|upload| upload.submission.is_none());
    let firm = organisations::find(tx, contract.contractor).await?.map_or_else(String::new, |found| found.name);
    Ok(OneWeek { contract, project, firm, ending, cell, versions, uploads: on_their_way, timeline, own })
}

/// What happened to a version, oldest first. That somebody looked at it is not among it.
///
/// # Errors
/// [`Fault::Store`].
pub async fn timeline_of(tx: &mut Transaction, submission: &Submission) -> Result<Vec<Happened>, Fault> {
    let signature = signatures::of(tx, submission.id).await?;
    let mut happened = Vec::new();
    for entry in by_object::entries_of(tx, &Object::submission(submission.id)).await? {
        if matches!(entry.action.as_str(), "viewed" | "exported" | "drafted") {
            continue;
        }
        let actor = entry.actor.as_deref().and_then(Id::parse);
        let signed_name = signature.as_ref().filter(|signed| Some(signed.by) == actor).map(|signed| signed.name.clone());
        let who = match (signed_name, actor) {
            (Some(name), _) => Some(name),
            (None, Some(person)) => people::find(tx, person).await?.map(|person| person.name),
            (None, None) => None,
        };
        let Some(at) = Moment::parse(&entry.at) else { continue };
        happened.push(Happened { at, who, action: entry.action, version: Some(submission.version) });
    }
    Ok(happened)
}
