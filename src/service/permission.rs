//! Who may do what: one function for each act, in front of pages and interface alike.
//!
//! An act on something gives the thing back, so that nobody can hold it without having asked. What is foreign and what
//! is not there give the same answer.

pub use crate::store::organisations::OrganisationKind;
pub use crate::store::people::Role;
use crate::store::projects::{self, Contract, Project};
use crate::store::submissions::{self, Submission};
use crate::store::uploads::{self, Upload};
use crate::store::{Id, StoreError, Transaction, filing_terms};

/// A person who is signed in, and what they act as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: Id,
    /// Their name.
    pub name: String,
    /// Whom they work for.
    pub organisation: Id,
    /// Its name.
    pub organisation_name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Their roles.
    pub roles: Vec<Role>,
    /// The session; none for a token of the interface.
    pub session: Option<Id>,
    /// When they last showed their second factor in this session.
    pub stepped_up_at: Option<crate::domain::moment::Moment>,
}

impl Actor {
    /// Whether they hold one of the roles.
    pub fn is(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}

/// Why they may not.
#[derive(Debug)]
pub enum Refusal {
    /// It is not there, or not theirs to know of.
    NotFound,
    /// They may see it and may not do this.
    NotAllowed(&'static str),
    /// They must show their second factor again first.
    StepUp,
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing(_) => Self::NotFound,
            other => Self::Store(other),
        }
    }
}

/// What the functions here give back.
pub type Asked<T> = Result<T, Refusal>;

const CONTRACTOR: &[Role] = &[Role::ContractorClerk, Role::ContractorCertifier];
const AGENCY_READERS: &[Role] = &[Role::Officer, Role::Approver, Role::Administrator, Role::Investigator];
const AGENCY_KEEPERS: &[Role] = &[Role::Officer, Role::Administrator];
/// Seconds a second factor that was shown is good for an act that asks for it.
pub const STEP_UP_SECONDS: i64 = 300;

/// Whether their second factor was shown within five minutes.
pub fn is_fresh(actor: &Actor, now: crate::domain::moment::Moment) -> bool {
    actor.stepped_up_at.is_some_and(|at| now.micros() - at.micros() <= STEP_UP_SECONDS * 1_000_000)
}

/// A contract and its project, for those who may see the firm's weeks: the firm itself, and the agency.
///
/// # Errors
/// [`Refusal::NotFound`] for everybody else.
pub async fn may_see_contract(tx: &mut Transaction, actor: &Actor, contract: Id) -> Asked<(Contract, Project)> {
    let contract = projects::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    let project = projects::find(tx, contract.project).await?.ok_or(Refusal::NotFound)?;
    let own = contract.contractor == actor.organisation && actor.is(CONTRACTOR);
    let agency = project.agency == actor.organisation && actor.is(AGENCY_READERS);
    if own || agency { Ok((contract, project)) } else { Err(Refusal::NotFound) }
}

/// A contract whose weeks they may prepare: a clerk or certifier of the firm.
///
/// # Errors
/// [`Refusal::NotFound`] for a stranger, [`Refusal::NotAllowed`] for one who may only see it.
pub async fn may_prepare(tx: &mut Transaction, actor: &Actor, contract: Id) -> Asked<(Contract, Project)> {
    let (contract, project) = may_see_contract(tx, actor, contract).await?;
    if contract.contractor != actor.organisation {
        return Err(Refusal::NotAllowed("Only people of the contractor can prepare its payrolls."));
    }
    Ok((contract, project))
}

/// An upload they may go on with: a clerk or certifier of the firm. Nobody else sees it before it is signed.
///
/// # Errors
/// [`Refusal::NotFound`] for everybody else.
pub async fn may_prepare_upload(tx: &mut Transaction, actor: &Actor, upload: Id) -> Asked<(Upload, Contract, Project)> {
    let upload = uploads::find(tx, upload).await?.ok_or(Refusal::NotFound)?;
    match may_prepare(tx, actor, upload.contract).await {
        Ok((contract, project)) => Ok((upload, contract, project)),
        // Before it is signed nobody but the firm knows of it.
        Err(Refusal::NotAllowed(_)) => Err(Refusal::NotFound),
        Err(other) => Err(other),
    }
}

/// An upload they may sign once their second factor is fresh: a certifier of the firm.
///
/// # Errors
/// As [`may_prepare_upload`]; [`Refusal::NotAllowed`] for a clerk.
pub async fn may_sign(tx: &mut Transaction, actor: &Actor, upload: Id) -> Asked<(Upload, Contract, Project)> {
    let found = may_prepare_upload(tx, actor, upload).await?;
    if !actor.is(&[Role::ContractorCertifier]) {
        return Err(Refusal::NotAllowed("You can prepare this payroll. A certifier of your firm must sign it."));
    }
    Ok(found)
}

