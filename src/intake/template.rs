//! Workbooks to fill in, for payrolls and for hiring files: empty, with notes and drop-downs, and read back clean.

mod columns;
mod hiring_columns;
mod sheet;
mod workbook;

use std::io::Write;

pub use columns::{Column, Holds, PAYROLL};
pub use hiring_columns::{HIRING, JOB_ORDERS, REFERRALS};
use sheet::{HIRING_SHEET, JOB_ORDERS_SHEET, PAYROLL_SHEET, REFERRALS_SHEET};

/// What a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateKind {
    /// A weekly certified payroll.
    Payroll,
    /// Hires, with the source of each.
    Hiring,
    /// Job orders to first-source agencies.
    JobOrders,
    /// Referrals and what became of them.
    Referrals,
    /// Labour figures of a bid.
    BidLabour,
}

impl TemplateKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Payroll, Self::Hiring, Self::JobOrders, Self::Referrals, Self::BidLabour];
    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Payroll => "payroll",
            Self::Hiring => "hiring",
            Self::JobOrders => "job-orders",
            Self::Referrals => "referrals",
            Self::BidLabour => "bid-labour",
        }
    }
    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.word() == word)
    }
}

/// Why a template was not written.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The kind is planned and not made yet.
    #[error("there is no template for {} yet; there is one for payroll, hiring, job-orders and referrals", .0.word())]
    NotYet(TemplateKind),
    /// The workbook could not be put together.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The bytes could not be written where they were to go.
    #[error("the template could not be written: {0}")]
    Io(#[from] std::io::Error),
}

/// Writes the template of a kind: a sheet with headings and no rows, and a sheet that explains each column. The same
/// kind gives the same bytes.
pub fn write(kind: TemplateKind, to: &mut impl Write) -> Result<(), TemplateError> {
    let sheet = match kind {
        TemplateKind::Payroll => &PAYROLL_SHEET,
        TemplateKind::Hiring => &HIRING_SHEET,
        TemplateKind::JobOrders => &JOB_ORDERS_SHEET,
        TemplateKind::Referrals => &REFERRALS_SHEET,
        TemplateKind::BidLabour => return Err(TemplateError::NotYet(kind)),
    };
    let bytes = workbook::of(sheet)?.save_to_buffer()?;
    Ok(to.write_all(&bytes)?)
}
