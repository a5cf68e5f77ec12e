//! The table of texts that cells point to, read in one pass into one buffer.

use super::tokens::entities::resolve_escapes;
use super::tokens::{Event, Tokens};
use crate::domain::problem::Problem;
use crate::intake::gather::characters;
use crate::intake::limits::Limits;

/// Texts by index.
#[derive(Debug, Default)]
pub(super) struct SharedStrings {
    text: String,
    ends: Vec<u32>,
}

impl SharedStrings {
    /// The text of an index.
    pub(super) fn get(&self, index: u32) -> Option<&str> {
        let index = usize::try_from(index).ok()?;
        let end = *self.ends.get(index)? as usize;
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).map(|&e| e as usize))?;
        self.text.get(start..end)
    }
}

/// Reads the part. The counts it declares are compared at the end and never believed before.
pub(super) fn read(mut tokens: Tokens, limits: &Limits) -> Result<SharedStrings, Box<Problem>> {
    tokens.expect_root(b"sst")?;
    super::expect_main_namespace(&tokens)?;
    let declared = tokens.attribute(b"uniqueCount").map(<[u8]>::to_vec);
    let (mut text, mut ends) = (Vec::new(), Vec::new());
    loop {
        if let Some((plain, length)) = quick(tokens.front()) {
            text.extend_from_slice(plain);
            tokens.skip(length);
        } else {
            match tokens.next()? {
                Event::Start if tokens.is(b"si") => item_text(&mut tokens, &mut text)?,
                Event::Start if tokens.is(b"extLst") => {
                    tokens.skip_element()?;
                    continue;
                }
                Event::Text if tokens.is_blank() => continue,
                Event::End => continue,
                Event::Done => break,
                Event::Start | Event::Text => return Err(tokens.malformed()),
            }
        }
        let before = ends.last().copied().unwrap_or(0) as usize;
        check_length(&text, before, limits).ok_or_else(|| tokens.refuse("cell.text_too_long", "at most 32,767 characters in a cell"))?;
        ends.push(u32::try_from(text.len()).map_err(|_| tokens.refuse("parse.resources", "less text"))?);
    }
    if let Some(declared) = declared
        && !is_near(&declared, ends.len())
    {
        return Err(tokens.refuse("xml.count_mismatch", "as many texts as the part declares"));
    }
    let text = String::from_utf8(text).map_err(|_| tokens.refuse("xml.encoding", "a part in UTF-8"))?;
    Ok(SharedStrings { text, ends })
}

/// Some programs count a little wrong, or leave the count at zero; a count out of all proportion is a trap
/// for readers that reserve room by it.
fn is_near(declared: &[u8], held: usize) -> bool {
    let parsed = std::str::from_utf8(declared).ok().and_then(|d| d.trim().parse::<usize>().ok());
    parsed.is_some_and(|declared| declared == 0 || declared.abs_diff(held) <= held / 2 + 1000)
}

fn check_length(text: &[u8], from: usize, limits: &Limits) -> Option<()> {
    let added = text.get(from..)?;
    let fits = added.len() <= limits.cell_chars || characters(added) <= limits.cell_chars;
    fits.then_some(())
}

/// `<si><t>plain text</t></si>`, whole, without anything to resolve or trim.
fn quick(front: &[u8]) -> Option<(&[u8], usize)> {
    let rest = front.strip_prefix(b"<si><t>").or_else(|| front.strip_prefix(b"<si><t xml:space=\"preserve\">"))?;
    let trims = front.get(6) == Some(&b'>');
    let end = memchr::memchr(b'<', rest)?;
    let text = rest.get(..end)?;
    rest.get(end..)?.strip_prefix(b"</t></si>")?;
    let plain = !text.iter().enumerate().any(|(at, &b)| matches!(b, b'&' | b'\r') || (b == b'_' && text.get(at + 1) == Some(&b'x')));
    let edges = trims && (text.first().is_some_and(|&b| is_edge(b)) || text.last().is_some_and(|&b| is_edge(b)));
    (plain && !edges).then_some((text, front.len() - rest.len() + end + 9))
}

/// The text of a `si` or `is` element that just began: its `t` elements one after the other, those of
/// phonetic runs left out.
pub(super) fn item_text(tokens: &mut Tokens, out: &mut Vec<u8>) -> Result<(), Box<Problem>> {
    let depth = tokens.depth();
    loop {
        match tokens.next()? {
            Event::Start => match tokens.local() {
                Some(b"t") => run_text(tokens, out)?,
                Some(b"r") => {}
                Some(b"rPh" | b"rPr" | b"phoneticPr" | b"extLst") => tokens.skip_element()?,
                _ => return Err(tokens.malformed()),
            },
            Event::End if tokens.depth() < depth => return Ok(()),
            Event::End => {}
            Event::Text if tokens.is_blank() => {}
            Event::Text | Event::Done => return Err(tokens.malformed()),
        }
    }
}

/// One `t`: white space at its ends counts only where the element says so.
fn run_text(tokens: &mut Tokens, out: &mut Vec<u8>) -> Result<(), Box<Problem>> {
    let preserve = tokens.attribute(b"xml:space") == Some(b"preserve");
    let start = out.len();
    tokens.element_text(out)?;
    if !preserve {
        while out.len() > start && out.last().is_some_and(|&b| is_edge(b)) {
            out.pop();
        }
        let leading = out.get(start..).unwrap_or_default().iter().take_while(|&&b| is_edge(b)).count();
        out.drain(start..start + leading);
    }
    resolve_escapes(out, start);
    Ok(())
}

/// White space that is trimmed; a no-break space is not.
pub(super) fn is_edge(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
