//! Ways to get a policy file wrong, each with the words it is answered with.
//!
//! The answers stand in `tests/golden/rules/broken.txt`, to be read as prose. `PLUMBLINE_BLESS=1` writes
//! the file anew; read the difference before keeping it.

mod share_texts;

use plumbline::rules::library::Library;
use plumbline::rules::load;
use std::fmt::Write;

/// A policy that loads: a wage floor, a share and an overtime clause.
const SOUND: &str = r#"schema = "plumbline.policy/1"
title = "Example policy"
summary = "What it asks."
reviewed_on = "2026-01-02"

[place]
state = "MA"
city = "Exampleton"

[citations.code]
text = "Exampleton Code, 1-2"
url = "https://example.org/code/1-2"
seen = "official"
seen_on = "2026-01-01"

[citations.news]
text = "Example Gazette"
url = "https://example.org/gazette"
seen = "secondary"
seen_on = "2026-01-01"

[[status]]
status = "in-force"
from = "2020-01-01"
until = "open"
citation = "code"

[applies]
citations = ["code"]
kind = ["service"]
public = true
value_over = { value = "2000.00", unit = "dollars", citation = "code", seen = "official" }

[[clause]]
id = "floor"
check = "wage-floor"
force = "requirement"
severity = "answer"
selected_by = "work-date"
from = "2020-01-01"
until = "open"
citations = ["code"]

[[clause.rate]]
from = "2024-07-01"
until = "2025-06-30"
value = "18.20"
unit = "dollars per hour"
citation = "code"
seen = "official"

[[clause]]
id = "shares"
check = "workforce-share"
force = "goal"
severity = "look"
selected_by = "approved"
from = "open"
until = "open"
citations = ["code"]
of = "hours"
by = ["project", "trade"]

[[clause.target]]
group = "woman"
share = "0.12"
citation = "news"
seen = "secondary"

[[clause]]
id = "overtime"
check = "overtime"
force = "requirement"
severity = "answer"
selected_by = "work-date"
from = "open"
until = "open"
citations = ["code"]
weekly_over = { value = "40", unit = "hours", citation = "code", seen = "official" }
multiple = { value = "1.5", unit = "times the basic rate", citation = "code", seen = "official" }

[[clause]]
id = "gross"
check = "gross-adds-up"
force = "requirement"
severity = "answer"
selected_by = "work-date"
from = "open"
until = "open"
citations = ["code"]
tolerance = { value = "0.01", unit = "dollars", citation = "code", seen = "chosen", note = "Parts are rounded." }

[[conflict]]
says = [{ text = "One.", citation = "code" }, { text = "Another.", citation = "news" }]
reading = "The first."

[[open_question]]
question = "Who counts?"
reading = "Everybody."
"#;

