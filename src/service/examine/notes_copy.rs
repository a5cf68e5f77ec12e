//! A contractor's own file back, with notes in the cells.
//!
//! A copy of the sheets as they stand: Problems and findings are notes at their cells, and once more a list on a sheet
//! of their own. It is for mending, and never part of the evidence: the original stays as it came. What was text is
//! text, so nothing in it can act as a formula.

use super::{Examination, FindingSeen, ProblemSeen};
use crate::intake::batch::{CellKind, NumberFormat, RawCell};
use crate::intake::container;
use crate::intake::input::Input;
use crate::intake::limits::{Limits, Profile};
use crate::service::tables::rows_of;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// Characters of one note.
const LONGEST: usize = 2_000;
/// Cells of one run that get a note.
const RUN: u32 = 50;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyFault {
    /// The original cannot be read (any more).
    #[error("the original cannot be read: {0}")]
    Original(String),
    /// The copy cannot be written.
    #[error("the copy cannot be written: {0}")]
    Copy(#[from] XlsxError),
}

/// The copy, as the bytes of an .xlsx workbook. The same original and examination give the same bytes.
///
/// # Errors
/// [`CopyFault`].
pub fn notes_copy(original: &[u8], examination: &Examination) -> Result<Vec<u8>, CopyFault> {
    let unread = |problem: Box<crate::domain::problem::Problem>| CopyFault::Original(problem.code.to_owned());
    // The file was taken: how large one may be was asked then.
    let limits = Limits { file_bytes: u64::MAX, ..Limits::of(Profile::Upload) };
    let book = container::open(&examination.input.name, Input::Bytes(original.into()), &limits).map_err(unread)?;
    let notes = notes(examination);
    let mut copy = Workbook::new();
    // A fixed day, so that the same copy is the same bytes whenever it is written.
    copy.set_properties(
        &DocProperties::new().set_title("Your file with notes").set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?),
    );
    let looks = Looks::new();
    let mut names: Vec<String> = Vec::new();
    for (index, info) in book.sheets().iter().enumerate().filter(|(_, s)| !s.hidden) {
        let name = free_name(&info.name, &names);
        let sheet = copy.add_worksheet().set_name(&name)?;
        names.push(name);
        let mut rows = book.rows(index).map_err(unread)?;
        while let Some(chunk) = rows.next().map_err(unread)? {
            let batch = rows_of(chunk).map_err(unread)?;
            for row in &batch.rows {
                for cell in batch.cells_of(row) {
                    let marked = notes.contains_key(&(info.name.as_str(), row.row, cell.column));
                    write(sheet, row.row.saturating_sub(1), cell, batch.text_of(cell), marked, &looks)?;
                }
            }
        }
        let of_sheet = notes.iter().filter(|((sheet, _, _), _)| *sheet == info.name);
        for ((_, row, column), words) in of_sheet {
            let note = Note::new(words.as_str()).set_author("Plumbline").add_author_prefix(false).set_width(320).set_height(160);
            sheet.insert_note(row.saturating_sub(1), *column, &note)?;
        }
    }
    let name = free_name("Problems", &names);
    list(copy.add_worksheet().set_name(&name)?, examination, &looks)?;
    Ok(copy.save_to_buffer()?)
}

struct Looks {
    heading: Format,
    wrapped: Format,
    marked: Format,
    day: Format,
    time: Format,
}

impl Looks {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        Self {
            heading: top.clone().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Medium),
            wrapped: top.set_text_wrap(),
            marked: Format::new().set_border(FormatBorder::Medium).set_background_color(Color::RGB(0xFF_F2CC)),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("hh:mm"),
        }
    }
}

/// Writes a cell as it stands. Figures a spreadsheet holds exactly are numbers, everything else is text.
fn write(sheet: &mut Worksheet, row: u32, cell: &RawCell, text: &str, marked: bool, looks: &Looks) -> Result<(), XlsxError> {
    let look = match (marked, cell.format) {
        (true, NumberFormat::Date) => Some(looks.marked.clone().set_num_format("yyyy-mm-dd")),
        (true, NumberFormat::Time) => Some(looks.marked.clone().set_num_format("hh:mm")),
        (true, _) => Some(looks.marked.clone()),
        (false, NumberFormat::Date) => Some(looks.day.clone()),
        (false, NumberFormat::Time) => Some(looks.time.clone()),
        (false, _) => None,
    };
    let look = look.unwrap_or_default();
    let figure = match cell.kind {
        CellKind::Number => text.parse::<f64>().ok().filter(|n| n.is_finite()),
        CellKind::Text if is_exact(text) => text.parse::<f64>().ok(),
        CellKind::Boolean => {
            sheet.write_boolean_with_format(row, cell.column, text == "1", &look)?;
            return Ok(());
        }
        _ => None,
    };
    match figure {
        Some(figure) => sheet.write_number_with_format(row, cell.column, figure, &look)?,
        None => sheet.write_string_with_format(row, cell.column, text, &look)?,
    };
    Ok(())
}

