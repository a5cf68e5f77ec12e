//! Setting when a contract begins and ends, and when its weeks end and are paid.

use super::FilingTerms;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::{Id, filing_terms};
use chrono::NaiveDate;

/// First and last day of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub first: Option<NaiveDate>,
    /// Last day.
    pub last: Option<NaiveDate>,
}

/// Whether somebody may set the first and last day of a contract.
///
/// # Errors
/// As [`set_days`], for who may not.
pub async fn may_set_days(service: &Service, actor: &Actor, contract: Id) -> Result<(), Fault> {
    permission::may_set_days(&mut service.store.snapshot().await?, actor, contract).await?;
    Ok(())
}

/// Whether somebody may set when the weeks of a contract end and are paid.
///
/// # Errors
/// As [`set_terms`], for who may not.
pub async fn may_set_terms(service: &Service, actor: &Actor, contract: Id) -> Result<(), Fault> {
    permission::may_prepare(&mut service.store.snapshot().await?, actor, contract).await?;
    Ok(())
}

/// Sets the first and last day of a contract: by the agency, or a firm above on the same project.
///
/// # Errors
/// [`Fault::NotFound`] for strangers; [`Fault::Refused`] where the last day lies before the first.
pub async fn set_days(service: &Service, actor: &Actor, contract: Id, days: Days) -> Result<Id, Fault> {
    let mut tx = service.store.begin().await?;
    let found = permission::may_set_days(&mut tx, actor, contract).await?;
    if days.first.zip(days.last).is_some_and(|(first, last)| last < first) {
        return Err(Fault::refused("days.order", "The last day lies before the first. Type the first day of work, then the last."));
    }
    filing_terms::set_days(&mut tx, contract, days.first, days.last, actor.person, service.clock.now()).await?;
    tx.commit().await?;
    Ok(found.project)
}

/// Sets when the weeks of a contract end and are paid: by the firm itself.
///
/// # Errors
/// [`Fault::NotFound`] for strangers, [`Fault::NotAllowed`] for who may only look; [`Fault::Refused`] for a pay day more
/// than 31 days on.
pub async fn set_terms(service: &Service, actor: &Actor, contract: Id, terms: FilingTerms) -> Result<(), Fault> {
    let mut tx = service.store.begin().await?;
    permission::may_prepare(&mut tx, actor, contract).await?;
    if terms.pay_day_after.is_some_and(|days| days > 31) {
        return Err(Fault::refused(
            "terms.pay-day",
            "Pay day is more than 31 days after the week. Type the days from the end of the week to pay day, 0 to 31.",
        ));
    }
    filing_terms::set(&mut tx, contract, terms, actor.person, service.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
