//! Reads a whole workbook into something a test can ask.

#![allow(dead_code)]

use plumbline::domain::place::column_letters;
use plumbline::domain::problem::Problem;
use plumbline::intake::batch::NumberFormat;
use plumbline::intake::book::{Chunk, Merge};
use plumbline::intake::container;
use plumbline::intake::input::Input;
use plumbline::intake::limits::{Limits, Profile};
use std::collections::BTreeMap;

/// Everything the first sheet gave, and the notes of the book.
#[derive(Debug, Default)]
pub struct Reading {
    /// Kind and text by address.
    pub cells: BTreeMap<String, (String, String)>,
    /// Number formats other than plain.
    pub formats: BTreeMap<String, NumberFormat>,
    pub formulas: Vec<String>,
    pub external: Vec<String>,
    pub row_numbers: Vec<u32>,
    pub hidden_rows: Vec<u32>,
    pub hidden_columns: Vec<(u16, u16)>,
    pub merges: Vec<Merge>,
    pub dates_from_1904: bool,
    pub notes: Vec<&'static str>,
    pub kind: String,
    pub sheets: Vec<(String, bool)>,
    pub sha256: Option<String>,
}

impl Reading {
    pub fn text(&self, a1: &str) -> Option<&str> {
        self.cells.get(a1).map(|(_, text)| text.as_str())
    }
    pub fn kind(&self, a1: &str) -> Option<&str> {
        self.cells.get(a1).map(|(kind, _)| kind.as_str())
    }
    pub fn rows(&self) -> usize {
        self.row_numbers.len()
    }
}

pub fn upload() -> Limits {
    Limits::of(Profile::Upload)
}

pub fn local() -> Limits {
    Limits::of(Profile::Local)
}

/// Reads every sheet, and keeps the first.
pub fn read_bytes(name: &str, bytes: Vec<u8>, limits: Limits) -> Result<Reading, Box<Problem>> {
    let book = container::open(name, Input::Bytes(bytes.into()), &limits)?;
    let mut reading = Reading {
        kind: book.kind().to_owned(),
        sheets: book.sheets().iter().map(|s| (s.name.clone(), s.hidden)).collect(),
        notes: book.notes().iter().map(|n| n.code).collect(),
        sha256: book.sha256().map(str::to_owned),
        ..Reading::default()
    };
    for sheet in 0..book.sheets().len() {
        let mut stream = book.rows(sheet)?;
        let mut scratch = Reading::default();
        let into = if sheet == 0 { &mut reading } else { &mut scratch };
        into.hidden_columns.clone_from(&stream.extras().hidden_columns);
        into.merges.clone_from(&stream.extras().merges);
        into.dates_from_1904 = stream.extras().dates_from_1904;
        while let Some(chunk) = stream.next()? {
            let Chunk::Rows(batch) = chunk else { continue };
            for row in &batch.rows {
                into.row_numbers.push(row.row);
                if row.hidden {
                    into.hidden_rows.push(row.row);
                }
                for cell in batch.cells_of(row) {
                    let a1 = format!("{}{}", column_letters(cell.column), row.row);
                    if cell.formula {
                        into.formulas.push(a1.clone());
                    }
                    if cell.external {
                        into.external.push(a1.clone());
                    }
                    if cell.format != NumberFormat::Plain {
                        into.formats.insert(a1.clone(), cell.format);
                    }
                    let value = (format!("{:?}", cell.kind), batch.text_of(cell).to_owned());
                    assert!(into.cells.insert(a1, value).is_none(), "a cell came twice");
                }
            }
        }
        let notes = stream.take_notes();
        into.notes.extend(notes.iter().map(|n| n.code));
    }
    Ok(reading)
}

/// The code and place of what refused the file.
pub fn refusal(name: &str, bytes: Vec<u8>) -> (String, String) {
    match read_bytes(name, bytes, upload()) {
        Ok(_) => (String::new(), String::new()),
        Err(problem) => (problem.code.to_owned(), format!("{:?}", problem.site)),
    }
}