/// An upload they may sign now: a certifier of the firm who showed the second factor within five minutes.
///
/// # Errors
/// As [`may_sign`]; [`Refusal::StepUp`] where the second factor is old.
pub async fn may_certify(
    tx: &mut Transaction,
    actor: &Actor,
    upload: Id,
    now: crate::domain::moment::Moment,
) -> Asked<(Upload, Contract, Project)> {
    let found = may_sign(tx, actor, upload).await?;
    if is_fresh(actor, now) { Ok(found) } else { Err(Refusal::StepUp) }
}

/// A signed version they may see: the firm, the agency and its investigators.
///
/// # Errors
/// [`Refusal::NotFound`] for everybody else.
pub async fn may_see_submission(tx: &mut Transaction, actor: &Actor, submission: Id) -> Asked<(Submission, Contract, Project)> {
    let submission = submissions::find(tx, submission).await?.ok_or(Refusal::NotFound)?;
    let (contract, project) = may_see_contract(tx, actor, submission.contract).await?;
    Ok((submission, contract, project))
}

/// The project a main contractor may see the filing of: the prime's people, or the agency.
///
/// # Errors
/// [`Refusal::NotFound`] for everybody else.
pub async fn may_see_filing(tx: &mut Transaction, actor: &Actor, project: Id) -> Asked<Project> {
    let project = projects::find(tx, project).await?.ok_or(Refusal::NotFound)?;
    if project.agency == actor.organisation && actor.is(AGENCY_READERS) {
        return Ok(project);
    }
    let contracts = projects::contracts(tx, project.id).await?;
    let has_subs = |contract: &Contract| contracts.iter().any(|c| c.parent == Some(contract.id));
    let above = contracts.iter().any(|c| c.contractor == actor.organisation && (c.tier == 0 || has_subs(c)));
    if above && actor.is(CONTRACTOR) { Ok(project) } else { Err(Refusal::NotFound) }
}

/// The weeks of one's own firm: its clerks and certifiers.
///
/// # Errors
/// [`Refusal::NotFound`] for everybody else.
pub fn may_see_weeks(actor: &Actor) -> Asked<()> {
    let prepares = actor.kind == OrganisationKind::Contractor && actor.is(CONTRACTOR);
    if prepares { Ok(()) } else { Err(Refusal::NotFound) }
}

/// A contract whose first and last day they may set: the agency's officers and administrators, and the firms above it.
///
/// # Errors
/// [`Refusal::NotFound`] for strangers, [`Refusal::NotAllowed`] for the firm itself and for who only reads.
pub async fn may_set_days(tx: &mut Transaction, actor: &Actor, contract: Id) -> Asked<Contract> {
    let contract = projects::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    let project = projects::find(tx, contract.project).await?.ok_or(Refusal::NotFound)?;
    let agency = project.agency == actor.organisation;
    if agency && actor.is(AGENCY_KEEPERS) || actor.is(CONTRACTOR) && is_above(tx, actor.organisation, &contract).await? {
        return Ok(contract);
    }
    let sees = agency && actor.is(AGENCY_READERS) || contract.contractor == actor.organisation && actor.is(CONTRACTOR);
    if sees {
        return Err(Refusal::NotAllowed("The main contractor or the city sets the first and the last day of work."));
    }
    Err(Refusal::NotFound)
}

/// A project on which they may add subcontractors, set what the parties agreed on and remind firms: the agency's officers
/// and administrators, and the main contractor.
///
/// # Errors
/// [`Refusal::NotFound`] for strangers, [`Refusal::NotAllowed`] for who may only see the filing.
pub async fn may_direct(tx: &mut Transaction, actor: &Actor, project: Id) -> Asked<Project> {
    let project = may_see_filing(tx, actor, project).await?;
    if project.agency == actor.organisation {
        let keeps = actor.is(AGENCY_KEEPERS);
        return if keeps { Ok(project) } else { Err(Refusal::NotAllowed("An officer of the city can do this.")) };
    }
    let prime = projects::contracts(tx, project.id).await?.into_iter().find(|contract| contract.tier == 0);
    if prime.is_some_and(|prime| prime.contractor == actor.organisation) {
        return Ok(project);
    }
    Err(Refusal::NotAllowed("The main contractor or the city can do this."))
}

/// A signed week of a firm below that they may approve: a certifier of the main contractor, where the project asks for it.
///
/// # Errors
/// [`Refusal::NotFound`] for strangers and where nobody asks for it; [`Refusal::NotAllowed`] for a clerk.
pub async fn may_approve(tx: &mut Transaction, actor: &Actor, submission: Id) -> Asked<(Submission, Contract, Project)> {
    let submission = submissions::find(tx, submission).await?.ok_or(Refusal::NotFound)?;
    let contract = projects::contract(tx, submission.contract).await?.ok_or(Refusal::NotFound)?;
    let project = projects::find(tx, contract.project).await?.ok_or(Refusal::NotFound)?;
    let prime = projects::contracts(tx, project.id).await?.into_iter().find(|contract| contract.tier == 0);
    let own = prime.is_some_and(|prime| prime.contractor == actor.organisation) && contract.tier > 0;
    let asked = filing_terms::prime_approves(tx, project.id).await? && submission.certified_at.is_some();
    if !(own && asked && actor.is(CONTRACTOR)) {
        return Err(Refusal::NotFound);
    }
    if !actor.is(&[Role::ContractorCertifier]) {
        return Err(Refusal::NotAllowed("You can see this week. A certifier of your firm must approve it."));
    }
    Ok((submission, contract, project))
}

