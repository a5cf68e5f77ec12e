//! Older formats: read for one's own files, refused in an upload. With `PLUMBLINE_SHARED` set, every old file of
//! `realdata` is opened; it must be read or refused, and nothing else may happen.

mod package;
mod reading;

use package::{Part, zip};
use plumbline::intake::batch::NumberFormat;
use plumbline::intake::book::Merge;
use reading::{Reading, local, read_bytes, refusal};
use std::path::{Path, PathBuf};

const TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// An OpenDocument spreadsheet around some tables, as LibreOffice lays it out.
fn spreadsheet(tables: &str) -> Vec<u8> {
    let names = ["office", "table", "text", "style", "calcext"].map(|n| format!(" xmlns:{n}=\"urn:{n}\"")).concat();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content{names}><office:automatic-styles>\
         <style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style>\
         <style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<m:manifest xmlns:m=\"urn:m\"><m:file-entry m:full-path=\"/\"/></m:manifest>";
    zip(&[
        Part { method: 0, ..Part::new("mimetype", TYPE) },
        Part::new("content.xml", content),
        Part::new("META-INF/manifest.xml", manifest),
    ])
}

fn read(tables: &str) -> Reading {
    read_bytes("payroll.ods", spreadsheet(tables), local()).expect("a good spreadsheet")
}

fn code(tables: &str) -> &'static str {
    read_bytes("payroll.ods", spreadsheet(tables), local()).err().map_or("", |p| p.code)
}

#[test]
fn an_opendocument_spreadsheet_reads_with_exact_text() {
    let reading = read(
        "<table:table table:name=\"Payroll &amp; more\" table:style-name=\"ta1\">\
         <table:table-column table:number-columns-repeated=\"3\"/><table:table-column table:visibility=\"collapse\"/>\
         <table:table-header-rows><table:table-row><table:table-cell office:value-type=\"string\"><text:p>Worker<text:s text:c=\"2\"/>name</text:p><text:p>line 2</text:p>\
         <office:annotation><text:p>a comment</text:p></office:annotation></table:table-cell>\
         <table:table-cell table:number-columns-repeated=\"2\" table:number-columns-spanned=\"2\" table:number-rows-spanned=\"3\" office:value-type=\"float\" office:value=\"41.250\"><text:p>41.25</text:p></table:table-cell></table:table-row></table:table-header-rows>\
         <table:table-row table:number-rows-repeated=\"2\" table:visibility=\"filter\"><table:table-cell/><table:covered-table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"5\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         <table:table-row-group><table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2025-03-15\"/>\
         <table:table-cell office:value-type=\"time\" office:time-value=\"PT08H30M00S\"/><table:table-cell table:formula=\"of:=[.A1]*2\" office:value-type=\"currency\" office:value=\"82.5\"/>\
         <table:table-cell table:formula=\"of:='file:///r.ods'#$S.A1\" office:value-type=\"percentage\" office:value=\"0.5\"/><table:table-cell table:formula=\"of:=1\"/>\
         <table:table-cell office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row></table:table-row-group>\
         <table:table-row table:number-rows-repeated=\"1048567\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>\
         <table:table table:name=\"Old\" table:style-name=\"ta2\"><table:table-row><table:table-cell/></table:table-row></table:table>",
    );
    let found: Vec<(&str, &str, &str)> = reading.cells.iter().map(|(a1, (k, t))| (a1.as_str(), k.as_str(), t.as_str())).collect();
    assert_eq!(
        found,
        [
            ("A1", "Text", "Worker  name\nline 2"),
            ("A9", "IsoDate", "2025-03-15"),
            ("B1", "Number", "41.250"),
            ("B2", "Boolean", "1"),
            ("B3", "Boolean", "1"),
            ("B9", "IsoDate", "PT08H30M00S"),
            ("C1", "Number", "41.250"),
            ("C9", "Number", "82.5"),
            ("D9", "Number", "0.5"),
            ("E9", "FormulaWithoutValue", ""),
            ("F9", "Error", "#DIV/0!"),
        ]
    );
    assert_eq!(reading.sheets, [("Payroll & more".to_owned(), false), ("Old".to_owned(), true)]);
    assert_eq!(reading.notes, ["book.hidden_sheet"]);
    assert_eq!(reading.hidden_rows, [2, 3]);
    assert_eq!(reading.hidden_columns, [(3, 3)]);
    assert_eq!(reading.merges, [Merge { first_row: 1, last_row: 3, first_column: 1, last_column: 2 }]);
    assert_eq!(reading.formats.get("B9"), Some(&NumberFormat::Time));
    assert_eq!((reading.formulas.len(), reading.external), (3, vec!["D9".to_owned()]));
}

