//! What each template's workbook holds: its sheet, its columns and how to fill them.

use super::columns::{Column, PAYROLL};
use super::hiring_columns::{HIRING, JOB_ORDERS, REFERRALS};

/// One workbook to fill in.
pub(super) struct TemplateSheet {
    /// Title of the workbook.
    pub title: &'static str,
    /// Name of the sheet rows are written on.
    pub name: &'static str,
    pub columns: &'static [Column],
    /// How to fill it, line by line; the commands to check it stand last.
    pub lines: &'static [&'static str],
}

pub(super) const PAYROLL_SHEET: TemplateSheet = TemplateSheet {
    title: "Certified payroll",
    name: "Payroll",
    columns: PAYROLL,
    lines: &[
        "One row for each worker, week and classification. A worker in two classifications has two rows.",
        "Write rows under the headings of the sheet Payroll. The columns may stand in any order; unused ones may be deleted.",
        "Leave a cell blank for what is not known. A blank is never taken for zero pay.",
        "If nobody worked in a week, do not send an empty sheet: report the week as one without work.",
        "Check the file before you sign it: plumbline check FILE.",
    ],
};

pub(super) const HIRING_SHEET: TemplateSheet = TemplateSheet {
    title: "Hiring log",
    name: "Hires",
    columns: HIRING,
    lines: &[
        "One row for each person hired or moved into an opening. Use the same worker number as on the payroll.",
        "Write rows under the headings of the sheet Hires. The columns may stand in any order; unused ones may be deleted.",
        "Leave a cell blank for what is not known. A blank is never taken for no.",
        "Transfers, promotions, rehires and recalled workers are written too, each as what it is: they are counted apart.",
        "Check it beside the payrolls: plumbline check PAYROLL FILE --project PROJECT.",
    ],
};

pub(super) const JOB_ORDERS_SHEET: TemplateSheet = TemplateSheet {
    title: "Job orders",
    name: "Job Orders",
    columns: JOB_ORDERS,
    lines: &[
        "One row for each job order. An order for several people of one job is one row with the number of openings.",
        "Write rows under the headings of the sheet Job Orders. The columns may stand in any order; unused ones may be deleted.",
        "Leave a cell blank for what is not known. A blank is never taken for no.",
        "Posted with the first-source agency and advertised to the public are two days: the order of the two is what counts.",
        "Check it beside the hires and referrals: plumbline check FILE HIRES REFERRALS --project PROJECT.",
    ],
};

pub(super) const REFERRALS_SHEET: TemplateSheet = TemplateSheet {
    title: "Referrals",
    name: "Referrals",
    columns: REFERRALS,
    lines: &[
        "One row for each person sent to an opening, and what became of the referral.",
        "Write rows under the headings of the sheet Referrals. The columns may stand in any order; unused ones may be deleted.",
        "Leave a cell blank for what is not known. A blank is never taken for no.",
        "Once a person is hired, write the worker's number as on the payroll: it is how the placement is confirmed.",
        "Check it beside the hires: plumbline check FILE HIRES --project PROJECT.",
    ],
};
