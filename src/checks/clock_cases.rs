//! The events a step is about, gathered from the project file and from hiring records, and told apart by firm,
//! job order or hire.

use crate::domain::columns::RunColumns;
use crate::domain::event::{Event, EventKind};
use crate::domain::field::Field;
use crate::domain::hiring::HiringFacts;
use crate::domain::hiring_field::HiringField;
use crate::domain::names::{Names, Sym};
use crate::domain::place::{CellRange, RowRef};
use crate::domain::project::Project;
use crate::domain::wage_determination::classification_key;
use crate::rules::asks::{Anchor, ClockStep, Per};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// An event, and the cells it was read from where it is a record's.
pub struct Noted<'p> {
    /// The event.
    pub event: Cow<'p, Event>,
    /// Its cells.
    pub cells: Vec<CellRange>,
}

/// What a step is asked of: one firm, job order or hire, or the project.
pub struct Case<'n, 'p> {
    /// The firm, the number of the job order, or the worker; empty for the project.
    pub name: String,
    /// Events of the step, by day.
    pub own: Vec<&'n Noted<'p>>,
    /// Events the step is held against, by day.
    pub anchors: Vec<&'n Noted<'p>>,
}

/// Every event, by day: those of the project file, and postings, advertisements, hires, referrals and interviews of
/// the records.
pub fn noted<'p>(project: &'p Project, hiring: &HiringFacts, columns: &RunColumns, names: &Names) -> Vec<Noted<'p>> {
    let mut all: Vec<Noted<'p>> = project.events.iter().map(|event| Noted { event: Cow::Borrowed(event), cells: Vec::new() }).collect();
    let given = |sym: Sym| names.given(sym).map(str::to_owned);
    let mut add = |what: EventKind, on: Option<NaiveDate>, until: Option<NaiveDate>, who: Who, at: RowRef, field: HiringField| {
        let Some(on) = on else { return };
        let cells = columns.cell_at(at, Field::Hiring(field)).into_iter().collect();
        let Who { contractor, job_order, worker } = who;
        let (count, week_ending, payroll_number, evidence) = (None, None, None, None);
        let event = Event { what, on, until, contractor, job_order, worker, count, week_ending, payroll_number, evidence };
        all.push(Noted { event: Cow::Owned(event), cells });
    };
    for order in &hiring.job_orders {
        let who = || Who {
            contractor: given(order.contractor),
            job_order: given(order.id).or(Some(format!("in row {}", order.at.row))),
            worker: None,
        };
        add(EventKind::PostingFirstSource, order.posted_on, order.closed_on, who(), order.at, HiringField::PostedOn);
        add(EventKind::PublicAdvertisement, order.advertised_on, None, who(), order.at, HiringField::AdvertisedOn);
    }
    for hire in &hiring.hires {
        let worker = given(hire.person.key());
        let who = || Who { contractor: given(hire.contractor), job_order: given(hire.job_order), worker: worker.clone() };
        add(EventKind::Hire, hire.hired_on, None, who(), hire.at, HiringField::HireDate);
        add(EventKind::PostingFirstSource, hire.posted_on, None, who(), hire.at, HiringField::PostedOn);
    }
    for referral in &hiring.referrals {
        let worker = given(referral.person.key());
        let who = || Who { contractor: given(referral.contractor), job_order: given(referral.job_order), worker: worker.clone() };
        add(EventKind::Referral, referral.referred_on, None, who(), referral.at, HiringField::ReferredOn);
        add(EventKind::Interview, referral.interviewed.on, None, who(), referral.at, HiringField::Interviewed);
        add(EventKind::Hire, referral.hired.on, None, who(), referral.at, HiringField::Hired);
    }
    all.sort_by_key(|n| n.event.on);
    all
}

/// Whom a record concerns.
struct Who {
    contractor: Option<String>,
    job_order: Option<String>,
    worker: Option<String>,
}

/// The cases of a step, by name. Where nothing is on file there is one, of no name.
pub fn cases<'n, 'p>(step: &ClockStep, project: &Project, noted: &'n [Noted<'p>]) -> Vec<Case<'n, 'p>> {
    let name_of = |event: &Event| match step.per {
        Per::Project => Some(String::new()),
        Per::Contractor => event.contractor.clone(),
        Per::JobOrder => event.job_order.clone(),
        Per::Hire => event.worker.clone(),
    };
    // The same name in two spellings is one case.
    let mut cases: BTreeMap<String, Case<'n, 'p>> = BTreeMap::new();
    let mut common: Vec<&'n Noted<'p>> = Vec::new();
    let case_of = |name: String, cases: &mut BTreeMap<String, Case<'n, 'p>>, take: &mut dyn FnMut(&mut Case<'n, 'p>)| {
        let key = classification_key(&name);
        take(cases.entry(key).or_insert_with(|| Case { name, own: Vec::new(), anchors: Vec::new() }));
    };
    if step.per == Per::Contractor {
        for contract in &project.contracts {
            case_of(contract.contractor.clone(), &mut cases, &mut |_| {});
        }
    }
    for one in noted {
        let name = name_of(&one.event);
        if one.event.what == step.what
            && let Some(name) = name.clone()
        {
            case_of(name, &mut cases, &mut |case| case.own.push(one));
        }
        if step.anchor == Some(Anchor::Event(one.event.what)) {
            match name {
                Some(name) => case_of(name, &mut cases, &mut |case| case.anchors.push(one)),
                None => common.push(one),
            }
        }
    }
    let mut all: Vec<Case<'n, 'p>> = cases.into_values().collect();
    if all.is_empty() {
        all.push(Case { name: String::new(), own: Vec::new(), anchors: Vec::new() });
    }
    for case in &mut all {
        case.anchors.extend(&common);
        case.anchors.sort_by_key(|n| n.event.on);
    }
    all
}
