//! The records of an old Excel workbook, walked before another reader sees them.
//!
//! Nothing is decoded but what guards: where cells stand, how far they reach, what is hidden or merged,
//! whether the book is encrypted.

use crate::domain::place::column_letters;
use crate::domain::problem::{Problem, Site};
use crate::intake::book::Merge;
use crate::intake::container::{password, refusal};
use hashbrown::HashSet;
use std::collections::BTreeSet;

/// A sheet may span no more cells than this, filled or not: the other reader makes a place for each.
const AREA_MOST: u64 = 4_000_000;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const DIMENSIONS: u16 = 0x0200;
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007D;
const MERGES: u16 = 0x00E5;
const SHEET: u16 = 0x0085;
const ENCRYPTED: u16 = 0x002F;
const CALENDAR: u16 = 0x0022;
const FORMULA: u16 = 0x0006;
const SEVERAL: u16 = 0x00BD;
/// Number, label, formatted label, boolean or error, packed number, pointer to a text.
const CELLS: [u16; 6] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD];

/// What the walk learns of the book.
#[derive(Debug, Default)]
pub(super) struct BookWalk {
    pub(super) dates_from_1904: bool,
    pub(super) sheets: Vec<SheetWalk>,
}

/// What the walk learns of one sheet.
#[derive(Debug, Default)]
pub(super) struct SheetWalk {
    pub(super) hidden_rows: BTreeSet<u32>,
    pub(super) hidden_columns: Vec<(u16, u16)>,
    pub(super) merges: Vec<Merge>,
    pub(super) formulas: BTreeSet<(u32, u16)>,
}

/// Walks the stream `Workbook` (or `Book`).
///
/// # Errors
/// `book.password`, `book.macro`, `book.malformed`, `sheet.extent`, `sheet.duplicate_cell`.
pub(super) fn walk(stream: &[u8]) -> Result<BookWalk, Box<Problem>> {
    let mut book = BookWalk::default();
    let mut sheets = Vec::new();
    let mut records = Records { rest: stream };
    loop {
        let (kind, data) = records.next_record().ok_or_else(malformed)?;
        match kind {
            ENCRYPTED => return Err(password()),
            CALENDAR => book.dates_from_1904 = u16_at(data, 0) == Some(1),
            SHEET => {
                let position = u32_at(data, 0).and_then(|p| usize::try_from(p).ok()).ok_or_else(malformed)?;
                let kind = data.get(5).copied().ok_or_else(malformed)?;
                if kind == 1 || kind == 6 {
                    return Err(refusal("book.macro", Site::File, "a macro sheet", "a workbook without macros (.xlsx)"));
                }
                sheets.push(position);
            }
            END => break,
            _ => {}
        }
    }
    for position in sheets {
        let rest = stream.get(position..).ok_or_else(malformed)?;
        book.sheets.push(sheet(Records { rest })?);
    }
    Ok(book)
}

fn sheet(mut records: Records<'_>) -> Result<SheetWalk, Box<Problem>> {
    let mut walk = SheetWalk::default();
    let mut seen = Seen::default();
    let mut depth = 0_usize;
    loop {
        let (kind, data) = records.next_record().ok_or_else(malformed)?;
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => return Ok(walk),
            END => depth -= 1,
            // Charts inside the sheet have cells of their own.
            _ if depth > 1 => {}
            _ => cell_or_layout(kind, data, &mut walk, &mut seen)?,
        }
    }
}

