//! What each heading of a window of rows means in a layout.

use super::LayoutName;
use super::context;
use super::head::{Head, HeadColumn};
use super::heading::{key, keys, split_number};
use super::lexicon::{self, Entry};
use crate::domain::field::{Day, Field, HourKind};
use crate::intake::layout::{self, Layout, days};
use chrono::NaiveDate;

/// One column and what it was understood as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matched {
    /// Its headings.
    pub head: HeadColumn,
    /// The field, if any.
    pub field: Option<Field>,
    /// How it was matched.
    pub how: &'static str,
    /// It gives way to another column of the same field.
    pub gives_way: bool,
    /// How strongly it speaks for the layout.
    pub weight: u32,
}

impl Matched {
    /// A column without a heading, understood by what stands in it or beside it.
    pub fn unnamed(column: u16, field: Field, how: &'static str) -> Self {
        let head = HeadColumn { column, ..HeadColumn::default() };
        Self { head, field: Some(field), how, gives_way: false, weight: 1 }
    }

    fn set(&mut self, entry: Entry) {
        self.field = Some(entry.field);
        self.how = if entry.exact { "exact" } else { "alias" };
        self.gives_way = entry.gives_way;
        self.weight = entry.weight;
    }
}

/// Matches every column of a window. `last` is its last row in the batch.
pub(super) fn match_columns(layout: &Layout, head: Head<'_>, first: usize, last: usize, week_ending: Option<NaiveDate>) -> Vec<Matched> {
    let columns = head.columns(first, last);
    // A bare digit is a form's column number only in a row of such numbers; else it is a figure.
    let numbered = columns.iter().filter(|c| c.parts.iter().any(|p| is_column_number(p))).count() >= 3;
    let mut matched: Vec<Matched> = columns.into_iter().map(|column| match_one(layout, column, numbered)).collect();
    context::settle(layout.name, head, last, week_ending, &mut matched);
    yield_to_others(&mut matched);
    matched
}

fn match_one(layout: &Layout, head: HeadColumn, numbered: bool) -> Matched {
    let mut matched = Matched { head, field: None, how: "not-used", gives_way: false, weight: 0 };
    if let Some(entry) = by_text(layout.name, &matched.head) {
        matched.set(entry);
    } else if numbered && let Some(field) = by_number(layout, &matched.head) {
        matched.set(Entry { field, exact: false, gives_way: false, weight: 2 });
    }
    if let Some(Field::DayHours(HourKind::Unsplit, day)) = matched.field
        && let Some(kind) = kind_of_group(&matched.head)
    {
        matched.field = Some(Field::DayHours(kind, day));
        matched.how = "context";
    }
    matched
}

fn by_text(layout: LayoutName, head: &HeadColumn) -> Option<Entry> {
    let joined = head.parts.iter().map(|p| split_number(p).1).collect::<Vec<_>>().join(" ");
    let own = if head.parts.len() > 1 { first_known(layout, &joined) } else { None };
    own.or_else(|| {
        let bottom = head.parts.last()?;
        let alone = first_known(layout, bottom);
        // A group that only stands to the left speaks for a column that means nothing by itself.
        let grouped = if head.group.is_empty() || (alone.is_some() && !head.group_certain) {
            None
        } else {
            first_known(layout, &format!("{} {joined}", head.group))
        };
        grouped.or(alone)
    })
    .or_else(|| head.parts.iter().rev().skip(1).find_map(|part| first_known(layout, part)))
    .or_else(|| head.parts.iter().rev().find_map(|part| weekday_beside_date(part)))
}

fn first_known(layout: LayoutName, text: &str) -> Option<Entry> {
    keys(text).iter().find_map(|k| lexicon::look_up(layout, k))
}

/// `Mon 3/9`: a weekday with its date.
fn weekday_beside_date(text: &str) -> Option<Entry> {
    let mut day = None;
    for token in text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | ',' | '.' | '(' | ')')).filter(|t| !t.is_empty()) {
        if token.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let entry = lexicon::look_up(LayoutName::FlatPayroll, &key(token))?;
        if !matches!(entry.field, Field::DayHours(HourKind::Unsplit, Day::Named(_))) || day.is_some() {
            return None;
        }
        day = Some(entry);
    }
    day
}

/// True for a form's column number that cannot be a figure: `(5)`, `6A`.
pub(super) fn is_column_number(text: &str) -> bool {
    let (number, after) = split_number(text);
    after.is_empty() && number.is_some_and(|n| text.trim().starts_with('(') || n.ends_with(|c: char| c.is_ascii_alphabetic()))
}

/// The field of a column headed by nothing but a form's column number.
fn by_number(layout: &Layout, head: &HeadColumn) -> Option<Field> {
    let mut number = None;
    for part in &head.parts {
        match split_number(part) {
            (Some(n), "") => number = Some(n),
            _ => return None,
        }
    }
    let number = number?;
    layout.numbers.iter().find(|(n, _)| *n == number).map(|(_, f)| *f)
}

/// The kind of hours the group above a day column names.
pub(super) fn kind_of_group(head: &HeadColumn) -> Option<HourKind> {
    let group = key(&head.group);
    let upper = head.parts.split_last().map(|(_, upper)| key(&upper.join(" "))).unwrap_or_default();
    [group, upper].iter().find_map(|text| {
        let text = text.strip_suffix("hours").or_else(|| text.strip_suffix("hrs")).unwrap_or(text);
        days::KIND_WORDS.iter().find(|(_, words)| words.contains(&text)).map(|(kind, _)| *kind)
    })
}

/// A column that gives way is not used where another holds the same field.
fn yield_to_others(matched: &mut [Matched]) {
    for i in 0..matched.len() {
        let field = matched[i].field;
        if matched[i].gives_way && matched.iter().any(|m| m.field == field && !m.gives_way) {
            matched[i].field = None;
            matched[i].how = "not-used";
            matched[i].weight = 0;
        }
    }
}

/// How strongly the columns speak for the layout: each field counts once.
pub(super) fn score(matched: &[Matched]) -> u32 {
    let mut seen: Vec<Field> = Vec::new();
    let mut score = 0;
    for m in matched {
        let Some(field) = m.field else { continue };
        if field != Field::Ignored && !field.adds_up() {
            if seen.contains(&field) {
                continue;
            }
            seen.push(field);
        }
        score += m.weight;
    }
    score
}

/// The fields found, each once, those that matter to a check.
pub(super) fn distinct_fields(matched: &[Matched]) -> usize {
    let mut seen: Vec<Field> = Vec::new();
    for field in matched.iter().filter_map(|m| m.field) {
        if field != Field::Ignored && !seen.contains(&field) {
            seen.push(field);
        }
    }
    seen.len()
}

/// True if the columns look like a payroll at all: hours, or a worker with pay.
pub(super) fn is_about_work(matched: &[Matched]) -> bool {
    let any = |wanted: fn(Field) -> bool| matched.iter().filter_map(|m| m.field).any(wanted);
    let hours = any(|f| matches!(f, Field::DayHours(..) | Field::WeekHours(_)));
    let worker = any(|f| matches!(f, Field::WorkerId | Field::WorkerName | Field::LastName));
    let pay = any(|f| matches!(f, Field::GrossProject | Field::GrossAll | Field::Net | Field::BaseRate));
    hours || (worker && pay)
}

/// The layouts to try: the one asked for, or all.
pub(super) fn layouts(wish: Option<LayoutName>) -> Vec<&'static Layout> {
    match wish.and_then(layout::of) {
        Some(layout) => vec![layout],
        None => layout::ALL.to_vec(),
    }
}
