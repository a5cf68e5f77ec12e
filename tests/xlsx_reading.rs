//! What is read from workbooks as programs write them: every value with its kind, its address and its exact text.

mod package;
mod reading;

use package::{MAIN, Part, book_of, sheet, workbook, zip};
use plumbline::intake::batch::NumberFormat::{Date, Disguise, Time};
use plumbline::intake::book::Merge;
use reading::{Reading, local, read_bytes, upload};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

fn read(bytes: Vec<u8>) -> Reading {
    read_bytes("payroll.xlsx", bytes, upload()).expect("a good workbook")
}

fn cell<'r>(reading: &'r Reading, a1: &str) -> Option<(&'r str, &'r str)> {
    reading.cells.get(a1).map(|(kind, text)| (kind.as_str(), text.as_str()))
}

#[test]
fn a_workbook_written_by_a_library_reads_back_exactly() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Week 12 & more").expect("a name");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let clock = Format::new().set_num_format("[h]:mm");
    let money = Format::new().set_num_format("$#,##0.00");
    sheet.write(0, 0, "week_ending").expect("written");
    sheet.write(0, 1, "Ana Example <ana> & \"Sons\"").expect("written");
    sheet.write(0, 2, "  kept space  ").expect("written");
    sheet.write(0, 3, "two\nlines").expect("written");
    sheet.write(0, 4, "_x000D_ as typed").expect("written");
    sheet.write_with_format(1, 0, ExcelDateTime::from_ymd(2025, 3, 15).expect("a day"), &date).expect("written");
    sheet.write(1, 1, 41.25).expect("written");
    sheet.write_with_format(1, 2, 0.333, &clock).expect("written");
    sheet.write_with_format(1, 3, 1650.0, &money).expect("written");
    sheet.write(1, 4, true).expect("written");
    sheet.write(1, 5, 0.1 + 0.2).expect("written");
    sheet.write_formula(2, 1, Formula::new("=SUM(B2:B2)").set_result("41.25")).expect("written");
    sheet.set_row_hidden(2).expect("hidden");
    sheet.set_column_hidden(13).expect("hidden");
    sheet.merge_range(4, 0, 5, 2, "Ben Sample", &Format::new()).expect("merged");
    sheet.write(9, 25, -7).expect("written");
    let reading = read(book.save_to_buffer().expect("saved"));
    assert_eq!(reading.sheets, [("Week 12 & more".to_owned(), false)]);
    assert_eq!(reading.kind, "Excel workbook (.xlsx)");
    for (a1, expected) in [
        ("A1", ("Text", "week_ending")),
        ("B1", ("Text", "Ana Example <ana> & \"Sons\"")),
        ("C1", ("Text", "  kept space  ")),
        ("D1", ("Text", "two\nlines")),
        ("E1", ("Text", "_x000D_ as typed")),
        ("A2", ("Number", "45731")),
        ("B2", ("Number", "41.25")),
        ("C2", ("Number", "0.333")),
        ("D2", ("Number", "1650")),
        ("E2", ("Boolean", "1")),
        ("F2", ("Number", "0.30000000000000004")),
        ("B3", ("Number", "41.25")),
        ("A5", ("Text", "Ben Sample")),
        ("Z10", ("Number", "-7")),
    ] {
        assert_eq!(cell(&reading, a1), Some(expected), "{a1}");
    }
    assert_eq!(reading.cells.len(), 14);
    assert_eq!(reading.row_numbers, [1, 2, 3, 5, 10]);
    assert_eq!(reading.formats.get("A2"), Some(&Date));
    assert_eq!(reading.formats.get("C2"), Some(&Time));
    assert_eq!(reading.formats.len(), 2);
    assert_eq!(reading.formulas, ["B3"]);
    assert_eq!(reading.hidden_rows, [3]);
    assert_eq!(reading.hidden_columns, [(13, 13)]);
    assert_eq!(reading.merges, [Merge { first_row: 5, last_row: 6, first_column: 0, last_column: 2 }]);
}

