//! What stands between two tags, and each kind of markup.

use super::tag::{self, Tag, is_space};
use super::{Event, Tokens, split_name};
use crate::domain::problem::Problem;

/// No tag is longer.
const TAG_MOST: usize = 1 << 20;
/// No text between two tags is longer: forty times what a cell can hold.
const TEXT_MOST: usize = 4 << 20;

impl Tokens {
    /// Text up to the next tag. Outside the root only white space may stand.
    pub(super) fn text_run(&mut self) -> Result<bool, Box<Problem>> {
        let mut searched = 0;
        let end = loop {
            let window = self.feed.window();
            let rest = window.get(searched..).unwrap_or_default();
            if let Some(at) = memchr::memchr(b'<', rest) {
                break searched + at;
            }
            searched = window.len();
            if searched > TEXT_MOST {
                return Err(self.refuse("cell.text_too_long", "at most 32,767 characters in a cell"));
            }
            if !self.feed.more()? {
                break searched;
            }
        };
        if self.starts.is_empty() {
            let mut outside = self.feed.window().get(..end).unwrap_or_default();
            if self.feed.passed() == 0 {
                outside = outside.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(outside);
            }
            if !outside.iter().all(|&b| is_space(b)) {
                return Err(self.malformed());
            }
            self.feed.skip(end);
            return Ok(false);
        }
        (self.text, self.cdata, self.held) = (0..end, false, end);
        Ok(true)
    }

    pub(super) fn markup(&mut self) -> Result<Option<Event>, Box<Problem>> {
        self.at_least(2)?;
        match self.feed.window().get(1) {
            Some(b'/') => self.end_tag().map(Some),
            Some(b'?') => self.instruction(),
            Some(b'!') => self.declaration(),
            _ => self.start_tag().map(Some),
        }
    }

    fn start_tag(&mut self) -> Result<Event, Box<Problem>> {
        let (name, length, empty) = loop {
            match tag::parse(self.feed.window(), &mut self.attributes, self.attributes_most) {
                Tag::Whole { name, length, empty } => break (name, length, empty),
                Tag::TooMany => return Err(self.refuse("xml.attributes", "fewer attributes in one element")),
                Tag::Bad => return Err(self.malformed()),
                Tag::Short if self.feed.window().len() > TAG_MOST || !self.feed.more()? => return Err(self.malformed()),
                Tag::Short => {}
            }
        };
        if self.starts.is_empty() && self.rooted {
            return Err(self.malformed());
        }
        if self.starts.len() >= self.depth_most {
            return Err(self.refuse("xml.depth", "less nesting"));
        }
        (self.name, self.held, self.ends_at_once) = (name.clone(), length, empty);
        self.starts.push(self.names.len());
        self.names.extend_from_slice(self.feed.window().get(name).unwrap_or_default());
        self.note_namespace();
        Ok(Event::Start)
    }

    /// Remembers the root's prefix and namespace; below the root, notices where that prefix comes to mean
    /// another namespace.
    fn note_namespace(&mut self) {
        let declares = |name: &[u8], prefix: &[u8]| match name.strip_prefix(b"xmlns") {
            Some(rest) => rest.strip_prefix(b":").map_or(rest.is_empty() && prefix.is_empty(), |p| p == prefix),
            None => false,
        };
        if !self.rooted {
            self.rooted = true;
            self.root_prefix = split_name(&self.names).0.to_vec();
            let prefix = self.root_prefix.as_slice();
            let found = self.attributes().find(|(name, _)| declares(name, prefix)).map(|(_, value)| value.to_vec());
            self.root_namespace = found.unwrap_or_default();
        } else if self.foreign.is_none() {
            let changes = |(name, value): (&[u8], &[u8])| declares(name, &self.root_prefix) && value != self.root_namespace.as_slice();
            if self.attributes().any(changes) {
                self.foreign = Some(self.starts.len());
            }
        }
    }

