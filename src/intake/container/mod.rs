//! What a file really is, decided by its bytes, and the door to the reader for it.
//!
//! Nothing is unpacked to disk, nothing is read by its own name, and every limit is checked before the
//! work it bounds.

pub(crate) mod inflate;
pub(crate) mod ole;
pub(crate) mod package;
mod sniff;

use super::book::Book;
use super::input::{Input, why_unreadable};
use super::limits::Limits;
use crate::domain::problem::{NotChecked, Problem, Site};
use crate::domain::problem_codes;
use package::Package;
use sha2::{Digest, Sha256};
use sniff::{Claim, Looks};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Read;
use std::sync::Arc;

/// Opens a file of any kind that can be read. `name` is used for messages and to see whether the name
/// claims another kind than the bytes show; it never decides what the file is.
///
/// # Errors
/// A Problem that refuses the file: too large, empty, another kind than its name says, a kind that is
/// not read, or damaged.
pub fn open(name: &str, source: Input, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    let claim = Claim::of(name);
    let size = source.size().map_err(|e| unreadable(&e))?;
    let head = source.beginning(sniff::HEAD).map_err(|e| unreadable(&e))?;
    if size > limits.file_bytes {
        return Err(too_large(limits));
    }
    if size == 0 && head.is_empty() {
        return Err(refusal("upload.empty", Site::File, "0 bytes", "a payroll with at least its headings"));
    }
    match sniff::looks(&head) {
        Looks::Text if claim == Claim::Any || claim == Claim::Text => crate::intake::delimited::open(name, source, limits),
        Looks::Text => Err(mismatch(claim, "plain text")),
        Looks::Other(what) => Err(mismatch(claim, what)),
        Looks::Zip => open_package(claim, whole(&source, limits)?, limits),
        Looks::Ole => open_ole(claim, whole(&source, limits)?, limits),
    }
}

/// A zip package: an .xlsx workbook, or one of its relatives.
fn open_package(claim: Claim, bytes: Arc<[u8]>, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    let sha256 = sha256_hex(&bytes);
    if claim == Claim::Text {
        return Err(mismatch(claim, "a zip package"));
    }
    let package = Arc::new(Package::open(bytes, limits)?);
    if claim == Claim::Macro || package.holds_macros() {
        return Err(refusal("book.macro", Site::File, "macros", "a workbook without macros (.xlsx)"));
    }
    let kind = crate::intake::xlsx::content::kind_of(&package, limits)?;
    match (kind, claim) {
        (PackageKind::Xlsx, Claim::Any | Claim::Xlsx) => crate::intake::xlsx::open(package, sha256, limits),
        (PackageKind::Xlsb, Claim::Any | Claim::Xlsb) | (PackageKind::Ods, Claim::Any | Claim::Ods) if !limits.older_formats => {
            Err(old_format(kind.words()))
        }
        (PackageKind::Xlsb, Claim::Any | Claim::Xlsb) => crate::intake::legacy::open_xlsb(&package, sha256, limits),
        (PackageKind::Ods, Claim::Any | Claim::Ods) => crate::intake::legacy::open_ods(&package, sha256, limits),
        _ => Err(mismatch(claim, kind.words())),
    }
}

/// An OLE2 file: an encrypted workbook, an old workbook, or something else.
fn open_ole(claim: Claim, bytes: Arc<[u8]>, limits: &Limits) -> Result<Box<dyn Book>, Box<Problem>> {
    let directory = ole::Directory::read(&bytes)?;
    if directory.has("EncryptedPackage") {
        return Err(password());
    }
    if !directory.has("Workbook") && !directory.has("Book") {
        return Err(mismatch(claim, "an OLE2 file without a workbook"));
    }
    match claim {
        Claim::Any | Claim::Xls if limits.older_formats => {
            let sha256 = sha256_hex(&bytes);
            crate::intake::legacy::open_xls(bytes, &directory, sha256, limits)
        }
        Claim::Any | Claim::Xls => Err(old_format("an old Excel workbook (.xls)")),
        _ => Err(mismatch(claim, "an old Excel workbook (.xls)")),
    }
}

/// What a zip package holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PackageKind {
    /// An Excel workbook.
    Xlsx,
    /// A binary Excel workbook.
    Xlsb,
    /// An OpenDocument spreadsheet.
    Ods,
    /// A document that is no workbook.
    Document,
    /// Something else.
    Other,
}

impl PackageKind {
    const fn words(self) -> &'static str {
        match self {
            Self::Xlsx => "an Excel workbook (.xlsx)",
            Self::Xlsb => "a binary Excel workbook (.xlsb)",
            Self::Ods => "an OpenDocument spreadsheet (.ods)",
            Self::Document => "a document that holds no workbook",
            Self::Other => "a zip package that holds no workbook",
        }
    }
}

/// The whole file in memory, once: the packed bytes of a workbook are all that is ever held of it.
fn whole(source: &Input, limits: &Limits) -> Result<Arc<[u8]>, Box<Problem>> {
    if let Input::Bytes(bytes) = source {
        return Ok(Arc::clone(bytes));
    }
    let size = source.size().map_err(|e| unreadable(&e))?;
    let size = usize::try_from(size).ok().filter(|_| size <= limits.file_bytes).ok_or_else(|| too_large(limits))?;
    // Made at its full length and read into, so that the bytes are never in memory twice.
    let mut bytes: Arc<[u8]> = std::iter::repeat_n(0_u8, size).collect();
    let mut file = source.open().map_err(|e| unreadable(&e))?;
    if let Some(room) = Arc::get_mut(&mut bytes) {
        file.read_exact(room).map_err(|e| unreadable(&e))?;
    }
    Ok(bytes)
}

/// SHA-256 as 64 small hexadecimal digits.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A Problem that refuses the file, with the fix the catalogue gives.
pub(crate) fn refusal(code: &'static str, site: Site, read: impl Into<String>, expected: impl Into<Cow<'static, str>>) -> Box<Problem> {
    let fix = problem_codes::find(code).map_or("", |entry| entry.fix);
    Box::new(Problem {
        code,
        site,
        read: read.into(),
        kind: "file",
        expected: expected.into(),
        fix: fix.to_owned(),
        not_checked: NotChecked::File,
    })
}

/// A note: everything was read.
pub(crate) fn note(code: &'static str, site: Site, read: impl Into<String>, expected: impl Into<Cow<'static, str>>) -> Problem {
    Problem { not_checked: NotChecked::Nothing, ..*refusal(code, site, read, expected) }
}

/// The workbook has a password.
pub(crate) fn password() -> Box<Problem> {
    refusal("book.password", Site::File, "an encrypted workbook", "a workbook without a password")
}

fn unreadable(error: &std::io::Error) -> Box<Problem> {
    refusal("file.unreadable", Site::File, why_unreadable(error), "a file that can be read to its end")
}

fn too_large(limits: &Limits) -> Box<Problem> {
    refusal("upload.too_large", Site::File, "", format!("at most {} bytes", limits.file_bytes))
}

fn old_format(what: &'static str) -> Box<Problem> {
    refusal("type.old_format", Site::File, what, "an Excel workbook (.xlsx) or delimited text (.csv)")
}

fn mismatch(claim: Claim, what: &'static str) -> Box<Problem> {
    match claim.words() {
        Some(expected) => refusal("type.mismatch", Site::File, what, format!("{expected}, as the name says")),
        None => refusal("type.unsupported", Site::File, what, "an Excel workbook (.xlsx) or delimited text (.csv)"),
    }
}
