//! What the columns of a file hold, as a person says.

use super::{Upload, open, see};
use crate::intake::mapping;
use crate::intake::table::LayoutName;
use crate::service::Service;
use crate::service::examine::Examination;
use crate::service::examine::shape::{self, ChoiceFault};
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::store::{Id, saved_mappings, uploads};
use std::collections::BTreeMap;

/// A choice of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The sheet, where it was picked.
    pub sheet: Option<String>,
    /// Row of the headings, from 1, where it was picked.
    pub header_row: Option<u32>,
    /// The field of each column by its number; columns left out are not used.
    pub fields: BTreeMap<u16, String>,
    /// Remember it for the firm's next files of this shape.
    pub remember: bool,
}

/// Keeps a choice of columns and asks for a reading by it.
///
/// # Errors
/// [`Fault::Conflict`] where the upload is closed; what does not do is given back, and nothing is kept.
pub async fn choose(service: &Service, actor: &Actor, upload: Id, choice: &Choice) -> Result<Vec<ChoiceFault>, Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let (found, contract, _) = open::still_open(&mut tx, actor, upload).await?;
    let examination = found.examination.ok_or_else(open::closed)?;
    let reading = see::of(&mut tx, examination).await?.ok_or(Fault::NotFound)?;
    let text = match shape::mapping_of(&chosen(&reading.examination, &found, choice)) {
        Ok(text) => text,
        Err(faults) => return Ok(faults),
    };
    uploads::set_mapping(&mut tx, upload, Some(&text), at).await?;
    if let Some(shape) = &reading.examination.shape {
        // What is not to be remembered is forgotten: otherwise the next file would bring back the earlier choice.
        if choice.remember {
            saved_mappings::keep(&mut tx, contract.contractor, shape, &text, actor.person, at).await?;
        } else {
            saved_mappings::forget(&mut tx, contract.contractor, shape).await?;
        }
    }
    open::ask_for_reading(&mut tx, upload, at).await?;
    tx.commit().await?;
    service.bell.notify_one();
    Ok(Vec::new())
}

/// The columns a choice is of: those that were read, or those under another row of headings.
pub fn columns_of(examination: &Examination, sheet: Option<&str>, header_row: Option<u32>) -> Vec<crate::service::examine::ColumnSeen> {
    let read = (examination.input.sheet.as_deref(), examination.input.header_row);
    let picked = (sheet.or(read.0), header_row.or(read.1));
    match picked {
        (Some(sheet), Some(row)) if picked != read => shape::columns_at(examination, sheet, row),
        _ => examination.columns.clone(),
    }
}

fn chosen(examination: &Examination, upload: &Upload, choice: &Choice) -> shape::Choice {
    let columns = columns_of(examination, choice.sheet.as_deref(), choice.header_row);
    let columns = columns.into_iter().map(|column| (column.column, column.heading, choice.fields.get(&column.column).cloned()));
    let (based_on, rows) = kind_of_table(examination, upload);
    shape::Choice { columns: columns.collect(), header_row: choice.header_row, sheet: choice.sheet.clone(), based_on, rows }
}

/// The layout whose needs hold, and how rows make lines: as they were understood, or as an earlier choice had them.
fn kind_of_table(examination: &Examination, upload: &Upload) -> (Option<String>, Option<String>) {
    use crate::intake::table::RowShape::{OvertimeAboveStraight, StraightAboveOvertime};
    if let Some(earlier) = upload.mapping.as_deref().and_then(|text| mapping::read(text).ok()) {
        return (earlier.based_on.map(|layout| layout.word().to_owned()), Some(earlier.shape.word().to_owned()));
    }
    let word = examination.input.layout.as_deref().unwrap_or_default();
    let (layout, shape) = match LayoutName::ALL.iter().copied().find(|layout| layout.word() == word) {
        Some(layout @ LayoutName::Wh3472008) => (layout, Some(OvertimeAboveStraight)),
        Some(layout @ LayoutName::Wh3472025) => (layout, Some(StraightAboveOvertime)),
        Some(layout @ (LayoutName::Lcptracker | LayoutName::Register)) => (layout, None),
        _ => return (None, None),
    };
    (Some(layout.word().to_owned()), shape.map(|shape| shape.word().to_owned()))
}
