//! A document that shows an answer: received as a payroll is, known by its bytes, given back only as a file to keep.

use super::receive::{self, Parts};
use super::scan;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::hourly;
use crate::service::permission::{self, Actor};
use crate::store::originals::Kept;
use crate::store::{Id, answers};
use std::io::Read as _;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// PDF.
    Pdf,
    /// A JPEG picture.
    Jpg,
    /// A PNG picture.
    Png,
    /// An Excel workbook.
    Xlsx,
    /// Delimited text.
    Csv,
}

impl DocumentKind {
    /// The ending of its name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpg => "jpg",
            Self::Png => "png",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// What some bytes are, by how they begin; none for anything else.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |with: &[u8]| bytes.starts_with(with);
        if begins(b"%PDF-") {
            return Some(Self::Pdf);
        }
        if begins(&[0xff, 0xd8, 0xff]) {
            return Some(Self::Jpg);
        }
        if begins(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if begins(b"PK\x03\x04") {
            let names = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
            return (names(b"[Content_Types].xml") && names(b"xl/workbook")).then_some(Self::Xlsx);
        }
        let text = !bytes.is_empty() && bytes.iter().all(|b| *b >= 0x20 || matches!(b, b'\t' | b'\r' | b'\n'));
        let page = bytes.trim_ascii_start().starts_with(b"<") || begins(b"GIF8");
        (text && !page && bytes.iter().any(|b| matches!(b, b',' | b';' | b'\t'))).then_some(Self::Csv)
    }
}

/// Receives a document for an answer to a finding of an upload, and keeps it. None where nothing came.
///
/// # Errors
/// [`Fault::Refused`] for what is none of the kinds, and for what the scanner refuses; [`Fault::NotNow`] where that does not answer; as
/// [`receive::receive`].
pub async fn take(service: &Service, actor: &Actor, contract: Id, parts: impl Parts) -> Result<Option<Kept>, Fault> {
    let mut place = receive::place(service)?;
    receive::may_send(service, actor, contract, &mut place).await?;
    hourly::brings_a_document(service, actor).await?;
    let received = receive::receive(service, place, parts).await?;
    if received.bytes() == 0 {
        return Ok(None);
    }
    let path = received.file.path().to_owned();
    let kind = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        std::fs::File::open(path)?.read_to_end(&mut bytes)?;
        Ok::<_, std::io::Error>(DocumentKind::of(&bytes))
    });
    let kind = kind.await.map_err(|error| Fault::Ours(error.to_string()))?.map_err(crate::store::StoreError::from)?;
    if kind.is_none() {
        return Err(Fault::refused(
            "document.kind",
            "We could not open the file. Upload a PDF, a JPG or PNG picture, or the Excel or CSV file of the bank.",
        ));
    }
    let file = tokio::fs::File::open(received.file.path()).await.map_err(crate::store::StoreError::from)?;
    scan::must_be_clean(service, file).await?;
    Ok(Some(service.originals.keep_incoming(received.file).await?))
}

/// A document of an answer of the week of an upload, with a name for it.
///
/// # Errors
/// [`Fault::NotFound`] where no answer of the week names it, and for strangers.
pub async fn bytes(service: &Service, actor: &Actor, upload: Id, sha256: &str) -> Result<(String, Vec<u8>), Fault> {
    let mut tx = service.store.snapshot().await?;
    let (found, ..) = permission::may_prepare_upload(&mut tx, actor, upload).await?;
    let named = answers::of_week(&mut tx, found.contract, found.week_ending).await?;
    drop(tx);
    let (fingerprint, _) = named.iter().find(|(_, a)| a.document.as_deref() == Some(sha256)).ok_or(Fault::NotFound)?;
    let bytes = service.originals.bytes(sha256).await?;
    let ending = DocumentKind::of(&bytes).map_or("bin", DocumentKind::ending);
    Ok((format!("{fingerprint}.{ending}"), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_decide_and_not_the_name() {
        assert_eq!(DocumentKind::of(b"%PDF-1.7 ..."), Some(DocumentKind::Pdf));
        assert_eq!(DocumentKind::of(&[0xff, 0xd8, 0xff, 0xe0]), Some(DocumentKind::Jpg));
        assert_eq!(DocumentKind::of(b"\x89PNG\r\n\x1a\nIHDR"), Some(DocumentKind::Png));
        assert_eq!(DocumentKind::of(b"PK\x03\x04..[Content_Types].xml..xl/workbook.xml"), Some(DocumentKind::Xlsx));
        assert_eq!(DocumentKind::of(b"PK\x03\x04..word/document.xml"), None);
        assert_eq!(DocumentKind::of(b"date,amount\n2025-03-28,120.00\n"), Some(DocumentKind::Csv));
        for other in [&b""[..], b"<html>a,b</html>", b"MZ\x90\0\x03", b"GIF89a,", b"words alone"] {
            assert_eq!(DocumentKind::of(other), None, "{other:?}");
        }
    }
}
