//! The text as a stream of blocks, each ending where a record ends.

use super::dialect::Dialect;
use super::encoding::Encoding;
use super::{TextBlock, refuse, unreadable};
use crate::domain::problem::{Problem, Site};
use crate::intake::book::{Chunk, RowStream, SheetExtras};
use crate::intake::input::Input;
use crate::intake::limits::Limits;
use sha2::{Digest, Sha256};
use std::io::Read;

/// Bytes read at a time: small enough that a split block stays in a core's own cache.
const BLOCK: usize = 192 << 10;

/// Room for the beginning of the next record behind a block.
const SLACK: usize = 4096;

pub(super) struct TextStream {
    source: Box<dyn Read + Send>,
    hasher: Sha256,
    /// Bytes read and not yet handed on: the beginning of a record.
    carry: Vec<u8>,
    /// Empty buffers given back.
    spare: Vec<Vec<u8>>,
    decoder: Option<encoding_rs::Decoder>,
    dialect: Dialect,
    line: u64,
    read_bytes: u64,
    file_bytes: u64,
    line_bytes: usize,
    at_start: bool,
    ended: bool,
    extras: SheetExtras,
}

impl TextStream {
    pub(super) fn open(input: &Input, limits: &Limits, encoding: Encoding, dialect: Dialect) -> Result<Self, Box<Problem>> {
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16Le => Some(encoding_rs::UTF_16LE.new_decoder_with_bom_removal()),
            Encoding::Utf16Be => Some(encoding_rs::UTF_16BE.new_decoder_with_bom_removal()),
            Encoding::Windows1252 => Some(encoding_rs::WINDOWS_1252.new_decoder_without_bom_handling()),
        };
        Ok(Self {
            source: input.open().map_err(|e| unreadable(&e))?,
            hasher: Sha256::new(),
            carry: Vec::new(),
            spare: Vec::new(),
            decoder,
            dialect,
            line: 1,
            read_bytes: 0,
            file_bytes: limits.file_bytes,
            line_bytes: limits.line_bytes,
            at_start: true,
            ended: false,
            extras: SheetExtras::default(),
        })
    }

    /// Reads one block's worth of bytes onto `text` (as UTF-8). False at the end of the file.
    fn fill(&mut self, text: &mut Vec<u8>) -> Result<bool, Box<Problem>> {
        let before = text.len();
        let mut raw = Vec::new();
        let target = if self.decoder.is_none() { &mut *text } else { &mut raw };
        let start = target.len();
        let count = self.source.by_ref().take(BLOCK as u64).read_to_end(target).map_err(|e| unreadable(&e))?;
        self.hasher.update(&target[start..]);
        self.read_bytes += count as u64;
        if self.read_bytes > self.file_bytes {
            let read = format!("more than {} MiB", self.file_bytes >> 20);
            return Err(refuse("upload.too_large", Site::File, read, format!("at most {} MiB", self.file_bytes >> 20)));
        }
        if let Some(decoder) = &mut self.decoder {
            let mut decoded = String::with_capacity(raw.len() * 3 + 16);
            let (_, _, damaged) = decoder.decode_to_string(&raw, &mut decoded, count == 0);
            if damaged {
                let line = self.line;
                return Err(refuse("csv.encoding", Site::Line(line), format!("damaged text after line {line}"), "whole characters"));
            }
            text.extend_from_slice(decoded.as_bytes());
        }
        if self.at_start && text.len() >= 3 {
            self.at_start = false;
            if text.starts_with(&[0xEF, 0xBB, 0xBF]) {
                text.drain(..3);
            }
        }
        let fresh = &text[before.min(text.len())..];
        if holds_control_character(fresh) {
            let at = fresh.iter().position(|b| is_control(*b)).unwrap_or(0);
            let line = self.line + lines_in(&text[..before.min(text.len()) + at], self.dialect.line_end);
            let read = format!("a control character on line {line}");
            return Err(refuse("csv.control_character", Site::Line(line), read, "letters, figures and delimiters"));
        }
        Ok(count > 0)
    }
}

impl RowStream for TextStream {
    fn extras(&self) -> &SheetExtras {
        &self.extras
    }

    fn next(&mut self) -> Result<Option<Chunk>, Box<Problem>> {
        if self.ended {
            return Ok(None);
        }
        let mut text = self.spare.pop().unwrap_or_default();
        text.append(&mut self.carry);
        text.reserve(BLOCK + SLACK);
        let mut searched = 0;
        let cut = loop {
            let more = self.fill(&mut text)?;
            if !more {
                self.ended = true;
                break text.len();
            }
            if let Some(cut) = last_record_end(&text, searched, self.dialect) {
                break cut;
            }
            // No record ends here yet. With an open quotation mark the search must begin anew.
            searched = if memchr::memchr(b'"', &text).is_some() { 0 } else { text.len() };
            if text.len() > self.line_bytes {
                let line = self.line;
                let limit = format!("lines of at most {} bytes", self.line_bytes);
                return Err(refuse("csv.line_too_long", Site::Line(line), format!("a longer line at {line}"), limit));
            }
        };
        self.carry.extend_from_slice(&text[cut..]);
        text.truncate(cut);
        if text.is_empty() {
            return Ok(None);
        }
        let first_line = self.line;
        let text = String::from_utf8(text).map_err(|e| {
            let line = first_line + lines_in(&e.as_bytes()[..e.utf8_error().valid_up_to()], self.dialect.line_end);
            refuse("csv.encoding", Site::Line(line), format!("bytes on line {line} that are not UTF-8"), "text in UTF-8")
        })?;
        self.line += lines_in(text.as_bytes(), self.dialect.line_end);
        Ok(Some(Chunk::Text(TextBlock { text, first_line, dialect: self.dialect })))
    }

    fn reuse(&mut self, text: String) {
        let mut text = text.into_bytes();
        text.clear();
        self.spare.push(text);
    }

    fn take_notes(&mut self) -> Vec<Problem> {
        Vec::new()
    }

    fn sha256(&mut self) -> Option<String> {
        if !self.ended {
            return None;
        }
        let digest = std::mem::take(&mut self.hasher).finalize();
        Some(digest.iter().map(|b| format!("{b:02x}")).collect())
    }
}

fn is_control(b: u8) -> bool {
    b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')
}

/// Looks at whole stretches without stopping early, which the compiler turns into wide comparisons.
fn holds_control_character(text: &[u8]) -> bool {
    text.chunks(4096).any(|chunk| chunk.iter().fold(false, |found, b| found | is_control(*b)))
}

fn lines_in(text: &[u8], line_end: u8) -> u64 {
    memchr::memchr_iter(line_end, text).count() as u64
}

/// Where the last record that ends in `text` ends. Text before `searched` is known to hold no record end.
fn last_record_end(text: &[u8], searched: usize, dialect: Dialect) -> Option<usize> {
    if memchr::memchr(b'"', &text[searched..]).is_none() && (searched == 0 || memchr::memchr(b'"', text).is_none()) {
        return memchr::memrchr(dialect.line_end, &text[searched..]).map(|p| searched + p + 1);
    }
    let (mut end, mut quoted, mut at_start) = (None, false, true);
    for (i, &b) in text.iter().enumerate() {
        if quoted {
            quoted = b != b'"';
            at_start = !quoted;
        } else if b == b'"' && at_start {
            quoted = true;
        } else {
            if b == dialect.line_end {
                end = Some(i + 1);
            }
            at_start = b == dialect.delimiter || b == dialect.line_end;
        }
    }
    end
}
