//! What a name claims, and what the first bytes show.

/// How many bytes are looked at.
pub(super) const HEAD: usize = 4096;

/// What the ending of a name claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// Nothing that can be contradicted.
    Any,
    /// Delimited text.
    Text,
    /// A workbook without macros.
    Xlsx,
    /// A workbook with macros.
    Macro,
    /// An old workbook.
    Xls,
    /// A binary workbook.
    Xlsb,
    /// An OpenDocument spreadsheet.
    Ods,
    /// A kind that is never read.
    Foreign,
}

impl Claim {
    pub(super) fn of(name: &str) -> Self {
        let Some((_, ending)) = name.rsplit_once('.') else { return Self::Any };
        match ending.to_ascii_lowercase().as_str() {
            "csv" | "txt" | "tsv" | "tab" => Self::Text,
            "xlsx" | "xltx" => Self::Xlsx,
            "xlsm" | "xltm" | "xlam" => Self::Macro,
            "xls" | "xlt" => Self::Xls,
            "xlsb" => Self::Xlsb,
            "ods" | "ots" => Self::Ods,
            "pdf" | "doc" | "docx" | "rtf" | "htm" | "html" | "xml" | "zip" | "7z" | "gz" | "rar" | "numbers" | "json" | "png" | "jpg"
            | "jpeg" => Self::Foreign,
            _ => Self::Any,
        }
    }

    /// In words, where the claim is of a kind that is read.
    pub(super) const fn words(self) -> Option<&'static str> {
        match self {
            Self::Any | Self::Foreign => None,
            Self::Text => Some("delimited text"),
            Self::Xlsx => Some("an Excel workbook (.xlsx)"),
            Self::Macro => Some("an Excel workbook with macros (.xlsm)"),
            Self::Xls => Some("an old Excel workbook (.xls)"),
            Self::Xlsb => Some("a binary Excel workbook (.xlsb)"),
            Self::Ods => Some("an OpenDocument spreadsheet (.ods)"),
        }
    }
}

/// What the bytes show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    /// A zip package.
    Zip,
    /// An OLE2 file.
    Ole,
    /// A kind that is not read.
    Other(&'static str),
    /// Nothing else: taken for text, which the reader of text then checks byte by byte.
    Text,
}

const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x09\x00\x04\x00", "a workbook of before 1993"),
    (b"\x09\x02\x06\x00", "a workbook of before 1993"),
    (b"\x09\x04\x06\x00", "a workbook of before 1993"),
    (b"\x09\x08\x08\x00", "a workbook of before 1993"),
];

const MARKUP: &[(&[u8], &str)] = &[
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<head", "a web page"),
    (b"<body", "a web page"),
    (b"<table", "a web page"),
    (b"<meta", "a web page"),
    (b"<style", "a web page"),
    (b"<?xml", "an XML document"),
    (b"<workbook", "an XML document"),
    (b"<office:document", "a flat OpenDocument file"),
];

/// What the first bytes of a file show.
pub(super) fn looks(head: &[u8]) -> Looks {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x07\x08") {
        return Looks::Zip;
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Looks::Ole;
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
        return Looks::Other(what);
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let starts = |begin: &[u8]| text.get(..begin.len()).is_some_and(|t| t.eq_ignore_ascii_case(begin));
    MARKUP.iter().find(|(begin, _)| starts(begin)).map_or(Looks::Text, |(_, what)| Looks::Other(what))
}
