//! Workbooks made to break or to mislead a reader, each made small here. Every one must be refused with its
//! own code, and never with rows.

mod package;
mod reading;

use package::{MAIN, Part, book_of, sheet, workbook, zip};
use reading::refusal;

fn code(bytes: Vec<u8>) -> String {
    refusal("payroll.xlsx", bytes).0
}

fn good() -> Vec<Part> {
    workbook(&sheet("<row r=\"1\"><c r=\"A1\"><v>8</v></c></row>"), None)
}

/// The good workbook with one part changed.
fn with(name: &str, change: impl Fn(&mut Part)) -> Vec<u8> {
    let mut parts = good();
    change(parts.iter_mut().find(|p| p.name == name).expect("the part"));
    zip(&parts)
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn the_workbook_they_are_made_from_is_good() {
    assert_eq!(code(zip(&good())), "");
}

#[test]
fn a_package_that_does_not_hold_together_is_refused() {
    let whole = zip(&good());
    for cut in [whole.len() - 1, whole.len() - 30, whole.len() / 2, 40, 5] {
        let code = code(whole[..cut].to_vec());
        assert!(code == "upload.truncated" || code == "zip.malformed", "cut at {cut}: {code}");
    }
    let mut trailing = whole.clone();
    trailing.extend(b"more");
    assert_eq!(code(trailing), "zip.malformed");
    let mut prefixed = b"PK\x03\x04".to_vec();
    prefixed.extend(&whole);
    assert_eq!(code(prefixed), "zip.malformed");
    assert_eq!(code(with(SHEET, |p| p.local_name = Some("xl/worksheets/sheet2.xml".to_owned()))), "zip.malformed");
    assert_eq!(code(with(SHEET, |p| p.method = 12)), "zip.malformed");
}

#[test]
fn sizes_and_checksums_are_what_was_found_and_not_what_was_declared() {
    assert_eq!(code(with(SHEET, |p| p.declares = Some(10))), "zip.size_mismatch");
    assert_eq!(code(with(SHEET, |p| p.declares = Some(100_000))), "zip.size_mismatch");
    assert_eq!(code(with(SHEET, |p| p.checksum = Some(1))), "zip.crc");
    assert_eq!(code(with("xl/workbook.xml", |p| p.checksum = Some(1))), "zip.crc");
    assert_eq!(code(with(SHEET, |p| (p.method, p.declares) = (0, Some(10)))), "zip.size_mismatch");
    assert_eq!(code(with(SHEET, |p| p.declares = Some(u32::MAX - 1))), "zip.unpacked_size");
    let blanks = |size: usize| sheet("<row r=\"1\"><c r=\"A1\"><v>8</v></c></row>") + &" ".repeat(size);
    assert_eq!(code(with(SHEET, |p| p.content = blanks(3 << 20).into_bytes())), "zip.ratio");
    assert_eq!(code(with(SHEET, |p| p.content = blanks(900_000).into_bytes())), "");
}

#[test]
fn any_flipped_bit_of_a_sheet_is_noticed() {
    let rows: String = (1..40).map(|r| format!("<row r=\"{r}\"><c r=\"A{r}\"><v>{}</v></c></row>", r * 7)).collect();
    let whole = zip(&workbook(&sheet(&rows), None));
    let name = memchr::memmem::find(&whole, SHEET.as_bytes()).expect("the part") + SHEET.len();
    for at in name..name + 200 {
        for bit in [0, 3, 7] {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << bit;
            assert_ne!(code(flipped), "", "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn names_that_leave_the_package_or_stand_twice_are_refused() {
    for name in ["../../etc/pwned", "/etc/pwned", "..\\pwned.dll", "C:/pwned", "xl/./x", "a\nb", ""] {
        let mut parts = good();
        parts.push(Part::new(name, "x"));
        assert_eq!(code(zip(&parts)), "zip.path", "{name:?}");
    }
    let mut parts = good();
    parts.push(Part::new("XL/Worksheets/SHEET1.xml", sheet("")));
    assert_eq!(code(zip(&parts)), "zip.duplicate_part");
    let mut parts = good();
    parts[2].offset = Some(0);
    parts[2].name = parts[0].name.clone() + "2";
    assert_eq!(code(zip(&parts)), "zip.malformed");
    let mut many = good();
    many.extend((0..600).map(|n| Part::new(&format!("xl/media/i{n}.bin"), "x")));
    assert_eq!(code(zip(&many)), "zip.entries");
}

#[test]
fn parts_that_share_bytes_are_refused() {
    // The second part's header lies inside the stored content of the first.
    let inner = zip(&[Part { method: 0, ..Part::new("inner.bin", "inner") }]);
    let header_and_data = inner[..30 + "inner.bin".len() + 5].to_vec();
    let mut parts = good();
    parts.insert(0, Part { method: 0, ..Part::new("outer.bin", &header_and_data) });
    parts.push(Part { method: 0, offset: Some(30 + "outer.bin".len() as u32), ..Part::new("inner.bin", "inner") });
    assert_eq!(code(zip(&parts)), "zip.overlap");
}

#[test]
fn what_is_encrypted_or_holds_macros_is_refused() {
    assert_eq!(code(with(SHEET, |p| p.flags = 1)), "zip.encrypted");
    assert_eq!(code(with(SHEET, |p| p.flags = 0x40)), "zip.encrypted");
    let mut parts = good();
    parts.push(Part::new("xl/vbaProject.bin", "code"));
    assert_eq!(code(zip(&parts)), "book.macro");
    let macro_type = |p: &mut Part| {
        let text = String::from_utf8(p.content.clone()).expect("text");
        p.content = text
            .replace(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                "application/vnd.ms-excel.sheet.macroEnabled.main",
            )
            .into_bytes();
    };
    assert_eq!(code(with("[Content_Types].xml", macro_type)), "book.macro");
    assert_eq!(refusal("payroll.xlsm", zip(&good())).0, "book.macro");
    let sheet_type = |p: &mut Part| {
        let text = String::from_utf8(p.content.clone()).expect("text");
        p.content = text.replace("relationships/worksheet", "relationships/xlMacrosheet").into_bytes();
    };
    assert_eq!(code(with("xl/_rels/workbook.xml.rels", sheet_type)), "book.macro");
}

#[test]
fn the_bytes_decide_what_a_file_is() {
    let book = || zip(&good());
    for (name, bytes, expected) in [
        ("payroll.csv", book(), "type.mismatch"),
        ("payroll.xls", book(), "type.mismatch"),
        ("payroll.pdf", book(), "type.unsupported"),
        ("payroll", book(), ""),
        ("payroll.xlsx", b"%PDF-1.7 rest".to_vec(), "type.mismatch"),
        ("payroll.xlsx", b"week,hours\n1,8\n".to_vec(), "type.mismatch"),
        ("payroll.xls", b"<html><table>".to_vec(), "type.mismatch"),
        ("payroll.csv", b"\n <!DOCTYPE HTML><html>".to_vec(), "type.mismatch"),
        ("payroll.csv", b"\x89PNG\r\n".to_vec(), "type.mismatch"),
        ("payroll.xlsx", Vec::new(), "upload.empty"),
        ("payroll.xlsx", zip(&[Part::new("[Content_Types].xml", "<Types/>"), Part::new("word/document.xml", "<d/>")]), "type.mismatch"),
        ("payroll.zip", zip(&[Part::new("readme.txt", "x")]), "type.unsupported"),
        ("payroll.xlsx", zip(&[Part::new("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]), "type.mismatch"),
        ("payroll.ods", zip(&[Part::new("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]), "type.old_format"),
    ] {
        assert_eq!(refusal(name, bytes).0, expected, "{name}");
    }
    let mut small = reading::upload();
    small.file_bytes = 100;
    let refused = reading::read_bytes("payroll.xlsx", book(), small).expect_err("too large");
    assert_eq!(refused.code, "upload.too_large");
}

#[test]
fn no_part_may_declare_entities() {
    let dtd = "<?xml version=\"1.0\"?> <!-- > --> <!DOCTYPE lolz [<!ENTITY lol \"lol\">]>";
    let before = |part: &str| with(part, |p| p.content = [dtd.as_bytes(), &p.content].concat());
    for part in [SHEET, "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"] {
        assert_eq!(code(before(part)), "xml.dtd", "{part}");
    }
    // Even where the part is never read.
    let mut parts = good();
    parts.push(Part::new("docProps/app.xml", format!("{dtd}<Properties/>")));
    assert_eq!(code(zip(&parts)), "xml.dtd");
    assert_eq!(code(book_of("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&lol;</v></c></row>")), "xml.malformed");
}

#[test]
fn a_part_that_is_not_well_formed_is_refused_wherever_it_breaks() {
    let row = "<row r=\"1\"><c r=\"A1\"><v>8</v></c></row>";
    for broken in [
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{row}<row r=\"2\"><c r=\"A2\"><v>8</v></c>"),
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{row}</sheetData>"),
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{row}</worksheet></sheetData>"),
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{row}</sheetData></worksheet><more/>"),
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{row}</sheetData></worksheet>more"),
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{row}</sheetData><sheetData>{row}</sheetData></worksheet>"),
        format!("<worksheet xmlns=\"{MAIN}\"></worksheet>"),
        format!("<worksheet xmlns=\"urn:other\"><sheetData>{row}</sheetData></worksheet>"),
        format!("<chartsheet xmlns=\"{MAIN}\"><sheetData>{row}</sheetData></chartsheet>"),
        format!("<x:worksheet xmlns:x=\"{MAIN}\"><x:sheetData>{row}</x:sheetData></x:worksheet>"),
        format!("{row}{row}"),
        String::new(),
    ] {
        assert_eq!(code(zip(&workbook(&broken, None))), "xml.malformed", "{broken}");
    }
    for rows in [
        "<row r=\"1\"><c r=\"A1\"><v>8</v></row></c>",
        "<row r=\"1\"><c r=\"A1\"><v>8</c></v></row>",
        "<row r=\"1\"><c r=\"A1\" r=\"B1\"><v>8</v></c></row>",
        "<row r=\"1\"><c r=A1><v>8</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"s=\"0\"><v>8</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>8</v><v>9</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>8<b/></v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><value>8</value></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><v>8</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><is><t>8</t></is></c></row>",
        "<row r=\"1\"><c r=\"A1\" s=\"99\"><v>8</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" s=\"-1\"><v>8</v></c></row>",
        "<row r=\"1\"><evil:c xmlns:evil=\"urn:x\" r=\"A1\"><v>8</v></evil:c></row>",
        "<row r=\"1\"><c xmlns=\"urn:x\" r=\"A1\"><v>8</v></c></row>",
        "<row r=\"1\">8</row>",
        "8",
        "<c r=\"A1\"><v>8</v></c>",
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a & b</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a\u{1}b</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>8</v></c></row><?xml version=\"1.0\"?>",
        "<!-- <row r=\"1\"> ",
        "<![CDATA[8]]>",
    ] {
        assert_eq!(code(book_of(rows)), "xml.malformed", "{rows}");
    }
}

#[test]
fn nesting_and_attributes_are_bounded() {
    let deep = "<r>".repeat(100) + &"</r>".repeat(100);
    let texts = format!("<sst xmlns=\"{MAIN}\"><si>{deep}</si></sst>");
    assert_eq!(code(zip(&workbook(&sheet(""), Some(&texts)))), "xml.depth");
    let attributes: String = (0..300).map(|n| format!(" a{n}=\"1\"")).collect();
    assert_eq!(code(book_of(&format!("<row r=\"1\"{attributes}></row>"))), "xml.attributes");
    let long = format!("<row r=\"1\" a=\"{}\"></row>", "x".repeat(2 << 20));
    let long = with(SHEET, |p| (p.content, p.method) = (sheet(&long).into_bytes(), 0));
    assert_eq!(code(long), "xml.malformed");
}

#[test]
fn only_utf8_parts_are_read() {
    let text = sheet("<row r=\"1\"><c r=\"A1\"><v>8</v></c></row>");
    let wide = |mark: &[u8], unit: fn(u16) -> [u8; 2]| {
        let units = text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        with(SHEET, |p| p.content = [mark, units.as_slice()].concat())
    };
    assert_eq!(code(wide(b"\xFF\xFE", u16::to_le_bytes)), "xml.encoding");
    assert_eq!(code(wide(b"\xFE\xFF", u16::to_be_bytes)), "xml.encoding");
    assert_eq!(code(wide(b"", u16::to_le_bytes)), "xml.encoding");
    let declared = |name: &str| with(SHEET, |p| p.content = text.replace("UTF-8", name).into_bytes());
    assert_eq!(code(declared("UTF-16")), "xml.encoding");
    assert_eq!(code(declared("windows-1252")), "xml.encoding");
    assert_eq!(code(declared("utf-8")), "");
    let marked = with(SHEET, |p| p.content = ["\u{FEFF}".as_bytes(), &p.content].concat());
    assert_eq!(code(marked), "");
    let latin = with(SHEET, |p| p.content = text.replace(">8<", ">\u{E9}<").chars().map(|c| c as u32 as u8).collect());
    assert_eq!(code(latin), "xml.encoding");
}

#[test]
fn an_address_outside_the_grid_or_the_limit_is_refused() {
    let cell = |row: &str, a1: &str| book_of(&format!("<row r=\"{row}\"><c r=\"{a1}\"><v>8</v></c></row>"));
    for (row, a1) in [
        ("1048577", "A1048577"),
        ("4294967298", "A4294967298"),
        ("2", "L4294967298"),
        ("0", "A0"),
        ("01", "A01"),
        ("-1", "A1"),
        ("1", "XFE1"),
        ("1", "AAAAAAA1"),
        ("1", "a1"),
        ("1", "$A$1"),
        ("1", "A1:B1"),
        ("1", ""),
        ("1", "IW1"),
        ("1048576", "XFD1048576"),
        ("20001", "A20001"),
    ] {
        assert_eq!(code(cell(row, a1)), "sheet.extent", "{row} {a1}");
    }
    assert_eq!(code(cell("1", "IV1")), "");
    assert_eq!(code(cell("20000", "A20000")), "");
    // A stray cell without a value does no harm inside the grid.
    assert_eq!(code(book_of("<row r=\"1\"><c r=\"A1\"><v>8</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row>")), "");
    let columns = format!("<worksheet xmlns=\"{MAIN}\"><cols><col min=\"1\" max=\"16385\"/></cols><sheetData/></worksheet>");
    assert_eq!(code(zip(&workbook(&columns, None))), "sheet.extent");
    let merged =
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData></sheetData><mergeCells><mergeCell ref=\"A1:B0\"/></mergeCells></worksheet>");
    assert_eq!(code(zip(&workbook(&merged, None))), "sheet.extent");
}

#[test]
fn a_cell_that_could_be_read_in_two_ways_is_refused_with_its_address() {
    let at = |rows: &str| refusal("payroll.xlsx", book_of(rows));
    let (code, site) = at("<row r=\"2\"><c r=\"L2\"><v>20</v></c><c r=\"L2\"><v>40</v></c></row>");
    assert_eq!(code, "sheet.duplicate_cell");
    assert!(site.contains("L2") && site.contains("Payroll"), "{site}");
    for (rows, expected) in [
        ("<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"L2\"/><c r=\"L2\"><v>40</v></c></row>", "sheet.duplicate_cell"),
        ("<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"C2\"><v>1</v></c><c r=\"A2\"><v>2</v></c></row>", "sheet.duplicate_cell"),
        ("<row r=\"2\"><c r=\"C2\"><v>1</v></c><c r=\"A2\"><v>2</v></c></row>", "sheet.cell_order"),
        ("<row r=\"2\"><c r=\"A3\"><v>1</v></c></row>", "sheet.cell_order"),
        ("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"2\"><c r=\"B2\"><v>1</v></c></row>", "sheet.duplicate_cell"),
        ("<row r=\"3\"><c r=\"A3\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>", "sheet.cell_order"),
        ("<row r=\"2\"><c><v>1</v></c><c r=\"A2\"><v>1</v></c></row>", "sheet.duplicate_cell"),
    ] {
        assert_eq!(at(rows).0, expected, "{rows}");
    }
}

#[test]
fn rows_cells_and_texts_are_counted() {
    let rows = |count: usize| (1..=count).map(|r| format!("<row r=\"{r}\"><c r=\"A{r}\"><v>{r}</v></c></row>")).collect::<String>();
    assert_eq!(code(book_of(&rows(20_000))), "");
    assert_eq!(code(book_of(&rows(20_001))), "sheet.too_many_rows");
    let mut few = reading::upload();
    few.cells = 10;
    let refused = reading::read_bytes("p.xlsx", book_of(&rows(11)), few).expect_err("too many");
    assert_eq!(refused.code, "sheet.cell_limit");
    let text = |count: usize, letter: &str| {
        book_of(&format!("<row r=\"1\"><c r=\"L1\" t=\"inlineStr\"><is><t>{}</t></is></c></row>", letter.repeat(count)))
    };
    assert_eq!(code(text(32_767, "x")), "");
    assert_eq!(code(text(32_767, "é")), "");
    let (code, site) = refusal("p.xlsx", text(32_768, "x"));
    assert_eq!(code, "cell.text_too_long");
    assert!(site.contains("L1"), "{site}");
    let long = "x".repeat(32_768);
    let texts = format!("<sst xmlns=\"{MAIN}\"><si><t>{long}</t></si></sst>");
    assert_eq!(refusal("p.xlsx", zip(&workbook(&sheet(""), Some(&texts)))).0, "cell.text_too_long");
}

#[test]
fn one_long_text_pointed_to_many_times_does_not_fill_memory() {
    let texts = format!("<sst xmlns=\"{MAIN}\"><si><t>{}</t></si></sst>", "x".repeat(32_767));
    let mut rows = String::new();
    for r in 1..=40 {
        rows += &format!("<row r=\"{r}\">");
        rows += &(0..100).map(|_| "<c t=\"s\"><v>0</v></c>").collect::<String>();
        rows += "</row>";
    }
    assert_eq!(code(zip(&workbook(&sheet(&rows), Some(&texts)))), "parse.resources");
}

#[test]
fn a_pointer_to_a_text_must_find_it() {
    let texts = |count: &str| format!("<sst xmlns=\"{MAIN}\"{count}><si><t>a</t></si></sst>");
    let cell = |index: &str| sheet(&format!("<row r=\"2\"><c r=\"C2\" t=\"s\"><v>{index}</v></c></row>"));
    assert_eq!(code(zip(&workbook(&cell("0"), Some(&texts(" count=\"9\" uniqueCount=\"1\""))))), "");
    for index in ["1", "4294967296", "-1", "+0", " 0", "x", "0.0"] {
        let (code, site) = refusal("p.xlsx", zip(&workbook(&cell(index), Some(&texts("")))));
        assert_eq!(code, "cell.bad_reference", "{index}");
        assert!(site.contains("C2"), "{site}");
    }
    assert_eq!(code(zip(&workbook(&cell("0"), None))), "cell.bad_reference");
    for count in ["20000000000", "99999999999999999999999", "-1", "x", "5000"] {
        let texts = texts(&format!(" uniqueCount=\"{count}\""));
        assert_eq!(code(zip(&workbook(&cell("0"), Some(&texts)))), "xml.count_mismatch", "{count}");
    }
}

#[test]
fn a_book_without_the_parts_it_names_is_refused() {
    let without = |name: &str| {
        let mut parts = good();
        parts.retain(|p| p.name != name);
        code(zip(&parts))
    };
    assert_eq!(without("[Content_Types].xml"), "type.mismatch");
    for name in ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", SHEET] {
        assert_eq!(without(name), "book.malformed", "{name}");
    }
    let replace = |part: &str, from: &str, to: &str| {
        code(with(part, |p| p.content = String::from_utf8(p.content.clone()).expect("text").replace(from, to).into_bytes()))
    };
    assert_eq!(replace("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../../sheet1.xml"), "book.malformed");
    assert_eq!(
        replace("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml\"", "http://127.0.0.1:9/x\" TargetMode=\"External\""),
        "book.malformed"
    );
    let twice = "<sheet name=\"PAYROLL\" sheetId=\"2\" r:id=\"rId1\"/></sheets>";
    assert_eq!(replace("xl/workbook.xml", "</sheets>", twice), "book.malformed");
    let many: String = (0..70).map(|n| format!("<sheet name=\"S{n}\" sheetId=\"{n}\" r:id=\"rId1\"/>")).collect();
    assert_eq!(replace("xl/workbook.xml", "</sheets>", &(many + "</sheets>")), "book.sheets");
}
