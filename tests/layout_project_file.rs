//! The project file and the lists it names: what is read, and how an error finds its line.

use plumbline::domain::payroll::Level;
use plumbline::domain::people::FactKind;
use plumbline::domain::project::{Funding, Milestone, WorkKind};
use plumbline::intake::project_file::{ProjectError, load, read};
use std::path::Path;
use tempfile::TempDir;

const WHOLE: &str = r#"
[project]
id = "P-104"
name = "Library renovation"
owner = "City of Example"
state = "MA"
city = "Boston"
kind = "construction"
public = true
funding = ["city", "federal"]
value = "4200000.00"
floor_area_sq_ft = 80000
advertised_on = 2024-01-15
approved_on = "2024-02-01"
rules = ["us-ma/boston/residents-jobs-policy"]

[project.parameters]
"us-wa/seattle/priority-hire" = { journey_share = "0.22", apprentice_share = "0.30" }

[[contract]]
contractor = "Harbor Builders Inc."
tier = 0
value = "3000000.00"
employees_fte = 40
nonprofit = false

[[wage_determination]]
id = "MA20260001"
modification = 1
file = "wages.csv"
from = 2024-01-01

[[people]]
file = "people.csv"
"#;
const WAGES: &str = "classification,level,base_rate,fringe\nCarpenter,J,61.19,31.55\nCarpenter,RA,36.71,31.55\n";
const PEOPLE: &str =
    "worker_id,fact,value,from,until,evidence\nW0417,resident,yes,2024-01-01,,lease\nW0417,zip,02121,2024-01-01,2024-06-30,lease\n";

