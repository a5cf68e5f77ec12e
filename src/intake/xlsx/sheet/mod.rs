//! One sheet as a stream of rows.
//!
//! Most cells have one of a few byte shapes and are taken whole by [`quick`]; every other shape goes
//! through the strict reader of tags in [`cell`]. Both end in [`Rows::put`], so the same checks hold.

mod cell;
mod edges;
mod quick;

use super::Shared;
use super::content::block_for;
use super::feed::Feed;
use super::tokens::{Event, Tokens};
use crate::domain::problem::{Problem, Site};
use crate::intake::batch::CellKind;
use crate::intake::book::{Chunk, Merge, RowStream, SheetExtras};
use crate::intake::container::inflate::PartReader;
use crate::intake::container::note;
use crate::intake::gather::{Put, Rows};
use quick::Value;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// Parts over this size are inflated on a thread of their own.
const THREAD_FROM: u64 = 1 << 20;
/// Parts up to this size are looked through for merged cells before their rows are read.
const LOOK_AHEAD: u64 = 64 << 20;

/// The rows of one sheet.
pub(super) struct SheetStream {
    tokens: Tokens,
    shared: Arc<Shared>,
    rows: Rows,
    extras: SheetExtras,
    /// The short ways are open: the sheet uses no prefix for its own names.
    plain: bool,
    looked_ahead: bool,
    ended: bool,
    notes: Vec<Problem>,
    value: Vec<u8>,
    formula: Vec<u8>,
    external_groups: BTreeSet<u32>,
}

impl SheetStream {
    /// Opens a sheet and reads up to its rows.
    pub(super) fn open(shared: Arc<Shared>, name: &str, entry: usize, known: &OnceLock<Vec<Merge>>) -> Result<Self, Box<Problem>> {
        let declared = shared.package.entry(entry).map_or(0, |e| e.unpacked);
        let block = block_for(declared);
        Self::open_by(shared, name, entry, known, block, declared > THREAD_FROM)
    }

    /// The same with blocks of a given size, so that tests can cut a sheet anywhere.
    fn open_by(
        shared: Arc<Shared>,
        name: &str,
        entry: usize,
        known: &OnceLock<Vec<Merge>>,
        block: usize,
        thread: bool,
    ) -> Result<Self, Box<Problem>> {
        let limits = &shared.limits;
        let part = || PartReader::new(Arc::clone(&shared.package), entry, limits);
        let feed = if thread { Feed::on_a_thread(part) } else { Feed::here(part(), block) };
        let mut tokens = Tokens::new(feed, limits);
        let hidden_columns = edges::before_rows(&mut tokens)?;
        let declared = shared.package.entry(entry).map_or(0, |e| e.unpacked);
        let looked_ahead = declared <= LOOK_AHEAD && !tokens.is_empty_element();
        let merges = match known.get() {
            Some(merges) => merges.clone(),
            None if looked_ahead => {
                let found = edges::look_ahead(Feed::here(part(), block), limits, &tokens.root())?;
                known.get_or_init(|| found).clone()
            }
            None => Vec::new(),
        };
        let plain = tokens.root().is_plain();
        let rows = Rows::new(name, limits);
        let extras = SheetExtras { merges, hidden_columns, dates_from_1904: shared.dates_from_1904 };
        Ok(Self {
            tokens,
            shared,
            rows,
            extras,
            plain,
            looked_ahead,
            ended: false,
            notes: Vec::new(),
            value: Vec::new(),
            formula: Vec::new(),
            external_groups: BTreeSet::new(),
        })
    }

    fn read_batch(&mut self) -> Result<Option<Chunk>, Box<Problem>> {
        while !self.ended && !self.rows.is_full() {
            if !self.row()? {
                self.end()?;
            }
        }
        Ok(self.rows.take()?.map(Chunk::Rows))
    }

    /// Reads one row; `false` where the rows end.
    fn row(&mut self) -> Result<bool, Box<Problem>> {
        loop {
            if let Some((row, length)) = quick::row(self.tokens.front()).filter(|_| self.plain) {
                self.tokens.skip(length);
                self.tokens.enter(b"row");
                self.rows.begin(Some(row), false)?;
                break;
            }
            match self.tokens.next()? {
                Event::Start if self.tokens.is(b"row") => {
                    let (row, hidden) = self.row_attributes()?;
                    self.rows.begin(row, hidden)?;
                    break;
                }
                Event::End => return Ok(false),
                Event::Text if self.tokens.is_blank() => {}
                Event::Start | Event::Text | Event::Done => return Err(self.tokens.malformed()),
            }
        }
        self.cells()?;
        Ok(true)
    }

