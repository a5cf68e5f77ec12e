//! Waivers, the day the rules are known as of, and secondary sources, from the project file to the run.

use crate::work::{check, request};
use plumbline::domain::outcome::Outcome;
use plumbline::domain::run::Run;
use plumbline::intake::project_file;
use plumbline::rules::library::Library;
use plumbline::service::evaluate::{EvaluateRequest, evaluate};
use std::path::Path;
use std::sync::Arc;

const PAYROLL: &str = "week_ending,contractor,worker_id,classification,st_mon,base_rate\n2025-03-09,Acme,W1,Guard,8,14.00\n2025-03-09,Bolt,W2,Guard,8,14.00\n";

/// A floor of 15.00, seen as said, public since a day.
fn floor(seen: &str, published: &str) -> Arc<Library> {
    let text = format!(
        r#"schema = "plumbline.policy/1"
title = "T"
summary = "S"
reviewed_on = "2026-01-02"
[citations.law]
text = "The Law"
url = "https://example.org"
seen = "{seen}"
seen_on = "2026-01-01"
[[status]]
status = "in-force"
from = "open"
until = "open"
citation = "law"
[[clause]]
id = "floor"
check = "wage-floor"
force = "requirement"
severity = "answer"
selected_by = "work-date"
from = "open"
until = "open"
citations = ["law"]
[[clause.rate]]
from = "2025-01-01"
until = "2025-12-31"
value = "15.00"
unit = "dollars per hour"
citation = "law"
seen = "{seen}"
published = "{published}"
"#
    );
    Arc::new(Library::from_texts([("rule.toml".to_owned(), "page/rule".to_owned(), text)]).unwrap())
}

fn asked(project: &str, seen: &str, threads: usize) -> EvaluateRequest {
    let project = project_file::read(&format!("[project]\nid = \"P-1\"\n{project}"), "project.toml", Path::new("")).unwrap();
    EvaluateRequest { library: floor(seen, "2025-06-01"), ..request(Some(project), Some(&["page/rule"]), threads) }
}

fn outcomes(run: &Run) -> Vec<(Outcome, String)> {
    run.findings.iter().map(|f| (f.outcome, f.owed.map(|m| m.to_string()).unwrap_or_default())).collect()
}

const WAIVER: &str = "[[waiver]]\npolicy = \"page/rule\"\ncontractor = \"Acme\"\nfrom = 2025-01-01\nuntil = 2025-12-31\ngranted_by = \"The council\"\nevidence = \"minutes.pdf\"\n";

#[test]
fn a_waived_shortfall_is_listed_counted_as_not_applicable_and_owes_nothing() {
    for threads in [1, 2] {
        let run = check(PAYROLL, &asked(WAIVER, "official", threads));
        assert_eq!(outcomes(&run), [(Outcome::NotApplicable, String::new()), (Outcome::NotMet, "8.00".to_owned())]);
        let counts = run.counts[0].counts;
        assert_eq!((counts.not_met, counts.not_applicable), (1, 1));
        assert_eq!(run.owed_total.to_string(), "8.00");
        assert!(run.findings[0].title.starts_with("Waived: ") && run.findings[0].steps.iter().any(|s| s.value == "minutes.pdf"));
    }
}

#[test]
fn a_waiver_of_a_rule_that_is_not_there_is_wrong_usage() {
    for (from, to, needle) in [
        ("page/rule", "page/rules", "Write page/rule."),
        ("policy = \"page/rule\"", "policy = \"page/rule\"\nclause = \"flor\"", "its clauses are floor"),
    ] {
        let error = evaluate(&[], &asked(&WAIVER.replace(from, to), "official", 1)).unwrap_err();
        assert!(error.to_string().contains(needle), "{error}");
    }
}

#[test]
fn a_figure_counts_from_the_day_it_was_public() {
    let as_of = |day: &str| {
        let request = EvaluateRequest { as_of: Some(day.parse().unwrap()), ..asked("", "official", 1) };
        outcomes(&check(PAYROLL, &request))
    };
    assert_eq!(as_of("2025-05-31"), [(Outcome::CannotTell, String::new()), (Outcome::CannotTell, String::new())]);
    assert_eq!(as_of("2025-06-01"), [(Outcome::NotMet, "8.00".to_owned()), (Outcome::NotMet, "8.00".to_owned())]);
}

#[test]
fn a_secondary_figure_decides_only_where_it_is_accepted() {
    let off = outcomes(&check(PAYROLL, &asked("", "secondary", 1)));
    assert_eq!(off, [(Outcome::CannotTell, String::new()), (Outcome::CannotTell, String::new())]);
    let flag = EvaluateRequest { accept_secondary: true, ..asked("", "secondary", 1) };
    let key = asked("accept_secondary = true\n", "secondary", 1);
    for request in [flag, key] {
        let run = check(PAYROLL, &request);
        assert_eq!(outcomes(&run), [(Outcome::NotMet, "8.00".to_owned()), (Outcome::NotMet, "8.00".to_owned())]);
        assert!(run.findings[0].steps.iter().any(|s| s.label.contains("seen in a secondary source only")));
    }
    // Without a project file the flag alone does it.
    let bare = EvaluateRequest { accept_secondary: true, project: None, ..asked("", "secondary", 1) };
    assert_eq!(outcomes(&check(PAYROLL, &bare)), [(Outcome::NotMet, "8.00".to_owned()), (Outcome::NotMet, "8.00".to_owned())]);
}

/// Firms of a class each, on several threads: the same bytes, and each firm by its own fact.
#[test]
fn a_clause_for_one_class_of_firms_leaves_the_other_alone() {
    let mut policy = floor("official", "2025-06-01").get("page/rule").unwrap().as_ref().clone();
    policy.clauses[0].applies.push(plumbline::rules::policy::Condition::Nonprofit(true));
    let library = Arc::new(Library::default().with(policy).unwrap());
    let contracts = "[[contract]]\ncontractor = \"Acme\"\nnonprofit = true\n[[contract]]\ncontractor = \"Bolt\"\nnonprofit = false\n";
    let payroll = format!("{PAYROLL}2025-03-09,Cole,W3,Guard,8,14.00\n2025-03-09,Cole,W4,Guard,8,16.00\n");
    for threads in [1, 2] {
        let run = check(&payroll, &EvaluateRequest { library: Arc::clone(&library), ..asked(contracts, "official", threads) });
        assert_eq!(outcomes(&run), [(Outcome::NotMet, "8.00".to_owned()), (Outcome::CannotTell, String::new())]);
        assert_eq!(run.findings[1].missing[0].fact, "whether the firm is a nonprofit one");
        let counts = run.counts[0].counts;
        assert_eq!((counts.met, counts.not_met, counts.cannot_tell, counts.not_applicable), (1, 1, 1, 1));
    }
}
