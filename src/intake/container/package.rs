//! The directory of a zip package, read and checked by ourselves before anything is inflated.
//!
//! Zip readers differ in what they make of a damaged or clever directory: the last entry of a name or
//! the first, the local header or the central one, data before the first entry or not. Whatever could be
//! read in two ways is refused here.

use super::refusal;
use crate::domain::problem::{Problem, Site};
use crate::intake::limits::Limits;
use std::collections::BTreeMap;
use std::sync::Arc;

const END: &[u8; 4] = b"PK\x05\x06";
const END_SIZE: usize = 22;
const END_64: &[u8; 4] = b"PK\x06\x06";
const LOCATOR_64: &[u8; 4] = b"PK\x06\x07";
const LOCATOR_64_SIZE: usize = 20;
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const LOCAL: &[u8; 4] = b"PK\x03\x04";
/// How a part is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// As it is.
    Stored,
    /// Deflate.
    Deflated,
}

/// One part.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) method: Method,
    pub(crate) crc: u32,
    pub(crate) packed: u64,
    pub(crate) unpacked: u64,
    flags: u16,
    header: u64,
    data: usize,
}

/// A package whose directory held together.
pub(crate) struct Package {
    bytes: Arc<[u8]>,
    entries: Vec<Entry>,
    by_name: BTreeMap<String, usize>,
}

impl Package {
    /// Reads and checks the directory.
    ///
    /// # Errors
    /// `upload.truncated` and the `zip.*` codes.
    pub(crate) fn open(bytes: Arc<[u8]>, limits: &Limits) -> Result<Self, Box<Problem>> {
        let directory = Directory::find(&bytes)?;
        if directory.count > limits.zip_entries as u64 {
            return Err(refusal(
                "zip.entries",
                Site::File,
                format!("{} parts", directory.count),
                format!("at most {} parts", limits.zip_entries),
            ));
        }
        let mut entries = directory.entries(&bytes)?;
        let by_name = check_names(&entries)?;
        check_sizes(&entries, limits)?;
        check_local_headers(&bytes, &mut entries, directory.start)?;
        Ok(Self { bytes, entries, by_name })
    }

    /// Every part, in the order of the directory.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// A part by its index.
    pub(crate) fn entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// A part by its name, as the package rules want: letter case does not matter.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(&name.to_ascii_lowercase()).copied()
    }

    /// The packed bytes of a part.
    pub(crate) fn packed(&self, index: usize) -> &[u8] {
        let range = self.entries.get(index).and_then(|e| {
            let end = e.data.checked_add(usize::try_from(e.packed).ok()?)?;
            self.bytes.get(e.data..end)
        });
        range.unwrap_or_default()
    }

    /// The whole file.
    pub(crate) fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    /// A part that only a workbook or document with macros has.
    pub(crate) fn holds_macros(&self) -> bool {
        self.by_name.keys().any(|name| {
            name.contains("vbaproject") || name.contains("/macrosheets/") || name.starts_with("basic/") || name.starts_with("scripts/")
        })
    }
}

/// Where the central directory lies.
struct Directory {
    count: u64,
    start: u64,
    end: u64,
}

impl Directory {
    fn find(bytes: &[u8]) -> Result<Self, Box<Problem>> {
        let from = bytes.len().saturating_sub(END_SIZE + usize::from(u16::MAX));
        let tail = bytes.get(from..).unwrap_or_default();
        let mut fitting = memchr::memmem::find_iter(tail, END)
            .map(|at| from + at)
            .filter(|&at| u16_at(bytes, at + 20).is_some_and(|comment| at + END_SIZE + usize::from(comment) == bytes.len()));
        let end = match (fitting.next(), fitting.next()) {
            (Some(end), None) => end,
            (Some(_), Some(_)) => return Err(malformed("one end of the directory, not two")),
            _ if memchr::memmem::find(tail, END).is_some() => return Err(malformed("nothing after the end of the directory")),
            _ => return Err(refusal("upload.truncated", Site::File, "no directory at its end", "a complete file")),
        };
        Self::at_end(bytes, end).ok_or_else(|| malformed("a directory that lies where its end says"))
    }

