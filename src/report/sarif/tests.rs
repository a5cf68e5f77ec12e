//! Tests of the room beside this file.

use super::*;
use crate::report::sample;
use serde_json::{Value, json};

fn document(options: &Options) -> Value {
    serde_json::from_str(&sample::text_of(write, options)).unwrap()
}

#[test]
fn the_sample_reads_as_expected() {
    sample::matches_golden("findings.sarif", |out| write(&sample::run(), &Options::default(), out));
}

#[test]
fn a_requirement_not_met_is_an_error_and_a_goal_a_warning() {
    let document = document(&Options::default());
    let results = document["runs"][0]["results"].as_array().unwrap();
    let of = |check: &str| results.iter().find(|r| r["ruleId"] == check).unwrap();
    assert_eq!((&of("prevailing-rate")["kind"], &of("prevailing-rate")["level"]), (&json!("fail"), &json!("error")));
    assert_eq!((&of("workforce-share")["kind"], &of("workforce-share")["level"]), (&json!("fail"), &json!("warning")));
    assert_eq!((&of("classification-known")["kind"], &of("classification-known")["level"]), (&json!("open"), &json!("none")));
    assert!(results.iter().all(|r| r["kind"] != "pass"));
}

#[test]
fn met_findings_stand_there_when_all_are_asked_for() {
    let document = document(&Options { all: true, ..Options::default() });
    assert!(document["runs"][0]["results"].as_array().unwrap().iter().any(|r| r["kind"] == "pass" && r["level"] == "none"));
}

#[test]
fn a_cell_is_a_line_and_a_column() {
    let document = document(&Options::default());
    let place = &document["runs"][0]["results"][0]["locations"][0];
    assert_eq!(place["physicalLocation"]["region"], json!({"startLine": 9, "startColumn": 13, "endLine": 9, "endColumn": 14}));
    assert_eq!(place["logicalLocations"][0]["fullyQualifiedName"], "Payroll!M9");
}

#[test]
fn a_problem_is_a_notification_and_never_a_result() {
    let document = document(&Options::default());
    let said = &document["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(said.as_array().unwrap().len(), 5);
    assert_eq!(said[0]["descriptor"]["id"], "hours-not-a-number");
    assert_eq!(said[0]["locations"][0]["physicalLocation"]["region"]["startColumn"], 6);
}

#[test]
fn every_index_points_at_its_own_descriptor() {
    let document = document(&Options { all: true, ..Options::default() });
    let run = &document["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    for said in run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap() {
        let index = said["descriptor"]["index"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["notifications"][index]["id"], said["descriptor"]["id"]);
    }
}
