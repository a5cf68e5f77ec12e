//! `plumbline rules diff` and `rules test` as an analyst runs them.

use assert_command::{plumbline, written};

mod assert_command;

const LIVING_WAGE: &str = "us-ma/boston/living-wage";

/// Worker W1 is paid 18.00 in the week of the change and 17.60 in the week before it; W2 is short under both
/// figures, W3 under neither.
const PAYROLL: &str = "\
week_ending,contractor,classification,worker_id,st_sun,st_mon,st_tue,st_wed,st_thu,base_rate
2024-07-06,Acme,Cleaner,W1,8,8,8,8,8,18.00
2024-06-29,Acme,Cleaner,W1,8,8,8,8,8,17.60
2024-06-29,Acme,Cleaner,W2,8,8,8,8,8,17.00
2024-06-29,Acme,Cleaner,W3,8,8,8,8,8,19.00
";

#[test]
fn the_change_of_the_boston_living_wage_is_named_with_both_figures_and_its_source() {
    let said = plumbline(&["rules", "diff", "--from", "2024-06-30", "--to", "2024-07-01"]);
    assert_eq!(said.code, 0);
    assert!(said.out.contains("us-ma/boston/living-wage"), "{}", said.out);
    assert!(said.out.contains("2024-07-01  hourly-wage, rate: from 17.55 to 18.20 dollars per hour (0.65 more), official"), "{}", said.out);
    assert!(said.out.contains("boston.gov/worker-empowerment/"), "{}", said.out);
}

