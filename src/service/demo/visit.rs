//! Signing in by a link, and where the tour leads. Nothing of it is there outside a demonstration.

use super::cast::{self, PLAYERS};
use super::try_me;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::identity::sessions;
use crate::store::organisations::{self, OrganisationKind};
use crate::store::{Id, people, projects, submissions};
use chrono::NaiveDate;

/// Signs somebody of the demonstration in, as if they had just shown their second factor, and gives the secret of the
/// cookie.
///
/// # Errors
/// [`Fault::NotFound`] outside a demonstration, and for a link nobody has.
pub async fn sign_in(service: &Service, link: &str, agent: &str) -> Result<String, Fault> {
    let player = PLAYERS.iter().find(|player| player.link == link).filter(|_| service.settings.demo).ok_or(Fault::NotFound)?;
    let mut tx = service.store.snapshot().await?;
    let person = people::by_email(&mut tx, &cast::email(player.name, player.organisation)).await?.ok_or(Fault::NotFound)?;
    drop(tx);
    sessions::begin(service, person.id, Some(service.clock.now()), agent).await
}

/// Places the tour leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The contract of the firm that has a week to send.
    pub contract: Id,
    /// Its project.
    pub project: Id,
    /// The week to send.
    pub week: NaiveDate,
    /// A signed week with findings.
    pub submission: Option<Id>,
}

/// Where the tour leads.
///
/// # Errors
/// [`Fault::NotFound`] outside a demonstration.
pub async fn places(service: &Service) -> Result<Places, Fault> {
    if !service.settings.demo {
        return Err(Fault::NotFound);
    }
    let mut tx = service.store.snapshot().await?;
    let firms = organisations::of_kind(&mut tx, OrganisationKind::Contractor).await?;
    let firm = firms.iter().find(|firm| firm.name == try_me::FIRM).ok_or(Fault::NotFound)?;
    let (project, contract) = projects::of_contractor(&mut tx, firm.id).await?.into_iter().next().ok_or(Fault::NotFound)?;
    let day = |text: &str| text.parse::<NaiveDate>().map_err(|error| Fault::Ours(error.to_string()));
    let shown = submissions::of_week(&mut tx, contract.id, day("2025-03-15")?).await?.last().map(|version| version.id);
    Ok(Places { contract: contract.id, project: project.id, week: day(try_me::WEEK)?, submission: shown })
}
