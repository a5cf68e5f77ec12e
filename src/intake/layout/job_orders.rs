//! The job-order log: one row an opening, or several of one kind, that an employer notified.
//!
//! Whether a day is that of the posting with the first-source agency or of the advertisement to the public
//! decides whether the promise was kept, so a bare `Posted Date` is not taken for either.

use super::{HIRING_NEVER, Layout, Need, names_a_worker};
use crate::domain::field::Field;
use crate::domain::hiring::RecordKind;
use crate::domain::hiring_field::HiringField as H;
use crate::intake::table::{LayoutName, RowShape};

/// The layout.
pub const LAYOUT: Layout = Layout {
    name: LayoutName::JobOrders,
    records: RecordKind::JobOrder,
    title: "job-order log",
    shape: RowShape::One,
    own: &[
        ("Job Order", Field::Hiring(H::JobOrder)),
        ("Job Title", Field::Classification),
        ("Openings", Field::Hiring(H::Openings)),
        ("First Source Posted", Field::Hiring(H::PostedOn)),
        ("Advertised", Field::Hiring(H::AdvertisedOn)),
        ("Closed", Field::Hiring(H::ClosedOn)),
        ("Filled", Field::Hiring(H::FilledOn)),
        // On a payroll the job is the project; here it may be the opening.
        ("Job No.", Field::Ignored),
        ("Job Number", Field::Ignored),
        ("Job", Field::Ignored),
        ("Job Code", Field::Ignored),
    ],
    aliases: &[
        (Field::Hiring(H::JobOrder), super::JOB_ORDER),
        (Field::Hiring(H::PostedOn), super::POSTED_ON),
        (Field::Classification, super::TITLE),
        (
            Field::Hiring(H::Openings),
            "number of openings; no of openings; openings count; positions; number of positions; no of positions; positions available; \
             vacancies; number of vacancies; no of vacancies; job openings; number of job openings",
        ),
        (
            Field::Hiring(H::AdvertisedOn),
            "advertised_on; date advertised; advertised date; advertisement date; public advertised date; publicly advertised; \
             public advertisement date; public posting date; date publicly posted; public notice; public notice date; \
             date of public notice; newspaper date; date in newspaper",
        ),
        (Field::Hiring(H::ClosedOn), "closed_on; date closed; closed date; closing date; close date; order closed"),
        (Field::Hiring(H::FilledOn), "filled_on; date filled; filled date; fill date; date all filled"),
    ],
    numbers: &[],
    never_with: |field| HIRING_NEVER(field) || names_a_worker(field),
    needs: &[Need::Opening, Need::Notice],
    example: "Job Order,Contractor,Job Title,Openings,First Source Posted,Advertised,Closed,Filled\n\
              JO-12,Example Builders LLC,Carpenter,2,2026-03-02,2026-03-16,2026-03-20,2026-03-20\n",
};
