//! Cells corrected on the page: kept beside the file, which is never touched, and laid over it at the next reading.

use super::open;
use super::see;
use crate::service::Service;
use crate::service::examine::{CellText, Examination};
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::store::audit::act::{Act, Action, Object};
use crate::store::corrections::{self, KeptCorrection};
use crate::store::projects::Project;
use crate::store::{Id, Transaction, audit};

/// The longest text of a cell.
const LONGEST: usize = 200;
/// Corrections of one upload.
const MOST: usize = 1_000;

/// A cell and what is to stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewText {
    /// Sheet name.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
    /// The new text; empty to empty the cell.
    pub text: String,
}

/// Keeps corrections. The sheet shows them after the next reading.
///
/// # Errors
/// [`Fault::Refused`] for a text no cell takes, or too many corrections; [`Fault::Conflict`] where the upload is closed.
pub async fn correct(service: &Service, actor: &Actor, upload: Id, cells: &[NewText]) -> Result<(), Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let (found, _, project) = open::still_open(&mut tx, actor, upload).await?;
    let Some(examination) = found.examination else { return Err(open::closed()) };
    let reading = see::of(&mut tx, examination).await?.ok_or(Fault::NotFound)?;
    let mut counted = corrections::of_upload(&mut tx, upload).await?;
    for cell in cells {
        fits(cell, &reading.examination)?;
        let earlier = counted.iter().position(|c| (c.sheet.as_str(), c.row, c.column) == (cell.sheet.as_str(), cell.row, cell.column));
        // What stands in the file itself, however often the cell was corrected.
        let before = match earlier {
            Some(place) => counted.remove(place).before,
            None => stands(&reading.examination, cell).unwrap_or_default().to_owned(),
        };
        let kept = KeptCorrection {
            id: Id::new(at)?,
            sheet: cell.sheet.clone(),
            row: cell.row,
            column: cell.column,
            before,
            after: cell.text.trim().to_owned(),
            by: actor.person,
            at,
        };
        corrections::add(&mut tx, upload, &kept).await?;
        note(&mut tx, actor, &project, upload, &kept).await?;
        counted.push(kept);
        if counted.len() > MOST {
            return Err(Fault::refused(
                "correction.many",
                format!("There are more than {MOST} corrections. Correct the file and upload it."),
            ));
        }
    }
    Ok(tx.commit().await?)
}

/// Takes a correction back.
///
/// # Errors
/// [`Fault::NotFound`] where there is none that counts; [`Fault::Conflict`] where the upload is closed.
pub async fn undo(service: &Service, actor: &Actor, upload: Id, correction: Id) -> Result<(), Fault> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let (_, _, project) = open::still_open(&mut tx, actor, upload).await?;
    let counted = corrections::of_upload(&mut tx, upload).await?;
    let Some(kept) = counted.into_iter().find(|c| c.id == correction) else { return Err(Fault::NotFound) };
    corrections::undo(&mut tx, upload, correction, at).await?;
    note(&mut tx, actor, &project, upload, &kept).await?;
    Ok(tx.commit().await?)
}

/// Asks for a further reading, with the corrections laid over the file.
///
/// # Errors
/// [`Fault::Conflict`] where the upload is closed.
pub async fn check_again(service: &Service, actor: &Actor, upload: Id) -> Result<(), Fault> {
    let mut tx = service.store.begin().await?;
    let (found, ..) = open::still_open(&mut tx, actor, upload).await?;
    if found.original.is_some() {
        open::ask_for_reading(&mut tx, upload, service.clock.now()).await?;
        tx.commit().await?;
        service.bell.notify_one();
    }
    Ok(())
}

fn stands<'e>(examination: &'e Examination, cell: &NewText) -> Option<&'e str> {
    let row = examination.sheet_rows.iter().find(|row| row.row == cell.row && row.sheet == cell.sheet)?;
    row.cells.iter().find(|c| c.column == cell.column).map(|c: &CellText| c.text.as_str())
}

/// Whether a text can stand in a cell of the file.
fn fits(cell: &NewText, examination: &Examination) -> Result<(), Fault> {
    let refuse = |sentence: &str| Err(Fault::refused("correction.text", sentence));
    let known = examination.columns.iter().any(|c| c.sheet == cell.sheet && c.column == cell.column);
    if !known || cell.row == 0 {
        return Err(Fault::NotFound);
    }
    if cell.text.chars().count() > LONGEST || cell.text.chars().any(char::is_control) {
        return refuse("The text is too long or has more than one line. Type at most 200 letters in one line.");
    }
    let digits = cell.text.chars().filter(char::is_ascii_digit).count();
    let only = cell.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' '));
    if digits == 9 && only {
        return refuse("The text looks like a full Social Security number. We did not keep it. Type at most the last four digits.");
    }
    Ok(())
}

async fn note(tx: &mut Transaction, actor: &Actor, project: &Project, upload: Id, kept: &KeptCorrection) -> Result<(), Fault> {
    let record = corrections::record(&kept.after, &kept.at.to_string(), &kept.before, kept.column, kept.row, &kept.sheet);
    let act = Act {
        at: kept.at,
        tenant: Some(project.agency),
        actor: Some(actor.person),
        action: Action::CellCorrected,
        object: Object::upload(upload),
        version: None,
        record: Some(&record),
    };
    audit::append(tx, act).await?;
    Ok(())
}
