//! The hiring log: one row a person hired or moved into an opening, as first-source reports ask for it.
//!
//! A heading that may mean two things (`Source`, `Posted Date`) is left out and can be mapped by hand.

use super::{HIRING_NEVER, Layout, Need};
use crate::domain::field::Field;
use crate::domain::hiring::RecordKind;
use crate::domain::hiring_field::HiringField as H;
use crate::intake::table::{LayoutName, RowShape};

/// The layout. Headings of workers, firms and projects are those of every payroll.
pub const LAYOUT: Layout = Layout {
    name: LayoutName::HiringLog,
    records: RecordKind::Hire,
    title: "hiring log",
    shape: RowShape::One,
    own: &[
        ("Hire Date", Field::Hiring(H::HireDate)),
        ("Start Date", Field::Hiring(H::StartDate)),
        ("How Filled", Field::Hiring(H::HowFilled)),
        ("Job Order", Field::Hiring(H::JobOrder)),
        ("Job Title", Field::Classification),
        ("Wage Offered", Field::Hiring(H::WageOffered)),
        ("City", Field::Hiring(H::ResidenceCity)),
        ("Referred By", Field::Hiring(H::ReferredBy)),
        ("Referral Date", Field::Hiring(H::ReferredOn)),
        ("First Source Posted", Field::Hiring(H::PostedOn)),
        ("End Date", Field::Hiring(H::EndDate)),
        ("End Reason", Field::Hiring(H::EndReason)),
    ],
    aliases: &[
        (Field::Hiring(H::JobOrder), super::JOB_ORDER),
        (Field::Hiring(H::PostedOn), super::POSTED_ON),
        (Field::Hiring(H::ReferredBy), super::REFERRED_BY),
        (Field::Hiring(H::ReferredOn), super::REFERRED_ON),
        (Field::Classification, super::TITLE),
        (Field::Hiring(H::ResidenceCity), super::RESIDENCE_CITY),
        (
            Field::Hiring(H::HireDate),
            "hire_date; date of hire; date hired; hired on; hired date; hiring date; employment date; new hire date",
        ),
        (
            Field::Hiring(H::StartDate),
            "start_date; date started; started on; work start date; first day of work; first day worked; employment start date",
        ),
        (
            Field::Hiring(H::HowFilled),
            "how_filled; hire type; type of hire; fill type; how position filled; how position was filled; how opening filled; \
             new hire or transfer; new hire/transfer; hire or transfer; hire/transfer/promotion",
        ),
        (
            Field::Hiring(H::WageOffered),
            "wage_offered; wage; offered wage; starting wage; starting rate; starting hourly wage; hourly wage offered; wage at hire; \
             rate; pay rate; rate of pay; hourly rate; hourly wage; hourly pay; wage rate; hourly wage rate; base hourly rate",
        ),
        (
            Field::Hiring(H::EndDate),
            "end_date; termination date; date terminated; terminated on; term date; separation date; date separated; date of separation; \
             last day worked; last day of work; last day; left on",
        ),
        (
            Field::Hiring(H::EndReason),
            "end_reason; reason for leaving; reason for separation; separation reason; termination reason; reason for termination; \
             reason left; reason ended",
        ),
    ],
    numbers: &[],
    never_with: HIRING_NEVER,
    needs: &[Need::Worker, Need::HireDay],
    example: "Contractor,Worker ID,Worker Name,Job Title,Hire Date,How Filled,Job Order,City Resident,Referred By,Referral Date\n\
              Example Builders LLC,W0417,Ana Example,Carpenter,2026-03-09,New hire,JO-12,Y,Example Workforce Board,2026-03-04\n",
};
