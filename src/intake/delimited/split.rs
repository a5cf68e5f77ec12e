//! A block of text into rows of cells.
//!
//! Sixteen bytes are looked at together; a record without quotation marks, which is nearly every one,
//! costs little more than finding its delimiters. Records with quotation marks take the careful way.

use super::TextBlock;
use super::dialect::Dialect;
use super::refuse;
use crate::domain::problem::{Problem, Site};
use crate::intake::batch::{CellKind, RawCell, RawRow, RowBatch};
use wide::u8x16;

/// A block being split, some rows at a time: the cells of a few rows are still in a core's own cache when
/// they are read, those of a block are not.
pub struct Pieces {
    splitter: Splitter,
    /// Where splitting goes on, always at the beginning of a record, and where the block ends. Behind it
    /// stands the text of fields whose marks were doubled.
    at: usize,
    end: usize,
}

impl Pieces {
    pub(super) fn begin(block: TextBlock, batch: &mut RowBatch) -> Self {
        let TextBlock { text, first_line, dialect } = block;
        let splitter = Splitter {
            // Those of the batch, which keep their room from block to block, take their place at every turn.
            cells: Vec::new(),
            rows: Vec::new(),
            dialect,
            line: first_line,
            record_line: first_line,
            field: 0,
            fields: 0,
            first_cell: 0,
            quotes: false,
        };
        let end = text.len();
        batch.text = text;
        Self { splitter, at: 0, end }
    }

    /// Puts the next rows of the block, at most `most`, in place of those in `batch`, which must be the
    /// one the block was begun with. False, and no rows, after the last.
    pub fn next(&mut self, batch: &mut RowBatch, most: usize) -> Result<bool, Box<Problem>> {
        let mut text = std::mem::take(&mut batch.text);
        std::mem::swap(&mut self.splitter.cells, &mut batch.cells);
        std::mem::swap(&mut self.splitter.rows, &mut batch.rows);
        self.splitter.cells.clear();
        self.splitter.rows.clear();
        self.splitter.first_cell = 0;
        let mut unquoted = String::new();
        let base = text.len();
        self.at = self.splitter.run(&text.as_bytes()[..self.end], self.at, most, base, &mut unquoted)?;
        text.push_str(&unquoted);
        batch.text = text;
        std::mem::swap(&mut self.splitter.cells, &mut batch.cells);
        std::mem::swap(&mut self.splitter.rows, &mut batch.rows);
        Ok(!batch.rows.is_empty())
    }
}

struct Splitter {
    cells: Vec<RawCell>,
    rows: Vec<RawRow>,
    dialect: Dialect,
    line: u64,
    record_line: u64,
    /// Where the current field begins.
    field: usize,
    /// Fields of the current record that are complete.
    fields: u32,
    first_cell: u32,
    /// The current record has a quoted field.
    quotes: bool,
}

impl Splitter {
    /// Splits from `at`, the beginning of a record, up to `most` records, and returns where it stopped.
    fn run(&mut self, text: &[u8], mut at: usize, most: usize, base: usize, unquoted: &mut String) -> Result<usize, Box<Problem>> {
        while at < text.len() && self.rows.len() < most {
            let Marks { mut delimiters, mut others } = match text.get(at..at + WIDTH) {
                Some(chunk) => marks(chunk, self.dialect),
                None => marks_at_end(&text[at..], self.dialect),
            };
            let mut next = (at + WIDTH).min(text.len());
            loop {
                // Fields up to the next line end or quotation mark, or to the end of the stretch.
                let here = delimiters & below_lowest(others);
                self.end_fields(at, here);
                delimiters ^= here;
                if others == 0 {
                    break;
                }
                let p = at + others.trailing_zeros() as usize;
                others &= others - 1;
                if text[p] == self.dialect.line_end {
                    self.end_record(text, p);
                    if self.rows.len() == most {
                        next = p + 1;
                        break;
                    }
                } else if p == self.field {
                    // A quotation mark that opens a field.
                    next = self.quoted(text, p, base, unquoted)?;
                    break;
                }
            }
            at = next;
        }
        if self.rows.len() < most && (self.field < text.len() || self.fields > 0) {
            self.end_record(text, text.len());
        }
        Ok(at)
    }

    #[inline]
    fn push(&mut self, start: usize, len: usize) {
        self.cells.push(RawCell {
            start: start as u32,
            len: len as u32,
            column: self.fields.min(u32::from(u16::MAX)) as u16,
            kind: CellKind::Text,
            ..RawCell::default()
        });
    }

