//! Which character separates fields and which ends a line.

/// How a delimited text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// `,`, `;`, tab or `|`.
    pub(super) delimiter: u8,
    /// Line feed, or carriage return alone on very old systems.
    pub(super) line_end: u8,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: b',', line_end: b'\n' }
    }
}

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
const LINES_LOOKED_AT: usize = 40;

impl Dialect {
    /// Detects the dialect from the beginning of a text: the delimiter that gives the most lines the
    /// same number of fields, several of them; on a tie the one that splits the earliest line.
    pub(super) fn detect(text: &str) -> Self {
        let line_end = if text.contains('\n') || !text.contains('\r') { b'\n' } else { b'\r' };
        let mut best = (0_usize, usize::MAX, b',');
        for delimiter in DELIMITERS {
            let counts = field_counts(text.as_bytes(), delimiter, line_end);
            let (score, earliest) = score(&counts);
            if score > best.0 || (score == best.0 && score > 0 && earliest < best.1) {
                best = (score, earliest, delimiter);
            }
        }
        Self { delimiter: best.2, line_end }
    }

    pub(super) fn words(self) -> &'static str {
        match self.delimiter {
            b';' => "semicolon",
            b'\t' => "tab",
            b'|' => "bar",
            _ => "comma",
        }
    }
}

/// The best product of lines and separators among line widths, and the first line of that width.
fn score(counts: &[usize]) -> (usize, usize) {
    let mut best = (0, usize::MAX);
    for (at, &width) in counts.iter().enumerate().filter(|(_, w)| **w > 1) {
        let lines = counts.iter().filter(|w| **w == width).count();
        if lines * (width - 1) > best.0 {
            best = (lines * (width - 1), at);
        }
    }
    best
}

fn field_counts(text: &[u8], delimiter: u8, line_end: u8) -> Vec<usize> {
    let mut counts = Vec::new();
    let (mut fields, mut quoted, mut at_start, mut blank) = (1, false, true, true);
    for &b in text {
        if quoted {
            // A doubled quotation mark closes and opens again, which comes to the same here.
            quoted = b != b'"';
        } else if b == b'"' && at_start {
            quoted = true;
            blank = false;
        } else if b == delimiter {
            fields += 1;
            at_start = true;
            blank = false;
            continue;
        } else if b == line_end {
            if !blank {
                counts.push(fields);
            }
            if counts.len() == LINES_LOOKED_AT {
                return counts;
            }
            (fields, at_start, blank) = (1, true, true);
            continue;
        } else if b != b'\r' {
            blank = false;
        }
        // After a closing quotation mark another may follow: `"a ""b"" c"`.
        at_start = !quoted && b == b'"';
    }
    if !blank {
        counts.push(fields);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_that_splits_most_lines_alike_wins() {
        assert_eq!(Dialect::detect("a,b,c\n1,2,3\n").delimiter, b',');
        assert_eq!(Dialect::detect("Week;Mon;Tue\n1;8,5;7,5\n2;8,5;8\n").delimiter, b';');
        assert_eq!(Dialect::detect("Acme, Inc., Boston\na\tb\tc\n1\t2\t3\n4\t5\t6\n").delimiter, b'\t');
        assert_eq!(Dialect::detect("a,b,c\r1,2,3\r").line_end, b'\r');
    }

    #[test]
    fn on_a_tie_the_earliest_line_decides() {
        assert_eq!(Dialect::detect("a,b,c\n1;2;3\n1\t2\t3\n").delimiter, b',');
    }

    #[test]
    fn a_line_end_inside_quotation_marks_ends_no_record() {
        assert_eq!(field_counts(b"a,\"b\nc\",d\n1,2,3\n", b',', b'\n'), [3, 3]);
        assert_eq!(field_counts(b"a,\"say \"\"x,y\"\"\",d\n", b',', b'\n'), [3]);
    }
}
