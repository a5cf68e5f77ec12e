//! A mapping written from a table that was found, for a person to correct.

use super::words::FIELDS;
use crate::domain::field::Field;
use crate::domain::hiring::RecordKind;
use crate::domain::place::column_letters;
use crate::domain::run::ColumnUse;
use crate::intake::table::heading::key;
use crate::intake::table::{LayoutName, TableMap, suggest};
use std::fmt::Write as _;

/// The text of a mapping that reads a table as it was understood: used columns as lines, the others as
/// comments, the fields with their meanings at the end.
pub fn write(map: &TableMap, name: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# How the columns of one shape of payroll file are understood.");
    let _ = writeln!(out, "# Correct what is wrong, then use it: plumbline check FILE --map THIS_FILE");
    let _ = writeln!(out, "name = {}", quoted(name));
    let based_on = match (map.layout, map.records) {
        (LayoutName::Mapped, RecordKind::Payroll) => LayoutName::FlatPayroll,
        (LayoutName::Mapped, RecordKind::Hire) => LayoutName::HiringLog,
        (LayoutName::Mapped, RecordKind::JobOrder) => LayoutName::JobOrders,
        (LayoutName::Mapped, RecordKind::Referral) => LayoutName::Referrals,
        (layout, _) => layout,
    };
    let _ = writeln!(out, "based_on = \"{}\"   # what the table must have", based_on.word());
    let _ = writeln!(out, "rows = \"{}\"   # or overtime-above-straight, straight-above-overtime: two rows a worker", map.shape.word());
    let _ = writeln!(out, "# header_row = {}   # without it the row of the headings is looked for", map.header_row);
    let _ = writeln!(out, "\n[columns]");
    for column in &map.columns {
        let field = map.fields.get(usize::from(column.column)).copied().flatten();
        let named = name_of(column, &map.columns);
        match field {
            Some(Field::Ignored) => {
                let _ = writeln!(out, "# {named} = \"not_used\"");
            }
            Some(field) => {
                let _ = writeln!(out, "{named} = \"{}\"", field.name());
            }
            None => {
                let near = suggest::field(based_on, &column.heading);
                let _ = match near {
                    Some(field) => writeln!(out, "# {named} = \"{}\"   # a close spelling, not used: is it this?", field.name()),
                    None => writeln!(out, "# {named} = \"\"   # not known, not used"),
                };
            }
        }
    }
    let _ = writeln!(
        out,
        "\n# A column without a heading, or one of two with the same, is named by its letters: \"column H\" = \"base_rate\"."
    );
    let _ = writeln!(out, "# The fields:");
    for (field, meaning) in FIELDS {
        let _ = writeln!(out, "#   {field:<24} {meaning}");
    }
    out
}

/// The heading in quotes, or the column's letters where the heading does not name it alone.
fn name_of(column: &ColumnUse, all: &[ColumnUse]) -> String {
    let wanted = key(&column.heading);
    let alone = !wanted.is_empty() && all.iter().filter(|c| key(&c.heading) == wanted).count() == 1;
    if alone { quoted(&column.heading) } else { quoted(&format!("column {}", column_letters(column.column))) }
}

/// A TOML string on one line.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
