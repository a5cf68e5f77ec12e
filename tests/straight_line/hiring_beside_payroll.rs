//! Hiring files beside payrolls, from bytes to findings: which cells are named, whose rows count, what the exit
//! code says.

use super::work::{file, json, options};
use plumbline::cli::exit;
use plumbline::domain::finding::Finding;
use plumbline::domain::project::{Contract, Project};
use plumbline::domain::quantity::Money;
use plumbline::domain::run::{Run, WhyNotUsed};
use plumbline::intake::limits::Profile;
use plumbline::report::place;
use plumbline::rules::library::Library;
use plumbline::service::evaluate::{EvaluateRequest, evaluate};
use plumbline::service::files::FileArg;
use std::sync::Arc;

/// `APPLIES` stands for conditions.
const RULE: &str = r#"schema = "plumbline.policy/1"
title = "Hires reported"
summary = "Every worker new on the project is in the hiring log."
reviewed_on = "2026-11-24"
[citations.law]
text = "The Law, section 1"
url = "https://example.org/law"
seen = "official"
seen_on = "2026-11-24"
[[status]]
status = "in-force"
from = "open"
until = "open"
citation = "law"
APPLIES
[[clause]]
id = "hires"
check = "hires-reported"
force = "requirement"
severity = "answer"
selected_by = "work-date"
from = "open"
until = "open"
citations = ["law"]
reported = "new-workers"
work_within = { value = "14", unit = "calendar days", citation = "law", seen = "chosen", note = "Two payroll weeks." }
"#;

const PAYROLL: &str = "week_ending,project,contractor,worker_id,classification,st_hours,base_rate,gross_project,deductions,net\n\
    2026-03-07,P-104,Example Builders,W1,Carpenter,40,40.00,1600.00,100.00,1500.00\n\
    2026-03-14,P-104,Example Builders,W1,Carpenter,40,40.00,1600.00,100.00,1500.00\n\
    2026-03-14,P-104,Example Builders,W2,Carpenter,40,40.00,1600.00,100.00,1500.00\n\
    2026-03-21,P-104,Example Builders,W3,Carpenter,40,40.00,1600.00,100.00,1500.00\n";
const HIRING: &str = "Example Builders: people hired\nProject,Contractor,Worker ID,Job Title,Hire Date,How Filled\n\
    P-104,Example Builders,W2,Carpenter,2026-03-09,new hire\n";
const REFERRALS: &str = "Job Order,Worker ID,Worker Name,Referred By,Referral Date,Hired\n\
    JO-1,W2,Ana Example,Example Board,2026-03-03,Y\nJO-1,W3,Bo Example,Example Board,2026-03-03,2026-03-16\n";

fn request(applies: &str, project: Option<Project>, threads: usize) -> EvaluateRequest {
    let text = RULE.replace("APPLIES", applies);
    let library = Library::from_texts([("page/hires.toml".to_owned(), "page/hires".to_owned(), text)]).unwrap();
    EvaluateRequest {
        read: options(Profile::Local, threads),
        project: project.map(Arc::new),
        library: Arc::new(library),
        rules: Some(vec!["page/hires".to_owned()]),
        as_of: None,
        accept_secondary: false,
        list_all: false,
        hours_to_date: None,
    }
}

fn check(files: &[(&str, &str)], request: &EvaluateRequest) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<FileArg> = files.iter().map(|(name, text)| FileArg::Path(file(&folder, name, text))).collect();
    evaluate(&files, request).unwrap()
}

fn told(run: &Run, finding: &Finding) -> String {
    let worker = run.names.text(finding.subject.worker);
    format!("{} {worker} {}", finding.outcome.word(), place::list(run, &finding.cells, 9))
}

fn all_told(run: &Run) -> Vec<String> {
    run.findings.iter().map(|f| told(run, f)).collect()
}