fn folder(project: &str, wages: &str, people: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("project.toml", project), ("wages.csv", wages), ("people.csv", people)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn refused(project: &str, wages: &str, people: &str) -> ProjectError {
    let folder = folder(project, wages, people);
    load(&folder.path().join("project.toml")).unwrap_err()
}

fn wrong(text: &str) -> ProjectError {
    read(text, "project.toml", Path::new("")).unwrap_err()
}

#[test]
fn every_part_of_the_file_is_read() {
    let folder = folder(WHOLE, WAGES, PEOPLE);
    let project = load(&folder.path().join("project.toml")).unwrap();
    assert_eq!((project.id.as_str(), project.name.as_str(), project.state.as_deref()), ("P-104", "Library renovation", Some("MA")));
    assert_eq!((project.kind, project.public), (Some(WorkKind::Construction), Some(true)));
    assert_eq!(project.funding, [Funding::City, Funding::Federal]);
    assert_eq!(project.value.unwrap().to_string(), "4200000.00");
    assert_eq!(project.milestones[&Milestone::Advertised].to_string(), "2024-01-15");
    assert_eq!(project.milestones[&Milestone::Approved].to_string(), "2024-02-01");
    assert_eq!(project.parameters["us-wa/seattle/priority-hire"]["journey_share"], "0.22");
    assert_eq!((project.contracts[0].contractor.as_str(), project.contracts[0].tier), ("Harbor Builders Inc.", Some(0)));
    let wages = &project.wage_determinations[0];
    assert_eq!((wages.id.as_str(), wages.modification, wages.rates.len()), ("MA20260001", 1, 2));
    assert_eq!((wages.rates[1].level, wages.rates[1].base.to_string(), wages.rates[1].row), (Level::Apprentice, "36.71".into(), 3));
    assert_eq!(wages.sha256.len(), 64);
    let day = "2024-03-01".parse().unwrap();
    assert_eq!(project.people.on("W0417", FactKind::ResidenceZip, day).unwrap().value, "02121");
    assert!(project.people.on("W0417", FactKind::ResidenceZip, "2024-07-01".parse().unwrap()).is_none());
}

#[test]
fn a_misspelled_key_names_its_line_and_the_right_spelling() {
    let error = wrong("[project]\nid = \"P\"\nadvertized_on = 2024-01-15\n");
    assert_eq!((error.line, error.help.as_deref()), (Some(3), Some("Did you mean `advertised_on`?")));
    let error = wrong("[project]\nid = \"P\"\nkind = \"constuction\"\n");
    assert_eq!((error.line, error.help.as_deref()), (Some(3), Some("Did you mean `construction`?")));
    let error = wrong("[project]\nid = \"P\"\n\n[[contracts]]\ncontractor = \"A\"\n");
    assert_eq!((error.line, error.help.as_deref()), (Some(4), Some("Did you mean `contract`?")));
    assert!(error.to_string().starts_with("project.toml, line 4: `contracts` is no key that is known here."), "{error}");
}

#[test]
fn what_is_missing_or_empty_is_named() {
    assert!(wrong("[project]\nname = \"P\"\n").message.contains("`id` is missing"));
    assert!(wrong("[project]\nid = \" \"\n").message.contains("empty"));
    assert!(wrong("").message.contains("`project` is missing"));
    let error = wrong("[project]\nid = \"P\"\nstate = \"Massachusetts\"\n");
    assert_eq!(error.line, Some(3));
}

#[test]
fn figures_stand_in_quotes() {
    for (line, needle) in [
        ("value = 4200000.00", "without quotes"),
        ("value = 4200000", "write \"4200000\""),
        ("value = \"4.2M\"", "no amount of dollars"),
        ("value = \"-1\"", "no amount of dollars"),
        ("value = \"1.0000001\"", "no amount of dollars"),
        ("parameters = { p = { share = 0.22 } }", "without quotes"),
    ] {
        let error = wrong(&format!("[project]\nid = \"P\"\n{line}\n"));
        assert!(error.message.contains(needle), "{line}: {error}");
        assert_eq!(error.line, Some(3), "{line}");
    }
}

#[test]
fn dates_are_year_month_day() {
    for line in ["started_on = \"1/15/2024\"", "started_on = 2024-01-15T10:00:00", "started_on = \"2024-02-30\"", "started_on = 20240115"] {
        assert_eq!(wrong(&format!("[project]\nid = \"P\"\n{line}\n")).line, Some(3), "{line}");
    }
}

#[test]
fn text_that_is_no_toml_names_its_line() {
    assert_eq!(wrong("[project]\nid = \"P\nname = \"x\"\n").line, Some(2));
}

#[test]
fn a_list_that_is_not_there_is_named_at_the_line_that_names_it() {
    let error = refused(&WHOLE.replace("wages.csv", "wage.csv"), WAGES, PEOPLE);
    assert_eq!(error.line, Some(WHOLE.lines().position(|l| l.contains("wages.csv")).unwrap() + 1));
    assert!(error.message.contains("wage.csv"));
}

#[test]
fn a_rate_that_cannot_be_read_names_its_line() {
    for (wages, line, needle) in [
        (WAGES.replace("36.71", "36,71"), Some(3), "5 fields"),
        (WAGES.replace("36.71", "\"36,71\""), Some(3), "no rate"),
        (WAGES.replace("36.71", ""), Some(3), "`base_rate` is empty"),
        (WAGES.replace("36.71", "-1"), Some(3), "no rate"),
        (WAGES.replace(",RA,", ",helper,"), Some(3), "not known"),
        (WAGES.replace(",RA,", ",JW,"), Some(3), "lines 2 and 3"),
        (WAGES.replace("base_rate", "base_rte"), Some(1), "no column"),
        (WAGES.replace("fringe", "area"), Some(1), "`fringe` is missing"),
        (WAGES.lines().next().unwrap().to_owned(), None, "no rates"),
        (String::new(), None, ""),
        ("General Decision Number: MA20260001 01/02/2026\nState: Example\n".to_owned(), None, "no rate was found"),
        ("REGISTER OF WAGE DETERMINATIONS UNDER THE SERVICE CONTRACT ACT\n".to_owned(), None, "service contracts"),
    ] {
        let error = refused(WHOLE, &wages, PEOPLE);
        assert_eq!((error.file.as_str(), error.line), ("wages.csv", line), "{error}");
        assert!(error.message.contains(needle), "{error}");
    }
}

/// A general decision that is what the project file says it is.
const DECISION: &str = "\"General Decision Number: MA20260001 01/12/2026\n\nModification Number     Publication Date\n          0             01/02/2026\n          1             01/12/2026\n\n CARP0901-002 09/01/2025\n\n                                  Rates          Fringes\n\nCARPENTER........................$ 51.20         3%+10.00\n----------------------------------------------------------------\n\n          END OF GENERAL DECISION\"\n";

#[test]
fn a_general_decision_is_read_from_its_text() {
    let ok = folder(
        &WHOLE.replace("city = \"Boston\"", "city = \"Boston\"\ncounty = \"Suffolk\"\narea = \"Boston\"\nbids_opened_on = 2026-02-01"),
        DECISION,
        PEOPLE,
    );
    let project = load(&ok.path().join("project.toml")).unwrap();
    assert_eq!((project.county.as_deref(), project.area.as_deref()), (Some("Suffolk"), Some("Boston")));
    assert_eq!(project.bids_opened_on.unwrap().to_string(), "2026-02-01");
    let wages = &project.wage_determinations[0];
    assert_eq!((wages.modification, wages.published_on.unwrap().to_string()), (1, "2026-01-12".to_owned()));
    // 3 % of 51.20 is 1.536.
    assert_eq!((wages.rates[0].classification.as_str(), wages.rates[0].fringe.to_string()), ("CARPENTER", "11.536".to_owned()));
    assert_eq!(wages.text.as_ref().unwrap().modifications.len(), 2);
}

#[test]
fn a_decision_that_is_not_the_one_named_is_refused_at_its_line() {
    let line = |needle: &str| WHOLE.lines().position(|l| l.contains(needle)).unwrap() + 1;
    let error = refused(WHOLE, &DECISION.replace("MA20260001", "MA20260002"), PEOPLE);
    assert!(error.message.contains("is general decision MA20260002"), "{error}");
    assert_eq!(error.line, Some(line("id = \"MA2026")));
    let error = refused(&WHOLE.replace("modification = 1", "modification = 2"), DECISION, PEOPLE);
    assert!(error.message.contains("is modification 1"), "{error}");
    assert_eq!(error.line, Some(line("modification = 1")));
    let dated = WHOLE.replace("modification = 1", "modification = 1\npublished_on = 2026-01-02");
    assert!(refused(&dated, DECISION, PEOPLE).message.contains("was published on 2026-01-12"));
    let elsewhere = WHOLE.replace("city = \"Boston\"", "city = \"Boston\"\ncounty = \"Suffolk\"");
    let decision = DECISION.replace("\n\nModification", "\n\nCounties: Essex and Norfolk Counties in Massachusetts.\n\nModification");
    let error = refused(&elsewhere, &decision, PEOPLE);
    assert!(error.message.contains("covers Essex and Norfolk Counties") && error.message.contains("`county` is \"Suffolk\""), "{error}");
    let unsaid = folder(&WHOLE.replace("modification = 1\n", ""), DECISION, PEOPLE);
    assert_eq!(load(&unsaid.path().join("project.toml")).unwrap().wage_determinations[0].modification, 1);
}

#[test]
fn rates_may_follow_each_other_in_time() {
    let dated = "classification,level,base_rate,fringe,from,until\nCarpenter,J,61.19,31.55,2024-01-01,2024-06-30\nCARPENTER,J,62.00,31.55,2024-07-01,\n";
    let ok = folder(WHOLE, dated, PEOPLE);
    assert_eq!(load(&ok.path().join("project.toml")).unwrap().wage_determinations[0].rates.len(), 2);
    let overlapping = refused(WHOLE, &dated.replace("2024-06-30", "2024-07-01"), PEOPLE);
    assert!(overlapping.message.contains("lines 2 and 3"), "{overlapping}");
}

#[test]
fn a_fact_that_cannot_be_read_is_named_without_its_value() {
    for (people, line) in [
        (PEOPLE.replace(",zip,", ",zp,"), 3),
        (PEOPLE.replace("02121", "2121"), 3),
        (PEOPLE.replace(",yes,", ",perhaps,"), 2),
        (PEOPLE.replace("lease\nW", "000-12-3456\nW"), 2),
        (PEOPLE.replace("2024-06-30", "2023-06-30"), 3),
    ] {
        let error = refused(WHOLE, WAGES, &people);
        assert_eq!((error.file.as_str(), error.line), ("people.csv", Some(line)), "{error}");
        for personal in ["2121", "perhaps", "3456"] {
            assert!(!error.to_string().contains(personal), "{error}");
        }
    }
}
