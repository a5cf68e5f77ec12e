//! The chain itself, without a database: every link is checked, and the first that does not hold is named.

use super::checkpoint::Checkpoint;
use super::entry::Entry;
use crate::domain::moment::Moment;
use crate::store::sha;
use sha2::{Digest, Sha256};
use std::fmt;

/// What the first entry holds in the place of a hash.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Hash of an entry: SHA-256 over a zero byte and its text. The zero byte keeps the hashes of entries apart from all
/// others, as in RFC 9162, 2.1.
pub fn hash(entry: &str) -> String {
    let mut digest = Sha256::new();
    digest.update([0]);
    digest.update(entry.as_bytes());
    sha::hex(&digest.finalize())
}

/// The first thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Number of the entry, from 1.
    pub seq: u64,
    /// What does not hold.
    pub why: &'static str,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}: {}", self.seq, self.why)
    }
}

/// A chain as far as it was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    entries: u64,
    head: String,
    last_at: Option<Moment>,
    against: Vec<Checkpoint>,
}

impl Chain {
    /// Before the first entry, to be held against checkpoints from outside.
    pub fn new(against: Vec<Checkpoint>) -> Self {
        Self { entries: 0, head: BEGINNING.to_owned(), last_at: None, against }
    }

    /// Follows one entry.
    ///
    /// # Errors
    /// What does not hold of it.
    pub fn follow(&mut self, text: &str, stated: &str) -> Result<Entry, Broken> {
        let seq = self.entries + 1;
        let broken = |why| Err(Broken { seq, why });
        if hash(text) != stated {
            return broken("its text is not the one that was hashed");
        }
        let Some(entry) = Entry::read(text) else { return broken("it is not an entry as this program writes it") };
        if entry.seq != seq {
            return broken("another number stands here: an entry was taken out, put in, or moved");
        }
        if entry.prev != self.head {
            return broken("it does not follow from the entry before");
        }
        let Some(at) = Moment::parse(&entry.at) else { return broken("its time is no moment") };
        if entry.clock_regressed != self.last_at.is_some_and(|last| at < last) {
            return broken("its time and its note about the clock do not agree");
        }
        (self.entries, self.last_at) = (seq, Some(at));
        stated.clone_into(&mut self.head);
        if self.against.iter().any(|checkpoint| checkpoint.entries == seq && checkpoint.head != self.head) {
            return broken("the checkpoint tells of another history up to here");
        }
        Ok(entry)
    }

    /// At the end: that no checkpoint tells of more.
    ///
    /// # Errors
    /// The first entry that is missing.
    pub fn end(&self) -> Result<(), Broken> {
        if self.against.iter().any(|checkpoint| checkpoint.entries > self.entries) {
            return Err(Broken { seq: self.entries + 1, why: "the checkpoint tells of it, and it is not there: the end was cut off" });
        }
        Ok(())
    }

    /// Entries followed.
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// Hash of the last of them.
    pub fn head(&self) -> &str {
        &self.head
    }
}
