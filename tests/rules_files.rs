//! The files that ship: each number cited, the lint clean, the library as it stands on disk.

mod policy_list;

use chrono::NaiveDate;
use plumbline::domain::outcome::{Force, Seen};
use plumbline::rules::asks::CheckRule;
use plumbline::rules::explain::explain;
use plumbline::rules::library::Library;
use plumbline::rules::lint::{LintLevel, lint};
use plumbline::rules::load::{digest, normalised};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|e| e == "toml") {
            into.push(path);
        }
    }
    into.sort();
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_binary_carries_what_stands_in_the_folder() {
    let library = Library::embedded().unwrap();
    let mut paths = Vec::new();
    files(&root(), &mut paths);
    assert_eq!(paths.len(), library.list().count(), "a policy was added: touch src/rules/library.rs and build again");
    for path in paths {
        let id = path.strip_prefix(root()).unwrap().with_extension("");
        let policy = library.get(id.to_str().unwrap()).unwrap();
        assert_eq!(policy.digest, digest(&normalised(&std::fs::read_to_string(&path).unwrap())), "{path:?}");
        assert!(!policy.overlay);
    }
}

#[test]
fn every_number_in_the_folder_has_a_citation_with_an_address() {
    let library = Library::embedded().unwrap();
    let mut numbers = 0;
    for policy in library.list() {
        for figure in &policy.figures {
            let citation = policy.citations.get(&figure.citation).unwrap();
            let address = citation.url.starts_with("https://") || citation.url.starts_with("http://");
            assert!(address && !citation.text.is_empty(), "{} {}", policy.id, figure.name);
            // Official is what an official page says, secondary what another does.
            let source = policy.sources.get(&figure.citation).unwrap();
            assert!(figure.seen.is_none_or(|seen| seen == source.seen), "{} {}", policy.id, figure.name);
            numbers += 1;
        }
    }
    // Every number stands behind one of two keys, so none escapes the list of figures.
    let mut paths = Vec::new();
    files(&root(), &mut paths);
    let mut written = 0;
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text.lines().filter(|l| !l.trim_start().starts_with('#'));
        written += lines.map(|l| l.matches("value = \"").count() + l.matches("share = \"").count()).sum::<usize>();
    }
    assert_eq!(numbers, written);
    assert!(numbers > 20, "{numbers}");
}

#[test]
fn only_a_requirement_sets_a_wage() {
    let library = Library::embedded().unwrap();
    for policy in library.list() {
        for clause in &policy.clauses {
            let wage = matches!(clause.check, CheckRule::WageFloor(_) | CheckRule::PrevailingRate(_) | CheckRule::Overtime(_));
            assert!(!wage || clause.force == Force::Requirement, "{} {}", policy.id, clause.id);
        }
    }
}

#[test]
fn every_policy_says_how_it_stands_in_law_and_no_two_standings_hold_at_once() {
    let library = Library::embedded().unwrap();
    for policy in library.list() {
        assert!(!policy.status.is_empty() && policy.status[0].from.is_none(), "{}", policy.id);
        assert!(policy.status.last().unwrap().until.is_none(), "{}: nothing is said of today", policy.id);
        for span in &policy.status {
            assert!(policy.citations[&span.citation].url.starts_with("http"), "{}", policy.id);
        }
    }
    // What is not in force today, by name: nothing of it is ever called not met.
    let today = day("2026-11-25");
    let out: Vec<String> = library
        .list()
        .filter_map(|p| p.status_on(today).map(|s| (p, s.status.word())))
        .filter(|(_, word)| *word != "in-force")
        .map(|(p, word)| format!("{} {word}", p.id))
        .collect();
    assert_eq!(
        out,
        [
            "us-ca/oakland/equal-opportunity-minority-goal revoked",
            "us-ca/san-francisco/equal-opportunity-minority-goal revoked",
            "us-oh/cleveland/residents preempted",
            "us-tx/harris-county/contract-wage suspended",
            "us-wi/milwaukee/living-wage disputed",
            "us/contractor-minimum-wage-14026 revoked",
            "us/equal-opportunity-goals revoked",
        ]
    );
}

