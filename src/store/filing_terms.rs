//! When the weeks of a contract end and are paid, and what the parties of a project agreed on.

use super::audit::{
    self,
    act::{Act, Action, Object},
};
use super::value::values;
use super::{Id, Result, StoreError, Transaction, projects};
use crate::domain::moment::Moment;
use chrono::{NaiveDate, Weekday};
use std::collections::BTreeMap;

/// When the weeks of a contract end and are paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilingTerms {
    /// The weekday they end on.
    pub week_ends: Weekday,
    /// Days from the end of a week to its pay day, where the firm has said.
    pub pay_day_after: Option<u8>,
}

impl Default for FilingTerms {
    /// Saturday, as most payroll weeks end; no pay day said.
    fn default() -> Self {
        Self { week_ends: Weekday::Sat, pay_day_after: None }
    }
}

/// What was said of a contract; else what most firms do.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_contract(tx: &mut Transaction, contract: Id) -> Result<FilingTerms> {
    const FIND: &str = "SELECT week_ends, pay_day_after FROM filing_terms WHERE contract_id = $1";
    tx.first(FIND, values![&contract]).await?.map_or(Ok(FilingTerms::default()), |row| read(row.get(0)?, row.get(1)?))
}

/// What was said of the contracts of a project; one of which nothing was said is not among them.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_project(tx: &mut Transaction, project: Id) -> Result<BTreeMap<Id, FilingTerms>> {
    const LIST: &str = "SELECT t.contract_id, t.week_ends, t.pay_day_after FROM filing_terms t JOIN contracts c ON c.id = t.contract_id
        WHERE c.project_id = $1";
    tx.rows(LIST, values![&project]).await?.iter().map(|row| Ok((row.id(0)?, read(row.get(1)?, row.get(2)?)?))).collect()
}

fn read(ends: i64, pay: Option<i64>) -> Result<FilingTerms> {
    let damaged = |what: i64| StoreError::damaged(format_args!("terms of {what}"));
    let week_ends = u8::try_from(ends).ok().and_then(|day| Weekday::try_from(day).ok()).ok_or_else(|| damaged(ends))?;
    let pay_day_after = pay.map(|days| u8::try_from(days).map_err(|_| damaged(days))).transpose()?;
    Ok(FilingTerms { week_ends, pay_day_after })
}

/// Keeps what is said of a contract.
///
/// # Errors
/// [`StoreError::Refused`] for a pay day more than 31 days on.
pub async fn set(tx: &mut Transaction, contract: Id, terms: FilingTerms, by: Id, at: Moment) -> Result<()> {
    const SET: &str = "INSERT INTO filing_terms (contract_id, week_ends, pay_day_after, set_by, set_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (contract_id) DO UPDATE SET week_ends = excluded.week_ends, pay_day_after = excluded.pay_day_after,
        set_by = excluded.set_by, set_at = excluded.set_at";
    let ends = i64::from(terms.week_ends.num_days_from_monday());
    tx.run(SET, values![&contract, ends, terms.pay_day_after.map(i64::from), &by, at]).await?;
    note(tx, contract, by, &format!("week ends {}, pay day after {:?}", terms.week_ends, terms.pay_day_after), at).await
}

/// Sets the first and the last day of a contract.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such contract.
pub async fn set_days(
    tx: &mut Transaction,
    contract: Id,
    started_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    by: Id,
    at: Moment,
) -> Result<()> {
    const SET: &str = "UPDATE contracts SET started_on = $2, ended_on = $3 WHERE id = $1";
    if tx.run(SET, values![&contract, started_on, ended_on]).await? == 0 {
        return Err(StoreError::Missing("contract"));
    }
    note(tx, contract, by, &format!("started on {started_on:?}, ended on {ended_on:?}"), at).await
}

async fn note(tx: &mut Transaction, contract: Id, by: Id, what: &str, at: Moment) -> Result<()> {
    let tenant = Some(projects::agency_of(tx, contract).await?);
    let (actor, object, record) = (Some(by), Object::contract(contract), Some(what.as_bytes()));
    audit::append(tx, Act { at, tenant, actor, action: Action::TermsSet, object, version: None, record }).await?;
    Ok(())
}

/// Whether the main contractor approves the weeks of the firms below it before the agency looks at them.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn prime_approves(tx: &mut Transaction, project: Id) -> Result<bool> {
    let found = tx.first("SELECT prime_approves FROM project_settings WHERE project_id = $1", values![&project]).await?;
    found.map_or(Ok(false), |row| row.get(0))
}

/// Says whether the main contractor approves.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such project.
pub async fn set_prime_approves(tx: &mut Transaction, project: Id, approves: bool, by: Id, at: Moment) -> Result<()> {
    const SET: &str = "INSERT INTO project_settings (project_id, prime_approves, set_by, set_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (project_id) DO UPDATE SET prime_approves = excluded.prime_approves, set_by = excluded.set_by, set_at = excluded.set_at";
    let agency = projects::find(tx, project).await?.ok_or(StoreError::Missing("project"))?.agency;
    tx.run(SET, values![&project, approves, &by, at]).await?;
    let record = Some(if approves { b"approves".as_slice() } else { b"does not approve" });
    let (tenant, actor, object) = (Some(agency), Some(by), Object::project(project));
    audit::append(tx, Act { at, tenant, actor, action: Action::TermsSet, object, version: None, record }).await?;
    Ok(())
}
