//! The styles part: for each cell style, what its number format makes of a number.

use super::number_format::{built_in, classify};
use super::tokens::{Event, Tokens};
use crate::domain::problem::Problem;
use crate::intake::batch::NumberFormat;
use std::collections::BTreeMap;

/// No workbook has more styles; a spreadsheet program itself stops near 65,000.
const MOST: usize = 1 << 17;

/// The number format of each cell style, by its index.
pub(super) fn read(mut tokens: Tokens) -> Result<Vec<NumberFormat>, Box<Problem>> {
    tokens.expect_root(b"styleSheet")?;
    super::expect_main_namespace(&tokens)?;
    let mut custom: BTreeMap<u32, NumberFormat> = BTreeMap::new();
    let mut ids = Vec::new();
    let (mut in_formats, mut in_styles) = (false, false);
    loop {
        match tokens.next()? {
            Event::Start if tokens.depth() == 2 => {
                in_formats = tokens.is(b"numFmts");
                in_styles = tokens.is(b"cellXfs");
            }
            Event::Start if tokens.depth() == 3 && in_formats && tokens.is(b"numFmt") => {
                let code = tokens.attribute_text(b"formatCode")?.unwrap_or_default();
                let id = number(tokens.attribute(b"numFmtId")).ok_or_else(|| tokens.malformed())?;
                custom.insert(id, classify(&code));
            }
            Event::Start if tokens.depth() == 3 && in_styles && tokens.is(b"xf") => {
                ids.push(number(tokens.attribute(b"numFmtId").or(Some(b"0"))).ok_or_else(|| tokens.malformed())?);
                if ids.len() > MOST {
                    return Err(tokens.refuse("parse.resources", "fewer cell styles"));
                }
            }
            Event::Done => break,
            _ => {}
        }
    }
    Ok(ids.iter().map(|id| custom.get(id).copied().unwrap_or_else(|| built_in(*id))).collect())
}

fn number(value: Option<&[u8]>) -> Option<u32> {
    std::str::from_utf8(value?).ok()?.parse().ok()
}
