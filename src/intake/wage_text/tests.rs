//! The reader against an invented decision of every shape, and against texts of no shape at all.

use super::*;
use crate::domain::wage_determination::lines_in_words;
use proptest::prelude::*;

const HARBOR: &str = include_str!("../../../tests/wage_texts/harbor-building.txt");

fn harbor() -> WageText {
    read(HARBOR).unwrap()
}

fn rate<'r>(read: &'r WageText, name: &str) -> &'r DeterminationRate {
    let mut found = read.rates.iter().filter(|r| r.classification == name);
    let first = found.next().unwrap_or_else(|| panic!("{name} is not among {:#?}", names(read)));
    assert!(found.next().is_none(), "{name} stands twice");
    first
}

fn names(read: &WageText) -> Vec<(&str, Option<&str>)> {
    read.rates.iter().map(|r| (r.classification.as_str(), r.area.as_deref())).collect()
}

fn amounts(read: &WageText, name: &str) -> (String, String) {
    let rate = rate(read, name);
    (rate.base.to_string(), rate.fringe.to_string())
}

fn pair(base: &str, fringe: &str) -> (String, String) {
    (base.to_owned(), fringe.to_owned())
}

/// The lines of the fixture that hold some words.
fn at(words: &str) -> u32 {
    let mut found = HARBOR.lines().zip(1..).filter(|(l, _)| l.contains(words)).map(|(_, n)| n);
    found.next().unwrap()
}

#[test]
fn every_class_is_read_with_its_full_name_area_and_rates() {
    let read = harbor();
    assert_eq!(
        names(&read),
        [
            ("ASBESTOS WORKER/HEAT & FROST INSULATOR (Includes application of all insulating materials to mechanical systems)", None),
            ("CARPENTER", Some("HARBOR COUNTY")),
            ("CARPENTER", Some("HILL AND RIVER COUNTIES")),
            ("ELECTRICIAN", None),
            ("ELEVATOR MECHANIC", None),
            ("POWER EQUIPMENT OPERATOR: GROUP 1", None),
            ("POWER EQUIPMENT OPERATOR: GROUP 2: Under 25 tons", None),
            ("POWER EQUIPMENT OPERATOR: GROUP 2: 25 tons and over", None),
            ("POWER EQUIPMENT OPERATOR: GROUP 3", None),
            ("LABORER: GROUP 1", Some("HARBOR COUNTY (Port Town, Deer & Nut Islands); RIVER COUNTY (Millbrook)")),
            ("LABORER: GROUP 2", Some("HARBOR COUNTY (Port Town, Deer & Nut Islands); RIVER COUNTY (Millbrook)")),
            ("LABORER: GROUP 1", Some("REMAINDER OF HARBOR COUNTY")),
            ("PAINTER: Brush", None),
            ("LABORER: Mason Tender", None),
            ("OPERATOR: Forklift", None),
            ("ROOFER", None),
            ("Tile setter: (Floors and walls): (1) Setter", None),
            ("Tile setter: (Floors and walls): (2) Helper for all floors and walls of public places", None),
            ("TERRAZZO WORKER", None),
        ]
    );
    // 3 % of 52.23 is 1.5669; with 29.77 it is 31.3369.
    assert_eq!(amounts(&read, "ELECTRICIAN"), pair("52.23", "31.3369"));
    assert_eq!(amounts(&read, "ELEVATOR MECHANIC"), pair("62.50", "37.885"));
    assert_eq!(amounts(&read, "POWER EQUIPMENT OPERATOR: GROUP 2: 25 tons and over"), pair("47.00", "31.10"));
    assert_eq!(amounts(&read, "OPERATOR: Forklift"), pair("18.33", "0.00"));
    assert_eq!(rate(&read, "ROOFER").row, at("ROOFER"));
}

#[test]
fn what_is_asked_beside_the_amounts_is_kept_in_its_words() {
    let read = harbor();
    let beside = |name: &str| rate(&read, name).beside.clone();
    assert_eq!(
        beside("ELEVATOR MECHANIC"),
        [
            "footnote a. PAID HOLIDAYS: the first day of the year and Labor Day.",
            "footnote b. The employer adds 8% of the basic hourly rate for vacation after 5 years of service.",
        ]
    );
    let (pay, boom) = ("PREMIUM PAY: $1.00 per hour shall be paid on islands.", "Boom over 150 feet: add $2.00 per hour.");
    assert_eq!(beside("POWER EQUIPMENT OPERATOR: GROUP 1"), ["footnote A. PAID HOLIDAYS: Labor Day.", pay, boom]);
    assert_eq!(beside("POWER EQUIPMENT OPERATOR: GROUP 3"), [pay, boom]);
    assert_eq!(read.rates[0].beside, ["HOLIDAYS: Labor Day."]);
    assert_eq!(beside("LABORER: Mason Tender"), ["a star: a higher minimum wage may hold under an Executive Order"]);
}

#[test]
fn what_is_not_understood_is_named_with_its_line_and_the_classes_it_touches() {
    let read = harbor();
    let unread: Vec<(&str, &str)> = read.text.unread.iter().map(|u| (u.classification.as_str(), u.why.as_str())).collect();
    let spray = format!("line {}: the fringe is not understood", at("Spray"));
    let glazier = format!("line {}: the fringe is no hour's fringe", at("GLAZIER"));
    let diver = format!("line {}: the rates of its block are for a day, not for an hour", at("DIVER"));
    let sheet = format!("line {}: {} of its block is not understood", at("SHEET METAL"), lines_in_words(&[at("See the agreement")]));
    assert_eq!(
        unread,
        [("PAINTER: Spray", spray.as_str()), ("PAINTER: GLAZIER", &glazier), ("DIVER", &diver), ("SHEET METAL WORKER", &sheet)]
    );
    let left: Vec<u32> = read.text.left_out.iter().map(|l| l.line).collect();
    assert_eq!(left, [at("Spray"), at("GLAZIER"), at("Amounts in"), at("See the agreement")]);
    assert!(read.text.left_out.iter().all(|l| l.among_rates));
}

