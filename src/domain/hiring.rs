//! Records of hiring: who was hired, which openings were posted where and when, and who was referred to
//! them with what result.
//!
//! A blank is unknown, never no: every reading that a file may leave out is an `Option`, a [`Fact`] or a
//! [`Happened`]. Days are exact. The cell of a reading is found through the row and the columns of its
//! sheet ([`super::columns::RunColumns::cell_at`]), as for a payroll line.

pub use super::hiring_facts::{HiringFacts, TableCount};
use super::names::Sym;
use super::payroll::{Fact, Gender, Level};
pub use super::person::Person;
use super::place::RowRef;
use super::quantity::{DollarPerHourUnit, Given};
use chrono::NaiveDate;

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordKind {
    /// Lines of a payroll.
    #[default]
    Payroll,
    /// Hires.
    Hire,
    /// Job orders.
    JobOrder,
    /// Referrals.
    Referral,
}

/// How an opening was filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HowFilled {
    /// Somebody new to the employer.
    NewHire,
    /// Moved from another job of the employer.
    Transfer,
    /// Promoted.
    Promotion,
    /// A former worker, hired again.
    Rehire,
    /// Recalled from a layoff.
    Recalled,
}

impl HowFilled {
    /// Every way, in order.
    pub const ALL: &'static [Self] = &[Self::NewHire, Self::Transfer, Self::Promotion, Self::Rehire, Self::Recalled];
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NewHire => "new hire",
            Self::Transfer => "transfer",
            Self::Promotion => "promotion",
            Self::Rehire => "rehire",
            Self::Recalled => "recalled",
        }
    }
}

/// Whether something happened, and on which day where that is known. A day alone means yes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    /// Yes, no or not known.
    pub fact: Fact,
    /// The day, if it is known.
    pub on: Option<NaiveDate>,
}

/// One row of a hiring log: a person who was hired or moved into an opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HiringRecord {
    /// Where it was read.
    pub at: RowRef,
    /// Digest of the readings of the row: equal for a row repeated letter by letter.
    pub digest: u128,
    /// Who.
    pub person: Person,
    /// Project; the run's project where the row names none.
    pub project: Sym,
    /// Employer.
    pub contractor: Sym,
    /// Job title, or work classification.
    pub classification: Sym,
    /// Trade.
    pub trade: Sym,
    /// Journeyworker or apprentice.
    pub level: Option<Level>,
    /// Job order or opening that was filled.
    pub job_order: Sym,
    /// How it was filled.
    pub how_filled: Option<HowFilled>,
    /// The day of the hire.
    pub hired_on: Option<NaiveDate>,
    /// First day of work.
    pub started_on: Option<NaiveDate>,
    /// Last day of work; not given where the worker stayed or it is not known.
    pub ended_on: Option<NaiveDate>,
    /// Why the work ended.
    pub end_reason: Sym,
    /// Resident, as the row states it.
    pub resident: Fact,
    /// ZIP code of residence, leading zeros kept.
    pub zip: Sym,
    /// City of residence.
    pub city: Sym,
    /// Race or ethnicity as the worker gave it.
    pub race: Sym,
    /// Person of color: as a column states it, else as the race given is counted.
    pub person_of_color: Fact,
    /// Gender.
    pub gender: Gender,
    /// Hourly wage offered.
    pub wage: Given<DollarPerHourUnit>,
    /// Who referred the worker.
    pub referred_by: Sym,
    /// The day of the referral.
    pub referred_on: Option<NaiveDate>,
    /// The day the opening was posted with the first-source agency.
    pub posted_on: Option<NaiveDate>,
}

impl HiringRecord {
    /// The day from which the worker should be seen at work: the first day of work, else the day of the hire.
    pub fn work_expected_from(&self) -> Option<NaiveDate> {
        self.started_on.or(self.hired_on)
    }
}

