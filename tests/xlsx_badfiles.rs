//! The collection of bad files, where the environment names it: every workbook of it must come out as its
//! list says, as far as reading cells can tell. Runs only with `PLUMBLINE_SHARED` set.

mod package;
mod reading;

use reading::{Reading, read_bytes};
use serde_json::Value;
use std::path::PathBuf;

/// Codes that need more than the cells: headings, columns, values.
fn decided_later(code: &str) -> bool {
    ["header.", "hours.", "rate.", "net.", "money.", "date.", "text.", "pii."].iter().any(|start| code.starts_with(start))
        || matches!(code, "sheet.empty" | "cell.text_number" | "cell.ambiguous_number" | "cell.not_finite" | "cell.malformed_number")
}

#[test]
fn every_bad_workbook_gets_its_verdict() {
    let Some(shared) = std::env::var_os("PLUMBLINE_SHARED").map(PathBuf::from) else { return };
    let folder = shared.join("badfiles");
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).expect("a manifest")).expect("JSON");
    let mut wrong = Vec::new();
    for entry in manifest.as_array().expect("a list") {
        let name = entry["file"].as_str().expect("a name");
        if !name.contains("xls") {
            continue;
        }
        let codes: Vec<&str> = entry["codes"].as_array().expect("codes").iter().filter_map(Value::as_str).collect();
        let bytes = std::fs::read(folder.join(name)).expect("the file");
        let start = std::time::Instant::now();
        let outcome = read_bytes(name, bytes, reading::upload());
        let took = start.elapsed();
        let refused = outcome.as_ref().err().map(|p| p.code);
        let expected = entry["verdict"] == "REJECT" && !codes.iter().all(|c| decided_later(c));
        let right = match refused {
            Some(code) => expected && codes.contains(&code),
            None => !expected,
        };
        if !right || took.as_secs() >= 2 {
            wrong.push(format!("{name}: {refused:?} after {took:?}, expected {codes:?}"));
        }
        if let Ok(reading) = outcome {
            held_where_it_must(name, &reading, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the cells themselves must show.
fn held_where_it_must(name: &str, reading: &Reading, wrong: &mut Vec<String>) {
    let mut expect = |what: &str, holds: bool| {
        if !holds {
            wrong.push(format!("{name}: {what}"));
        }
    };
    match name.get(..3).unwrap_or_default() {
        "c00" | "g02" => expect("two workers", reading.text("L2") == Some("40") && reading.rows() >= 2),
        "g03" => expect("18 columns of 3 rows", reading.rows() == 3 && reading.text("R3").is_some()),
        "g08" => expect("merges are known", !reading.merges.is_empty()),
        "g10" => expect("row 3 and column N are hidden", reading.hidden_rows == [3] && reading.hidden_columns == [(13, 13)]),
        "g11" => expect("hidden sheets are named", reading.notes.iter().filter(|n| **n == "book.hidden_sheet").count() == 2),
        "t01" => expect("L2 has no value", reading.kind("L2") == Some("FormulaWithoutValue")),
        "t04" => expect("N2 is external", reading.external == ["N2"] && reading.notes.contains(&"book.external_link")),
        "t08" => expect("the text of a number is kept", reading.text("E2") == Some("NaN")),
        "t10" => expect("the text of a number is kept", reading.cells.values().any(|(_, t)| t == "0.30000000000000004")),
        "t13" => expect("kinds are kept", reading.kind("E2") == Some("Boolean") && reading.kind("E3") == Some("IsoDate")),
        _ => {}
    }
}
