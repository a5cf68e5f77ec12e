//! How rows make lines: what the layout says, unless the rows themselves show otherwise.
//!
//! Taking the overtime row for the straight-time row halves or doubles pay, so a mark in the rows weighs
//! more than the form's usual order.

use super::RowShape;
use super::columns::line_mark;
use super::head::Head;
use super::search::Candidate;
use crate::domain::field::Field;
use crate::intake::layout::names_a_worker;

pub(super) fn of(head: Head<'_>, candidate: &Candidate) -> RowShape {
    let usual = candidate.layout.shape;
    let column_of = |wanted: fn(Field) -> bool| candidate.matched.iter().find(|m| m.field.is_some_and(wanted)).map(|m| m.head.column);
    let Some(worker) = column_of(names_a_worker) else { return usual };
    let workers: Vec<usize> = head.below(candidate.last, worker).filter(|(_, t)| is_no_number(t)).map(|(index, _)| index).collect();
    let Some(first) = workers.first().copied() else { return usual };
    let marks: Vec<(usize, bool)> = match column_of(|f| f == Field::LineMark) {
        Some(column) => head.below(candidate.last, column).filter_map(|(i, text)| line_mark(&text).map(|m| (i, m))).collect(),
        None => Vec::new(),
    };
    let mark_at = |index: usize| marks.iter().find(|(i, _)| *i == index).map(|(_, overtime)| *overtime);
    let second_is_unnamed = head.adjacent(first) && !workers.contains(&(first + 1));
    let overtime_above = mark_at(first).or_else(|| mark_at(first + 1).filter(|_| second_is_unnamed).map(|below| !below));
    match (usual, overtime_above) {
        // One row a worker, whatever its mark.
        (RowShape::One, _) if !second_is_unnamed || marks.is_empty() => RowShape::One,
        (_, Some(true)) => RowShape::OvertimeAboveStraight,
        (_, Some(false)) => RowShape::StraightAboveOvertime,
        // A two-row form without marks on which no second row follows a worker has one row a worker.
        (_, None) if !workers.iter().any(|&w| head.adjacent(w) && !workers.contains(&(w + 1))) => RowShape::One,
        (usual, None) => usual,
    }
}

/// False for an identifying number that stands under the name: `XXX-XX-0417`, `0417`.
fn is_no_number(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !matches!(c, 'x' | 'X')) || !text.chars().any(|c| c.is_ascii_digit())
}