#[test]
fn three_files_are_held_against_each_other_and_every_cell_is_named_with_its_file() {
    let files = [("hiring.csv", HIRING), ("referrals.csv", REFERRALS), ("payroll.csv", PAYROLL)];
    let run = check(&files, &request("", None, 1));
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    assert_eq!(run.sheets.iter().map(|s| s.layout).collect::<Vec<_>>(), ["hiring-log", "referrals", "flat-payroll"]);
    assert_eq!(all_told(&run), ["not-met W3 payroll.csv:payroll!D5, referrals.csv:referrals!F3"]);
    // W2 new and reported, W2's referral in the log; W3 told once.
    let counts = run.counts[0].counts;
    assert_eq!((counts.met, counts.not_met, counts.cannot_tell, counts.not_applicable), (2, 1, 0, 0));
    assert_eq!(exit::of_check(&run, exit::FailOn::NotMet, false), exit::FOUND);
}

#[test]
fn the_order_of_the_files_and_the_number_of_threads_change_nothing_that_is_said() {
    let files = [("hiring.csv", HIRING), ("referrals.csv", REFERRALS), ("payroll.csv", PAYROLL)];
    let one = check(&files, &request("", None, 1));
    assert_eq!(json(&one), json(&check(&files, &request("", None, 4))));
    let turned = [files[2], files[1], files[0]];
    assert_eq!(all_told(&one), all_told(&check(&turned, &request("", None, 2))));
}

#[test]
fn the_ledger_of_a_hiring_file_stands_in_the_json() {
    let text =
        format!("{HIRING}P-104,Example Builders,W2,Carpenter,2026-03-09,new hire\nP-104,Example Builders,,Clerk,2026-03-09,new hire\n");
    let run = check(&[("hiring.csv", &text), ("payroll.csv", PAYROLL)], &request("", None, 1));
    let value: serde_json::Value = serde_json::from_str(&json(&run)).unwrap();
    let rows = &value["inputs"][0]["rows"];
    assert_eq!((rows["read"].as_u64(), rows["used"].as_u64()), (Some(3), Some(1)));
    assert_eq!(rows["not_used"], serde_json::json!([{"row": 4, "why": "repeated"}, {"row": 5, "why": "problem"}]));
    let columns = value["inputs"][0]["columns"].as_array().unwrap();
    assert!(columns.iter().any(|c| c["cell"] == "E2" && c["field"] == "hire_date" && c["how"] == "exact"));
    assert_eq!(value["inputs"][0]["layout"], "hiring-log");
    // The held row may be the hire of W3: nothing is concluded.
    assert_eq!(all_told(&run), ["cannot-tell W3 payroll.csv:payroll!D5"]);
    assert_eq!(exit::of_check(&run, exit::FailOn::NotMet, false), exit::INCOMPLETE);
}

#[test]
fn a_hire_for_another_project_is_set_aside_and_remembered() {
    let hiring = format!("{HIRING}Pier 4,Example Builders,W3,Carpenter,2026-03-09,new hire\n");
    let project = Project { id: "P-104".to_owned(), name: "Library".to_owned(), ..Project::default() };
    let run = check(&[("hiring.csv", &hiring), ("payroll.csv", PAYROLL)], &request("", Some(project), 1));
    assert_eq!((run.sheets[0].rows_used, run.sheets[0].rows_outside), (1, 1));
    assert!(run.sheets[0].not_used.iter().any(|n| n.row == 4 && n.why == WhyNotUsed::OutsideProject));
    assert_eq!(all_told(&run), ["cannot-tell W3 payroll.csv:payroll!D5, hiring.csv:hiring!E4"]);
    assert_eq!(run.findings[0].missing[0].fact, "the project the worker was hired for: the hiring log names another");
}

#[test]
fn a_policy_of_each_contract_leaves_firms_it_does_not_reach_alone() {
    let applies = "[applies]\ncitations = [\"law\"]\neach_contract = true\n\
                   value_at_least = { value = \"25000.00\", unit = \"dollars\", citation = \"law\", seen = \"official\" }";
    let contract =
        |name: &str, dollars: i32| Contract { contractor: name.to_owned(), value: Some(Money::whole(dollars)), ..Contract::default() };
    let with = |dollars: i32| Project {
        id: "P-104".to_owned(),
        contracts: vec![contract("Example Builders", dollars), contract("Example Prime", 90_000)],
        ..Project::default()
    };
    let files = [("hiring.csv", HIRING), ("payroll.csv", PAYROLL)];
    assert_eq!(all_told(&check(&files, &request(applies, Some(with(30_000)), 1))).len(), 1);
    assert_eq!(all_told(&check(&files, &request(applies, Some(with(20_000)), 1))), [""; 0]);
}

