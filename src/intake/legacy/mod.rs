//! Older spreadsheet formats.

use super::book::Book;
use super::container::package::Package;
use super::container::{ole, refusal};
use super::limits::Limits;
use crate::domain::problem::{Problem, Site};
use std::sync::Arc;

pub(crate) fn open_xls(
    _bytes: Arc<[u8]>,
    _directory: &ole::Directory,
    _sha256: String,
    _limits: &Limits,
) -> Result<Box<dyn Book>, Box<Problem>> {
    Err(not_yet())
}
pub(crate) fn open_xlsb(_package: &Arc<Package>, _sha256: String, _limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    Err(not_yet())
}
pub(crate) fn open_ods(_package: &Arc<Package>, _sha256: String, _limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    Err(not_yet())
}
fn not_yet() -> Box<Problem> {
    refusal("type.old_format", Site::File, "an older format", "an Excel workbook (.xlsx)")
}
