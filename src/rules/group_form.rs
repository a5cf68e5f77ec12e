//! Reading `[[list]]` and `[group.…]`.

use super::clause_form::is_name;
use super::figure_form::Home;
use super::groups::{DatedList, EVERYBODY, Group, Groups, ListKind, ListVersion, Membership};
use super::keys::{Keys, Text};
use super::source_text::closest;
use super::words::{SEEN, Words};
use crate::domain::attribute::Attribute;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const LIST_KINDS: Words<ListKind> = &[("zip", ListKind::Zip), ("trade", ListKind::Trade)];

/// The lists and groups of a file. `home` knows its citations.
pub(super) fn groups(home: Home<'_>, keys: &Keys<'_>) -> Groups {
    let mut groups = Groups { lists: lists(home, keys), own: BTreeMap::new() };
    let Some(all) = keys.table("group", "[group.some-name] with words and all_of, any_of or lives_in") else { return groups };
    let mut written: Vec<Written> = all.written().filter_map(|(word, span)| written(&all, word, &span, &groups.lists)).collect();
    // A group may stand on groups written after it, so groups are settled in rounds.
    loop {
        let before = written.len();
        written.retain(|group| match group.settled(&groups) {
            Some(settled) => {
                groups.own.insert(group.word.clone(), settled);
                false
            }
            None => true,
        });
        if written.len() == before {
            break;
        }
    }
    for group in &written {
        group.why_unsettled(&all, &groups, &written);
    }
    // The file does not load; whoever names such a group has made no mistake of their own.
    for group in &written {
        groups.own.insert(group.word.clone(), Group::new(&group.word, &group.words, Membership::All(Vec::new())));
    }
    groups
}

fn lists(home: Home<'_>, keys: &Keys<'_>) -> Vec<DatedList> {
    let mut lists: Vec<DatedList> = Vec::new();
    for row in keys.tables("list", "[[list]] tables with id, kind and [[list.version]]") {
        let id = row.text("id", "id = \"high-poverty-zips\", a short name within the policy");
        let kind = row.word("kind", LIST_KINDS);
        let mut versions = Vec::new();
        let rows = row.tables("version", "[[list.version]] tables with from, until, values, citation and seen");
        if rows.is_empty() && !row.has("version") {
            row.source.error(
                &row.span,
                "A list without a version holds on no day",
                "Add [[list.version]] with from, until, values, citation and seen",
            );
        }
        for version in rows {
            versions.extend(list_version(home, &version, kind.unwrap_or(ListKind::Trade)).map(|read| (read, version.at("from"))));
            version.finish();
        }
        versions.sort_by_key(|(v, _)| v.from);
        for pair in versions.windows(2) {
            let [(earlier, _), (later, place)] = pair else { continue };
            if earlier.until.is_none_or(|last| last >= later.from) {
                let found = format!("Two versions of the list hold on {}", later.from);
                row.source.error(place, found, format!("End the earlier one, which begins {}, the day before", earlier.from));
            }
        }
        row.named("[[list]]".to_owned()).finish();
        let Some(id) = id else { continue };
        let kind = kind.unwrap_or(ListKind::Trade);
        if !is_name(&id.text) || lists.iter().any(|l| l.id == id.text) {
            let found = format!("`id` of a list is \"{}\"", id.text);
            keys.source.error(&id.span, found, "Write a name of its own: lower-case letters, digits and hyphens");
        }
        lists.push(DatedList { id: id.text, kind, versions: versions.into_iter().map(|(v, _)| v).collect() });
    }
    lists
}

fn list_version(home: Home<'_>, keys: &Keys<'_>, kind: ListKind) -> Option<ListVersion> {
    let days = keys.span_of_figure();
    let example = match kind {
        ListKind::Zip => "values = [\"02119\", \"02120\"]",
        ListKind::Trade => "values = [\"Elevator Constructor\"]",
    };
    if !keys.has("values") {
        keys.source.error(&keys.span, "A version of a list holds no values", format!("Write {example}"));
    }
    let mut values = BTreeSet::new();
    for value in keys.texts("values", example).unwrap_or_default() {
        if kind == ListKind::Zip && !(value.text.len() == 5 && value.text.bytes().all(|b| b.is_ascii_digit())) {
            keys.source.error(&value.span, format!("\"{}\" is no ZIP code", value.text), "Write five digits in quotation marks: \"02119\"");
        }
        values.insert(value.text.to_lowercase());
    }
    let citation = home.citation(keys, "citation");
    let seen = keys.word("seen", SEEN);
    keys.optional_text("note", "note = \"a word on it\"");
    let (from, until) = days?;
    Some(ListVersion { from: from?, until, values, citation: citation?, seen: seen? })
}