    fn end_tag(&mut self) -> Result<Event, Box<Problem>> {
        let end = self.find(b">", 2, TAG_MOST)?;
        let window = self.feed.window();
        let name = window.get(2..end).unwrap_or_default().trim_ascii_end();
        let open = self.starts.last().and_then(|&start| self.names.get(start..));
        if open != Some(name) {
            return Err(self.malformed());
        }
        (self.name, self.held) = (2..2 + name.len(), end + 1);
        self.attributes.clear();
        self.leave();
        Ok(Event::End)
    }

    /// `<?…?>`: the declaration may stand at the very beginning only, and must name no other encoding.
    fn instruction(&mut self) -> Result<Option<Event>, Box<Problem>> {
        let end = self.find(b"?>", 2, TAG_MOST)?;
        let content = self.feed.window().get(2..end).unwrap_or_default();
        let target = content.split(|&b| is_space(b)).next().unwrap_or_default();
        if !tag::is_name(target) {
            return Err(self.malformed());
        }
        if target.eq_ignore_ascii_case(b"xml") {
            if self.feed.passed() > 3 || self.rooted {
                return Err(self.malformed());
            }
            if !declares_utf8(content) {
                return Err(self.refuse("xml.encoding", "a part in UTF-8"));
            }
        }
        self.feed.skip(end + 2);
        Ok(None)
    }

    /// `<!…`: a comment, a CDATA section, or what no spreadsheet program writes.
    fn declaration(&mut self) -> Result<Option<Event>, Box<Problem>> {
        self.at_least(9)?;
        let window = self.feed.window();
        if window.starts_with(b"<!--") {
            let end = self.find(b"-->", 4, TEXT_MOST)?;
            self.feed.skip(end + 3);
            return Ok(None);
        }
        if window.starts_with(b"<![CDATA[") && !self.starts.is_empty() {
            let end = self.find(b"]]>", 9, TEXT_MOST)?;
            (self.text, self.cdata, self.held) = (9..end, true, end + 3);
            return Ok(Some(Event::Text));
        }
        let word = window.get(2..9).unwrap_or_default().to_ascii_uppercase();
        let known = [b"DOCTYPE".as_slice(), b"ENTITY", b"ELEMENT", b"ATTLIST", b"NOTATIO"];
        if known.iter().any(|k| word.starts_with(k)) {
            return Err(self.refuse("xml.dtd", "no DOCTYPE in any part"));
        }
        Err(self.malformed())
    }

    /// Makes the window at least so long, unless the part ends.
    fn at_least(&mut self, count: usize) -> Result<(), Box<Problem>> {
        while self.feed.window().len() < count && self.feed.more()? {}
        Ok(())
    }

    /// Where `needle` stands; not finding it within `most` bytes means the part is not well formed.
    fn find(&mut self, needle: &[u8], from: usize, most: usize) -> Result<usize, Box<Problem>> {
        let mut searched = from;
        loop {
            let window = self.feed.window();
            let rest = window.get(searched..).unwrap_or_default();
            if let Some(at) = memchr::memmem::find(rest, needle) {
                return Ok(searched + at);
            }
            searched = window.len().saturating_sub(needle.len() - 1).max(from);
            if window.len() > most || !self.feed.more()? {
                return Err(self.malformed());
            }
        }
    }
}

/// The declaration names UTF-8, its subset ASCII, or nothing.
fn declares_utf8(declaration: &[u8]) -> bool {
    let Some(at) = memchr::memmem::find(declaration, b"encoding") else { return true };
    let value = declaration.get(at + 8..).unwrap_or_default().trim_ascii_start();
    let value = value.strip_prefix(b"=").unwrap_or_default().trim_ascii_start();
    let quoted = value.split_first().and_then(|(quote, rest)| rest.split(|b| b == quote).next());
    quoted.is_some_and(|name| [b"utf-8".as_slice(), b"utf8", b"us-ascii"].iter().any(|known| name.eq_ignore_ascii_case(known)))
}
