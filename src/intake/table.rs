//! A table found in a sheet: its layout, its heading row, and what each column is read as.

mod banner;
mod calendar;
mod columns;
mod context;
mod head;
pub(crate) mod heading;
mod lexicon;
mod map_of;
mod mapped;
mod matching;
mod search;
mod shape;
pub(crate) mod suggest;
mod unusable;

use super::batch::RowBatch;
use super::book::{Merge, SheetExtras};
use super::limits::Limits;
use crate::domain::field::Field;
use crate::domain::hiring::RecordKind;
use crate::domain::problem::Problem;
use crate::domain::run::ColumnUse;
use chrono::NaiveDate;

/// The layouts that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayoutName {
    /// One row per worker, week and classification, headings in any order.
    FlatPayroll,
    /// WH-347 before 2025: overtime line above straight-time line.
    Wh3472008,
    /// WH-347 of January 2025: straight-time line above overtime line.
    Wh3472025,
    /// LCPtracker upload and its drifting copies.
    Lcptracker,
    /// Payroll register with weekly totals only.
    Register,
    /// Boston utilization rows: hours of a group of workers.
    BostonUtilization,
    /// Hiring log: one row a hire.
    HiringLog,
    /// Job-order log: one row an opening.
    JobOrders,
    /// Referral log: one row a referral.
    Referrals,
    /// Mapped by hand.
    Mapped,
}

impl LayoutName {
    /// Every layout.
    pub const ALL: &'static [Self] = &[
        Self::FlatPayroll,
        Self::Wh3472008,
        Self::Wh3472025,
        Self::Lcptracker,
        Self::Register,
        Self::BostonUtilization,
        Self::HiringLog,
        Self::JobOrders,
        Self::Referrals,
        Self::Mapped,
    ];
    /// Name on the command line and in output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::FlatPayroll => "flat-payroll",
            Self::Wh3472008 => "wh347-2008",
            Self::Wh3472025 => "wh347-2025",
            Self::Lcptracker => "lcptracker",
            Self::Register => "register",
            Self::BostonUtilization => "boston-utilization",
            Self::HiringLog => "hiring-log",
            Self::JobOrders => "job-orders",
            Self::Referrals => "referrals",
            Self::Mapped => "mapped",
        }
    }
}

/// How the rows of a layout make payroll lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowShape {
    /// Each row is a line.
    #[default]
    One,
    /// Two rows are a line: overtime above straight time. The columns of hours and of the rate are shared;
    /// they are mapped as straight time, and mean overtime on the overtime row.
    OvertimeAboveStraight,
    /// Two rows are a line: straight time above overtime, columns shared in the same way.
    StraightAboveOvertime,
}

impl RowShape {
    /// Every shape.
    pub const ALL: &'static [Self] = &[Self::One, Self::OvertimeAboveStraight, Self::StraightAboveOvertime];
    /// The word in mapping files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::OvertimeAboveStraight => "overtime-above-straight",
            Self::StraightAboveOvertime => "straight-above-overtime",
        }
    }
}

/// Readings that stand once above the table and hold for every row that does not give its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Banner {
    /// Week ending.
    pub week_ending: Option<NaiveDate>,
    /// Contractor.
    pub contractor: Option<String>,
    /// Project.
    pub project: Option<String>,
    /// Payroll number.
    pub payroll_number: Option<String>,
}

/// A table as it will be read.
#[derive(Clone, Debug)]
pub struct TableMap {
    /// Layout.
    pub layout: LayoutName,
    /// Why this layout: the headings that spoke for it, in words.
    pub why: String,
    /// What its rows are.
    pub records: RecordKind,
    /// How rows make lines.
    pub shape: RowShape,
    /// Row of the (last) heading row, from 1; data begin below it.
    pub header_row: u32,
    /// In delimited text, how many fields the heading has; 0 in sheets.
    pub header_fields: u32,
    /// Field of each column, by column index; `None` is not used.
    pub fields: Vec<Option<Field>>,
    /// The same, explained.
    pub columns: Vec<ColumnUse>,
    /// Readings above the table.
    pub banner: Banner,
    /// Merged cells of the sheet.
    pub merges: Vec<Merge>,
    /// Serial dates count from 1904.
    pub dates_from_1904: bool,
    /// Notes: columns not used, hidden columns, ….
    pub notes: Vec<Problem>,
}

/// What finding a table came to.
#[derive(Debug)]
pub enum Found {
    /// A table.
    Table(Box<TableMap>),
    /// No heading row was understood.
    Nothing,
    /// The heading row was found and cannot be used (missing or doubled columns), with the table as far as it was
    /// understood, for a person to settle.
    Unusable(Box<Problem>, Option<Box<TableMap>>),
}

/// What [`find`] is told besides the rows.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The layout asked for.
    pub layout: Option<LayoutName>,
    /// A saved mapping.
    pub mapping: Option<super::mapping::Mapping>,
}

/// Finds the table in the first rows of a sheet (sixty to a hundred are enough): its layout, its heading
/// rows, what each column is read as, and what stands above it.
///
/// `head` is the beginning of the sheet, without empty rows or with them. A problem names cells without a
/// sheet; whoever calls knows its name.
pub fn find(head: &RowBatch, extras: &SheetExtras, wish: &Wish, limits: &Limits) -> Found {
    search::find(head::Head { batch: head, extras }, wish, limits)
}
