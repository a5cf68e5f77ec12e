//! One part of a package, inflated in stretches, counted and checked whatever its headers say.

use super::package::{Method, Package};
use super::refusal;
use crate::domain::problem::{Problem, Site};
use crate::intake::limits::Limits;
use flate2::{Decompress, FlushDecompress, Status};
use std::sync::Arc;

/// Up to this size a part may shrink as much as it likes.
const RATIO_FREE: u64 = 1 << 20;

/// Reads one part. What it gives is only to be trusted once it has given everything: size and checksum
/// are known at the end.
pub(crate) struct PartReader {
    package: Arc<Package>,
    entry: usize,
    taken: usize,
    given: u64,
    most: u64,
    ratio: u64,
    crc: crc32fast::Hasher,
    inflate: Option<Decompress>,
    finished: bool,
}

impl PartReader {
    /// A reader of an entry within the limits of one part.
    pub(crate) fn new(package: Arc<Package>, entry: usize, limits: &Limits) -> Self {
        let inflate = package.entry(entry).and_then(|e| (e.method == Method::Deflated).then(|| Decompress::new(false)));
        let (most, ratio) = (limits.part_bytes, limits.part_ratio.max(1));
        Self { package, entry, taken: 0, given: 0, most, ratio, crc: crc32fast::Hasher::new(), inflate, finished: false }
    }

    /// Name of the part.
    pub(crate) fn name(&self) -> &str {
        self.package.entry(self.entry).map_or("", |e| e.name.as_str())
    }

    /// Fills `out` as far as the part goes; fewer bytes than asked for, or none, mean its end, with size and
    /// checksum found right.
    pub(crate) fn fill(&mut self, out: &mut [u8]) -> Result<usize, Box<Problem>> {
        let mut filled = 0;
        while !self.finished && filled < out.len() {
            let room = out.get_mut(filled..).unwrap_or_default();
            let (got, ended) = match self.inflate {
                Some(_) => self.inflate_into(room)?,
                None => self.copy_into(room),
            };
            filled += got;
            self.given += got as u64;
            let declared = self.package.entry(self.entry).map_or(0, |e| e.unpacked);
            // Not before so much of it was looked at: what is wrong inside a small part says more.
            if self.given > RATIO_FREE && self.package.entry(self.entry).is_some_and(|e| e.unpacked / self.ratio > e.packed) {
                return Err(self.refuse("zip.ratio", format!("a part at most {} times smaller when packed", self.ratio)));
            }
            if self.given > self.most {
                return Err(self.refuse("zip.unpacked_size", format!("at most {} bytes unpacked", self.most)));
            }
            if self.given > declared || (ended && self.given != declared) {
                return Err(self.refuse("zip.size_mismatch", format!("the {declared} bytes its header declares")));
            }
            if ended {
                self.finished = true;
            }
        }
        self.crc.update(out.get(..filled).unwrap_or_default());
        if self.finished {
            let declared = self.package.entry(self.entry).map_or(0, |e| e.crc);
            if self.crc.clone().finalize() != declared {
                return Err(self.refuse("zip.crc", "content that matches its checksum"));
            }
        }
        Ok(filled)
    }

    fn copy_into(&mut self, room: &mut [u8]) -> (usize, bool) {
        let rest = self.package.packed(self.entry).get(self.taken..).unwrap_or_default();
        let count = rest.len().min(room.len());
        if let (Some(to), Some(from)) = (room.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.taken += count;
        (count, count == rest.len())
    }

    fn inflate_into(&mut self, room: &mut [u8]) -> Result<(usize, bool), Box<Problem>> {
        let Some(inflate) = self.inflate.as_mut() else { return Ok((0, true)) };
        let packed = self.package.packed(self.entry);
        let rest = packed.get(self.taken..).unwrap_or_default();
        let (before_in, before_out) = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(rest, room, FlushDecompress::None);
        let took = usize::try_from(inflate.total_in() - before_in).unwrap_or(0);
        let got = usize::try_from(inflate.total_out() - before_out).unwrap_or(0);
        self.taken += took;
        let left = packed.len().saturating_sub(self.taken);
        match status {
            Ok(Status::StreamEnd) if left > 0 => Err(self.refuse("zip.malformed", "nothing after the end of the part")),
            Ok(Status::StreamEnd) => Ok((got, true)),
            Ok(_) if took > 0 || got > 0 => Ok((got, false)),
            _ => Err(self.refuse("zip.malformed", "a part that inflates to its end")),
        }
    }

    fn refuse(&self, code: &'static str, expected: impl Into<std::borrow::Cow<'static, str>>) -> Box<Problem> {
        refusal(code, Site::Part(self.name().to_owned()), "", expected)
    }
}