#[test]
fn the_same_rows_with_inline_texts_read_the_same() {
    let fill = |sheet: &mut rust_xlsxwriter::Worksheet| {
        for row in 0..700 {
            for column in 0..30_u16 {
                if column % 3 == 0 {
                    sheet.write(row, column, format!("worker {row} & co {column}")).expect("written");
                } else {
                    sheet.write(row, column, f64::from(row) / 4.0 + f64::from(column)).expect("written");
                }
            }
        }
    };
    let (mut shared, mut inline) = (Workbook::new(), Workbook::new());
    fill(shared.add_worksheet());
    fill(inline.add_worksheet_with_constant_memory().expect("a sheet"));
    let (shared, inline) = (read(shared.save_to_buffer().expect("saved")), read(inline.save_to_buffer().expect("saved")));
    assert_eq!(shared.cells.len(), 21_000);
    assert_eq!(shared.cells, inline.cells);
}

#[test]
fn texts_are_read_as_spreadsheets_show_them() {
    let texts = format!(
        "<sst xmlns=\"{MAIN}\" uniqueCount=\"8\"><si><t>plain</t></si><si><t> trimmed\t</t></si><si><t xml:space=\"preserve\"> kept </t></si>\
         <si><r><rPr><b/></rPr><t>Ana </t></r><r><t xml:space=\"preserve\"> Example</t></r></si>\
         <si><t>課</t><rPh sb=\"0\" eb=\"1\"><t>カ</t></rPh><phoneticPr fontId=\"1\"/></si><si/><si><t/></si>\
         <si><t>a_x000D_b&#10;c&amp;d<![CDATA[<e>&amp;]]></t></si></sst>"
    );
    let cells: String =
        ["A", "B", "C", "D", "E", "F", "G", "H"].iter().enumerate().map(|(n, c)| format!("<c r=\"{c}1\" t=\"s\"><v>{n}</v></c>")).collect();
    let reading = read(zip(&workbook(&sheet(&format!("<row r=\"1\">{cells}</row>")), Some(&texts))));
    let found: Vec<Option<&str>> = ["A1", "B1", "C1", "D1", "E1", "F1", "G1", "H1"].map(|a1| reading.text(a1)).to_vec();
    assert_eq!(
        found,
        [Some("plain"), Some("trimmed"), Some(" kept "), Some("Ana Example"), Some("課"), None, None, Some("a\rb\nc&d<e>&amp;")]
    );
}

#[test]
fn every_kind_of_cell_keeps_what_the_file_says() {
    let reading = read(book_of(
        "<row r=\"1\"><c r=\"A1\"><v>1E400</v></c><c r=\"B1\" t=\"n\"><v>NaN</v></c><c r=\"C1\" t=\"b\"><v>true</v></c>\
         <c r=\"D1\" t=\"b\"><v>maybe</v></c><c r=\"E1\" t=\"e\"><v>#N/A</v></c><c r=\"F1\" t=\"d\"><v>2025-03-15T00:00:00</v></c>\
         <c r=\"G1\" t=\"zzz\"><v>x</v></c><c r=\"H1\" t=\"str\"><v> a_x0041_ </v></c><c r=\"I1\" s=\"3\"><v>8</v></c>\
         <c r=\"J1\" s=\"1\"/><c r=\"K1\"><v/></c><c r=\"L1\" t=\"inlineStr\"><is/></c><c r=\"M1\" s=\"2\"><v>0.5</v></c></row>",
    ));
    for (a1, expected) in [
        ("A1", ("Number", "1E400")),
        ("B1", ("Number", "NaN")),
        ("C1", ("Boolean", "1")),
        ("D1", ("UnknownType", "maybe")),
        ("E1", ("Error", "#N/A")),
        ("F1", ("IsoDate", "2025-03-15T00:00:00")),
        ("G1", ("UnknownType", "x")),
        ("H1", ("Text", " aA ")),
        ("I1", ("Number", "8")),
        ("M1", ("Number", "0.5")),
    ] {
        assert_eq!(cell(&reading, a1), Some(expected), "{a1}");
    }
    assert_eq!(reading.cells.len(), 10);
    assert_eq!((reading.formats.get("I1"), reading.formats.get("M1")), (Some(&Disguise), Some(&Time)));
}