/// The index of a list of a kind that a key names.
pub(super) fn list_of(keys: &Keys<'_>, key: &str, lists: &[DatedList], kind: ListKind) -> Option<usize> {
    let name = keys.optional_text(key, &format!("{key} = the id of a [[list]]"))?;
    match lists.iter().position(|l| l.id == name.text) {
        Some(at) if lists.get(at).is_some_and(|l| l.kind == kind) => Some(at),
        Some(_) => {
            let wanted = if kind == ListKind::Zip { "zip" } else { "trade" };
            keys.source.error(
                &name.span,
                format!("The list \"{}\" is of another kind", name.text),
                format!("Name a list of kind = \"{wanted}\""),
            );
            None
        }
        None => {
            let write = match closest(&name.text, lists.iter().map(|l| l.id.as_str())) {
                Some(near) => format!("Write \"{near}\""),
                None => format!("Add a [[list]] with id = \"{}\"", name.text),
            };
            keys.source.error(&name.span, format!("There is no list \"{}\" in this file", name.text), write);
            None
        }
    }
}

/// A group as written, its parts not yet looked up.
struct Written {
    word: String,
    words: String,
    all_of: Vec<Text>,
    any_of: Vec<Text>,
    lives_in: Option<usize>,
}

fn written(all: &Keys<'_>, word: &str, span: &std::ops::Range<usize>, lists: &[DatedList]) -> Option<Written> {
    if !is_name(word) || Attribute::from_word(word).is_some() || word == EVERYBODY {
        let write = "Write a name of its own: lower-case letters, digits and hyphens, and no word that is known already";
        all.source.error(span, format!("A group is called \"{word}\""), write);
    }
    let keys = all.table(word, "[group.some-name] with words and all_of, any_of or lives_in")?.named(format!("[group.{word}]"));
    let words = keys.optional_text("words", "words = \"Workers of the listed ZIP codes\"").map_or_else(|| word.to_owned(), |t| t.text);
    let parts = |key: &str| keys.texts(key, &format!("{key} = [\"resident\"], attributes or groups")).unwrap_or_default();
    let (all_of, any_of) = (parts("all_of"), parts("any_of"));
    let named = keys.has("lives_in");
    let lives_in = list_of(&keys, "lives_in", lists, ListKind::Zip);
    if all_of.is_empty() && any_of.is_empty() && !named {
        keys.source.error(
            &keys.span,
            format!("[group.{word}] says not who belongs"),
            "Write all_of = […], any_of = […] or lives_in = a list",
        );
    }
    keys.finish();
    Some(Written { word: word.to_owned(), words, all_of, any_of, lives_in })
}

impl Written {
    fn parts(&self) -> impl Iterator<Item = &Text> {
        self.all_of.iter().chain(&self.any_of)
    }

    fn settled(&self, groups: &Groups) -> Option<Group> {
        let look_up = |texts: &[Text]| texts.iter().map(|t| Some(groups.find(&t.text)?.membership)).collect::<Option<Vec<_>>>();
        let mut all = look_up(&self.all_of)?;
        let any = look_up(&self.any_of)?;
        if !any.is_empty() {
            all.push(Membership::Any(any));
        }
        all.extend(self.lives_in.map(Membership::LivesIn));
        let membership = if all.len() == 1 { all.remove(0) } else { Membership::All(all) };
        Some(Group::new(&self.word, &self.words, membership))
    }

    fn why_unsettled(&self, all: &Keys<'_>, groups: &Groups, others: &[Self]) {
        for part in self.parts().filter(|p| groups.find(&p.text).is_none()) {
            if others.iter().any(|g| g.word == part.text) {
                let found = format!("The group \"{}\" stands on itself, by way of \"{}\"", self.word, part.text);
                all.source.error(&part.span, found, "Say of one of them who belongs without naming the other");
            } else {
                unknown_group(all, &format!("A part of [group.{}]", self.word), part, groups);
            }
        }
    }
}

/// A group named under a key; it counts as unknown where the file has none of that name.
pub(super) fn group_of(keys: &Keys<'_>, key: &str, name: &Text, groups: &Groups) -> Option<Group> {
    let found = groups.find(&name.text);
    if found.is_none() {
        unknown_group(keys, &format!("`{key}`"), name, groups);
    }
    found
}

fn unknown_group(keys: &Keys<'_>, what: &str, name: &Text, groups: &Groups) {
    let words = groups.words();
    let write = match closest(&name.text, words.iter().copied()) {
        Some(near) => format!("Write \"{near}\""),
        None => {
            format!("Add [group.{}] to say who belongs, or write one of: {}", name.text.to_lowercase().replace(' ', "-"), words.join(", "))
        }
    };
    keys.source.error(&name.span, format!("{what} is \"{}\", a word not known here", name.text), write);
}
