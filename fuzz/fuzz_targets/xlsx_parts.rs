#![no_main]
//! The input becomes one part of a good workbook, packed with true sizes and checksum, so that every byte of it
//! reaches the readers behind the package. The first byte picks the part.

use libfuzzer_sys::fuzz_target;
use plumbline::intake::container;
use plumbline::intake::input::Input;
use plumbline::intake::limits::{Limits, Profile};

#[path = "../../tests/package/mod.rs"]
mod package;

fuzz_target!(|data: &[u8]| {
    let Some((&first, content)) = data.split_first() else { return };
    let texts = format!("<sst xmlns=\"{}\"><si><t>Ana Example</t></si></sst>", package::MAIN);
    let mut parts = package::workbook(&package::sheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"), Some(&texts));
    let index = usize::from(first) % (parts.len() + 1);
    let content = match parts.get_mut(index) {
        Some(part) => {
            part.content = content.to_vec();
            None
        }
        // One more choice: the rows alone, inside a good sheet.
        None => Some([b"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>", content, b"</sheetData></worksheet>"].concat()),
    };
    if let (Some(content), Some(part)) = (content, parts.iter_mut().find(|p| p.name.ends_with("sheet1.xml"))) {
        part.content = content;
    }
    for part in &mut parts {
        part.method = 0;
    }
    let limits = Limits::of(Profile::Upload);
    let Ok(book) = container::open("payroll.xlsx", Input::Bytes(package::zip(&parts).into()), &limits) else { return };
    for sheet in 0..book.sheets().len() {
        let Ok(mut rows) = book.rows(sheet) else { continue };
        while let Ok(Some(_)) = rows.next() {}
    }
});
