//! Text as it stands between tags, made into the text that was meant.

/// Appends XML text: references resolved, line ends made `\n`. `None` if a reference means nothing.
pub(super) fn push_text(raw: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let mut rest = raw;
    while let Some(at) = memchr::memchr2(b'&', b'\r', rest) {
        let (before, special) = rest.split_at_checked(at)?;
        out.extend_from_slice(before);
        if special.first() == Some(&b'&') {
            let end = memchr::memchr(b';', special.get(..special.len().min(12))?)?;
            push_reference(special.get(1..end)?, out)?;
            rest = special.get(end + 1..)?;
        } else {
            rest = push_line_end(special, out);
        }
    }
    out.extend_from_slice(rest);
    Some(())
}

/// Appends the content of a CDATA section: only line ends change.
pub(super) fn push_cdata(raw: &[u8], out: &mut Vec<u8>) {
    let mut rest = raw;
    while let Some((before, special)) = memchr::memchr(b'\r', rest).and_then(|at| rest.split_at_checked(at)) {
        out.extend_from_slice(before);
        rest = push_line_end(special, out);
    }
    out.extend_from_slice(rest);
}

/// `\r\n` and a lone `\r` are one line end; gives what follows it.
fn push_line_end<'r>(special: &'r [u8], out: &mut Vec<u8>) -> &'r [u8] {
    out.push(b'\n');
    special.strip_prefix(b"\r\n").or_else(|| special.get(1..)).unwrap_or_default()
}

fn push_reference(name: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let byte = match name {
        b"amp" => b'&',
        b"lt" => b'<',
        b"gt" => b'>',
        b"quot" => b'"',
        b"apos" => b'\'',
        _ => {
            let number = name.strip_prefix(b"#")?;
            let (digits, radix) = number.strip_prefix(b"x").map_or((number, 10), |hex| (hex, 16));
            let digits = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_alphanumeric()))?;
            let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|&c| is_xml_character(c))?;
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return Some(());
        }
    };
    out.push(byte);
    Some(())
}

fn is_xml_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Spreadsheets write characters that XML cannot hold as `_xHHHH_`, and a literal `_x000D_` as `_x005F_x000D_`.
/// Resolves them in `text` from `from` on.
pub(in crate::intake::xlsx) fn resolve_escapes(text: &mut Vec<u8>, from: usize) {
    let Some(first) = text.get(from..).and_then(|t| memchr::memmem::find(t, b"_x")) else { return };
    let tail = text.split_off(from + first);
    let mut rest = tail.as_slice();
    while let Some((&byte, after)) = rest.split_first() {
        let Some(unit) = escape(rest) else {
            text.push(byte);
            rest = after;
            continue;
        };
        rest = rest.get(7..).unwrap_or_default();
        // A character beyond 16 bits is written as two units.
        let low = escape(rest).filter(|low| (0xDC00..0xE000).contains(low) && (0xD800..0xDC00).contains(&unit));
        let c = match low {
            Some(low) => {
                rest = rest.get(7..).unwrap_or_default();
                char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
            }
            None => char::from_u32(unit),
        };
        text.extend_from_slice(c.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// The unit of an escape that stands at the front.
fn escape(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.first_chunk::<7>()?.strip_prefix(b"_x")?.strip_suffix(b"_")?;
    digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> Option<String> {
        let mut out = b">".to_vec();
        push_text(raw.as_bytes(), &mut out)?;
        resolve_escapes(&mut out, 1);
        String::from_utf8(out[1..].to_vec()).ok()
    }

    #[test]
    fn references_line_ends_and_escapes_are_resolved() {
        for (raw, meant) in [
            ("Smith &amp; Sons", "Smith & Sons"),
            ("&lt;b&gt; &quot;x&quot; &apos;", "<b> \"x\" '"),
            ("&#233;&#xE9;&#x1D11E;", "éé𝄞"),
            ("a\r\nb\rc\nd&#13;", "a\nb\nc\nd\r"),
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDCF7_ _xD83D_", "\u{1F4F7} \u{FFFD}"),
            ("st_xmas_x00G0_", "st_xmas_x00G0_"),
            ("_x0041", "_x0041"),
        ] {
            assert_eq!(text(raw).as_deref(), Some(meant), "{raw}");
        }
    }

    #[test]
    fn a_reference_that_means_nothing_is_not_text() {
        for raw in ["&lol;", "&", "a & b", "&#0;", "&#x110000;", "&#xD800;", "&#+65;", "&amp", "&;", "&#;", "&#xFFFFFFFFF;"] {
            assert_eq!(text(raw), None, "{raw}");
        }
    }
}