    /// Ends a field at every mark of a stretch that begins at `at`.
    #[inline]
    fn end_fields(&mut self, at: usize, mut marks: u64) {
        while marks != 0 {
            let p = at + marks.trailing_zeros() as usize;
            marks &= marks - 1;
            if p > self.field {
                self.push(self.field, p - self.field);
            }
            self.fields += 1;
            self.field = p + 1;
        }
    }

    #[inline]
    fn end_record(&mut self, text: &[u8], p: usize) {
        let end = if p > self.field && text[p - 1] == b'\r' { p - 1 } else { p };
        if end > self.field {
            self.push(self.field, end - self.field);
        }
        self.close_record();
        self.field = p + 1;
    }

    fn close_record(&mut self) {
        let cells = self.cells.len() as u32;
        self.rows.push(RawRow {
            row: u32::try_from(self.record_line).unwrap_or(u32::MAX),
            first_cell: self.first_cell,
            cells: cells - self.first_cell,
            fields: self.fields + 1,
            hidden: false,
            in_one_piece: !self.quotes,
        });
        self.quotes = false;
        self.first_cell = cells;
        self.fields = 0;
        self.line += 1;
        self.record_line = self.line;
    }

    /// Reads a quoted field that opens at `open` and returns where to go on: after its delimiter or
    /// line end. The unquoted text is kept apart where marks were doubled.
    fn quoted(&mut self, text: &[u8], open: usize, base: usize, unquoted: &mut String) -> Result<usize, Box<Problem>> {
        self.quotes = true;
        let mut at = open + 1;
        let mut doubled = false;
        let close = loop {
            match memchr::memchr(b'"', &text[at..]).map(|p| at + p) {
                None => {
                    let line = self.record_line;
                    let read = "a quotation mark that is never closed".to_owned();
                    return Err(refuse("csv.quote", Site::Line(line), read, "a closing quotation mark"));
                }
                Some(p) if text.get(p + 1) == Some(&b'"') => {
                    doubled = true;
                    at = p + 2;
                }
                Some(p) => break p,
            }
        };
        let inside = &text[open + 1..close];
        self.line += memchr::memchr_iter(self.dialect.line_end, inside).count() as u64;
        let mut after = close + 1;
        // Text after the closing mark belongs to the field, as spreadsheet programs read it.
        while after < text.len() && text[after] != self.dialect.delimiter && text[after] != self.dialect.line_end {
            after += 1;
        }
        let rest_end = if after > close + 1 && text[after - 1] == b'\r' { after - 1 } else { after };
        let rest = &text[close + 1..rest_end];
        if doubled || !rest.is_empty() {
            let start = unquoted.len();
            let inner = String::from_utf8_lossy(inside);
            unquoted.push_str(&inner.replace("\"\"", "\""));
            unquoted.push_str(&String::from_utf8_lossy(rest));
            if unquoted.len() > start {
                self.push(base + start, unquoted.len() - start);
            }
        } else if !inside.is_empty() {
            self.push(open + 1, inside.len());
        }
        if text.get(after) == Some(&self.dialect.delimiter) {
            self.fields += 1;
            // A quoted field at the very end leaves one more, empty, field.
            self.field = after + 1;
        } else {
            self.close_record();
            self.field = after + 1;
        }
        Ok(after + 1)
    }
}

/// Bytes looked at together.
const WIDTH: usize = 64;

/// One bit for each byte of a stretch.
struct Marks {
    delimiters: u64,
    /// Line ends and quotation marks.
    others: u64,
}

#[inline]
fn marks(chunk: &[u8], dialect: Dialect) -> Marks {
    let (delimiter, line_end, quote) = (u8x16::splat(dialect.delimiter), u8x16::splat(dialect.line_end), u8x16::splat(b'"'));
    let mut marks = Marks { delimiters: 0, others: 0 };
    for (i, part) in chunk.chunks_exact(16).enumerate() {
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(part);
        let v = u8x16::new(bytes);
        marks.delimiters |= u64::from(v.simd_eq(delimiter).to_bitmask()) << (16 * i);
        marks.others |= u64::from((v.simd_eq(line_end) | v.simd_eq(quote)).to_bitmask()) << (16 * i);
    }
    marks
}

fn marks_at_end(rest: &[u8], dialect: Dialect) -> Marks {
    let bits = |wanted: &[u8]| rest.iter().enumerate().filter(|(_, b)| wanted.contains(b)).fold(0, |bits, (i, _)| bits | 1_u64 << i);
    Marks { delimiters: bits(&[dialect.delimiter]), others: bits(&[dialect.line_end, b'"']) }
}

