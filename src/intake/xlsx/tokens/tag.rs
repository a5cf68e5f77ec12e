//! One start tag, taken apart.

use std::ops::Range;

/// An attribute: where its name and its value stand.
pub(super) type Attribute = (Range<usize>, Range<usize>);

/// What a window that begins with `<` came to.
pub(super) enum Tag {
    /// A whole start tag.
    Whole {
        /// Its name.
        name: Range<usize>,
        /// Its length, from `<` to `>`.
        length: usize,
        /// It ends in `/>`.
        empty: bool,
    },
    /// The window ends before the tag does.
    Short,
    /// More attributes than allowed.
    TooMany,
    /// Not a start tag.
    Bad,
}

/// Takes a start tag apart. Attributes must be quoted, apart from each other, and each there once.
pub(super) fn parse(window: &[u8], attributes: &mut Vec<Attribute>, most: usize) -> Tag {
    attributes.clear();
    let name = name_at(window, 1);
    let mut at = name.end;
    if !is_name(window.get(name.clone()).unwrap_or_default()) {
        return if at == window.len() { Tag::Short } else { Tag::Bad };
    }
    loop {
        let after = skip_space(window, at);
        let apart = after > at;
        match (window.get(after), window.get(after + 1)) {
            (Some(b'>'), _) => return Tag::Whole { name, length: after + 1, empty: false },
            (Some(b'/'), Some(b'>')) => return Tag::Whole { name, length: after + 2, empty: true },
            (Some(b'/'), None) | (None, _) => return Tag::Short,
            (Some(_), _) if !apart => return Tag::Bad,
            (Some(_), _) => {}
        }
        if attributes.len() >= most {
            return Tag::TooMany;
        }
        match attribute(window, after) {
            Ok(found) => {
                let same = |other: &Attribute| window.get(other.0.clone()) == window.get(found.0.clone());
                if attributes.iter().any(same) {
                    return Tag::Bad;
                }
                at = found.1.end + 1;
                attributes.push(found);
            }
            Err(tag) => return tag,
        }
    }
}

fn attribute(window: &[u8], at: usize) -> Result<Attribute, Tag> {
    let name = name_at(window, at);
    let equals = skip_space(window, name.end);
    let quote_at = skip_space(window, equals + 1);
    let quote = match (window.get(equals), window.get(quote_at)) {
        (Some(b'='), Some(&quote @ (b'"' | b'\''))) => quote,
        (None | Some(b'='), None) => return Err(Tag::Short),
        _ => return Err(Tag::Bad),
    };
    if !is_name(window.get(name.clone()).unwrap_or_default()) {
        return Err(Tag::Bad);
    }
    let rest = window.get(quote_at + 1..).unwrap_or_default();
    let Some(length) = memchr::memchr2(quote, b'<', rest) else { return Err(Tag::Short) };
    if rest.get(length) == Some(&b'<') {
        return Err(Tag::Bad);
    }
    Ok((name, quote_at + 1..quote_at + 1 + length))
}

fn name_at(window: &[u8], at: usize) -> Range<usize> {
    let rest = window.get(at..).unwrap_or_default();
    let ends = |b: &u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'=' | b'/' | b'>' | b'<' | b'"' | b'\'');
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    at..at + length
}

fn skip_space(window: &[u8], at: usize) -> usize {
    let rest = window.get(at..).unwrap_or_default();
    let length = rest.iter().position(|b| !is_space(*b)).unwrap_or(rest.len());
    at + length
}

/// White space of XML.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// A name with at most one prefix. Letters beyond ASCII are taken as they come.
pub(super) fn is_name(name: &[u8]) -> bool {
    let part = |part: &[u8]| {
        let letter = |b: &u8| b.is_ascii_alphabetic() || *b == b'_' || *b >= 0x80;
        part.first().is_some_and(letter) && part.iter().all(|b| letter(b) || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
    };
    let mut parts = name.split(|&b| b == b':');
    parts.next().is_some_and(part) && parts.next().is_none_or(part) && parts.next().is_none()
}
