//! One cell of an OpenDocument spreadsheet: its kind and exact text.

use crate::domain::problem::Problem;
use crate::intake::batch::{CellKind, NumberFormat};
use crate::intake::xlsx::tokens::{Event, Tokens};

/// A cell with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OdsCell {
    pub(super) kind: CellKind,
    pub(super) format: NumberFormat,
    pub(super) formula: bool,
    pub(super) external: bool,
    pub(super) text: String,
}

/// A count attribute, 1 if it is not there.
pub(super) fn repeats(tokens: &Tokens, name: &[u8]) -> Result<u32, Box<Problem>> {
    let Some(digits) = tokens.attribute(name) else { return Ok(1) };
    let count = std::str::from_utf8(digits).ok().and_then(|d| d.parse::<u32>().ok()).filter(|&count| count > 0);
    count.ok_or_else(|| tokens.malformed())
}

/// Reads the cell whose start tag was just read; `None` if it holds nothing.
pub(super) fn read(tokens: &mut Tokens, most: usize) -> Result<Option<OdsCell>, Box<Problem>> {
    let kind = tokens.attribute(b"office:value-type").map(<[u8]>::to_vec);
    let error = tokens.attribute(b"calcext:value-type") == Some(b"error");
    let formula = tokens.full_attribute_text(b"table:formula")?;
    let named: &[u8] = match kind.as_deref() {
        Some(b"date") => b"office:date-value",
        Some(b"time") => b"office:time-value",
        Some(b"boolean") => b"office:boolean-value",
        Some(b"string") => b"office:string-value",
        _ => b"office:value",
    };
    let given = tokens.full_attribute_text(named)?;
    let shown = shown_text(tokens, most)?;
    let mut cell = OdsCell {
        kind: CellKind::Text,
        format: NumberFormat::Plain,
        formula: formula.is_some(),
        // 'file:///rates.ods'#$Sheet1.A1
        external: formula.is_some_and(|f| f.contains("'#$")),
        text: String::new(),
    };
    (cell.kind, cell.text) = match kind.as_deref() {
        _ if error => (CellKind::Error, shown),
        Some(b"float" | b"percentage" | b"currency") => (CellKind::Number, given.unwrap_or_default()),
        Some(b"date") => (CellKind::IsoDate, given.unwrap_or_default()),
        Some(b"time") => {
            cell.format = NumberFormat::Time;
            (CellKind::IsoDate, given.unwrap_or_default())
        }
        Some(b"boolean") => match given.as_deref().map(str::to_ascii_lowercase).as_deref() {
            Some("true") => (CellKind::Boolean, "1".to_owned()),
            Some("false") => (CellKind::Boolean, "0".to_owned()),
            _ => (CellKind::UnknownType, shown),
        },
        Some(b"string") => (CellKind::Text, given.unwrap_or(shown)),
        // A cell without a kind shows nothing that counts; with a formula it was never calculated.
        None if cell.formula => (CellKind::FormulaWithoutValue, String::new()),
        None => return Ok(None),
        Some(_) => (CellKind::UnknownType, shown),
    };
    Ok((!cell.text.is_empty() || cell.kind == CellKind::FormulaWithoutValue).then_some(cell))
}

/// The paragraphs of the cell, one a line; comments and drawings are not its text.
fn shown_text(tokens: &mut Tokens, most: usize) -> Result<String, Box<Problem>> {
    let depth = tokens.depth();
    let (mut text, mut paragraphs, mut inside) = (Vec::new(), 0, 0_usize);
    loop {
        match tokens.next()? {
            Event::Start => match tokens.full_name() {
                b"text:p" => {
                    if paragraphs > 0 {
                        text.push(b'\n');
                    }
                    paragraphs += 1;
                    inside = tokens.depth();
                }
                b"text:s" => {
                    let count = repeats(tokens, b"text:c")? as usize;
                    if count > most {
                        return Err(tokens.refuse("cell.text_too_long", "at most 32,767 characters in a cell"));
                    }
                    text.resize(text.len() + count, b' ');
                }
                b"text:tab" => text.push(b'\t'),
                b"text:line-break" => text.push(b'\n'),
                name if name.starts_with(b"office:") || name.starts_with(b"draw:") || name.starts_with(b"table:") => {
                    tokens.skip_element()?;
                }
                _ => {}
            },
            Event::Text if inside > 0 => tokens.push_text(&mut text)?,
            Event::End => {
                if tokens.depth() < depth {
                    return String::from_utf8(text).map_err(|_| tokens.refuse("xml.encoding", "a part in UTF-8"));
                }
                if tokens.depth() < inside {
                    inside = 0;
                }
            }
            Event::Done => return Err(tokens.malformed()),
            Event::Text => {}
        }
        // Four bytes make a character at most.
        if text.len() > most.saturating_mul(4) {
            return Err(tokens.refuse("cell.text_too_long", "at most 32,767 characters in a cell"));
        }
    }
}
