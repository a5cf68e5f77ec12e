//! A policy that uses every key of shares, groups and lists: how it is explained, and how mistakes in it are answered.

use chrono::NaiveDate;
use plumbline::rules::explain::explain;
use plumbline::rules::library::Library;
use plumbline::rules::lint::lint;
use plumbline::rules::load;
use std::fmt::Write;

const SHARES: &str = r#"schema = "plumbline.policy/1"
title = "Example residents preference"
summary = "What it asks."
reviewed_on = "2026-01-02"

[citations.code]
text = "Exampleton Code, 1-2"
url = "https://example.org/code/1-2"
seen = "official"
seen_on = "2026-01-01"

[[status]]
status = "in-force"
from = "open"
until = "open"
citation = "code"

[[list]]
id = "high-poverty-zips"
kind = "zip"

[[list.version]]
from = "2023-01-01"
until = "2025-12-31"
values = ["53204", "53205"]
citation = "code"
seen = "official"

[[list]]
id = "specialised-trades"
kind = "trade"

[[list.version]]
from = "2024-01-01"
until = "open"
values = ["Elevator Constructor"]
citation = "code"
seen = "secondary"

[group.zip-rpp]
words = "Certified residents of the listed ZIP codes"
all_of = ["rpp-certified"]
lives_in = "high-poverty-zips"

[group.local]
words = "Local workers"
any_of = ["resident", "zip-rpp"]

[[clause]]
id = "shares"
check = "workforce-share"
force = "goal"
severity = "look"
selected_by = "work-date"
from = "open"
until = "open"
citations = ["code"]
of = "hours"
by = ["project", "contractor", "trade"]
window = "calendar-year"
scope = "elected"
outside_trades = "specialised-trades"

[clause.counted]
trades_not = ["Surveyor"]
groups = ["state-resident"]
groups_not = ["supervisor"]
hours_kind = "straight"

[[clause.target]]
id = "local"
group = "local"
share = "0.40"
citation = "code"
seen = "official"

[[clause.target]]
id = "zip"
group = "zip-rpp"
share = "0.25"
citation = "code"
seen = "official"
of_required = "local"

[[clause.target]]
id = "apprentice-zip"
group = "zip-rpp"
share_parameter = "apprentice_share"
citation = "code"
level = ["apprentice"]
of_target = "local"
per_trade = false
equal_or_more = false

[[clause.target.credit]]
kind = "double"
group = "hard-to-employ"
cap = { share = "0.15", of_group = "local" }

[[clause.target]]
id = "section-3"
group = "section-3"
share = "0.25"
citation = "code"
seen = "official"
counted = { groups_not = ["professional"], level = ["journeyworker"], trades = ["Carpenter"] }
numerator_outside = true

[[clause.target.credit]]
kind = "elsewhere"
parameter = "hours_elsewhere"
cap = { share = "0.50", of = "required" }

[[clause.preference]]
group = "zip-rpp"

[[clause]]
id = "hires"
check = "new-hire-share"
force = "requirement"
severity = "answer"
selected_by = "work-date"
from = "open"
until = "open"
citations = ["code"]
of = "new-hires"
by = ["project"]
counts_as_hire = ["new-hire", "rehire"]
group = "local"
rounding = "up"
per_dollars = { value = "250000", unit = "dollars per hire", citation = "code", seen = "official" }

[[clause.target]]
group = "resident"
share = "0.51"
citation = "code"
seen = "official"
"#;

