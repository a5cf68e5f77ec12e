//! Columns without a heading that a form or exporter leaves unnamed.

use super::head::Head;
use super::heading::key;
use super::matching::Matched;
use crate::domain::field::Field;

/// True for the mark of a straight-time or overtime row; the second value is true for overtime.
pub(super) fn line_mark(text: &str) -> Option<bool> {
    match key(text).as_str() {
        "s" | "st" | "reg" | "straight" | "straighttime" => Some(false),
        "o" | "ot" | "0" | "overtime" => Some(true),
        _ => None,
    }
}

/// The narrow column of a two-row form that says `O` or `S`, where it has no heading.
pub(super) fn unnamed_line_marks(head: Head<'_>, last: usize, matched: &mut Vec<Matched>) {
    if matched.iter().any(|m| m.field == Some(Field::LineMark)) {
        return;
    }
    let right = matched.last().map_or(0, |m| m.head.column);
    for column in 0..=right {
        let at = matched.binary_search_by_key(&column, |m| m.head.column);
        if at.is_ok_and(|i| matched.get(i).is_some_and(|m| m.field.is_some())) {
            continue;
        }
        let marks: Vec<Option<bool>> = head.below(last, column).map(|(_, text)| line_mark(&text)).collect();
        let both = marks.contains(&Some(true)) && marks.contains(&Some(false));
        if !both || marks.iter().filter(|m| m.is_none()).count() * 4 > marks.len() {
            continue;
        }
        match at {
            Ok(i) => {
                if let Some(m) = matched.get_mut(i) {
                    m.field = Some(Field::LineMark);
                    m.how = "context";
                    m.weight = 1;
                }
            }
            Err(i) => matched.insert(i, Matched::unnamed(column, Field::LineMark, "context")),
        }
        return;
    }
}

/// The two columns between `check_num` and `ssn`: last and first name. Where named columns hold the names
/// too, the unnamed ones count only if the named ones are empty.
pub(super) fn unnamed_worker_names(head: Head<'_>, last: usize, matched: &mut Vec<Matched>) {
    let at = |wanted: &str| matched.iter().find(|m| m.head.parts.iter().any(|p| key(p) == wanted)).map(|m| m.head.column);
    let (Some(before), Some(after)) = (at("checknum"), at("ssn")) else { return };
    if after != before.saturating_add(3) || matched.iter().any(|m| m.head.column > before && m.head.column < after) {
        return;
    }
    let filled = |column: u16| head.below(last, column).next().is_some();
    let named: Vec<usize> =
        matched.iter().enumerate().filter(|(_, m)| matches!(m.field, Some(Field::LastName | Field::FirstName))).map(|(i, _)| i).collect();
    let named_are_empty = named.iter().all(|i| matched.get(*i).is_some_and(|m| !filled(m.head.column)));
    let unnamed_are_filled = filled(before + 1) || filled(before + 2);
    let use_them = named.is_empty() || (named_are_empty && unnamed_are_filled);
    if use_them {
        for i in named {
            if let Some(m) = matched.get_mut(i) {
                m.field = Some(Field::Ignored);
            }
        }
    }
    let Some(place) = matched.iter().position(|m| m.head.column == after) else { return };
    let fields = if use_them { [Field::FirstName, Field::LastName] } else { [Field::Ignored, Field::Ignored] };
    for (back, field) in (1..=2).zip(fields) {
        matched.insert(place, Matched::unnamed(after - back, field, "position"));
    }
}
