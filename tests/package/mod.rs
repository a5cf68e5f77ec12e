//! Writes small packages by hand, so that a test can lie in any field of them.

#![allow(dead_code)]

use std::io::Write as _;

/// One part of a package, with everything a test may want to be wrong.
#[derive(Clone, Debug)]
pub struct Part {
    /// Name in both headers.
    pub name: String,
    /// Content before packing.
    pub content: Vec<u8>,
    /// 0 stored, 8 deflated.
    pub method: u16,
    /// General purpose flags.
    pub flags: u16,
    /// Unpacked size declared, if not the true one.
    pub declares: Option<u32>,
    /// Checksum declared, if not the true one.
    pub checksum: Option<u32>,
    /// Name in the header before the part, if another.
    pub local_name: Option<String>,
    /// Offset declared in the directory, if not the true one.
    pub offset: Option<u32>,
}

impl Part {
    pub fn new(name: &str, content: impl AsRef<[u8]>) -> Self {
        Self {
            name: name.to_owned(),
            content: content.as_ref().to_vec(),
            method: 8,
            flags: 0,
            declares: None,
            checksum: None,
            local_name: None,
            offset: None,
        }
    }
}

/// Packs the parts.
pub fn zip(parts: &[Part]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let at = bytes.len() as u32;
        let packed = if part.method == 8 { deflate(&part.content) } else { part.content.clone() };
        let size = part.declares.unwrap_or(part.content.len() as u32);
        let crc = part.checksum.unwrap_or_else(|| crc32fast::hash(&part.content));
        let local = part.local_name.as_ref().unwrap_or(&part.name);
        bytes.extend(b"PK\x03\x04");
        for field in [20, part.flags, part.method, 0, 33] {
            bytes.extend(field.to_le_bytes());
        }
        for field in [crc, packed.len() as u32, size] {
            bytes.extend(field.to_le_bytes());
        }
        for field in [local.len() as u16, 0] {
            bytes.extend(field.to_le_bytes());
        }
        bytes.extend(local.as_bytes());
        directory.extend(b"PK\x01\x02");
        for field in [20, 20, part.flags, part.method, 0, 33] {
            directory.extend(field.to_le_bytes());
        }
        for field in [crc, packed.len() as u32, size] {
            directory.extend(field.to_le_bytes());
        }
        for field in [part.name.len() as u16, 0, 0, 0, 0, 0, 0] {
            directory.extend(field.to_le_bytes());
        }
        directory.extend(part.offset.unwrap_or(at).to_le_bytes());
        directory.extend(part.name.as_bytes());
        bytes.extend(packed);
    }
    let (start, size) = (bytes.len() as u32, directory.len() as u32);
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06");
    for field in [0, 0, parts.len() as u16, parts.len() as u16] {
        bytes.extend(field.to_le_bytes());
    }
    for field in [size, start] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend([0, 0]);
    bytes
}

fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).expect("a vector takes all");
    encoder.finish().expect("a vector takes all")
}

/// The namespace of sheets.
pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a workbook with one sheet, `Payroll`, and a table of texts if one is given.
pub fn workbook(sheet: &str, texts: Option<&str>) -> Vec<Part> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
        <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
    let relationships = |lines: &str| {
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{lines}</Relationships>")
    };
    let line = |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Payroll\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"&quot;40.00&quot;\"/></numFmts>\
         <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"
    );
    let mut lines = line("rId1", "worksheet", "worksheets/sheet1.xml") + &line("rId2", "styles", "styles.xml");
    if texts.is_some() {
        lines += &line("rId3", "sharedStrings", "sharedStrings.xml");
    }
    let mut parts = vec![
        Part::new("[Content_Types].xml", types),
        Part::new("_rels/.rels", relationships(&line("rId1", "officeDocument", "xl/workbook.xml"))),
        Part::new("xl/workbook.xml", book),
        Part::new("xl/_rels/workbook.xml.rels", relationships(&lines)),
        Part::new("xl/styles.xml", styles),
        Part::new("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.extend(texts.map(|texts| Part::new("xl/sharedStrings.xml", texts)));
    parts
}

/// A sheet part around some rows.
pub fn sheet(rows: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>")
}

/// A whole workbook around some rows.
pub fn book_of(rows: &str) -> Vec<u8> {
    zip(&workbook(&sheet(rows), None))
}
