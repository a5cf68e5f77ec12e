//! The inputs: one object for each table that was read, and one for a file of which nothing was.

use crate::domain::place::column_letters;
use crate::domain::run::{ColumnUse, InputReading, NotUsed, Run, SheetReading};
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

pub(super) struct Inputs<'r>(pub &'r Run);

#[derive(Serialize)]
struct Input<'r> {
    name: &'r str,
    sha256: &'r str,
    layout: Option<&'r str>,
    sheet: Option<&'r str>,
    header_row: Option<u32>,
    rows: Rows<'r>,
    columns: Columns<'r>,
    kind: &'r str,
}

#[derive(Serialize)]
struct Rows<'r> {
    read: u64,
    used: u64,
    outside: u64,
    not_used: NotUsedRows<'r>,
}

struct NotUsedRows<'r>(&'r [NotUsed]);
struct Columns<'r>(&'r [ColumnUse]);

#[derive(Serialize)]
struct NotUsedRow {
    row: u32,
    why: &'static str,
}

#[derive(Serialize)]
struct Column<'r> {
    cell: String,
    heading: &'r str,
    field: Option<&'r str>,
    how: &'r str,
}

impl Serialize for Inputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for input in &self.0.inputs {
            let first = usize::from(input.first_sheet);
            let sheets = self.0.sheets.get(first..first + usize::from(input.sheet_count)).unwrap_or_default();
            if sheets.is_empty() {
                list.serialize_element(&object(input, None))?;
            }
            for sheet in sheets {
                list.serialize_element(&object(input, Some(sheet)))?;
            }
        }
        list.end()
    }
}

fn object<'r>(input: &'r InputReading, sheet: Option<&'r SheetReading>) -> Input<'r> {
    Input {
        name: &input.name,
        sha256: &input.sha256,
        layout: sheet.map(|s| s.layout),
        sheet: sheet.map(|s| s.sheet.as_str()),
        header_row: sheet.map(|s| s.header_row),
        rows: Rows {
            read: sheet.map_or(0, |s| s.rows_read),
            used: sheet.map_or(0, |s| s.rows_used),
            outside: sheet.map_or(0, |s| s.rows_outside),
            not_used: NotUsedRows(sheet.map_or(&[], |s| &s.not_used)),
        },
        columns: Columns(sheet.map_or(&[], |s| &s.columns)),
        kind: &input.kind,
    }
}

impl Serialize for NotUsedRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|r| NotUsedRow { row: r.row, why: r.why.word() }))
    }
}

impl Serialize for Columns<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|c| Column {
            cell: format!("{}{}", column_letters(c.column), c.row),
            heading: &c.heading,
            field: c.field.as_deref(),
            how: c.how,
        }))
    }
}