/// What is done wrong, what is replaced, by what. `""` for what is replaced appends.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("an amount without quotation marks", "value = \"18.20\"", "value = 18.20"),
    ("an amount with a dollar sign", "\"18.20\"", "\"$18.20\""),
    ("an amount with a comma for the decimals", "\"18.20\"", "\"18,20\""),
    ("an amount with a thousands separator", "\"2000.00\"", "\"2,000.00\""),
    ("a negative amount", "\"18.20\"", "\"-18.20\""),
    ("an amount in letters", "\"18.20\"", "\"eighteen\""),
    ("an amount with seven decimals", "\"18.20\"", "\"18.2000001\""),
    ("a share in percent", "share = \"0.12\"", "share = \"12%\""),
    ("a share above one whole", "share = \"0.12\"", "share = \"12\""),
    ("a figure without its first day", "from = \"2024-07-01\"\n", ""),
    ("a figure without its last day", "until = \"2025-06-30\"\n", ""),
    ("a figure with an open first day", "from = \"2024-07-01\"", "from = \"open\""),
    ("a clause without its days", "selected_by = \"approved\"\nfrom = \"open\"\nuntil = \"open\"", "selected_by = \"approved\""),
    ("a date without quotation marks", "from = \"2024-07-01\"", "from = 2024-07-01"),
    ("a date in another order", "\"2024-07-01\"", "\"07/01/2024\""),
    ("a day that does not exist", "\"2025-06-30\"", "\"2025-06-31\""),
    ("a last day before the first", "until = \"2025-06-30\"", "until = \"2024-06-30\""),
    ("a figure without a citation", "unit = \"dollars per hour\"\ncitation = \"code\"\n", "unit = \"dollars per hour\"\n"),
    ("a citation that is not there", "citations = [\"code\"]\nkind", "citations = [\"coed\"]\nkind"),
    ("a citation nobody wrote", "citation = \"news\" }]", "citation = \"radio-interview\" }]"),
    ("a clause without citations", "citations = [\"code\"]\nof", "of"),
    ("an empty list of citations", "citations = [\"code\"]\nof", "citations = []\nof"),
    ("a figure without a unit", "unit = \"dollars per hour\"\n", ""),
    ("a misspelt unit", "dollars per hour", "dolars per hour"),
    ("another unit", "unit = \"hours\"", "unit = \"days\""),
    ("a figure that does not say how it was seen", "citation = \"news\"\nseen = \"secondary\"", "citation = \"news\""),
    ("a word for it that is not known", "citation = \"news\"\nseen = \"secondary\"", "citation = \"news\"\nseen = \"memory\""),
    ("an official figure on a secondary page", "citation = \"news\"\nseen = \"secondary\"", "citation = \"news\"\nseen = \"official\""),
    (
        "a figure of law that is chosen",
        "\ncitation = \"code\"\nseen = \"official\"\n\n[[clause]]\nid = \"shares\"",
        "\ncitation = \"code\"\nseen = \"chosen\"\nnote = \"fair\"\n\n[[clause]]\nid = \"shares\"",
    ),
    ("a chosen figure without a reason", ", note = \"Parts are rounded.\"", ""),
    ("a misspelt check", "check = \"wage-floor\"", "check = \"wage_flor\""),
    ("a check that does not exist", "check = \"wage-floor\"", "check = \"shoe-size\""),
    ("a misspelt group", "group = \"woman\"", "group = \"women\""),
    ("a group that does not exist", "group = \"woman\"", "group = \"left-handed\""),
    ("a misspelt status", "\"in-force\"", "\"in_force\""),
    ("a status that does not exist", "\"in-force\"", "\"popular\""),
    ("a misspelt force", "force = \"goal\"", "force = \"gaol\""),
    ("a misspelt severity", "severity = \"look\"", "severity = \"lok\""),
    ("a misspelt class of firms", "public = true", "class = [\"non-profit\"]"),
    ("a bare number of tiers", "public = true", "tier_at_most = 1"),
    ("an exemption that is always there", "kind = [\"service\"]", "kind = [\"service\"]\nunless = [{}]"),
    ("a county without its state", "state = \"MA\"\ncity = \"Exampleton\"", "county = \"Example\""),
    ("a floor that counts what it does not know", "check = \"wage-floor\"", "check = \"wage-floor\"\ncounts_fringe = \"plans\""),
    (
        "a formula for a rate that is not there",
        "check = \"wage-floor\"",
        "check = \"wage-floor\"\nformula = [{ for_rate = \"2023-07-01\", start = { value = \"31200\", unit = \"dollars\", citation = \"code\", seen = \"official\" }, times = \"1.16\", divided_by = \"2000\", rounding = \"none\", compare = \"at-least\", citation = \"code\", seen = \"official\" }]",
    ),
    ("a seventh day without hours a day", "check = \"overtime\"", "check = \"overtime\"\nseventh_day = true"),
    (
        "double time before overtime",
        "check = \"overtime\"",
        "check = \"overtime\"\ndaily_over = { value = \"12\", unit = \"hours\", citation = \"code\", seen = \"official\" }\ndouble_daily_over = { value = \"8\", unit = \"hours\", citation = \"code\", seen = \"official\" }",
    ),
    ("a figure published on no day", "value = \"18.20\"", "value = \"18.20\"\npublished = \"open\""),
    ("a day that selects nothing", "selected_by = \"approved\"", "selected_by = \"assessed\""),
    ("a misspelt kind of work", "kind = [\"service\"]", "kind = [\"servce\"]"),
    ("a kind of work that is no list", "kind = [\"service\"]", "kind = \"service\""),
    ("yes in quotation marks", "public = true", "public = \"true\""),
    ("a misspelt key", "selected_by = \"approved\"", "select_by = \"approved\""),
    ("a key nobody knows", "[place]", "colour = \"green\"\n\n[place]"),
    ("the figures of another check", "[[conflict]]", "[[clause.rate]]\nfrom = \"2024-07-01\"\n\n[[conflict]]"),
    ("a condition nobody knows", "public = true", "owner_is = [\"City of Exampleton\"]"),
    ("no schema", "schema = \"plumbline.policy/1\"\n", ""),
    ("a schema of another time", "plumbline.policy/1", "plumbline.policy/9"),
    ("no title", "title = \"Example policy\"\n", ""),
    ("an empty summary", "\"What it asks.\"", "\" \""),
    ("no review", "reviewed_on = \"2026-01-02\"\n", ""),
    ("a state in full", "state = \"MA\"", "state = \"Massachusetts\""),
    ("a city without its state", "state = \"MA\"\n", ""),
    ("a citation without an address", "url = \"https://example.org/gazette\"\n", ""),
    ("an address that is none", "https://example.org/gazette", "page 7"),
    (
        "two figures for one day",
        "[[clause]]\nid = \"shares\"",
        "[[clause.rate]]\nfrom = \"2025-01-01\"\nuntil = \"open\"\nvalue = \"19.00\"\nunit = \"dollars per hour\"\ncitation = \"code\"\nseen = \"official\"\n\n[[clause]]\nid = \"shares\"",
    ),
    (
        "two standings on one day",
        "[applies]",
        "[[status]]\nstatus = \"suspended\"\nfrom = \"2024-01-01\"\nuntil = \"open\"\ncitation = \"news\"\n\n[applies]",
    ),
    ("two clauses of one name", "id = \"shares\"", "id = \"floor\""),
    (
        "two targets for one group",
        "[[clause]]\nid = \"overtime\"",
        "[[clause.target]]\ngroup = \"woman\"\nshare = \"0.15\"\ncitation = \"code\"\nseen = \"official\"\n\n[[clause]]\nid = \"overtime\"",
    ),
    (
        "a wage floor without a rate",
        "[[clause.rate]]\nfrom = \"2024-07-01\"\nuntil = \"2025-06-30\"\nvalue = \"18.20\"\nunit = \"dollars per hour\"\ncitation = \"code\"\nseen = \"official\"\n",
        "",
    ),
    ("overtime without its hours", "weekly_over = { value = \"40\", unit = \"hours\", citation = \"code\", seen = \"official\" }\n", ""),
    (
        "a figure outside its table",
        "weekly_over = { value = \"40\", unit = \"hours\", citation = \"code\", seen = \"official\" }",
        "weekly_over = \"40\"",
    ),
    (
        "a conflict with one source",
        "says = [{ text = \"One.\", citation = \"code\" }, { text = \"Another.\", citation = \"news\" }]",
        "says = [{ text = \"One.\", citation = \"code\" }]",
    ),
    ("an open question without a reading", "reading = \"Everybody.\"\n", ""),
    ("a quotation mark left open", "title = \"Example policy\"", "title = \"Example policy"),
    ("the same key twice", "title = \"Example policy\"", "title = \"Example policy\"\ntitle = \"Another\""),
    (
        "several mistakes at once",
        "value = \"18.20\"\nunit = \"dollars per hour\"\ncitation = \"code\"",
        "value = 18.20\nunit = \"dollars\"\ncitation = \"cod\"",
    ),
    (
        "a ratio of apprentices that is no ratio",
        "[[clause]]\nid = \"floor\"",
        "[[clause]]\nid = \"it\"\ncheck = \"apprentice-ratio\"\nforce = \"goal\"\nseverity = \"look\"\nseverity_reason = \"x\"\nselected_by = \"work-date\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\ngrouping = \"day\"\ncounts = \"heads\"\nallowed = { value = \"0.33\", unit = \"apprentices to journeyworkers\", citation = \"code\", seen = \"official\" }\n\n[[clause]]\nid = \"floor\"",
    ),
    (
        "a required ratio by day",
        "[[clause]]\nid = \"floor\"",
        "[[clause]]\nid = \"it\"\ncheck = \"apprentice-ratio\"\nforce = \"goal\"\nseverity = \"look\"\nseverity_reason = \"x\"\nselected_by = \"work-date\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\ngrouping = \"day\"\ncounts = \"hours\"\nhours_kind = \"all\"\nrequired = { value = \"1:5\", unit = \"apprentice hours to journeyworker hours\", citation = \"code\", seen = \"official\" }\n\n[[clause]]\nid = \"floor\"",
    ),
    (
        "a misspelt event",
        "[[clause]]\nid = \"floor\"",
        "[[clause]]\nid = \"it\"\ncheck = \"event-clock\"\nforce = \"goal\"\nseverity = \"look\"\nseverity_reason = \"x\"\nselected_by = \"work-date\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\n[[clause.step]]\nid = \"s\"\nwhat = \"posting-firstsource\"\nrelation = \"exists\"\ncitation = \"code\"\n\n[[clause]]\nid = \"floor\"",
    ),
    (
        "a step that lasts without days",
        "[[clause]]\nid = \"floor\"",
        "[[clause]]\nid = \"it\"\ncheck = \"event-clock\"\nforce = \"goal\"\nseverity = \"look\"\nseverity_reason = \"x\"\nselected_by = \"work-date\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\n[[clause.step]]\nid = \"s\"\nwhat = \"posting-first-source\"\nrelation = \"lasting\"\ncitation = \"code\"\n\n[[clause]]\nid = \"floor\"",
    ),
    (
        "a step before nothing",
        "[[clause]]\nid = \"floor\"",
        "[[clause]]\nid = \"it\"\ncheck = \"event-clock\"\nforce = \"goal\"\nseverity = \"look\"\nseverity_reason = \"x\"\nselected_by = \"work-date\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\n[[clause.step]]\nid = \"s\"\nwhat = \"posting-first-source\"\nrelation = \"before\"\ncitation = \"code\"\n\n[[clause]]\nid = \"floor\"",
    ),
    (
        "a checklist that would pass somebody",
        "[[clause]]\nid = \"floor\"",
        "[[clause]]\nid = \"it\"\ncheck = \"checklist\"\nforce = \"requirement\"\nseverity = \"look\"\nseverity_reason = \"x\"\nselected_by = \"work-date\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\n[[clause.item]]\nid = \"i\"\nwhat = \"pre-job-meeting\"\ncitation = \"code\"\n\n[[clause]]\nid = \"floor\"",
    ),
    (
        "a consequence in another unit",
        "[[clause]]\nid = \"floor\"",
        "[[clause]]\nid = \"it\"\ncheck = \"week-missing\"\nforce = \"goal\"\nseverity = \"look\"\nseverity_reason = \"x\"\nselected_by = \"work-date\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\nno_work_report = \"required\"\n[[clause.consequence]]\nid = \"fine\"\nkind = \"per-day\"\nrate = { value = \"300.00\", unit = \"dollars\", citation = \"code\", seen = \"official\" }\nbinding = \"may\"\nwhen = \"late\"\n\n[[clause]]\nid = \"floor\"",
    ),
    (
        "a consequence that does not say whether it must follow",
        "[[clause]]\nid = \"floor\"",
        "[[clause]]\nid = \"it\"\ncheck = \"week-missing\"\nforce = \"goal\"\nseverity = \"look\"\nseverity_reason = \"x\"\nselected_by = \"work-date\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\nno_work_report = \"required\"\n[[clause.consequence]]\nid = \"fine\"\nkind = \"fixed\"\nrate = { value = \"300.00\", unit = \"dollars\", citation = \"code\", seen = \"official\" }\nwhen = \"late\"\n\n[[clause]]\nid = \"floor\"",
    ),
    (
        "records of which none would matter",
        "[[clause]]\nid = \"floor\"",
        "[[clause]]\nid = \"it\"\ncheck = \"vendor-history\"\nforce = \"goal\"\nseverity = \"look\"\nseverity_reason = \"x\"\nselected_by = \"work-date\"\nfrom = \"open\"\nuntil = \"open\"\ncitations = [\"code\"]\nlookback = { value = \"36\", unit = \"months\", citation = \"code\", seen = \"official\" }\nlookback_from = \"advertised\"\ncounts = [\"judgment\"]\n\n[[clause]]\nid = \"floor\"",
    ),
];