#[test]
fn a_formula_without_a_saved_value_is_not_a_zero() {
    let rows = "<row r=\"1\"><c r=\"A1\"><f>SUM(B1:C1)</f></c><c r=\"B1\"><f>1+1</f><v></v></c><c r=\"C1\"><f>1+1</f><v>2</v></c>\
        <c r=\"D1\"><f>C1-C1</f><v>0</v></c><c r=\"E1\" t=\"str\"><f>A1&amp;\"\"</f><v></v></c><c r=\"F1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>\
        <c r=\"G1\" t=\"str\"><f t=\"array\" ref=\"G1\">B1</f><v>x</v></c></row>";
    let reading = read(book_of(rows));
    assert_eq!(cell(&reading, "A1"), Some(("FormulaWithoutValue", "")));
    assert_eq!(cell(&reading, "B1"), Some(("FormulaWithoutValue", "")));
    assert_eq!(cell(&reading, "C1"), Some(("Number", "2")));
    assert_eq!(cell(&reading, "D1"), Some(("Number", "0")));
    assert_eq!(cell(&reading, "E1"), None);
    assert_eq!(reading.formulas, ["A1", "B1", "C1", "D1", "F1", "G1"]);
    // A program that does not calculate writes zero and asks to be calculated on opening.
    let mut parts = workbook(&sheet(rows), None);
    let book = String::from_utf8(parts[2].content.clone()).expect("text");
    parts[2] = Part::new("xl/workbook.xml", book.replace("</sheets>", "</sheets><calcPr fullCalcOnLoad=\"1\"/>"));
    let reading = read(zip(&parts));
    assert_eq!(cell(&reading, "D1"), Some(("FormulaWithoutValue", "")));
    assert_eq!(cell(&reading, "E1"), Some(("FormulaWithoutValue", "")));
    assert_eq!(cell(&reading, "C1"), Some(("Number", "2")));
    assert!(reading.notes.contains(&"book.not_calculated"));
}

#[test]
fn figures_from_other_workbooks_are_marked() {
    let rows = "<row r=\"1\"><c r=\"A1\"><f>[1]Rates!$A$1</f><v>41.25</v></c><c r=\"B1\"><f>SUM('[12]Week 1'!A1:A9)</f><v>8</v></c>\
        <c r=\"C1\"><f>Table1[1]</f><v>8</v></c><c r=\"D1\"><f>SUM(A1,B1)</f><v>8</v></c>\
        <c r=\"E1\"><f t=\"shared\" ref=\"E1:E2\" si=\"4\">[1]Rates!A1</f><v>8</v></c></row>\
        <row r=\"2\"><c r=\"D2\"><f t=\"shared\" si=\"5\"/><v>8</v></c><c r=\"E2\"><f t=\"shared\" si=\"4\"/><v>8</v></c></row>";
    let reading = read(book_of(rows));
    assert_eq!(reading.external, ["A1", "B1", "E1", "E2"]);
    assert_eq!(reading.formulas.len(), 7);
}

#[test]
fn rows_and_cells_without_an_address_take_the_next_place() {
    let reading = read(book_of(
        "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c r=\"C3\"><v>3</v></c><c><v>4</v></c></row><row r=\"9\"><c><v>5</v></c></row>",
    ));
    let found: Vec<(&str, &str)> = reading.cells.iter().map(|(a1, (_, text))| (a1.as_str(), text.as_str())).collect();
    assert_eq!(found, [("A1", "1"), ("A9", "5"), ("B1", "2"), ("C3", "3"), ("D3", "4")]);
}

#[test]
fn prefixes_layout_and_comments_change_nothing() {
    let plain = read(book_of("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c><c r=\"B1\"><v>8</v></c></row>"));
    let prefixed = format!(
        "<?xml version='1.0'?>\n<x:worksheet xmlns:x=\"{MAIN}\">\n <x:sheetData>\n <!-- a row --> <?note a?>\n\
         <x:row r='1' >\r\n <x:c  t = 'inlineStr' r=\"A1\">\n <x:is><x:t>x</x:t></x:is>\n</x:c >\n\
         <x:c r=\"B1\"><x:v>8</x:v><x:extLst><x:ext uri=\"u\"><any/></x:ext></x:extLst></x:c></x:row></x:sheetData></x:worksheet>\n<!-- end -->\n"
    );
    assert_eq!(read(zip(&workbook(&prefixed, None))).cells, plain.cells);
    let strict = sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c><c r=\"B1\"><v>8</v></c></row>")
        .replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main");
    assert_eq!(read(zip(&workbook(&strict, None))).cells, plain.cells);
}

