//! The workbooks to fill in, as the service gives them.

use super::fault::Fault;
use crate::intake::template::{TemplateKind, write};

/// The empty payroll workbook.
///
/// # Errors
/// [`Fault::Ours`] where it cannot be put together.
pub fn payroll() -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    write(TemplateKind::Payroll, &mut bytes).map_err(|error| Fault::Ours(error.to_string()))?;
    Ok(bytes)
}
