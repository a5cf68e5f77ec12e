//! The byte shapes in which Excel, LibreOffice, openpyxl and XlsxWriter write nearly every cell, taken whole.
//!
//! A shape is taken only if all of it is at hand and nothing in it needs to be resolved; anything else is
//! `None`, and the general reader has the say. So a mistake here can cost time, not truth.

use crate::intake::xlsx::shared_strings::is_edge;

/// A cell of a usual shape.
pub(super) struct Cell<'w> {
    pub(super) column: u16,
    pub(super) style: u32,
    pub(super) formula: bool,
    pub(super) value: Value<'w>,
    pub(super) length: usize,
}

/// Its value.
pub(super) enum Value<'w> {
    Nothing,
    Number(&'w [u8]),
    Text(&'w [u8]),
    Shared(u32),
}

enum Kind {
    Number,
    Shared,
    Inline,
    Formatted,
}

/// `<c r="B7" s="1" t="s">…</c>`, where `digits` is the row's own number.
#[inline]
pub(super) fn cell<'w>(window: &'w [u8], digits: &[u8]) -> Option<Cell<'w>> {
    let (column, rest) = column(window.strip_prefix(b"<c r=\"")?)?;
    let rest = rest.strip_prefix(digits)?.strip_prefix(b"\"")?;
    let (style, rest) = match rest.strip_prefix(b" s=\"") {
        Some(rest) => number(rest, b'"')?,
        None => (0, rest),
    };
    let (kind, rest) = match rest.split_first()? {
        (b'>', rest) => (Kind::Number, rest),
        (b' ', rest) => kind(rest)?,
        (b'/', rest) => {
            let rest = rest.strip_prefix(b">")?;
            return Some(Cell { column, style, formula: false, value: Value::Nothing, length: window.len() - rest.len() });
        }
        _ => return None,
    };
    let (formula, rest) = match rest.strip_prefix(b"<f>") {
        Some(rest) => (true, formula(rest)?),
        None => (false, rest),
    };
    let (value, rest) = match kind {
        Kind::Number => {
            let (text, rest) = plain_text(rest.strip_prefix(b"<v>")?)?;
            if text.is_empty() {
                return None;
            }
            (Value::Number(text), rest.strip_prefix(b"</v></c>")?)
        }
        Kind::Shared => {
            let (index, rest) = number(rest.strip_prefix(b"<v>")?, b'<')?;
            (Value::Shared(index), rest.strip_prefix(b"/v></c>")?)
        }
        Kind::Formatted => {
            let (text, rest) = plain_text(rest.strip_prefix(b"<v>")?)?;
            (Value::Text(text), rest.strip_prefix(b"</v></c>")?)
        }
        Kind::Inline if formula => return None,
        Kind::Inline => {
            let rest = rest.strip_prefix(b"<is><t")?;
            let (trims, rest) = match rest.strip_prefix(b">") {
                Some(rest) => (true, rest),
                None => (false, rest.strip_prefix(b" xml:space=\"preserve\">")?),
            };
            let (text, rest) = plain_text(rest)?;
            if trims && (text.first().is_some_and(|&b| is_edge(b)) || text.last().is_some_and(|&b| is_edge(b))) {
                return None;
            }
            (Value::Text(text), rest.strip_prefix(b"</t></is></c>")?)
        }
    };
    Some(Cell { column, style, formula, value, length: window.len() - rest.len() })
}

/// `<row r="7">` or `<row r="7" spans="1:35">`: its number and length.
pub(super) fn row(window: &[u8]) -> Option<(u32, usize)> {
    let rest = window.strip_prefix(b"<row r=\"")?;
    let end = rest.iter().take(8).position(|&b| b == b'"')?;
    let row = crate::intake::xlsx::address::row(rest.get(..end)?)?;
    let mut rest = rest.get(end + 1..)?;
    if let Some(spans) = rest.strip_prefix(b" spans=\"") {
        let end = spans.iter().position(|b| !b.is_ascii_digit() && *b != b':')?;
        rest = spans.get(end..)?.strip_prefix(b"\"")?;
    }
    let rest = rest.strip_prefix(b">")?;
    Some((row, window.len() - rest.len()))
}

#[inline]
fn column(rest: &[u8]) -> Option<(u16, &[u8])> {
    let (&first, mut rest) = rest.split_first()?;
    let mut column = letter(first)?;
    for _ in 0..2 {
        match rest.split_first() {
            Some((&next, tail)) if next.is_ascii_uppercase() => {
                column = column * 26 + letter(next)?;
                rest = tail;
            }
            _ => break,
        }
    }
    (column <= crate::intake::gather::GRID_COLUMNS).then_some((column - 1, rest))
}

#[inline]
fn letter(byte: u8) -> Option<u16> {
    byte.is_ascii_uppercase().then(|| u16::from(byte - b'A') + 1)
}

/// Digits up to and including `end`.
#[inline]
fn number(bytes: &[u8], end: u8) -> Option<(u32, &[u8])> {
    let mut number: u32 = 0;
    for (at, &byte) in bytes.iter().enumerate().take(10) {
        if byte == end && at > 0 {
            return Some((number, bytes.get(at + 1..)?));
        }
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u32::from(digit))?;
    }
    None
}

#[inline]
fn kind(rest: &[u8]) -> Option<(Kind, &[u8])> {
    let rest = rest.strip_prefix(b"t=\"")?;
    if let Some(rest) = rest.strip_prefix(b"s\">") {
        return Some((Kind::Shared, rest));
    }
    if let Some(rest) = rest.strip_prefix(b"inlineStr\">") {
        return Some((Kind::Inline, rest));
    }
    if let Some(rest) = rest.strip_prefix(b"n\">") {
        return Some((Kind::Number, rest));
    }
    rest.strip_prefix(b"str\">").map(|rest| (Kind::Formatted, rest))
}

/// Text up to a tag, if nothing in it needs to be resolved.
#[inline]
fn plain_text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'<' => return bytes.split_at_checked(at),
            b'&' | b'\r' => return None,
            b'_' if bytes.get(at + 1) == Some(&b'x') => return None,
            _ => {}
        }
    }
    None
}

/// A formula that cannot refer to another workbook: no bracket, nothing to resolve.
fn formula(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().position(|b| matches!(b, b'<' | b'[' | b'&'))?;
    bytes.get(end..)?.strip_prefix(b"</f>")
}
