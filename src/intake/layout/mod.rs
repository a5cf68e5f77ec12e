//! The layouts that can be read. Each module owns everything about one form: the headings as published,
//! how its rows make lines, what it cannot do without, and an example to show.
//!
//! To add one: write its module, name it in [`super::table::LayoutName`] and in [`ALL`].

pub mod boston_utilization;
pub mod days;
pub mod flat_payroll;
pub mod hiring_log;
pub mod job_orders;
pub mod lcptracker;
pub mod referrals;
pub mod register;
pub mod vocabulary;
pub mod wh347_2008;
pub mod wh347_2025;

use super::table::{Banner, LayoutName, RowShape};
use crate::domain::field::{Field, HourKind};
use crate::domain::hiring::RecordKind;
use crate::domain::hiring_field::HiringField;

/// One form.
#[derive(Debug)]
pub struct Layout {
    /// Its name.
    pub name: LayoutName,
    /// What its rows are.
    pub records: RecordKind,
    /// What it is, in words.
    pub title: &'static str,
    /// How its rows make lines, unless the rows themselves show otherwise.
    pub shape: RowShape,
    /// Headings as published, with the field each holds.
    pub own: &'static [(&'static str, Field)],
    /// Other headings that mean something in this layout alone, apart by `;`.
    pub aliases: &'static [(Field, &'static str)],
    /// Fields of columns that are headed by a form's column number alone: `6A`, `(5)`.
    pub numbers: &'static [(&'static str, Field)],
    /// Fields that a table of this layout never has; with one of them it is another layout.
    pub never_with: fn(Field) -> bool,
    /// What a table of this layout must have.
    pub needs: &'static [Need],
    /// A heading row and a row or two, to show.
    pub example: &'static str,
}

/// True for columns that name a worker.
pub fn names_a_worker(field: Field) -> bool {
    matches!(field, Field::WorkerId | Field::WorkerName | Field::LastName)
}

/// Something without which no line of a table can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Who worked.
    Worker,
    /// At which work.
    Classification,
    /// How long.
    Hours,
    /// In which week.
    WeekEnding,
    /// When somebody was hired.
    HireDay,
    /// Which opening.
    Opening,
    /// When or for how many people an opening was notified.
    Notice,
    /// By whom or when somebody was referred.
    ReferralFact,
}

impl Need {
    /// True if the columns, or the readings above the table, meet the need.
    pub fn met(self, fields: &[Option<Field>], banner: &Banner) -> bool {
        let has = |wanted: fn(Field) -> bool| fields.iter().flatten().any(|&f| wanted(f));
        match self {
            Self::Worker => has(names_a_worker),
            Self::Classification => has(|f| matches!(f, Field::Classification | Field::Trade)),
            Self::Hours => has(|f| matches!(f, Field::DayHours(..) | Field::WeekHours(_))),
            Self::WeekEnding => banner.week_ending.is_some() || has(|f| f == Field::WeekEnding),
            Self::HireDay | Self::Opening | Self::Notice | Self::ReferralFact => self.fields().iter().any(|f| fields.contains(&Some(*f))),
        }
    }

    /// The missing column in plain words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Worker => "the worker (for example Worker ID or Worker Name)",
            Self::Classification => "the work classification (for example Classification or Trade)",
            Self::Hours => "the hours worked (for example Sun to Sat, or ST Hours and OT Hours)",
            Self::WeekEnding => "the week ending (for example Week Ending, or a line above the table such as FOR WEEK ENDING: 03/15/2025)",
            Self::HireDay => "the day of the hire (for example Hire Date or Start Date)",
            Self::Opening => "the opening (for example Job Order or Job Title)",
            Self::Notice => "the notice given of it (for example First Source Posted, Advertised or Openings)",
            Self::ReferralFact => "the referral (for example Referral Date or Referred By)",
        }
    }

    /// Fields that would meet the need.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Worker => &[Field::WorkerId, Field::WorkerName, Field::LastName],
            Self::Classification => &[Field::Classification, Field::Trade],
            Self::Hours => &[Field::WeekHours(HourKind::Straight), Field::WeekHours(HourKind::Unsplit)],
            Self::WeekEnding => &[Field::WeekEnding],
            Self::HireDay => &[Field::Hiring(HiringField::HireDate), Field::Hiring(HiringField::StartDate)],
            Self::Opening => &[Field::Hiring(HiringField::JobOrder), Field::Classification, Field::Trade],
            Self::Notice => {
                &[Field::Hiring(HiringField::PostedOn), Field::Hiring(HiringField::AdvertisedOn), Field::Hiring(HiringField::Openings)]
            }
            Self::ReferralFact => &[Field::Hiring(HiringField::ReferredOn), Field::Hiring(HiringField::ReferredBy)],
        }
    }
}

/// What stands on a payroll and never in a hiring file.
pub const HIRING_NEVER: fn(Field) -> bool = |field| {
    matches!(
        field,
        Field::WeekEnding
            | Field::DayHours(..)
            | Field::WeekHours(_)
            | Field::AllJobsHours
            | Field::GrossProject
            | Field::GrossAll
            | Field::Deductions
            | Field::DeductionPart
            | Field::Net
            | Field::LineMark
    )
};

const JOB_ORDER: &str = "job_order; job order no; job order number; job order id; order no; order number; order id; requisition; \
                         requisition no; requisition number; requisition id; req no; req id; job req; opening no; opening id; \
                         posting no; posting id; job posting no; job posting id; job id; vacancy no; vacancy id";
const POSTED_ON: &str = "posted_on; first source posted date; first source posting date; first source posting; date posted with first source; \
                         posted with first source; date sent to first source; first source notice date; first source notified; \
                         date first source notified; notice to first source; posted with agency; date posted with agency; \
                         agency notified; date agency notified; does posting date; date posted with does; moed posting date; \
                         date posted with moed; workforce1 notice date; date notified to workforce1";
const REFERRED_BY: &str = "referred_by; referral source; source of referral; referral agency; referring agency; referring organization; \
                           referring organisation; intermediary; referred from; first source agency";
const REFERRED_ON: &str = "referred_on; referred on; date referred; date of referral; referred date";
const TITLE: &str = "position; position title; title; title of job; job classification; title of position";
const RESIDENCE_CITY: &str = "residence_city; city of residence; home city; residence city; worker city; employee city";

/// What a payroll of any shape must have.
pub const PAYROLL_NEEDS: &[Need] = &[Need::WeekEnding, Need::Worker, Need::Classification, Need::Hours];

/// Every layout that is recognised by its headings, in the order in which a tie is settled.
pub const ALL: &[&Layout] = &[
    &flat_payroll::LAYOUT,
    &wh347_2008::LAYOUT,
    &wh347_2025::LAYOUT,
    &lcptracker::LAYOUT,
    &register::LAYOUT,
    &boston_utilization::LAYOUT,
    &hiring_log::LAYOUT,
    &job_orders::LAYOUT,
    &referrals::LAYOUT,
];

/// The layout of a name; `None` for [`LayoutName::Mapped`], which has no headings of its own.
pub fn of(name: LayoutName) -> Option<&'static Layout> {
    ALL.iter().copied().find(|l| l.name == name)
}
