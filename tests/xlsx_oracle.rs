//! Two readers, one answer: cell by cell, our reader and calamine's must agree on every workbook that both accept.
//!
//! Workbooks are made here; with `PLUMBLINE_SHARED` set, those of its folders `realdata` and `badfiles` are
//! compared too (`scripts/compare-readers.sh`).

mod package;
mod reading;

use calamine::{DataRef, Reader as _, Xlsx};
use package::{Part, sheet, workbook, zip};
use plumbline::domain::place::column_letters;
use proptest::prelude::*;
use reading::{Reading, local, read_bytes, upload};
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// A value both readers can be asked for.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Number { value: f64, dated: bool },
    Text(String),
    Truth(bool),
}

fn ours(reading: &Reading) -> BTreeMap<String, Value> {
    let value = |a1: &String, kind: &str, text: &String| match kind {
        "Number" => {
            let dated = matches!(
                reading.formats.get(a1),
                Some(plumbline::intake::batch::NumberFormat::Date | plumbline::intake::batch::NumberFormat::Time)
            );
            match text.parse() {
                Ok(value) => Some(Value::Number { value, dated }),
                Err(_) => Some(Value::Text(text.clone())),
            }
        }
        "Boolean" => Some(Value::Truth(text == "1")),
        "FormulaWithoutValue" => None,
        _ => Some(Value::Text(text.clone())),
    };
    reading.cells.iter().filter_map(|(a1, (kind, text))| Some((a1.clone(), value(a1, kind, text)?))).collect()
}

/// What calamine reads from the first worksheet; `None` where it refuses or has none.
fn theirs(bytes: &[u8]) -> Option<BTreeMap<String, Value>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
    let first = book.sheets_metadata().iter().find(|s| s.typ == calamine::SheetType::WorkSheet)?.name.clone();
    let mut reader = book.worksheet_cells_reader(&first).ok()?;
    let mut cells = BTreeMap::new();
    while let Some(cell) = reader.next_cell().ok()? {
        let (row, column) = cell.get_position();
        let value = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::Int(value) => Value::Number { value: *value as f64, dated: false },
            DataRef::Float(value) => Value::Number { value: *value, dated: false },
            DataRef::DateTime(date) => Value::Number { value: date.as_f64(), dated: true },
            DataRef::String(text) => Value::Text(text.clone()),
            DataRef::SharedString(text) => Value::Text((*text).to_owned()),
            DataRef::Bool(truth) => Value::Truth(*truth),
            DataRef::Error(error) => Value::Text(error.to_string()),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Text(text.clone()),
        };
        if value == Value::Text(String::new()) {
            continue;
        }
        cells.insert(format!("{}{}", column_letters(u16::try_from(column).ok()?), row + 1), value);
    }
    Some(cells)
}

fn differences(bytes: Vec<u8>) -> Option<Vec<String>> {
    // Ours first: some files that it refuses end the process inside the other.
    let reading = read_bytes("payroll.xlsx", bytes.clone(), local()).ok()?;
    let (mut ours, mut theirs) = (ours(&reading), theirs(&bytes)?);
    // A figure that was never calculated is no figure here; there it is zero.
    for (a1, (kind, _)) in &reading.cells {
        if kind == "FormulaWithoutValue" {
            ours.remove(a1);
            theirs.remove(a1);
        }
    }
    let same = |a: &Value, b: &Value| match (a, b) {
        (Value::Number { value: a, dated: x }, Value::Number { value: b, dated: y }) => (a == b || (a.is_nan() && b.is_nan())) && x == y,
        _ => a == b,
    };
    let mut found: Vec<String> = ours
        .iter()
        .filter(|(a1, v)| !theirs.get(*a1).is_some_and(|t| same(v, t)))
        .map(|(a1, v)| format!("{a1}: {v:?} / {:?}", theirs.get(a1)))
        .collect();
    found.extend(theirs.iter().filter(|(a1, _)| !ours.contains_key(*a1)).map(|(a1, v)| format!("{a1}: nothing / {v:?}")));
    Some(found)
}

#[test]
fn both_readers_agree_on_a_book_of_every_kind_of_cell() {
    let mut book = Workbook::new();
    for constant_memory in [false, true] {
        let sheet = if constant_memory { book.add_worksheet_with_constant_memory().expect("a sheet") } else { book.add_worksheet() };
        for (row, format) in
            ["General", "0.00", "yyyy-mm-dd", "[h]:mm", "h:mm AM/PM", "$#,##0.00", "m/d/yy h:mm", "@", "0%", "\"40.00\""].iter().enumerate()
        {
            let (row, format) = (row as u32, Format::new().set_num_format(*format));
            sheet.write_with_format(row, 0, 45_731.5, &format).expect("written");
            sheet.write_with_format(row, 1, format!("Worker {row} _x000D_ <&> \"é課𝄞\" "), &format).expect("written");
            sheet.write_with_format(row, 2, row % 2 == 0, &format).expect("written");
            sheet.write_formula_with_format(row, 3, Formula::new("=A1*2").set_result("91463"), &format).expect("written");
            sheet.write_blank(row, 4, &format).expect("written");
            sheet.write_with_format(row, 27 + 3 * row as u16, 0.1 * f64::from(row), &format).expect("written");
        }
    }
    assert_eq!(differences(book.save_to_buffer().expect("saved")), Some(Vec::new()));
}