#[test]
fn hiring_files_that_no_policy_checks_are_no_green_answer() {
    let request = EvaluateRequest { rules: Some(vec!["payroll/arithmetic".to_owned()]), ..request("", None, 1) };
    let request = EvaluateRequest { library: Arc::new(Library::embedded().unwrap()), ..request };
    let run = check(&[("hiring.csv", HIRING)], &request);
    assert!(run.remarks.iter().any(|r| r.starts_with("Hiring records were read, and no policy")), "{:?}", run.remarks);
    assert_eq!(exit::of_check(&run, exit::FailOn::NotMet, false), exit::UNREAD, "nothing could be checked");
    let run = check(&[("hiring.csv", HIRING), ("payroll.csv", PAYROLL)], &request);
    assert_eq!((run.findings.len(), exit::of_check(&run, exit::FailOn::NotMet, false)), (0, exit::CLEAN));
}

#[test]
fn a_mapping_can_be_of_a_hiring_log() {
    let mapping = plumbline::intake::mapping::read(
        "name = \"board\"\nbased_on = \"referrals\"\n[columns]\n\"Participant\" = \"worker_name\"\n\"Sent\" = \"referred_on\"\n\"Status\" = \"hired\"\n",
    )
    .unwrap();
    let mut request = request("", None, 1);
    request.read.mapping = Some(mapping);
    let run = check(&[("board.csv", "Participant,Sent,Status\nAna Example,2026-03-03,Hired\nBo Example,2026-03-03,Not hired\n")], &request);
    assert!(run.problems.is_empty(), "{:?}", run.problems);
    assert_eq!((run.sheets[0].layout, run.sheets[0].rows_used), ("mapped", 2));
    assert_eq!(run.findings[0].title, "1 person new at work cannot be held against the hires reported: no hiring log was given");
}

#[test]
fn what_stands_above_a_log_holds_for_its_rows_and_a_workbook_may_hold_both() {
    let hiring =
        "Contractor: Example Builders\nProject: P-104\n\nWorker ID,Job Title,Hire Date,How Filled\nW3,Carpenter,2026-03-16,new hire\n";
    let other = hiring.replace("Example Builders", "Other Firm");
    let outcome = |hiring: &str| {
        let run = check(&[("hiring.csv", hiring), ("payroll.csv", PAYROLL)], &request("", None, 1));
        assert_eq!((run.sheets[0].header_row, run.sheets[0].rows_used), (4, 1), "{:?}", run.problems);
        all_told(&run)
    };
    assert_eq!(outcome(hiring), ["not-met W2 payroll.csv:payroll!D4"], "W3 is reported by the firm named above the table");
    let told = outcome(&other);
    assert_eq!(told[0], "not-met W2 payroll.csv:payroll!D4");
    assert_eq!(told[1], "cannot-tell W3 payroll.csv:payroll!D5, hiring.csv:hiring!C5", "another firm hired W3");
}

#[test]
fn a_clause_without_its_figures_says_what_to_write() {
    let errors = |from: &str, to: &str| {
        let text = RULE.replace("APPLIES", "").replace(from, to);
        let errors = plumbline::rules::load::policy("page/hires", "page/hires.toml", &text, false).unwrap_err();
        errors.iter().map(|e| format!("{e}")).collect::<String>()
    };
    let unknown = errors("reported = \"new-workers\"", "reported = \"workers\"");
    assert!(unknown.contains("`reported` is \"workers\", a word not known here") && unknown.contains("new-workers"), "{unknown}");
    assert!(errors("reported = \"new-workers\"", "").contains("reported"));
    assert!(errors("value = \"14\"", "value = \"14.5\"").contains("not a whole number of calendar days"));
    assert!(errors("work_within = {", "work_inside = {").contains("work_within"));
    assert!(errors(", note = \"Two payroll weeks.\"", "").contains("chosen here gives no reason"));
}
