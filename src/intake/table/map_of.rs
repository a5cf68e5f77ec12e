//! From a window of understood headings to the table as it will be read.

use super::head::Head;
use super::matching::Matched;
use super::unusable::{named, quoted};
use super::{Banner, LayoutName, RowShape, TableMap, suggest};
use crate::domain::field::{Field, HourKind};
use crate::domain::hiring::RecordKind;
use crate::domain::place::column_letters;
use crate::domain::problem::{NotChecked, Problem};
use crate::domain::run::ColumnUse;

/// Headings named in one note.
const NAMED: usize = 8;

/// A table before it is written down: headings matched, shape known.
pub(super) struct Settled {
    pub name: LayoutName,
    /// Layout whose headings close spellings are compared with.
    pub spelled_as: LayoutName,
    pub why: String,
    pub records: RecordKind,
    pub shape: RowShape,
    /// Last heading row, as an index into the batch.
    pub last: usize,
    pub matched: Vec<Matched>,
}

pub(super) fn table(head: Head<'_>, settled: Settled, banner: Banner) -> TableMap {
    let shape = settled.shape;
    let (row, fields) = head.rows().get(settled.last).map_or((1, 0), |r| (r.row, r.fields));
    let width = settled.matched.iter().map(|m| usize::from(m.head.column) + 1).max().unwrap_or(0);
    let mut by_column = vec![None; width];
    let mut columns = Vec::with_capacity(settled.matched.len());
    for m in &settled.matched {
        let field = m.field.filter(|f| *f != Field::Ignored).map(|f| on_shared_line(shape, f));
        if let Some(slot) = by_column.get_mut(usize::from(m.head.column)) {
            *slot = m.field.map(|f| on_shared_line(shape, f));
        }
        let how = if field.is_none() { "not-used" } else { m.how };
        columns.push(ColumnUse { column: m.head.column, row, heading: m.head.shown(), field: field.map(Field::name), how });
    }
    let mut notes = Vec::new();
    notes.extend(unknown_columns(&settled, row));
    notes.extend(hidden_columns(head, &columns, row));
    TableMap {
        layout: settled.name,
        why: settled.why,
        records: settled.records,
        shape,
        header_row: row,
        header_fields: fields,
        fields: by_column,
        columns,
        banner,
        merges: head.extras.merges.clone(),
        dates_from_1904: head.extras.dates_from_1904,
        notes,
    }
}

/// On two-line forms hours and rate share their columns, whatever the row.
fn on_shared_line(shape: RowShape, field: Field) -> Field {
    match (shape, field) {
        (RowShape::One, field) => field,
        (_, Field::DayHours(HourKind::Unsplit, day)) => Field::DayHours(HourKind::Straight, day),
        (_, Field::WeekHours(HourKind::Unsplit)) => Field::WeekHours(HourKind::Straight),
        (_, field) => field,
    }
}

/// One note for all columns whose headings are not known.
fn unknown_columns(settled: &Settled, row: u32) -> Option<Problem> {
    let unknown: Vec<_> = settled.matched.iter().filter(|m| m.field.is_none()).collect();
    let first = unknown.first()?;
    let mut names: Vec<String> =
        unknown.iter().take(NAMED).map(|m| format!("{} {}", column_letters(m.head.column), quoted(&m.head.shown()))).collect();
    if unknown.len() > NAMED {
        names.push(format!("{} more", unknown.len() - NAMED));
    }
    let close: Vec<String> = unknown
        .iter()
        .filter_map(|m| suggest::field(settled.spelled_as, &m.head.shown()).map(|f| (m, f)))
        .take(NAMED)
        .map(|(m, f)| format!("column {} may be {}", column_letters(m.head.column), f.name()))
        .collect();
    let fix = if close.is_empty() {
        "If one of them matters, map it once with plumbline map.".to_owned()
    } else {
        format!("Map them once with plumbline map if they matter: {}.", close.join("; "))
    };
    Some(Problem {
        code: "row.column_meaning",
        site: named(format!("{}{row}", column_letters(first.head.column))),
        read: names.join(", "),
        kind: "text",
        expected: "a heading that is known".into(),
        fix,
        not_checked: NotChecked::Nothing,
    })
}

/// One note for each hidden column that has a heading.
fn hidden_columns(head: Head<'_>, columns: &[ColumnUse], row: u32) -> Vec<Problem> {
    let hidden = |column: u16| head.extras.hidden_columns.iter().any(|&(first, last)| (first..=last).contains(&column));
    columns
        .iter()
        .filter(|c| hidden(c.column))
        .map(|c| Problem {
            code: "sheet.hidden_column",
            site: named(format!("{}{row}", column_letters(c.column))),
            read: quoted(&c.heading),
            kind: "text",
            expected: "a column that can be seen".into(),
            fix: format!("Show column {} and look at it before you sign; it is read like any other.", column_letters(c.column)),
            not_checked: NotChecked::Nothing,
        })
        .collect()
}
