//! The columns of the templates for hiring files and what to write in each.

use super::columns::{Column, Holds, column};
use crate::domain::field::Field;
use crate::domain::hiring_field::HiringField as H;

const PROJECT: Column = column("Project", Field::Project, Holds::Text, false, "Project name or number, as on the payrolls.");
const CONTRACTOR: Column = column("Contractor", Field::Contractor, Holds::Text, false, "Employer, as the payrolls name it.");
const WORKER_ID: Column = column(
    "Worker ID",
    Field::WorkerId,
    Holds::Text,
    false,
    "The worker's number, as on the payroll; only the same number is the same worker for certain. Never a full Social Security number.",
);
const LAST_NAME: Column = column("Last Name", Field::LastName, Holds::Text, false, "Last name. A number or a name must be given.");
const FIRST_NAME: Column = column("First Name", Field::FirstName, Holds::Text, false, "First name.");
const JOB_ORDER: Column =
    column("Job Order", Field::Hiring(H::JobOrder), Holds::Text, false, "Number of the job order (opening, requisition) at the agency.");
const JOB_TITLE: Column =
    column("Job Title", Field::Classification, Holds::Text, false, "Job title, or work classification as on the payroll.");
const TRADE: Column = column("Trade", Field::Trade, Holds::Text, false, "Trade, as the local-hire rules count it.");
const LEVEL: Column = column("Level", Field::Level, Holds::Level, false, "J for journeyworker, RA for registered apprentice.");
const ZIP: Column =
    column("ZIP", Field::Zip, Holds::Text, false, "ZIP code of residence, five digits. Only if the project counts residents.");
const CITY: Column = column("City", Field::Hiring(H::ResidenceCity), Holds::Text, false, "City of residence.");
const RESIDENT: Column = column(
    "City Resident",
    Field::Resident,
    Holds::YesNo,
    false,
    "Y if the person lives in the awarding city, N if not, blank if not known.",
);
const RACE: Column =
    column("Race", Field::Race, Holds::Text, false, "Race or ethnicity in the person's own words. Only if the project counts it.");
const GENDER: Column =
    column("Gender", Field::Gender, Holds::Text, false, "Gender in the person's own words. Only if the project counts it.");
const REFERRED_BY: Column =
    column("Referred By", Field::Hiring(H::ReferredBy), Holds::Text, false, "First-source agency or other source that sent the person.");
const REFERRAL_DATE: Column = column("Referral Date", Field::Hiring(H::ReferredOn), Holds::Date, false, "Day of the referral.");
const POSTED: Column = column(
    "First Source Posted",
    Field::Hiring(H::PostedOn),
    Holds::Date,
    false,
    "Day the opening was posted with the first-source agency, not the day it was made public.",
);

/// The hiring template, column by column.
pub const HIRING: &[Column] = &[
    PROJECT,
    CONTRACTOR,
    WORKER_ID,
    LAST_NAME,
    FIRST_NAME,
    JOB_ORDER,
    JOB_TITLE,
    TRADE,
    LEVEL,
    column("Hire Date", Field::Hiring(H::HireDate), Holds::Date, false, "Day of the hire. Blank is not known."),
    column("Start Date", Field::Hiring(H::StartDate), Holds::Date, false, "First day of work."),
    column("How Filled", Field::Hiring(H::HowFilled), Holds::HowFilled, false, "New hire, transfer, promotion, rehire or recalled."),
    column("Wage Offered", Field::Hiring(H::WageOffered), Holds::Rate, false, "Wage offered, dollars per hour."),
    ZIP,
    CITY,
    RESIDENT,
    RACE,
    GENDER,
    REFERRED_BY,
    REFERRAL_DATE,
    POSTED,
    column("End Date", Field::Hiring(H::EndDate), Holds::Date, false, "Last day of work. Blank while the worker is at work."),
    column("End Reason", Field::Hiring(H::EndReason), Holds::Text, false, "Why the work ended."),
];

/// The job-order template, column by column.
pub const JOB_ORDERS: &[Column] = &[
    column("Job Order", Field::Hiring(H::JobOrder), Holds::Text, false, "Number of the job order. It or the job title must be given."),
    PROJECT,
    CONTRACTOR,
    JOB_TITLE,
    TRADE,
    LEVEL,
    column("Openings", Field::Hiring(H::Openings), Holds::Count, false, "How many people are asked for."),
    POSTED,
    column(
        "Advertised",
        Field::Hiring(H::AdvertisedOn),
        Holds::Date,
        false,
        "Day the opening was advertised to the public. Blank is not known.",
    ),
    column("Closed", Field::Hiring(H::ClosedOn), Holds::Date, false, "Day the order was closed."),
    column("Filled", Field::Hiring(H::FilledOn), Holds::Date, false, "Day the last opening was filled."),
];

/// The referral template, column by column.
pub const REFERRALS: &[Column] = &[
    JOB_ORDER,
    PROJECT,
    CONTRACTOR,
    WORKER_ID,
    LAST_NAME,
    FIRST_NAME,
    JOB_TITLE,
    TRADE,
    LEVEL,
    REFERRED_BY,
    REFERRAL_DATE,
    column("Interviewed", Field::Hiring(H::Interviewed), Holds::Result, false, "Y, N or the day of the interview. Blank is not known."),
    column("Offered", Field::Hiring(H::Offered), Holds::Result, false, "Y, N or the day of the offer. Blank is not known."),
    column("Hired", Field::Hiring(H::Hired), Holds::Result, false, "Y, N or the day of the hire. Blank is not known."),
    column(
        "Reason Not Hired",
        Field::Hiring(H::ReasonNotHired),
        Holds::Text,
        false,
        "Why the person was not hired, in the employer's words.",
    ),
    ZIP,
    CITY,
    RESIDENT,
    RACE,
    GENDER,
];
