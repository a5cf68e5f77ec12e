//! What was read: one line a table, and for `plumbline read` its columns too.

use super::columns::{Edge, align};
use super::paper::{Ink, Paper, counted, grouped, short};
use super::{Options, determination};
use crate::domain::place::column_letters;
use crate::domain::run::{InputReading, Run, SheetReading};
use std::io;

pub(super) fn write(run: &Run, options: &Options, paper: &mut Paper<'_>) -> io::Result<()> {
    let mut any = false;
    for input in &run.inputs {
        let first = usize::from(input.first_sheet);
        if let Some(read) = &input.determination {
            determination::write(input, read, paper)?;
            continue;
        }
        let sheets = run.sheets.get(first..first + usize::from(input.sheet_count)).unwrap_or_default();
        if sheets.is_empty() {
            paper.plain(&format!("Nothing was read of {}", input.name))?;
            if !input.kind.is_empty() {
                paper.plain(&format!(" ({})", input.kind))?;
            }
            paper.end()?;
        }
        for sheet in sheets {
            if options.reading_only && std::mem::replace(&mut any, true) {
                paper.end()?;
            }
            paper.paragraph(&line(input, sheet, options))?;
            if options.reading_only {
                columns(sheet, paper)?;
            }
        }
    }
    // Where no table was found, nothing else deserves a word.
    for remark in run.remarks.iter().filter(|_| !run.sheets.is_empty()) {
        paper.put(Ink::CannotTell, "note")?;
        paper.plain(": ")?;
        paper.paragraph(remark)?;
    }
    Ok(())
}

/// `Read payroll.xlsx, sheet Payroll, as flat-payroll: 214 rows, 15 of 17 columns used, headings in row 4`.
fn line(input: &InputReading, sheet: &SheetReading, options: &Options) -> String {
    let mut text = format!("Read {}", input.name);
    let stem = input.name.rsplit_once('.').map_or(input.name.as_str(), |(stem, _)| stem);
    if !sheet.sheet.is_empty() && sheet.sheet != stem {
        text.push_str(&format!(", sheet {}", sheet.sheet));
    }
    if options.reading_only && !input.kind.is_empty() {
        text.push_str(&format!(", {}", input.kind));
    }
    let used = sheet.columns.iter().filter(|c| c.field.is_some()).count();
    text.push_str(&format!(
        ", as {}: {}, {} of {} used, headings in row {}",
        sheet.layout,
        counted(sheet.rows_read, "row", "rows"),
        grouped(&used.to_string()),
        counted(sheet.columns.len() as u64, "column", "columns"),
        sheet.header_row
    ));
    text
}

fn columns(sheet: &SheetReading, paper: &mut Paper<'_>) -> io::Result<()> {
    let mut rows = vec![["Cell", "Heading", "Read as", "Matched by"].map(str::to_owned).to_vec()];
    rows.extend(sheet.columns.iter().map(|c| {
        let (field, how) = match &c.field {
            Some(field) => (field.clone(), c.how.replace('-', " ")),
            None => ("not used".to_owned(), String::new()),
        };
        vec![format!("{}{}", column_letters(c.column), c.row), short(&c.heading, 44), field, how]
    }));
    paper.end()?;
    for (n, line) in align(&rows, &[Edge::Left; 4]).iter().enumerate() {
        paper.put(if n == 0 { Ink::Title } else { Ink::Plain }, &format!("  {line}"))?;
        paper.end()?;
    }
    Ok(())
}