/// The bits below the lowest one; all of them where none is set.
const fn below_lowest(bits: u64) -> u64 {
    (bits & bits.wrapping_neg()).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (u32, u32, Vec<(u16, String)>);

    fn rows(text: &str, dialect: Dialect) -> Vec<Row> {
        let mut batch = RowBatch::default();
        TextBlock { text: text.to_owned(), first_line: 1, dialect }.split(&mut batch).unwrap();
        rows_in(&batch)
    }

    fn rows_in(batch: &RowBatch) -> Vec<Row> {
        let cells = |r: &RawRow| batch.cells_of(r).iter().map(|c| (c.column, batch.text_of(c).to_owned())).collect();
        batch.rows.iter().map(|r| (r.row, r.fields, cells(r))).collect()
    }

    fn in_pieces(text: &str, most: usize) -> Vec<Row> {
        let mut batch = RowBatch::default();
        let mut pieces = TextBlock { text: text.to_owned(), first_line: 1, dialect: Dialect::default() }.pieces(&mut batch);
        let mut all = Vec::new();
        while pieces.next(&mut batch, most).unwrap() {
            assert!(batch.rows.len() <= most);
            all.extend(rows_in(&batch));
        }
        all
    }

    fn cells(list: &[(u16, &str)]) -> Vec<(u16, String)> {
        list.iter().map(|(c, t)| (*c, (*t).to_owned())).collect()
    }

    #[test]
    fn plain_records_and_empty_fields() {
        let got = rows("a,b,c\r\n1,,3\r\n", Dialect::default());
        assert_eq!(got, [(1, 3, cells(&[(0, "a"), (1, "b"), (2, "c")])), (2, 3, cells(&[(0, "1"), (2, "3")]))]);
    }

    #[test]
    fn quoted_fields_with_delimiters_line_ends_and_doubled_marks() {
        let got = rows("a,\"x,\ny\",\"say \"\"hi\"\"\"\nlast,2,\"\"\n", Dialect::default());
        assert_eq!(got[0], (1, 3, cells(&[(0, "a"), (1, "x,\ny"), (2, "say \"hi\"")])));
        assert_eq!(got[1], (3, 3, cells(&[(0, "last"), (1, "2")])));
    }

    #[test]
    fn a_mark_inside_a_plain_field_is_a_letter() {
        assert_eq!(rows("5\" pipe,x\n", Dialect::default())[0].2, cells(&[(0, "5\" pipe"), (1, "x")]));
    }

    #[test]
    fn the_last_line_needs_no_end() {
        assert_eq!(rows("a,b\n1,2", Dialect::default()).len(), 2);
        assert_eq!(rows("a,b\n1,", Dialect::default())[1].1, 2);
        assert_eq!(rows("a;b", Dialect { delimiter: b';', line_end: b'\n' })[0].1, 2);
        assert_eq!(rows("a,\"b\"", Dialect::default()), [(1, 2, cells(&[(0, "a"), (1, "b")]))]);
    }

    proptest::proptest! {
        /// Whatever the fields hold, writing them quoted and reading them back gives the same fields.
        #[test]
        fn what_is_quoted_reads_back(records in proptest::collection::vec(proptest::collection::vec("[a-z,\"\n;|é ]{0,70}", 2..6), 1..8)) {
            let text: String = records
                .iter()
                .map(|r| r.iter().map(|f| format!("\"{}\"", f.replace('"', "\"\""))).collect::<Vec<_>>().join(",") + "\n")
                .collect();
            let got = rows(&text, Dialect::default());
            proptest::prop_assert_eq!(got.len(), records.len());
            for most in 1..4 {
                proptest::prop_assert_eq!(&in_pieces(&text, most), &got);
                proptest::prop_assert_eq!(in_pieces(text.trim_end_matches('\n'), most), rows(text.trim_end_matches('\n'), Dialect::default()));
                let plain = text.replace('"', "");
                proptest::prop_assert_eq!(in_pieces(&plain, most), rows(&plain, Dialect::default()));
            }
            for (row, record) in got.iter().zip(&records) {
                proptest::prop_assert_eq!(row.1 as usize, record.len());
                let expected: Vec<(u16, String)> =
                    record.iter().enumerate().filter(|(_, f)| !f.is_empty()).map(|(i, f)| (i as u16, f.clone())).collect();
                proptest::prop_assert_eq!(&row.2, &expected);
            }
        }
    }
}
