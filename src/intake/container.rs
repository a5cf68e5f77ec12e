//! What kind of file it really is.

use super::book::Book;
use super::input::Input;
use super::limits::Limits;
use crate::domain::problem::Problem;

/// Opens a file.
pub fn open(name: &str, source: Input, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    super::delimited::open(name, source, limits)
}