/// A signed version of their own firm that they may amend, move or answer for: its clerks and certifiers.
///
/// # Errors
/// [`Refusal::NotFound`] for strangers, [`Refusal::NotAllowed`] for who may only see it.
pub async fn may_go_on_with(tx: &mut Transaction, actor: &Actor, submission: Id) -> Asked<(Submission, Contract, Project)> {
    let (submission, contract, project) = may_see_submission(tx, actor, submission).await?;
    if contract.contractor != actor.organisation {
        return Err(Refusal::NotAllowed("Only people of the contractor can change what it filed."));
    }
    Ok((submission, contract, project))
}

/// A signed version of their own firm that they may take back: a certifier.
///
/// # Errors
/// As [`may_go_on_with`]; [`Refusal::NotAllowed`] for a clerk.
pub async fn may_withdraw(tx: &mut Transaction, actor: &Actor, submission: Id) -> Asked<(Submission, Contract, Project)> {
    let found = may_go_on_with(tx, actor, submission).await?;
    if !actor.is(&[Role::ContractorCertifier]) {
        return Err(Refusal::NotAllowed("You can amend this payroll. A certifier of your firm must take it back."));
    }
    Ok(found)
}

/// Whether an organisation holds a contract above another.
async fn is_above(tx: &mut Transaction, organisation: Id, contract: &Contract) -> Asked<bool> {
    let mut above = contract.parent;
    while let Some(id) = above {
        let contract = projects::contract(tx, id).await?.ok_or(Refusal::NotFound)?;
        if contract.contractor == organisation {
            return Ok(true);
        }
        above = contract.parent;
    }
    Ok(false)
}

/// The desk of an agency: its officers, approvers, administrators and investigators.
///
/// # Errors
/// [`Refusal::NotFound`] for everybody else.
pub fn may_see_desk(actor: &Actor) -> Asked<()> {
    let agency = actor.kind == OrganisationKind::Agency && actor.is(AGENCY_READERS);
    if agency { Ok(()) } else { Err(Refusal::NotFound) }
}

/// Setting up projects: an agency's officers and administrators.
///
/// # Errors
/// [`Refusal::NotFound`] outside the agency, [`Refusal::NotAllowed`] for its other people.
pub fn may_set_up(actor: &Actor) -> Asked<()> {
    may_see_desk(actor)?;
    if actor.is(&[Role::Officer, Role::Administrator]) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed("Officers and administrators of the agency can set up projects."))
    }
}

/// Changing the facts of a project: who may set up projects of its agency.
///
/// # Errors
/// [`Refusal::NotFound`] outside the agency, [`Refusal::NotAllowed`] for its other people.
pub async fn may_change_facts(tx: &mut Transaction, actor: &Actor, project: Id) -> Asked<Project> {
    may_see_desk(actor)?;
    let project = may_see_filing(tx, actor, project).await?;
    may_set_up(actor)?;
    Ok(project)
}

/// Keeping accounts: an agency's administrators.
///
/// # Errors
/// [`Refusal::NotFound`] for everybody else.
pub fn may_keep_accounts(actor: &Actor) -> Asked<()> {
    let keeps = actor.kind == OrganisationKind::Agency && actor.is(&[Role::Administrator]);
    if keeps { Ok(()) } else { Err(Refusal::NotFound) }
}

/// Seeing who has an account at one's own firm and at firms below it: a certifier.
///
/// # Errors
/// [`Refusal::NotFound`] for everybody else.
pub fn may_see_colleagues(actor: &Actor) -> Asked<()> {
    let sees = actor.kind == OrganisationKind::Contractor && actor.is(&[Role::ContractorCertifier]);
    if sees { Ok(()) } else { Err(Refusal::NotFound) }
}

/// Inviting somebody to an organisation: an administrator to any, a certifier to their own firm and to firms below it.
///
/// # Errors
/// [`Refusal::NotFound`] for everybody else.
pub async fn may_invite(tx: &mut Transaction, actor: &Actor, organisation: Id) -> Asked<()> {
    if may_keep_accounts(actor).is_ok() {
        return Ok(());
    }
    if !actor.is(&[Role::ContractorCertifier]) {
        return Err(Refusal::NotFound);
    }
    if organisation == actor.organisation {
        return Ok(());
    }
    for (_, own) in projects::of_contractor(tx, actor.organisation).await? {
        let contracts = projects::contracts(tx, own.project).await?;
        if contracts.iter().any(|c| c.parent == Some(own.id) && c.contractor == organisation) {
            return Ok(());
        }
    }
    Err(Refusal::NotFound)
}