#[test]
fn the_page_of_policies_is_written_from_the_files() {
    let page = policy_list::page(&Library::embedded().unwrap());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/policies.md");
    if std::env::var_os("PLUMBLINE_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert!(page == std::fs::read_to_string(path).unwrap(), "docs/policies.md is not what the files say");
}

#[test]
fn the_lint_of_the_shipped_files_warns_of_nothing() {
    let library = Library::embedded().unwrap();
    let findings = lint(&library, Some(day("2026-11-25")));
    let warnings: Vec<String> = findings.iter().filter(|f| f.level == LintLevel::Warning).map(ToString::to_string).collect();
    assert!(warnings.is_empty(), "{warnings:#?}");
    // A person should know what is secondary and what is not held today.
    let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
    let secondary = library.list().flat_map(|p| &p.figures).filter(|f| f.seen == Some(Seen::Secondary)).count();
    assert_eq!(codes.iter().filter(|c| **c == "secondary").count(), secondary);
    let silent = |id: &str| findings.iter().any(|f| f.code == "not-held" && f.policy == id);
    assert!(silent("us-ma/boston/living-wage") && silent("us-ca/san-francisco/minimum-wage") && !silent("us-ma/minimum-wage"));
}

#[test]
fn a_review_goes_stale_after_four_hundred_days() {
    let library = Library::embedded().unwrap();
    let stale = |as_of: &str| {
        let findings = lint(&library, Some(day(as_of)));
        findings.iter().filter(|f| f.code == "stale" && f.policy == "us-ma/boston/living-wage").count()
    };
    // 2026-11-23 and 400 days is 2027-12-28.
    assert_eq!((stale("2027-12-28"), stale("2027-12-29")), (0, 1));
    assert!(lint(&library, None).iter().all(|f| f.code != "stale"));
}

const DOUBTFUL: &str = r#"schema = "plumbline.policy/1"
title = "Doubtful"
summary = "Many things to look at."
reviewed_on = "2020-01-02"

[place]
state = "MA"
city = "Exampleton"

[citations.code]
text = "Exampleton Code, 1-2"
url = "https://example.org/code/1-2"
seen = "official"
seen_on = "2020-01-03"

[citations.idle]
text = "Example Gazette"
url = "https://example.org/gazette"
seen = "secondary"
seen_on = "2020-01-01"

[[status]]
status = "suspended"
from = "2019-01-01"
until = "2019-06-30"
citation = "code"

[[status]]
status = "in-force"
from = "2019-08-01"
until = "open"
citation = "code"

[[clause]]
id = "floor"
check = "wage-floor"
force = "requirement"
severity = "inform"
selected_by = "work-date"
from = "open"
until = "open"
citations = ["code"]

[[clause.rate]]
from = "2019-01-01"
until = "2019-12-31"
value = "10.00"
unit = "dollars per hour"
citation = "code"
seen = "official"

[[clause.rate]]
from = "2020-02-01"
until = "open"
value = "11.00"
unit = "dollars per hour"
citation = "code"
seen = "official"

[[clause.not_held]]
from = "2021-01-01"
until = "open"
why = "Not seen."

[[clause]]
id = "shares-old"
check = "workforce-share"
force = "goal"
severity = "look"
selected_by = "approved"
from = "open"
until = "2015-12-31"
citations = ["code"]
of = "hours"
by = ["project"]

[[clause.target]]
group = "woman"
share = "0.10"
citation = "code"
seen = "official"

[[clause]]
id = "shares-new"
check = "workforce-share"
force = "goal"
severity = "look"
selected_by = "executed"
from = "2015-12-01"
until = "open"
citations = ["code"]
of = "hours"
by = ["project"]

[[clause.target]]
group = "woman"
share = "0.12"
citation = "code"
seen = "official"
"#;

#[test]
fn the_lint_finds_gaps_overlaps_idle_sources_and_more() {
    let library = Library::from_texts([("doubtful.toml".to_owned(), "us-wi/doubtful".to_owned(), DOUBTFUL)]).unwrap();
    let found: Vec<String> = lint(&library, Some(day("2026-01-01"))).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "us-wi/doubtful: warning[gap]: rate of floor: no figure on 2018-12-31. Add it, or say why in [[clause.not_held]]",
            "us-wi/doubtful: warning[gap]: rate of floor: no figure on 2020-01-01. Add it, or say why in [[clause.not_held]]",
            "us-wi/doubtful: warning[held-and-not]: rate of floor, from 2020-02-01, is there and said not to be held",
            "us-wi/doubtful: warning[place]: The file holds in exampleton and does not stand in a folder of that name",
            "us-wi/doubtful: warning[place]: The path stands for the state WI, the file says MA",
            "us-wi/doubtful: warning[review-before-source]: The citation code was seen on 2020-01-03, after the review of 2020-01-02",
            "us-wi/doubtful: warning[severity]: floor is a requirement with severity inform, usually answer: write severity_reason",
            "us-wi/doubtful: warning[stale]: Last reviewed on 2020-01-02, more than 400 days before 2026-01-01: hold it against its sources",
            "us-wi/doubtful: warning[status]: The legal status: nothing is said between 2019-06-30 and 2019-08-01",
            "us-wi/doubtful: warning[unused-citation]: Nothing rests on the citation idle: cite it where it is used, or take it out",
            "us-wi/doubtful: warning[versions]: The versions of workforce-share are selected by different days",
            "us-wi/doubtful: warning[versions]: workforce-share: two versions hold on 2015-12-01",
            "us-wi/doubtful:55: note[no-end]: rate of floor, from 2020-02-01, has no last day: if it changes yearly, write the day before the next change",
        ]
    );
}

