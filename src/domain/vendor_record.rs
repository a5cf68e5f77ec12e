//! What outside records say of a firm: citations, judgments, settlements. A record names a firm only as
//! surely as its match is confirmed by a person.

use super::quantity::Money;
use super::share::Share;
use chrono::NaiveDate;

/// What kind of record it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordKind {
    /// Citation by an agency.
    Citation,
    /// Judgment of a court.
    Judgment,
    /// Settlement.
    Settlement,
    /// Admission by the firm.
    Admission,
    /// Final order of an agency.
    FinalOrder,
    /// Debarment.
    Debarment,
    /// Back wages the firm agreed to pay: not a judgment.
    AgreedBackWages,
    /// Complaint: nothing is found yet.
    Complaint,
}

impl RecordKind {
    /// Every kind with its word, in order.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("citation", Self::Citation),
        ("judgment", Self::Judgment),
        ("settlement", Self::Settlement),
        ("admission", Self::Admission),
        ("final-order", Self::FinalOrder),
        ("debarment", Self::Debarment),
        ("agreed-back-wages", Self::AgreedBackWages),
        ("complaint", Self::Complaint),
    ];

    /// In prose.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Citation => "citation",
            Self::Judgment => "judgment",
            Self::Settlement => "settlement",
            Self::Admission => "admission",
            Self::FinalOrder => "final order",
            Self::Debarment => "debarment",
            Self::AgreedBackWages => "back wages agreed, not a judgment",
            Self::Complaint => "complaint, nothing found yet",
        }
    }
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorRecord {
    /// Firm, as payrolls and contracts name it.
    pub contractor: String,
    /// What it is.
    pub kind: RecordKind,
    /// Its day.
    pub on: NaiveDate,
    /// Its last day, where it lasts: the end of a debarment.
    pub until: Option<NaiveDate>,
    /// No appeal is open; `None` if not known.
    pub is_final: Option<bool>,
    /// Found to be wilful; `None` if not known.
    pub wilful: Option<bool>,
    /// The law it is under.
    pub law: Option<String>,
    /// Dollars.
    pub amount: Option<Money>,
    /// Where it was read.
    pub source: Option<String>,
    /// How alike record and firm are, where a machine compared them.
    pub score: Option<Share>,
    /// A person confirmed (or denied) that record and firm are the same; `None` if nobody looked.
    pub confirmed: Option<bool>,
}
