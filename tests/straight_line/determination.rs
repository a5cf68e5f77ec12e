//! `plumbline read` of a wage determination, and a payroll checked against one, from bytes to words.

use crate::work::{file, options};
use plumbline::domain::outcome::Outcome;
use plumbline::domain::run::Run;
use plumbline::intake::limits::Profile;
use plumbline::intake::project_file;
use plumbline::report::{self, Format, Options};
use plumbline::rules::library::Library;
use plumbline::service::evaluate::{EvaluateRequest, evaluate};
use plumbline::service::files::FileArg;
use plumbline::service::read::read;
use std::sync::Arc;

const HARBOR: &str = include_str!("../wage_texts/harbor-building.txt");

fn written(run: &Run, format: Format, reading_only: bool) -> String {
    let mut out = Vec::new();
    report::write(format, run, &Options { reading_only, all: false, color: false }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Compares with a golden file, which `PLUMBLINE_BLESS=1` writes anew, to be read before it is kept.
fn golden(name: &str, page: &str) {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("PLUMBLINE_BLESS").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    assert_eq!(page, std::fs::read_to_string(&path).unwrap(), "{name}");
}

fn read_text(text: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    read(&[FileArg::Path(file(&folder, "harbor-building.txt", text))], &options(Profile::Upload, 1))
}

#[test]
fn what_was_understood_is_shown_whole() {
    let run = read_text(HARBOR);
    golden("determination.txt", &written(&run, Format::Text, true));
    golden("determination.json", &written(&run, Format::Json, true));
}

#[test]
fn the_form_in_which_the_archive_hands_it_out_makes_no_difference() {
    let plain = read_text(HARBOR);
    let windows = read_text(&HARBOR.replace('\n', "\r\n"));
    assert_eq!(plain.inputs[0].determination, windows.inputs[0].determination);
}

#[test]
fn a_determination_is_no_payroll_and_a_service_determination_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "wages.txt", HARBOR);
    let request = EvaluateRequest {
        read: options(Profile::Local, 1),
        project: None,
        library: Arc::new(Library::embedded().unwrap()),
        rules: None,
        as_of: None,
        accept_secondary: false,
        list_all: false,
        hours_to_date: None,
    };
    let run = evaluate(&[FileArg::Path(path)], &request).unwrap();
    assert_eq!(run.problems[0].code, "determination.not_a_payroll");
    let service = read_text("REGISTER OF WAGE DETERMINATIONS UNDER\nTHE SERVICE CONTRACT ACT\n");
    assert_eq!(service.problems[0].code, "determination.not_read");
    assert!(service.problems[0].read.contains("service contracts"), "{}", service.problems[0].read);
}

const PROJECT: &str = r#"
[project]
id = "P-1"
kind = "construction"
funding = ["federal"]
value = "5000000"
county = "Harbor"
bids_opened_on = 2024-02-12
executed_on = 2024-03-20
rules = ["us/davis-bacon"]

[[wage_determination]]
id = "ZZ20240001"
modification = 1
file = "harbor.txt"
"#;

/// W1 is paid what is due, W2 2.00 an hour too little, W3 and W4 are in classes that were not understood.
const PAYROLL: &str = "week_ending,worker_id,classification,level,st_hours,base_rate,fringe_plan,fringe_cash
2024-04-14,W1,Carpenter,J,40,51.20,30.05,0
2024-04-14,W2,Roofer,J,40,19.00,4.10,0
2024-04-14,W3,Painter: Spray,J,40,99.00,20.00,0
2024-04-14,W4,Diver,J,40,99.00,20.00,0
";

#[test]
fn a_worker_in_a_class_that_was_not_understood_is_never_passed() {
    let folder = tempfile::tempdir().unwrap();
    file(&folder, "harbor.txt", HARBOR);
    let project = project_file::load(&file(&folder, "project.toml", PROJECT)).unwrap();
    let request = EvaluateRequest {
        read: options(Profile::Local, 1),
        project: Some(Arc::new(project)),
        library: Arc::new(Library::embedded().unwrap()),
        rules: None,
        as_of: None,
        accept_secondary: false,
        list_all: false,
        hours_to_date: None,
    };
    let run = evaluate(&[FileArg::Path(file(&folder, "payroll.csv", PAYROLL))], &request).unwrap();
    let answers = |check: &str| {
        let counts = run.counts.iter().find(|c| c.check == check).unwrap().counts;
        (counts.met, counts.not_met, counts.cannot_tell)
    };
    assert_eq!(answers("prevailing-rate"), (1, 1, 2));
    assert_eq!(answers("classification-known"), (4, 0, 0));
    assert_eq!(answers("determination-stale"), (1, 0, 0));
    assert_eq!(run.owed_total.to_string(), "80.00");
    let facts: Vec<&str> = run.findings.iter().filter(|f| f.outcome == Outcome::CannotTell).map(|f| f.missing[0].fact.as_str()).collect();
    assert!(facts[0].contains("the fringe is not understood") && facts[1].contains("for a day"), "{facts:?}");
    assert!(run.remarks.iter().any(|r| r.contains("was not read whole") && r.contains("PAINTER: Spray")), "{:?}", run.remarks);
}
