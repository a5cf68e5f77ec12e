//! From the text of a policy file to a [`Policy`], or everything that is wrong with it.

use super::clause_form::{clause, is_name};
use super::condition_form::conditions;
use super::error::RuleError;
use super::figure_form::{Home, Provenance};
use super::group_form::groups;
use super::groups::Groups;
use super::keys::Keys;
use super::policy::{Conflict, OpenQuestion, Place, Policy, Source, StatusSpan};
use super::source_text::SourceText;
use super::words::{SEEN, STATUSES};
use crate::domain::citation::Citation;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use toml::de::DeTable;

/// What the first line of a policy file says. A later form will have another number, and both will load.
pub const SCHEMA: &str = "plumbline.policy/1";

/// The text as it is read and digested: line ends are line feeds, no byte order mark. The same policy
/// has the same digest on every system.
pub fn normalised(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// `sha256:…` of a text that [`normalised`] gave.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::from("sha256:"), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Reads one policy. `id` is its path without ending, `file` the name for messages.
///
/// # Errors
/// Everything that is wrong with the file, in its order.
pub fn policy(id: &str, file: &str, text: &str, overlay: bool) -> Result<Policy, Vec<RuleError>> {
    let text = normalised(text);
    let source = SourceText::new(file, &text);
    let (table, mistakes) = DeTable::parse_recoverable(&text);
    if !mistakes.is_empty() {
        for mistake in &mistakes {
            let span = mistake.span().unwrap_or(0..0);
            source.error(
                &span,
                format!("This is not TOML: {}", mistake.message().replace("invalid ", "malformed ")),
                "Mend this line; the rest is read after that",
            );
        }
        return Err(source.into_errors());
    }
    let read = whole_file(id, &source, table.get_ref(), &text, overlay);
    match read {
        Some(policy) if source.is_clean() => Ok(policy),
        _ => Err(source.into_errors()),
    }
}

fn whole_file<'a>(id: &str, source: &'a SourceText<'a>, table: &'a DeTable<'a>, text: &str, overlay: bool) -> Option<Policy> {
    let keys = Keys::of_file(source, table);
    if let Some(schema) = keys.text("schema", &format!("schema = \"{SCHEMA}\" as the first line"))
        && schema.text != SCHEMA
    {
        source.error(&schema.span, format!("`schema` is \"{}\"", schema.text), format!("Write schema = \"{SCHEMA}\""));
    }
    let title = keys.text("title", "title = \"Boston living wage\"");
    let summary = keys.text("summary", "summary = \"what it asks, in one or two sentences\"");
    let reviewed_on = keys.date("reviewed_on");
    let place = keys.table("place", "[place] with state and city").map_or(Place::default(), place);
    let (citations, sources) = citations(&keys);
    let mut provenance = Provenance {
        known: sources.iter().map(|(k, s)| (k.clone(), s.as_ref().map(|s| s.seen))).collect(),
        figures: RefCell::new(Vec::new()),
        groups: Groups::default(),
    };
    provenance.groups = groups(Home { provenance: &provenance, clause: None }, &keys);
    let home = Home { provenance: &provenance, clause: None };
    let status = statuses(home, &keys);
    let (applies, applies_citations, each_contract) = match keys.table("applies", "[applies] with conditions") {
        Some(table) => {
            let found = conditions(home, &table);
            let cited = home.citations(&table);
            let each = table.yes_no("each_contract").unwrap_or(false);
            table.finish();
            (found, cited, each)
        }
        None => (Vec::new(), Vec::new(), false),
    };
    let mut clauses = Vec::new();
    let mut ids = BTreeSet::new();
    let rows = keys.tables("clause", "[[clause]] tables");
    if rows.is_empty() && !keys.has("clause") {
        source.error(
            &(0..0),
            "The policy has no [[clause]], so it asks for nothing",
            "Add a [[clause]] with id, check, force, severity, …",
        );
    }
    for row in rows {
        let place = row.at("id");
        if let Some(read) = clause(&provenance, row) {
            if !ids.insert(read.id.clone()) {
                source.error(&place, format!("Two clauses are called \"{}\"", read.id), "Give each clause an id of its own");
            }
            clauses.push(read);
        }
    }
    let open_questions = open_questions(&keys);
    let conflicts = conflicts(home, &keys);
    keys.finish();
    Some(Policy {
        id: id.to_owned(),
        digest: digest(text),
        text: text.into(),
        overlay,
        title: title?.text,
        summary: summary?.text,
        place,
        status,
        applies,
        applies_citations,
        each_contract,
        clauses,
        citations,
        sources: sources.into_iter().filter_map(|(k, s)| Some((k, s?))).collect(),
        groups: provenance.groups,
        figures: provenance.figures.into_inner(),
        open_questions,
        conflicts,
        reviewed_on: reviewed_on?,
    })
}