    fn at_end(bytes: &[u8], end: usize) -> Option<Self> {
        let (disk, directory_disk) = (u16_at(bytes, end + 4)?, u16_at(bytes, end + 6)?);
        let (count_here, count) = (u16_at(bytes, end + 8)?, u16_at(bytes, end + 10)?);
        let (size, start) = (u32_at(bytes, end + 12)?, u32_at(bytes, end + 16)?);
        if disk != 0 || directory_disk != 0 || count_here != count {
            return None;
        }
        let locator = end.checked_sub(LOCATOR_64_SIZE)?;
        if bytes.get(locator..)?.first_chunk::<4>()? == LOCATOR_64 {
            let wide = Self::at_end_64(bytes, locator)?;
            // What the short record can say, it must say alike.
            let alike = (count == u16::MAX || u64::from(count) == wide.count)
                && (start == u32::MAX || u64::from(start) == wide.start)
                && (size == u32::MAX || u64::from(size) == wide.end - wide.start);
            return alike.then_some(wide);
        }
        let start = u64::from(start);
        let found = Self { count: u64::from(count), start, end: start + u64::from(size) };
        (found.end == end as u64).then_some(found)
    }

    fn at_end_64(bytes: &[u8], locator: usize) -> Option<Self> {
        let record = usize::try_from(u64_at(bytes, locator + 8)?).ok()?;
        let length = u64_at(bytes, record.checked_add(4)?)?;
        let here = bytes.get(record..)?.first_chunk::<4>()? == END_64;
        let meets = (record as u64).checked_add(12)?.checked_add(length)? == locator as u64;
        let (disk, directory_disk) = (u32_at(bytes, record + 16)?, u32_at(bytes, record + 20)?);
        let (count_here, count) = (u64_at(bytes, record + 24)?, u64_at(bytes, record + 32)?);
        let (size, start) = (u64_at(bytes, record + 40)?, u64_at(bytes, record + 48)?);
        let end = start.checked_add(size)?;
        let whole = here && meets && disk == 0 && directory_disk == 0 && count_here == count && end == record as u64;
        whole.then_some(Self { count, start, end })
    }

    fn entries(&self, bytes: &[u8]) -> Result<Vec<Entry>, Box<Problem>> {
        let lost = || malformed("a directory with as many parts as it declares");
        let (start, end) = (usize::try_from(self.start).map_err(|_| lost())?, usize::try_from(self.end).map_err(|_| lost())?);
        let mut rest = bytes.get(start..end).ok_or_else(lost)?;
        let mut entries = Vec::new();
        for _ in 0..self.count {
            let (entry, length) = central(rest)?;
            entries.push(entry);
            rest = rest.get(length..).ok_or_else(lost)?;
        }
        if rest.is_empty() { Ok(entries) } else { Err(lost()) }
    }
}

/// One entry of the central directory and its length.
fn central(bytes: &[u8]) -> Result<(Entry, usize), Box<Problem>> {
    let read = || -> Option<(Entry, u16, usize, &[u8])> {
        if bytes.first_chunk::<4>()? != CENTRAL {
            return None;
        }
        let (flags, method) = (u16_at(bytes, 8)?, u16_at(bytes, 10)?);
        let (name, extra, comment) = (u16_at(bytes, 28)?, u16_at(bytes, 30)?, u16_at(bytes, 32)?);
        let name_end = 46 + usize::from(name);
        let extra_end = name_end + usize::from(extra);
        let length = extra_end + usize::from(comment);
        let mut wide = Wide { fields: zip64_field(bytes.get(name_end..extra_end)?) };
        let unpacked = wide.or(u32_at(bytes, 24)?)?;
        let packed = wide.or(u32_at(bytes, 20)?)?;
        let header = wide.or(u32_at(bytes, 42)?)?;
        bytes.get(..length)?;
        let entry = Entry {
            name: String::new(),
            method: if method == 0 { Method::Stored } else { Method::Deflated },
            crc: u32_at(bytes, 16)?,
            packed,
            unpacked,
            flags,
            header,
            data: 0,
        };
        Some((entry, method, length, bytes.get(46..name_end)?))
    };
    let (mut entry, method, length, name) = read().ok_or_else(|| malformed("a directory that can be read"))?;
    entry.name = std::str::from_utf8(name).map(str::to_owned).map_err(|_| path("a name that cannot be read"))?;
    // Bit 0: encrypted; bit 6: strong encryption; bit 13: masked headers; method 99: AES.
    if entry.flags & 0x2041 != 0 || method == 99 {
        return Err(refusal("zip.encrypted", Site::Part(entry.name), "an encrypted part", "a package without encryption"));
    }
    if method != 0 && method != 8 {
        return Err(refusal("zip.malformed", Site::Part(entry.name), format!("method {method}"), "a part stored or deflated"));
    }
    Ok((entry, length))
}

fn check_names(entries: &[Entry]) -> Result<BTreeMap<String, usize>, Box<Problem>> {
    let mut by_name = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if !stays_inside(&entry.name) {
            return Err(path(&entry.name));
        }
        if by_name.insert(entry.name.to_ascii_lowercase(), index).is_some() {
            return Err(refusal("zip.duplicate_part", Site::Part(entry.name.clone()), "two parts", "one part of each name"));
        }
    }
    Ok(by_name)
}