#[test]
fn an_own_folder_adds_a_rate_the_day_it_is_published_and_takes_the_place_of_the_shipped_file() {
    let folder = tempfile::tempdir().unwrap();
    let boston = folder.path().join("us-ma/boston");
    std::fs::create_dir_all(&boston).unwrap();
    let shipped = std::fs::read_to_string(root().join("us-ma/boston/living-wage.toml")).unwrap();
    // An invented figure of an invented notice, with the line ends of another system.
    let own = shipped.replace(
        "[[clause.not_held]]\nfrom = \"2025-07-01\"\nuntil = \"open\"",
        "[[clause.rate]]\nfrom = \"2025-07-01\"\nuntil = \"2026-06-30\"\nvalue = \"99.00\"\nunit = \"dollars per hour\"\ncitation = \"cbc-24-6-2\"\nseen = \"official\"\n\n\
         [[clause.not_held]]\nfrom = \"2026-07-01\"\nuntil = \"open\"",
    );
    assert_ne!(own, shipped);
    std::fs::write(boston.join("living-wage.toml"), own.replace('\n', "\r\n")).unwrap();
    std::fs::write(boston.join("README.md"), "not a policy").unwrap();
    let embedded = Library::embedded().unwrap();
    let count = embedded.list().count();
    let library = embedded.overlay(folder.path()).unwrap();
    assert_eq!(library.list().count(), count);
    let policy = library.get("us-ma/boston/living-wage").unwrap();
    assert!(policy.overlay);
    assert_eq!(policy.digest, digest(&own), "line ends do not change the digest");
    let CheckRule::WageFloor(floor) = &policy.clauses[0].check else { panic!() };
    assert_eq!(floor.rates.on(day("2025-07-01")).unwrap().value.to_string(), "99.00");
    assert!(!library.get("us/davis-bacon").unwrap().overlay);
}

#[test]
fn a_broken_own_folder_does_not_load_and_every_file_of_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("one.toml"), "title = ").unwrap();
    std::fs::write(folder.path().join("two.toml"), [0xff, 0xfe, 0x00]).unwrap();
    std::fs::write(folder.path().join("Three Rules.toml"), DOUBTFUL).unwrap();
    let errors = Library::embedded().unwrap().overlay(folder.path()).unwrap_err();
    for name in ["one.toml", "two.toml", "Three Rules.toml"] {
        assert!(errors.iter().any(|e| e.file.ends_with(name)), "{name}: {errors:?}");
    }
    let nowhere = Library::embedded().unwrap().overlay(&folder.path().join("nowhere")).unwrap_err();
    assert!(nowhere[0].found.contains("cannot be read"));
}

#[test]
fn a_policy_is_explained_in_plain_words() {
    let library = Library::embedded().unwrap();
    let mut page = String::new();
    for (id, on) in [
        ("us-ma/boston/living-wage", None),
        ("us-ma/boston/living-wage", Some("2024-07-15")),
        ("us-ma/boston/residents-jobs-policy", None),
        ("us/cwhssa-overtime", Some("2024-07-15")),
    ] {
        let on_words = on.map_or(String::new(), |d| format!(" on {d}"));
        let text = explain(library.get(id).unwrap(), on.map(day));
        assert!(text.lines().all(|l| l.chars().count() <= 96 || l.contains("://")), "{id}");
        // The digest changes with every word of the file; the rest is what a reader sees.
        let text: String = text.lines().filter(|l| !l.starts_with("sha256:")).map(|l| format!("{l}\n")).collect();
        page.push_str(&format!("## {id}{on_words}\n\n{text}\n"));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/rules/explained.txt");
    if std::env::var_os("PLUMBLINE_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert_eq!(page, std::fs::read_to_string(path).unwrap());
}
