//! The page that lists every policy that ships, `docs/policies.md`, written from the files themselves.

use chrono::NaiveDate;
use plumbline::domain::outcome::Seen;
use plumbline::rules::library::Library;
use plumbline::rules::policy::{Clause, Figure, Policy};
use std::fmt::Write;

const HEAD: &str = "\
# The policies that ship

Each policy with what is held of it, from when to when, how it was seen, its standing in law, and what is missing. The page is written from
the files under `rules/`; `PLUMBLINE_BLESS=1 cargo test --test rules_files` writes it again, and the test fails where the two differ.

*Official* figures were read in a code, a statute, a regulation, an ordinance or a page of the agency. *Secondary* ones were read in a law
firm's note, a newspaper or another copy: they decide nothing unless secondary figures are accepted, and are named where they would have.
A day that is held in neither way is *not held*, with the reason; it is never filled with the figure of another year.

";

/// The whole page.
pub fn page(library: &Library) -> String {
    let mut page = HEAD.to_owned();
    let (mut official, mut secondary, mut policies) = (0, 0, 0);
    for policy in library.list() {
        policies += 1;
        official += seen(policy, Seen::Official);
        secondary += seen(policy, Seen::Secondary);
    }
    writeln!(page, "{policies} policies, {official} official and {secondary} secondary figures.").unwrap();
    let mut all: Vec<&Policy> = library.list().map(AsRef::as_ref).collect();
    all.sort_by_key(|p| (folder(p) != "us", folder(p), &p.id));
    let mut open = "";
    for policy in all {
        if folder(policy) != open {
            open = folder(policy);
            writeln!(page, "\n## {}", place(policy)).unwrap();
        }
        one(&mut page, policy);
    }
    page
}

fn folder(policy: &Policy) -> &str {
    policy.id.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn place(policy: &Policy) -> String {
    let parts: Vec<&str> = policy.id.split('/').collect();
    match (parts.first().copied(), &policy.place.city, parts.get(1)) {
        (Some("payroll"), ..) => "Every payroll".to_owned(),
        (Some("us"), ..) => "United States".to_owned(),
        (Some(folder), Some(city), _) => format!("{city}, {}", state(folder)),
        (Some(folder), None, Some(county)) if parts.len() > 2 => {
            let words: Vec<String> = county.split('-').map(capital).collect();
            format!("{}, {}", words.join(" "), state(folder))
        }
        (Some(folder), ..) => state(folder).to_owned(),
        (None, ..) => String::new(),
    }
}

const STATES: &[(&str, &str)] = &[
    ("us-ca", "California"),
    ("us-co", "Colorado"),
    ("us-dc", "District of Columbia"),
    ("us-il", "Illinois"),
    ("us-la", "Louisiana"),
    ("us-ma", "Massachusetts"),
    ("us-md", "Maryland"),
    ("us-mi", "Michigan"),
    ("us-mn", "Minnesota"),
    ("us-ny", "New York"),
    ("us-oh", "Ohio"),
    ("us-pa", "Pennsylvania"),
    ("us-tx", "Texas"),
    ("us-wa", "Washington"),
    ("us-wi", "Wisconsin"),
];

/// The folder of a state by its name.
fn state(folder: &str) -> &str {
    STATES.iter().find(|(word, _)| *word == folder).unwrap_or_else(|| panic!("{folder}: add the state to the list")).1
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

fn seen(policy: &Policy, how: Seen) -> usize {
    policy.figures.iter().filter(|f| f.seen == Some(how)).count()
}

fn one(page: &mut String, policy: &Policy) {
    writeln!(page, "\n### {}\n\n`{}`", policy.title, policy.id).unwrap();
    writeln!(page, "\n- Standing: {}.", standing(policy)).unwrap();
    let (official, secondary) = (seen(policy, Seen::Official), seen(policy, Seen::Secondary));
    writeln!(page, "- Figures: {official} official, {secondary} secondary.").unwrap();
    for clause in &policy.clauses {
        writeln!(page, "- {}", asked(policy, clause)).unwrap();
        for none in &clause.not_held {
            writeln!(page, "  - Not held {}: {}", days(none.from, none.until), none.why).unwrap();
        }
    }
    if !policy.conflicts.is_empty() {
        writeln!(page, "- Sources in conflict: {}", policy.conflicts.len()).unwrap();
    }
    for open in &policy.open_questions {
        writeln!(page, "- Open: {}", open.question).unwrap();
    }
}

fn standing(policy: &Policy) -> String {
    let spans = policy.status.iter().map(|s| {
        let word = s.status.word().replace('-', " ");
        if s.from.is_none() && s.until.is_none() { word } else { format!("{word} {}", days(s.from, s.until)) }
    });
    spans.collect::<Vec<_>>().join("; ")
}

/// `until 2023-06-30`, `from 2025-07-01`, `2023-07-01 to 2024-06-30`, `on any day`.
fn days(from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    match (from, until) {
        (None, None) => "on any day".to_owned(),
        (None, Some(until)) => format!("until {until}"),
        (Some(from), None) => format!("from {from}"),
        (Some(from), Some(until)) => format!("{from} to {until}"),
    }
}

fn asked(policy: &Policy, clause: &Clause) -> String {
    let mut line = format!("`{}`, {} by {}", clause.id, clause.force.word(), clause.check.name());
    if clause.from.is_some() || clause.until.is_some() {
        write!(line, ", version {}", days(clause.from, clause.until)).unwrap();
    }
    let figures: Vec<&Figure> = policy.figures.iter().filter(|f| f.clause.as_deref() == Some(clause.id.as_str())).collect();
    let mut held: Vec<String> = figures.iter().filter(|f| f.from.is_none()).map(|f| undated(f)).collect();
    held.extend(runs(&figures));
    match held.is_empty() {
        true => line + ". No figure of its own.",
        false => format!("{line}: {}.", held.join("; ")),
    }
}

fn undated(figure: &Figure) -> String {
    let unit = if figure.unit == "share" { String::new() } else { format!(" {}", figure.unit) };
    format!("{} {}{unit} ({})", figure.name.replace('_', " "), figure.value, how(figure))
}

fn how(figure: &Figure) -> &'static str {
    figure.seen.map_or("chosen", |seen| seen.word())
}

/// Dated figures of one name, days that follow one another joined where they were seen in the same way.
fn runs(figures: &[&Figure]) -> Vec<String> {
    let mut dated: Vec<&&Figure> = figures.iter().filter(|f| f.from.is_some()).collect();
    dated.sort_by_key(|f| (f.name.clone(), f.from));
    let mut runs: Vec<(&Figure, Option<NaiveDate>, usize)> = Vec::new();
    for figure in dated {
        match runs.last_mut() {
            Some((first, until, count))
                if first.name == figure.name && first.seen == figure.seen && until.and_then(|u| u.succ_opt()) == figure.from =>
            {
                (*until, *count) = (figure.until, *count + 1);
            }
            _ => runs.push((figure, figure.until, 1)),
        }
    }
    let words = |(first, until, count): (&Figure, Option<NaiveDate>, usize)| {
        let many = if count == 1 { String::new() } else { format!(", {count} figures") };
        format!("{} held {} ({}{many})", first.name.replace('_', " "), days(first.from, until), how(first))
    };
    runs.into_iter().map(words).collect()
}
