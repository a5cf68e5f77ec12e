//! Tests of the room beside this file.

use super::*;
use crate::report::sample;

/// The keys of the contract's sample, in its order; the form may grow after them.
const DOCUMENT: &[&str] = &["schema", "engine", "as_of", "inputs", "rules", "problems", "findings", "summary"];
const INPUT: &[&str] = &["name", "sha256", "layout", "sheet", "header_row", "rows", "columns"];
const COLUMN: &[&str] = &["cell", "heading", "field", "how"];
const PROBLEM: &[&str] = &["code", "where", "read", "kind", "expected", "fix", "not_checked"];
const FINDING: &[&str] = &[
    "id",
    "rule",
    "check",
    "outcome",
    "force",
    "status",
    "severity",
    "subject",
    "title",
    "read",
    "interval",
    "expected",
    "difference",
    "unit",
    "owed",
    "exposure",
    "missing",
    "steps",
    "cells",
    "citations",
    "rule_from",
];
const SUBJECT: &[&str] = &["project", "contractor", "worker", "trade", "level", "group", "week_ending", "day"];
const STEP: &[&str] = &["label", "value", "cells"];
const SUMMARY: &[&str] = &["met", "not_met", "cannot_tell", "not_applicable", "problems", "owed", "by_rule"];
const BY_RULE: &[&str] = &["rule", "check", "met", "not_met", "cannot_tell", "not_applicable"];

/// The keys at one depth of the object that begins at `start`, in the order written.
fn keys(text: &str, start: &str) -> Vec<String> {
    let from = if start.is_empty() { 0 } else { text.find(start).unwrap_or_else(|| panic!("{start}")) + start.len() };
    let body = &text[from..][text[from..].find('{').unwrap()..];
    let (mut depth, mut found, mut inside, mut word) = (0, Vec::new(), false, String::new());
    let mut previous = ' ';
    for c in body.chars() {
        match c {
            '"' if previous != '\\' => {
                inside = !inside;
                if inside {
                    word.clear();
                }
            }
            _ if inside => word.push(c),
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ':' if depth == 1 => found.push(word.clone()),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        previous = c;
    }
    found
}

#[test]
fn keys_stand_in_the_order_of_the_contract() {
    let text = sample::text_of(write, &Options::default());
    for (start, expected) in [
        ("", DOCUMENT),
        ("\"inputs\": ", INPUT),
        ("\"columns\": ", COLUMN),
        ("\"problems\": ", PROBLEM),
        ("\"findings\": ", FINDING),
        ("\"subject\": ", SUBJECT),
        ("\"steps\": ", STEP),
        ("\"summary\": ", SUMMARY),
        ("\"by_rule\": ", BY_RULE),
    ] {
        let found = keys(&text, start);
        assert_eq!(&found[..expected.len().min(found.len())], expected, "{start}");
    }
}

#[test]
fn the_sample_reads_as_expected() {
    sample::matches_golden("check.json", |out| write(&sample::run(), &Options::default(), out));
    let reading = Options { reading_only: true, ..Options::default() };
    sample::matches_golden("read.json", |out| write(&sample::run(), &reading, out));
}

#[test]
fn it_parses_and_every_figure_is_a_decimal_string() {
    let value: serde_json::Value = serde_json::from_str(&sample::text_of(write, &Options::default())).unwrap();
    assert_eq!(value["schema"], "plumbline.check/1");
    assert_eq!(value["findings"][0]["owed"], "120.00");
    assert_eq!(value["findings"][4]["interval"], serde_json::json!(["0.457", "0.475"]));
    assert_eq!(value["summary"]["owed"], "246.00");
    assert_eq!(value["summary"]["not_met"], 4);
    assert_eq!(value["inputs"][0]["rows"]["not_used"][4], serde_json::json!({"row": 21, "why": "total-row"}));
    assert_eq!(value["problems"][0]["where"], "Payroll!F12");
    assert_eq!(value["findings"][4]["cells"][0], "Payroll!F10:F14");
}

#[test]
fn a_run_with_nothing_in_it_is_still_a_document() {
    let mut out = Vec::new();
    write(&Run::default(), &Options::default(), &mut out).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(value["findings"], serde_json::json!([]));
    assert_eq!(value["as_of"], serde_json::Value::Null);
}

#[test]
fn a_file_of_several_sheets_has_one_object_a_sheet() {
    let mut run = sample::run();
    run.inputs[0].sheet_count = 2;
    run.sheets.push(crate::domain::run::SheetReading { sheet: "Week 2".into(), layout: "flat-payroll", ..Default::default() });
    let mut out = Vec::new();
    write(&run, &Options::default(), &mut out).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(value["inputs"].as_array().unwrap().len(), 2);
    assert_eq!((&value["inputs"][1]["name"], &value["inputs"][1]["sheet"]), (&"payroll.xlsx".into(), &"Week 2".into()));
}