/// Digits with at most one point, no leading zero, and few enough for a spreadsheet to keep every one.
fn is_exact(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0')) && whole.len() + fraction.len() <= 15
}

/// What is said at which cell.
fn notes(examination: &Examination) -> BTreeMap<(&str, u32, u16), String> {
    let mut notes: BTreeMap<(&str, u32, u16), String> = BTreeMap::new();
    let mut add = |sheet, row, column, words: &str| {
        let note = notes.entry((sheet, row, column)).or_default();
        if note.chars().count() + words.chars().count() < LONGEST {
            note.push_str(if note.is_empty() { "" } else { "\n\n" });
            note.push_str(words);
        }
    };
    for problem in &examination.problems {
        if let (Some(sheet), Some(row), Some(column)) = (&problem.sheet, problem.row, problem.column) {
            add(sheet.as_str(), row, column, &problem_words(problem));
        }
    }
    for finding in examination.open() {
        let words = finding_words(finding);
        for cells in &finding.cells {
            for row in (cells.row..=cells.last_row).take(RUN as usize) {
                add(cells.sheet.as_str(), row, cells.column, &words);
            }
        }
    }
    notes
}

fn problem_words(problem: &ProblemSeen) -> String {
    let mut words = format!("{}.", problem.text);
    for (label, text) in [("We read", &problem.read), ("We need", &problem.expected), ("To do", &problem.fix)] {
        if !text.is_empty() {
            words.push_str(&format!("\n{label}: {text}"));
        }
    }
    words
}

fn finding_words(finding: &FindingSeen) -> String {
    let mut words = finding.title.clone();
    if let Some(owed) = &finding.owed {
        words.push_str(&format!("\nOwed: ${owed}"));
    }
    if !finding.fix.is_empty() {
        words.push_str(&format!("\nTo do: {}", finding.fix));
    }
    let law: Vec<&str> = finding.citations.iter().map(|c| c.text.as_str()).collect();
    if !law.is_empty() {
        words.push_str(&format!("\nLaw: {}", law.join("; ")));
    }
    words
}

/// The sheet that lists everything.
fn list(sheet: &mut Worksheet, examination: &Examination, looks: &Looks) -> Result<(), XlsxError> {
    let headings = [("Where", 22), ("What", 44), ("We read", 24), ("We need", 34), ("To do", 60), ("Owed", 12), ("Law", 40)];
    for (column, (heading, width)) in (0_u16..).zip(headings) {
        sheet.write_string_with_format(0, column, heading, &looks.heading)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let mut row = 0;
    let mut line = |texts: [&str; 7]| -> Result<(), XlsxError> {
        row += 1;
        for (column, text) in (0_u16..).zip(texts) {
            sheet.write_string_with_format(row, column, text, &looks.wrapped)?;
        }
        Ok(())
    };
    for p in &examination.problems {
        line([&p.r#where, &p.text, &p.read, &p.expected, &p.fix, "", ""])?;
    }
    for f in examination.open() {
        let places: Vec<&str> = f.cells.iter().map(|c| c.r#where.as_str()).collect();
        let law: Vec<&str> = f.citations.iter().map(|c| c.text.as_str()).collect();
        let (read, asked) = (f.read.as_deref().unwrap_or_default(), f.expected.as_deref().unwrap_or_default());
        line([&places.join(", "), &f.title, read, asked, &f.fix, f.owed.as_deref().unwrap_or_default(), &law.join("; ")])?;
    }
    Ok(())
}

/// A name a sheet may have and none has yet: at most 31 characters, none of those that name other places.
fn free_name(wanted: &str, taken: &[String]) -> String {
    let odd = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control();
    let clean: String = wanted.chars().map(|c| if odd(c) { '_' } else { c }).take(28).collect();
    let clean = clean.trim_matches('\'').trim();
    let clean = if clean.is_empty() { "Sheet" } else { clean };
    let free = |name: &str| !taken.iter().any(|t| t.to_lowercase() == name.to_lowercase());
    let numbered = (2..).map(|n| format!("{clean} {n}"));
    std::iter::once(clean.to_owned()).chain(numbered.take(usize::from(u8::MAX))).find(|name| free(name)).unwrap_or_else(|| clean.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_get_names_a_workbook_takes() {
        assert_eq!(free_name("Payroll", &[]), "Payroll");
        assert_eq!(free_name("PROBLEMS", &["Problems".to_owned()]), "PROBLEMS 2");
        assert_eq!(free_name("week [3/15]: a very long name of a file", &[]), "week _3_15__ a very long nam");
        assert_eq!(free_name("''", &[]), "Sheet");
    }

    #[test]
    fn only_what_a_spreadsheet_keeps_whole_is_a_number() {
        assert!(is_exact("61.19") && is_exact("0") && is_exact("0.25"));
        for text in ["0418", "=1+1", "-8", "1234567890123456", "8,5", "1e9", ""] {
            assert!(!is_exact(text), "{text}");
        }
    }
}
