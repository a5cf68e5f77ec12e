//! The shape of a file: its headings, by which the same kind of file is known next week, and the mapping that a
//! person's choice of columns makes.

use super::choices::label_of;
use super::{ColumnSeen, Examination};
use crate::domain::field::Field;
use crate::domain::place::column_letters;
use crate::domain::run::ColumnUse;
use crate::intake::layout::{Need, PAYROLL_NEEDS};
use crate::intake::mapping::quoted;
use crate::intake::table::Banner;
use crate::intake::table::heading::key;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// SHA-256 of the headings in order, so that the same shape is known again. Letter case, blanks and punctuation do not
/// count, and digits only as digits: day columns headed by their dates keep their shape from week to week.
pub(super) fn of_columns(columns: &[ColumnUse]) -> String {
    fingerprint(columns.iter().map(|c| c.heading.as_str()))
}

/// SHA-256 of headings in the order of their columns.
pub fn fingerprint<'h>(headings: impl IntoIterator<Item = &'h str>) -> String {
    let mut hash = Sha256::new();
    for heading in headings {
        let mut last = ' ';
        let mut text = String::new();
        for c in key(heading).chars().map(|c| if c.is_ascii_digit() { '#' } else { c }) {
            if !(c == '#' && last == '#') {
                text.push(c);
            }
            last = c;
        }
        hash.update(text.as_bytes());
        hash.update([b'\n']);
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a person chose for a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Column from 0, heading as read, and the word of the field it holds, if one.
    pub columns: Vec<(u16, String, Option<String>)>,
    /// Row of the headings, from 1, if the person picked it; else it is looked for.
    pub header_row: Option<u32>,
    /// The sheet, if the person picked it.
    pub sheet: Option<String>,
    /// Layout whose needs hold, by its word; a flat payroll table if not said.
    pub based_on: Option<String>,
    /// How rows make lines, by the word of [`crate::intake::table::RowShape`], if two rows are one.
    pub rows: Option<String>,
}

/// Why a choice makes no mapping: what was chosen, what is needed, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct ChoiceFault {
    /// `column-doubled`, `column-missing` or `column-unknown`.
    pub code: &'static str,
    /// The sentence to show.
    pub sentence: String,
    /// Columns it is about, from 0.
    pub columns: Vec<u16>,
    /// Words of the fields it is about.
    pub fields: Vec<String>,
}

/// The mapping that a choice of columns makes, for a table found by its headings.
///
/// # Errors
/// As [`mapping_of`].
pub fn mapping_from(
    columns: &[(u16, String, Option<String>)],
    header_row: Option<u32>,
    sheet: Option<&str>,
) -> Result<String, Vec<ChoiceFault>> {
    mapping_of(&Choice { columns: columns.to_vec(), header_row, sheet: sheet.map(str::to_owned), ..Choice::default() })
}

/// The mapping that a choice makes, as TOML. Columns are named by heading, so that the mapping survives a moved column;
/// by letter where the heading is empty, stands twice, or holds digits, which may be the dates of this very week.
///
/// The week ending is not asked for: it may stand above the table, and the reading tells.
///
/// # Errors
/// Every field that two columns are said to hold, and every need that none meets, each by name.
pub fn mapping_of(choice: &Choice) -> Result<String, Vec<ChoiceFault>> {
    let mut chosen: Vec<(u16, &str, Field)> = Vec::new();
    let mut faults = Vec::new();
    for (column, heading, word) in &choice.columns {
        let Some(word) = word.as_deref().filter(|word| !word.is_empty()) else { continue };
        match Field::from_name(word) {
            Some(field) => chosen.push((*column, heading, field)),
            None => faults.push(ChoiceFault {
                code: "column-unknown",
                sentence: format!(
                    "Column {} is set to \"{word}\", and no column can hold that. Choose from the list.",
                    named(*column, heading)
                ),
                columns: vec![*column],
                fields: vec![word.to_owned()],
            }),
        }
    }
    faults.extend(doubled(&chosen));
    faults.extend(missing(&chosen));
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut text = String::from("name = \"chosen\"\n");
    let mut put = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(text, "{key} = {}", quoted(value));
        }
    };
    put("based_on", &choice.based_on);
    put("rows", &choice.rows);
    put("sheet", &choice.sheet);
    if let Some(row) = choice.header_row {
        let _ = writeln!(text, "header_row = {row}");
    }
    text.push_str("\n[columns]\n");
    for (column, heading, field) in chosen {
        let alone = choice.columns.iter().filter(|(_, other, _)| key(other) == key(heading)).count() == 1;
        let lasting = alone && !key(heading).is_empty() && !heading.contains(|c: char| c.is_ascii_digit());
        // A heading such as `H` would be taken for the letter of a column, and a very long one was shown cut.
        let lasting = lasting && (4..=100).contains(&heading.chars().filter(|c| c.is_alphanumeric()).count());
        let name = if lasting { quoted(heading) } else { quoted(&format!("column {}", column_letters(column))) };
        let _ = writeln!(text, "{name} = {}", quoted(&field.name()));
    }
    Ok(text)
}

/// `M "Rate"`.
fn named(column: u16, heading: &str) -> String {
    let heading = heading.trim();
    if heading.is_empty() { column_letters(column) } else { format!("{} \"{heading}\"", column_letters(column)) }
}

