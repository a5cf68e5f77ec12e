//! A table read by a saved mapping: its heading row is where most of the mapped headings stand.

use super::head::{Head, HeadColumn};
use super::heading::{key, keys};
use super::matching::Matched;
use super::search::{self, TALLEST};
use super::unusable::{self, named, quoted};
use super::{Found, LayoutName, banner, lexicon, map_of};
use crate::domain::field::Field;
use crate::domain::problem::{NotChecked, Problem};
use crate::intake::layout;
use crate::intake::mapping::{self, MappedColumn, Mapping, position_of};

pub(super) fn find(head: Head<'_>, saved: &Mapping) -> Found {
    let Some((first, mut last, columns)) = heading_rows(head, saved) else {
        let fault = mapping::problem(
            None,
            format!("no row holds the headings of the mapping {}", quoted(&saved.name)),
            "Check that the mapping belongs to this shape of file, or write a new one with plumbline map.",
        );
        return Found::Unusable(fault, None);
    };
    last = search::rows_below(head, first, last);
    let mut matched: Vec<Matched> = columns.into_iter().map(unmapped).collect();
    let mut absent = Vec::new();
    for (column, field) in &saved.columns {
        let at = places(&matched, column);
        match (at.as_slice(), column) {
            ([one], _) => {
                if let Some(m) = matched.get_mut(*one) {
                    (m.field, m.how, m.gives_way) = (Some(*field), "mapping", false);
                }
            }
            ([], MappedColumn::Position(position)) => {
                let place = matched.partition_point(|m| m.head.column < *position);
                matched.insert(place, Matched::unnamed(*position, *field, "mapping"));
            }
            ([], MappedColumn::Heading(heading)) => match position_of(heading) {
                Some(position) if !matched.iter().any(|m| m.head.column == position) => {
                    let place = matched.partition_point(|m| m.head.column < position);
                    matched.insert(place, Matched::unnamed(position, *field, "mapping"));
                }
                Some(position) => {
                    if let Some(m) = matched.iter_mut().find(|m| m.head.column == position) {
                        (m.field, m.how, m.gives_way) = (Some(*field), "mapping", false);
                    }
                }
                None => absent.push(heading.clone()),
            },
            (several, MappedColumn::Heading(heading)) => {
                return Found::Unusable(Box::new(twice(head, last, &matched, several, heading)), None);
            }
            (_, MappedColumn::Position(_)) => {}
        }
    }
    let row = head.rows().get(last).map_or(1, |r| r.row);
    let above = banner::read(head, first);
    let base = saved.based_on.and_then(layout::of).unwrap_or(&layout::flat_payroll::LAYOUT);
    let reason = unusable::reason(base, base.needs, &matched, &above, row);
    let used = matched.iter().filter(|m| m.how == "mapping").count();
    let settled = map_of::Settled {
        name: LayoutName::Mapped,
        spelled_as: base.name,
        why: format!("{used} columns are mapped by {}", quoted(&saved.name)),
        records: base.records,
        shape: saved.shape,
        last,
        matched,
    };
    let mut map = map_of::table(head, settled, above);
    if let Some(problem) = reason {
        return Found::Unusable(Box::new(problem), Some(Box::new(map)));
    }
    if !absent.is_empty() {
        map.notes.push(not_there(&absent, row));
    }
    Found::Table(Box::new(map))
}

/// The window of rows in which most mapped headings stand; with a fixed heading row, one that ends there.
fn heading_rows(head: Head<'_>, saved: &Mapping) -> Option<(usize, usize, Vec<HeadColumn>)> {
    let ends: Vec<usize> = match saved.header_row {
        Some(row) => vec![head.rows().iter().position(|r| r.row == row)?],
        None => (0..head.rows().len()).collect(),
    };
    let by_heading = saved.columns.iter().any(|(c, _)| matches!(c, MappedColumn::Heading(_)));
    let mut best: Option<(usize, usize, usize, Vec<HeadColumn>)> = None;
    for last in ends {
        let mut first = last;
        loop {
            let columns = head.columns(first, last);
            let known: Vec<Matched> = columns.iter().cloned().map(unmapped).collect();
            let found = if by_heading {
                let headings = saved.columns.iter().filter(|(c, _)| matches!(c, MappedColumn::Heading(_)));
                headings.filter(|(c, _)| !places(&known, c).is_empty()).count()
            } else {
                // Columns named by letters only: the row with most headings that are known at all.
                columns.iter().filter(|c| c.parts.iter().any(|p| keys(p).iter().any(|k| lexicon::known(k)))).count()
            };
            let better = best.as_ref().is_none_or(|(score, f, l, _)| found > *score || (found == *score && last - first < l - f));
            if better && (found > 0 || saved.header_row.is_some()) {
                best = Some((found, first, last, columns));
            }
            if last - first + 1 >= TALLEST || first == 0 || !head.adjacent(first - 1) || !head.may_be_heading(first - 1) {
                break;
            }
            first -= 1;
        }
    }
    best.map(|(_, first, last, columns)| (first, last, columns))
}

/// A column no mapping names is not used, except that personal columns stay known for what they are.
fn unmapped(head: HeadColumn) -> Matched {
    let personal = head.parts.iter().rev().flat_map(|p| keys(p)).find_map(|k| {
        let entry = lexicon::look_up(LayoutName::Mapped, &k)?;
        matches!(entry.field, Field::SsnLast4 | Field::HomeAddress | Field::Contact).then_some(entry.field)
    });
    let how = if personal.is_some() { "alias" } else { "not-used" };
    Matched { head, field: personal, how, gives_way: false, weight: 0 }
}

/// The columns a mapped name stands for.
fn places(matched: &[Matched], column: &MappedColumn) -> Vec<usize> {
    let is = |m: &Matched| match column {
        MappedColumn::Position(position) => m.head.column == *position,
        MappedColumn::Heading(heading) => {
            let wanted = key(heading);
            key(&m.head.shown()) == wanted || key(&m.head.parts.join(" ")) == wanted
        }
    };
    matched.iter().enumerate().filter(|(_, m)| is(m)).map(|(i, _)| i).collect()
}

fn twice(head: Head<'_>, last: usize, matched: &[Matched], several: &[usize], heading: &str) -> Problem {
    let row = head.rows().get(last).map_or(1, |r| r.row);
    let letters: Vec<String> =
        several.iter().filter_map(|i| matched.get(*i)).map(|m| crate::domain::place::column_letters(m.head.column)).collect();
    let (left, right) = (letters.first().cloned().unwrap_or_default(), letters.get(1).cloned().unwrap_or_default());
    Problem {
        code: "header.duplicate",
        site: named(format!("{right}{row}")),
        read: format!("{} in {}", quoted(heading), letters.join(" and ")),
        kind: "text",
        expected: "one column with a heading that the mapping names".into(),
        fix: format!("Name the column in the mapping by its letters: \"column {left}\" or \"column {right}\"."),
        not_checked: NotChecked::File,
    }
}

fn not_there(headings: &[String], row: u32) -> Problem {
    Problem {
        code: "map.heading_not_there",
        site: named(format!("{row}:{row}")),
        read: headings.iter().take(8).map(|h| quoted(h)).collect::<Vec<_>>().join(", "),
        kind: "text",
        expected: "every heading of the mapping".into(),
        fix: "If the file should hold these columns, correct the mapping; else go on without them.".into(),
        not_checked: NotChecked::Nothing,
    }
}
