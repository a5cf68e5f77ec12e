//! The fields of hiring logs, job orders and referral logs that a payroll does not have.

/// What a column of a hiring file is read as, beside the fields it shares with payrolls (worker, project,
/// contractor, classification, level, residence, self-identification).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HiringField {
    /// Number of the job order (opening, requisition) a row is about.
    JobOrder,
    /// The day of the hire.
    HireDate,
    /// New hire, transfer, promotion, rehire or recalled.
    HowFilled,
    /// Hourly wage offered.
    WageOffered,
    /// City of residence.
    ResidenceCity,
    /// Who referred the worker: a first-source agency or another source.
    ReferredBy,
    /// The day of the referral.
    ReferredOn,
    /// The day the opening was posted with the first-source agency.
    PostedOn,
    /// First day of work.
    StartDate,
    /// Last day of work.
    EndDate,
    /// Why the work ended.
    EndReason,
    /// How many people a job order asks for.
    Openings,
    /// The day the opening was advertised to the public.
    AdvertisedOn,
    /// The day the job order was closed.
    ClosedOn,
    /// The day the last opening was filled.
    FilledOn,
    /// Interviewed: yes, no, or the day.
    Interviewed,
    /// Offered the job: yes, no, or the day.
    Offered,
    /// Hired: yes, no, or the day.
    Hired,
    /// Why the person was not hired.
    ReasonNotHired,
}

impl HiringField {
    /// Every field, in order.
    pub const ALL: &'static [Self] = &[
        Self::JobOrder,
        Self::HireDate,
        Self::HowFilled,
        Self::WageOffered,
        Self::ResidenceCity,
        Self::ReferredBy,
        Self::ReferredOn,
        Self::PostedOn,
        Self::StartDate,
        Self::EndDate,
        Self::EndReason,
        Self::Openings,
        Self::AdvertisedOn,
        Self::ClosedOn,
        Self::FilledOn,
        Self::Interviewed,
        Self::Offered,
        Self::Hired,
        Self::ReasonNotHired,
    ];

    /// The name used in output and mapping files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JobOrder => "job_order",
            Self::HireDate => "hire_date",
            Self::HowFilled => "how_filled",
            Self::WageOffered => "wage_offered",
            Self::ResidenceCity => "residence_city",
            Self::ReferredBy => "referred_by",
            Self::ReferredOn => "referred_on",
            Self::PostedOn => "posted_on",
            Self::StartDate => "start_date",
            Self::EndDate => "end_date",
            Self::EndReason => "end_reason",
            Self::Openings => "openings",
            Self::AdvertisedOn => "advertised_on",
            Self::ClosedOn => "closed_on",
            Self::FilledOn => "filled_on",
            Self::Interviewed => "interviewed",
            Self::Offered => "offered",
            Self::Hired => "hired",
            Self::ReasonNotHired => "reason_not_hired",
        }
    }
}
