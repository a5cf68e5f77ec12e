//! Words of rule files that findings carry: the names of targets and groups.
//!
//! A finding is copied freely and outlives the rules it came from, so such a word is kept once and for as
//! long as the program runs. Their number is that of the distinct words in all rule files ever loaded.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

static WORDS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The lasting copy of a word.
pub fn lasting(word: &str) -> &'static str {
    let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = words.get(word) {
        return kept;
    }
    let kept: &'static str = Box::leak(word.to_owned().into_boxed_str());
    words.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_word_is_kept_once() {
        let (one, other) = (super::lasting("zip-rpp"), super::lasting(&String::from("zip-rpp")));
        assert!(std::ptr::eq(one, other));
    }
}
