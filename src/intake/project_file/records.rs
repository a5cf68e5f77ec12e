//! Waivers, fringe plans and deductions of a project file.

use super::ProjectError;
use super::raw::{RawDeduction, RawFringePlan, RawWaiver};
use super::scalar::Day;
use crate::domain::deduction;
use crate::domain::project::{Deduction, FringePlan, Waiver};
use crate::intake::toml_words::{line_at, spelling};
use chrono::NaiveDate;
use toml::Spanned;

pub(super) fn waiver(raw: RawWaiver, text: &str, name: &str) -> Result<Waiver, ProjectError> {
    let (from, until) = days(Some(raw.from), Some(raw.until), text, name)?;
    Ok(Waiver {
        policy: raw.policy.0,
        clause: raw.clause.map(|c| c.0),
        contractor: raw.contractor.map(|c| c.0),
        from,
        until,
        granted_by: raw.granted_by.0,
        evidence: raw.evidence.0,
    })
}

pub(super) fn fringe_plan(raw: RawFringePlan, text: &str, name: &str) -> Result<FringePlan, ProjectError> {
    let line = Some(line_at(text.as_bytes(), raw.contractor.span().start));
    let (from, until) = days(raw.from, raw.until, text, name)?;
    let error = |message: &str, help: &str| Err(ProjectError::new(name, line, message).help(help));
    match (raw.hourly_credit, raw.annual_cost) {
        (None, None) => return error("the plan says not what it costs.", "Write hourly_credit = \"5.00\", or annual_cost and hours_all."),
        (Some(_), Some(_)) => return error("the plan gives its cost twice.", "Keep hourly_credit, or annual_cost and hours_all."),
        (Some(_), None) if raw.hours_all.is_some() => {
            return error("`hours_all` stands beside `hourly_credit`.", "An hourly credit needs no hours; leave them out.");
        }
        _ => {}
    }
    Ok(FringePlan {
        contractor: raw.contractor.into_inner().0,
        plan: raw.plan.0,
        hourly_credit: raw.hourly_credit.map(|d| crate::domain::quantity::Rate::from_micros(d.0.micros())),
        annual_cost: raw.annual_cost.map(|d| d.0),
        hours_all: raw.hours_all.map(|h| h.0),
        from,
        until,
    })
}

pub(super) fn deduction(raw: RawDeduction, text: &str, name: &str) -> Result<Deduction, ProjectError> {
    let kind = raw.kind.get_ref().trim().to_lowercase().replace(['_', ' '], "-");
    if deduction::find(&kind).is_none() {
        let known: Vec<&str> = deduction::KINDS.iter().map(|k| k.word).collect();
        let line = line_at(text.as_bytes(), raw.kind.span().start);
        let message = format!("\"{}\" is no kind of deduction that is known here.", raw.kind.get_ref());
        return Err(ProjectError::new(name, Some(line), message).help(spelling(&kind, &known)));
    }
    let (from, until) = days(raw.from, raw.until, text, name)?;
    Ok(Deduction {
        contractor: raw.contractor.0,
        worker: raw.worker.map(|w| w.0),
        kind,
        amount: raw.amount.map(|d| d.0),
        from,
        until,
        consent: raw.consent.map(|c| c.0),
        approved: raw.approved,
    })
}

type Span = (Option<NaiveDate>, Option<NaiveDate>);

fn days(from: Option<Day>, until: Option<Spanned<Day>>, text: &str, name: &str) -> Result<Span, ProjectError> {
    let from = from.map(|d| d.0);
    if let (Some(first), Some(last)) = (from, &until)
        && last.get_ref().0 < first
    {
        let line = line_at(text.as_bytes(), last.span().start);
        return Err(ProjectError::new(name, Some(line), "`until` comes before `from`."));
    }
    Ok((from, until.map(|d| d.get_ref().0)))
}