#[test]
fn an_opendocument_spreadsheet_that_explodes_or_misleads_is_refused() {
    let table = |rows: &str| format!("<table:table table:name=\"P\">{rows}</table:table>");
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"8\"";
    for (tables, expected) in [
        (
            table(&format!(
                "<table:table-row table:number-rows-repeated=\"1048576\">{cell} table:number-columns-repeated=\"16384\"/></table:table-row>"
            )),
            "sheet.cell_limit",
        ),
        (table(&format!("<table:table-row>{cell} table:number-columns-repeated=\"16385\"/></table:table-row>")), "sheet.extent"),
        (table(&format!("<table:table-row table:number-rows-repeated=\"1048577\">{cell}/></table:table-row>")), "sheet.extent"),
        (table(&format!("<table:table-row table:number-rows-repeated=\"99999999999\">{cell}/></table:table-row>")), "xml.malformed"),
        (
            table(
                "<table:table-row><table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"2000000000\"/></text:p></table:table-cell></table:table-row>",
            ),
            "cell.text_too_long",
        ),
        (table("<table:table-row>8</table:table-row>"), "xml.malformed"),
        (table("<table:table-row>"), "xml.malformed"),
        (table("") + &table(""), "book.malformed"),
        (table("<!DOCTYPE a>"), "xml.dtd"),
    ] {
        assert_eq!(code(&tables), expected, "{tables}");
    }
    let encrypted = zip(&[
        Part::new("mimetype", TYPE),
        Part::new("content.xml", "garbage"),
        Part::new("META-INF/manifest.xml", "<m:manifest xmlns:m=\"u\"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"),
    ]);
    assert_eq!(read_bytes("payroll.ods", encrypted, local()).err().map(|p| p.code), Some("book.password"));
    assert_eq!(refusal("payroll.ods", spreadsheet("")).0, "type.old_format");
}

/// An OLE2 file of 512-byte sectors: a sector table, a directory, and the streams.
fn ole(streams: &[(&str, &[u8])], damage: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let sectors = |bytes: &[u8]| bytes.len().div_ceil(512).max(8);
    let mut table: Vec<u32> = vec![0xFFFF_FFFD, 0xFFFF_FFFE];
    let mut entries = vec![entry("Root Entry", 5, 0xFFFF_FFFE, 0)];
    let mut content = Vec::new();
    for (name, bytes) in streams {
        let (first, count) = (table.len() as u32, sectors(bytes) as u32);
        table.extend((1..count).map(|n| first + n));
        table.push(0xFFFF_FFFE);
        entries.push(entry(name, 2, first, count * 512));
        let mut padded = bytes.to_vec();
        padded.resize(count as usize * 512, 0);
        content.extend(padded);
    }
    table.resize(128, 0xFFFF_FFFF);
    let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    header.resize(24, 0);
    for field in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        header.extend(field.to_le_bytes());
    }
    for field in [0, 1, 1, 0, 4096, 0xFFFF_FFFE, 0, 0xFFFF_FFFE, 0, 0_u32] {
        header.extend(field.to_le_bytes());
    }
    header.resize(512, 0xFF);
    let mut bytes = header;
    bytes.extend(table.iter().flat_map(|n| n.to_le_bytes()));
    let mut directory: Vec<u8> = entries.concat();
    directory.resize(512, 0);
    bytes.extend(directory);
    bytes.extend(content);
    damage(&mut bytes);
    bytes
}

