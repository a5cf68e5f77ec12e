//! Text kept once: a payroll repeats its trades, firms and workers a million times.

use hashbrown::HashTable;
use std::fmt;
use std::hash::BuildHasher;

/// A name kept in a [`Names`] table. Only meaningful beside the table that gave it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sym(u32);

impl Sym {
    /// The empty text: nothing was given. Always the first entry of every table.
    pub const NONE: Self = Self(0);

    /// Position in the table.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
    /// The name at a position.
    pub const fn at(index: usize) -> Self {
        Self(index as u32)
    }
    /// True if nothing was given.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}
impl Default for Sym {
    fn default() -> Self {
        Self::NONE
    }
}
impl fmt::Debug for Sym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// A table of names, each kept once, in order of first appearance.
#[derive(Clone)]
pub struct Names {
    arena: String,
    spans: Vec<(u32, u32)>,
    lookup: HashTable<u32>,
    hasher: foldhash::fast::FixedState,
}

impl Default for Names {
    fn default() -> Self {
        let mut names =
            Self { arena: String::new(), spans: Vec::new(), lookup: HashTable::new(), hasher: foldhash::fast::FixedState::with_seed(0) };
        names.intern("");
        names
    }
}

impl Names {
    /// The symbol of `text`, kept if new.
    pub fn intern(&mut self, text: &str) -> Sym {
        let hash = self.hasher.hash_one(text);
        let (arena, spans) = (&self.arena, &self.spans);
        let same = |&i: &u32| {
            let (start, end) = spans[i as usize];
            &arena[start as usize..end as usize] == text
        };
        if let Some(&found) = self.lookup.find(hash, same) {
            return Sym(found);
        }
        let index = self.spans.len() as u32;
        let start = self.arena.len() as u32;
        self.arena.push_str(text);
        self.spans.push((start, self.arena.len() as u32));
        let (arena, spans, hasher) = (&self.arena, &self.spans, &self.hasher);
        self.lookup.insert_unique(hash, index, |&i| {
            let (start, end) = spans[i as usize];
            hasher.hash_one(&arena[start as usize..end as usize])
        });
        Sym(index)
    }

    /// The symbol of `text`, if it is kept.
    pub fn find(&self, text: &str) -> Option<Sym> {
        let hash = self.hasher.hash_one(text);
        self.lookup.find(hash, |&i| self.text(Sym(i)) == text).map(|&i| Sym(i))
    }

    /// The text of a symbol of this table.
    pub fn text(&self, sym: Sym) -> &str {
        let (start, end) = self.spans[sym.index()];
        &self.arena[start as usize..end as usize]
    }

    /// The text, or `None` where nothing was given.
    pub fn given(&self, sym: Sym) -> Option<&str> {
        (!sym.is_none()).then(|| self.text(sym))
    }

    /// How many names are kept, the empty one included.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// The names kept at and after a position, in order.
    pub fn since(&self, index: usize) -> impl Iterator<Item = &str> {
        self.spans.iter().skip(index).map(|&(start, end)| &self.arena[start as usize..end as usize])
    }

    /// Never: the empty text is always kept.
    pub fn is_empty(&self) -> bool {
        false
    }
}
impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} names", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_kept_once() {
        let mut names = Names::default();
        let a = names.intern("Carpenter");
        assert_eq!(names.intern("Carpenter"), a);
        assert_ne!(names.intern("carpenter"), a);
        assert_eq!(names.text(a), "Carpenter");
        assert_eq!(names.given(Sym::NONE), None);
    }
}
