//! OpenDocument spreadsheets (.ods), read as a stream by the tokenizer of workbooks.
//!
//! One pass when the book is opened finds the sheets with their hidden columns and merged cells, and sees that
//! the part is well formed to its end; each reading of rows is a pass of its own.

mod cell;
mod outline;
mod rows;

use super::{hidden_notes, no_such_sheet};
use crate::domain::problem::{Problem, Site};
use crate::intake::book::{Book, RowStream, SheetExtras, SheetInfo};
use crate::intake::container::package::Package;
use crate::intake::container::{password, refusal};
use crate::intake::limits::Limits;
use crate::intake::xlsx::content;
use crate::intake::xlsx::tokens::Event;
use std::sync::Arc;

struct OdsBook {
    package: Arc<Package>,
    content: usize,
    limits: Limits,
    sheets: Vec<SheetInfo>,
    extras: Vec<SheetExtras>,
    notes: Vec<Problem>,
    sha256: String,
}

/// Opens a spreadsheet whose package was checked.
pub(crate) fn open(package: &Arc<Package>, sha256: String, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    if is_encrypted(package, limits)? {
        return Err(password());
    }
    let missing = || refusal("book.malformed", Site::File, "", "a spreadsheet with its content part");
    let content = package.find("content.xml").ok_or_else(missing)?;
    let outlines = outline::read(content::tokens(package, content, limits)?)?;
    if outlines.len() > limits.sheets {
        return Err(refusal("book.sheets", Site::File, format!("{} sheets", outlines.len()), format!("at most {} sheets", limits.sheets)));
    }
    let (mut sheets, mut extras) = (Vec::new(), Vec::new());
    for outline in outlines {
        if sheets.iter().any(|s: &SheetInfo| s.name == outline.name) {
            return Err(refusal("book.malformed", Site::Sheet(outline.name), "two sheets", "one sheet of each name"));
        }
        sheets.push(SheetInfo { name: outline.name, hidden: outline.hidden });
        extras.push(outline.extras);
    }
    let notes = hidden_notes(&sheets);
    Ok(Box::new(OdsBook { package: Arc::clone(package), content, limits: limits.clone(), sheets, extras, notes, sha256 }))
}

impl Book for OdsBook {
    fn kind(&self) -> &str {
        "OpenDocument spreadsheet (.ods)"
    }
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }
    fn rows(&self, sheet: usize) -> Result<Box<dyn RowStream>, Box<Problem>> {
        let (Some(info), Some(extras)) = (self.sheets.get(sheet), self.extras.get(sheet)) else { return Err(no_such_sheet(sheet)) };
        let tokens = content::tokens(&self.package, self.content, &self.limits)?;
        Ok(Box::new(rows::OdsRows::open(tokens, sheet, &info.name, extras.clone(), &self.limits)?))
    }
    fn notes(&self) -> &[Problem] {
        &self.notes
    }
    fn sha256(&self) -> Option<&str> {
        Some(&self.sha256)
    }
}

/// The list of parts names an encryption.
fn is_encrypted(package: &Arc<Package>, limits: &Limits) -> Result<bool, Box<Problem>> {
    let Some(manifest) = package.find("META-INF/manifest.xml") else { return Ok(false) };
    let mut tokens = content::tokens(package, manifest, limits)?;
    loop {
        match tokens.next()? {
            Event::Start if tokens.full_name().ends_with(b"encryption-data") => return Ok(true),
            Event::Done => return Ok(false),
            _ => {}
        }
    }
}