fn broken(from: &str, to: &str) -> String {
    assert!(SOUND.contains(from), "nothing to replace: {from}");
    let text = SOUND.replacen(from, to, 1);
    match load::policy("us-ma/exampleton/example", "example.toml", &text, false) {
        Ok(_) => panic!("this loads:\n{text}"),
        Err(errors) => errors.iter().map(|e| format!("{e}\n")).collect(),
    }
}

#[test]
fn the_sound_file_is_sound() {
    let read = load::policy("us-ma/exampleton/example", "example.toml", SOUND, false);
    assert!(read.is_ok(), "{read:?}");
}

#[test]
fn every_way_to_get_a_file_wrong_is_answered_with_place_reason_and_remedy() {
    let mut page = String::new();
    for (what, from, to) in MISTAKES {
        let _ = write!(page, "## {what}\n\n{}\n", broken(from, to));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/rules/broken.txt");
    if std::env::var_os("PLUMBLINE_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap();
    for (got, wanted) in page.split("## ").zip(golden.split("## ")) {
        assert_eq!(got, wanted);
    }
    assert_eq!(page, golden);
}

#[test]
fn every_error_names_the_line_it_stands_on() {
    let of_one_line = |(_, from, to): &&(&str, &str, &str)| !to.is_empty() && !to.contains('\n') && !from.contains('\n');
    for (what, from, to) in MISTAKES.iter().filter(of_one_line) {
        let text = SOUND.replacen(from, to, 1);
        let line = SOUND[..SOUND.find(from).unwrap()].matches('\n').count() + 1;
        let errors = load::policy("x", "x.toml", &text, false).unwrap_err();
        let first = errors.first().unwrap();
        // A table that lacks a key is named where it begins, above the line that was changed.
        assert!(first.line as usize <= line && first.line > 0, "{what}: {first}");
        if !first.found.contains(" has no ")
            && !first.found.contains("No citation")
            && !first.found.contains("has two")
            && !first.found.contains("called")
        {
            assert_eq!(first.line as usize, line, "{what}: {first}");
        }
    }
}

proptest::proptest! {
    /// Whatever is done to a file, it loads or says why, on a line it has.
    #[test]
    fn a_damaged_file_is_answered_and_never_crashes(at in 0..SOUND.len(), cut in 0..40_usize, paste in "[\\[\\]{}=\"'0-9a-z#.,\n\r\t -]{0,12}") {
        let end = (at + cut).min(SOUND.len());
        let text = format!("{}{paste}{}", &SOUND[..at], &SOUND[end..]);
        if let Err(errors) = load::policy("us-ma/exampleton/example", "example.toml", &text, false) {
            proptest::prop_assert!(!errors.is_empty());
            for error in errors {
                proptest::prop_assert!(error.line as usize <= text.split('\n').count() && !error.write.is_empty());
            }
        }
    }
}

#[test]
fn a_file_that_nests_without_end_is_answered() {
    for text in ["[".repeat(50_000), format!("a = {}", "[".repeat(50_000)), format!("a = {}", "{a=".repeat(50_000))] {
        assert!(load::policy("x", "x.toml", &text, false).is_err());
    }
    let deep = format!("{}{{ public = true }}{}", "{ any = [".repeat(30), "] }".repeat(30));
    let text = SOUND.replace("public = true", &format!("any = [{deep}]"));
    let errors = load::policy("x", "x.toml", &text, false).unwrap_err();
    assert!(errors[0].found.contains("nest too deep"), "{}", errors[0]);
}

#[test]
fn all_mistakes_of_all_files_are_said_at_once() {
    let bad = |title: &str| SOUND.replace("\"18.20\"", "18.20").replace("group = \"woman\"", title);
    let texts = [("a.toml", "a", bad("group = \"women\"")), ("b.toml", "b", bad("group = \"man\""))];
    let texts = texts.map(|(file, id, text)| (file.to_owned(), id.to_owned(), text));
    let errors = Library::from_texts(texts).unwrap_err();
    let places: Vec<(String, u32)> = errors.iter().map(|e| (e.file.clone(), e.line)).collect();
    assert_eq!(places, [("a.toml".into(), 47), ("a.toml".into(), 65), ("b.toml".into(), 47), ("b.toml".into(), 65)]);
}