#[test]
fn the_declared_dimension_is_never_trusted() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"R1\"><v>2</v></c></row><row r=\"3\"><c r=\"A3\"><v>3</v></c></row>";
    for dimension in ["A1", "A1:XFD1048576", "nonsense"] {
        let text = sheet(rows).replace("<sheetData>", &format!("<dimension ref=\"{dimension}\"/><sheetData>"));
        assert_eq!(read(zip(&workbook(&text, None))).cells.len(), 3, "{dimension}");
    }
}

#[test]
fn hidden_things_are_known_before_and_while_rows_are_read() {
    let text = format!(
        "<worksheet xmlns=\"{MAIN}\"><cols><col min=\"1\" max=\"2\" width=\"9\"/><col min=\"3\" max=\"4\" hidden=\"true\"/><col min=\"6\" max=\"6\" width=\"0\"/></cols>\
         <sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>1</v></c></row>\
         <row r=\"3\" ht=\"0\" customHeight=\"1\"><c r=\"A3\"><v>1</v></c></row><row r=\"4\" hidden=\"0\"><c r=\"A4\"><v>1</v></c></row></sheetData>\
         <mergeCells count=\"2\"><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"D4\"/></mergeCells></worksheet>"
    );
    let mut parts = workbook(&text, None);
    let book = String::from_utf8(parts[2].content.clone()).expect("text");
    let more = "<sheet name=\"Old\" sheetId=\"2\" state=\"hidden\" r:id=\"rId8\"/><sheet name=\"Older\" sheetId=\"3\" state=\"veryHidden\" r:id=\"rId9\"/></sheets>";
    parts[2] = Part::new("xl/workbook.xml", book.replace("</sheets>", more).replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>"));
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
    let rels = String::from_utf8(parts[3].content.clone()).expect("text");
    let more = format!(
        "<Relationship Id=\"rId8\" Type=\"{kind}\" Target=\"/xl/a.xml\"/><Relationship Id=\"rId9\" Type=\"{kind}\" Target=\"b.xml\"/></Relationships>"
    );
    parts[3] = Part::new("xl/_rels/workbook.xml.rels", rels.replace("</Relationships>", &more));
    parts.extend([Part::new("xl/a.xml", sheet("")), Part::new("xl/b.xml", sheet(""))]);
    let reading = read(zip(&parts));
    assert_eq!(reading.hidden_rows, [2, 3]);
    assert_eq!(reading.hidden_columns, [(2, 3), (5, 5)]);
    assert_eq!(reading.merges.len(), 2);
    assert!(reading.dates_from_1904);
    assert_eq!(reading.sheets, [("Payroll".to_owned(), false), ("Old".to_owned(), true), ("Older".to_owned(), true)]);
    assert_eq!(reading.notes, ["book.hidden_sheet", "book.hidden_sheet"]);
}

#[test]
fn a_sheet_large_enough_for_a_second_thread_reads_the_same() {
    let row = |r: u32| {
        format!(
            "<row r=\"{r}\"><c r=\"A{r}\" t=\"inlineStr\"><is><t>Worker {r} of a long list of names</t></is></c><c r=\"B{r}\"><v>{r}.25</v></c></row>"
        )
    };
    let rows: String = (1..=20_000).map(row).collect();
    let reading = read(book_of(&rows));
    assert_eq!(reading.rows(), 20_000);
    assert_eq!(reading.text("B19999"), Some("19999.25"));
    assert_eq!(reading.text("A20000"), Some("Worker 20000 of a long list of names"));
    // A break near the end refuses what was read before it.
    let broken = rows.replace("<v>19999.25</v>", "<v>19999.25</w>");
    let problem = read_bytes("p.xlsx", book_of(&broken), local()).expect_err("not well formed");
    assert_eq!(problem.code, "xml.malformed");
}

#[test]
fn the_digest_is_that_of_the_file() {
    let bytes = book_of("");
    let expected = plumbline_digest(&bytes);
    assert_eq!(read(bytes).sha256, Some(expected));
}

fn plumbline_digest(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