fn cell_or_layout(kind: u16, data: &[u8], walk: &mut SheetWalk, seen: &mut Seen) -> Result<(), Box<Problem>> {
    match kind {
        DIMENSIONS => check_dimensions(data),
        ROW => {
            let (row, flags) = (u16_at(data, 0).ok_or_else(malformed)?, u16_at(data, 12).unwrap_or(0));
            if flags & 0x20 != 0 {
                walk.hidden_rows.insert(u32::from(row) + 1);
            }
            Ok(())
        }
        COLUMNS => {
            let (first, last, flags) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 8).unwrap_or(0));
            if let (Some(first), Some(last), true) = (first, last, flags & 1 != 0) {
                walk.hidden_columns.push((first, last));
            }
            Ok(())
        }
        MERGES => merges(data, &mut walk.merges).ok_or_else(malformed),
        SEVERAL => {
            let last = data.len().checked_sub(2).and_then(|at| u16_at(data, at));
            let (Some(row), Some(first), Some(last)) = (u16_at(data, 0), u16_at(data, 2), last) else { return Err(malformed()) };
            (first..=last).try_for_each(|column| seen.cell(row, column))
        }
        _ if kind == FORMULA || CELLS.contains(&kind) => {
            let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { return Err(malformed()) };
            if kind == FORMULA {
                walk.formulas.insert((u32::from(row) + 1, column));
            }
            seen.cell(row, column)
        }
        _ => Ok(()),
    }
}

/// Cells met so far in one sheet.
#[derive(Default)]
struct Seen {
    cells: HashSet<(u16, u16), foldhash::fast::FixedState>,
    reach: Option<[u16; 4]>,
}

impl Seen {
    fn cell(&mut self, row: u16, column: u16) -> Result<(), Box<Problem>> {
        let [top, bottom, left, right] = self.reach.unwrap_or([row, row, column, column]);
        let reach = [top.min(row), bottom.max(row), left.min(column), right.max(column)];
        self.reach = Some(reach);
        check_area(u64::from(reach[1] - reach[0]) + 1, u64::from(reach[3] - reach[2]) + 1)?;
        if self.cells.insert((row, column)) {
            return Ok(());
        }
        let a1 = format!("{}{}", column_letters(column), u32::from(row) + 1);
        Err(refusal("sheet.duplicate_cell", Site::Named { sheet: String::new(), a1 }, "", "each cell once"))
    }
}

/// The extent a sheet declares is believed by the other reader, so it must be one that can be true.
fn check_dimensions(data: &[u8]) -> Result<(), Box<Problem>> {
    let wide = |at| u32_at(data, at);
    let short = |at| u16_at(data, at).map(u32::from);
    let found = match data.len() {
        10 => [short(0), short(2), short(4), short(6)],
        14 | 16 => [wide(0), wide(4), short(8), short(10)],
        _ => return Err(malformed()),
    };
    let [Some(first_row), Some(rows), Some(first_column), Some(columns)] = found else { return Err(malformed()) };
    if rows == 0 || columns == 0 {
        return Ok(());
    }
    let first_column = if first_column > 0xFF || columns < first_column { 0 } else { first_column };
    if first_row >= rows || first_column >= columns || rows > 65_536 {
        return Err(extent());
    }
    check_area(u64::from(rows - first_row), u64::from(columns - first_column))
}

fn check_area(rows: u64, columns: u64) -> Result<(), Box<Problem>> {
    if rows * columns > AREA_MOST { Err(extent()) } else { Ok(()) }
}

fn merges(data: &[u8], merges: &mut Vec<Merge>) -> Option<()> {
    let count = usize::from(u16_at(data, 0)?);
    for range in data.get(2..)?.chunks_exact(8).take(count) {
        let [first_row, last_row] = [u16_at(range, 0)?, u16_at(range, 2)?].map(|row| u32::from(row) + 1);
        let (first_column, last_column) = (u16_at(range, 4)?, u16_at(range, 6)?);
        merges.push(Merge { first_row, last_row, first_column, last_column });
    }
    Some(())
}

struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Records<'s> {
    fn next_record(&mut self) -> Option<(u16, &'s [u8])> {
        let (kind, length) = (u16_at(self.rest, 0)?, usize::from(u16_at(self.rest, 2)?));
        let data = self.rest.get(4..4 + length)?;
        self.rest = self.rest.get(4 + length..)?;
        Some((kind, data))
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn malformed() -> Box<Problem> {
    super::damaged("records that break off")
}
fn extent() -> Box<Problem> {
    refusal("sheet.extent", Site::File, "", format!("a sheet that spans at most {AREA_MOST} cells"))
}
