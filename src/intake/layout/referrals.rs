//! The referral log: one row a person whom a first-source intermediary sent to an opening, and the result.
//!
//! A result may stand as yes or no, as its day, or as both in two columns. Numbers an agency gives its own
//! participants are not taken for the worker's number: they belong to another list.

use super::{HIRING_NEVER, Layout, Need};
use crate::domain::field::Field;
use crate::domain::hiring::RecordKind;
use crate::domain::hiring_field::HiringField as H;
use crate::intake::table::{LayoutName, RowShape};

/// The layout.
pub const LAYOUT: Layout = Layout {
    name: LayoutName::Referrals,
    records: RecordKind::Referral,
    title: "referral log",
    shape: RowShape::One,
    own: &[
        ("Job Order", Field::Hiring(H::JobOrder)),
        ("Job Title", Field::Classification),
        ("Referred By", Field::Hiring(H::ReferredBy)),
        ("Referral Date", Field::Hiring(H::ReferredOn)),
        ("Interviewed", Field::Hiring(H::Interviewed)),
        ("Offered", Field::Hiring(H::Offered)),
        ("Hired", Field::Hiring(H::Hired)),
        ("Hire Date", Field::Hiring(H::Hired)),
        ("Reason Not Hired", Field::Hiring(H::ReasonNotHired)),
        ("City", Field::Hiring(H::ResidenceCity)),
        ("Job No.", Field::Ignored),
        ("Job Number", Field::Ignored),
        ("Job", Field::Ignored),
        ("Job Code", Field::Ignored),
    ],
    aliases: &[
        (Field::Hiring(H::JobOrder), super::JOB_ORDER),
        (Field::Hiring(H::ReferredBy), super::REFERRED_BY),
        (Field::Hiring(H::ReferredOn), super::REFERRED_ON),
        (Field::Classification, super::TITLE),
        (Field::Hiring(H::ResidenceCity), super::RESIDENCE_CITY),
        (
            Field::WorkerName,
            "candidate; candidate name; applicant; applicant name; person referred; name of person referred; referred person; \
             name of applicant; name of candidate; participant; participant name",
        ),
        (Field::Hiring(H::Interviewed), "interview; was interviewed; interview date; date interviewed; date of interview"),
        (Field::Hiring(H::Offered), "offer; job offered; was offered; offer made; offer date; date offered; date of offer"),
        (Field::Hiring(H::Hired), "was hired; date hired; date of hire; hired date; hired on; hire_date"),
        (
            Field::Hiring(H::ReasonNotHired),
            "reason_not_hired; not hired reason; why not hired; reason for not hiring; reason for non-hire; reason for rejection; \
             reason not selected; reason rejected",
        ),
    ],
    numbers: &[],
    never_with: HIRING_NEVER,
    needs: &[Need::Worker, Need::ReferralFact],
    example: "Job Order,Worker ID,Worker Name,Referred By,Referral Date,Interviewed,Offered,Hired,Hire Date,Reason Not Hired\n\
              JO-12,W0417,Ana Example,Example Workforce Board,2026-03-04,2026-03-06,Y,Y,2026-03-09,\n",
};
