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

#[test]
fn what_firms_are_waivers_plans_and_deductions_are_read() {
    let text = r#"
[project]
id = "P"
county = "Suffolk"
assistance = "1200000.00"
hud_assistance = "200000.00"
rooms = 120
housing_units = 24
labor_cost = "2000000.00"
accept_secondary = true
[[contract]]
contractor = "A"
class = "public-entity"
labor_cost = "500000.00"
health_benefits = true
union = "Local 12"
awarded_on = 2026-01-15
[[waiver]]
policy = "us/davis-bacon"
clause = "rates"
contractor = "A"
from = 2026-01-01
until = "2026-02-01"
granted_by = "The council"
evidence = "minutes.pdf"
[[fringe_plan]]
contractor = "A"
plan = "Health"
annual_cost = "10400.00"
hours_all = "2080"
[[deduction]]
contractor = "A"
worker = "W1"
kind = "union dues"
amount = "25.00"
consent = "card.pdf"
"#;
    let project = read(text, "project.toml", Path::new("")).unwrap();
    assert_eq!((project.county.as_deref(), project.rooms, project.housing_units), (Some("Suffolk"), Some(120), Some(24)));
    assert_eq!(project.assistance.unwrap().to_string(), "1200000.00");
    assert!(project.accept_secondary);
    let firm = &project.contracts[0];
    assert_eq!((firm.is_nonprofit(), firm.has_agreement(), firm.health_benefits), (Some(false), Some(true), Some(true)));
    assert_eq!(project.waivers[0].until.unwrap().to_string(), "2026-02-01");
    assert_eq!(project.fringe_plans[0].hours_all.unwrap().to_string(), "2080.00");
    assert_eq!((project.deductions[0].kind.as_str(), project.deductions[0].approved), ("union-dues", None));
}

#[test]
fn what_is_wrong_with_a_record_names_its_line_and_the_right_spelling() {
    let waiver = "[[waiver]]\npolicy = \"us/davis-bacon\"\nfrom = 2026-02-01\nuntil = 2026-01-01\ngranted_by = \"C\"\nevidence = \"e\"\n";
    for (record, line, needle) in [
        (waiver, 6, "`until` comes before `from`"),
        ("[[deduction]]\ncontractor = \"A\"\nkind = \"union-due\"\n", 5, "Did you mean `union-dues`?"),
        ("[[fringe_plan]]\ncontractor = \"A\"\nplan = \"H\"\n", 4, "says not what it costs"),
        ("[[fringe_plan]]\ncontractor = \"A\"\nplan = \"H\"\nhourly_credit = \"5\"\nannual_cost = \"5\"\n", 4, "gives its cost twice"),
        ("[[fringe_plan]]\ncontractor = \"A\"\nplan = \"H\"\nannual_cost = \"5\"\nhours_all = \"0\"\n", 7, "no number of hours"),
        ("[[contract]]\ncontractor = \"A\"\nclass = \"for-profit\"\nnonprofit = true\n", 5, "different things"),
        ("[[contract]]\ncontractor = \"A\"\nclass = \"non-profit\"\n", 5, "Did you mean `nonprofit`?"),
    ] {
        let error = wrong(&format!("[project]\nid = \"P\"\n{record}"));
        assert_eq!(error.line, Some(line), "{record}: {error}");
        assert!(error.to_string().contains(needle), "{record}: {error}");
    }
}

const HAPPENED: &str = r#"
[project]
id = "P"
labor_cost = "2000000.00"

[[contract]]
contractor = "Harbor"
labor_cost_by_year = { 2024 = "1800000.00", 2025 = "2200000.00" }

[[event]]
what = "posting-first-source"
on = 2026-03-02
until = 2026-03-10
job_order = "JO-7"
count = 4

[[event]]
what = "payroll-filed"
week_ending = 2026-02-01
on = 2026-02-13
evidence = "receipt"

[[apprenticeship]]
program = "Local 7"
trade = "Ironworker"
ratio = "1:3"
steps = ["0.60", "0.75"]
fringe = "full"

[[history]]
contractor = "Harbor"
kind = "agreed-back-wages"
on = 2024-05-01
amount = "14200.00"
match = "0.83"
"#;

#[test]
fn events_programmes_and_records_are_read() {
    let project = read(HAPPENED, "project.toml", Path::new("")).unwrap();
    assert_eq!(project.labor_cost.unwrap().to_string(), "2000000.00");
    assert_eq!(project.contracts[0].labor_cost_by_year[&2025].to_string(), "2200000.00");
    // By day, whatever their order in the file.
    let words: Vec<&str> = project.events.iter().map(|e| e.what.word()).collect();
    assert_eq!(words, ["payroll-filed", "posting-first-source"]);
    assert_eq!((project.events[1].job_order.as_deref(), project.events[1].count), (Some("JO-7"), Some(4)));
    assert_eq!(project.apprenticeships[0].ratio.unwrap().to_string(), "1:3");
    assert_eq!(project.apprenticeships[0].steps[1].percent(), "75");
    let record = &project.history[0];
    assert_eq!((record.is_final, record.confirmed, record.score.unwrap().percent()), (None, None, "83".to_owned()));
}

#[test]
fn an_event_a_programme_or_a_record_that_cannot_be_read_names_its_line() {
    let line_of = |needle: &str| HAPPENED.lines().position(|l| l.contains(needle)).unwrap() + 1;
    for (from, to, needle, help) in [
        ("posting-first-source", "posting-firstsource", "posting-first-source", "Did you mean `posting-first-source`?"),
        ("until = 2026-03-10", "until = 2026-03-01", "until = 2026-03-10", ""),
        ("week_ending = 2026-02-01\n", "", "what = \"payroll-filed\"", "week_ending"),
        ("1:3", "1 to 3", "ratio", "ratio = \"1:3\""),
        ("0.75", "75", "steps", "\"0.60\""),
        ("agreed-back-wages", "agreed-back-wage", "agreed-back-wages", "Did you mean `agreed-back-wages`?"),
        ("0.83", "83", "match", "match = \"0.83\""),
        ("2024 = \"18", "24 = \"18", "labor_cost_by_year", "labor_cost_by_year"),
    ] {
        let error = wrong(&HAPPENED.replacen(from, to, 1));
        assert_eq!(error.line, Some(line_of(needle)), "{from}: {error}");
        assert!(error.help.unwrap_or_default().contains(help), "{from}");
    }
}
