//! The parts of a package as tags and text, strictly: whatever is not well formed refuses the file.
//!
//! There is no DOCTYPE, so no entity but the five of XML; tags balance; depth and attributes are bounded;
//! the part is UTF-8 and ends after its root. Names are compared with the prefix of the root, so that an
//! element of another namespace never passes for one of ours.

pub(super) mod entities;
mod markup;
mod tag;

use super::feed::Feed;
use crate::domain::problem::{Problem, Site};
use crate::intake::container::refusal;
use crate::intake::limits::Limits;
use std::ops::Range;
use tag::{Attribute, is_space};

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// An element begins. An empty element gives a start and an end.
    Start,
    /// An element ends.
    End,
    /// Text inside the root.
    Text,
    /// The part is at its end.
    Done,
}

/// Reads one part event by event.
pub(crate) struct Tokens {
    feed: Feed,
    held: usize,
    names: Vec<u8>,
    starts: Vec<usize>,
    name: Range<usize>,
    attributes: Vec<Attribute>,
    text: Range<usize>,
    cdata: bool,
    ends_at_once: bool,
    rooted: bool,
    root_prefix: Vec<u8>,
    root_namespace: Vec<u8>,
    foreign: Option<usize>,
    depth_most: usize,
    attributes_most: usize,
}

impl Tokens {
    /// Reads a part from its beginning.
    pub(crate) fn new(feed: Feed, limits: &Limits) -> Self {
        Self {
            feed,
            held: 0,
            names: Vec::new(),
            starts: Vec::new(),
            name: 0..0,
            attributes: Vec::new(),
            text: 0..0,
            cdata: false,
            ends_at_once: false,
            rooted: false,
            root_prefix: Vec::new(),
            root_namespace: Vec::new(),
            foreign: None,
            depth_most: limits.xml_depth,
            attributes_most: limits.xml_attributes,
        }
    }

    /// Reads the rest of a part whose beginning was passed over: its root is open and is named like this.
    pub(crate) fn inside(feed: Feed, limits: &Limits, root: &Root) -> Self {
        let mut tokens = Self::new(feed, limits);
        tokens.rooted = true;
        tokens.root_prefix.clone_from(&root.prefix);
        tokens.root_namespace.clone_from(&root.namespace);
        tokens.enter(&root.name);
        tokens
    }

    /// The next event.
    ///
    /// # Errors
    /// The `xml.*` codes, and those of the package.
    pub(crate) fn next(&mut self) -> Result<Event, Box<Problem>> {
        if self.ends_at_once {
            self.ends_at_once = false;
            self.leave();
            return Ok(Event::End);
        }
        self.give_up();
        loop {
            match self.feed.window().first().copied() {
                None if self.feed.more()? => {}
                None => return self.done(),
                Some(b'<') => {
                    if let Some(event) = self.markup()? {
                        return Ok(event);
                    }
                }
                Some(_) => {
                    if self.text_run()? {
                        return Ok(Event::Text);
                    }
                }
            }
        }
    }

    /// What comes next, unread and as it is at hand; for those who know a short way through it.
    pub(crate) fn front(&mut self) -> &[u8] {
        if self.ends_at_once {
            return &[];
        }
        self.give_up();
        self.feed.window()
    }

    /// The element that just began is empty: its end comes at once.
    pub(crate) fn is_empty_element(&self) -> bool {
        self.ends_at_once
    }

    /// Gives up bytes of [`Self::front`]; they must be whole, balanced elements.
    pub(crate) fn skip(&mut self, count: usize) {
        self.feed.skip(count);
    }

    /// An element was opened by someone who read its tag from [`Self::front`].
    pub(crate) fn enter(&mut self, name: &[u8]) {
        self.starts.push(self.names.len());
        self.names.extend_from_slice(name);
    }