#[test]
fn the_head_is_read() {
    let text = harbor().text;
    assert_eq!((text.number.as_str(), text.supersedes.as_deref()), ("ZZ20240001", Some("ZZ20230001")));
    assert_eq!((text.state.as_str(), text.construction.as_str()), ("Example", "Building"));
    let modifications: Vec<(u32, String)> = text.modifications.iter().map(|m| (m.number, m.published_on.to_string())).collect();
    assert_eq!(modifications, [(0, "2024-01-05".to_owned()), (1, "2024-01-12".to_owned())]);
    assert_eq!(text.area.holds(Some("Hill"), None), crate::domain::wage_area::Holds::Yes);
}

fn accounted(text: &str, read: &WageText) {
    let wanted: Vec<u32> = lines::lines(text).iter().map(|l| l.number).collect();
    let found: Vec<u32> = read.uses.iter().map(|(line, _)| *line).collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn every_line_is_accounted_for_once() {
    accounted(HARBOR, &harbor());
    let counts = |wanted: LineUse| harbor().uses.iter().filter(|(_, u)| *u == wanted).count();
    assert_eq!((counts(LineUse::Source), counts(LineUse::ColumnHeads), counts(LineUse::LeftOut)), (11, 12, 4));
    assert_eq!(counts(LineUse::Rate), 21);
}

#[test]
fn an_area_that_names_no_county_is_an_area() {
    let named = |area: &str| {
        let text = HARBOR.replacen("HARBOR COUNTY\n", area, 1);
        read(&text).unwrap().rates.into_iter().find(|r| r.classification == "CARPENTER").and_then(|r| r.area)
    };
    assert_eq!(named("PORT CHAPTER\n\nPORT TOWN, MILLBROOK\n").as_deref(), Some("PORT CHAPTER PORT TOWN, MILLBROOK"));
    assert_eq!(named("HEAVY AND HIGHWAY CONSTRUCTION\n").as_deref(), Some("HEAVY AND HIGHWAY CONSTRUCTION"));
    assert_eq!(named("ZONE 1: Port Town\n").as_deref(), Some("ZONE 1: Port Town"));
    assert_eq!(named("Receives $2.00 more at the rate of\nthe port\n"), None);
}

#[test]
fn a_printed_page_changes_no_name() {
    let printed = HARBOR.replace("INSULATOR (Incl", "Page 2 of 12\nhttps://sam.gov/wage-determination/ZZ20240001/1\nINSULATOR (Incl");
    assert_eq!(names(&read(&printed).unwrap()), names(&harbor()));
}

#[test]
fn a_text_that_breaks_off_says_so() {
    let cut = HARBOR.split("SUZZ2014").next().unwrap();
    let read = read(cut).unwrap();
    assert!(read.text.left_out.last().unwrap().why.contains("breaks off"));
}

#[test]
fn without_indentation_a_group_is_not_taken_for_a_class() {
    let flat: String = HARBOR.lines().map(|l| format!("{}\n", l.trim_start())).collect();
    let read = read(&flat).unwrap();
    assert!(read.rates.iter().all(|r| !r.classification.starts_with("GROUP")), "{:#?}", names(&read));
    assert!(read.text.unread.iter().any(|u| u.classification == "GROUP 3" && u.why.contains("indentation")));
}

#[test]
fn other_texts_are_refused_in_words() {
    let service = "WD 15-4047 (Rev.-25) was first posted\n\nREGISTER OF WAGE DETERMINATIONS UNDER\n  THE SERVICE CONTRACT ACT\nWage Determination No.: 2015-4047\n";
    assert!(is_published(service.as_bytes()));
    assert_eq!(read(service).unwrap_err(), NotRead::ServiceContract);
    assert_eq!(read("General Decision about lunch\n").unwrap_err(), NotRead::NoNumber);
    let twice = format!("{HARBOR}\n{}", HARBOR.replace("ZZ20240001", "ZZ20240002"));
    assert_eq!(read(&twice).unwrap_err(), NotRead::Several);
    assert!(!is_published(b"classification,level,base_rate,fringe\n"));
    assert!(!is_published(b"Wage Determination No.,Worker,Classification\nMA20260001,W1,Service contract clerk\n"));
}

/// Lines a determination may hold, in any order.
fn any_line() -> impl Strategy<Value = String> {
    let real: Vec<String> = HARBOR.lines().map(str::to_owned).collect();
    prop_oneof![
        4 => proptest::sample::select(real),
        1 => "[ -~]{0,60}",
        1 => " {0,8}[A-Z ]{1,12}\\.{2,12}\\$ [0-9.,*]{0,8} {1,9}[0-9a-c.+%]{0,9}",
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_text_every_line_is_accounted_for(lines in proptest::collection::vec(any_line(), 0..60)) {
        let text = format!("General Decision Number: ZZ20240001 01/12/2024\n{}", lines.join("\n"));
        if let Ok(read) = read(&text) {
            accounted(&text, &read);
        }
    }

    #[test]
    fn no_text_at_all_ends_the_reader(text in any::<String>()) {
        let _ = read(&text);
        let _ = is_published(text.as_bytes());
    }
}