    fn row_attributes(&self) -> Result<(Option<u32>, bool), Box<Problem>> {
        let row = match self.tokens.attribute(b"r") {
            Some(digits) => Some(super::address::row(digits).ok_or_else(|| self.rows.outside(digits))?),
            None => None,
        };
        Ok((row, self.tokens.flag(b"hidden") || edges::is_zero(self.tokens.attribute(b"ht"))))
    }

    fn cells(&mut self) -> Result<(), Box<Problem>> {
        loop {
            if self.plain {
                self.quick_cells()?;
                if self.tokens.front().starts_with(b"</row>") {
                    self.tokens.skip(6);
                    self.tokens.leave();
                    return Ok(());
                }
            }
            match self.tokens.next()? {
                Event::Start if self.tokens.is(b"c") => self.general_cell()?,
                Event::Start if self.tokens.is(b"extLst") => self.tokens.skip_element()?,
                Event::End => return Ok(()),
                Event::Text if self.tokens.is_blank() => {}
                Event::Start | Event::Text | Event::Done => return Err(self.tokens.malformed()),
            }
        }
    }

    /// Takes cells of the usual shapes as long as they come. Whatever is odd about a cell is left to the
    /// general way, which knows the words for it.
    fn quick_cells(&mut self) -> Result<(), Box<Problem>> {
        let window = self.tokens.front();
        let mut taken = 0;
        while let Some(found) = quick::cell(window.get(taken..).unwrap_or_default(), self.rows.digits()) {
            let Some(format) = self.shared.format(found.style).filter(|_| self.rows.comes_next(found.column)) else { break };
            let (kind, text) = match found.value {
                Value::Nothing => (CellKind::Text, [].as_slice()),
                Value::Number(text) => (CellKind::Number, text),
                Value::Text(text) => (CellKind::Text, text),
                Value::Shared(index) => match self.shared.texts.get(index) {
                    Some(text) => (CellKind::Text, text.as_bytes()),
                    None => break,
                },
            };
            if found.formula {
                if self.shared.calculate_on_load {
                    break;
                }
                self.rows.formulas += 1;
            }
            self.rows.advance(found.column);
            if !text.is_empty() {
                self.rows.put(Put { column: found.column, kind, format, formula: found.formula, external: false }, text)?;
            }
            taken += found.length;
        }
        self.tokens.skip(taken);
        Ok(())
    }

    /// What stands behind the rows, to the end of the part.
    fn end(&mut self) -> Result<(), Box<Problem>> {
        self.ended = true;
        let merges = edges::after_rows(&mut self.tokens)?;
        if self.looked_ahead && merges != self.extras.merges {
            return Err(self.tokens.malformed());
        }
        let site = || Site::Sheet(self.rows.sheet().to_owned());
        if !self.looked_ahead && !merges.is_empty() && self.rows.any() {
            self.notes.push(note("sheet.merges_late", site(), format!("{} merged ranges", merges.len()), "a smaller sheet"));
        }
        if self.shared.calculate_on_load && self.rows.formulas > 0 {
            self.notes.push(note(
                "book.not_calculated",
                site(),
                format!("{} formulas", self.rows.formulas),
                "a workbook saved after calculating",
            ));
        }
        Ok(())
    }
}

impl RowStream for SheetStream {
    fn extras(&self) -> &SheetExtras {
        &self.extras
    }
    fn next(&mut self) -> Result<Option<Chunk>, Box<Problem>> {
        let batch = self.read_batch();
        self.ended |= batch.is_err();
        batch
    }
    fn take_notes(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.notes)
    }
    fn sha256(&mut self) -> Option<String> {
        None
    }
}

impl Shared {
    /// What the number format of a style makes of a number. A book without styles has plain numbers.
    fn format(&self, style: u32) -> Option<crate::intake::batch::NumberFormat> {
        match &self.formats {
            Some(formats) if style == 0 => Some(formats.first().copied().unwrap_or_default()),
            Some(formats) => formats.get(usize::try_from(style).ok()?).copied(),
            None => Some(crate::intake::batch::NumberFormat::Plain),
        }
    }
}

#[cfg(test)]
mod tests;