/// A relative path with forward slashes, none of whose steps leads up.
fn stays_inside(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let odd = |c: char| c == '\\' || c.is_control();
    !name.is_empty() && !name.starts_with('/') && !drive && !name.contains(odd) && !name.split('/').any(|step| step == ".." || step == ".")
}

fn check_sizes(entries: &[Entry], limits: &Limits) -> Result<(), Box<Problem>> {
    let sum = entries.iter().fold(0_u64, |sum, e| sum.saturating_add(e.unpacked));
    if sum > limits.unpacked_bytes {
        let most = limits.unpacked_bytes;
        return Err(refusal("zip.unpacked_size", Site::File, format!("{sum} bytes unpacked"), format!("at most {most} bytes")));
    }
    for entry in entries {
        if entry.method == Method::Stored && entry.packed != entry.unpacked {
            return Err(differs(entry));
        }
    }
    Ok(())
}

/// The header before each part must say what the directory says, and the parts must not overlap.
fn check_local_headers(bytes: &[u8], entries: &mut [Entry], limit: u64) -> Result<(), Box<Problem>> {
    let mut spans = Vec::with_capacity(entries.len());
    for entry in entries.iter_mut() {
        let lost = || refusal("zip.malformed", Site::Part(entry.name.clone()), "", "a part whose two headers agree");
        let at = usize::try_from(entry.header).map_err(|_| lost())?;
        let header = bytes.get(at..).ok_or_else(lost)?;
        if header.first_chunk::<4>() != Some(LOCAL) {
            return Err(lost());
        }
        let field = |offset| u16_at(header, offset).ok_or_else(lost);
        let size = |offset| u32_at(header, offset).ok_or_else(lost);
        let (flags, method, name, extra) = (field(6)?, field(8)?, usize::from(field(26)?), usize::from(field(28)?));
        let same_method = method == if entry.method == Method::Stored { 0 } else { 8 };
        if flags & 0x2041 != 0 {
            return Err(refusal("zip.encrypted", Site::Part(entry.name.clone()), "an encrypted part", "a package without encryption"));
        }
        if !same_method || header.get(30..30 + name) != Some(entry.name.as_bytes()) {
            return Err(lost());
        }
        // With bit 3 the sizes follow the part and may be zero here; all ones send to the 64-bit field.
        let later = |declared: u32| (flags & 8 != 0 && declared == 0) || declared == u32::MAX;
        let (packed, unpacked) = (size(18)?, size(22)?);
        if (!later(packed) && u64::from(packed) != entry.packed) || (!later(unpacked) && u64::from(unpacked) != entry.unpacked) {
            return Err(differs(entry));
        }
        entry.data = at + 30 + name + extra;
        let end = (entry.data as u64).saturating_add(entry.packed);
        if end > limit {
            return Err(lost());
        }
        spans.push((entry.header, end));
    }
    spans.sort_unstable();
    if spans.first().is_some_and(|first| first.0 != 0) {
        return Err(malformed("nothing before the first part"));
    }
    let meet = spans.iter().zip(spans.iter().skip(1)).any(|(before, after)| after.0 < before.1);
    if meet { Err(refusal("zip.overlap", Site::File, "parts that overlap", "each part in bytes of its own")) } else { Ok(()) }
}

/// The values of the 64-bit field, in their fixed order; each is there only if its 32-bit field is all ones.
struct Wide<'b> {
    fields: &'b [u8],
}

impl Wide<'_> {
    fn or(&mut self, narrow: u32) -> Option<u64> {
        if narrow != u32::MAX {
            return Some(u64::from(narrow));
        }
        let value = u64_at(self.fields, 0)?;
        self.fields = self.fields.get(8..)?;
        Some(value)
    }
}

fn zip64_field(mut extra: &[u8]) -> &[u8] {
    while let (Some(id), Some(length)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let end = 4 + usize::from(length);
        if id == 1 {
            return extra.get(4..end).unwrap_or_default();
        }
        extra = extra.get(end..).unwrap_or_default();
    }
    &[]
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}
fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

fn malformed(expected: &'static str) -> Box<Problem> {
    refusal("zip.malformed", Site::File, "", expected)
}
fn path(name: &str) -> Box<Problem> {
    refusal("zip.path", Site::File, name.escape_debug().to_string(), "part names that stay inside the package")
}
fn differs(entry: &Entry) -> Box<Problem> {
    refusal("zip.size_mismatch", Site::Part(entry.name.clone()), "two sizes", "one size in both headers")
}