/// One row of a job-order log: openings an employer notified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobOrder {
    /// Where it was read.
    pub at: RowRef,
    /// Digest of the readings of the row.
    pub digest: u128,
    /// Its number; none where the file only names the job.
    pub id: Sym,
    /// Project; the run's project where the row names none.
    pub project: Sym,
    /// Employer.
    pub contractor: Sym,
    /// Job title, or work classification.
    pub classification: Sym,
    /// Trade.
    pub trade: Sym,
    /// Journeyworker or apprentice.
    pub level: Option<Level>,
    /// How many people it asks for.
    pub openings: Option<u32>,
    /// The day it was posted with the first-source agency.
    pub posted_on: Option<NaiveDate>,
    /// The day it was advertised to the public.
    pub advertised_on: Option<NaiveDate>,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
    /// The day its last opening was filled.
    pub filled_on: Option<NaiveDate>,
}

/// One row of a referral log: a person sent to an opening, and the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Referral {
    /// Where it was read.
    pub at: RowRef,
    /// Digest of the readings of the row.
    pub digest: u128,
    /// Who was referred.
    pub person: Person,
    /// Job order the person was referred to.
    pub job_order: Sym,
    /// Project; the run's project where the row names none.
    pub project: Sym,
    /// Employer.
    pub contractor: Sym,
    /// Job title, or work classification.
    pub classification: Sym,
    /// Trade.
    pub trade: Sym,
    /// Journeyworker or apprentice.
    pub level: Option<Level>,
    /// Who referred: the first-source intermediary.
    pub referred_by: Sym,
    /// The day of the referral.
    pub referred_on: Option<NaiveDate>,
    /// Interviewed.
    pub interviewed: Happened,
    /// Offered the job.
    pub offered: Happened,
    /// Hired.
    pub hired: Happened,
    /// Why not hired.
    pub reason_not_hired: Sym,
    /// Resident, as the row states it.
    pub resident: Fact,
    /// ZIP code of residence.
    pub zip: Sym,
    /// City of residence.
    pub city: Sym,
    /// Race or ethnicity as the person gave it.
    pub race: Sym,
    /// Person of color: as a column states it, else as the race given is counted.
    pub person_of_color: Fact,
    /// Gender.
    pub gender: Gender,
}

/// One record of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// A hire.
    Hire(HiringRecord),
    /// A job order.
    JobOrder(JobOrder),
    /// A referral.
    Referral(Referral),
}

impl Record {
    /// What it is.
    pub const fn kind(&self) -> RecordKind {
        match self {
            Self::Hire(_) => RecordKind::Hire,
            Self::JobOrder(_) => RecordKind::JobOrder,
            Self::Referral(_) => RecordKind::Referral,
        }
    }
    /// Where it was read.
    pub const fn at(&self) -> RowRef {
        match self {
            Self::Hire(r) => r.at,
            Self::JobOrder(r) => r.at,
            Self::Referral(r) => r.at,
        }
    }
    /// Digest of the readings of the row.
    pub const fn digest(&self) -> u128 {
        match self {
            Self::Hire(r) => r.digest,
            Self::JobOrder(r) => r.digest,
            Self::Referral(r) => r.digest,
        }
    }
    /// Project the row names.
    pub fn project_mut(&mut self) -> &mut Sym {
        match self {
            Self::Hire(r) => &mut r.project,
            Self::JobOrder(r) => &mut r.project,
            Self::Referral(r) => &mut r.project,
        }
    }
    /// Every name of the record, so that they can be moved to another table of names.
    pub fn names_mut(&mut self) -> Vec<&mut Sym> {
        match self {
            Self::Hire(r) => vec![
                &mut r.person.number,
                &mut r.person.name,
                &mut r.project,
                &mut r.contractor,
                &mut r.classification,
                &mut r.trade,
                &mut r.job_order,
                &mut r.end_reason,
                &mut r.zip,
                &mut r.city,
                &mut r.race,
                &mut r.referred_by,
            ],
            Self::JobOrder(r) => vec![&mut r.id, &mut r.project, &mut r.contractor, &mut r.classification, &mut r.trade],
            Self::Referral(r) => vec![
                &mut r.person.number,
                &mut r.person.name,
                &mut r.job_order,
                &mut r.project,
                &mut r.contractor,
                &mut r.classification,
                &mut r.trade,
                &mut r.referred_by,
                &mut r.reason_not_hired,
                &mut r.zip,
                &mut r.city,
                &mut r.race,
            ],
        }
    }
}