#[test]
fn both_readers_agree_on_shapes_of_other_programs() {
    let rows = "<row r=\"1\" spans=\"1:4\" ht=\"15\" x=\"y\"><c r=\"A1\" t=\"n\" s=\"1\"><v>45731</v></c><c r=\"B1\" s=\"0\" t=\"str\"><f aca=\"false\">A1&amp;\"x\"</f><v>45731x</v></c>\
        <c r=\"C1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c r=\"D1\" t=\"d\"><v>2025-03-15</v></c></row><row><c><v>1</v></c><c t=\"inlineStr\"><is><r><t>a</t></r><r><t xml:space=\"preserve\"> b</t></r></is></c></row>\
        <row r=\"7\"><c r=\"B7\"><v>1E-3</v></c><c r=\"C7\"><v>abc</v></c><c r=\"D7\" s=\"2\"><v>0.25</v></c><c r=\"E7\" t=\"inlineStr\"><is><t> x&#10;y\r\nz </t></is></c></row>";
    assert_eq!(differences(zip(&workbook(&sheet(rows), None))), Some(Vec::new()));
}

#[test]
fn both_readers_agree_on_real_workbooks() {
    let Some(shared) = std::env::var_os("PLUMBLINE_SHARED").map(PathBuf::from) else { return };
    let (mut compared, mut wrong) = (0, Vec::new());
    let mut files = Vec::new();
    for folder in ["realdata", "badfiles"] {
        workbooks(&shared.join(folder), &mut files);
    }
    for path in &files {
        let name = path.display();
        match differences(std::fs::read(path).expect("the file")) {
            None => println!("not accepted by both: {name}"),
            Some(found) if found.is_empty() => compared += 1,
            Some(found) => wrong.push(format!("{name}: {} differ, first {}", found.len(), found[0])),
        }
    }
    println!("{compared} of {} workbooks agree", files.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(compared > 0, "no workbook to compare");
}

fn workbooks(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            workbooks(&entry, found);
        } else if entry.extension().is_some_and(|e| e == "xlsx") {
            found.push(entry);
        }
    }
}

const ROWS: &str = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>x &amp; y</t></is></c></row>\
    <row r=\"2\" hidden=\"1\"><c r=\"A2\" s=\"1\"><v>45731</v></c><c r=\"B2\"><f>[1]S!A1</f><v>8.25</v></c><c r=\"C2\" t=\"b\"><v>1</v></c></row>";

fn seed() -> Vec<Part> {
    let texts = format!("<sst xmlns=\"{}\" count=\"1\" uniqueCount=\"2\"><si><t>Ana</t></si><si><r><t>B</t></r></si></sst>", package::MAIN);
    workbook(&sheet(ROWS).replace("</sheetData>", "</sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>"), Some(&texts))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes of the package changed, cut or doubled anywhere: refused or read, never a panic.
    #[test]
    fn changed_bytes_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in any::<prop::sample::Index>(), shorter in any::<bool>()) {
        let mut bytes = zip(&seed());
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if shorter {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = read_bytes("payroll.xlsx", bytes, upload());
    }

    /// The text of one part changed and packed anew, so that the change reaches the readers behind the package.
    #[test]
    fn changed_parts_never_panic(
        part in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4, prop::sample::select(WORDS)), 1..5),
    ) {
        let mut parts = seed();
        let part = part.index(parts.len());
        for (at, how, word) in changes {
            let content = &mut parts[part].content;
            let at = at.index(content.len().max(1)).min(content.len());
            match how {
                0 => drop(content.splice(at..at, word.bytes())),
                1 => drop(content.splice(at..(at + word.len()).min(content.len()), word.bytes())),
                2 => drop(content.drain(at..(at + 9).min(content.len()))),
                _ => {
                    let again: Vec<u8> = content[at..(at + 60).min(content.len())].to_vec();
                    content.splice(at..at, again);
                }
            }
        }
        if let Ok(reading) = read_bytes("payroll.xlsx", zip(&parts), upload()) {
            prop_assert!(reading.row_numbers.windows(2).all(|w| w[0] < w[1]));
        }
    }
}

const WORDS: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "\"",
    "'",
    "&",
    "&amp;",
    "&#x10FFFF;",
    "&#0;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x?>",
    "<!DOCTYPE a>",
    "\0",
    "é",
    "\u{FEFF}",
    "0",
    "-1",
    "99999999999999999999",
    "XFD1048576",
    "A1",
    "r=\"\"",
    " t=\"s\"",
    " s=\"4294967296\"",
    "<c/>",
    "<row>",
    "</row>",
    "<v>",
    "</c>",
    "<f/>",
    "<is>",
    "_x000D_",
    "xmlns=\"a\"",
    ";;;",
    "[",
    "\r",
];
