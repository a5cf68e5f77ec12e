//! What stands before and behind the rows: columns, merged cells.

use crate::domain::problem::Problem;
use crate::intake::book::Merge;
use crate::intake::gather::GRID_COLUMNS;
use crate::intake::limits::Limits;
use crate::intake::xlsx::address;
use crate::intake::xlsx::expect_main_namespace;
use crate::intake::xlsx::feed::Feed;
use crate::intake::xlsx::tokens::{Event, Root, Tokens};

/// Reads up to the rows; gives the hidden columns.
pub(super) fn before_rows(tokens: &mut Tokens) -> Result<Vec<(u16, u16)>, Box<Problem>> {
    tokens.expect_root(b"worksheet")?;
    expect_main_namespace(tokens)?;
    let (mut hidden, mut in_columns) = (Vec::new(), false);
    loop {
        match tokens.next()? {
            Event::Start if tokens.depth() == 2 => {
                if tokens.is(b"sheetData") {
                    return Ok(hidden);
                }
                in_columns = tokens.is(b"cols");
            }
            Event::Start if in_columns && tokens.depth() == 3 && tokens.is(b"col") => {
                let (first, last) = column_run(tokens).ok_or_else(|| tokens.refuse("sheet.extent", "columns of the grid"))?;
                if tokens.flag(b"hidden") || is_zero(tokens.attribute(b"width")) {
                    hidden.push((first, last));
                }
            }
            Event::Done => return Err(tokens.refuse("xml.malformed", "a sheet with rows")),
            _ => {}
        }
    }
}

/// First and last column of a `col` element, from 0.
fn column_run(tokens: &Tokens) -> Option<(u16, u16)> {
    let number = |name| std::str::from_utf8(tokens.attribute(name)?).ok()?.parse::<u16>().ok();
    let (first, last) = (number(b"min")?, number(b"max")?);
    (1 <= first && first <= last && last <= GRID_COLUMNS).then(|| (first - 1, last - 1))
}

/// A height or width of zero hides as well as the flag does.
pub(super) fn is_zero(size: Option<&[u8]>) -> bool {
    size.is_some_and(|text| text.contains(&b'0') && text.iter().all(|b| matches!(b, b'0' | b'.')))
}

/// Reads what is behind the rows, to the end of the part; gives the merged cells.
pub(super) fn after_rows(tokens: &mut Tokens) -> Result<Vec<Merge>, Box<Problem>> {
    let (mut merges, mut in_merges) = (Vec::new(), false);
    loop {
        match tokens.next()? {
            Event::Start if tokens.depth() == 2 => {
                // Rows in two places: which of them counts would depend on the reader.
                if tokens.is(b"sheetData") {
                    return Err(tokens.malformed());
                }
                in_merges = tokens.is(b"mergeCells");
            }
            Event::Start if in_merges && tokens.depth() == 3 && tokens.is(b"mergeCell") => {
                let range = tokens.attribute(b"ref").and_then(address::range);
                merges.push(range.ok_or_else(|| tokens.refuse("sheet.extent", "merged cells of the grid"))?);
            }
            Event::Done => return Ok(merges),
            _ => {}
        }
    }
}

/// Passes over the rows without reading them and gives the merged cells behind them. The rows are read
/// later, and what is then found behind them must be the same.
pub(super) fn look_ahead(mut feed: Feed, limits: &Limits, root: &Root) -> Result<Vec<Merge>, Box<Problem>> {
    let rows = root.prefixed(b"sheetData");
    let mut needle = b"</".to_vec();
    needle.extend_from_slice(&rows);
    let finder = memchr::memmem::Finder::new(&needle);
    loop {
        if let Some(at) = finder.find(feed.window()) {
            feed.skip(at);
            break;
        }
        let passed = feed.window().len().saturating_sub(needle.len() - 1);
        feed.skip(passed);
        if !feed.more()? {
            return Ok(Vec::new());
        }
    }
    let mut tokens = Tokens::inside(feed, limits, root);
    tokens.enter(&rows);
    let merges = after_rows(&mut tokens)?;
    Ok(merges)
}