fn place(keys: Keys<'_>) -> Place {
    let state = keys.optional_text("state", "state = \"MA\"");
    if let Some(state) = &state
        && !(state.text.len() == 2 && state.text.bytes().all(|b| b.is_ascii_uppercase()))
    {
        keys.source.error(&state.span, format!("`state` is \"{}\"", state.text), "Write two capital letters: state = \"MA\"");
    }
    let city = keys.optional_text("city", "city = \"Boston\"");
    if let (Some(city), None) = (&city, &state) {
        keys.source.error(&city.span, "A city without its state", "Write state = \"MA\" beside it");
    }
    let county = keys.optional_text("county", "county = \"Cook\", without the word County");
    if let (Some(county), None) = (&county, &state) {
        keys.source.error(&county.span, "A county without its state", "Write state = \"IL\" beside it");
    }
    keys.finish();
    Place { state: state.map(|t| t.text), county: county.map(|t| t.text), city: city.map(|t| t.text) }
}

type Citations = (BTreeMap<String, Citation>, BTreeMap<String, Option<Source>>);

/// Every key written counts as known, even where its table is incomplete: one mistake, one error.
fn citations(keys: &Keys<'_>) -> Citations {
    let (mut texts, mut sources) = (BTreeMap::new(), BTreeMap::new());
    const EXAMPLE: &str = "[citations.some-key] with text, url, seen and seen_on";
    if !keys.has("citations") {
        keys.source.error(&(0..0), "The file has no [citations.…]", format!("Add {EXAMPLE} for each page it rests on"));
        return (texts, sources);
    }
    let Some(all) = keys.table("citations", EXAMPLE) else { return (texts, sources) };
    for (key, span) in all.written() {
        if !is_name(key) {
            keys.source.error(&span, format!("A citation is called \"{key}\""), "Write lower-case letters, digits and hyphens");
        }
        sources.insert(key.to_owned(), None);
        let Some(one) = all.table(key, EXAMPLE) else { continue };
        let text = one.text("text", "text = \"City of Boston Code, 24-6.2\"");
        let url = one.text("url", "url = \"https://…\", the page where it was read");
        if let Some(url) = &url
            && !(url.text.starts_with("https://") || url.text.starts_with("http://"))
        {
            one.source.error(&url.span, format!("`url` is \"{}\"", url.text), "Write the whole address, beginning https://");
        }
        let seen = one.word("seen", SEEN);
        let seen_on = one.date("seen_on");
        one.finish();
        if let (Some(text), Some(url), Some(seen), Some(seen_on)) = (text, url, seen, seen_on) {
            texts.insert(key.to_owned(), Citation { text: text.text, url: url.text });
            sources.insert(key.to_owned(), Some(Source { seen, seen_on }));
        }
    }
    (texts, sources)
}

fn statuses(home: Home<'_>, keys: &Keys<'_>) -> Vec<StatusSpan> {
    let rows = keys.tables("status", "[[status]] tables with status, from, until and citation");
    if rows.is_empty() && !keys.has("status") {
        let write = "Add [[status]] with status, from, until and citation: a rule whose standing is unknown is not applied";
        keys.source.error(&(0..0), "The policy has no [[status]]", write);
    }
    let mut spans = Vec::new();
    for row in rows {
        let status = row.word("status", STATUSES);
        let days = row.span_of_days();
        let citation = home.citation(&row, "citation");
        let note = row.optional_text("note", "note = \"a word on it\"").map(|t| t.text);
        let place = row.at("from");
        let published = row.has("published").then(|| row.date("published")).flatten();
        row.finish();
        if let (Some(status), Some((from, until)), Some(citation)) = (status, days, citation) {
            spans.push((StatusSpan { status, from, until, citation, note, published }, place));
        }
    }
    spans.sort_by_key(|(s, _)| s.from);
    for pair in spans.windows(2) {
        let [(earlier, _), (later, place)] = pair else { continue };
        if later.from.is_none_or(|first| earlier.until.is_none_or(|last| last >= first)) {
            let found = format!("The status is \"{}\" and \"{}\" on the same day", earlier.status.word(), later.status.word());
            keys.source.error(place, found, "End the earlier one the day before the later one begins");
        }
    }
    spans.into_iter().map(|(s, _)| s).collect()
}

fn open_questions(keys: &Keys<'_>) -> Vec<OpenQuestion> {
    let mut all = Vec::new();
    for row in keys.tables("open_question", "[[open_question]] tables with question and reading") {
        let question = row.text("question", "question = \"what is not settled\"");
        let reading = row.text("reading", "reading = \"how it is read here until it is settled\"");
        row.finish();
        if let (Some(question), Some(reading)) = (question, reading) {
            all.push(OpenQuestion { question: question.text, reading: reading.text });
        }
    }
    all
}

fn conflicts(home: Home<'_>, keys: &Keys<'_>) -> Vec<Conflict> {
    let mut all = Vec::new();
    for row in keys.tables("conflict", "[[conflict]] tables with says and reading") {
        let mut says = Vec::new();
        let voices = row.tables("says", "says = [{ text = \"…\", citation = \"key\" }, { … }]");
        if voices.len() < 2 {
            row.source.error(&row.at("says"), "A conflict needs two sources", "Write what each of them says, with its citation");
        }
        for voice in voices {
            let text = voice.text("text", "text = \"what this source says\"");
            let citation = home.citation(&voice, "citation");
            voice.finish();
            if let (Some(text), Some(citation)) = (text, citation) {
                says.push((text.text, citation));
            }
        }
        let reading = row.text("reading", "reading = \"which of them is followed here, and why\"");
        row.finish();
        all.extend(reading.map(|reading| Conflict { says, reading: reading.text }));
    }
    all
}
