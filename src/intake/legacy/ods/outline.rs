//! The sheets of an OpenDocument spreadsheet, before their rows are read.

use super::cell::repeats;
use crate::domain::problem::Problem;
use crate::intake::book::{Merge, SheetExtras};
use crate::intake::gather::{GRID_COLUMNS, GRID_ROWS};
use crate::intake::xlsx::tokens::{Event, Tokens};
use std::collections::BTreeSet;

/// Depth of a sheet: document, body, spreadsheet, table.
pub(super) const SHEET_DEPTH: usize = 4;

/// One sheet.
pub(super) struct Outline {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) extras: SheetExtras,
}

/// Where the pass stands inside a sheet.
#[derive(Default)]
struct Place {
    row: u32,
    rows: u32,
    column: u32,
    layout_column: u32,
}

/// Reads the whole content part.
pub(super) fn read(mut tokens: Tokens) -> Result<Vec<Outline>, Box<Problem>> {
    let (mut sheets, mut hidden_styles) = (Vec::<Outline>::new(), BTreeSet::new());
    let (mut style, mut place) = (Vec::new(), Place::default());
    loop {
        match tokens.next()? {
            Event::Start => match tokens.full_name() {
                b"style:style" => style = tokens.attribute(b"style:name").unwrap_or_default().to_vec(),
                b"style:table-properties" if tokens.attribute(b"table:display") == Some(b"false") => {
                    hidden_styles.insert(style.clone());
                }
                b"table:table" if tokens.depth() == SHEET_DEPTH => {
                    place = Place::default();
                    let style = tokens.attribute(b"table:style-name").unwrap_or_default();
                    sheets.push(Outline {
                        name: tokens.full_attribute_text(b"table:name")?.unwrap_or_default(),
                        hidden: hidden_styles.contains(style),
                        extras: SheetExtras::default(),
                    });
                }
                b"table:tracked-changes" => tokens.skip_element()?,
                b"table:table-column" => {
                    if let Some(sheet) = sheets.last_mut() {
                        column(&tokens, &mut place, sheet)?;
                    }
                }
                b"table:table-row" => {
                    place.row =
                        place.row.saturating_add(std::mem::replace(&mut place.rows, repeats(&tokens, b"table:number-rows-repeated")?));
                    place.column = 0;
                }
                b"table:table-cell" | b"table:covered-table-cell" => {
                    if let Some(sheet) = sheets.last_mut() {
                        merge(&tokens, &place, sheet)?;
                    }
                    place.column = place.column.saturating_add(repeats(&tokens, b"table:number-columns-repeated")?);
                    // What stands inside a cell, another table included, is not layout of the sheet.
                    tokens.skip_element()?;
                }
                _ => {}
            },
            Event::Done => return Ok(sheets),
            _ => {}
        }
    }
}

fn column(tokens: &Tokens, place: &mut Place, sheet: &mut Outline) -> Result<(), Box<Problem>> {
    let first = place.layout_column;
    place.layout_column = first.saturating_add(repeats(tokens, b"table:number-columns-repeated")?);
    let hidden = matches!(tokens.attribute(b"table:visibility"), Some(b"collapse" | b"filter"));
    let last = place.layout_column.min(u32::from(GRID_COLUMNS)).saturating_sub(1);
    if let (Ok(first), Ok(last), true) = (u16::try_from(first), u16::try_from(last), hidden && first <= last) {
        sheet.extras.hidden_columns.push((first, last));
    }
    Ok(())
}

fn merge(tokens: &Tokens, place: &Place, sheet: &mut Outline) -> Result<(), Box<Problem>> {
    let columns = repeats(tokens, b"table:number-columns-spanned")?;
    let rows = repeats(tokens, b"table:number-rows-spanned")?;
    if columns == 1 && rows == 1 {
        return Ok(());
    }
    let (first_row, last_row) = (place.row.saturating_add(1), place.row.saturating_add(rows));
    let last_column = place.column.saturating_add(columns).saturating_sub(1);
    let inside = last_row <= GRID_ROWS && last_column < u32::from(GRID_COLUMNS);
    let (Ok(first_column), Ok(last_column), true) = (u16::try_from(place.column), u16::try_from(last_column), inside) else {
        return Err(tokens.refuse("sheet.extent", "merged cells of the grid"));
    };
    sheet.extras.merges.push(Merge { first_row, last_row, first_column, last_column });
    Ok(())
}
