//! Reading a table of a rule file key by key, so that nothing is overlooked: a key that nobody asked
//! for is an error, and so is a value of another kind than asked for.

use super::source_text::{SourceText, closest};
use super::words::Words;
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How the whole file is called in messages.
const FILE: &str = "The file";

/// A text with its place.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// One table of a file.
pub(super) struct Keys<'a> {
    pub(super) source: &'a SourceText<'a>,
    table: &'a DeTable<'a>,
    /// Where the table begins.
    pub(super) span: Range<usize>,
    /// How the table is called in messages: `[[clause]]`.
    name: String,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Keys<'a> {
    fn new(source: &'a SourceText<'a>, table: &'a DeTable<'a>, span: Range<usize>, name: String) -> Self {
        Self { source, table, span, name, asked: RefCell::new(BTreeSet::new()) }
    }

    /// The whole file.
    pub(super) fn of_file(source: &'a SourceText<'a>, table: &'a DeTable<'a>) -> Self {
        Self::new(source, table, 0..0, FILE.to_owned())
    }

    /// The same table under a name that says more.
    pub(super) fn named(mut self, name: String) -> Self {
        self.name = name;
        self
    }

    /// The keys as written, each with its place.
    pub(super) fn written(&self) -> impl Iterator<Item = (&'a str, Range<usize>)> {
        self.table.iter().map(|(key, _)| (key.get_ref().as_ref(), key.span()))
    }

    /// True if the key is there; it counts as asked for.
    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    fn find(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.table.get(key)
    }

    /// Where a key's value stands, else where the table begins.
    pub(super) fn at(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or(self.span.clone(), Spanned::span)
    }

    fn missing(&self, key: &str, write: &str) {
        self.source.error(&self.span, format!("{} has no `{key}`", self.name), format!("Write {write}"));
    }

    fn kind_error(&self, key: &str, value: &Spanned<DeValue<'_>>, write: &str) {
        self.source.error(&value.span(), format!("`{key}` is {}", kind_of(value.get_ref())), format!("Write {write}"));
    }

    /// A text that must be there and not be empty.
    pub(super) fn text(&self, key: &str, example: &str) -> Option<Text> {
        if self.find(key).is_none() {
            self.missing(key, example);
            return None;
        }
        self.optional_text(key, example)
    }

    /// A text that may be left out.
    pub(super) fn optional_text(&self, key: &str, example: &str) -> Option<Text> {
        let value = self.find(key)?;
        let Some(text) = value.get_ref().as_str() else {
            self.kind_error(key, value, example);
            return None;
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.source.error(&value.span(), format!("`{key}` is empty"), format!("Write {example}"));
            return None;
        }
        Some(Text { text, span: value.span() })
    }

    /// A day that must be there.
    pub(super) fn date(&self, key: &str) -> Option<NaiveDate> {
        let text = self.day_text(key, &format!("{key} = \"2024-07-01\""))?;
        self.parse_day(key, &text)
    }

    /// A day or the word `open`, which must be there: a figure without its days is no figure.
    pub(super) fn open_date(&self, key: &str) -> Option<Option<NaiveDate>> {
        let example = format!("{key} = \"2024-07-01\", or {key} = \"open\" where no source gives the day");
        let text = self.day_text(key, &example)?;
        if text.text == "open" {
            return Some(None);
        }
        self.parse_day(key, &text).map(Some)
    }

    fn day_text(&self, key: &str, example: &str) -> Option<Text> {
        if let Some(value) = self.find(key)
            && let Some(date) = value.get_ref().as_datetime()
        {
            self.source.error(&value.span(), format!("`{key}` is a date without quotation marks"), format!("Write {key} = \"{date}\""));
            return None;
        }
        self.text(key, example)
    }

    fn parse_day(&self, key: &str, text: &Text) -> Option<NaiveDate> {
        let day = (text.text.len() == 10).then(|| NaiveDate::parse_from_str(&text.text, "%Y-%m-%d").ok()).flatten();
        if day.is_none() {
            self.source.error(
                &text.span,
                format!("`{key}` is \"{}\", which is no day", text.text),
                format!("Write year, month and day: {key} = \"2024-07-01\""),
            );
        }
        day
    }

    /// First and last day, each a day or `open`, in order.
    pub(super) fn span_of_days(&self) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
        let (from, until) = (self.open_date("from"), self.open_date("until"));
        self.in_order(from?, until?)
    }

    /// First and last day of a figure that changes with time: used on no day before one a source gives.
    pub(super) fn span_of_figure(&self) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
        let open = self.find("from").is_some_and(|v| v.get_ref().as_str() == Some("open"));
        let from = if open {
            let write = "Write the first day a source gives it for, from = \"2024-07-01\"; the figure is not used before it";
            self.source.error(&self.at("from"), "A figure that changes with time has an open `from`", write);
            None
        } else {
            self.date("from")
        };
        let until = self.open_date("until");
        self.in_order(Some(from?), until?)
    }

    fn in_order(&self, from: Option<NaiveDate>, until: Option<NaiveDate>) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
        if let (Some(first), Some(last)) = (from, until)
            && last < first
        {
            self.source.error(
                &self.at("until"),
                format!("`until` {last} is before `from` {first}"),
                "Write the last day it holds, which is the same day or later",
            );
            return None;
        }
        Some((from, until))
    }

    /// A word of a closed vocabulary.
    pub(super) fn word<T: Copy>(&self, key: &str, words: Words<T>) -> Option<T> {
        let example = format!("{key} = {}", list(words));
        let text = self.text(key, &example)?;
        self.look_up(key, &text, words)
    }

    fn look_up<T: Copy>(&self, key: &str, text: &Text, words: Words<T>) -> Option<T> {
        if let Some((_, value)) = words.iter().find(|(w, _)| *w == text.text) {
            return Some(*value);
        }
        let write = match closest(&text.text, words.iter().map(|(w, _)| *w)) {
            Some(near) => format!("Write \"{near}\""),
            None => format!("Write {}", list(words)),
        };
        self.source.error(&text.span, format!("`{key}` is \"{}\", a word not known here", text.text), write);
        None
    }

    /// A list of words of a closed vocabulary; `None` if the key is not there.
    pub(super) fn words<T: Copy>(&self, key: &str, words: Words<T>) -> Option<Vec<T>> {
        let example = format!("{key} = [{}]", words.first().map_or(String::new(), |(w, _)| format!("\"{w}\"")));
        let texts = self.texts(key, &example)?;
        Some(texts.iter().filter_map(|t| self.look_up(key, t, words)).collect())
    }

    /// A list of texts, not empty; `None` if the key is not there or is something else.
    pub(super) fn texts(&self, key: &str, example: &str) -> Option<Vec<Text>> {
        let value = self.find(key)?;
        let Some(items) = value.get_ref().as_array() else {
            match value.get_ref().as_str() {
                Some(text) => self.kind_error(key, value, &format!("{key} = [\"{text}\"]: a list, even of one")),
                None => self.kind_error(key, value, example),
            }
            return None;
        };
        if items.is_empty() {
            self.source.error(&value.span(), format!("`{key}` is an empty list"), format!("Write {example}"));
        }
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) if !text.trim().is_empty() => texts.push(Text { text: text.trim().to_owned(), span: item.span() }),
                _ => self.kind_error(key, item, example),
            }
        }
        Some(texts)
    }

    /// Yes or no; `None` if the key is not there.
    pub(super) fn yes_no(&self, key: &str) -> Option<bool> {
        let value = self.find(key)?;
        let answer = value.get_ref().as_bool();
        if answer.is_none() {
            self.kind_error(key, value, &format!("{key} = true or {key} = false, without quotation marks"));
        }
        answer
    }

    /// A table inside this one.
    pub(super) fn table(&self, key: &str, example: &str) -> Option<Keys<'a>> {
        let value = self.find(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.kind_error(key, value, example);
            return None;
        };
        let name = match self.name.as_str() {
            FILE => format!("[{key}]"),
            "[citations]" => format!("[citations.{key}]"),
            _ => format!("`{key}`"),
        };
        Some(Keys::new(self.source, table, value.span(), name))
    }

    /// A list of tables inside this one; empty if the key is not there.
    pub(super) fn tables(&self, key: &str, example: &str) -> Vec<Keys<'a>> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.kind_error(key, value, example);
            return Vec::new();
        };
        let inside = self.name.strip_prefix("[[").and_then(|n| n.strip_suffix("]]")).map_or(String::new(), |n| format!("{n}."));
        let mut tables = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Keys::new(self.source, table, item.span(), format!("[[{inside}{key}]]"))),
                None => self.kind_error(key, item, example),
            }
        }
        tables
    }

    /// A value for which an amount in quotation marks is needed.
    pub(super) fn amount_text(&self, key: &str, example: &str) -> Option<Text> {
        if let Some(value) = self.find(key) {
            let bare = match value.get_ref() {
                DeValue::Integer(n) => Some(n.as_str()),
                DeValue::Float(n) => Some(n.as_str()),
                _ => None,
            };
            if let Some(bare) = bare {
                self.source.error(
                    &value.span(),
                    format!("`{key}` is a number without quotation marks"),
                    format!("Write {key} = \"{bare}\": a quoted figure stays exact to the last digit"),
                );
                return None;
            }
        }
        self.text(key, example)
    }

    /// Every key that nobody asked for is an error.
    pub(super) fn finish(self) {
        let asked = self.asked.into_inner();
        for (key, _) in self.table.iter() {
            let name: &str = key.get_ref();
            if asked.contains(name) {
                continue;
            }
            let free = asked.iter().map(String::as_str).filter(|k| !self.table.contains_key(*k));
            let write = match closest(name, free) {
                Some(near) => format!("Write `{near}`"),
                None => format!("Leave it out, or use one of: {}", asked.iter().cloned().collect::<Vec<_>>().join(", ")),
            };
            self.source.error(&key.span(), format!("{} has no key `{name}`", self.name), write);
        }
    }
}

fn list<T>(words: Words<T>) -> String {
    let quoted: Vec<String> = words.iter().map(|(w, _)| format!("\"{w}\"")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number without quotation marks",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date without quotation marks",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