/// 40 hours each: W1 0.20 × 40 = 8.00 and 0.60 × 40 = 24.00, neither owed before; W2 from 0.55 × 40 = 22.00 to
/// 1.20 × 40 = 48.00. In all 22.00 before and 80.00 after.
#[test]
fn the_rows_that_become_short_are_named_with_what_they_owe() {
    let file = written("week.csv", PAYROLL);
    let said = plumbline(&[
        "rules",
        "diff",
        "--from",
        "2024-06-30",
        "--to",
        "2024-07-01",
        LIVING_WAGE,
        "--against",
        file.path().to_str().unwrap(),
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    let out = &said.out;
    assert!(out.contains("worker W1, Cleaner, week ending 2024-06-29\n      nothing to say becomes not-met, $24.00 owed"), "{out}");
    assert!(out.contains("worker W1, Cleaner, week ending 2024-07-06\n      nothing to say becomes not-met, $8.00 owed"), "{out}");
    assert!(out.contains("not-met, $22.00 owed (Paid less an hour than the wage floor) becomes not-met, $48.00 owed"), "{out}");
    assert!(out.contains("2 answers become short, 0 cease to be. Back wages: $80.00 instead of $22.00."), "{out}");
    assert!(!out.contains("W3"), "{out}");
}

#[test]
fn a_payroll_that_cannot_be_read_is_not_called_unchanged() {
    let file = written("odd.csv", "this,is\nno,payroll\n");
    let said = plumbline(&[
        "rules",
        "diff",
        "--from",
        "2024-06-30",
        "--to",
        "2024-07-01",
        LIVING_WAGE,
        "--against",
        file.path().to_str().unwrap(),
    ]);
    assert_eq!(said.code, 3);
    assert!(said.out.contains("nothing was compared"), "{}", said.out);
}

#[test]
fn figures_that_end_unheld_and_versions_that_change_are_named() {
    let said = plumbline(&["rules", "diff", "--from", "2017-01-01", "--to", "2025-07-01", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let changes = json["changes"].as_array().unwrap();
    let of = |clause: &str, what: &str, on: &str| {
        changes
            .iter()
            .filter(|c| c["policy"].as_str().is_some_and(|id| id.starts_with("us-ma/boston/")))
            .find(|c| c["clause"] == clause && c["what"] == what && c["on"] == on)
            .unwrap_or_else(|| panic!("{clause} {what} {on}"))
    };
    assert!(of("hourly-wage", "rate", "2025-07-01")["after"]["not_held"].as_str().unwrap().contains("were not seen"));
    assert_eq!(of("standards-1983", "version", "2017-01-25")["after"], serde_json::Value::Null);
    assert_eq!(of("standards-2017", "version", "2017-01-25")["after"]["holds"], true);
}

#[test]
fn days_in_the_wrong_order_and_unknown_policies_are_refused() {
    let said = plumbline(&["rules", "diff", "--from", "2024-07-01", "--to", "2024-06-30"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("Give the earlier day as --from."), "{}", said.err);
    let said = plumbline(&["rules", "diff", "--from", "2024-06-30", "--to", "2024-07-01", "us-ma/boston/living-wages"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("Did you mean `us-ma/boston/living-wage`?"), "{}", said.err);
}

#[test]
fn every_case_beside_a_policy_holds() {
    let said = plumbline(&["rules", "test"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(said.out.contains(" cases hold, 0 do not"), "{}", said.out);
}

#[test]
fn a_case_that_does_not_hold_says_what_differs_and_where() {
    let folder = tempfile::TempDir::new().unwrap();
    let place = folder.path().join("us-ma/boston");
    std::fs::create_dir_all(&place).unwrap();
    let page = "# x\n\n## A figure typed wrong\n\nPayroll:\n\n\
        | week_ending | contractor | classification | worker_id | st_mon | base_rate |\n|-|-|-|-|-|-|\n\
        | 2024-07-06 | Acme | Cleaner | W1 | 8 | 18.00 |\n\n\
        Findings:\n\n| outcome | owed |\n|-|-|\n| not-met | 1.06 |\n\n## Nothing expected\n\nPayroll:\n\n| worker_id |\n|-|\n| W1 |\n";
    std::fs::write(place.join("living-wage.md"), page).unwrap();
    let said = plumbline(&["rules", "test", "--rules-dir", folder.path().to_str().unwrap()]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("us-ma/boston/living-wage.md:3: A figure typed wrong\n  finding 1, owed:"), "{}", said.out);
    assert!(said.out.contains("    expected 1.06\n    found    1.60"), "{}", said.out);
    assert!(said.out.contains("living-wage.md:17: Nothing expected\n  the case expects nothing"), "{}", said.out);
}

/// A list of three ZIP codes takes the place of one of two, and runs out with the year 2025.
#[test]
fn lists_that_change_and_run_out_are_named_with_what_is_added_and_left_out() {
    let folder = tempfile::TempDir::new().unwrap();
    let version = |from: &str, until: &str, values: &str| {
        format!("[[list.version]]\nfrom = \"{from}\"\nuntil = \"{until}\"\nvalues = [{values}]\ncitation = \"code\"\nseen = \"official\"\n")
    };
    let policy = format!(
        "schema = \"plumbline.policy/1\"\ntitle = \"Lists\"\nsummary = \"What it asks.\"\nreviewed_on = \"2026-01-02\"\n\
         [citations.code]\ntext = \"Code\"\nurl = \"https://example.org/code\"\nseen = \"official\"\nseen_on = \"2026-01-01\"\n\
         [[status]]\nstatus = \"in-force\"\nfrom = \"open\"\nuntil = \"open\"\ncitation = \"code\"\n\
         [[list]]\nid = \"zips\"\nkind = \"zip\"\n{}{}\
         [group.near]\nlives_in = \"zips\"\n\
         [[clause]]\nid = \"c\"\ncheck = \"workforce-share\"\nforce = \"goal\"\nseverity = \"look\"\nselected_by = \"work-date\"\n\
         from = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\nof = \"hours\"\nby = [\"project\"]\n\
         [[clause.target]]\ngroup = \"near\"\nshare = \"0.1\"\ncitation = \"code\"\nseen = \"official\"\n",
        version("2024-01-01", "2024-12-31", "\"53204\", \"53205\""),
        version("2025-01-01", "2025-12-31", "\"53205\", \"53206\", \"53210\""),
    );
    std::fs::write(folder.path().join("lists.toml"), policy).unwrap();
    let run = |format: &str| {
        let dir = folder.path().to_str().unwrap();
        plumbline(&["rules", "diff", "--from", "2023-12-31", "--to", "2026-01-01", "lists", "--rules-dir", dir, "--format", format])
    };
    let said = run("text");
    assert_eq!(said.code, 0, "{}", said.err);
    for words in [
        "2024-01-01  list zips: 2 values begin to be held, official",
        "2025-01-01  list zips: from 2 values to 3; adds 53206, 53210; leaves out 53204, official",
        "2026-01-01  list zips: 3 values end and no later list is held",
        "3 changes in 1 of 1 policy",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    let json: serde_json::Value = serde_json::from_str(&run("json").out).unwrap();
    assert_eq!(json["changes"][1]["before"]["values"], serde_json::json!(["53204", "53205"]));
    assert_eq!(json["changes"][2]["after"], serde_json::Value::Null);
}

#[test]
fn the_schemas_for_editors_are_printed_as_the_folder_keeps_them() {
    for (args, file) in [(&["rules", "schema"][..], "policy"), (&["rules", "schema", "--project"], "project")] {
        let said = plumbline(args);
        assert_eq!(said.code, 0);
        let kept = format!("{}/docs/schema/{file}.schema.json", env!("CARGO_MANIFEST_DIR"));
        assert_eq!(said.out, std::fs::read_to_string(kept).unwrap());
    }
}

const TWO_VERSIONS: &str = r#"schema = "plumbline.policy/1"
title = "A rule in two versions"
summary = "What it asks."
reviewed_on = "2026-01-02"
[citations.law]
text = "The Law, section 1"
url = "https://example.org/law"
seen = "official"
seen_on = "2026-01-01"
[[status]]
status = "in-force"
from = "open"
until = "open"
citation = "law"
[[clause]]
id = "before"
check = "overtime"
force = "requirement"
severity = "answer"
selected_by = "work-date"
from = "open"
until = "2024-12-28"
citations = ["law"]
weekly_over = { value = "48", unit = "hours", citation = "law", seen = "official" }
multiple = { value = "1.5", unit = "times the basic rate", citation = "law", seen = "official" }
[[clause]]
id = "after"
check = "overtime"
force = "requirement"
severity = "answer"
selected_by = "work-date"
from = "2024-12-29"
until = "open"
citations = ["law"]
weekly_over = { value = "40", unit = "hours", citation = "law", seen = "official" }
multiple = { value = "1.5", unit = "times the basic rate", citation = "law", seen = "official" }
"#;

/// 45 hours in a week of the old version are under its 48; in a week of the new one 5 are over its 40:
/// 5 × 20.00 × 0.50 = 50.00. Whichever week stands first in the file.
#[test]
fn a_file_over_two_versions_is_held_against_both_in_either_order() {
    let head = "week_ending,contractor,classification,worker_id,st_mon,st_tue,st_wed,st_thu,st_fri,base_rate\n";
    let (old, new) = ("2024-12-28,Acme,Cleaner,W1,9,9,9,9,9,20.00\n", "2025-01-04,Acme,Cleaner,W1,9,9,9,9,9,20.00\n");
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::create_dir_all(folder.path().join("page")).unwrap();
    std::fs::write(folder.path().join("page/rule.toml"), TWO_VERSIONS).unwrap();
    for text in [format!("{head}{old}{new}"), format!("{head}{new}{old}")] {
        let file = written("weeks.csv", &text);
        let rules = folder.path().to_str().unwrap();
        let said = plumbline(&["check", file.path().to_str().unwrap(), "--rules", "page/rule", "--rules-dir", rules, "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(json["summary"]["owed"], "50.00", "{}", said.out);
        assert_eq!(json["summary"]["not_met"], 1);
        assert_eq!(json["findings"][0]["subject"]["week_ending"], "2025-01-04");
    }
}