fn doubled(chosen: &[(u16, &str, Field)]) -> Vec<ChoiceFault> {
    let mut faults: Vec<ChoiceFault> = Vec::new();
    for (at, &(_, _, field)) in chosen.iter().enumerate() {
        let first = !chosen[..at].iter().any(|(_, _, earlier)| *earlier == field);
        let same: Vec<_> = chosen.iter().filter(|(_, _, other)| *other == field).collect();
        if field.adds_up() || same.len() < 2 || !first {
            continue;
        }
        let names: Vec<String> = same.iter().map(|(column, heading, _)| named(*column, heading)).collect();
        faults.push(ChoiceFault {
            code: "column-doubled",
            sentence: format!(
                "Columns {} are {} set to {}. Choose {2} for one of them.",
                names.join(" and "),
                if same.len() == 2 { "both" } else { "all" },
                label_of(field)
            ),
            columns: same.iter().map(|(column, _, _)| *column).collect(),
            fields: vec![field.name()],
        });
    }
    faults
}

fn missing(chosen: &[(u16, &str, Field)]) -> Vec<ChoiceFault> {
    let fields: Vec<Option<Field>> = chosen.iter().map(|(_, _, field)| Some(*field)).collect();
    let lacking = PAYROLL_NEEDS.iter().filter(|need| **need != Need::WeekEnding && !need.met(&fields, &Banner::default()));
    let said = |need: &Need| {
        let labels: Vec<String> = need.fields().iter().map(|field| label_of(*field)).collect();
        ChoiceFault {
            code: "column-missing",
            sentence: format!("No column is set to {}. Choose the column that holds it.", labels.join(" or ")),
            columns: Vec::new(),
            fields: need.fields().iter().map(|field| field.name()).collect(),
        }
    };
    lacking.map(said).collect()
}

/// The columns of a sheet whose headings a person says stand in a row, from the first rows that an examination of
/// outcome `columns` gives.
pub fn columns_at(examination: &Examination, sheet: &str, header_row: u32) -> Vec<ColumnSeen> {
    let rows: Vec<_> = examination.sheet_rows.iter().filter(|r| r.sheet == sheet).collect();
    let Some(head) = rows.iter().find(|r| r.row == header_row) else { return Vec::new() };
    let below: Vec<_> = rows.iter().filter(|r| r.row > header_row).collect();
    let column = |heading: &super::CellText| {
        let texts: Vec<&str> =
            below.iter().filter_map(|r| r.cells.iter().find(|c| c.column == heading.column)).map(|c| c.text.as_str()).collect();
        ColumnSeen {
            sheet: sheet.to_owned(),
            column: heading.column,
            letter: column_letters(heading.column),
            heading: heading.text.clone(),
            how: "not-used".to_owned(),
            first_values: texts.iter().take(3).map(|text| (*text).to_owned()).collect(),
            readable: texts.len() as u64,
            blank: (below.len() - texts.len()) as u64,
            ..ColumnSeen::default()
        }
    };
    head.cells.iter().map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::mapping;

    fn chosen(columns: &[(&str, &str)]) -> Vec<(u16, String, Option<String>)> {
        let one = |(at, (heading, word)): (usize, &(&str, &str))| {
            (at as u16, (*heading).to_owned(), (!word.is_empty()).then(|| (*word).to_owned()))
        };
        columns.iter().enumerate().map(one).collect()
    }

    #[test]
    fn a_shape_is_known_again_though_its_dates_moved() {
        let march = fingerprint(["Emp ID", "3/9", "3/10", "Rate"]);
        assert_eq!(march, fingerprint(["EMP_ID ", "3/16", "3/17", "rate"]));
        assert_ne!(march, fingerprint(["Emp ID", "3/9", "Rate", "3/10"]));
        assert_ne!(fingerprint(["ab", "c"]), fingerprint(["a", "bc"]));
    }

    #[test]
    fn a_choice_becomes_a_mapping_that_can_be_read() {
        let columns = chosen(&[
            ("Emp \"no\"", "worker_id"),
            ("Class", "classification"),
            ("3/9", "st_day1"),
            ("Rate", "base_rate"),
            ("Rate", "overtime_rate"),
            ("x", ""),
        ]);
        let text = mapping_from(&columns, Some(8), Some("Payroll")).unwrap();
        let mapping = mapping::read(&text).unwrap();
        assert_eq!((mapping.header_row, mapping.sheet.as_deref(), mapping.columns.len()), (Some(8), Some("Payroll"), 5));
        for line in [
            "\"Emp \\\"no\\\"\" = \"worker_id\"",
            "\"column C\" = \"st_day1\"",
            "\"column D\" = \"base_rate\"",
            "\"column E\" = \"overtime_rate\"",
        ] {
            assert!(text.contains(line), "{text}");
        }
    }

    #[test]
    fn a_doubled_field_and_a_missing_one_are_both_named() {
        let columns =
            chosen(&[("Name", "worker_name"), ("Rate", "base_rate"), ("Rate 2", "base_rate"), ("ST", "st_hours"), ("Odd", "shoe_size")]);
        let faults = mapping_from(&columns, None, None).unwrap_err();
        let sentences: Vec<&str> = faults.iter().map(|f| f.sentence.as_str()).collect();
        assert_eq!(
            sentences,
            [
                "Column E \"Odd\" is set to \"shoe_size\", and no column can hold that. Choose from the list.",
                "Columns B \"Rate\" and C \"Rate 2\" are both set to Base rate. Choose Base rate for one of them.",
                "No column is set to Kind of work or Trade. Choose the column that holds it.",
            ]
        );
        assert_eq!((faults[1].columns.as_slice(), faults[2].fields.len()), ([1, 2].as_slice(), 2));
    }

    #[test]
    fn several_columns_may_add_up() {
        let columns = chosen(&[
            ("Name", "worker_name"),
            ("Class", "classification"),
            ("ST", "st_hours"),
            ("Health", "fringe_plan"),
            ("Pension", "fringe_plan"),
        ]);
        assert!(mapping_from(&columns, None, None).is_ok());
    }
}