fn entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.resize(64, 0);
    entry.extend(((name.len() as u16 + 1) * 2).to_le_bytes());
    entry.extend([kind, 1]);
    entry.resize(116, 0xFF);
    entry.extend(start.to_le_bytes());
    entry.extend(u64::from(size).to_le_bytes());
    entry
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    let at: Vec<u8> = [row, column, 0].iter().flat_map(|n| n.to_le_bytes()).collect();
    record(0x0203, &[at, value.to_le_bytes().to_vec()].concat())
}

/// The records of a workbook with one sheet.
fn records(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &[0x0600_u16, kind, 0, 0, 0, 0, 0, 0].iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>());
    let name = |position: u32| record(0x0085, &[position.to_le_bytes().as_slice(), &[0, 0, 7, 0], b"Payroll"].concat());
    let position = begin(5).len() + globals.concat().len() + name(0).len() + 4;
    [begin(5), globals.concat(), name(position as u32), record(0x000A, &[]), begin(0x10), cells.concat(), record(0x000A, &[])].concat()
}

fn xls(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Result<Reading, &'static str> {
    read_bytes("payroll.xls", ole(&[("Workbook", &records(globals, cells))], |_| {}), local()).map_err(|p| p.code)
}

#[test]
fn an_old_workbook_reads_behind_its_walk() {
    let hidden = record(0x0208, &[2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0]);
    let column = record(0x007D, &[3, 0, 4, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
    let merge = record(0x00E5, &[1, 0, 0, 0, 1, 0, 2, 0, 3, 0]);
    let reading = xls(&[record(0x0022, &[1, 0])], &[hidden, column, number(0, 0, 41.25), number(2, 5, -0.1), merge]).expect("a workbook");
    assert_eq!((reading.text("A1"), reading.text("F3")), (Some("41.25"), Some("-0.1")));
    assert_eq!((reading.cells.len(), reading.hidden_rows, reading.hidden_columns), (2, vec![3], vec![(3, 4)]));
    assert_eq!(reading.merges, [Merge { first_row: 1, last_row: 2, first_column: 2, last_column: 3 }]);
    assert!(reading.dates_from_1904);
    assert_eq!(reading.kind, "old Excel workbook (.xls)");
}

#[test]
fn an_old_workbook_that_explodes_or_misleads_is_refused() {
    let wide = |values: [u32; 2], columns: [u16; 2]| {
        let rows: Vec<u8> = values.iter().flat_map(|n| n.to_le_bytes()).collect();
        let columns: Vec<u8> = columns.iter().flat_map(|n| n.to_le_bytes()).collect();
        record(0x0200, &[rows, columns, vec![0, 0]].concat())
    };
    assert_eq!(xls(&[], &[number(0, 0, 1.0), number(65_535, 255, 1.0)]).err(), Some("sheet.extent"));
    assert_eq!(xls(&[], &[wide([0, 65_536], [0, 256]), number(0, 0, 1.0)]).err(), Some("sheet.extent"));
    assert_eq!(xls(&[], &[wide([9, 3], [0, 1]), number(0, 0, 1.0)]).err(), Some("sheet.extent"));
    assert_eq!(xls(&[], &[wide([0, u32::MAX], [0, 1]), number(0, 0, 1.0)]).err(), Some("sheet.extent"));
    assert_eq!(xls(&[], &[number(0, 0, 20.0), number(0, 0, 40.0)]).err(), Some("sheet.duplicate_cell"));
    assert_eq!(xls(&[record(0x002F, &[1, 0])], &[]).err(), Some("book.password"));
    assert_eq!(xls(&[], &[vec![3, 2, 0xFF, 0xFF]]).err(), Some("book.malformed"));
    let good = records(&[], &[number(0, 0, 1.0)]);
    let open = |bytes: Vec<u8>| read_bytes("payroll.xls", bytes, local()).err().map(|p| p.code);
    // The third sector of the stream leads back to its first: a ring.
    assert_eq!(
        open(ole(&[("Workbook", &good)], |b| b[512 + 4 * 4..512 + 4 * 5].copy_from_slice(&2_u32.to_le_bytes()))),
        Some("book.malformed")
    );
    assert_eq!(open(ole(&[("Workbook", &good)], |b| b[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes()))), Some("book.malformed"));
    assert_eq!(open(ole(&[("Workbook", &good), ("_VBA_PROJECT_CUR", b"")], |_| {})), Some("book.macro"));
    assert_eq!(open(ole(&[("WordDocument", b"")], |_| {})), Some("type.mismatch"));
    assert_eq!(open(ole(&[("EncryptedPackage", b"")], |_| {})), Some("book.password"));
    let encrypted = ole(&[("EncryptedPackage", b"")], |_| {});
    assert_eq!(refusal("payroll.xlsx", encrypted).0, "book.password");
    assert_eq!(refusal("payroll.xls", ole(&[("Workbook", &good)], |_| {})).0, "type.old_format");
    for cut in [8, 100, 511, 512, 1000, 1536, 2000] {
        assert_eq!(open(ole(&[("Workbook", &good)], |b| b.truncate(cut))), Some("book.malformed"), "cut at {cut}");
    }
}

#[test]
fn every_old_file_of_the_collection_is_read_or_refused() {
    let Some(shared) = std::env::var_os("PLUMBLINE_SHARED").map(PathBuf::from) else { return };
    let mut seen = 0;
    let mut folders = vec![shared.join("realdata")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if ["xls", "xlsb", "ods"].iter().any(|e| path.extension().is_some_and(|x| x == *e)) {
                seen += 1;
                println!("{}", told(&path));
                agrees_with_the_other_reader(&path);
            }
        }
    }
    assert!(seen > 0, "no old file");
}

/// `.ods` files are read here; where calamine reads them too, it must read the same.
fn agrees_with_the_other_reader(path: &Path) {
    use calamine::{Data, Ods, Reader as _};
    if path.extension().is_none_or(|e| e != "ods") {
        return;
    }
    let bytes = std::fs::read(path).expect("the file");
    let Ok(ours) = read_bytes("payroll.ods", bytes.clone(), local()) else { return };
    let Ok(mut book) = Ods::new(std::io::Cursor::new(bytes)) else { return };
    let range = book.worksheet_range(&ours.sheets[0].0).expect("the sheet");
    let (top, left) = range.start().unwrap_or_default();
    let mut theirs = std::collections::BTreeMap::new();
    for (row, column, value) in range.used_cells() {
        let text = match value {
            Data::Bool(truth) => u8::from(*truth).to_string(),
            other => other.to_string(),
        };
        let letters = plumbline::domain::place::column_letters(column as u16 + left as u16);
        theirs.insert(format!("{letters}{}", row as u32 + top + 1), text);
    }
    theirs.retain(|_, text| !text.is_empty());
    let ours: std::collections::BTreeMap<String, String> = ours.cells.into_iter().map(|(a1, (_, text))| (a1, text)).collect();
    assert_eq!(ours, theirs, "{}", path.display());
}

fn told(path: &Path) -> String {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    match read_bytes(&name, std::fs::read(path).expect("the file"), local()) {
        Ok(reading) => format!("{name}: {} cells of the first sheet, {:?}", reading.cells.len(), reading.sheets),
        Err(problem) => format!("{name}: {} {:?} {}", problem.code, problem.site, problem.read),
    }
}