    /// The innermost element was closed by someone who read its tag from [`Self::front`].
    pub(crate) fn leave(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.names.truncate(start);
        }
        if self.foreign.is_some_and(|depth| self.starts.len() < depth) {
            self.foreign = None;
        }
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.starts.len()
    }

    /// The element that begins or ends is one of ours and has this local name.
    pub(crate) fn is(&self, local: &[u8]) -> bool {
        self.local() == Some(local)
    }

    /// Full name of the element, prefix included.
    pub(crate) fn full_name(&self) -> &[u8] {
        self.feed.window().get(self.name.clone()).unwrap_or_default()
    }

    /// Local name of the element, if it is in the namespace of the root.
    pub(crate) fn local(&self) -> Option<&[u8]> {
        let name = self.feed.window().get(self.name.clone())?;
        let (prefix, local) = split_name(name);
        // Most parts have no prefix. Empty slices are not compared as bytes: there is nothing behind their
        // address, and on some processors the attempt to look costs more than reading the tag did.
        let ours = if self.root_prefix.is_empty() { prefix.is_empty() } else { prefix == self.root_prefix.as_slice() };
        (ours && self.foreign.is_none()).then_some(local)
    }

    /// The value of an attribute as it stands, references unresolved. For words, numbers and addresses.
    pub(crate) fn attribute(&self, name: &[u8]) -> Option<&[u8]> {
        self.attributes().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// The value of an attribute by its local name, whatever its prefix, as text.
    pub(crate) fn attribute_text(&self, local: &[u8]) -> Result<Option<String>, Box<Problem>> {
        self.text_of_attribute(|name| split_name(name).1 == local)
    }

    /// The value of an attribute by its full name, as text.
    pub(crate) fn full_attribute_text(&self, full: &[u8]) -> Result<Option<String>, Box<Problem>> {
        self.text_of_attribute(|name| name == full)
    }

    fn text_of_attribute(&self, wanted: impl Fn(&[u8]) -> bool) -> Result<Option<String>, Box<Problem>> {
        let Some((_, raw)) = self.attributes().find(|(name, _)| wanted(name)) else { return Ok(None) };
        let mut text = Vec::with_capacity(raw.len());
        entities::push_text(raw, &mut text).ok_or_else(|| self.malformed())?;
        String::from_utf8(text).map(Some).map_err(|_| self.malformed())
    }

    /// The attribute is true: `1` or `true`.
    pub(crate) fn flag(&self, name: &[u8]) -> bool {
        matches!(self.attribute(name), Some(b"1" | b"true"))
    }

    /// Every attribute: name and value as they stand.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let window = self.feed.window();
        self.attributes.iter().filter_map(|(name, value)| Some((window.get(name.clone())?, window.get(value.clone())?)))
    }

    /// Appends the text just read.
    pub(crate) fn push_text(&self, out: &mut Vec<u8>) -> Result<(), Box<Problem>> {
        let raw = self.feed.window().get(self.text.clone()).unwrap_or_default();
        if self.cdata {
            entities::push_cdata(raw, out);
            return Ok(());
        }
        entities::push_text(raw, out).ok_or_else(|| self.malformed())
    }

    /// The text just read is white space only.
    pub(crate) fn is_blank(&self) -> bool {
        self.feed.window().get(self.text.clone()).unwrap_or_default().iter().all(|&b| is_space(b))
    }

    /// Appends the text of the element that just began, up to its end; an element inside it is not well formed.
    pub(crate) fn element_text(&mut self, out: &mut Vec<u8>) -> Result<(), Box<Problem>> {
        loop {
            match self.next()? {
                Event::Text => self.push_text(out)?,
                Event::End => return Ok(()),
                Event::Start | Event::Done => return Err(self.malformed()),
            }
        }
    }

    /// Passes over the element that just began.
    pub(crate) fn skip_element(&mut self) -> Result<(), Box<Problem>> {
        let depth = self.depth();
        while self.next()? != Event::End || self.depth() >= depth {}
        Ok(())
    }

    /// The root of the part, once it was read.
    pub(crate) fn root(&self) -> Root {
        let name = self.names.get(..self.starts.get(1).copied().unwrap_or(self.names.len())).unwrap_or_default();
        Root { name: name.to_vec(), prefix: self.root_prefix.clone(), namespace: self.root_namespace.clone() }
    }

    /// Reads to the root and sees that it is what it must be.
    pub(crate) fn expect_root(&mut self, local: &[u8]) -> Result<(), Box<Problem>> {
        let found = self.next()? == Event::Start && self.is(local);
        if found { Ok(()) } else { Err(self.malformed()) }
    }

    /// Namespace of the root.
    pub(crate) fn namespace(&self) -> &[u8] {
        &self.root_namespace
    }

    /// Name of the part.
    pub(crate) fn part(&self) -> &str {
        self.feed.name()
    }

    /// A Problem at this place of the part.
    pub(crate) fn refuse(&self, code: &'static str, expected: &'static str) -> Box<Problem> {
        refusal(code, Site::Part(self.part().to_owned()), format!("at byte {}", self.feed.passed()), expected)
    }

    /// The part is not well formed.
    pub(crate) fn malformed(&self) -> Box<Problem> {
        self.refuse("xml.malformed", "well-formed content")
    }

    fn give_up(&mut self) {
        self.feed.skip(std::mem::take(&mut self.held));
    }

    fn done(&mut self) -> Result<Event, Box<Problem>> {
        if self.rooted && self.starts.is_empty() { Ok(Event::Done) } else { Err(self.malformed()) }
    }
}

/// The root of a part: its full name, its prefix, its namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Root {
    name: Vec<u8>,
    prefix: Vec<u8>,
    namespace: Vec<u8>,
}

impl Root {
    /// Its part names elements without a prefix.
    pub(crate) fn is_plain(&self) -> bool {
        self.prefix.is_empty()
    }

    /// The full name of another element of the same namespace.
    pub(crate) fn prefixed(&self, local: &[u8]) -> Vec<u8> {
        let mut name = self.prefix.clone();
        if !name.is_empty() {
            name.push(b':');
        }
        name.extend_from_slice(local);
        name
    }
}

fn split_name(name: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr(b':', name) {
        Some(at) => (name.get(..at).unwrap_or_default(), name.get(at + 1..).unwrap_or_default()),
        None => (&[], name),
    }
}
