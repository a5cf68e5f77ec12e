//! Payroll files in the shapes payroll programs give them, so that the reader itself reads them.

mod flat;
mod lcptracker;
mod sheet;
mod wh347;

pub(super) use sheet::{Cell, Sheet};

use super::programme::{Filer, Shape};
use super::week::PayLine;
use crate::service::fault::Fault;
use chrono::NaiveDate;

/// What a file says of itself.
pub struct About<'a> {
    /// Who files.
    pub filer: &'a Filer,
    /// Name of the project.
    pub project: &'a str,
    /// Last day of the week.
    pub week: NaiveDate,
    /// Number of the payroll, from 1.
    pub number: u32,
}

/// A file: its name and its bytes.
pub struct PayrollFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The file of a week.
///
/// # Errors
/// [`Fault::Ours`] where the workbook cannot be written.
pub fn file(about: &About<'_>, lines: &[PayLine<'_>]) -> Result<PayrollFile, Fault> {
    let (sheet, ending) = match about.filer.shape {
        Shape::FlatText => (flat::text(about, lines), "csv"),
        Shape::FlatWorkbook => (flat::workbook(about, lines), "xlsx"),
        Shape::Wh347 => (wh347::sheet(about, lines), "xlsx"),
        Shape::Lcptracker => (lcptracker::sheet(about, lines), "csv"),
    };
    let bytes = if ending == "csv" { sheet.csv() } else { sheet.xlsx()? };
    let firm: String = about.filer.firm.split_whitespace().next().unwrap_or_default().to_lowercase();
    Ok(PayrollFile { name: format!("{firm}-{}.{ending}", about.week), bytes })
}
