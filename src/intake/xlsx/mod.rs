//! Excel workbooks (.xlsx), read strictly and as a stream.
//!
//! A payroll is evidence, so nothing here repairs: what two readers could understand in two ways refuses
//! the file. Numbers are handed on as the very text in the file. Only the packed bytes, the table of texts
//! and a few blocks of the sheet are in memory at any time.

mod address;
pub(crate) mod content;
pub(crate) mod feed;
mod number_format;
mod shared_strings;
mod sheet;
mod styles;
pub(crate) mod tokens;
mod utf8;
mod workbook;

use super::batch::NumberFormat;
use super::book::{Book, Merge, RowStream, SheetInfo};
use super::container::package::Package;
use super::container::{note, refusal};
use super::limits::Limits;
use crate::domain::problem::{Problem, Site};
use shared_strings::SharedStrings;
use std::sync::{Arc, OnceLock};
use tokens::Tokens;

/// What every sheet of a book shares.
struct Shared {
    package: Arc<Package>,
    limits: Limits,
    texts: SharedStrings,
    formats: Option<Vec<NumberFormat>>,
    dates_from_1904: bool,
    calculate_on_load: bool,
}

struct XlsxBook {
    shared: Arc<Shared>,
    sheets: Vec<SheetInfo>,
    parts: Vec<SheetPart>,
    notes: Vec<Problem>,
    sha256: String,
}

struct SheetPart {
    entry: usize,
    /// Merged cells stand behind the rows; found once, where the part is small enough to look ahead.
    merges: OnceLock<Vec<Merge>>,
}

/// Opens a workbook whose package was checked.
///
/// # Errors
/// The `book.*`, `xml.*`, `zip.*` codes, and `cell.text_too_long`.
pub(crate) fn open(package: Arc<Package>, sha256: String, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    load(package, sha256, limits).map(|book| Box::new(book) as Box<dyn Book>)
}

fn load(package: Arc<Package>, sha256: String, limits: &Limits) -> Result<XlsxBook, Box<Problem>> {
    content::no_doctype_anywhere(&package, limits)?;
    let workbook = workbook::read(&package, limits)?;
    let formats = match workbook.styles {
        Some(entry) => Some(styles::read(content::tokens(&package, entry, limits)?)?),
        None => None,
    };
    let texts = match workbook.shared_strings {
        Some(entry) => shared_strings::read(content::tokens(&package, entry, limits)?, limits)?,
        None => SharedStrings::default(),
    };
    let shared = Shared {
        package,
        limits: limits.clone(),
        texts,
        formats,
        dates_from_1904: workbook.dates_from_1904,
        calculate_on_load: workbook.calculate_on_load,
    };
    let notes = notes_on(&workbook);
    let parts = workbook.sheets.iter().map(|s| SheetPart { entry: s.entry, merges: OnceLock::new() }).collect();
    let sheets = workbook.sheets.into_iter().map(|s| SheetInfo { name: s.name, hidden: s.hidden.is_some() }).collect();
    Ok(XlsxBook { shared: Arc::new(shared), sheets, parts, notes, sha256 })
}

fn notes_on(workbook: &workbook::Workbook) -> Vec<Problem> {
    let hidden = workbook.sheets.iter().filter_map(|sheet| {
        let how = sheet.hidden?;
        Some(note("book.hidden_sheet", Site::Sheet(sheet.name.clone()), how, "a sheet that shows"))
    });
    let others = workbook
        .other_tabs
        .iter()
        .map(|name| note("book.other_sheet", Site::Sheet(name.clone()), "a chart or dialog", "a sheet with rows"));
    let links = (workbook.external_links > 0).then(|| {
        let count = format!("{} other workbook(s)", workbook.external_links);
        note("book.external_link", Site::File, count, "figures that stand in this workbook")
    });
    hidden.chain(others).chain(links).collect()
}

impl Book for XlsxBook {
    fn kind(&self) -> &str {
        "Excel workbook (.xlsx)"
    }
    fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }
    fn rows(&self, sheet: usize) -> Result<Box<dyn RowStream>, Box<Problem>> {
        match (self.sheets.get(sheet), self.parts.get(sheet)) {
            (Some(info), Some(part)) => {
                Ok(Box::new(sheet::SheetStream::open(Arc::clone(&self.shared), &info.name, part.entry, &part.merges)?))
            }
            _ => Err(refusal("book.malformed", Site::File, format!("sheet {}", sheet + 1), "a sheet of the workbook")),
        }
    }
    fn notes(&self) -> &[Problem] {
        &self.notes
    }
    fn sha256(&self) -> Option<&str> {
        Some(&self.sha256)
    }
}

/// The root stands in the namespace of spreadsheets, transitional or strict.
fn expect_main_namespace(tokens: &Tokens) -> Result<(), Box<Problem>> {
    let known = [b"http://schemas.openxmlformats.org/spreadsheetml/2006/main".as_slice(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"];
    if known.contains(&tokens.namespace()) { Ok(()) } else { Err(tokens.refuse("xml.malformed", "the namespace of spreadsheets")) }
}
