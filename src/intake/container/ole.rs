//! The directory of an OLE2 file (old workbooks, encrypted workbooks), read with every chain bounded.
//!
//! A ring in the sector table makes a trusting reader follow it until memory ends. So before any other
//! reader sees the file, every chain is walked once here: no sector may be in two places.

use super::refusal;
use crate::domain::problem::{Problem, Site};

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const LAST_SECTOR: u32 = 0xFFFF_FFF9;
const ENTRY: usize = 128;
const MINI_SECTOR: usize = 64;
const HEADER: usize = 512;

/// One stream or storage.
#[derive(Debug)]
struct Item {
    name: String,
    kind: u8,
    start: u32,
    size: usize,
}

/// A directory all of whose chains end.
#[derive(Debug)]
pub(crate) struct Directory {
    items: Vec<Item>,
    sector: usize,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini_stream: Vec<u8>,
    mini_below: usize,
}

impl Directory {
    /// Reads the directory and walks every chain.
    ///
    /// # Errors
    /// `book.malformed`, `upload.truncated`.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Box<Problem>> {
        Self::try_read(bytes).ok_or_else(|| refusal("book.malformed", Site::File, "", "an OLE2 file whose sector chains end"))
    }

    fn try_read(bytes: &[u8]) -> Option<Self> {
        let sector = match (u16_at(bytes, 30)?, u16_at(bytes, 32)?) {
            (9, 6) => 512,
            (12, 6) => 4096,
            _ => return None,
        };
        let mut visited = vec![false; bytes.len() / sector + 1];
        let table = sector_table(bytes, sector, &mut visited)?;
        let listing = chain(bytes, sector, &table, u32_at(bytes, 48)?, &mut visited)?;
        let mini_table = match u32_at(bytes, 64)? {
            0 => Vec::new(),
            _ => numbers(&chain(bytes, sector, &table, u32_at(bytes, 60)?, &mut visited)?),
        };
        let items: Vec<Item> = listing.chunks_exact(ENTRY).filter_map(Item::read).collect();
        let root = items.first().filter(|root| root.kind == 5)?;
        // Where there is no table of small sectors there are no small sectors, whatever the root says.
        let mini_stream = match mini_table.is_empty() || root.size == 0 {
            true => Vec::new(),
            false => chain(bytes, sector, &table, root.start, &mut visited)?,
        };
        let mini_below = usize::try_from(u32_at(bytes, 56)?).ok()?;
        let directory = Self { items, sector, table, mini_table, mini_stream, mini_below };
        let mut mini_visited = vec![false; directory.mini_stream.len() / MINI_SECTOR + 1];
        for item in directory.items.iter().filter(|item| item.kind == 2 && item.size > 0) {
            directory.content(bytes, item, &mut visited, &mut mini_visited)?;
        }
        Some(directory)
    }

    /// A stream or storage of this name exists.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.items.iter().any(|item| item.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream.
    pub(crate) fn stream(&self, bytes: &[u8], name: &str) -> Option<Vec<u8>> {
        let item = self.items.iter().find(|item| item.kind == 2 && item.name.eq_ignore_ascii_case(name))?;
        let mut visited = vec![false; bytes.len() / self.sector + 1];
        let mut mini_visited = vec![false; self.mini_stream.len() / MINI_SECTOR + 1];
        self.content(bytes, item, &mut visited, &mut mini_visited)
    }

    fn content(&self, bytes: &[u8], item: &Item, visited: &mut [bool], mini_visited: &mut [bool]) -> Option<Vec<u8>> {
        let mut content = if item.size < self.mini_below {
            let mini = Sectors { bytes: &self.mini_stream, size: MINI_SECTOR, first: 0 };
            mini.chain(&self.mini_table, item.start, mini_visited)?
        } else {
            chain(bytes, self.sector, &self.table, item.start, visited)?
        };
        // A stream longer than its chain is a lie about its size.
        (content.len() >= item.size).then(|| {
            content.truncate(item.size);
            content
        })
    }
}

impl Item {
    fn read(entry: &[u8]) -> Option<Self> {
        let kind = *entry.get(66)?;
        let units: Vec<u16> = entry.get(..64)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).take_while(|&u| u != 0).collect();
        let size = usize::try_from(u32_at(entry, 120)?).ok()?;
        Some(Self { name: String::from_utf16_lossy(&units), kind, start: u32_at(entry, 116)?, size })
    }
}

/// The table of sectors: 109 of its sectors are named in the header, the rest in a chain of lists.
fn sector_table(bytes: &[u8], sector: usize, visited: &mut [bool]) -> Option<Vec<u32>> {
    let sectors = Sectors::of(bytes, sector);
    let mut named = numbers(bytes.get(76..HEADER)?);
    let mut next = u32_at(bytes, 68)?;
    while next <= LAST_SECTOR {
        let mut list = numbers(sectors.visit(next, visited)?);
        next = list.pop()?;
        named.append(&mut list);
    }
    let mut table = Vec::new();
    for id in named.into_iter().filter(|&id| id <= LAST_SECTOR) {
        table.extend(numbers(sectors.visit(id, visited)?));
    }
    Some(table)
}

fn chain(bytes: &[u8], sector: usize, table: &[u32], start: u32, visited: &mut [bool]) -> Option<Vec<u8>> {
    Sectors::of(bytes, sector).chain(table, start, visited)
}

struct Sectors<'b> {
    bytes: &'b [u8],
    size: usize,
    first: usize,
}

impl<'b> Sectors<'b> {
    /// Sectors follow the header, which takes the room of one.
    fn of(bytes: &'b [u8], size: usize) -> Self {
        Self { bytes, size, first: size }
    }

    /// A sector that was not visited before. The last one of a file may be short.
    fn visit(&self, id: u32, visited: &mut [bool]) -> Option<&'b [u8]> {
        let id = usize::try_from(id).ok()?;
        let mark = visited.get_mut(id)?;
        if std::mem::replace(mark, true) {
            return None;
        }
        let start = id.checked_mul(self.size)?.checked_add(self.first)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        rest.get(..self.size.min(rest.len()))
    }

    fn chain(&self, table: &[u32], start: u32, visited: &mut [bool]) -> Option<Vec<u8>> {
        let (mut content, mut id) = (Vec::new(), start);
        while id != END_OF_CHAIN {
            content.extend_from_slice(self.visit(id, visited)?);
            id = *table.get(usize::try_from(id).ok()?)?;
        }
        Some(content)
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect()
}
fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}
