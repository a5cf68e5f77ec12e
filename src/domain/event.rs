//! Dated events of a project that no payroll shows: meetings, postings, filings, notices.
//!
//! What is not on the list is not known to have happened, and not known not to have.

use chrono::NaiveDate;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $words:literal;)*) => {
        /// What happened: the one list of the words of project and rule files.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EventKind { $($(#[$doc])* $variant,)* }
        impl EventKind {
            /// Every kind with its word, in order.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)*];
            /// The word of project and rule files.
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word,)* } }
            /// In prose, with its article: `the pre-job meeting`.
            pub const fn words(self) -> &'static str { match self { $(Self::$variant => $words,)* } }
        }
    };
}

kinds! {
    /// Bids were advertised.
    BidsAdvertised = "bids-advertised", "the advertisement for bids";
    /// The contract was awarded.
    Award = "award", "the award";
    /// An agreement was sent to be signed.
    AgreementSent = "agreement-sent", "the sending of the agreement";
    /// It was accepted.
    AgreementAccepted = "agreement-accepted", "the acceptance of the agreement";
    /// Work began.
    WorkStarted = "work-started", "the start of work";
    /// Meeting before work begins.
    PreJobMeeting = "pre-job-meeting", "the pre-job meeting";
    /// Meeting on how to mend a shortfall.
    CorrectiveActionMeeting = "corrective-action-meeting", "the corrective action meeting";
    /// Forecast of the workforce was handed in.
    WorkforceProjection = "workforce-projection", "the workforce projection";
    /// Forecast of hires was handed in.
    HiringProjection = "hiring-projection", "the hiring projection";
    /// Workers were asked for from a community organisation or the city's list.
    ReferralRequest = "referral-request", "the request for referrals";
    /// Workers were asked for from a union hall.
    ReferralRequestUnion = "referral-request-union", "the request to the union hall";
    /// An opening was posted with the first-source office.
    PostingFirstSource = "posting-first-source", "the posting with the first-source office";
    /// An opening was advertised to everybody.
    PublicAdvertisement = "public-advertisement", "the public advertisement";
    /// An opening was advertised in a newspaper.
    NewspaperAdvertisement = "newspaper-advertisement", "the newspaper advertisement";
    /// Somebody was referred to an opening.
    Referral = "referral", "the referral";
    /// A referred person was interviewed.
    Interview = "interview", "the interview";
    /// Somebody was hired.
    Hire = "hire", "the hire";
    /// A report was filed.
    ReportFiled = "report-filed", "the filing of the report";
    /// A week without work was reported.
    NoWorkReported = "no-work-reported", "the report of no work";
    /// A certified payroll was filed.
    PayrollFiled = "payroll-filed", "the filing of the payroll";
    /// The payroll marked as the last was filed.
    FinalPayroll = "final-payroll", "the final payroll";
    /// Employees were enrolled, in a plan or a programme.
    Enrolment = "enrolment", "the enrolment";
    /// A waiver was asked for.
    WaiverRequested = "waiver-requested", "the request for a waiver";
    /// The authority determined a breach to be wilful.
    WilfulBreachDetermined = "wilful-breach-determined", "the determination of a wilful breach";
    /// Proof of workers' residence was handed in.
    ResidencyVerification = "residency-verification", "the verification of residency";
    /// Wages of a week were paid.
    Payday = "payday", "the pay date";
    /// The building was certified for use.
    CertificateOfOccupancy = "certificate-of-occupancy", "the certificate of occupancy";
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub what: EventKind,
    /// The day, or the first of several.
    pub on: NaiveDate,
    /// The last day, of a posting or another span.
    pub until: Option<NaiveDate>,
    /// Firm, as payrolls name it; `None` for the project as a whole.
    pub contractor: Option<String>,
    /// Number of the job order it belongs to.
    pub job_order: Option<String>,
    /// Identifying number of the worker it is about.
    pub worker: Option<String>,
    /// How many (openings, workers, interviews).
    pub count: Option<u32>,
    /// The work week it is about.
    pub week_ending: Option<NaiveDate>,
    /// The payroll it is about.
    pub payroll_number: Option<String>,
    /// What proves it.
    pub evidence: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_written_once_in_small_letters_and_hyphens() {
        for (i, (word, kind)) in EventKind::WORDS.iter().enumerate() {
            assert_eq!(kind.word(), *word);
            assert!(word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{word}");
            assert!(EventKind::WORDS[i + 1..].iter().all(|(other, _)| other != word), "{word}");
        }
    }
}
