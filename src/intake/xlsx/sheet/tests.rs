//! A sheet must read the same wherever its bytes are cut into blocks, and by the short way as by the general one.

use super::SheetStream;
use crate::domain::problem::Problem;
use crate::intake::batch::{RawCell, RawRow};
use crate::intake::book::{Chunk, Merge, RowStream};
use crate::intake::container::package::Package;
use crate::intake::limits::{Limits, Profile};
use crate::intake::xlsx::{XlsxBook, load};
use std::sync::{Arc, OnceLock};

#[path = "../../../../tests/package/mod.rs"]
mod package;
use package::{MAIN, sheet, workbook, zip};

/// Rows, cells with their text, merged cells.
type Read = (Vec<RawRow>, Vec<(RawCell, String)>, Vec<Merge>);

fn book(sheet: &str) -> XlsxBook {
    let texts = format!("<sst xmlns=\"{MAIN}\"><si><t>Ana Example</t></si><si><t>José &amp; Söhne</t></si></sst>");
    let limits = Limits::of(Profile::Upload);
    let package = Package::open(zip(&workbook(sheet, Some(&texts))).into(), &limits).expect("a package");
    load(Arc::new(package), String::new(), &limits).expect("a workbook")
}

fn read(book: &XlsxBook, block: usize, thread: bool) -> Result<Read, Box<Problem>> {
    let mut stream = SheetStream::open_by(Arc::clone(&book.shared), "Payroll", book.parts[0].entry, &OnceLock::new(), block, thread)?;
    let (mut rows, mut cells) = (Vec::new(), Vec::new());
    while let Some(Chunk::Rows(batch)) = stream.next()? {
        for row in &batch.rows {
            rows.push(RawRow { first_cell: 0, ..*row });
            let texts = batch.cells_of(row).iter().map(|c| (RawCell { start: 0, ..*c }, batch.text_of(c).to_owned()));
            cells.extend(texts);
        }
    }
    Ok((rows, cells, stream.extras.merges.clone()))
}

const ROWS: &str = "<row r=\"1\" spans=\"1:9\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\" t=\"s\"><v>1</v></c>\
    <c r=\"C1\" t=\"inlineStr\"><is><t>José 課 &amp; x_x0041_</t></is></c><c r=\"D1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a </t></is></c></row>\
    <row r=\"2\"><c r=\"A2\"><v>8</v></c><c r=\"B2\" s=\"2\"><v>0.333</v></c><c r=\"C2\" s=\"1\"/><c r=\"D2\"><f>A2+B2</f><v>8.333</v></c>\
    <c r=\"E2\" t=\"str\"><f>\"a\"&amp;[1]S!A1</f><v>a</v></c><c r=\"AA2\" t=\"b\"><v>1</v></c><c r=\"XFD2\" s=\"1\"/></row>\
    <row r=\"9\" hidden=\"1\" ht=\"15.5\"><c r=\"A9\" t=\"n\"><v>-1.5E3</v></c><!-- - --><c r=\"B9\"><v><![CDATA[7]]></v></c>\n\
    <c r=\"C9\" t='e'><v>#N/A</v></c></row><row r=\"10\"/><row r=\"11\"></row><row><c><v>12</v></c><c t=\"str\"><v>b\r\nc</v></c></row>";

fn whole() -> String {
    let merges = "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:B2\"/></mergeCells><pageMargins left=\"0.7\"/>";
    sheet(ROWS).replace("</sheetData>", merges)
}

#[test]
fn a_sheet_may_be_cut_anywhere() {
    let book = book(&whole());
    let expected = read(&book, 1 << 16, false).expect("a good sheet");
    assert_eq!(expected.0.iter().map(|r| r.row).collect::<Vec<_>>(), [1, 2, 9, 12]);
    assert_eq!(expected.1.len(), 14);
    assert_eq!(expected.2.len(), 1);
    for block in 1..=300 {
        assert_eq!(read(&book, block, false).expect("the same"), expected, "blocks of {block}");
    }
    assert_eq!(read(&book, 1, true).expect("the same"), expected);
}

#[test]
fn the_short_way_reads_what_the_general_way_reads() {
    let short = read(&book(&whole()), 1 << 16, false).expect("a good sheet");
    // With a prefix no short way is taken.
    let mut prefixed = whole().replace("xmlns=", "xmlns:p=");
    for name in ["worksheet", "sheetData", "row", "c", "v", "f", "is", "t", "mergeCells", "mergeCell", "pageMargins"] {
        for (from, to) in [(format!("<{name}>"), format!("<p:{name}>")), (format!("<{name} "), format!("<p:{name} "))] {
            prefixed = prefixed.replace(&from, &to);
        }
        prefixed = prefixed.replace(&format!("<{name}/>"), &format!("<p:{name}/>")).replace(&format!("</{name}>"), &format!("</p:{name}>"));
    }
    assert_eq!(read(&book(&prefixed), 1 << 16, false).expect("a good sheet"), short);
}

#[test]
fn a_break_is_the_same_break_wherever_the_blocks_end() {
    for (from, to) in [
        ("<v>8</v>", "<v>8</x>"),
        ("</row><row r=\"9\"", "</row></row><row r=\"9\""),
        ("r=\"B2\"", "r=\"A2\""),
        ("<v>1</v></c>", "<v>2</v></c>"),
        ("&amp;", "&nope;"),
        ("</worksheet>", ""),
        ("<!-- - -->", "<!DOCTYPE x>"),
        ("r=\"AA2\"", "r=\"ZZZ2\""),
    ] {
        let book = book(&whole().replace(from, to));
        let code = |block| read(&book, block, false).err().map(|p| p.code);
        let expected = code(1 << 16);
        assert!(expected.is_some(), "{from} → {to}");
        for block in 1..=80 {
            assert_eq!(code(block), expected, "{from} → {to}, blocks of {block}");
        }
    }
}

#[test]
fn merged_cells_behind_a_lying_end_of_rows_do_not_pass() {
    // The end of the rows stands in a comment too: looking ahead and reading must come to the same.
    let lying = sheet(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><!-- </sheetData><mergeCells><mergeCell ref=\"A1:B9\"/></mergeCells></worksheet> -->",
    );
    assert_eq!(read(&book(&lying), 1 << 16, false).err().map(|p| p.code), Some("xml.malformed"));
}

#[test]
fn an_unread_stream_ends_its_thread() {
    let rows: String = (1..=9_000).map(|r| format!("<row r=\"{r}\"><c r=\"A{r}\"><v>{r}</v></c></row>")).collect();
    let book = book(&sheet(&rows));
    let mut stream =
        SheetStream::open_by(Arc::clone(&book.shared), "Payroll", book.parts[0].entry, &OnceLock::new(), 1, true).expect("opens");
    assert!(matches!(stream.next(), Ok(Some(_))));
    drop(stream);
}