/// What is done wrong, what is replaced, by what.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("a list that is not there", "lives_in = \"high-poverty-zips\"", "lives_in = \"high-poverty-zip\""),
    ("a list of another kind", "outside_trades = \"specialised-trades\"", "outside_trades = \"high-poverty-zips\""),
    (
        "a list without versions",
        "[[list.version]]\nfrom = \"2024-01-01\"\nuntil = \"open\"\nvalues = [\"Elevator Constructor\"]\ncitation = \"code\"\nseen = \"secondary\"\n",
        "",
    ),
    ("a list of no kind", "kind = \"trade\"", "kind = \"trades\""),
    ("a ZIP code that is none", "\"53205\"", "\"5320\""),
    ("a list without its last day", "until = \"2025-12-31\"\n", ""),
    ("a group of nobody", "all_of = [\"rpp-certified\"]\nlives_in = \"high-poverty-zips\"\n", ""),
    ("a group that stands on itself", "any_of = [\"resident\", \"zip-rpp\"]", "any_of = [\"resident\", \"local\"]"),
    ("a part of a group that is not known", "any_of = [\"resident\", \"zip-rpp\"]", "any_of = [\"residents\"]"),
    ("a group under a word that is taken", "[group.local]", "[group.veteran]"),
    ("a key of a group that is not known", "all_of = [\"rpp-certified\"]", "every_of = [\"rpp-certified\"]"),
    ("a window that is not known", "window = \"calendar-year\"", "window = \"year\""),
    ("a scope that is not known", "scope = \"elected\"", "scope = \"each_employer\""),
    ("a group counted that is not known", "groups = [\"state-resident\"]", "groups = [\"stateresident\"]"),
    ("a key of a filter that is not known", "hours_kind = \"straight\"", "hour_kind = \"straight\""),
    ("a target that is not there", "of_required = \"local\"", "of_required = \"locals\""),
    ("a share of two things", "of_required = \"local\"", "of_required = \"local\"\nof_target = \"local\""),
    ("a target that stands on itself", "of_required = \"local\"", "of_required = \"zip\""),
    ("a share and a parameter", "share_parameter = \"apprentice_share\"", "share_parameter = \"apprentice_share\"\nshare = \"0.25\""),
    ("a target without a share", "share = \"0.51\"\n", ""),
    ("a credit of no kind", "kind = \"elsewhere\"", "kind = \"else-where\""),
    ("a credit without its parameter", "parameter = \"hours_elsewhere\"\n", ""),
    ("a cap of nothing", "cap = { share = \"0.50\", of = \"required\" }", "cap = { share = \"0.50\" }"),
    ("a level that is not known", "level = [\"apprentice\"]", "level = [\"trainee\"]"),
    ("hires by week", "counts_as_hire", "window = \"week\"\ncounts_as_hire"),
    ("a way of hiring that is not known", "\"rehire\"]", "\"re-hire\"]"),
    ("a rounding that is not known", "rounding = \"up\"", "rounding = \"nearest\""),
];

fn read(text: &str) -> Result<plumbline::rules::policy::Policy, Vec<plumbline::rules::error::RuleError>> {
    load::policy("example", "example.toml", text, false)
}

fn held_against(name: &str, page: &str) {
    let path = format!("{}/tests/golden/rules/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("PLUMBLINE_BLESS").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    assert_eq!(page, std::fs::read_to_string(path).unwrap());
}

#[test]
fn every_key_of_a_share_is_explained() {
    let policy = read(SHARES).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let text = explain(&policy, None);
    assert!(text.lines().all(|l| l.chars().count() <= 96 || l.contains("://")));
    let text: String = text.lines().filter(|l| !l.starts_with("sha256:")).map(|l| format!("{l}\n")).collect();
    held_against("explained_shares.txt", &text);
}

#[test]
fn the_lint_names_lists_that_have_run_out_and_secondary_ones() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("example.toml"), SHARES).unwrap();
    let library = Library::embedded().unwrap().overlay(folder.path()).unwrap();
    let mut findings = lint(&library, NaiveDate::from_ymd_opt(2026, 2, 1));
    findings.retain(|f| f.policy == "example");
    let said = |code: &str, word: &str| findings.iter().any(|f| f.code == code && f.message.contains(word));
    assert!(said("not-held", "high-poverty-zips") && said("secondary", "specialised-trades"), "{findings:#?}");
    assert!(!said("not-held", "specialised-trades") && !said("unused-citation", "code"), "{findings:#?}");
}

#[test]
fn mistakes_in_shares_are_answered_with_place_reason_and_remedy() {
    let mut page = String::new();
    for (what, from, to) in MISTAKES {
        assert!(SHARES.contains(from), "nothing to replace: {from}");
        let errors = read(&SHARES.replacen(from, to, 1)).err().unwrap_or_else(|| panic!("this loads: {what}"));
        let errors: String = errors.iter().map(|e| format!("{e}\n")).collect();
        let _ = write!(page, "## {what}\n\n{errors}\n");
    }
    held_against("broken_shares.txt", &page);
}
