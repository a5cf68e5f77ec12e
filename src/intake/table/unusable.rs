//! Why a heading row that was found cannot be used: doubled, ambiguous or missing columns.

use super::Banner;
use super::heading::key;
use super::matching::Matched;
use super::suggest;
use crate::domain::field::Field;
use crate::domain::place::column_letters;
use crate::domain::problem::{NotChecked, Problem, Site, mask};
use crate::intake::layout::{Layout, Need};

/// The first reason, if there is one.
pub(super) fn reason(layout: &Layout, needs: &[Need], matched: &[Matched], banner: &Banner, row: u32) -> Option<Problem> {
    doubled(matched, row).or_else(|| missing(layout, needs, matched, banner, row))
}

fn doubled(matched: &[Matched], row: u32) -> Option<Problem> {
    for (i, first) in matched.iter().enumerate() {
        let Some(field) = first.field else { continue };
        if field.adds_up() {
            continue;
        }
        let Some(second) = matched[i + 1..].iter().find(|m| m.field == Some(field)) else { continue };
        let (a, b) = (first.head.shown(), second.head.shown());
        let (left, right) = (column_letters(first.head.column), column_letters(second.head.column));
        let same = key(&a) == key(&b);
        return Some(Problem {
            code: if same { "header.duplicate" } else { "header.ambiguous" },
            site: named(format!("{right}{row}")),
            read: if same {
                format!("{} in {left} and {right}", quoted(&a))
            } else {
                format!("{} in {left}, {} in {right}", quoted(&a), quoted(&b))
            },
            kind: "text",
            expected: format!("one column for {}", field.name()).into(),
            fix: format!(
                "Rename the heading of column {left} or {right} so that each says what it holds, or map the columns once with plumbline map."
            ),
            not_checked: NotChecked::File,
        });
    }
    None
}

fn missing(layout: &Layout, needs: &[Need], matched: &[Matched], banner: &Banner, row: u32) -> Option<Problem> {
    let fields: Vec<Option<Field>> = matched.iter().map(|m| m.field).collect();
    let lacking: Vec<Need> = needs.iter().copied().filter(|n| !n.met(&fields, banner)).collect();
    if lacking.is_empty() {
        return None;
    }
    let words = lacking.iter().map(|n| n.words()).collect::<Vec<_>>().join("; ");
    let close = matched.iter().filter(|m| m.field.is_none()).find_map(|m| {
        let field = suggest::field(layout.name, &m.head.shown())?;
        lacking.iter().any(|n| n.fields().contains(&field)).then_some((m, field))
    });
    let fix = match close {
        Some((m, field)) => {
            let letters = column_letters(m.head.column);
            format!(
                "If column {letters} ({}) is {}, rename its heading to that; or map it once with plumbline map.",
                quoted(&m.head.shown()),
                field.name()
            )
        }
        None => "Add the column with its heading; if a column of the file holds it under another name, map it once with plumbline map."
            .to_owned(),
    };
    Some(Problem {
        code: "header.missing",
        site: named(format!("{row}:{row}")),
        read: String::new(),
        kind: "empty",
        expected: format!("a column for {words}").into(),
        fix,
        not_checked: NotChecked::File,
    })
}

/// A place named before the run numbers its sheets.
pub(super) fn named(a1: String) -> Site {
    Site::Named { sheet: String::new(), a1 }
}

/// A heading as shown in a message: short, and with long numbers masked.
pub(super) fn quoted(heading: &str) -> String {
    let mut short: String = heading.chars().take(60).collect();
    if short.len() < heading.len() {
        short.push('…');
    }
    format!("\"{}\"", mask(&short))
}
