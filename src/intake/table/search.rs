//! Where the table begins: the window of rows, and the layout, whose headings are best understood.

use super::head::Head;
use super::heading::keys;
use super::matching::{self, Matched};
use super::{Banner, Found, RowShape, Wish, banner, lexicon, map_of, mapped, shape, unusable};
use crate::domain::field::Field;
use crate::domain::hiring::RecordKind;
use crate::intake::layout::Layout;
use crate::intake::limits::Limits;

/// Headings stand in at most this many rows above each other.
pub(super) const TALLEST: usize = 5;
/// Rows that are looked at closely.
const CANDIDATES: usize = 6;
/// Fewer fields than this are no table.
const FEWEST_FIELDS: usize = 3;

/// A window of heading rows understood as a layout.
pub(super) struct Candidate {
    pub layout: &'static Layout,
    /// First and last heading row, as indexes into the batch.
    pub first: usize,
    pub last: usize,
    pub matched: Vec<Matched>,
    /// A hiring file with everything it needs, which no payroll has; then the score of its headings.
    pub score: (bool, u32),
}

pub(super) fn find(head: Head<'_>, wish: &Wish, limits: &Limits) -> Found {
    if let Some(saved) = &wish.mapping {
        return mapped::find(head, saved);
    }
    let layouts = matching::layouts(wish.layout);
    let asked_for = layouts.len() == 1;
    let fewest = if asked_for { 2 } else { FEWEST_FIELDS };
    let mut best: Option<Candidate> = None;
    for (first, last) in windows(head) {
        let week_ending = banner::read(head, first).week_ending;
        for layout in &layouts {
            let matched = matching::match_columns(layout, head, first, last, week_ending);
            if matched.iter().filter_map(|m| m.field).any(layout.never_with)
                || matching::distinct_fields(&matched) < fewest
                || !(asked_for || shows_its_form(layout, &matched))
                || !(asked_for || is_of_its_kind(layout, &matched))
            {
                continue;
            }
            let whole = layout.records != RecordKind::Payroll && lacking(layout, &matched) == 0;
            let score = (whole, matching::score(&matched));
            // Windows come smallest first and layouts in their order, so a tie keeps the earlier one.
            if best.as_ref().is_none_or(|b| score > b.score) {
                best = Some(Candidate { layout, first, last, matched, score });
            }
        }
    }
    let Some(mut best) = best else { return Found::Nothing };
    best.last = rows_below(head, best.first, best.last);
    let above = banner::read(head, best.first);
    let row = head.rows().get(best.last).map_or(1, |r| r.row);
    if best.matched.iter().any(|m| m.head.column >= limits.columns) {
        return Found::Nothing;
    }
    let reason = unusable::reason(best.layout, best.layout.needs, &best.matched, &above, row);
    let map = Box::new(map_of::table(head, settled(head, best), above));
    match reason {
        Some(problem) => Found::Unusable(Box::new(problem), Some(map)),
        None => Found::Table(map),
    }
}

/// A form of two rows a worker is not assumed of headings any payroll may have: it shows a column of line
/// marks or two headings of its own.
fn shows_its_form(layout: &Layout, matched: &[Matched]) -> bool {
    layout.shape == RowShape::One
        || matched.iter().any(|m| m.field == Some(Field::LineMark))
        || matched.iter().filter(|m| m.weight >= 2).count() >= 2
}

/// True for many known headings that meet all needs but one: a table of this layout with a column missing.
fn nearly_whole(layout: &Layout, matched: &[Matched]) -> bool {
    lacking(layout, matched) <= 1 && matching::distinct_fields(matched) >= 5
}

/// Needs of the layout that no column meets.
fn lacking(layout: &Layout, matched: &[Matched]) -> usize {
    let fields: Vec<Option<Field>> = matched.iter().map(|m| m.field).collect();
    layout.needs.iter().filter(|n| !n.met(&fields, &Banner::default())).count()
}

/// True if the columns look like a table of the layout's kind at all: a payroll has hours or pay, a hiring file
/// what it needs, or nearly that with several fields no payroll has.
fn is_of_its_kind(layout: &Layout, matched: &[Matched]) -> bool {
    if layout.records == RecordKind::Payroll {
        return matching::is_about_work(matched) || nearly_whole(layout, matched);
    }
    let mut own: Vec<Field> = Vec::new();
    for field in matched.iter().filter_map(|m| m.field).filter(|f| matches!(f, Field::Hiring(_))) {
        if !own.contains(&field) {
            own.push(field);
        }
    }
    match lacking(layout, matched) {
        0 => !own.is_empty(),
        1 => own.len() >= 3,
        _ => false,
    }
}

/// The windows of rows worth trying: around the rows with most known headings, smallest first.
fn windows(head: Head<'_>) -> Vec<(usize, usize)> {
    let mut known: Vec<(usize, usize)> = head
        .rows()
        .iter()
        .enumerate()
        .map(|(index, row)| {
            (head.texts(row).filter(|(_, t)| matching::is_column_number(t) || keys(t).iter().any(|k| lexicon::known(k))).count(), index)
        })
        .filter(|(count, _)| *count >= 2)
        .collect();
    known.sort_by_key(|&(count, index)| (std::cmp::Reverse(count), index));
    known.truncate(CANDIDATES);
    let mut windows = Vec::new();
    for (_, base) in known {
        let mut first = base;
        loop {
            let mut last = base;
            loop {
                windows.push((first, last));
                if last - first + 1 >= TALLEST || !head.adjacent(last) || !head.may_be_heading(last + 1) {
                    break;
                }
                last += 1;
            }
            if base - first + 1 >= TALLEST || first == 0 || !head.adjacent(first - 1) || !head.may_be_heading(first - 1) {
                break;
            }
            first -= 1;
        }
    }
    windows.sort_by_key(|&(first, last)| (last - first, first));
    windows.dedup();
    windows
}

fn settled(head: Head<'_>, best: Candidate) -> map_of::Settled {
    let (name, why, shape) = (best.layout.name, why(&best), shape::of(head, &best));
    let records = best.layout.records;
    map_of::Settled { name, spelled_as: name, why, records, shape, last: best.last, matched: best.matched }
}

/// The last heading row, once the rows below that hold only dates or column numbers are taken in.
pub(super) fn rows_below(head: Head<'_>, first: usize, last: usize) -> usize {
    let mut last = last;
    while last - first < TALLEST + 1 && head.adjacent(last) && head.only_adds_to_headings(last + 1) {
        last += 1;
    }
    last
}

/// The headings that spoke for a layout, in words.
fn why(candidate: &Candidate) -> String {
    let spoke: Vec<String> = candidate
        .matched
        .iter()
        .filter(|m| m.weight >= 2 && m.field.is_some_and(|f| f != Field::Ignored))
        .map(|m| m.head.shown())
        .collect();
    let known = candidate.matched.iter().filter(|m| m.field.is_some()).count();
    let columns = candidate.matched.len();
    if spoke.is_empty() {
        return format!("{known} of {columns} headings are known");
    }
    let named = spoke.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    let more = if spoke.len() > 4 { ", …" } else { "" };
    format!("{known} of {columns} headings are known; {} are those of a {}: {named}{more}", spoke.len(), candidate.layout.title)
}
